"""What the figures rest on: how good they are, what is missing, and where they come from."""

__all__ = [
    "comparisons",
    "data_quality",
    "gaps",
    "grounds",
    "sources",
]
