"""The municipalities a user names on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.dataset.forms import Registered


def current_codes(given: Sequence[str], registered: Registered) -> list[str]:
    """Return the current codes of the municipalities that were named, in the order of `kommuner`.

    Parameters
    ----------
    given : sequence of str
        Codes of any year since 2017; none means all.
    registered : Registered
        The analysis.

    Raises
    ------
    UnknownName
        When one of them does not take part.
    """
    from analysis.dataset.kommunenummer import AmbiguousCode, UnknownCode
    from analysis.places import UnknownName

    named = set()
    for code in given:
        try:
            current = registered.history.current(code)
        except AmbiguousCode as split:
            raise UnknownName(f"{split}.") from None
        except UnknownCode:
            current = ""
        if current not in registered.names:
            known = ", ".join(registered.who(other) for other in registered.names)
            raise UnknownName(
                f"«{code}» er ikke kommunenummeret til noen av kommunene i {registered.name}. "
                f"De er: {known}."
            )
        named.add(current)
    return [code for code in registered.names if code in named or not given]
