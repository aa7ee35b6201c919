"""What may be written in an analysis: its own files, and nothing by a link that leads out of it."""

from __future__ import annotations

from pathlib import Path

from analysis.dataset.definitions import OWN_ASSUMPTIONS
from analysis.dataset.definitions.settings import FILE as SETTINGS
from analysis.dataset.problems import InputProblems, Problem
from analysis.dataset.tables import TABLES
from analysis.places import WORKSHOP_LOG, leads_out

# The files that are changed together. A list of names that has lain on a disk may name no other.
FILES = {f"{table.name}.csv" for table in TABLES} | {SETTINGS, OWN_ASSUMPTIONS, WORKSHOP_LOG}


def require_inside(folder: Path, *paths: Path) -> None:
    """Refuse paths that are, or go by, a link out of an analysis.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    *paths : Path
        What is to be read or written below it; need not exist.

    Raises
    ------
    InputProblems
        With each that leads out.
    """
    message = (
        "Dette er, eller ligger bak, en lenke ut av utredningen, og slike følges ikke. Slett "
        "lenken, eller legg det den viser til, her i stedet"
    )
    out = [path for path in paths if leads_out(path, folder)]
    if out:
        raise InputProblems(Problem(path.as_posix(), None, None, message) for path in out)
