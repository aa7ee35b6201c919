"""When the municipalities could buy together, what waiting costs, and whose contracts end first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.model.systems.purchases import UNDER_WAY
from analysis.report.chapters.systems.contracts import (
    at_least,
    ends_figure,
    omitted,
    without_list,
)
from analysis.report.findings import wording
from analysis.report.language.numbers import thousand, whole
from analysis.report.language.words import capital, count, counted
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

_TOP = 8
_TOP_OF_OUR_OWN = 5


def planned(view: View) -> pd.DataFrame:
    """The windows in year 0 and the years of the økonomiplan."""
    found = view.systems.windows
    return found[found["år"] <= view.first_year + wording.plan_years(view)[-1]]


def _several(view: View) -> str:
    return f"{count(view.dataset.shared.fewest_buyers)} eller flere kommuner"


def chapter(view: View) -> Stack:
    """When contracts end, and the years in which enough municipalities could buy together."""
    soon = planned(view)
    text = None if soon.empty else Text(_text(view, soon))
    return Stack(Heading(_finding(view, soon), 1), ends_figure(view), text, largest(view))


def _finding(view: View, soon: pd.DataFrame) -> str:
    if soon.empty:
        return "Når avtalene om fagsystemene går ut"
    year = soon.groupby("år")["kostnad"].sum().idxmax()
    purchases = counted(int((soon["år"] == year).sum()), "innkjøp", "innkjøp", "n")
    return f"I {year} kan {_several(view)} gå sammen om {purchases}"


def _text(view: View, soon: pd.DataFrame) -> str:
    ended, later = int((soon["forlenges"] + soon["utgått"]).sum()), int(soon["senere"].sum())
    told = (
        f"Året for et felles innkjøp er det første da avtalene til {_several(view)} om det samme "
        "er gått ut, og en konkurranse kan være ferdig. Avtalen kan gjelde fra året etter."
    )
    if ended:
        told += (
            f" {capital(counted(ended, 'avtale', 'avtaler'))} er ute før de andre er klare, også "
            "med opsjonene. Tiden imellom krever en ny konkurranse eller en egen hjemmel."
        )
    if later:
        told += (
            f" {capital(counted(later, 'avtale', 'avtaler'))} løper lenger. Der bør kommunen få "
            "rett til å slutte seg til senere, for å kjøpe nytt før avtalen er ute gir dobbel "
            "kostnad."
        )
    return told


def largest(view: View) -> Table | None:
    """The windows with most cost in the years of the økonomiplan, by year."""
    soon = view.nameable(planned(view))
    chosen = soon.nlargest(_TOP, "kostnad").sort_values(["år", "kostnad"], ascending=[True, False])
    return _purchases(view, chosen, soon, "De største innkjøpene kommunene kan gå sammen om")


def everything(view: View) -> Table | None:
    """All windows with names, by year."""
    found = view.nameable(view.systems.windows)
    return _purchases(view, found, found, f"Alle innkjøp {_several(view)} kan gå sammen om")


def _purchases(view: View, shown: pd.DataFrame, of: pd.DataFrame, title: str) -> Table | None:
    if shown.empty:
        return None
    rows, systems = view.dataset.applications, view.systems
    undated = rows["avtaleslutt"].isna()
    under_way = rows["anskaffelsesstatus"].isin(UNDER_WAY) & ~undated
    return Table.of(
        shown.to_dict("records"),
        [
            Column("År", lambda row: str(row["år"]), width=0.9),
            Column("Hva", lambda row: capital(row["gruppe"]), width=2.6),
            Column("Kan kjøpe da", lambda row: _names(view, row["koder"]), width=3.1),
            Column("Er ute før", lambda row: _names(view, _first_out(row)), width=2.6),
            Column("Til slutt", _all_in, width=1.5),
            Column("Kostnad (1000 kr)", at_least("kostnad"), thousand, 1.5),
            Column(
                "Å vente koster (1000 kr i året)", at_least("venter", view.price_cut), thousand, 2.0
            ),
        ],
        title,
        source=view.cite(systems.applications["source"], systems.price_source, systems.time_source),
        note=f"{whole(len(shown))} av {whole(len(of))} innkjøp. Å vente koster den lavere prisen "
        "de som er ledige, går glipp av. Avtaler uten sluttdato "
        f"({whole(undated.sum())}), og avtaler der anbud er ute eller det forhandles "
        f"({whole(under_way.sum())}), er ikke med. Avtaler uten kjent kostnad er ikke med i "
        f"beløpene.{without_list(view)}{omitted(view)}",
    )


def _names(view: View, codes: Iterable[str]) -> str | None:
    return capital(wording.who(view, codes)) or None


def _first_out(row: Mapping[Hashable, Any]) -> list[str]:
    """Whose contract has ended before the others are ready, in the order of those who can buy."""
    ended = {*row["forlenges_koder"], *row["utgått_koder"]}
    return [code for code in row["koder"] if code in ended]


def _all_in(row: Mapping[Hashable, Any]) -> str | None:
    """How many can be in at last, and from when; nothing where all are in from the start."""
    return f"{row['alle']} i {row['alle_år']}" if row["alle"] > len(row["koder"]) else None


def own(view: View) -> Table | None:
    """Our own contracts in the purchases that open in the years of the økonomiplan."""
    buyers = view.nameable(planned(view)).set_index("gruppe")["koder"].map(len)
    mine = view.own(view.systems.buyers)
    mine = mine[mine["gruppe"].isin(buyers.index) & ~mine["underveis"]]
    if mine.empty:
        return None
    first = mine.sort_values("kostnad", ascending=False, kind="stable").head(_TOP_OF_OUR_OWN)
    first = first.sort_values(["år", "kostnad"], ascending=[True, False], kind="stable")
    return Table.of(
        first.to_dict("records"),
        [
            Column("År", lambda row: str(row["år"]), width=0.9),
            Column("Hva", lambda row: capital(row["gruppe"]), width=3.0),
            Column("Vårt system", itemgetter("system"), width=2.8),
            Column("Kommuner da", lambda row: int(buyers[row["gruppe"]]), whole, 1.7),
            Column("Vår avtale", _term, width=2.4),
            Column("Det betyr", _meaning, width=3.0),
        ],
        f"De dyreste systemene {view.name} kan kjøpe sammen med andre",
        source=view.cite(view.dataset.applications["source"], view.systems.time_source),
        note=f"{whole(len(first))} av {whole(len(mine))} avtaler. Avtaler der anbud er ute eller "
        "det forhandles, er ikke med.",
    )


def _term(row: Mapping[Hashable, Any]) -> str:
    option = f", opsjon {row['til']}" if row["til"] > row["slutt"] else ""
    return f"til {row['slutt']}{option}"


def _meaning(row: Mapping[Hashable, Any]) -> str:
    if not row["med"]:
        return f"kan slutte seg til i {row['åpen']}"
    if row["utgått"]:
        return "gått ut, kan ikke forlenges"
    months = int(row["måneder"])
    return f"er ute {counted(months, 'måned', 'måneder')} før" if months else "er klar"
