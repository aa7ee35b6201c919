"""Every reasonable way to reckon: where they put different ones first, that is the answer."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.decision import Reckoning, Way
from analysis.report.findings import wording
from analysis.report.findings.variations import by_key
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View


def section(view: View) -> Stack:
    """Finding, what it depends on, and the table."""
    return Stack(Heading(finding(view), 2), Text(_meaning(view)), table(view))


def finding(view: View) -> str:
    """In how many of the ways the same one is first."""
    ways = view.reckonings
    own = _first(view, ways[0])
    if not own:
        return "Ingen alternativer kan rangeres"
    same = [way for way in ways if _first(view, way) == own]
    who = capital(wording.several(own))
    if len(same) == len(ways):
        return f"{who} er først på alle de {count(len(ways))} måtene å regne på"
    return f"{who} er først på {count(len(same))} av {count(len(ways))} måter å regne på"


def _meaning(view: View) -> str:
    own = _first(view, view.reckonings[0])
    others: dict[tuple[str, ...], list[str]] = {}
    for way in view.reckonings[1:]:
        if (first := _first(view, way)) != own:
            others.setdefault(first, []).append(escape(way_in_words(view, way)))
    if not others:
        return "Ingen av valgene under endrer hvem som er først."
    told = [
        f"{wording.several(first) if first else 'ingen'} er først med {listed(ways)}"
        for first, ways in others.items()
    ]
    return f"Svaret avhenger av hvordan det regnes: {'; '.join(told)}."


def table(view: View) -> Table:
    """Who is first under each way; for all together, also where municipalities differ."""
    how, first = (7.0, 2.4) if view.joint else (12.0, 5.0)
    columns = [
        Column[Reckoning](
            "Slik er det regnet", lambda way: capital(way_in_words(view, way)), width=how
        ),
        Column[Reckoning]("Først", lambda way: _names(_first(view, way)), width=first),
    ]
    if view.joint:
        columns.append(
            Column[Reckoning]("Først i kommunene", lambda way: _everywhere(view, way), width=7.6)
        )
    return Table.of(
        view.reckonings,
        columns,
        "Hvilket alternativ som er først når én ting regnes på en annen måte",
        source=view.ranking_source,
        note="Med en annen vert, et annet selskap eller en annen nøkkel, og når like alternativer "
        "vurderes likt feil, er det det alternativet som oftest er først. Ellers er det regnet "
        "med forventet verdi av alt.",
    )


def _first(view: View, way: Reckoning) -> tuple[str, ...]:
    return way.first[view.evaluation.row(view.code)]


def _names(first: Sequence[str]) -> str:
    return listed(list(first), "eller") or "–"


def _everywhere(view: View, way: Reckoning) -> str:
    """«2 i alle», or who is first where: «2 i Hole og Lier, 0+ i Modum»."""
    where: dict[tuple[str, ...], list[str]] = {}
    for code, first in zip(view.codes, way.first[:-1], strict=True):
        where.setdefault(first, []).append(view.names[code])
    if len(where) == 1:
        return f"{_names(next(iter(where)))} i alle"
    ordered = sorted(where.items(), key=lambda item: -len(item[1]))
    most, *rest = ordered
    told = [f"{_names(first)} i {listed(names)}" for first, names in rest]
    return f"{_names(most[0])}, men {listed(told)}"


def way_in_words(view: View, way: Reckoning) -> str:
    """What is different, as what follows «med»."""
    value = way.value
    return {
        Way.AS_REPORTED: "alt som i rapporten",
        Way.HOST: f"{view.names.get(value, value)} som vert",
        Way.COMPANY: f"{value} som selskap",
        Way.KEY: by_key(value),
        Way.COMMON_WEIGHTS: "de felles vektene",
        Way.EQUAL_WEIGHTS: "lik vekt på gruppene av kriterier",
        Way.TIED_JUDGEMENTS: "like alternativer vurdert likt feil",
        Way.METHOD: f"metoden {value}",
        Way.PERIOD: f"{value} år i stedet for {view.dataset.settings.analyseperiode}",
        Way.TODAY: "kostnaden ved dagens tjenestenivå",
        Way.UNPRICED: "bare virkningene uten pris",
        Way.PRICED: "bare kroner",
    }[way.way]
