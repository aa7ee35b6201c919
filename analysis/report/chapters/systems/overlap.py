"""Which systems the municipalities have in common, and where they could have."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.model.systems import overlap
from analysis.report.chapters.systems.nearness import nearness_figure
from analysis.report.chapters.systems.overlap_matrix import closest, matrix_figure
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed, per_cent
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_TOP = 10
_TOP_IN_REPORT = 5
# An area with less of the cost than this is too small to make the heading.
_NOTABLE_SHARE = 0.02


def is_common(view: View, rows: pd.DataFrame) -> pd.Series:
    """Tell which applications are systems that at least two municipalities have."""
    owners = view.dataset.applications.groupby("system")["kommunenummer"].nunique()
    return rows["system"].map(owners) >= 2


def nameable(view: View, rows: pd.DataFrame) -> pd.Series:
    """Tell which applications may be named: the system is shielded in no municipality."""
    every = view.dataset.applications
    shielded = set() if view.names_shielded else set(every.loc[every["skjermes"] == "ja", "system"])
    return ~rows["system"].isin(shielded)


def marked(view: View) -> pd.DataFrame:
    """All applications; ``skjermes`` is ja on every row whose system may not be named here."""
    every = view.dataset.applications
    return every.assign(skjermes=np.where(nameable(view, every), "nei", "ja"))


def largest_common(view: View, number: int) -> list[str]:
    """Names of the dearest common systems here, dearest first."""
    rows = view.rows("applikasjoner")
    rows = rows[is_common(view, rows) & nameable(view, rows)]
    by_system = rows.groupby("system")["årskostnad"].sum()
    return [str(name) for name in by_system.nlargest(number).index]


def chapter(view: View) -> Stack:
    """How near the municipalities are to common systems, and who has most in common."""
    rows = view.dataset.applications
    if rows["kommunenummer"].nunique() < 2:
        return Stack()
    areas = overlap.by_area(rows)
    return Stack(
        Heading(_finding(areas), 1),
        nearness_figure(view, areas),
        Text(_text(view, areas)),
        matrix_figure(view),
        common_systems(view, _TOP_IN_REPORT),
    )


def _finding(areas: pd.DataFrame) -> str:
    notable = areas[areas["kostnad"] >= _NOTABLE_SHARE * areas["kostnad"].sum()]
    shares = notable[overlap.NEAR].dropna()
    if shares.empty:
        return "Hvor nær kommunene er å ha felles systemer"
    if shares.min() >= 0.5:
        return "I alle de store fagområdene går mest penger til systemer flere kommuner har"
    far = str(shares.idxmin())
    if shares.max() < 0.5:
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
    types = nameable_types(view)
    alone = types[types["alene"] > 0]
    names = [escape(str(name)) for name in alone["systemtype"].head(3)]
    if names:
        sentences.append(f"Mest penger der ligger det i {listed(names)}.")
    sentences.append(_divided(types))
    sentences.append(closest(view))
    sentences.append("Et felles system er ikke det samme som en felles avtale eller database.")
    return " ".join(filter(None, sentences))


def nameable_types(view: View) -> pd.DataFrame:
    """Types where the municipalities have different systems, none of which is shielded here."""
    types = overlap.converging_types(marked(view))
    return types[~types["skjermes"].astype(bool)]


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
    systems = overlap.common_systems(marked(view))
    systems = systems[~systems["skjermes"]]
    if systems.empty:
        return None
    shown = systems.head(limit or len(systems))
    cost = "Samlet kostnad (1000 kr)"
    frame = pd.DataFrame(
        {
            "System": shown["system"],
            "Fagområde": shown["fagområde"].map(capital),
            "Leverandør": shown["leverandør"],
            "Kommuner": shown["kommuner"],
            cost: shown["kostnad"],
        }
    )
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table(
        frame,
        "Systemene flest kommuner har",
        formats={"Kommuner": numbers.whole, cost: numbers.thousand},
        source=view.cite(view.dataset.applications["source"]),
        note=f"{numbers.whole(len(frame))} av {numbers.whole(len(systems))} systemer som minst "
        f"to kommuner har.{hidden}",
    )


def vendors(view: View) -> Table | None:
    """Systems and vendors in common, for each fagområde."""
    areas = overlap.by_area(view.dataset.applications)
    if areas.empty:
        return None
    frame = pd.DataFrame(
        {
            "Fagområde": [capital(str(area)) for area in areas.index],
            "Systemer": areas["systemer"].to_numpy(),
            "Felles systemer": areas["felles_systemer"].to_numpy(),
            "Leverandører": areas["leverandører"].to_numpy(),
            "Felles leverandører": areas["felles_leverandører"].to_numpy(),
        }
    )
    return Table(
        frame,
        "Systemer og leverandører etter fagområde",
        formats=dict.fromkeys(frame.columns[1:], numbers.whole),
        source=view.cite(view.dataset.applications["source"]),
        note="Felles betyr at minst to kommuner har systemet eller leverandøren.",
    )


def between_municipalities(view: View) -> Table | None:
    """How much of each municipality's systems the others have, and who has most in common."""
    rows = view.dataset.applications
    if rows.empty or len(view.codes) < 2:
        return None
    owned = {str(code): set(own["system"]) for code, own in rows.groupby("kommunenummer")}
    lines = [_overlap_line(view, owned, code) for code in view.codes]
    columns = ["Kommune", "Systemer", "Flere har", "Bare her", "Mest felles med", "Felles systemer"]
    frame = pd.DataFrame(lines, columns=columns, index=list(view.codes), dtype=object)
    return Table(
        frame,
        "Hvor mange systemer kommunene har felles",
        formats=dict.fromkeys(("Systemer", "Flere har", "Bare her", columns[-1]), numbers.whole),
        source=view.cite(rows["source"]),
        note="Et system som står under flere fagområder i samme kommune, telles én gang.",
        highlight=view.code or None,
    )


def _overlap_line(view: View, owned: dict[str, set[str]], code: str) -> tuple[object, ...]:
    own = owned.get(code)
    if own is None:
        return (view.names[code], *[np.nan] * 5)
    others = {other: own & systems for other, systems in owned.items() if other != code}
    common = set().union(*others.values())
    if not common:
        return view.names[code], len(own), 0, len(own), None, None
    most = max(len(systems) for systems in others.values())
    with_whom = [view.names[other] for other in view.codes if len(others.get(other, ())) == most]
    return (
        view.names[code], len(own), len(common), len(own - common), ", ".join(with_whom), most,
    )  # fmt: skip
