"""The chapters on systems: what is common, when it can be bought together, and what is moved."""

__all__ = [
    "applications",
    "contracts",
    "conversion",
    "local_operation",
    "next_steps",
    "overlap",
    "pairs",
    "system_names",
    "windows",
]
