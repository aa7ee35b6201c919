"""What the applications say of common systems: overlap, windows, readiness, keys and moving.

Pure functions of the applications' rows; the facts of a run are worked out once in
`decision.systems`.
"""

__all__ = ["moving", "municipality_keys", "overlap", "purchases", "readiness", "windows"]
