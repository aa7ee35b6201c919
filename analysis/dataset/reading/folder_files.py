"""The files of an analysis folder: which are read, which are not, and what they hash to."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from analysis.dataset.notation import one_line
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.texts import FOLDER, MAP, TEMPLATE
from analysis.dataset.tables import JUDGEMENTS, MANDATE, TABLES, WEIGHTS
from analysis.places import WORKSHOP_LOG, did_you_mean, leads_out

_TABLES = {table.name for table in TABLES}
# What the group has decided: a result without it looks right and is not.
_DECIDED = {table.name for table in (MANDATE, JUDGEMENTS, WEIGHTS)}
_SUFFIXES = (".csv", ".xlsx")
_LIKE_INPUTS = (".csv", ".xlsx", ".xls", ".toml", ".geojson")


def tell_unread(folder: Path, others: Collection[str], log: ProblemLog) -> None:
    """Tell files that look like inputs but are never read, such as ``vekt.csv``.

    Parameters
    ----------
    folder : Path
        The analysis.
    others : collection of str
        Names of the files that are read, beside the tables.
    log : ProblemLog
        Where they are told: a feil where the group's mandate, weights or judgements would be
        left out of the result.
    """
    known = {f"{name}{suffix}" for name in _TABLES for suffix in _SUFFIXES}
    known |= {*others, MAP, WORKSHOP_LOG}
    for path in sorted(folder.iterdir()):
        if path.name in known or path.name.startswith((".", "~")):
            continue
        table = _table_of(path.name)
        shown = path.as_posix()
        if table in _TABLES:
            _tell_table(folder, shown, table, log)
        elif not path.is_dir() and path.suffix.lower() in _LIKE_INPUTS:
            hint = did_you_mean(path.name, known)
            log.warning(shown, None, None, f"Ukjent fil, som ikke brukes{hint}")


def _table_of(name: str) -> str:
    """Return the stem of «Mandat.csv.txt»."""
    return one_line(name).split(".")[0].strip().casefold()


def _tell_table(folder: Path, shown: str, table: str, log: ProblemLog) -> None:
    read = [name for s in _SUFFIXES if (folder / (name := f"{table}{s}")).is_file()]
    if read:
        log.warning(
            shown, None, None, f"Filen leses ikke; {read[0]} leses. Slett den hvis den er gammel"
        )
        return
    advice = f"Lagre den som {table}.csv (CSV UTF-8) eller {table}.xlsx, eller gi den et annet navn"
    tell = log.error if table in _DECIDED else log.warning
    tell(shown, None, None, f"Filen leses ikke. {advice}")


def hashes(folder: Path, prefix: str) -> dict[str, str]:
    """Return sha256 of the files that are read from a folder, by name under it.

    Parameters
    ----------
    folder : Path
        The analysis, or what analyses share.
    prefix : str
        What the names begin with.
    """
    suffixes = (*_SUFFIXES, ".toml", ".geojson")
    paths = [path for path in folder.iterdir() if path.suffix in suffixes and path.is_file()]
    for pattern in ("*.md", TEMPLATE):
        paths += [path for path in (folder / FOLDER).rglob(pattern) if path.is_file()]
    return {
        prefix + path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
        if not path.name.startswith((".", "~"))
        and path.name != WORKSHOP_LOG
        and path.name.isprintable()
        and not leads_out(path, folder)
    }
