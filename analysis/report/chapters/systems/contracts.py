"""When the agreements on the systems run out."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.dataset.notation import norwegian_date
from analysis.model.systems.windows import AHEAD, ENDINGS, EXPIRED, UNDATED
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted
from analysis.report.press import Column, Element, Stack, Table, Text
from analysis.report.view import View


def sentence(view: View) -> str:
    """Count in one sentence what runs out, what has, and what has no date."""
    ends = view.applications["ender"]
    soon, expired = int(ends.isin(AHEAD).sum()), int((ends == EXPIRED).sum())
    undated = int((ends == UNDATED).sum())
    text = capital(counted(soon, "avtale", "avtaler"))
    text += f" går ut i de tre årene etter {_decision(view)}"
    text += f", og {count(expired)} var gått ut før den datoen" if expired else ""
    lacking = f" {capital(counted(undated, 'avtale', 'avtaler'))} mangler sluttdato."
    return f"{text}." + lacking * bool(undated)


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
    return norwegian_date(view.dataset.settings.vedtaksdato)


def to_follow_up(view: View) -> Element:
    """Name the contracts that have ended or end within a year, for the working group."""
    rows = view.nameable(view.applications)
    rows = rows[rows["ender"].isin([EXPIRED, AHEAD[0]])]
    if rows.empty:
        return Text("Ingen avtaler er gått ut eller går ut innen ett år.")
    rows = rows.assign(navn=rows["kommunenummer"].map(view.names))
    rows = rows.sort_values(["avtaleslutt", "navn", "system"], kind="stable")
    end, *about, cost = contract_columns(view)
    return Stack(
        Table.of(
            rows.to_dict("records"),
            [
                end,
                Column(
                    "Opsjon til",
                    lambda row: (
                        None if pd.isna(row["opsjon_til"]) else norwegian_date(row["opsjon_til"])
                    ),
                ),
                *about,
                cost,
            ],
            f"Avtaler som er gått ut eller går ut innen ett år etter {_decision(view)}",
            source=view.cite(rows["source"]),
        )
    )


def contract_columns(view: View) -> list[Column[Any]]:
    """When contracts end, whose and about what they are, how far the next is, and the cost."""
    return [
        Column("Avtalen slutter", lambda row: norwegian_date(row["avtaleslutt"])),
        Column("Kommune", lambda row: view.names[row["kommunenummer"]]),
        Column("System", itemgetter("system")),
        Column("Leverandør", itemgetter("leverandør")),
        Column("Neste anskaffelse", itemgetter("anskaffelsesstatus")),
        Column("Kostnad (1000 kr)", itemgetter("årskostnad"), numbers.thousand),
    ]
