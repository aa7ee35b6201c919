"""How sure the order is, what turns it, and where the municipalities disagree."""

__all__ = [
    "agreement",
    "certainty",
    "how_drawn",
    "reckonings",
    "spans",
    "value_of_knowing",
    "weighing",
]
