"""The chapter on what has changed since the previous report, and why."""

__all__ = ["changes"]
