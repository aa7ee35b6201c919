"""What several chapters say: the answer, how sure it is, what would turn it, and why not known.

A sentence that more than one chapter needs stands here.
"""

__all__ = [
    "advice",
    "changes",
    "changes_text",
    "drivers",
    "explained",
    "incidents",
    "missing",
    "own_advice",
    "per_participant",
    "tipping",
    "trying",
    "variations",
    "verdict",
    "withdrawn",
    "wording",
]
