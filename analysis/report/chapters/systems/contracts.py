"""When the agreements on the systems run out."""

from __future__ import annotations

import pandas as pd

from analysis.model.systems.windows import AHEAD, ENDINGS, EXPIRED, UNDATED
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted, date
from analysis.report.press import Element, Stack, Table, Text
from analysis.report.view import View


def sentence(view: View) -> str:
    """Count in one sentence what runs out, what has, and what has no date."""
    ends = view.applications["ender"]
    soon, expired = int(ends.isin(AHEAD).sum()), int((ends == EXPIRED).sum())
    undated = int((ends == UNDATED).sum())
    decision = date(view.dataset.settings.vedtaksdato)
    text = f"{capital(counted(soon, 'avtale', 'avtaler'))} går ut i de tre årene etter {decision}"
    text += f", og {count(expired)} var gått ut før den datoen" if expired else ""
    more = "mangler sluttdato"
    return f"{text}." + (f" {capital(counted(undated, 'avtale', 'avtaler'))} {more}."
                         if undated else "")  # fmt: skip


def by_municipality(view: View) -> Table | None:
    """How many contracts end when, for each municipality."""
    rows = view.systems.applications
    if rows.empty:
        return None
    found = pd.crosstab(rows["kommunenummer"], rows["ender"])
    table = found.reindex(index=list(view.codes), columns=list(ENDINGS)).astype(float)
    mapped = table.index.isin(rows["kommunenummer"])
    table.loc[mapped] = table.loc[mapped].fillna(0.0)
    table.insert(0, "Kommune", [view.names[str(code)] for code in table.index])
    return Table(
        table,
        f"Antall avtaler etter hvor lenge de varer, regnet fra {_decision(view)}",
        formats=dict.fromkeys(ENDINGS, numbers.whole),
        source=view.cite(rows["source"]),
        highlight=view.code or None,
    )


def _decision(view: View) -> str:
    return date(view.dataset.settings.vedtaksdato)


def to_follow_up(view: View) -> Element:
    """Name the contracts that have ended or end within a year, for the working group."""
    rows = view.rows("applications")
    rows = rows[view.applications["ender"].isin([EXPIRED, AHEAD[0]])]
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
