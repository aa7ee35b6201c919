"""What the commands share: exit codes, arguments, and how a user names things."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from analysis.dataset.forms import Registered

OK, FAULT, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def print_lines(lines: Sequence[str], to: TextIO | None = None) -> None:
    """Print lines at once, so that they stand before what takes time."""
    if lines:
        print("\n".join(lines), file=to, flush=True)


def add_analysis(parser: ArgumentParser, optional: bool = False) -> None:
    """Add the analysis, by name or folder."""
    parser.add_argument(
        "analysis",
        metavar="ANALYSE",
        nargs="?" if optional else None,
        default="",
        help="utredningen: et navn (min-region) eller en mappe (inputs/min-region)",
    )


def add_codes(parser: ArgumentParser, flag: str, dest: str, meaning: str) -> None:
    """Add a flag that takes one or more municipality codes and may be given more than once."""
    parser.add_argument(
        flag, metavar="KODE", dest=dest, nargs="+", action="extend", default=[], help=meaning
    )


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
