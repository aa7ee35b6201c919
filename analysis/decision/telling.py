"""Who is told how far something that takes time has come; what works it out prints nothing."""

from collections.abc import Callable

# Told how many are done, and of how many.
Tell = Callable[[int, int], None]


def nobody(done: int, total: int) -> None:
    """Tell nobody."""
