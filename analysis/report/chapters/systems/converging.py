"""Where the municipalities could gather about one system, and where they are divided."""

from __future__ import annotations

import pandas as pd

from analysis.report.chapters.systems import area_costs, overlap
from analysis.report.chapters.systems.window_rules import at_least
from analysis.report.language import numbers
from analysis.report.language.numbers import thousand
from analysis.report.language.words import capital
from analysis.report.press import Stack, Table
from analysis.report.view import View

_TOP = 10


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
    alone = "Koster i systemer én kommune har alene (1000 kr)"
    frame = pd.DataFrame(
        {
            "Hva systemet gjør": shown["systemtype"].map(capital),
            "Kommuner": shown["kommuner"],
            "Ulike systemer": shown["systemer"],
            "Flest har": [
                f"{name} ({numbers.whole(owners)})"
                for name, owners in zip(shown["største"], shown["har_største"], strict=True)
            ],
            alone: _costs(shown["alene"], shown["ukjent_alene"]),
        }
    )
    return Table(
        frame,
        "Her kan kommunene samle seg om ett system",
        formats={**dict.fromkeys(("Kommuner", "Ulike systemer"), numbers.whole), alone: thousand},
        source=view.cite(view.dataset.applications["source"]),
        note=f"{numbers.whole(len(frame))} av {numbers.whole(len(types))} systemtyper der minst én "
        "kommune er alene om systemet sitt.",
    )


def _costs(known: pd.Series, unknown: pd.Series) -> list[object]:
    return [at_least(float(k), int(n)) for k, n in zip(known, unknown, strict=True)]


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
    others = "Koster utenfor den største (1000 kr)"
    frame = pd.DataFrame(
        {
            "Hva systemet gjør": shown["systemtype"].map(capital),
            "Systemene, og hvor mange kommuner som har dem": [
                ", ".join(f"{name} ({numbers.whole(owners)})" for name, owners in parts)
                for parts in shown["leirer"]
            ],
            others: _costs(shown["utenfor"], shown["ukjent_utenfor"]),
        }
    )
    return Table(
        frame,
        "Her er kommunene delt mellom systemer",
        formats={others: thousand},
        source=view.cite(view.dataset.applications["source"]),
        note=f"{numbers.whole(len(frame))} av {numbers.whole(len(types))} systemtyper der minst to "
        "systemer har flere kommuner hver.",
        widths=[3.4, 6.2, 2.6],
    )
