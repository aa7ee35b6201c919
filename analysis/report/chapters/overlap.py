"""Which systems the municipalities have in common."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report import numbers
from analysis.report.chapters.words import capital
from analysis.report.elements import Table
from analysis.report.view import View

_MUNICIPALITIES_PER_TABLE = 6
_TOP = 10


def is_common(view: View, rows: pd.DataFrame) -> pd.Series:
    """Tell which applications are systems that at least two municipalities have."""
    owners = view.dataset.applications.groupby("system")["kommunenummer"].nunique()
    return rows["system"].map(owners) >= 2


def nameable(view: View, rows: pd.DataFrame) -> pd.Series:
    """Tell which applications may be named: the system is shielded in no municipality."""
    every = view.dataset.applications
    shielded = set() if view.names_shielded else set(every.loc[every["skjermes"] == "ja", "system"])
    return ~rows["system"].isin(shielded)


def largest_common(view: View, number: int) -> list[str]:
    """Names of the dearest common systems here, dearest first."""
    rows = view.rows("applications")
    rows = rows[is_common(view, rows) & nameable(view, rows)]
    by_system = rows.groupby("system")["årskostnad"].sum()
    return [str(name) for name in by_system.nlargest(number).index]


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
    every = view.dataset.applications
    rows = every[is_common(view, every) & nameable(view, every)]
    if rows.empty:
        return None
    systems = rows.groupby("system", sort=False).agg(
        fagområde=("fagområde", "first"),
        leverandør=("leverandør", "first"),
        kommuner=("kommunenummer", "nunique"),
        kostnad=("årskostnad", lambda values: values.sum(skipna=False)),
    )
    ordered = systems.sort_values(["kommuner", "kostnad"], ascending=False, kind="stable")
    shown = ordered.head(limit or len(ordered))
    frame = shown.reset_index()
    cost = "Samlet kostnad (1000 kr)"
    frame.columns = pd.Index(["System", "Fagområde", "Leverandør", "Kommuner", cost])
    frame["Fagområde"] = frame["Fagområde"].map(capital)
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table(
        frame,
        "Systemene flest kommuner har",
        formats={"Kommuner": numbers.whole, cost: numbers.thousand},
        source=view.cite(every["source"]),
        note=f"{numbers.whole(len(frame))} av {numbers.whole(len(ordered))} systemer som minst "
        f"to kommuner har.{hidden}",
    )


def by_area(view: View) -> list[Table]:
    """Kroner per inhabitant by area and municipality, at most six municipalities a table."""
    rows = view.dataset.applications
    areas = list(dict.fromkeys(rows["fagområde"]))
    mapped = set(rows["kommunenummer"])
    cost = {
        code: [
            rows.loc[
                (rows["kommunenummer"] == code) & (rows["fagområde"] == area), "årskostnad"
            ].sum(skipna=False)
            if code in mapped
            else np.nan
            for area in areas
        ]
        for code in view.codes
    }
    people = view.dataset.municipalities["innbyggere"].reindex(list(view.codes))
    table = pd.DataFrame(cost, index=areas) * 1000.0 / people
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    table.loc["I alt"] = table.sum(skipna=False)
    starts = range(0, len(view.codes), _MUNICIPALITIES_PER_TABLE)
    return [
        _area_part(view, table.iloc[:, start : start + _MUNICIPALITIES_PER_TABLE])
        for start in starts
    ]


def _area_part(view: View, part: pd.DataFrame) -> Table:
    frame = part.rename(columns=_headings(view, list(part.columns)))
    names = list(frame.columns)
    frame.insert(0, "Fagområde", [capital(str(area)) for area in part.index])
    return Table(
        frame,
        "Hva fagsystemene koster, kroner per innbygger i året",
        formats=dict.fromkeys(names, numbers.whole),
        source=view.cite(
            view.dataset.municipalities["source"], view.dataset.applications["source"]
        ),
        highlight="I alt",
    )


def _headings(view: View, codes: list[str]) -> dict[str, str]:
    """Names as column headings; with the code where two municipalities share a name."""
    names = [view.names[code] for code in codes]
    return {
        code: name if names.count(name) == 1 and name != "Fagområde" else f"{name} {code}"
        for code, name in zip(codes, names, strict=True)
    }


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
