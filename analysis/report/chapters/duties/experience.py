"""Erfaringer fra andre: what happened in real cooperations, planned against actual."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from analysis.decision import Gate
from analysis.report.language import numbers, words
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

# In the order a council asks.
_THEMES = (
    "kostnad",
    "engangskostnad",
    "uttreden",
    "bemanning",
    "anskaffelse",
    "organisering",
    "styring",
    "omfang",
)
_ROWS, _OF_A_THEME = 8, 2


def chapter(view: View) -> Stack:
    """The experiences that matter most for the alternatives at hand."""
    rows = _cases(view)
    chosen = _chosen(view, rows)
    if chosen.empty:
        return Stack(
            Heading("Erfaringer fra andre er ikke samlet", 1),
            Text("Det er ikke lagt inn erfaringer fra andre samarbeid."),
        )
    return Stack(
        Heading(_finding(rows), 1),
        _table(
            view,
            chosen,
            "Erfaringer som gjelder alternativene her",
            Column("Alternativ", lambda row: ", ".join(row["alternativ"].split()), width=2),
        ),
        Text(
            "Erfaringene er hentet fra åpne kilder og er ikke et representativt utvalg. De sier "
            "hva som kan skje, ikke hva som vil skje her. Derfor er hvert alternativ regnet ut "
            "både med gode og med dårlige anslag."
        ),
    )


def full(view: View) -> Table | None:
    """Every experience with its source, theme by theme; None where there are none."""
    rows = _by_theme(_cases(view))
    if rows.empty:
        return None
    return _table(
        view,
        rows,
        "Alle erfaringene med kilde",
        Column("Tema", lambda row: words.capital(row["tema"]), width=2),
        Column("Kilde", lambda row: row["kilde"], width=3.8),
    )


def _cases(view: View) -> pd.DataFrame:
    """All rows but those that only place a cooperation by form and area."""
    rows = view.dataset.shared.experience
    placed = (rows["samarbeidsform"] != "") | (rows["alternativ"] == "")
    return rows[~(placed & (rows["område"] != "") & rows["faktisk"].isna())]


def _by_theme(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("tema", key=lambda themes: themes.map(_THEMES.index), kind="stable")


def _finding(rows: pd.DataFrame) -> str:
    """How many show plan and outcome."""
    both = int((rows["planlagt"].notna() & rows["faktisk"].notna()).sum())
    shown = words.capital(words.count(both)) if both else "Ingen"
    return f"{shown} av {words.count(len(rows))} erfaringer viser både plan og resultat"


def _chosen(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The few that matter most, one per cooperation: those with plan and outcome first."""
    if rows.empty:
        return rows
    open_ = {a.id for a in view.alternatives if view.gate(a.id) != Gate.MANDATE} - {"0"}
    leading = set(view.conclusion.leaders) & open_
    alternatives = rows["alternativ"].map(lambda listed: set(listed.split()))
    known = rows[["planlagt", "faktisk"]].notna()
    order = {
        "_without_both": ~known.all(axis=1),
        "_not_leading": alternatives.map(leading.isdisjoint),
        "_without_any": ~known.any(axis=1),
        "_oldest": -rows["år"].fillna(0),
    }
    ranked = rows.assign(**order)[~alternatives.map(open_.isdisjoint)]
    ranked = ranked.sort_values(list(order), kind="stable").drop_duplicates("samarbeid")
    return _by_theme(ranked.groupby("tema").head(_OF_A_THEME)).head(_ROWS)


def _table(view: View, rows: pd.DataFrame, title: str, *more: Column[pd.Series]) -> Table:
    def amount(column: str) -> Callable[[pd.Series], str | None]:
        return lambda row: _amount(row[column], row["enhet"])

    return Table.of(
        [row for _, row in rows.iterrows()],
        [
            Column("Samarbeid", _named, width=3),
            Column("Planlagt", amount("planlagt"), width=1.9),
            Column("Faktisk", amount("faktisk"), width=2.4),
            Column("Hva som skjedde", lambda row: row["beskrivelse"], width=7.1),
            *more,
        ],
        title,
        source=view.cite(rows["source"]),
        note="«–» betyr at kilden ikke oppgir tallet.",
    )


def _named(row: pd.Series) -> str:
    year = "" if math.isnan(row["år"]) else f", {int(row['år'])}"
    return f"{row['samarbeid']}{year}"


def _amount(value: float, unit: str) -> str | None:
    if math.isnan(value):
        return None
    form = numbers.whole(value) if value == int(value) else numbers.decimal(value)
    return f"{form} {unit}".strip()
