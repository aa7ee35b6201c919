"""The criteria when a form was made against those there are now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Criteria:
    """What the criteria were called when a form was made, and are called now.

    Attributes
    ----------
    sent : mapping of str to str
        By id, when the form was made; none where that is not known.
    now : mapping of str to str
        By id.
    """

    sent: Mapping[str, str]
    now: Mapping[str, str]

    @property
    def former(self) -> dict[str, str]:
        """The names of those that are gone, by id in lower case."""
        return {i.casefold(): name for i, name in self.sent.items() if i not in self.now}

    @property
    def newer(self) -> dict[str, str]:
        """The names of those the form was made before, by id."""
        return {i: name for i, name in self.now.items() if self.sent and i not in self.sent}
