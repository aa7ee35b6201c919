"""What the case means for staff and administration, what must be in order, and who does what."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.report.chapters.duties import risks, security
from analysis.report.findings import wording
from analysis.report.findings.explained import explanation, law_note
from analysis.report.language.numbers import decimal
from analysis.report.language.words import capital, counted, long_date
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, UserText
from analysis.report.view import View

_OWN = "framdrift"


class _Step(NamedTuple):
    what: str
    who: str
    when: str


def duties(view: View) -> Stack:
    """Risk, information security, emergency planning and privacy."""
    return Stack(
        Heading("Risiko, sikkerhet og personvern", 1), risks.section(view), security.section(view)
    )


def staff(view: View) -> Stack:
    """What happens to those who work with IKT, and what it takes of the municipality's own."""
    alternative = view.recommendation.alternative
    levers = view.dataset.shared.alternative(alternative).tiltak
    moving = bool(levers.organisasjon or levers.tjenestepris)
    names = ["virksomhetsoverdragelse"] if moving else []
    kept = "kan ansatte få ny arbeidsgiver" if moving else "beholder de ansatte arbeidsgiveren sin"
    return Stack(
        Heading("Ansatte og administrasjon", 1),
        Text(f"Med {view.phrase(alternative)} {kept}. {_moving(view, alternative)}"),
        explanation(view, *names, "medbestemmelse"),
    )


def _moving(view: View, alternative: str) -> str:
    """How many systems are moved, and the work it takes in the busiest year."""
    plan = next((one for one in view.moving_plans if one.alternative == alternative), None)
    if plan is None:
        return "Ingen fagsystemer flyttes."
    moved, busiest = float(plan.applications.sum()), float(plan.effort.max())
    if np.isnan([moved, busiest]).any():
        return "Hvor mye arbeid flyttingen krever, kan ikke regnes ut før tall er på plass."
    return (
        f"Om lag {counted(round(moved), 'fagsystem', 'fagsystemer', 'n')} flyttes. Det krever "
        f"{decimal(busiest)} årsverk i det travleste året, og kommunen kan sette av "
        f"{decimal(plan.capacity)}."
    )


def progress(view: View) -> Stack:
    """The group's own plan, or what follows from the alternative year by year."""
    own = view.dataset.texts.get((view.code, _OWN)) or view.dataset.texts.get(("", _OWN))
    body: Element = UserText(own) if own else _steps_table(view)
    return Stack(Heading("Framdrift", 1), body, law_note())


def _steps_table(view: View) -> Table:
    return Table.of(
        steps(view),
        [
            Column("Hva", lambda step: step.what, width=8.0),
            Column("Hvem", lambda step: step.who, width=4.4),
            Column("Når", lambda step: step.when, width=4.0),
        ],
        "Forslag til milepæler",
        source="vedtaksdatoen, innfasingen av alternativet og forslag i verktøyet",
    )


def steps(view: View) -> list[_Step]:
    """What is done by whom and when, from the day of the vote and how the effects phase in."""
    settings, found = view.dataset.settings, view.recommendation
    decided = _Step("Vedtak i kommunestyret", "Kommunestyret", long_date(settings.vedtaksdato))
    if found.alternative == "0":
        return [decided]
    shared = view.dataset.shared
    phased = shared.alternative(found.alternative).innfasing
    begins = next((t for t, share in enumerate(phased) if share > 0), len(phased) - 1)
    whole = next((t for t, share in enumerate(phased) if share >= 1.0), len(phased) - 1)
    year = view.first_year
    return [
        decided,
        _Step("Drøfting med de tillitsvalgte", "Kommunedirektøren", "før avtalen legges fram"),
        _Step(
            "Avtale om samarbeidet legges fram",
            "Kommunedirektøren",
            f"innen {counted(shared.months_to_agreement, 'måned', 'måneder')} etter vedtaket",
        ),
        _Step(
            f"Beløpene i budsjett og økonomiplan {wording.plan_period(view)}",
            "Kommunestyret",
            f"før årsskiftet {year}/{year + 1}",
        ),
        _Step(
            f"{capital(wording.several([found.alternative]))} starter",
            _leads(view),
            str(year + begins),
        ),
        _Step("Full virkning", _leads(view), str(year + whole)),
        _Step(
            "Evaluering av tjenester og kostnader",
            _leads(view),
            str(year + whole + int(shared.years_to_evaluation)),
        ),
    ]


def _leads(view: View) -> str:
    host = view.recommendation.host
    return f"{view.names[host]} som vert" if host else "Styringsgruppen"
