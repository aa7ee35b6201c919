"""Criteria and points as tables: values in their units, points by group, and three scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Criterion
from analysis.dataset.tables import SCENARIOS
from analysis.report.findings import wording
from analysis.report.findings.per_participant import divided_on_all
from analysis.report.language.numbers import MISSING, decimal, percent, signed, whole
from analysis.report.language.words import listed
from analysis.report.press import Element, Stack, Table
from analysis.report.view import View

_SHORT = {"forventet": "Forventet", "ugunstig": "Ugunstig", "gunstig": "Gunstig"}


@dataclass(frozen=True)
class Shown:
    """A number with how it is written, so that its column is set as numbers."""

    value: float
    text: str

    def __float__(self) -> float:
        return self.value

    def __str__(self) -> str:
        return self.text


def rank_text(view: View, alternative: str) -> str:
    """Rank as «1», or «1–3» where the figures leave an interval; «–» where not ranked."""
    best, worst = view.rank(alternative)
    if not best:
        return "–"
    return str(best) if best == worst else f"{best}–{worst}"


def interval(low: float, high: float, form: Callable[[float], str]) -> str:
    """A number, or the two ends where they are written differently."""
    if np.isnan(low) or np.isnan(high):
        return MISSING
    ends = [form(low), form(high)]
    if ends[0] == ends[1]:
        return ends[0]
    # A dash beside a sign would be read as another sign.
    return "–".join(ends) if ends[0][0].isdigit() else " til ".join(ends)


def weights_named(view: View) -> str:
    """Whose weights the points rest on."""
    rows = view.dataset.weights
    own, common = (rows[rows["kommunenummer"] == code] for code in (view.code, ""))
    if not view.joint and len(own):
        return f"{view.name} har egne vekter{_from(own)}."
    if len(common):
        return f"Vektene er felles for alle kommunene{_from(common)}."
    return "Ingen vekter er satt: gruppene teller likt, og kriteriene likt i hver gruppe."


def _from(rows: pd.DataFrame) -> str:
    """Where a set of weights is from, in parentheses; empty where none says it."""
    sources = list(dict.fromkeys(source for source in rows["kilde"] if source))
    return f" ({listed(sources)})" if sources else ""


def not_weighed(view: View) -> str:
    """Criteria with no weight, named; empty with none."""
    names = [c.navn.lower() for c in view.criteria if view.weight(c.id).share == 0]
    return f"Ikke vektlagt: {listed(names)}." if names else ""


def points_table(view: View) -> Table:
    """Points by group of criteria and in all, with the rank."""
    most: dict[str, float] = {}
    for criterion in view.criteria:
        own = view.points_at_most(criterion.id)
        most[criterion.gruppe] = most.get(criterion.gruppe, 0.0) + own
    heads = {
        group.id: f"{group.navn} (av {whole(most[group.id])})"
        for group in view.dataset.shared.groups
        if group.id in most
    }
    rows = {}
    for alternative in view.alternatives:
        cells: list[object] = [
            None if view.gate(alternative.id) else _points(*view.points_of(group, alternative.id))
            for group in heads
        ]
        rows[alternative.id] = [
            view.label(alternative.id),
            *cells,
            _total(view, alternative.id, decimal),
        ]
    total = "Sum av 100 (plass)"
    columns = ["Alternativ", *heads.values(), total]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=object)
    leaders = view.conclusion.leaders
    notes = (weights_named(view), not_weighed(view), wording.left_out(view))
    return Table(
        frame,
        f"Poeng i {wording.calculation(view.scenario)}, og plass i parentes",
        formats=dict.fromkeys(columns[1:], str),
        source=_source(view),
        note=" ".join(filter(None, notes)),
        highlight=leaders[0] if len(leaders) == 1 else None,
        widths=[4.3, *(heading_width([head.split()[0], "(av 00)"]) for head in columns[1:-1]), 2.8],
    )


def _points(low: float, high: float) -> Shown:
    return Shown(float((low + high) / 2), interval(low, high, decimal))


def _total(view: View, alternative: str, form: Callable[[float], str]) -> Shown | None:
    """The sum of points with the rank in brackets."""
    if view.gate(alternative):
        return None
    low, high = view.points(alternative)
    text = f"{interval(low, high, form)} ({rank_text(view, alternative)})"
    return Shown((low + high) / 2, text)


def _source(view: View) -> str:
    return view.ranking_source


def scenario_table(view: View) -> Table:
    """Kroner per inhabitant, and points with rank, in each of the three scenarios."""
    views = [replace(view, scenario=s) for s in SCENARIOS]
    money = [f"{_SHORT[s]} (kr)" for s in SCENARIOS]
    points = [f"{_SHORT[s]} (poeng)" for s in SCENARIOS]
    rows = {}
    for alternative in view.alternatives:
        kroner: list[object] = [
            None if view.gate(alternative.id) else v.npv_per_inhabitant(alternative.id)
            for v in views
        ]
        totals = [_total(v, alternative.id, whole) for v in views]
        rows[alternative.id] = [view.label(alternative.id), *kroner, *totals]
    columns = ["Alternativ", *money, *points]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=object)
    leaders = view.conclusion.leaders
    return Table(
        frame,
        "Kroner per innbygger, og poeng med plass i parentes, i de tre beregningene",
        formats={**dict.fromkeys(money, signed), **dict.fromkeys(points, str)},
        source=_source(view),
        note="Kroner er netto nåverdi mot alternativ 0; minus er dyrere. Poeng tar med økonomien: "
        "0 er det dårligste ytterpunktet på alt, og 100 det beste. "
        f"{wording.left_out(view)} {divided_on_all(view)} {wording.gaps(view)}".replace("  ", " "),
        highlight=leaders[0] if len(leaders) == 1 else None,
        widths=[4.3, 2.1, 2.0, 2.0, 2.2, 2.2, 2.0],
    )


def criteria_table(view: View) -> Stack:
    """Criteria by alternative in their own units: computed ones, then judged ones."""
    computed = [c for c in view.criteria if c.computed]
    judged = [c for c in view.criteria if not c.computed]
    parts: list[Element] = []
    if computed:
        parts.append(_computed_table(view, computed))
    if judged:
        parts.append(_judged_table(view, judged))
    return Stack(*parts)


def _computed_table(view: View, criteria: list[Criterion]) -> Table:
    heads = {c.id: f"{c.navn}, {c.enhet}" for c in criteria}
    rows = [
        [view.label(a.id), *(_cell(view, a.id, criterion) for criterion in criteria)]
        for a in view.alternatives
    ]
    frame = pd.DataFrame(rows, columns=["Alternativ", *heads.values()], dtype=object)
    return Table(
        frame,
        f"Kriterier som er regnet ut ({wording.calculation(view.scenario)})",
        formats=dict.fromkeys(heads.values(), str),
        source=_source(view),
        note=f"{wording.left_out(view)} {divided_on_all(view)}".strip(),
    )


def heading_width(words: Iterable[str]) -> float:
    """Width of a column whose heading has these words, none of them split."""
    return 0.9 + 0.16 * max(len(word) for word in words)


def _judged_table(view: View, criteria: list[Criterion]) -> Table:
    columns = [a for a in view.alternatives if a.id != "0"]
    rows = [[c.navn, *(_cell(view, a.id, c) for a in columns)] for c in criteria]
    heads = [view.label(a.id) for a in columns]
    frame = pd.DataFrame(rows, columns=["Kriterium", *heads], dtype=object)
    average = " Tallene er snitt for kommunene, veid med innbyggertallet." if view.joint else ""
    return Table(
        frame,
        "Kriterier som er vurdert, fra −4 til +4 mot alternativ 0",
        formats=dict.fromkeys(heads, str),
        source=view.cite(view.dataset.judgements["source"]),
        note=f"Pluss er bedre enn i dag.{average}",
    )


def _cell(view: View, alternative: str, criterion: Criterion) -> object:
    if view.gate(alternative):
        return None
    low, high = view.criterion_value(alternative, criterion.id)
    if np.isnan(low) or np.isnan(high):
        return float("nan")
    return Shown((low + high) / 2, interval(low, high, _form(view, criterion)))


def _form(view: View, criterion: Criterion) -> Callable[[float], str]:
    """How a criterion is written, by its unit."""
    if criterion.enhet == "andel":
        return percent
    if criterion.enhet == "pluss-minus":
        return (lambda x: signed(x, 1)) if view.joint else signed
    if criterion.retning == "høy" and criterion.verst < 0:
        return signed
    return whole
