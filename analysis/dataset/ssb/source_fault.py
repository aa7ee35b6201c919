"""What can go wrong when figures are fetched, in words for the user."""

from __future__ import annotations


class SourceFault(Exception):
    """A source did not give what was asked for; the text says what happened and what to do.

    Parameters
    ----------
    text : str
        In Norwegian.
    for_all : bool
        Whether there is no use in asking the same source anything else now.
    """

    def __init__(self, text: str, *, for_all: bool = False) -> None:
        super().__init__(text)
        self.for_all = for_all
