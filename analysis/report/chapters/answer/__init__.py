"""Page one: the question, the answer, why, how sure it is, and what to decide."""

__all__ = ["decision_points", "front"]
