"""The plan for moving systems: how many when, what it asks of the staff, and whether they can."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.dataset.assumption_list import PLANNING_NAMES
from analysis.model import conversion_plan as model
from analysis.model.assumptions import scenario_draws
from analysis.model.region import Floats
from analysis.report import numbers, style, wording
from analysis.report.chapters.lines import end_labels
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import Element, Figure, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View

# Fewer systems than this over the whole period is not a move worth a plan.
_SOME = 0.5
WORK = [name for name in PLANNING_NAMES if name != "anskaffelsestid"]


@dataclass(frozen=True)
class Plan:
    """One alternative's move here: per year (T+1,), NaN where something it rests on is unknown.

    Attributes
    ----------
    applications, effort : ndarray (T+1,)
        Systems moved, and own work in person-years.
    capacity : float
        Person-years a year that can be set aside.
    """

    alternative: str
    applications: Floats
    effort: Floats
    capacity: float

    @property
    def overloaded(self) -> list[int]:
        """Years after the decision that ask for more than there is."""
        over = model.overloaded(self.effort[None], np.array([self.capacity]))[0]
        return [int(year) for year in np.flatnonzero(over)]

    @property
    def years(self) -> float:
        """Years the move takes when no year asks for more than there is."""
        return float(model.years_needed(self.effort[None], np.array([self.capacity]))[0])


def plans(view: View) -> list[Plan]:
    """The move in each alternative that moves systems here and is open here."""
    shared, money = view.dataset.shared, view.evaluation.money
    year = view.dataset.settings.kroneverdi
    draws = scenario_draws(shared.assumptions, shared.price_index, year)
    found = []
    for alternative, result in money.results.items():
        moved = result.outcome.conversion
        needed = model.effort(moved, draws)[view.s]
        available = model.capacity(money.region, result.setting.participants, draws)[view.s]
        systems = moved.applications[view.s]
        here = slice(None) if view.joint else slice(view.r, view.r + 1)
        if view.gate(alternative) or systems[here].sum() < _SOME:
            continue
        known = _staff_known(view)
        capacity = float(available[here].sum()) if known else np.nan
        found.append(
            Plan(alternative, systems[here].sum(axis=0), needed[here].sum(axis=0), capacity)
        )
    return found


def _staff_known(view: View) -> bool:
    figures = view.key_figures
    staff = figures[figures["størrelse"] == "arsverk"].set_index("kommunenummer")["verdi"]
    own = staff.reindex(list(view.codes) if view.joint else [view.code])
    return bool(own.notna().all())


def chapter(view: View) -> Stack:
    """What is moved each year in each alternative, against the staff there is."""
    found = plans(view)
    if not found:
        return Stack()
    return Stack(
        Heading(_finding(view, found), 1),
        _figure(view, found),
        Text(_text(view, found)),
        _table(view, found),
    )


def sentence(view: View) -> str:
    """Say for one municipality where the staff cannot carry the move, as Markdown."""
    found = [plan for plan in plans(view) if np.isfinite(plan.capacity)]
    over = [plan.alternative for plan in found if plan.overloaded]
    if not found:
        return ""
    if not over:
        return f"Bemanningen i {view.md_name} kan bære flyttingen i alle alternativene."
    return (
        f"{capital(wording.several(over))} ber om mer arbeid med flytting i enkelte år enn "
        f"bemanningen i {view.md_name} kan bære."
    )


def _finding(view: View, found: list[Plan]) -> str:
    if any(np.isnan(plan.capacity) or np.isnan(plan.effort).any() for plan in found):
        return "Hvor mye flytting av systemer alternativene ber om"
    over = [plan.alternative for plan in found if plan.overloaded]
    if not over:
        return "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    if len(over) == len(found) > 1:
        return "Alle alternativene som flytter systemer, ber om mer enn bemanningen kan bære"
    who = capital(wording.several(over))
    return f"{who} flytter systemer raskere enn bemanningen kan bære"


def _text(view: View, found: list[Plan]) -> str:
    sentences = [
        "Å anskaffe er ikke nok: systemet må integreres med de andre, og brukerne må læres opp "
        "(Difi 2018). Et lokalt system flyttes når driften gjør det. Et system som skal byttes, "
        "venter til avtalen er ute.",
    ]
    over = [plan for plan in found if plan.overloaded and np.isfinite(plan.years)]
    if over:
        spans = sorted(plan.years for plan in over)
        span = "–".join(dict.fromkeys(numbers.decimal(end) for end in (spans[0], spans[-1])))
        sentences.append(
            f"{capital(wording.several([plan.alternative for plan in over]))} ber i noen år om mer "
            f"enn det er folk til. Skal ingen år overstige det, tar flyttingen minst {span} år."
        )
    sentences.append(_capacity_sentence(view, found))
    return " ".join(sentences)


def _capacity_sentence(view: View, found: list[Plan]) -> str:
    share = view.dataset.shared.assumptions["flyttekapasitet"]
    if not all(view.dataset.shared.assumptions[name].known for name in WORK):
        return "Arbeidet er ikke tallfestet, så planen kan ikke prøves mot bemanningen."
    capacity = max(plan.capacity for plan in found)
    if np.isnan(capacity):
        return "Bemanningen er ikke kjent, så planen kan ikke prøves mot den."
    value = numbers.percent(share.value(view.scenario))
    whose = "kommunene" if view.joint else escape(view.name)
    return (
        f"Det er regnet med at {whose} kan sette av {value} av IKT-årsverkene til flytting, "
        f"{numbers.decimal(capacity)} årsverk i året, ved siden av daglig drift."
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
                plan.years if np.isfinite(plan.years) else np.nan,
            ]
        )
    names = ["Alternativ", *columns, "Senere", "Arbeid i alt (årsverk)", "Minst antall år"]
    whose = "" if view.joint else f" i {view.name}"
    return Table(
        pd.DataFrame(rows, columns=names),
        f"Systemer som flyttes{whose}, år for år, og arbeidet det gir",
        formats={
            **dict.fromkeys((*columns, "Senere"), numbers.whole),
            **dict.fromkeys(names[-2:], numbers.decimal),
        },
        source=_source(view, found),
        note="Minst antall år: arbeidet i alt delt på det som kan settes av i året.",
    )


def _source(view: View, found: list[Plan]) -> str:
    shared = view.dataset.shared
    rows = (
        result_sources(view.dataset, shared.alternative(plan.alternative), view.code)
        for plan in found
    )
    return view.cite(*rows, *(f"forutsetning:{name}" for name in WORK))


def _figure(view: View, found: list[Plan]) -> Element | None:
    known = [plan for plan in found if np.isfinite(plan.effort).all()]
    if not known:
        return None
    told = listed(
        [
            f"{view.label(plan.alternative)} på det meste "
            f"{numbers.decimal(plan.effort.max())} årsverk i "
            f"{view.first_year + int(plan.effort.argmax())}"
            for plan in known
        ]
    )
    capacity = max(plan.capacity for plan in known)
    limit = (
        f" Det kan settes av {numbers.decimal(capacity)} årsverk i året."
        if np.isfinite(capacity)
        else ""
    )
    return Figure(
        _draw(view, known, capacity),
        alt=f"Linjer med arbeid til flytting per år. {told}.{limit}",
        title="Arbeid med flytting av systemer, årsverk per år",
        source=wording.same_sources(view),
    )


def _draw(view: View, found: list[Plan], capacity: float) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.6)
    last = max(int(np.flatnonzero(plan.effort > 1e-9)[-1]) for plan in found if plan.effort.any())
    years = np.arange(last + 2)
    order = list(view.evaluation.alternatives)
    top = max(float(plan.effort.max()) for plan in found)
    for plan in found:
        number = order.index(plan.alternative)
        values = np.append(plan.effort, 0.0)[: len(years)]
        axes.plot(years[: len(values)] + view.first_year, values,
                  color=style.alternative_colour(number), marker=style.alternative_marker(number),
                  label=view.label(plan.alternative))  # fmt: skip
    if np.isfinite(capacity):
        top = max(top, capacity)
        axes.axhline(capacity, color=style.INK, linewidth=1.1, linestyle=(0, (4, 3)))
    axes.set_ylim(0, top * 1.15 or 1.0)
    axes.set_xlim(view.first_year, view.first_year + len(years) - 1)
    axes.set_xticks([view.first_year + int(year) for year in years])
    style.number_axis(axes.yaxis, numbers.decimal if top < 20 else numbers.whole, steps=5)
    axes.set_ylabel("Årsverk")
    fig.legend(loc="outside upper left", ncols=len(found), handlelength=1.6)
    if np.isfinite(capacity):
        end_labels(axes, view.first_year + len(years) - 1, [capacity],
                   [f"kan settes av: {numbers.decimal(capacity)}"], [style.INK])  # fmt: skip
    return fig
