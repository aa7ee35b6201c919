"""Criteria and points as tables: values in their units, and points by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import Criterion
from analysis.dataset.tables import SCENARIOS
from analysis.report.findings import wording
from analysis.report.findings.per_participant import divided_on_all
from analysis.report.language.numbers import MISSING, decimal, percent, signed, whole
from analysis.report.language.words import listed, lower_first
from analysis.report.press import Column, Table
from analysis.report.view import View


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


def _shown(ends: tuple[float, float], form: Callable[[float], str], after: str = "") -> Shown:
    return Shown(sum(ends) / 2, interval(*ends, form) + after)


def points_table(view: View) -> Table:
    """Points by group of criteria and in all, with the rank."""
    most: dict[str, float] = {}
    for criterion in view.criteria:
        own = view.points_at_most(criterion.id)
        most[criterion.gruppe] = most.get(criterion.gruppe, 0.0) + own

    def of(group: str) -> Callable[[str], Shown | None]:
        return lambda a: None if view.gate(a) else _shown(view.points_of(group, a), decimal)

    leaders = view.conclusion.leaders
    return Table.of(
        {a.id: a.id for a in view.alternatives},
        [
            Column("Alternativ", view.label, width=4.3),
            *(
                Column(
                    f"{group.navn} (av {whole(most[group.id])})",
                    of(group.id),
                    str,
                    # No word of a heading is split.
                    0.9 + 0.16 * max(len(group.navn), len("(av 00)")),
                )
                for group in view.dataset.shared.groups
                if group.id in most
            ),
            Column("Sum av 100 (plass)", _total(view, decimal), str, 2.8),
        ],
        f"Poeng i {wording.calculation(view.scenario)}, og plass i parentes",
        source=view.ranking_source,
        note=" ".join(filter(None, [*_weights(view), wording.left_out(view)])),
        highlight=leaders[0] if len(leaders) == 1 else None,
    )


def _total(view: View, form: Callable[[float], str]) -> Callable[[str], Shown | None]:
    """The sum of an alternative's points with its rank in brackets."""

    def total(alternative: str) -> Shown | None:
        if view.gate(alternative):
            return None
        return _shown(view.points(alternative), form, f" ({rank_text(view, alternative)})")

    return total


def scenario_table(view: View) -> Table:
    """Kroner per inhabitant, and points with rank, in each of the three scenarios."""
    each = {s: view.in_scenario(s) for s in SCENARIOS}

    def cost(one: View) -> Callable[[str], float | None]:
        return lambda a: None if one.gate(a) else -one.npv_per_inhabitant(a)

    kroner = [Column(f"{s.capitalize()} (kr)", cost(v), signed) for s, v in each.items()]
    points = [Column(f"{s.capitalize()} (poeng)", _total(v, whole), str) for s, v in each.items()]
    return Table.of(
        [a.id for a in view.alternatives],
        [Column("Alternativ", view.label), *kroner, *points],
        "Kroner per innbygger, og poeng med plass i parentes, i de tre beregningene",
        source=view.ranking_source,
        note="Kroner er mot alternativ 0 og i dagens verdi: pluss er dyrere. Poeng tar med "
        f"økonomien. {wording.left_out(view)} {wording.gaps(view)}".strip(),
    )


def _weights(view: View) -> list[str]:
    """Whose weights the points rest on, and the criteria with none."""
    rows = view.dataset.weights
    unweighed = [lower_first(c.navn) for c in view.criteria if view.weight(c.id).share == 0]
    own, common = (rows[rows["kommunenummer"] == code] for code in (view.code, ""))
    if not view.joint and len(own):
        whose = f"{view.name} har egne vekter{_cited(own['kilde'])}."
    elif len(common):
        whose = f"Vektene er felles for alle kommunene{_cited(common['kilde'])}."
    else:
        whose = "Ingen vekter er satt: gruppene teller likt, og kriteriene likt i hver gruppe."
    return [whose, f"Ikke vektlagt: {listed(unweighed)}." if unweighed else ""]


def _cited(sources: Iterable[str]) -> str:
    """Where a set of weights is from, in parentheses; empty where no row says it."""
    told = list(dict.fromkeys(filter(None, sources)))
    return f" ({listed(told)})" if told else ""


def criteria_table(view: View) -> Table:
    """Every criterion by alternative in its own unit, the computed ones first."""

    def of(alternative: str) -> Callable[[Criterion], Shown | float | None]:
        return lambda criterion: _value(view, alternative, criterion)

    average = "Vurderingene er snitt for kommunene, veid med innbyggertallet." if view.joint else ""
    notes = [average, wording.left_out(view), divided_on_all(view)]
    return Table.of(
        sorted(view.criteria, key=lambda criterion: not criterion.computed),
        [
            Column(
                "Kriterium", lambda c: f"{c.navn}, {c.enhet}" if c.computed else c.navn, None, 4
            ),
            *(Column(f"Alternativ {a.id}", of(a.id), str, 1.8) for a in view.alternatives),
        ],
        f"Verdien av hvert kriterium i {wording.calculation(view.scenario)}",
        source=view.ranking_source,
        note="Netto nåverdi over null er en besparelse. Kriterier uten enhet er vurdert fra −4 til "
        f"+4, der pluss er bedre enn i dag. {' '.join(filter(None, notes))}".strip(),
    )


def _value(view: View, alternative: str, criterion: Criterion) -> Shown | float | None:
    if view.gate(alternative):
        return None
    ends = view.criterion_value(alternative, criterion.id)
    return np.nan if np.isnan(ends).any() else _shown(ends, _form(view, criterion))


def _form(view: View, criterion: Criterion) -> Callable[[float], str]:
    """How a criterion is written, by its unit."""
    if criterion.enhet == "andel":
        return percent
    if criterion.enhet == "pluss-minus":
        return (lambda x: signed(x, 1)) if view.joint else signed
    if criterion.retning == "høy" and criterion.verst < 0:
        return signed
    return whole
