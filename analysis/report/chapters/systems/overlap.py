"""Which systems the municipalities have in common, and where they could have."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.decision import thresholds
from analysis.model.systems import overlap
from analysis.model.systems.municipality_keys import by_system
from analysis.report.chapters.systems.contracts import at_least, omitted
from analysis.report.chapters.systems.nearness import nearness_figure
from analysis.report.chapters.systems.pairs import nearest_others
from analysis.report.language.numbers import thousand, whole
from analysis.report.language.words import capital, listed, per_cent
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_TOP, _MOST = 10, 40
_TOP_IN_REPORT = 5
_OWNERS: Column[Any] = Column("Kommuner", itemgetter("kommuner"), whole)


def largest_common(view: View, number: int) -> list[str]:
    """Names of the dearest common systems here, dearest first."""
    rows = view.nameable(view.applications)
    by_cost = rows[rows["felles"]].groupby("system")["årskostnad"].sum()
    return [str(name) for name in by_cost.nlargest(number).index]


def chapter(view: View) -> Stack:
    """How near the municipalities are to common systems, and who has most in common."""
    if len(view.systems.with_a_list) < 2:
        return Stack()
    return Stack(
        Heading(_finding(view.systems.areas), 1),
        nearness_figure(view),
        Text(_text(view)),
        nearest_others(view),
        common_systems(view, _TOP_IN_REPORT),
    )


def _finding(areas: pd.DataFrame) -> str:
    notable = areas[areas["kostnad"] >= thresholds.NOTABLE_AREA_SHARE * areas["kostnad"].sum()]
    shares = notable[overlap.NEAR].dropna()
    furthest = shares.index[shares == shares.min()]
    if len(furthest) != 1:
        return "Hvor nær kommunene er å ha felles systemer"
    return f"{capital(str(furthest[0]))} er fagområdet som er lengst unna felles systemer"


def _text(view: View) -> str:
    areas = view.systems.areas
    cost = areas["kostnad"].sum()
    if not cost > 0:
        return "Kostnaden til systemene er ikke kjent, så avstanden kan ikke regnes ut."
    near, possible = (
        capital(per_cent((areas[name] * areas["kostnad"]).sum() / cost))
        for name in (overlap.NEAR, overlap.POSSIBLE)
    )
    types = view.nameable(view.systems.converging_types)
    names = [escape(name) for name in types.loc[types["alene"] > 0, "systemtype"].head(3)]
    most = f" Mest penger der ligger det i {listed(names)}." if names else ""
    return (
        f"{near} av kostnaden ligger i systemer minst to kommuner har. Der kan kommunene kjøpe inn "
        f"sammen uten at noen bytter. {possible} ligger i ulike systemer som gjør det samme, der "
        f"noen må bytte for at systemet skal bli felles.{most} Et felles system er ikke det samme "
        "som en felles avtale eller database."
    )


def common_systems(view: View, limit: int | None = None) -> Table | None:
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
    title, what = "Systemene flest kommuner har", "systemer som minst to kommuner har"
    return _table(view, systems, limit or len(systems), [_OWNERS], title, what)


def keyed_systems(view: View) -> Table | None:
    """Common systems that key on kommunenummer, dearest first, and how many run them locally."""
    rows = view.nameable(view.systems.keyed)
    locally: Column[Any] = Column("Driftes lokalt av", itemgetter("lokale"), whole)
    title = "De dyreste felles systemene som bruker kommunenummeret som nøkkel"
    what = "systemer; alle står i tables/kommunenummernokkel.csv"
    return _table(view, by_system(rows[rows["felles"]]), _MOST, [_OWNERS, locally], title, what)


def _table(
    view: View,
    systems: pd.DataFrame,
    limit: int,
    counts: list[Column[Any]],
    title: str,
    what: str,
) -> Table | None:
    if systems.empty:
        return None
    shown = systems.head(limit)
    return Table.of(
        shown.to_dict("records"),
        [
            Column("System", itemgetter("system")),
            Column("Fagområde", lambda row: capital(row["fagområde"])),
            Column("Leverandør", itemgetter("leverandør")),
            *counts,
            Column("Samlet kostnad (1000 kr)", itemgetter("kostnad"), thousand),
        ],
        title,
        source=view.cite(view.dataset.applications["source"]),
        note=f"{whole(len(shown))} av {whole(len(systems))} {what}.{omitted(view)}",
    )


def converging(view: View, limit: int = _TOP) -> Table | None:
    """Types where some lack the system most have, the one with most cost outside it first."""
    types = view.nameable(view.systems.converging_types)
    types = types[types["har_største"] < types["kommuner"]]
    if types.empty:
        return None
    shown = types.sort_values("utenfor", ascending=False, kind="stable").head(limit)
    return Table.of(
        shown.to_dict("records"),
        [
            Column("Hva systemet gjør", lambda row: capital(row["systemtype"])),
            _OWNERS,
            Column("Ulike systemer", itemgetter("systemer"), whole),
            Column("Flest har", lambda row: f"{row['største']} ({whole(row['har_største'])})"),
            Column("Koster utenfor dette (1000 kr)", at_least("utenfor"), thousand),
            Column("Koster i systemer én kommune har alene (1000 kr)", at_least("alene"), thousand),
        ],
        "Her har kommunene ulike systemer som gjør det samme",
        source=view.cite(view.dataset.applications["source"]),
        note=f"{whole(len(shown))} av {whole(len(types))} systemtyper der noen ikke har det flest "
        "har.",
    )
