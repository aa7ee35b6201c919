"""The saksframlegg: what the case system needs and a council votes on, in a few pages."""

__all__ = ["consequences", "difference", "refusals", "weighing_up"]
