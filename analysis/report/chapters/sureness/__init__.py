"""How sure the order is, what turns it, and where the municipalities disagree."""

__all__ = [
    "agreement",
    "certainty",
    "criteria_overlap",
    "dependence",
    "how_drawn",
    "reckonings",
    "spans",
    "tornado",
    "value_of_knowing",
    "weighing",
]
