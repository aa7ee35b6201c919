"""Systems that use kommunenummer as a key, and what a merger or a common database would mean."""

from __future__ import annotations

from operator import itemgetter

import pandas as pd

from analysis.model.systems.municipality_keys import by_system
from analysis.report.chapters.systems.overlap import JOINT_COST, SYSTEM
from analysis.report.chapters.systems.published import KARTVERKET
from analysis.report.language.numbers import whole
from analysis.report.language.words import capital, count, counted, listed
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_NAMED, _MOST = 5, 40
_SHARING = (
    "Et IKT-samarbeid endrer ikke kommunenummeret, så hver kommune kan beholde sin egen base. "
    "Skal flere kommuner dele én base hos en vert eller et selskap, må den holde kommunenumrene "
    "fra hverandre mot registre som folkeregisteret, Enhetsregisteret og NAV."
)
_SHARING_SHORT = (
    "Et IKT-samarbeid endrer ikke nummeret, men en felles base hos en vert eller et selskap må "
    "holde kommunenumrene fra hverandre"
)
_MERGER = (
    "Ved en kommunesammenslåing må alle disse systemene få nytt nummer. I Kommune-Norge gjelder "
    f"det om lag 600 systemer ({KARTVERKET})."
)


def common_keyed(view: View) -> pd.DataFrame:
    """Those that another municipality has, too, and that may be named, as `by_system`."""
    rows = view.nameable(view.own(view.systems.keyed))
    return by_system(rows[rows["felles"]])


def chapter(view: View) -> Stack:
    """The dearest common systems that key on kommunenummer, and what sharing them would mean."""
    rows = view.own(view.systems.keyed)
    if rows.empty:
        return Stack()
    return Stack(Heading(_finding(view, rows), 1), _common(view, _NAMED), Text(_text(view, rows)))


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


def own(view: View) -> Text | None:
    """The short form for one municipality; None where it has listed nothing."""
    if view.rows("applikasjoner").empty:
        return None
    rows = view.own(view.systems.keyed)
    if rows.empty:
        return Text(" ".join(filter(None, [_none(view), _unknown(view)])))
    names = [escape(name) for name in common_keyed(view)["system"].head(_NAMED)]
    common = rows.loc[rows["felles"], "system"].nunique()
    finding = f"{escape(_finding(view, rows))}; {_also(common, rows['system'].nunique())}."
    which = f"De dyreste av dem er {listed(names)}." if len(names) > 1 else ""
    sharing = f"{_SHARING_SHORT}{': spør leverandøren' if common else ''}."
    merger = "Ved en kommunesammenslåing må alle systemene få nytt nummer."
    return Text(" ".join(filter(None, [finding, which, sharing, merger, _unknown(view)])))


def _also(common: int, systems: int) -> str:
    if not common:
        return "ingen andre kommuner har noen av dem"
    if common == systems:
        return "andre kommuner har også alle" if systems > 1 else "andre kommuner har det også"
    return f"andre kommuner har også {count(common, 'n')} av dem"


def _none(view: View) -> str:
    return f"Ingen av fagsystemene i {view.md_name} er oppgitt å bruke kommunenummeret som nøkkel."


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
