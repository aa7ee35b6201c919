"""Systems that use kommunenummer as a key, and what a merger or a common database would mean."""

from __future__ import annotations

from operator import itemgetter

import pandas as pd

from analysis.model.systems.municipality_keys import by_system
from analysis.report.chapters.systems.overlap import JOINT_COST, SYSTEM
from analysis.report.chapters.systems.published import KARTVERKET
from analysis.report.language.numbers import whole
from analysis.report.language.words import capital, count, counted
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

_NAMED, _MOST = 5, 40
_SHARING = (
    "Et IKT-samarbeid endrer ikke kommunenummeret, så hver kommune kan beholde sin egen base. "
    "Skal flere kommuner dele én base hos en vert eller et selskap, må den holde kommunenumrene "
    "fra hverandre mot registre som folkeregisteret, Enhetsregisteret og NAV."
)
_MERGER = (
    "Ved en kommunesammenslåing må alle disse systemene få nytt nummer. I Kommune-Norge gjelder "
    f"det om lag 600 systemer ({KARTVERKET})."
)


def common_keyed(view: View) -> pd.DataFrame:
    """Those that another municipality has, too, and that may be named, as `by_system`."""
    rows = view.nameable(view.own(view.systems.keyed))
    return by_system(rows[rows["felles"]])


def in_full(view: View) -> Stack:
    """The same with every common system and the count by fagområde, for the working group."""
    rows = view.own(view.systems.keyed)
    if rows.empty:
        return Stack()
    return Stack(
        Heading(_finding(view, rows), 1),
        _areas(view),
        Text(_text(view, rows)),
        _common(view, _MOST),
    )


def _finding(view: View, rows: pd.DataFrame) -> str:
    systems = rows["system"].nunique()
    number = capital(counted(systems, "fagsystem", "fagsystemer", "n"))
    where = "" if view.joint else f" i {view.name}"
    finding = f"{number}{where} bruker kommunenummeret som nøkkel"
    common = rows.loc[rows["felles"], "system"].nunique()
    if not view.joint or systems == 1:
        return finding
    return (
        f"{finding}, og {count(common, 'n') if common else 'ingen'} av dem finnes i flere kommuner"
    )


def _text(view: View, rows: pd.DataFrame) -> str:
    common = rows["felles"].any()
    asked = "Spør leverandøren om systemet tåler det, før det planlegges." if common else ""
    return " ".join(filter(None, [_SHARING, asked, _MERGER, _unknown(view)]))


def _unknown(view: View) -> str:
    unknown = int((view.rows("applikasjoner")["kommunenummer_nøkkel"] == "").sum())
    return f"For {counted(unknown, 'avtale', 'avtaler')} er det ikke oppgitt." if unknown else ""


def _common(view: View, limit: int) -> Table | None:
    systems = common_keyed(view)
    if systems.empty:
        return None
    shown = systems.head(limit)
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table.of(
        shown.to_dict("records"),
        [
            *SYSTEM,
            Column("Kommuner", itemgetter("kommuner"), whole),
            Column("Driftes lokalt av", itemgetter("lokale"), whole),
            JOINT_COST,
        ],
        "De dyreste felles systemene som bruker kommunenummeret som nøkkel",
        source=view.cite(view.rows("applikasjoner")["source"]),
        note=f"{whole(len(shown))} av {whole(len(systems))} systemer; alle står i "
        f"tables/kommunenummernokkel.csv.{hidden}",
    )


def _areas(view: View) -> Table:
    keyed = view.systems.keys_by_area(view.code)
    shown = keyed[keyed["rader"] > 0]
    return Table.of(
        shown.reset_index(names="fagområde").to_dict("records"),
        [
            Column("Fagområde", lambda row: capital(row["fagområde"])),
            Column("Avtaler med nøkkelen", itemgetter("rader"), whole),
            Column("Ulike systemer", itemgetter("systemer"), whole),
            Column("Felles med andre", itemgetter("felles_systemer"), whole),
            Column("Driftes lokalt", itemgetter("lokale_rader"), whole),
        ],
        "Systemer som bruker kommunenummeret som nøkkel",
        source=view.cite(view.rows("applikasjoner")["source"]),
    )
