"""Evaluation of IKT cooperation between municipalities: dataset → model → decision → report."""
