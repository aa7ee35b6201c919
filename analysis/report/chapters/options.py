"""The alternatives one by one: what each is, and what speaks for and against it for us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

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
from analysis.report.findings import wording
from analysis.report.language import numbers, words
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View

_DAYS = "Beregnet sårbarhet (dager)"
_PEOPLE = "Funksjoner med minst to"
_MOVED = "Systemer som flyttes"
_ONCE = "Engangskostnad (1000 kr)"


def chapter(view: View) -> Stack:
    """All alternatives: an overview, then each with fordeler and ulemper for us."""
    found = effects(view)
    said = claims(view, found)
    parts: list[Element] = [Heading(_finding(view, said), 1), overview_table(view)]
    parts.append(Text(_how_to_read(view)))
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


def overview_table(view: View) -> Table:
    """The alternatives beside each other in our own figures."""
    found, years = effects(view), wording.calendar_plan_years(view)
    cost = [f"Merkostnad {year} (1000 kr)" for year in years]
    frame = pd.DataFrame(
        [
            {"Alternativ": view.label(a.id)} | _figures(view, found.get(a.id), cost)
            for a in view.alternatives
        ],
        dtype=object,
    )
    return Table(
        frame,
        f"Alternativene for {view.name}",
        formats={
            _DAYS: numbers.whole,
            _PEOPLE: _people_form(view),
            _MOVED: numbers.whole,
            cost[0]: numbers.signed,
            cost[-1]: numbers.signed,
            _ONCE: numbers.thousand,
        },
        source=view.cite(
            *(result_sources(view.dataset, a, "") for a in view.alternatives),
            ("forutsetning:fravaer", "forutsetning:arbeidsdager"),
        ),
        note=_not_ranked(view),
        widths=(3.9, 2.2, 2.3, 2.1, *(2.3 for _ in dict.fromkeys((cost[0], cost[-1]))), 2.6),
    )


def _figures(view: View, found: Effects | None, cost: list[str]) -> dict[str, Any]:
    """Cells of an alternative's row; nothing where it is not worked out here."""
    if found is None:
        return dict.fromkeys((_DAYS, _PEOPLE, _MOVED, cost[0], cost[-1], _ONCE))
    return {
        _DAYS: _cell(found.days, numbers.whole),
        _PEOPLE: _cell(found.functions, _people_form(view)),
        _MOVED: found.moved,
        cost[0]: float(found.cost[0]),
        cost[-1]: float(found.cost[-1]),
        _ONCE: found.one_time,
    }


def _cell(ends: Span, form: Any) -> float | str:
    return ends[0] if form(ends[0]) == form(ends[1]) else span(ends, form)


def _people_form(view: View) -> Any:
    return numbers.decimal if view.joint else numbers.whole


def _not_ranked(view: View) -> str:
    told = [
        f"alternativ {a} kan ikke rangeres fordi {wording.reason(view, a)}."
        for a in view.conclusion.not_ranked
    ]
    return words.sentence(*told, _unknown_in_sums(view))


def _unknown_in_sums(view: View) -> str:
    """Say whose missing figures the sums of all leave out."""
    evaluation = view.evaluation
    lacking = [
        view.names[code]
        for code in view.codes
        if any(evaluation.uncertain(code, a) for a in evaluation.alternatives)
    ]
    if not (view.joint and lacking):
        return ""
    return f"tall som mangler fra {words.listed(lacking)}, er satt lavest mulig i summene."


def _how_to_read(view: View) -> str:
    who = "kommunene samlet er tallet et snitt der hver innbygger teller likt" if view.joint else ""
    return words.sentence(
        "beregnet sårbarhet er dager i året da alle i en funksjon er borte samtidig, i snitt over "
        f"{words.count(len(COUNTED))} IKT-funksjoner uten ledelse.",
        f"for {who}." if who else "",
        "felles fravær, som i juli, er ikke regnet med, så tallet er heller for lavt enn for høyt.",
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
