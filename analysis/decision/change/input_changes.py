"""What differs between the inputs of two reports, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

import pandas as pd
from pydantic import BaseModel

from analysis.dataset import Dataset
from analysis.dataset.definitions import Shared
from analysis.dataset.definitions.settings import FILE as SETTINGS_FILE
from analysis.dataset.definitions.settings import KEYS
from analysis.dataset.notation import MINUS, to_text
from analysis.dataset.reading import SOURCE
from analysis.dataset.reading.texts import FOLDER, MAP
from analysis.dataset.tables import EXPERIENCE, PRICE_INDEX, RISKS, TABLES, InputTable
from analysis.decision.change.row_pairs import CODE, Value, key_of, records, row_pairs

SHARED = "felles/"
NONE = "ingen"
# Single values of alternativer.toml, by the attribute of `Shared`.
_LIMITS = {
    "cost_ceiling": "belopsgrense",
    "outlier_ratio": "avviksgrense",
    "name_similarity": "navnelikhet",
    "fewest_buyers": "innkjop_minst",
    "cost_frame": "kostnadsramme",
    "months_to_agreement": "avtale_maneder",
    "years_to_evaluation": "evaluering_aar",
    "periods": "perioder",
}


class Kind(StrEnum):
    """What has happened to a row or a file."""

    NEW = "ny"
    REMOVED = "fjernet"
    CHANGED = "endret"


@dataclass(frozen=True)
class Cell:
    """One value that is not what it was; None is empty or unknown."""

    column: str
    before: Value
    after: Value


@dataclass(frozen=True)
class RowChange:
    """One row, entry or file that is new, removed or changed.

    Attributes
    ----------
    file : str
        As the reports name it: ``budsjett.csv``, ``felles/kriterier.toml``.
    code : str
        Kommunenummer, or "" where the row belongs to all or to none.
    row : str
        What tells the row from the others besides the municipality; empty for a whole file.
    kind : Kind
    cells : tuple of Cell
        What differs; for a new or removed row all that it holds. Empty for a whole file.
    sources : tuple of str
        Where the row stands before and after, "" where it does not.
    shielded : bool
        Whether the row may not be named in what a council sees.
    """

    file: str
    code: str
    row: str
    kind: Kind
    cells: tuple[Cell, ...] = ()
    sources: tuple[str, str] = ("", "")
    shielded: bool = False

    @property
    def stem(self) -> str:
        """Name of the file without folder and suffix: ``budsjett``, ``kriterier``."""
        return PurePosixPath(self.file).stem


def input_changes(before: Dataset, after: Dataset) -> tuple[RowChange, ...]:
    """All that differs between two data sets, in the order of the files and their rows.

    Rows are matched by key. A budget row whose key is gone is matched with the row of another
    year of the same municipality and cost group, the latest with the latest, so that a new
    budget year is told as a change and not as one row less and one more.

    Parameters
    ----------
    before, after : Dataset
        With the same kommunenummer for the same municipality.
    """
    # What is shielded in one of them is not named from the other.
    before, after = before.hiding(after.hidden_systems), after.hiding(before.hidden_systems)
    found = list(_entries(SETTINGS_FILE, "", _settings(before), _settings(after)))
    for table in TABLES:
        old, new = (one.frame(table.name) for one in (before, after))
        if table.name == "kommuner":
            old, new = old.reset_index(), new.reset_index()
        found += _rows(table, old, new, hidden=before.hidden_rows, hidden_now=after.hidden_rows)
    found += _texts(before, after)
    found += _map(before, after)
    found += _shared(before, after)
    return (*found, *_whole_files(before, after, {change.file for change in found}))


def _kind(before: object, after: object) -> Kind:
    if before and after:
        return Kind.CHANGED
    return Kind.NEW if after else Kind.REMOVED


def _rows(
    table: InputTable,
    before: pd.DataFrame,
    after: pd.DataFrame,
    folder: str = "",
    *,
    hidden: Set[str] = frozenset(),
    hidden_now: Set[str] = frozenset(),
) -> Iterator[RowChange]:
    names = [column.name for column in table.columns]
    label = [name for name in key_of(table) if name != CODE]
    for old, new in row_pairs(table, records(before), records(after)):
        one = new or old
        cells = [Cell(name, old.get(name), new.get(name)) for name in names]
        file = folder + str(one[SOURCE]).split(":", 1)[0]
        shielded = _first(old) in hidden or _first(new) in hidden_now
        # The line would tell which of the rows that are told together it is.
        places = [
            file if shielded and SOURCE in row else str(row.get(SOURCE, "")) for row in (old, new)
        ]
        yield RowChange(
            file=file,
            code=str(one.get(CODE) or ""),
            row=", ".join(to_text(one[name]) for name in label if one[name] is not None),
            kind=_kind(old, new),
            cells=tuple(cell for cell in cells if cell.before != cell.after),
            sources=(places[0], places[1]),
            shielded=shielded,
        )


def _first(row: Mapping[str, Value]) -> str:
    """Where a row stands in its own file."""
    return str(row.get(SOURCE, "")).split("; ")[0]


def _settings(dataset: Dataset) -> dict[str, Value]:
    given = dataset.settings.model_dump()
    for table in ("fordeling", "lonnsfordeling"):
        given[table] = {key: given[table].get(key, 0.0) for key in KEYS}
    given["nokkel"] = {key.pop("navn"): key for key in given["nokkel"]}
    return _flat(given)


def _entries(
    file: str, row: str, before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[RowChange]:
    """One change for an entry of a toml file, with the keys that differ."""
    names = dict.fromkeys([*after, *before])
    cells = [Cell(name, before.get(name), after.get(name)) for name in names]
    differing = tuple(cell for cell in cells if cell.before != cell.after)
    if differing:
        yield RowChange(file, "", row, _kind(before, after), differing, (file,) * 2)


def _texts(before: Dataset, after: Dataset) -> Iterator[RowChange]:
    for code, name in sorted({*before.texts, *after.texts}):
        old, new = before.texts.get((code, name)), after.texts.get((code, name))
        if old != new:
            file = "/".join(filter(None, [FOLDER, code, f"{name}.md"]))
            yield RowChange(file, code, "", _kind(old, new))


def _map(before: Dataset, after: Dataset) -> Iterator[RowChange]:
    """Whether the map is another for those who take part in both."""
    common = before.municipalities.index.intersection(after.municipalities.index)
    old, new = (
        [a for a in (one.borders or {}).get("features", []) if a["properties"][CODE] in common]
        for one in (before, after)
    )
    if old != new:
        yield RowChange(MAP, "", "", _kind(old, new))


def _shared(before: Dataset, after: Dataset) -> Iterator[RowChange]:
    for table, name in (
        (EXPERIENCE, "experience"),
        (PRICE_INDEX, "price_index"),
        (RISKS, "risks"),
    ):
        frames = [_of_file(getattr(one.shared, name)) for one in (before, after)]
        yield from _rows(table, frames[0], frames[1], SHARED)
    old, new = before.shared, after.shared
    limits = [
        _flat({name: getattr(one, part) for part, name in _LIMITS.items()}) for one in (old, new)
    ]
    yield from _entries(f"{SHARED}alternativer.toml", "", limits[0], limits[1])
    yield from _models("alternativer", {"sporsmaal": old.limits}, {"sporsmaal": new.limits})
    yield from _models("alternativer", _by_id(old.alternatives), _by_id(new.alternatives))
    yield from _models("alternativer", old.legal_forms, new.legal_forms)
    yield from _models("kriterier", _by_id(old.groups), _by_id(new.groups))
    yield from _models("kriterier", _by_id(old.criteria), _by_id(new.criteria))
    yield from _models("forklaringer", old.explanations, new.explanations)
    yield from _assumptions(old, new)


def _of_file(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that stand in the shared file: what the group has estimated is told as a setting."""
    return frame[~frame[SOURCE].str.startswith(SETTINGS_FILE)]


def _assumptions(before: Shared, after: Shared) -> Iterator[RowChange]:
    """Assumptions that differ; in the group's own file where it has or had one of its own."""
    found = []
    for change in _models("forutsetninger", before.assumptions, after.assumptions):
        places = [one.assumption_sources.get(change.row, "") for one in (before, after)]
        own = any(place and not place.startswith(SHARED) for place in places)
        file = change.file.removeprefix(SHARED) if own else change.file
        found.append(replace(change, file=file, sources=(places[0], places[1])))
    yield from sorted(found, key=lambda change: change.file)  # those of a file together


def _by_id(entries: Sequence[Any]) -> dict[str, BaseModel]:
    return {entry.id: entry for entry in entries}


def _models(
    stem: str, before: Mapping[str, BaseModel], after: Mapping[str, BaseModel]
) -> Iterator[RowChange]:
    for name in dict.fromkeys([*after, *before]):
        old, new = (
            _flat(entries[name].model_dump()) if name in entries else {}
            for entries in (before, after)
        )
        yield from _entries(f"{SHARED}{stem}.toml", name, old, new)


def _flat(entry: Mapping[str, Any], above: str = "") -> dict[str, Value]:
    """Keys of an entry with those inside tables as ``tiltak.drift.per_dobling``.

    Entries of a list with an id are like tables. Other lists, and an interval with its three
    values, are one text each; an empty list is «ingen», since it is not something missing.
    """
    flat: dict[str, Value] = {}
    for key, value in entry.items():
        if isinstance(value, tuple) and value and isinstance(value[0], Mapping):
            flat |= _flat({one["id"]: {**one, "id": None} for one in value}, f"{above}{key}.")
        elif isinstance(value, Mapping) and key != "anslag":
            flat |= _flat(value, f"{above}{key}.")
        elif isinstance(value, Mapping):
            flat[above + key] = _interval(value)
        elif isinstance(value, tuple):
            flat[above + key] = "; ".join(map(to_text, value)) or NONE
        else:
            flat[above + key] = value
    return flat


def _interval(estimate: Mapping[str, float]) -> str:
    """The three values of an estimate: «0,01 (p10 0, p90 0,03)»."""
    (low, first), (_, middle), (high, last) = estimate.items()
    text = f"{to_text(middle)} ({low} {to_text(first)}, {high} {to_text(last)})"
    return text.replace("-", MINUS)


def _whole_files(before: Dataset, after: Dataset, told: set[str]) -> Iterator[RowChange]:
    """Files that are not what they were, though nothing the figures rest on differs in them."""
    for name in sorted({*before.hashes, *after.hashes}):
        old, new = before.hashes.get(name), after.hashes.get(name)
        if old != new and name not in told:
            yield RowChange(name, "", "", _kind(old, new))
