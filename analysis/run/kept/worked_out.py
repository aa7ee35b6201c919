"""What takes long to work out, found again by all it follows from."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from analysis.run.kept.shelf import Shelf

Value = TypeVar("Value")


@dataclass(frozen=True)
class WorkedOut:
    """Parts of a run by what they follow from.

    Attributes
    ----------
    shelf : Shelf
    afresh : bool
        Whether what is there already is left unread, and written anew.
    """

    shelf: Shelf
    afresh: bool = False

    def once(self, key: str, work: Callable[[], Value]) -> Value:
        """Return what is kept under a key; where nothing is, work it out and keep it."""
        # numpy is heavy to import, and a run that has nothing to do is told so without it.
        from analysis.run.kept.form import Unfit, from_bytes, to_bytes

        content = None if self.afresh else self.shelf.get(key)
        if content is not None:
            with suppress(Unfit):
                kept: Value = from_bytes(content)
                return kept
        value = work()
        with suppress(Unfit):  # what has no form is worked out each time
            self.shelf.put(key, to_bytes(value))
        return value
