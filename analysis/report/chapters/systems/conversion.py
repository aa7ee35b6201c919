"""The plan for moving systems: how many when, what it asks of the staff, and whether they can."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.chapters.systems import conversion_figure
from analysis.report.chapters.systems.conversion_plans import WORK, Plan, plans, with_a_list
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted, listed
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View

__all__ = ["WORK", "Plan", "chapter", "plans"]

_AVAILABLE = "Kan settes av i året (årsverk)"


def chapter(view: View) -> Stack:
    """What is moved each year in each alternative, against the staff there is."""
    found = plans(view)
    if not found:
        return Stack()
    return Stack(
        Heading(_finding(view, found), 1),
        conversion_figure.figure(view, found),
        Text(_text(view, found)),
        _table(view, found),
        _by_municipality(view, found) if view.joint else None,
    )


def _finding(view: View, found: list[Plan]) -> str:
    if not all(plan.known for plan in found) or (view.joint and _unlisted(view)):
        return "Hvor mye flytting av systemer alternativene ber om"
    over = [plan.alternative for plan in found if plan.overloaded]
    if not over:
        return "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    where = " i minst én kommune" if view.joint else ""
    if len(over) == len(found) > 1:
        return (
            f"Alle alternativene som flytter systemer, ber om mer enn bemanningen{where} kan bære"
        )
    who = capital(wording.several(over))
    return f"{who} flytter systemer raskere enn bemanningen{where} kan bære"


def _unlisted(view: View) -> list[str]:
    return [view.names[code] for code in view.codes if code not in with_a_list(view)]


def _text(view: View, found: list[Plan]) -> str:
    sentences = [
        "Å anskaffe er ikke nok: systemet må integreres med de andre, og brukerne må læres opp "
        "(Difi 2018). Et lokalt system flyttes når driften gjør det. Et system som skal byttes, "
        "venter til avtalen er ute.",
        _worst(view, found) if view.joint else _own_pace(found),
        _capacity_sentence(view, found),
    ]
    return " ".join(filter(None, sentences))


def _worst(view: View, found: list[Plan]) -> str:
    """Where it takes longest, and in how many the staff is too few, in that alternative."""
    over = [plan for plan in found if plan.known and plan.lacking and np.isfinite(plan.years)]
    if not over:
        return ""
    worst = max(over, key=lambda plan: plan.years)
    number, of = len(worst.lacking), len(worst.members)
    who = (
        f"{count(number)} av {counted(of, 'kommune', 'kommuner')} som flytter systemer"
        if number < of
        else f"alle de {count(of)} kommunene som flytter systemer"
    )
    return (
        f"Kommunene har hver sin bemanning: i {wording.several([worst.alternative])} ber noen år "
        f"om mer enn det er folk til i {who}. Skal ingen år overstige det, tar flyttingen i "
        f"{escape(view.names[worst.slowest.code])} minst {numbers.decimal(worst.years)} år."
    )


def _own_pace(found: list[Plan]) -> str:
    over = [plan for plan in found if plan.overloaded and np.isfinite(plan.years)]
    if not over:
        return ""
    spans = sorted(plan.years for plan in over)
    span = "–".join(dict.fromkeys(numbers.decimal(end) for end in (spans[0], spans[-1])))
    return (
        f"{capital(wording.several([plan.alternative for plan in over]))} ber i noen år om mer "
        f"enn det er folk til. Skal ingen år overstige det, tar flyttingen minst {span} år."
    )


def _capacity_sentence(view: View, found: list[Plan]) -> str:
    share = view.dataset.shared.assumptions["flyttekapasitet"]
    if not all(view.dataset.shared.assumptions[name].known for name in WORK):
        return "Arbeidet er ikke tallfestet, så planen kan ikke prøves mot bemanningen."
    unknown = {plan.code for each in found for plan in (each.members or (each,)) if not plan.known}
    if unknown:
        names = listed([escape(view.names[code]) for code in view.codes if code in unknown])
        return f"Bemanningen i {names} er ikke kjent, så planen kan ikke prøves mot den."
    whose = "kommunene" if view.joint else escape(view.name)
    return (
        f"Det er regnet med at {whose} kan sette av {numbers.percent(share.value(view.scenario))} "
        "av IKT-årsverkene til flytting, ved siden av daglig drift."
    )


def _table(view: View, found: list[Plan]) -> Table:
    years = list(wording.plan_years(view))[:3]
    columns = [str(view.first_year + year) for year in years]
    rows = []
    for plan in found:
        later = plan.applications[years[-1] + 1 :].sum()
        rows.append(
            [
                view.label(plan.alternative),
                *(float(plan.applications[year]) for year in years),
                float(later),
                float(plan.effort.sum()),
                plan.capacity,
            ]
        )
    whole, work, available = (*columns, "Senere"), "Arbeid i alt (årsverk)", _AVAILABLE
    whose = "" if view.joint else f" i {view.name}"
    return Table(
        pd.DataFrame(rows, columns=["Alternativ", *whole, work, available]),
        f"Systemer som flyttes{whose}, år for år, og arbeidet det gir",
        formats={
            **dict.fromkeys(whole, numbers.whole),
            **dict.fromkeys((work, available), numbers.decimal),
        },
        source=_source(view, found),
        note=f"{_note(view, found)} {_rounded(found, years)}".strip(),
    )


def _note(view: View, found: list[Plan]) -> str:
    told = []
    if view.joint:
        told.append("Kan settes av: summen for dem som flytter systemer.")
        if any(
            view.evaluation.money.results[p.alternative].setting.host is not None for p in found
        ):
            told.append("Verten flytter ikke noe og er ikke med.")
        if _unlisted(view):
            told.append(f"{listed(_unlisted(view))} har ikke oppgitt systemer og er ikke med.")
    if view.rows("applikasjoner")["brukere"].isna().any():
        told.append("Der antall brukere mangler, er opplæringen større enn det som er regnet.")
    return " ".join(told)


def _rounded(found: list[Plan], years: list[int]) -> str:
    """Say so where the rows as they are written do not add up to the systems that are moved."""
    for plan in found:
        moved = [*plan.applications[years], plan.applications[years[-1] + 1 :].sum()]
        # NaN, where a number is not known, is not above 0.
        if abs(np.floor(np.add(moved, 0.5)).sum() - np.floor(sum(moved) + 0.5)) > 0:
            return "Tallene er avrundet hver for seg."
    return ""


def _by_municipality(view: View, found: list[Plan]) -> Table:
    """How many cannot carry it, and where it takes longest."""
    columns = [
        "Alternativ", "Flytter systemer (kommuner)", "Har ikke folk nok (kommuner)",
        "Tar lengst tid i", "Minst antall år der",
    ]  # fmt: skip
    rows = [
        [view.label(plan.alternative), len(plan.members), *_longest(view, plan)] for plan in found
    ]
    return Table(
        pd.DataFrame(rows, columns=columns, dtype=object),
        "Hvor mange kommuner som ikke har folk nok, og hvor flyttingen tar lengst tid",
        formats={columns[1]: numbers.whole, columns[2]: numbers.whole, columns[4]: numbers.decimal},
        source=wording.same_sources(view),
        note="Har ikke folk nok: planen ber i minst ett år om mer enn kommunen kan sette av. Minst "
        "antall år: kommunens arbeid i alt delt på det den kan sette av i året.",
    )


def _longest(view: View, plan: Plan) -> list[object]:
    if not plan.known:
        return [np.nan, np.nan, np.nan]
    years: object = plan.years if np.isfinite(plan.years) else "ingen å sette av"
    return [len(plan.lacking), view.names[plan.slowest.code], years]


def _source(view: View, found: list[Plan]) -> str:
    shared = view.dataset.shared
    rows = (
        result_sources(view.dataset, shared.alternative(plan.alternative), view.code)
        for plan in found
    )
    return view.cite(*rows, *(f"forutsetning:{name}" for name in WORK))
