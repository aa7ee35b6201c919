"""Carry a kommunenummer of any year since 2017 to the one valid at a date.

The history stands in ``inputs/felles/kommunenummer.csv``: one row for each change in Statistics
Norway's standard for municipalities (KLASS 131) and one for each code that has not changed.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from analysis.dataset.notation import listed, name_key, norwegian_date, unguarded

SHIPPED = Path(__file__).parents[2] / "inputs" / "felles" / "kommunenummer.csv"
_CODE = re.compile("[0-9]{4}")
COLUMNS = ("gammel_kode", "gammelt_navn", "ny_kode", "nytt_navn", "dato", "kilde", "entydig")


def is_code(text: str) -> bool:
    """Whether a text is four digits."""
    return bool(_CODE.fullmatch(text))


class UnknownCode(LookupError):
    """No municipality had this code at the time."""

    def __init__(self, code: str, on: dt.date | None = None) -> None:
        when = f"var i bruk {norwegian_date(on)}" if on else "har vært i bruk siden 2017"
        super().__init__(f"«{code}» er ikke et kommunenummer som {when}")
        self.code = code


class AmbiguousCode(LookupError):
    """The municipality was split, so the code alone does not say which one is meant.

    Attributes
    ----------
    code : str
        The code that was asked for.
    candidates : tuple of str
        The codes it may be carried to, sorted.
    """

    def __init__(self, code: str, names: Mapping[str, str]) -> None:
        self.code = code
        self.candidates: tuple[str, ...] = tuple(sorted(names))
        either = listed([f"{code} {names[code]}" for code in self.candidates], last="eller")
        super().__init__(f"Kommunen med nummer «{code}» er delt. Velg {either}")


@dataclass(frozen=True)
class Change:
    """One row of the history: from ``date`` the old code's area has the new code.

    ``whole`` tells that all of the area ended there.
    """

    old: str
    old_name: str
    new: str
    new_name: str
    date: dt.date
    whole: bool


@dataclass(frozen=True)
class History:
    """All changes of municipality codes, and with them all codes."""

    changes: tuple[Change, ...]

    def current(self, code: str, on: dt.date | None = None) -> str:
        """Return the code valid on a date (after the last change, if none is given).

        Parameters
        ----------
        code : str
            Four digits, any year since 2017.
        on : date, optional
            The day for which a code is wanted.

        Raises
        ------
        UnknownCode
            If no municipality had the code on or before the day.
        AmbiguousCode
            If the area of the code belonged to several municipalities on that day.
        """
        found = self._carry(code, dt.date.min, on or dt.date.max)
        if not found or self._first_day.get(code, dt.date.min) > (on or dt.date.max):
            raise UnknownCode(code, on)
        if len(found) > 1:
            raise AmbiguousCode(code, {new: self.name(new) for new in found})
        return found.pop()

    def name(self, code: str) -> str:
        """Return the municipality's latest name; an empty text for an unknown code."""
        return self._names.get(code, "")

    def codes_named(self, name: str) -> tuple[str, ...]:
        """Return the codes now in use of the municipalities that may be called so, sorted."""
        return self._codes_by_name.get(_name_key(name), ())

    def is_called(self, code: str, name: str) -> bool:
        """Whether a municipality may be called so: one of its names, with or without «(fylke)»."""
        return code in self.codes_named(name)

    @cached_property
    def _codes_by_name(self) -> dict[str, tuple[str, ...]]:
        today = self.valid(dt.date.max)
        names = {(change.new, change.new_name) for change in self.changes if change.new in today}
        found: dict[str, set[str]] = defaultdict(set)
        for code, called in names:
            for part in (called, *re.split(r" - |/", called)):
                found[_name_key(part)].add(code)
        return {name: tuple(sorted(codes)) for name, codes in found.items()}

    def valid(self, on: dt.date) -> frozenset[str]:
        """Return the codes in use on a date, 1 January 2017 or later."""
        in_use = (code for code in self._names if self._first_day.get(code, dt.date.min) <= on)
        return frozenset(code for code in in_use if self._carry(code, dt.date.min, on) == {code})

    def earlier(self, code: str, on: dt.date) -> tuple[str, ...]:
        """Return the codes that on a date covered what now is one municipality, sorted.

        Parameters
        ----------
        code : str
            A code in use after the last change.
        on : date
            1 January 2017 or later.

        Raises
        ------
        AmbiguousCode
            If one of them was split since, so that only a part of it belongs here.
        """
        ends = self._ends(on)
        found = sorted(old for old, areas in ends.items() if code in areas)
        for old in found:
            if len(ends[old]) > 1:
                raise AmbiguousCode(old, {new: self.name(new) for new in ends[old]})
        return tuple(found)

    def _ends(self, on: dt.date) -> Mapping[str, frozenset[str]]:
        """Where the area of each code in use on a date ended."""
        if on not in self._ends_by_day:
            self._ends_by_day[on] = {
                code: frozenset(self._carry(code, on, dt.date.max)) for code in self.valid(on)
            }
        return self._ends_by_day[on]

    @cached_property
    def _ends_by_day(self) -> dict[dt.date, dict[str, frozenset[str]]]:
        return {}

    def _carry(self, code: str, after: dt.date, until: dt.date) -> set[str]:
        if code not in self._names:
            return set()
        later = [c for c in self._from.get(code, ()) if after < c.date <= until and c.new != code]
        whole = [change for change in later if change.whole]
        # The latest row for a whole area wins: it says on which side of a later split it ended.
        steps = [max(whole, key=lambda change: change.date)] if whole else later
        if not steps:
            return {code}
        return {end for step in steps for end in self._carry(step.new, step.date, until)}

    @cached_property
    def _from(self) -> Mapping[str, list[Change]]:
        grouped: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            grouped[change.old].append(change)
        return dict(grouped)

    @cached_property
    def _names(self) -> dict[str, str]:
        in_order = sorted(self.changes, key=lambda change: change.date)
        names = {change.old: change.old_name for change in reversed(in_order)}
        return names | {change.new: change.new_name for change in in_order}

    @cached_property
    def _first_day(self) -> dict[str, dt.date]:
        """First day of the codes that came into use since 2017."""
        arrivals: dict[str, dt.date] = {}
        for change in self.changes:
            if change.new != change.old:
                arrivals[change.new] = min(change.date, arrivals.get(change.new, dt.date.max))
        older = {c.old for c in self.changes if c.date <= arrivals.get(c.old, dt.date.min)}
        return {code: day for code, day in arrivals.items() if code not in older}


def _name_key(name: str) -> str:
    """What spellings of a municipality's name share; «Os (Vestland)» and «Os kommune» are Os."""
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", name.strip())
    bare = re.sub(r"(?i)\s+kommune$|^kommunen?\s+", "", bare)
    return re.sub(r"[-\u2013/.]", "", name_key(bare))


def read_history(path: Path = SHIPPED) -> History:
    """Read the history from a csv file with the columns in ``COLUMNS``.

    Raises
    ------
    OSError
        If the file cannot be opened.
    ValueError
        If it is not such a table; the message says where, in Norwegian.
    """
    if not path.is_file():
        raise FileNotFoundError(path)  # a pipe would be waited for
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";")
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"Kolonnen {missing[0]} mangler")
        return History(tuple(_changes(reader)))


def _changes(rows: Iterable[dict[str, str]]) -> Iterable[Change]:
    for line, row in enumerate(rows, 2):
        try:
            date = dt.date.fromisoformat(row["dato"])
        except (TypeError, ValueError):
            raise ValueError(
                f"Linje {line}: «{row['dato']}» er ikke en dato som 2020-01-01"
            ) from None
        if not all(is_code(row[key]) for key in ("gammel_kode", "ny_kode")):
            raise ValueError(f"Linje {line}: Kommunenummer skal ha fire sifre")
        if row["entydig"] not in ("ja", "nei"):
            raise ValueError(f"Linje {line}: «{row['entydig']}» er ikke ja eller nei")
        yield Change(
            old=row["gammel_kode"],
            old_name=unguarded(row["gammelt_navn"]),
            new=row["ny_kode"],
            new_name=unguarded(row["nytt_navn"]),
            date=date,
            whole=row["entydig"] == "ja",
        )


@cache
def _shipped() -> History:
    return read_history()


def current(code: str, on: dt.date | None = None, history: History | None = None) -> str:
    """Return the kommunenummer valid on a date for a code of any year since 2017.

    Parameters
    ----------
    code : str
        Four digits.
    on : date, optional
        The day; after the last known change if not given.
    history : History, optional
        Another history than the one shipped in ``inputs/felles/``.

    Raises
    ------
    AmbiguousCode
        If the municipality was split; ``candidates`` holds the codes to choose between.
    UnknownCode
        If no municipality has had the code.

    Examples
    --------
    >>> import datetime as dt
    >>> current("1534", on=dt.date(2024, 1, 1))
    '1580'
    >>> current("1507")
    Traceback (most recent call last):
        ...
    analysis.dataset.kommunenummer.AmbiguousCode: Kommunen med nummer «1507» er delt. Velg 1508 ...
    >>> current("9999")
    Traceback (most recent call last):
        ...
    analysis.dataset.kommunenummer.UnknownCode: «9999» er ikke et kommunenummer som har ...
    """
    return (history or _shipped()).current(code, on)
