"""Costs and staff held against the other municipalities', and against Statistics Norway's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import model
from analysis.dataset.checks import costs_per_user, staff_per_user, wages
from analysis.dataset.tables import COST_GROUPS
from analysis.decision import thresholds
from analysis.report.chapters.today.spending import GROUP_NAMES, cost_sources
from analysis.report.language import dashed
from analysis.report.language.numbers import NBSP, decimal, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Element, Table, Text, escape
from analysis.report.view import View

_STAFF = "IKT-årsverk per bruker"
_WAGES = "Lønn per IKT-årsverk"
_NAMED = 3
_Ratios = tuple[str, pd.Series]


def ratios(view: View) -> pd.DataFrame:
    """How many times the median of the municipalities each has.

    Returns
    -------
    DataFrame
        Indexed by kommunenummer, with a column for each cost group per user, staff per user and
        salaries per person-year; NaN where unknown or where fewer than three are known.
    """
    data = view.dataset
    prices = data.shared.price_index
    frame = costs_per_user(data.budget, data.municipalities, prices)
    frame = frame.rename(columns={g: f"{capital(GROUP_NAMES[g])} per bruker" for g in COST_GROUPS})
    frame[_STAFF] = staff_per_user(data.told_staff, data.municipalities)
    frame[_WAGES] = wages(data.budget, data.told_staff, data.municipalities, prices)
    enough = frame.count() >= thresholds.ENOUGH_MUNICIPALITIES
    middle = frame.median().where(enough & (frame.median() > 0))
    return frame / middle


def limit(view: View, name: str) -> float:
    """How many times the median, or which part of it, gives a question of a column of `ratios`."""
    shared = view.dataset.shared
    return shared.limits.lonn_per_arsverk if name == _WAGES else shared.outlier_ratio


def against_others(view: View) -> Element:
    """The lowest and the highest of each figure against the median, and whom it is asked of."""
    frame = ratios(view).dropna(axis="columns", how="all")
    rows = [(str(name), frame[name].dropna()) for name in frame.columns]
    if not rows:
        return Text("Det trengs tall fra minst tre kommuner for å sammenligne.")
    return Table.of(
        rows,
        [
            Column[_Ratios]("Ganger medianen", lambda row: row[0]),
            Column("Lavest", lambda row: f"{decimal(row[1].min())} ({_at(view, row[1].idxmin())})"),
            Column("Høyest", lambda row: f"{decimal(row[1].max())} ({_at(view, row[1].idxmax())})"),
            Column("Det spørres ved mer enn", lambda row: limit(view, row[0]), decimal),
            Column("Hvem det spørres om", lambda row: _asked(view, *row)),
        ],
        "Hver kommune mot medianen av kommunene",
        source=view.cite(
            view.dataset.municipalities["source"],
            view.dataset.budget["source"],
            view.dataset.staff["source"],
            view.dataset.shared.price_index["source"],
        ),
        note="Det spørres også når tallet er så mange ganger lavere enn medianen.",
    )


def _at(view: View, code: object) -> str:
    return view.names[str(code)]


def _asked(view: View, name: str, own: pd.Series) -> str | None:
    most = limit(view, name)
    far = own[(own > most) | (own < 1.0 / most)]
    return listed([_at(view, code) for code in far.index]) or None


def administration(view: View) -> pd.DataFrame:
    """Every municipality's IKT cost beside its administration cost, as the model's."""
    dataset = view.dataset
    return model.administration(
        dataset.official, dataset.budget, dataset.shared.price_index, view.codes
    )


def official_sources(view: View) -> list[pd.Series]:
    """Return the sources of the official figures that costs are held against."""
    dataset = view.dataset
    return model.official_sources(
        dataset.official, dataset.shared.price_index, administration(view)
    )


def against_official(view: View) -> Table:
    """Every municipality's IKT cost beside its administration cost, in the budget's kroner."""
    return Table.of(
        dict(administration(view).iterrows()),
        [
            Column("Kommune", lambda row: _at(view, row.name)),
            Column("Budsjettår", lambda row: _year(row["år"])),
            Column("Regnskapsår", lambda row: _year(row["regnskapsår"])),
            Column("IKT-kostnad (1000 kr)", lambda row: _at_least(row, row["kjent"]), whole),
            Column("Administrasjon (1000 kr)", lambda row: row["administrasjon"], whole),
            Column("Andel (%)", lambda row: _at_least(row, row["andel"] * 100), whole),
            Column("Per innbygger (kr)", lambda row: row["per_innbygger"], whole),
            Column("Status", lambda row: row["status"] or None),
        ],
        "IKT-kostnaden og utgiftene til administrasjon, i kroner fra budsjettåret",
        source=view.cite(*cost_sources(view), *official_sources(view)),
        note="Administrasjon er KOSTRA FGK1b brutto: funksjon 120, 121 og 130. Andel er "
        "IKT-kostnaden mot den, og per innbygger er den delt på folketallet.",
    )


def _year(year: int) -> object:
    return str(year) if year else np.nan


def _at_least(row: pd.Series, value: float) -> object:
    """A figure, with «minst» where a part of the cost is unknown."""
    return f"minst {whole(value)}" if row["mangler"] and not np.isnan(value) else value


def level(view: View) -> str:
    """The IKT cost as a share of the administration cost where both are known whole; Markdown."""
    frame = administration(view)
    known = frame.loc[frame["mangler"].eq(0) & frame["andel"].notna(), "andel"]
    if known.empty:
        return ""
    where = listed([escape(_at(view, code)) for code in known.index])
    if len(known) > _NAMED:
        where = f"{count(len(known))} av {count(len(frame))} kommuner"
    return (
        f"I {where} svarer IKT-kostnaden til {dashed(known * 100)}{NBSP}prosent av utgiftene til "
        "administrasjon (KOSTRA, regnet om til budsjettårets kroner). KOSTRA har ingen egen post "
        "for IKT, så andelen viser bare om nivået er rimelig."
    )
