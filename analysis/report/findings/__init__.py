"""What several chapters say: the answer, how sure it is, what would turn it, and why not known.

A threshold for a wording stands here, and a sentence that more than one chapter needs.
"""

__all__ = [
    "changes",
    "changes_text",
    "drivers",
    "missing",
    "per_participant",
    "tipping",
    "variations",
    "verdict",
    "wording",
]
