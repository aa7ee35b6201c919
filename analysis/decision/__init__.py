"""Criteria, scoring, gates and cost sharing: from what the model says to what can be decided."""
