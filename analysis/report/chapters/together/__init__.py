"""The chapters on taking part: who goes together, who pays what, and what leaving means."""

__all__ = ["cost_sharing", "groups", "joining", "keys", "stability", "withdrawal"]
