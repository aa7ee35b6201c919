"""The chapters of the reports: each a question a reader asks, as elements made from a view.

A chapter only tells; what it tells of is worked out in `decision` or before.
"""

__all__ = ["appendix"]
