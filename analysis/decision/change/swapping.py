"""Data sets between two: what the figures would be if only some of the inputs had changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.dataset import FRAMES, Dataset
from analysis.dataset.definitions import Shared, price_factor
from analysis.dataset.definitions.settings import FILE as SETTINGS_FILE
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.tables import KEY_COLUMNS
from analysis.dataset.tables import TABLES as SCHEMAS
from analysis.decision.change.input_changes import RowChange
from analysis.decision.change.row_pairs import CODE, partners, records

MEMBERS, KRONER, KEY, FRAME, INDEX, STANDING = (
    "deltakere",
    "kroneverdi",
    "fordeling",
    "utredning",
    "prisindeks",
    "stående beløp",
)
# Settings that no main result rests on.
_ASIDE = (
    "tittel",
    "dato",
    "saksnummer",
    "trekninger",
    "startverdi",
    "nokkel",
    "nokkel_bestemt",
    "uttreden",
    "uten",  # who takes part is a cause of its own
)
# What another setting than rate, period and date is a part of.
_CAUSE = {
    **dict.fromkeys(("fordeling", "lonnsfordeling", "direkte_kostnader"), KEY),
    "prisanslag": INDEX,
    KRONER: KRONER,
}
# Names of systems are already given to the applications; the others move no figure.
_NO_CAUSE = ("organisering", "systemnavn", "kommunedata", "risiko")
TABLES = tuple(name for name in FRAMES if name not in _NO_CAUSE)
_SHARED = {
    "forutsetninger": ("assumptions",),
    "alternativer": ("alternatives", "legal_forms"),
    "kriterier": ("criteria", "groups"),
    INDEX: ("price_index",),
}
# All that may be swapped, in the order it is shown.
CAUSES = (MEMBERS, *TABLES, KEY, FRAME, *_SHARED, KRONER, STANDING)
# Amounts without a year of their own, which are kroner of ``kroneverdi``.
_YEARLESS = {
    "applikasjoner": ["årskostnad", "driftskostnad"],
    "selskaper": ["pris_per_bruker", "inngangspris"],
}


def causes_of(change: RowChange) -> set[str]:
    """Which causes a change of the inputs belongs to; empty where it moves no figure."""
    if change.file == SETTINGS_FILE:
        return {_cause_of(cell.column.split(".")[0]) for cell in change.cells} - {""}
    return {change.stem} & {*TABLES, *_SHARED} if change.cells else set()


def _cause_of(setting: str) -> str:
    if setting in _ASIDE:
        return ""
    return _CAUSE.get(setting, FRAME)


@dataclass(frozen=True)
class Between:
    """Two data sets with the same kommunenummer for the same municipality.

    Parameters
    ----------
    before, after : Dataset
    """

    before: Dataset
    after: Dataset

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Municipalities that took part before and do not now."""
        now = self.after.municipalities.index
        return tuple(code for code in self.before.municipalities.index if code not in now)

    @cached_property
    def joined(self) -> tuple[str, ...]:
        """Municipalities that take part now and did not before."""
        then = self.before.municipalities.index
        return tuple(code for code in self.after.municipalities.index if code not in then)

    def causes(self, changes: Collection[RowChange]) -> tuple[str, ...]:
        """Causes in which the two differ, in order.

        Parameters
        ----------
        changes : collection of RowChange
            What differs. Rows of those who joined or left belong to the cause «deltakere». With
            another ``kroneverdi`` the same amount without a year is another cost: those are a
            cause of their own.
        """
        moved = {*self.joined, *self.left}
        found = {MEMBERS} if moved else set()
        if any(same.to_numpy().any() for _, same in self._standing.values()):
            found.add(STANDING)
        for change in changes:
            if change.code not in moved:
                found |= causes_of(change)
        return tuple(cause for cause in CAUSES if cause in found)

    def swapped(self, causes: Collection[str]) -> Dataset:
        """The data set before, with the inputs of these causes as they are now.

        A municipality that joined or left is there with all its rows or none. Amounts without a
        year are kroner of the ``kroneverdi`` they were given under, and are turned into those of
        the one used here; an amount that stands as before is kroner of now only with that cause.
        With no cause it is the data set before, and with all of them the data set after.

        Raises
        ------
        KeyError
            If the price indices lack a year; see `years_without_index`.
        """
        settings, shared = self._settings(causes), self._shared(causes)
        tables: dict[str, pd.DataFrame] = {}
        for name in TABLES:
            given = self._given_under(name, STANDING in causes)
            then, now = (
                _in_kroner(side.frame(name), years, settings, shared)
                for side, years in zip(self._sides, given, strict=True)
            )
            common = now if name in causes else then
            tables[name] = (
                self._with_members(common, then, now, MEMBERS in causes)
                if CODE in common
                else common
            )
        people = tables["kommuner"].set_index(CODE)
        order = [code for code in self._order if code in people.index]
        tables["kommuner"] = people.loc[order]
        return replace(self.before.with_frames(tables), settings=settings, shared=shared)

    @property
    def _sides(self) -> tuple[Dataset, Dataset]:
        return self.before, self.after

    @property
    def _order(self) -> list[str]:
        return [*self.after.municipalities.index, *self.left]

    def _settings(self, causes: Collection[str]) -> Settings:
        now = self.after.settings
        update = {
            name: getattr(now, name) for name in Settings.model_fields if _cause_of(name) in causes
        }
        return self.before.settings.model_copy(update=update)

    def _shared(self, causes: Collection[str]) -> Shared:
        then, now = (side.shared for side in self._sides)
        parts = {
            part: getattr(now if cause in causes else then, part)
            for cause, names in _SHARED.items()
            for part in names
        }
        own, other = (now, then) if INDEX in causes else (then, now)
        parts["price_index"] = linked_index(own.price_index, other.price_index)
        return replace(then, **parts)

    @cached_property
    def standing(self) -> dict[str, tuple[int, int]]:
        """Rows whose amounts stand as before though ``kroneverdi`` does not, and all rows.

        By table, for tables whose amounts have no year of their own.
        """
        return {
            name: (int((same.any(axis=1) & ~(now & ~same).any(axis=1)).sum()), len(same))
            for name, (_, same) in self._standing.items()
            for now in [self.after.frame(name)[same.columns].notna()]
        }

    @cached_property
    def _standing(self) -> dict[str, tuple[pd.DataFrame, pd.DataFrame]]:
        """Which amounts without a year stand as before, in the tables before and after."""
        then, now = (side.settings.kroneverdi for side in self._sides)
        if then == now:
            return {}
        return {
            name: _standing(name, *(side.frame(name) for side in self._sides)) for name in _YEARLESS
        }

    def _given_under(self, name: str, standing: bool) -> list[pd.DataFrame]:
        """The year whose kroner each amount without a year is in, before and after."""
        then, now = (side.settings.kroneverdi for side in self._sides)
        columns = _YEARLESS.get(name, [])
        years = []
        for number, side in enumerate(self._sides):
            own = pd.DataFrame(side.settings.kroneverdi, side.frame(name).index, columns, dtype=int)
            if name in self._standing:
                own = own.mask(self._standing[name][number], now if standing else then)
            years.append(own)
        return years

    def _with_members(
        self, common: pd.DataFrame, then: pd.DataFrame, now: pd.DataFrame, members: bool
    ) -> pd.DataFrame:
        """Rows of the common ones, and all rows of who joined or of who left."""
        moved = [*self.left, *self.joined]
        others = now[now[CODE].isin(self.joined)] if members else then[then[CODE].isin(self.left)]
        return pd.concat([common[~common[CODE].isin(moved)], others], ignore_index=True)


def _standing(
    name: str, before: pd.DataFrame, after: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = _YEARLESS[name]
    table = next(table for table in SCHEMAS if table.name == name)
    found = partners(table, records(before), records(after))
    now, then = [*found], [*found.values()]
    same = after[columns].to_numpy(float)[now] == before[columns].to_numpy(float)[then]
    masks = [pd.DataFrame(False, frame.index, columns) for frame in (before, after)]
    for mask, rows in zip(masks, (then, now), strict=True):
        mask.iloc[rows] = same
    return masks[0], masks[1]


def _in_kroner(
    frame: pd.DataFrame, given: pd.DataFrame, settings: Settings, shared: Shared
) -> pd.DataFrame:
    """A table with its amounts without a year in the kroner of these settings."""
    if frame.index.name == CODE:
        return frame.reset_index()
    to, index = settings.kroneverdi, shared.price_index
    years = {int(year) for year in np.unique(given)} - {to}
    if not years:
        return frame
    factors = given.replace({year: price_factor(index, year, to) for year in years} | {to: 1.0})
    return frame.assign(**(frame[given.columns] * factors))


def linked_index(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """A price index with the years it lacks taken from another, at its own level.

    The other is linked at the latest year they share: index_y = own_ref · other_y / other_ref.
    Without such a year the index is left as it is.
    """
    shared = set(own["år"]) & set(other["år"])
    more = other[~other["år"].isin(own["år"])]
    if not shared or more.empty:
        return own
    level = own.set_index("år")["indeks"] / other.set_index("år")["indeks"]
    added = more.assign(indeks=more["indeks"] * level[max(shared)])
    return pd.concat([own, added], ignore_index=True)


def kroner_factor(dataset: Dataset, year: int) -> float:
    """What turns the data set's kroner into those of another year, by its own price index.

    Raises
    ------
    KeyError
        If the index lacks one of the years.
    """
    return price_factor(dataset.shared.price_index, dataset.settings.kroneverdi, year)


def years_without_index(between: Between) -> tuple[int, ...]:
    """Years whose kroner the two data sets use that neither price index knows, sorted.

    Empty also where all amounts are in the same year's kroner, so that none is turned.
    """
    both = (between.before, between.after)
    used = {one.settings.kroneverdi for one in both}
    for one in both:
        budget = one.budget
        latest = budget["år"] == budget.groupby(CODE)["år"].transform("max")
        used |= {int(year) for year in budget.loc[latest, "år"]}
        used |= {a.kroneverdi for a in one.shared.assumptions.values() if a.kroneverdi}
    indices = [one.shared.price_index for one in both]
    known = set(linked_index(*indices)["år"]) & set(linked_index(*indices[::-1])["år"])
    return tuple(sorted(used - known)) if len(used) > 1 else ()


def computable(dataset: Dataset) -> bool:
    """Whether the keys can share the cost: they may stand beside sizes not chosen for them."""
    keys = (dataset.settings.fordeling, dataset.settings.lonnsfordeling)
    parts = {part for key in keys for part, weight in key.items() if weight}
    columns = [KEY_COLUMNS[part] for part in sorted(parts & set(KEY_COLUMNS))]
    return bool((dataset.municipalities[columns].sum() > 0).all())
