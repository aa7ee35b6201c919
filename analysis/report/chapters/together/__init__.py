"""The chapters on taking part: who goes together, who pays what, and what leaving means."""

__all__ = [
    "cost_sharing",
    "every_alternative",
    "group_tables",
    "groups",
    "joining",
    "keys",
    "stability",
    "withdrawal",
]
