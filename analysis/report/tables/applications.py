"""The csv tables about systems, contracts and moving: long form, each row with its sources.

Systems that may not be named are left out of the tables that name systems.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pandas as pd

from analysis.decision.moving_plans import MovingPlan
from analysis.model import join_sources
from analysis.report.result_sources import result_sources
from analysis.report.view import View

Row = tuple[object, ...]
_KRONER = "1000 kr"
_KRONER_YEAR = "1000 kr per år"
_PROPOSED = [
    "skrivemåte", "system", "leverandør", "fagområde", "type_skrivemåte", "type_system",
]  # fmt: skip


def _frame(rows: Iterator[Row], *middle: str) -> pd.DataFrame:
    columns = ["kommunenummer", "alternativ", *middle, "verdi", "enhet", "kilder"]
    return pd.DataFrame(rows, columns=columns)


def application_tables(view: View) -> dict[str, pd.DataFrame]:
    """All of them by file name without ``.csv``."""
    return {
        "fellessystemer": common_systems_table(view),
        "overlapp": overlap_table(view),
        "vinduer": windows_table(view),
        "avtaleslutt": contract_ends_table(view),
        "flytteplan": conversion_table(view),
        "navneforslag": name_proposals_table(view),
    }


def common_systems_table(view: View) -> pd.DataFrame:
    """Systems that at least two municipalities have: how many, and what they cost."""
    return _frame(_common(view), "fagområde", "system", "leverandør", "størrelse")


def _common(view: View) -> Iterator[Row]:
    for _, row in view.nameable(view.systems.common).iterrows():
        own = "", "0", row["fagområde"], row["system"], row["leverandør"]
        source = join_sources(str(row["kilder"]))
        yield *own, "kommuner", float(row["kommuner"]), "antall", source
        yield *own, "kostnad", float(row["kostnad"]), _KRONER_YEAR, source


def overlap_table(view: View) -> pd.DataFrame:
    """Share of a municipality's cost in systems, and in types, that another also has."""
    return _frame(_overlap(view), "annen_kommune", "størrelse")


def _overlap(view: View) -> Iterator[Row]:
    rows = view.dataset.applications
    sources = rows.groupby("kommunenummer")["source"].agg("; ".join)
    same, alike = view.systems.same_cost, view.systems.alike_cost
    for a, b in permutations(view.codes, 2):
        source = join_sources(sources.get(a, ""), sources.get(b, ""))
        yield a, "0", b, "samme system", same.at[a, b], "andel", source
        yield a, "0", b, "samme system eller type", alike.at[a, b], "andel", source


def windows_table(view: View) -> pd.DataFrame:
    """What can be bought together and when; what waiting, joining early and prolonging mean."""
    return _frame(_windows(view), "gruppe", "fagområde", "år", "størrelse")


def _windows(view: View) -> Iterator[Row]:
    systems, cut = view.systems, view.price_cut
    for _, row in view.nameable(systems.windows).iterrows():
        own = "", "0", row["gruppe"], row["fagområde"], row["år"]
        source = join_sources(str(row["kilder"]), systems.time_source)
        priced = join_sources(source, systems.price_source)
        for name, value in _counts(row).items():
            yield *own, name, float(value), "antall", source
        yield *own, "alle er med fra", float(row["alle_år"]), "år", source
        yield *own, "lengste forlengelse", float(row["måneder"]), "måneder", source
        # Missing where a contract that should have been in the sum has no known cost.
        cost, waiting, twice = (
            np.nan if row[f"ukjent_{part}"] else 1.0 for part in ("kostnad", "venter", "dobbelt")
        )
        yield *own, "kostnad", float(row["kostnad"]) * cost, _KRONER_YEAR, source
        yield *own, "kjent kostnad", float(row["kostnad"]), _KRONER_YEAR, source
        yield *own, "å vente koster", float(row["venter"]) * cut * waiting, _KRONER_YEAR, priced
        yield *own, "å vente koster i alt", float(row["ventet"]) * cut * waiting, _KRONER, priced
        yield *own, "å kjøpe tidlig koster", float(row["dobbelt"]) * twice, _KRONER, source


def _counts(row: pd.Series) -> dict[str, int]:
    return {
        "kommuner som kan kjøpe": len(row["koder"]),
        "kommuner som kan være med til slutt": row["alle"],
        "ulike systemer": row["systemer"],
        "avtaler som må forlenges": row["forlenges"],
        "avtaler som var gått ut": row["utgått"],
        "avtaler som løper lenger": row["senere"],
        "avtaler der anskaffelsen er i gang": row["underveis"],
        "avtaler uten kjent kostnad": row["ukjent_kostnad"],
    }


def contract_ends_table(view: View) -> pd.DataFrame:
    """Every contract's last year, the last year of its option, and the year of its window."""
    return _frame(_ends(view), "fagområde", "system", "gruppe", "størrelse")


def _ends(view: View) -> Iterator[Row]:
    years = view.systems.windows.set_index("gruppe")["år"]
    for _, row in view.nameable(view.systems.contracts).iterrows():
        own = row["kommunenummer"], "0", row["fagområde"], row["system"], row["gruppe"]
        source = join_sources(str(row["source"]))
        yield *own, "avtaleslutt", float(row["slutt"]), "år", source
        if row["til"] > row["slutt"]:
            yield *own, "opsjon til", float(row["til"]), "år", source
        if row["gruppe"] in years.index:
            yield *own, "felles innkjøp", float(years[row["gruppe"]]), "år", source


def conversion_table(view: View) -> pd.DataFrame:
    """Systems moved and own work a year, against what can be set aside, for every municipality."""
    return _frame(_plans(view), "størrelse", "år")


def _plans(view: View) -> Iterator[Row]:
    for code in (*view.codes, ""):
        own = view.of_municipality(code)
        for plan in own.moving_plans:
            yield from _plan(own, plan)


def _plan(view: View, plan: MovingPlan) -> Iterator[Row]:
    alternative = view.dataset.shared.alternative(plan.alternative)
    source = join_sources(result_sources(view.dataset, alternative, view.code), "alternativer.toml")
    with_work = join_sources(source, view.systems.moving_sources)
    for t, (systems, effort) in enumerate(zip(plan.applications, plan.effort, strict=True)):
        own = view.code, plan.alternative
        year = view.first_year + t
        yield *own, "systemer som flyttes", year, float(systems), "antall", source
        yield *own, "arbeid med flytting", year, float(effort), "årsverk", with_work
        yield *own, "kan settes av", year, plan.capacity, "årsverk", with_work


def name_proposals_table(view: View) -> pd.DataFrame:
    """Names that may be the same system, ready for ``systemnavn.csv``."""
    return _frame(_proposals(view), *_PROPOSED)


def _proposals(view: View) -> Iterator[Row]:
    for _, row in view.systems.name_proposals(shielded=view.names_shielded).iterrows():
        own = "", "0", *row[_PROPOSED]
        yield *own, float(row["likhet"]), "likhet (0–100)", join_sources(str(row["kilder"]))
