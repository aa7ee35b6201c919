"""Which systems the municipalities have in common, and where they could have."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.decision import thresholds
from analysis.model.systems import overlap
from analysis.report.chapters.systems.nearness import nearness_figure
from analysis.report.chapters.systems.overlap_matrix import closest, matrix_figure
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed, per_cent
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_TOP = 10
_TOP_IN_REPORT = 5
# What a row of systems says of each.
SYSTEM: tuple[Column[Any], ...] = (
    Column("System", itemgetter("system")),
    Column("Fagområde", lambda row: capital(row["fagområde"])),
    Column("Leverandør", itemgetter("leverandør")),
)
JOINT_COST: Column[Any] = Column(
    "Samlet kostnad (1000 kr)", itemgetter("kostnad"), numbers.thousand
)


def largest_common(view: View, number: int) -> list[str]:
    """Names of the dearest common systems here, dearest first."""
    rows = view.nameable(view.applications)
    rows = rows[rows["felles"]]
    by_system = rows.groupby("system")["årskostnad"].sum()
    return [str(name) for name in by_system.nlargest(number).index]


def chapter(view: View) -> Stack:
    """How near the municipalities are to common systems, and who has most in common."""
    if len(view.systems.with_a_list) < 2:
        return Stack()
    areas = view.systems.areas
    return Stack(
        Heading(_finding(areas), 1),
        nearness_figure(view, areas),
        Text(_text(view, areas)),
        matrix_figure(view),
        common_systems(view, _TOP_IN_REPORT),
    )


def _finding(areas: pd.DataFrame) -> str:
    notable = areas[areas["kostnad"] >= thresholds.NOTABLE_AREA_SHARE * areas["kostnad"].sum()]
    shares = notable[overlap.NEAR].dropna()
    if shares.empty:
        return "Hvor nær kommunene er å ha felles systemer"
    if shares.min() >= thresholds.MOST_OF_COST:
        return "I alle de store fagområdene går mest penger til systemer flere kommuner har"
    far = str(shares.idxmin())
    if shares.max() < thresholds.MOST_OF_COST:
        return "I alle de store fagområdene går mest penger til systemer bare én kommune har"
    return f"{capital(far)} er fagområdet som er lengst unna felles systemer"


def _text(view: View, areas: pd.DataFrame) -> str:
    cost = areas["kostnad"].sum()
    if not cost > 0:
        return "Kostnaden til systemene er ikke kjent, så avstanden kan ikke regnes ut."
    near, possible = (
        (areas[name] * areas["kostnad"]).sum() / cost for name in (overlap.NEAR, overlap.POSSIBLE)
    )
    sentences = [
        f"{capital(per_cent(near))} av kostnaden ligger i systemer minst to kommuner har. Der kan "
        "kommunene kjøpe inn sammen uten at noen bytter.",
        f"{capital(per_cent(possible))} ligger i ulike systemer som gjør det samme, der noen må "
        "bytte for at systemet skal bli felles.",
    ]
    types = view.nameable(view.systems.converging_types)
    alone = types[types["alene"] > 0]
    names = [escape(str(name)) for name in alone["systemtype"].head(3)]
    if names:
        sentences.append(f"Mest penger der ligger det i {listed(names)}.")
    sentences.append(_divided(types))
    sentences.append(closest(view))
    sentences.append("Et felles system er ikke det samme som en felles avtale eller database.")
    return " ".join(filter(None, sentences))


def _divided(types: pd.DataFrame) -> str:
    """Say in Markdown where the municipalities have gathered about different systems."""
    split = types[types["leirer"].map(len) > 1]
    if split.empty:
        return ""
    # What the others pay is what a choice of one system would touch.
    first = split.nlargest(1, "utenfor").iloc[0]
    camps = listed([f"{count(owners)} har {escape(name)}" for name, owners in first["leirer"]])
    return f"I {escape(first['systemtype'])} er kommunene delt: {camps}."


def common_systems(view: View, limit: int | None = _TOP) -> Table | None:
    """The systems that most municipalities have, dearest first among equals.

    Parameters
    ----------
    view : View
    limit : int or None
        Rows shown; None for all.

    Returns
    -------
    Table or None
        None where there are none, or none that may be named.
    """
    systems = view.nameable(view.systems.common)
    if systems.empty:
        return None
    shown = systems.head(limit or len(systems))
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table.of(
        shown.to_dict("records"),
        [*SYSTEM, Column("Kommuner", itemgetter("kommuner"), numbers.whole), JOINT_COST],
        "Systemene flest kommuner har",
        source=view.cite(view.dataset.applications["source"]),
        note=f"{numbers.whole(len(shown))} av {numbers.whole(len(systems))} systemer som minst "
        f"to kommuner har.{hidden}",
    )


def vendors(view: View) -> Table | None:
    """Systems and vendors in common, for each fagområde."""
    areas = view.systems.areas
    if areas.empty:
        return None
    counts = "systemer", "felles_systemer", "leverandører", "felles_leverandører"
    return Table.of(
        areas.reset_index(names="fagområde").to_dict("records"),
        [
            Column("Fagområde", lambda row: capital(row["fagområde"])),
            *(
                Column(capital(name.replace("_", " ")), itemgetter(name), numbers.whole)
                for name in counts
            ),
        ],
        "Systemer og leverandører etter fagområde",
        source=view.cite(view.dataset.applications["source"]),
        note="Felles betyr at minst to kommuner har systemet eller leverandøren.",
    )
