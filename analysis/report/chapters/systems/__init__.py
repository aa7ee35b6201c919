"""The chapters on systems: what is common, when it can be bought together, and what is moved."""

__all__ = [
    "applications",
    "call_list",
    "converging",
    "conversion",
    "local_operation",
    "municipality_keys",
    "next_steps",
    "overlap",
    "published",
    "readiness",
    "system_names",
    "windows",
]
