"""A region as arrays: what the model needs of a data set, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset.definitions import price_factor
from analysis.dataset.tables import COST_GROUPS, FUNCTIONS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Fill = Literal["low", "high"]


@dataclass(frozen=True)
class Applications:
    """All applications of a region, one element each (N).

    ``end`` is the contract's last year counted from the decision year (NaN: not known);
    ``kind`` is −1 where the system type is unknown or «annet».
    """

    municipality: Ints
    system: Ints
    kind: Ints
    local: Bools
    external: Bools
    cost: Floats
    operating_cost: Floats
    users: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.municipality)

    @cached_property
    def matched(self) -> dict[tuple[bytes, bool, int | None], Any]:
        """What meets what, by who takes part; `scope.match` keeps it here, as draws share it."""
        return {}


@dataclass(frozen=True)
class Region:
    """Municipalities (M) with budget (M, C), staff (M, F) and applications (N).

    ``on_duty`` (M,) is 1 for those who have a duty scheme of their own.
    """

    codes: tuple[str, ...]
    inhabitants: Floats
    users: Floats
    total_fte: Floats
    budget: Floats
    staff_fte: Floats
    staff_persons: Floats
    on_duty: Floats
    applications: Applications

    @property
    def size(self) -> int:
        """Number of municipalities."""
        return len(self.codes)

    def sharing_frame(self) -> pd.DataFrame:
        """The columns a cost-sharing key needs, indexed by kommunenummer."""
        return pd.DataFrame(
            {
                "innbyggere": self.inhabitants,
                "ikt_brukere": self.users,
                "årsverk_totalt": self.total_fte,
            },
            index=pd.Index(self.codes, name="kommunenummer"),
        )


def region_from(
    municipalities: pd.DataFrame,
    budget: pd.DataFrame,
    staff: pd.DataFrame,
    applications: pd.DataFrame,
    *,
    price_index: pd.DataFrame,
    price_year: int,
    decision_year: int,
    fill: Fill = "low",
) -> Region:
    """Turn checked tables into arrays; an unknown cell is set to an end of what it may be.

    The low end is 0 (for a size: the smallest value per inhabitant in the region), the high
    end the highest value per inhabitant among the others (of all columns, where nobody knows
    this one). An application's cost is at most the highest of the municipality's other
    applications, or its licence budget; its users likewise, or all its users. A result that
    differs between the two ends rests on an unknown cell.

    Parameters
    ----------
    municipalities, budget, staff, applications : DataFrame
        The tables of a data set.
    price_index : DataFrame
        Columns år, indeks.
    price_year : int
        The year whose kroner all amounts are turned into.
    decision_year : int
        Year 0.
    fill : {"low", "high"}
        Which end unknown cells are set to.
    """
    codes = tuple(municipalities.index)
    inhabitants = _fill_size(municipalities["innbyggere"].to_numpy(float), fill)
    users = _fill_ratio(municipalities["ikt_brukere"].to_numpy(float), inhabitants, fill)
    total_fte = _fill_ratio(municipalities["årsverk_totalt"].to_numpy(float), inhabitants, fill)
    amounts = latest_budget(budget, codes, price_index, price_year)
    fte, persons = (
        _pivot(_rows(staff, "kommunenummer", "funksjon", column), codes, FUNCTIONS)
        for column in ("årsverk", "personer")
    )
    fte, persons = _fill_staff(fte, persons, inhabitants, fill)
    filled = _fill_columns(amounts, inhabitants, fill)
    ceilings = {"årskostnad": filled[:, COST_GROUPS.index("lisens")], "brukere": users}
    return Region(
        codes=codes,
        inhabitants=inhabitants,
        users=users,
        total_fte=total_fte,
        budget=filled,
        staff_fte=fte,
        staff_persons=persons,
        on_duty=np.isin(codes, staff.loc[staff["vakt"] == "ja", "kommunenummer"]).astype(float),
        applications=_applications(applications, codes, decision_year, fill, ceilings),
    )


def latest_budget(
    budget: pd.DataFrame, codes: tuple[str, ...], price_index: pd.DataFrame, price_year: int
) -> Floats:
    """Each municipality's latest budget year in fixed prices (M, C), NaN where unknown."""
    rows = _rows(budget, "kommunenummer", "kostnadsgruppe", "år", "beløp")
    years: dict[str, int] = {}
    for code, _, year, _ in rows:
        years[code] = max(int(year), years.get(code, int(year)))
    factors = {year: price_factor(price_index, year, price_year) for year in set(years.values())}
    fixed = [
        (code, group, amount * factors[year])
        for code, group, year, amount in rows
        if year == years[code]
    ]
    return _pivot(fixed, codes, COST_GROUPS)


def _rows(frame: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(frame[name].tolist() for name in names), strict=True))


def _pivot(
    rows: Iterable[tuple[str, str, float]], codes: tuple[str, ...], order: tuple[str, ...]
) -> Floats:
    """Sum values by municipality and category, NaN where one or all are unknown."""
    sums: dict[tuple[str, str], float] = {}
    for code, name, value in rows:
        sums[code, name] = sums.get((code, name), 0.0) + value
    table = [[sums.get((code, name), np.nan) for name in order] for code in codes]
    return np.array(table, dtype=float)


def _fill_size(values: Floats, fill: Fill) -> Floats:
    if not np.isnan(values).any() or np.isnan(values).all():
        return values
    return np.where(np.isnan(values), (np.nanmin if fill == "low" else np.nanmax)(values), values)


def _fill_ratio(values: Floats, scale: Floats, fill: Fill) -> Floats:
    ratio = _fill_size(values / scale, fill)
    return np.where(np.isnan(values), ratio * scale, values)


def _fill_columns(values: Floats, scale: Floats, fill: Fill) -> Floats:
    unknown = np.isnan(values)
    if fill == "low" or not unknown.any():
        return np.where(unknown, 0.0, values)
    ratio = np.where(unknown, 0.0, values / scale[:, None])
    # Nobody knows the column: the largest of the other columns, so that it counts as unknown.
    highest = np.where(unknown.all(axis=0), ratio.max(), ratio.max(axis=0))
    return np.where(unknown, highest[None, :] * scale[:, None], values)


def _fill_staff(fte: Floats, persons: Floats, scale: Floats, fill: Fill) -> tuple[Floats, Floats]:
    filled = _fill_columns(fte, scale, fill)
    if fill == "high":
        filled = np.where(np.isnan(fte) & ~np.isnan(persons), persons, filled)
        return filled, np.where(np.isnan(persons), np.maximum(np.ceil(filled), 2.0), persons)
    return filled, np.where(np.isnan(persons), np.ceil(filled), persons)


def _applications(
    frame: pd.DataFrame,
    codes: tuple[str, ...],
    decision_year: int,
    fill: Fill,
    ceilings: dict[str, Floats],
) -> Applications:
    position = {code: number for number, code in enumerate(codes)}
    municipality = np.array([position[code] for code in frame["kommunenummer"]], dtype=np.int64)
    ends = np.array(
        [np.nan if end is None or pd.isna(end) else end.year for end in frame["avtaleslutt"]],
        dtype=float,
    )
    cost = frame["årskostnad"].to_numpy(float)
    users = frame["brukere"].to_numpy(float)
    if fill == "high":
        cost, users = (
            np.where(np.isnan(known), _highest(frame, name, ceilings[name][municipality]), known)
            for name, known in (("årskostnad", cost), ("brukere", users))
        )
    return Applications(
        municipality=municipality,
        system=_numbered(frame["system"]),
        kind=_numbered(frame["systemtype"], untold=("", "annet")),
        local=(frame["driftsform"] == "lokal").to_numpy(bool),
        external=(frame["driftsform"] == "ekstern").to_numpy(bool),
        cost=np.nan_to_num(cost, nan=0.0),
        operating_cost=frame["driftskostnad"].to_numpy(float),
        users=np.nan_to_num(users, nan=0.0),
        end=ends - decision_year,
    )


def _numbered(names: pd.Series, untold: Iterable[str] = ()) -> Ints:
    """Number the names; −1 for those that tell nothing.

    In alphabetical order, so that a tie between systems is not settled by the order of the rows.
    """
    found = names.tolist()
    numbers = {name: number for number, name in enumerate(sorted({*found} - {*untold}))}
    return np.array([numbers.get(name, -1) for name in found], dtype=np.int64)


def _highest(frame: pd.DataFrame, column: str, otherwise: Floats) -> Floats:
    """Highest known value of the same municipality for each row, ``otherwise`` where none is."""
    known = frame.groupby("kommunenummer")[column].transform("max").to_numpy(float)
    return np.where(np.isnan(known), otherwise, known)
