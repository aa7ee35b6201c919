"""The alternatives one by one: what each is, and what speaks for and against it for us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.dataset.definitions import Alternative
from analysis.decision import COUNTED, Gate
from analysis.report.chapters.effects import (
    MOST_HELP,
    Effects,
    Span,
    claims,
    effects,
    span,
    worked_out,
)
from analysis.report.chapters.pros_and_cons import computed
from analysis.report.chapters.staffing import HIDDEN
from analysis.report.findings import wording
from analysis.report.language import numbers, words
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View

_DAYS = "Beregnet sårbarhet (dager)"
_YEARS = "Årsverk per funksjon"
_PEOPLE = "Funksjoner med minst to"
_NOBODY = "Funksjoner uten noen"
_MOVED = "Systemer som flyttes"
_ONCE = "Engangskostnad (1000 kr)"


def chapter(view: View) -> Stack:
    """All alternatives: an overview, then each with fordeler and ulemper for us."""
    found = effects(view)
    said = claims(view, found)
    parts: list[Element] = [Heading(_finding(view, said), 1), people_table(view)]
    parts += [Text(_who_can_be_asked(view)), overview_table(view), Text(_cost_words())]
    for alternative in view.alternatives:
        parts.append(Heading(_heading(view, alternative.id, said[alternative.id]), 2))
        parts.append(Text(_told(view, alternative, found)))
    return Stack(*parts)


def _finding(view: View, said: Mapping[str, list[str]]) -> str:
    best = [a for a, phrases in said.items() if MOST_HELP in phrases]
    if not best:
        return f"Hva alternativene betyr for {view.name}"
    return f"{_title(view, best[0])} {MOST_HELP} for {view.name}"


def _title(view: View, alternative: str) -> str:
    return words.capital(wording.named(view, alternative))


def _heading(view: View, alternative: str, said: list[str]) -> str:
    name = _title(view, alternative)
    if view.gate(alternative):
        return f"{name}: {view.gate(alternative)}"
    return f"{name} {words.listed(said)}" if said else name


def people_table(view: View) -> Table:
    """Vulnerability and capacity of the alternatives beside each other."""
    found, people = effects(view), _people_form(view)
    hidden = f" {HIDDEN}" if view.staff["skjult"].any() else ""
    return Table.of(
        [(a.id, found.get(a.id)) for a in view.alternatives],
        [
            Column("Alternativ", lambda row: view.label(row[0]), width=3.7),
            Column(_DAYS, _ends(lambda e: e.days, numbers.whole), numbers.whole, 3.1),
            Column(_YEARS, _ends(lambda e: e.person_years, numbers.decimal), numbers.decimal, 2.9),
            Column(_PEOPLE, _ends(lambda e: e.functions, people), people, 2.4),
            Column(_NOBODY, _ends(lambda e: e.unmanned, people), people, 2.3),
        ],
        f"Hvem som kan spørres i {view.name}" if not view.joint else "Hvem som kan spørres",
        source=view.cite(
            *(result_sources(view.dataset, a, "") for a in view.alternatives),
            ("forutsetning:fravaer", "forutsetning:arbeidsdager"),
        ),
        note="Felles folk er regnet med hos alle som deler dem." + hidden,
    )


_Row = tuple[str, Effects | None]


def _ends(
    of: Callable[[Effects], Span], form: Callable[[float], str]
) -> Callable[[_Row], float | str | None]:
    """A cell with two ends; None where the alternative is not worked out here."""
    return lambda row: None if row[1] is None else _cell(of(row[1]), form)


def overview_table(view: View) -> Table:
    """What the alternatives move and cost, beside each other."""
    found, years = effects(view), wording.calendar_plan_years(view)
    cost = {f"Merkostnad {year} (1000 kr)": n for n, year in enumerate(years)}
    ends = list(cost.items())
    return Table.of(
        [(a.id, found.get(a.id)) for a in view.alternatives],
        [
            Column("Alternativ", lambda row: view.label(row[0]), width=3.9),
            Column(_MOVED, _one(lambda e: e.moved), numbers.whole, 3.0),
            *(
                Column(head, _one(_year(n)), numbers.signed, 2.6)
                for head, n in dict((ends[0], ends[-1])).items()
            ),
            Column(_ONCE, _one(lambda e: e.one_time), numbers.thousand, 2.6),
        ],
        f"Hva alternativene flytter og koster for {view.name}",
        source=wording.same_as_above(view),
        note=_not_ranked(view),
    )


def _one(of: Callable[[Effects], float]) -> Callable[[_Row], float | None]:
    return lambda row: None if row[1] is None else of(row[1])


def _year(place: int) -> Callable[[Effects], float]:
    return lambda effect: float(effect.cost[place])


def _cell(ends: Span, form: Any) -> float | str:
    return ends[0] if form(ends[0]) == form(ends[1]) else span(ends, form)


def _people_form(view: View) -> Any:
    return numbers.decimal if view.joint else numbers.whole


def _not_ranked(view: View) -> str:
    told = [
        f"alternativ {a} kan ikke rangeres fordi {wording.reason(view, a)}."
        for a in view.conclusion.not_ranked
    ]
    return words.sentence(*told, wording.gaps(view))


def _who_can_be_asked(view: View) -> str:
    who = "kommunene samlet er tallene et snitt der hver innbygger teller likt" * view.joint
    return words.sentence(
        "beregnet sårbarhet er dager i året da alle i en funksjon er borte samtidig, i snitt over "
        f"{words.count(len(COUNTED))} IKT-funksjoner uten ledelse.",
        "en funksjon uten noen teller alle arbeidsdagene.",
        f"for {who}." if who else "",
        "felles fravær, som i juli, er ikke regnet med, så tallet er heller for lavt enn for høyt.",
    )


def _cost_words() -> str:
    return words.sentence(
        "engangskostnaden er etablering, omstilling, dobbel drift og lønn som blir igjen.",
        "merkostnaden er målt mot alternativ 0, som er en prognose og ikke årets budsjett.",
    )


def _told(view: View, alternative: Alternative, found: Mapping[str, Effects]) -> str:
    for_us, against_us = computed(view, alternative.id, found)
    paragraphs = [
        words.sentence(
            escape(alternative.beskrivelse), _setting(view, alternative), _gate(view, alternative)
        ),
        _run_in("Fordeler", [*map(escape, alternative.fordeler), *for_us]),
        _run_in("Ulemper", [*map(escape, alternative.ulemper), *against_us]),
    ]
    return "\n\n".join(filter(None, paragraphs))


def _run_in(title: str, items: list[str]) -> str:
    """Points as one paragraph: seven alternatives with lists would fill three pages."""
    return f"**{title}:** " + " ".join(f"{item.rstrip('.')}." for item in items) if items else ""


def _setting(view: View, alternative: Alternative) -> str:
    """Which host or company the figures are worked out with, and who stands outside."""
    if not worked_out(view, alternative.id):
        return ""
    outside = [escape(name) for name in view.outside(alternative.id)]
    company = view.result(alternative.id).setting.company
    told = [_host(view, view.host(alternative.id)), _company(view, company)]
    if outside and alternative.id != "0":
        told.append(f"{words.listed(outside)} er ikke med, fordi mandatet ikke åpner for det.")
    return words.sentence(*told)


def _host(view: View, host: str | None) -> str:
    if host is None:
        return ""
    name = "vi" if host == view.code else escape(view.names[host])
    return (
        f"i beregningen er {name} vert, fordi det gir best samlet økonomi i modellen. Hvem som "
        "skal være vert, er ikke avgjort."
    )


def _company(view: View, company: Any) -> str:
    if company is None:
        return ""
    name, offers = escape(company.name), len(view.evaluation.money.companies)
    if offers == 1:
        return f"beregningen bruker {name}, det eneste selskapet med kjent pris."
    return (
        f"beregningen bruker {name}, som gir best samlet økonomi av "
        f"{words.counted(offers, 'selskap', 'selskaper', 'n')} med kjent pris."
    )


def _gate(view: View, alternative: Alternative) -> str:
    """Why the alternative is not ranked here."""
    if not view.gate(alternative.id):
        return ""
    told = f"alternativet kan ikke rangeres fordi {escape(wording.reason(view, alternative.id))}."
    rows = view.rows("mandat")
    reasons = rows.loc[rows["alternativ"] == alternative.id, "begrunnelse"]
    if view.gate(alternative.id) != Gate.MANDATE or not any(reasons):
        return told
    return words.sentence(told, f"{escape(reasons.iloc[0].rstrip('. '))}.")
