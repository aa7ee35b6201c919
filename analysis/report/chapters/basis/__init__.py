"""What the figures rest on: how good they are, what is missing, and where they come from."""

__all__ = [
    "collection",
    "data_quality",
    "gaps",
    "grounds",
    "official_figures",
    "outliers",
    "sources",
]
