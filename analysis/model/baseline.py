"""Key figures of today: what each municipality spends, who does the work, what runs where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.dataset.checks import administration_beside
from analysis.dataset.definitions import price_factor
from analysis.dataset.tables import (
    ADMINISTRATION,
    COST_GROUPS,
    FUNCTIONS,
    INHABITANTS,
    official_values,
)
from analysis.model.provenance import join_sources


@dataclass(frozen=True)
class KeyFigure:
    """A key figure's name and unit."""

    id: str
    name: str
    unit: str


# Of cost figures, the surest first.
QUALITIES = ("regnskap", "rapportert", "anslag", "illustrativ")

KEY_FIGURES = (
    KeyFigure("innbyggere", "Innbyggere", "personer"),
    KeyFigure("ikt_brukere", "IKT-brukere", "personer"),
    KeyFigure("kostnad", "IKT-kostnad", "1000 kr"),
    KeyFigure("kostnad_innbygger", "IKT-kostnad per innbygger", "kr per innbygger"),
    KeyFigure("kostnad_bruker", "IKT-kostnad per bruker", "kr per bruker"),
    KeyFigure("arsverk", "IKT-årsverk", "årsverk"),
    KeyFigure("arsverk_1000", "IKT-årsverk per 1000 innbyggere", "årsverk per 1000 innbyggere"),
    KeyFigure("alene", "Funksjoner med høyst én person", "funksjoner"),
    KeyFigure("applikasjoner", "Fagsystemer", "antall"),
    KeyFigure("lokal_andel", "Andel av fagsystemkostnaden som driftes lokalt", "andel"),
    KeyFigure("felles_andel", "Andel av fagsystemkostnaden i systemer andre også har", "andel"),
)


def key_figures(
    municipalities: pd.DataFrame,
    budget: pd.DataFrame,
    staff: pd.DataFrame,
    applications: pd.DataFrame,
    *,
    price_index: pd.DataFrame,
    price_year: int,
) -> pd.DataFrame:
    """Key figures in long form; a figure that rests on an unknown cell is NaN.

    Returns
    -------
    DataFrame
        Columns kommunenummer, størrelse (id), navn, verdi, enhet, kilder; one row per
        municipality and key figure.
    """
    owners = applications.groupby("system")["kommunenummer"].nunique()
    shared_system = applications["system"].map(owners) >= 2
    everybody = join_sources(applications["source"])
    rows = []
    for code, municipality in municipalities.iterrows():
        values = _staff_figures(staff[staff["kommunenummer"] == code])
        own_budget = latest_rows(budget, str(code))
        values |= _cost_figures(own_budget, price_index, price_year)
        mine = applications["kommunenummer"] == code
        values |= _application_figures(applications[mine], shared_system[mine], everybody)
        values |= _size_figures(municipality, values)
        rows += [
            (code, figure.id, figure.name, values[figure.id][0], figure.unit, values[figure.id][1])
            for figure in KEY_FIGURES
        ]
    columns = ["kommunenummer", "størrelse", "navn", "verdi", "enhet", "kilder"]
    return pd.DataFrame(rows, columns=columns)


def latest_rows(budget: pd.DataFrame, code: str) -> pd.DataFrame:
    """Return a municipality's rows of its latest budget year."""
    own = budget[budget["kommunenummer"] == code]
    return own[own["år"] == own["år"].max()]


Figures = dict[str, tuple[float, str]]


def _cost_figures(own: pd.DataFrame, price_index: pd.DataFrame, price_year: int) -> Figures:
    complete = set(own["kostnadsgruppe"]) >= set(COST_GROUPS)
    total = own["beløp"].sum(skipna=False) if complete else np.nan
    year = own["år"].max()
    factor = 1.0 if pd.isna(year) else price_factor(price_index, int(year), price_year)
    sources = [own["source"]] if factor == 1.0 else [own["source"], price_index["source"]]
    return {"kostnad": (total * factor, join_sources(*sources))}


def _staff_figures(own: pd.DataFrame) -> Figures:
    complete = set(own["funksjon"]) >= set(FUNCTIONS)
    source = join_sources(own["source"])
    fte = own["årsverk"].sum(skipna=False) if complete else np.nan
    # One person may stand in several functions, so persons are counted but never summed.
    counted = complete and own["personer"].notna().all()
    alone = float((own["personer"] <= 1).sum()) if counted else np.nan
    return {"arsverk": (fte, source), "alene": (alone, source)}


def _application_figures(own: pd.DataFrame, shared_system: pd.Series, everybody: str) -> Figures:
    """Figures from a municipality's applications; ``everybody`` is the source of all rows.

    Whether others have a system is read from their rows, so that one rests on all of them.
    """
    source = join_sources(own["source"])
    if own.empty:
        return dict.fromkeys(("applikasjoner", "lokal_andel", "felles_andel"), (np.nan, ""))
    total = own["årskostnad"].sum(skipna=False)
    local = own.loc[own["driftsform"] == "lokal", "årskostnad"].sum()
    common = own.loc[shared_system, "årskostnad"].sum()
    share = (lambda part: part / total) if total > 0 else (lambda part: np.nan)
    return {
        "applikasjoner": (float(len(own)), source),
        "lokal_andel": (share(local), source),
        "felles_andel": (share(common), everybody),
    }


def _size_figures(municipality: pd.Series, values: Figures) -> Figures:
    own = str(municipality["source"])
    inhabitants, users = float(municipality["innbyggere"]), float(municipality["ikt_brukere"])
    (cost, cost_source), (fte, fte_source) = values["kostnad"], values["arsverk"]
    both = join_sources(own, cost_source)
    return {
        "innbyggere": (inhabitants, own),
        "ikt_brukere": (users, own),
        "kostnad_innbygger": (cost * 1000.0 / inhabitants, both),
        "kostnad_bruker": (cost * 1000.0 / users if users > 0 else np.nan, both),
        "arsverk_1000": (fte * 1000.0 / inhabitants, join_sources(own, fte_source)),
    }


def cost_by_quality(budget: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Known IKT cost by quality, and what is unknown.

    Returns
    -------
    DataFrame
        Indexed by kommunenummer, and "" for all of them: the qualities in 1000 kr of each
        municipality's latest year, and ``mangler``, the number of cost groups without an amount.
    """
    lines = {}
    for code in codes:
        known = latest_rows(budget, code).dropna(subset=["beløp"])
        parts = known.groupby("kvalitet")["beløp"].sum()
        lacking = len(COST_GROUPS) - known["kostnadsgruppe"].nunique()
        lines[code] = [*(float(parts.get(name, 0.0)) for name in QUALITIES), float(lacking)]
    frame = pd.DataFrame.from_dict(lines, orient="index", columns=[*QUALITIES, "mangler"])
    frame.loc[""] = frame.sum()
    return frame


def administration(
    official: pd.DataFrame, budget: pd.DataFrame, prices: pd.DataFrame, codes: Sequence[str]
) -> pd.DataFrame:
    """IKT cost beside the nearest administration cost there is (KOSTRA FGK1b, gross).

    Returns
    -------
    DataFrame
        Indexed by kommunenummer: ``år`` of the budget, ``regnskapsår`` (0 where there is none),
        ``kjent`` (known IKT cost, 1000 kr), ``mangler`` (cost groups unknown), ``administrasjon``
        (1000 kr), ``andel``, ``per_innbygger`` (kr, by inhabitants on 1 January of the year after
        the accounts) and ``status``; kroner are those of the budget's year.
    """
    people = official_values(official, INHABITANTS)
    status = official.set_index(["størrelse", "kommunenummer", "år"])["status"]
    lines = {}
    for code in codes:
        own = latest_rows(budget, code)
        known = own.dropna(subset=["beløp"])
        year = int(own["år"].max()) if len(own) else 0
        cost = float(known["beløp"].sum()) if len(known) else np.nan
        spent, base = administration_beside(official, code, year, prices)
        heads = float(people.get((code, spent + 1), np.nan))
        lines[code] = (
            year,
            spent,
            cost,
            len(COST_GROUPS) - known["kostnadsgruppe"].nunique(),
            base,
            cost / base if base > 0 else np.nan,
            base * 1000.0 / heads,
            str(status.get((ADMINISTRATION, code, spent), "")),
        )
    columns = [
        "år", "regnskapsår", "kjent", "mangler", "administrasjon", "andel", "per_innbygger",
        "status",
    ]  # fmt: skip
    return pd.DataFrame.from_dict(lines, orient="index", columns=columns)


def of_other_years(beside: pd.DataFrame) -> pd.Series:
    """Whether the accounts are of another year than the budget, in what `administration` gives."""
    return beside["regnskapsår"].gt(0) & beside["regnskapsår"].ne(beside["år"])


def official_sources(
    official: pd.DataFrame, prices: pd.DataFrame, beside: pd.DataFrame
) -> list[pd.Series]:
    """Sources of the official figures that costs are held against, of rows of `administration`."""
    held = beside[beside["andel"].notna()]
    used = []
    for code, year in held["regnskapsår"].items():
        own = official["kommunenummer"] == code
        costs = (official["størrelse"] == ADMINISTRATION) & (official["år"] == year)
        people = (official["størrelse"] == INHABITANTS) & (official["år"] == year + 1)
        used.append(official.loc[own & (costs | people), "source"])
    if of_other_years(held).any():
        used.append(prices["source"])
    return used
