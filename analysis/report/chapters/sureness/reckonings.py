"""Every reasonable way to reckon: where they put different ones first, that is the answer."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.decision import Reckoning, Way
from analysis.report.findings.variations import by_key
from analysis.report.language.words import capital, listed
from analysis.report.press import Column, Table
from analysis.report.view import View


def table(view: View) -> Table:
    """Who is first under each way, here and in every municipality."""
    row = view.evaluation.row(view.code)
    return Table.of(
        view.reckonings,
        [
            Column("Slik er det regnet", lambda way: capital(_in_words(view, way)), width=7.0),
            Column("Først", lambda way: _names(way.first[row]), width=2.4),
            Column("Først i kommunene", lambda way: _everywhere(view, way), width=7.6),
        ],
        f"Hvilket alternativ som er først for {view.name} når én ting regnes på en annen måte",
        source=view.ranking_source,
        note="Med en annen vert, et annet selskap eller en annen nøkkel, og når like alternativer "
        "vurderes likt feil, er det det alternativet som oftest er først. Ellers er det regnet "
        "med forventet verdi av alt.",
    )


def _names(first: Sequence[str]) -> str:
    return listed(list(first), "eller") or "–"


def _everywhere(view: View, way: Reckoning) -> str:
    """«2 i alle», or who is first where: «2, men 0+ i Modum»."""
    where: dict[tuple[str, ...], list[str]] = {}
    for code, first in zip(view.codes, way.first[:-1], strict=True):
        where.setdefault(first, []).append(view.names[code])
    most, *rest = sorted(where, key=lambda first: -len(where[first]))
    if not rest:
        return f"{_names(most)} i alle"
    told = [f"{_names(first)} i {listed(where[first])}" for first in rest]
    return f"{_names(most)}, men {listed(told)}"


def _in_words(view: View, way: Reckoning) -> str:
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
