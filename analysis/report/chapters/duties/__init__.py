"""What must be in order whatever is chosen: risk, information security and privacy."""

__all__ = ["risks", "security"]
