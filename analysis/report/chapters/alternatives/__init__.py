"""What the municipalities can choose between, what each does and costs, and its points."""

__all__ = ["assessment", "options", "points"]
