"""When the agreements on the systems run out."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted, date
from analysis.report.press import Element, Stack, Table, Text
from analysis.report.view import View

EXPIRED, UNDATED = "Gått ut", "Uten dato"
_AHEAD = ("Innen 1 år", "1–2 år", "2–3 år")
CLASSES = (EXPIRED, *_AHEAD, "Senere", UNDATED)


def classes(view: View, rows: pd.DataFrame) -> pd.Series:
    """Sort applications by when the contract ends, counted from the day of the decision.

    Returns
    -------
    Series
        One of ``CLASSES`` for each row.
    """
    decision = view.dataset.settings.vedtaksdato
    limits = [years_after(decision, years) for years in range(1, len(_AHEAD) + 1)]

    def name(end: dt.date | None) -> str:
        if end is None or pd.isna(end):
            return UNDATED
        if end < decision:
            return EXPIRED
        # Three years after 30 June 2022 run to 30 June 2025, that day with them.
        return CLASSES[1 + sum(end > limit for limit in limits)]

    return pd.Series([name(end) for end in rows["avtaleslutt"]], index=rows.index, dtype=object)


def years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 3, 1)


def within_three_years(view: View, rows: pd.DataFrame) -> pd.Series:
    """Tell which contracts have ended or end within three years of the decision."""
    return classes(view, rows).isin([EXPIRED, *_AHEAD])


def sentence(view: View, rows: pd.DataFrame) -> str:
    """Count in one sentence what runs out, what has, and what has no date."""
    found = classes(view, rows)
    soon, expired = int(found.isin(_AHEAD).sum()), int((found == EXPIRED).sum())
    undated = int((found == UNDATED).sum())
    decision = date(view.dataset.settings.vedtaksdato)
    text = f"{capital(counted(soon, 'avtale', 'avtaler'))} går ut i de tre årene etter {decision}"
    text += f", og {count(expired)} var gått ut før den datoen" if expired else ""
    more = "mangler sluttdato"
    return f"{text}." + (f" {capital(counted(undated, 'avtale', 'avtaler'))} {more}."
                         if undated else "")  # fmt: skip


def by_municipality(view: View) -> Table | None:
    """How many contracts end when, for each municipality."""
    rows = view.dataset.applications
    if rows.empty:
        return None
    found = pd.crosstab(rows["kommunenummer"], classes(view, rows))
    table = found.reindex(index=list(view.codes), columns=list(CLASSES)).astype(float)
    mapped = table.index.isin(rows["kommunenummer"])
    table.loc[mapped] = table.loc[mapped].fillna(0.0)
    table.insert(0, "Kommune", [view.names[str(code)] for code in table.index])
    return Table(
        table,
        f"Antall avtaler etter hvor lenge de varer, regnet fra {_decision(view)}",
        formats=dict.fromkeys(CLASSES, numbers.whole),
        source=view.cite(rows["source"]),
        highlight=view.code or None,
    )


def _decision(view: View) -> str:
    return date(view.dataset.settings.vedtaksdato)


def to_follow_up(view: View) -> Element:
    """Name the contracts that have ended or end within a year, for the working group."""
    rows = view.rows("applikasjoner")
    rows = rows[classes(view, rows).isin([EXPIRED, _AHEAD[0]])]
    if not view.names_shielded:
        rows = rows[rows["skjermes"] != "ja"]
    if rows.empty:
        return Text("Ingen avtaler er gått ut eller går ut innen ett år.")
    rows = rows.assign(navn=rows["kommunenummer"].map(view.names))
    rows = rows.sort_values(["avtaleslutt", "navn", "system"], kind="stable")
    frame = pd.DataFrame(
        {
            "Avtalen slutter": rows["avtaleslutt"].map(date),
            "Opsjon til": [None if pd.isna(day) else date(day) for day in rows["opsjon_til"]],
            "Kommune": rows["navn"],
            "System": rows["system"],
            "Leverandør": rows["leverandør"],
            "Neste anskaffelse": rows["anskaffelsesstatus"],
            "Kostnad (1000 kr)": rows["årskostnad"],
        },
        dtype=object,
    )
    return Stack(
        Table(
            frame,
            f"Avtaler som er gått ut eller går ut innen ett år etter {_decision(view)}",
            formats={"Kostnad (1000 kr)": numbers.thousand},
            source=view.cite(rows["source"]),
        )
    )
