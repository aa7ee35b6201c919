"""Where the municipalities could gather about one system, and where they are divided."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import Any

from analysis.report.chapters.systems import area_costs, overlap
from analysis.report.chapters.systems.window_rules import at_least
from analysis.report.language import numbers
from analysis.report.language.numbers import thousand
from analysis.report.language.words import capital
from analysis.report.press import Column, Stack, Table
from analysis.report.view import View

_TOP = 10
_TYPE: Column[Any] = Column("Hva systemet gjør", lambda row: capital(row["systemtype"]))


def in_full(view: View) -> Stack:
    """All the working group needs to talk about common systems."""
    tables = could_converge(view), camps(view), overlap.vendors(view)
    return Stack(*tables, *area_costs.by_area(view))


def could_converge(view: View, limit: int = _TOP) -> Table | None:
    """Types with systems that one municipality is alone about, most such cost first.

    Parameters
    ----------
    view : View
    limit : int
        Rows shown.
    """
    types = view.nameable(view.systems.converging_types)
    types = types[types["har_alene"]]
    if types.empty:
        return None
    shown = types.head(limit)
    return Table.of(
        shown.to_dict("records"),
        [
            _TYPE,
            Column("Kommuner", itemgetter("kommuner"), numbers.whole),
            Column("Ulike systemer", itemgetter("systemer"), numbers.whole),
            Column("Flest har", lambda row: _owned(row["største"], row["har_største"])),
            Column("Koster i systemer én kommune har alene (1000 kr)", at_least("alene"), thousand),
        ],
        "Her kan kommunene samle seg om ett system",
        source=view.cite(view.dataset.applications["source"]),
        note=f"{numbers.whole(len(shown))} av {numbers.whole(len(types))} systemtyper der minst én "
        "kommune er alene om systemet sitt.",
    )


def _owned(name: str, owners: int) -> str:
    return f"{name} ({numbers.whole(owners)})"


def camps(view: View, limit: int = _TOP) -> Table | None:
    """Types where groups of municipalities have gathered about different systems.

    Parameters
    ----------
    view : View
    limit : int
        Rows shown.
    """
    types = view.nameable(view.systems.converging_types)
    types = types[types["leirer"].map(len) > 1]
    if types.empty:
        return None
    shown = types.sort_values("utenfor", ascending=False, kind="stable").head(limit)
    return Table.of(
        shown.to_dict("records"),
        [
            replace(_TYPE, width=3.4),
            Column(
                "Systemene, og hvor mange kommuner som har dem",
                lambda row: ", ".join(_owned(*part) for part in row["leirer"]),
                width=6.2,
            ),
            Column("Koster utenfor den største (1000 kr)", at_least("utenfor"), thousand, 2.6),
        ],
        "Her er kommunene delt mellom systemer",
        source=view.cite(view.dataset.applications["source"]),
        note=f"{numbers.whole(len(shown))} av {numbers.whole(len(types))} systemtyper der minst to "
        "systemer har flere kommuner hver.",
    )
