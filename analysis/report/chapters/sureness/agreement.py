"""Where the municipalities agree and where they do not."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.decision import Strength, thresholds
from analysis.report.chapters.alternatives.points import rank_text
from analysis.report.chapters.sureness.differences import judgements_that_differ
from analysis.report.findings import wording
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import (
    Column,
    Element,
    Figure,
    Heading,
    Stack,
    Table,
    Text,
    escape,
    style,
)
from analysis.report.result_sources import result_sources
from analysis.report.view import View

__all__ = ["judgements_that_differ", "rankings", "regret"]

_SHADES = ("#12355b", "#4f7fae", "#9dbbd8")


def rankings(view: View) -> Stack:
    """The ranking in each municipality side by side."""
    views = [view.of_municipality(code) for code in view.codes]
    return Stack(
        Heading(_ranking_finding(view, views), 1),
        _rank_figure(view, views),
        Text(_ranking_text(views)),
    )


def _first(view: View) -> tuple[str, ...]:
    """Alternatives that may be first in this calculation."""
    return view.conclusion.by_scenario[view.scenario]


def _ranking_finding(view: View, views: list[View]) -> str:
    """Whether the figures name the same alternative for all the municipalities."""
    sure = {v.conclusion.leaders for v in views if v.conclusion.strength.decided}
    if len(views) < 2:
        return f"Bare {view.names[view.codes[0]]} er med i utredningen"
    every = all(v.conclusion.strength.decided for v in views)
    if len(sure) == 1 and every:
        return f"Alle kommunene har {_plain(next(iter(sure))[0])} på førsteplass"
    common = [a for a in views[0].conclusion.leaders if all(a in _first(v) for v in views)]
    if len(sure) > 1:
        return "Kommunene har ulike alternativer på førsteplass"
    if common:
        return f"{capital(wording.several(common))} kan være først i alle kommunene"
    return "Kommunene har ikke én felles førsteplass"


def _plain(alternative: str) -> str:
    return f"alternativ {alternative}"


def _ranking_text(views: list[View]) -> str:
    """Who has what first, where the figures do not decide, and where the figure shows others."""
    groups: dict[tuple[Strength, tuple[str, ...], str], list[str]] = {}
    for view in views:
        found = view.conclusion
        key = (found.strength, found.leaders, _shown_first(view))
        groups.setdefault(key, []).append(view.md_name)
    told = []
    for (strength, leaders, here), names in groups.items():
        where = listed(names)
        if strength.decided:
            told.append(f"{capital(_plain(leaders[0]))} {strength} i {where}{here}.")
        else:
            open_ = "I trekningene avgjør tallene ikke" if here else "Tallene avgjør ikke"
            told.append(f"{open_} mellom {wording.several(leaders)} i {where}{here}.")
    outside: dict[str, list[str]] = {}
    for view in views:
        for alternative in view.conclusion.not_ranked:
            outside.setdefault(alternative, []).append(view.md_name)
    told += [f"Alternativ {a} er ikke rangert i {listed(n)}." for a, n in outside.items()]
    return " ".join(told)


def _shown_first(view: View) -> str:
    """What this calculation puts first where the conclusion names others, as a clause."""
    first = _first(view)
    if not first or set(first) == set(view.conclusion.leaders):
        return ""
    here = f"; i {wording.calculation(view.scenario)}"
    if len(first) == 1:
        return f"{here} er {_plain(first[0])} først"
    return f"{here} kan {wording.several(first, 'eller')} være først"


def _rank_figure(view: View, views: list[View]) -> Element:
    columns = view.alternatives
    rows = [*views, view.of_municipality("")] if len(views) > 1 else views
    fig, axes = style.new_figure(height_cm=1.4 + 0.72 * len(rows))
    for y, row in enumerate(rows):
        for x, alternative in enumerate(columns):
            best, _ = row.rank(alternative.id)
            shade = _SHADES[best - 1] if 0 < best <= len(_SHADES) else "#ffffff"
            axes.fill_between([x - 0.47, x + 0.47], y - 0.44, y + 0.44, color=shade, linewidth=0)
            ink = "white" if best in (1, 2) else style.INK
            axes.text(x, y, rank_text(row, alternative.id), ha="center", va="center", color=ink)
    axes.set_yticks(range(len(rows)), [capital(row.name) for row in rows])
    heads = [f"{a.id}\n{textwrap.fill(a.kortnavn, 12)}" for a in columns]
    axes.set_xticks(range(len(columns)), heads)
    axes.xaxis.tick_top()
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    firsts = [f"{row.name} {listed(list(_first(row)))}" for row in rows]
    return Figure(
        fig,
        alt="Tabell med plassen hvert alternativ får i hver kommune. På førsteplass: "
        f"{', '.join(firsts)}.",
        title=f"Plassering i hver kommune ({wording.calculation(view.scenario)})",
        source=view.cite(
            *(result_sources(view.dataset, a, "") for a in columns),
            view.dataset.judgements["source"],
            view.dataset.weights["source"],
            view.dataset.mandate["source"],
        ),
    )


def regret(view: View) -> Stack:
    """What each municipality loses if all choose the same alternative."""
    losses = _losses(view)
    chosen = _common_choice(view, losses)
    return Stack(
        Heading(_regret_finding(view, losses), 1),
        _loss_table(view, losses),
        Text(_loss_text(view, losses)),
        _choice_table(view, chosen) if losses[chosen].max() >= thresholds.SAME_POINTS else None,
    )


def _losses(view: View) -> pd.DataFrame:
    """Points each municipality (rows) loses with each alternative; NaN where not ranked."""
    names = [a.id for a in view.alternatives]
    own = [view.of_municipality(code) for code in view.codes]
    scores = [[one.regret(a) for a in names] for one in own]
    return pd.DataFrame(scores, index=list(view.codes), columns=names)


def _common(losses: pd.DataFrame) -> pd.Series:
    """Largest loss of each alternative that is ranked in every municipality."""
    return losses.loc[:, losses.notna().all()].max()


def _common_choice(view: View, losses: pd.DataFrame) -> str:
    """The joint first where the figures name one that all can choose, else the smallest loss."""
    common = _common(losses)
    leaders = view.of_municipality("").conclusion.leaders
    if len(leaders) == 1 and leaders[0] in common.index:
        return leaders[0]
    return str(common.idxmin())


def _regret_finding(view: View, losses: pd.DataFrame) -> str:
    common = _common(losses)
    best = str(common.idxmin())
    name, largest = wording.named(view, best), float(common[best])
    loses = "ser ut til å tape" if _unsure(view) else "taper"
    if largest < thresholds.SAME_POINTS:
        return f"Ingen {loses} nevneverdig på {name}"
    return f"Ingen {loses} mer enn {whole(math.ceil(largest))} poeng på {name}"


def _unsure(view: View) -> list[str]:
    """Municipalities whose points are not known to a point, because figures are missing."""
    return [own.name for own in map(view.of_municipality, view.codes) if _wide(own)]


def _wide(view: View) -> bool:
    ends = (view.points(a.id) for a in view.alternatives)
    return any(high - low > thresholds.SAME_POINTS for low, high in ends)


def _loss_text(view: View, losses: pd.DataFrame) -> str:
    common = _common(losses)
    best = str(common.idxmin())
    text = (
        f"{capital(view.phrase(best))} er det alternativet ingen taper mye på: det største tapet "
        "er mindre enn for noe annet alternativ alle kan velge."
    )
    outside = [a for a in losses.columns if a not in common.index]
    if outside:
        text += f" {capital(wording.several(outside))} kan ikke velges av alle."
    text += " Tapet er hvor mange poeng kommunen får mindre enn med sin egen førsteplass."
    unsure = _unsure(view)
    if unsure:
        text += (
            f" I {escape(listed(unsure))} mangler tall. Der er midten av det tapet kan være, "
            "brukt, og tapet kan bli både større og mindre."
        )
    return text


def _loss_table(view: View, losses: pd.DataFrame) -> Table:
    def most(alternative: str) -> str | None:
        own = losses[alternative]
        lose = np.isclose(own, own.max()) & bool(own.max() > 0)
        return _named(view, losses.index[lose])

    return Table.of(
        {a.id: a.id for a in view.alternatives},
        [
            Column("Alternativ", view.label, width=4),
            Column("Største tap (poeng)", lambda a: _known(losses[a].max()), decimal, 3),
            Column("Hvem som taper mest", most, width=5),
            Column(
                "Kan ikke velge det",
                lambda a: _named(view, losses.index[losses[a].isna()]),
                width=4,
            ),
        ],
        "Det meste en kommune taper på hvert alternativ, mot sin egen førsteplass",
        source=view.ranking_source,
        highlight=str(_common(losses).idxmin()),
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _named(view: View, codes: Iterable[str]) -> str | None:
    return listed([view.names[code] for code in codes]) or None


def _choice_table(view: View, chosen: str) -> Table:
    """Points and kroner each municipality loses with the chosen alternative."""
    return Table.of(
        [view.of_municipality(code) for code in view.codes],
        [
            Column("Kommune", lambda own: own.name),
            Column("Egen førsteplass", lambda own: listed(_first(own))),
            Column("Tap (poeng)", lambda own: own.regret(chosen), decimal),
            Column("Tap (kr per innbygger)", lambda own: _loss_in_kroner(own, chosen), signed),
        ],
        f"Hva hver kommune taper om alle velger {wording.named(view, chosen)}, i "
        f"{wording.calculation(view.scenario)}",
        source=view.ranking_source,
        note=f"Egen førsteplass er det som kan være først i {wording.calculation(view.scenario)}. "
        "Kroner er forskjellen i netto nåverdi mot alternativet med flest poeng i kommunen; "
        "minus betyr at kommunen sparer penger.",
    )


def _loss_in_kroner(view: View, chosen: str) -> float:
    """Against the alternative with most points here."""
    regrets = {a.id: view.regret(a.id) for a in view.alternatives}
    best = min(regrets, key=lambda a: (math.isnan(regrets[a]), regrets[a]))
    return view.npv_per_inhabitant(best) - view.npv_per_inhabitant(chosen)
