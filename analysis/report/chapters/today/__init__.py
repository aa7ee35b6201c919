"""How it is today: how the case came about, who does the work, and what IKT costs."""

__all__ = ["background", "mapping", "regionmap", "spending", "staffing"]
