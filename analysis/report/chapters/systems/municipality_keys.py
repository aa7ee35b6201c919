"""Systems that use kommunenummer as a key, and what a merger or a common database would mean."""

from __future__ import annotations

import pandas as pd

from analysis.model.systems import municipality_keys as model
from analysis.model.systems.overlap import NEAR, nearness
from analysis.report.chapters.systems.overlap import marked
from analysis.report.chapters.systems.shielded import KARTVERKET
from analysis.report.language.numbers import thousand, whole
from analysis.report.language.words import capital, count, counted, listed
from analysis.report.press import Heading, Stack, Table, Text, escape
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


def keyed_rows(view: View) -> pd.DataFrame:
    """Applications here that key on kommunenummer.

    Returns
    -------
    DataFrame
        The rows of the view; ``skjermes`` is ja where the system may not be named, and ``felles``
        tells whether another municipality has the system, too.
    """
    rows = marked(view)
    rows = rows.assign(felles=nearness(rows) == NEAR)
    rows = rows if view.joint else rows[rows["kommunenummer"] == view.code]
    return rows[rows["kommunenummer_nøkkel"] == "ja"]


def common_keyed(view: View) -> pd.DataFrame:
    """The systems among them that several municipalities have and that may be named.

    Returns
    -------
    DataFrame
        Dearest first: system, fagområde, leverandør, kommuner (that key on it here), lokale (those
        that run it themselves), kostnad (1000 kr, NaN where one is unknown), kilder.
    """
    rows = keyed_rows(view)
    rows = rows[rows["felles"] & ((rows["skjermes"] != "ja") | view.names_shielded)]
    runs_it = rows["kommunenummer"].where(rows["driftsform"] == "lokal")
    systems = rows.assign(lokal=runs_it).groupby("system", sort=True)
    table = systems.agg(
        fagområde=("fagområde", "first"),
        leverandør=("leverandør", "first"),
        kommuner=("kommunenummer", "nunique"),
        lokale=("lokal", "nunique"),
        kostnad=("årskostnad", lambda values: values.sum(skipna=False)),
        kilder=("source", "; ".join),
    )
    return table.sort_values("kostnad", ascending=False, kind="stable").reset_index()


def chapter(view: View) -> Stack:
    """The dearest common systems that key on kommunenummer, and what sharing them would mean."""
    rows = keyed_rows(view)
    if rows.empty:
        return Stack()
    return Stack(Heading(_finding(view, rows), 1), _common(view, _NAMED), Text(_text(view, rows)))


def in_full(view: View) -> Stack:
    """The same with every common system and the count by fagområde, for the working group."""
    rows = keyed_rows(view)
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
    rows = keyed_rows(view)
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
    columns = ["Kommuner", "Driftes lokalt av", "Samlet kostnad (1000 kr)"]
    frame = pd.DataFrame(
        {
            "System": shown["system"],
            "Fagområde": shown["fagområde"].map(capital),
            "Leverandør": shown["leverandør"],
            columns[0]: shown["kommuner"],
            columns[1]: shown["lokale"],
            columns[2]: shown["kostnad"],
        }
    )
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table(
        frame,
        "De dyreste felles systemene som bruker kommunenummeret som nøkkel",
        formats={columns[0]: whole, columns[1]: whole, columns[2]: thousand},
        source=view.cite(view.rows("applikasjoner")["source"]),
        note=f"{whole(len(frame))} av {whole(len(systems))} systemer; alle står i "
        f"tables/kommunenummernokkel.csv.{hidden}",
    )


def _areas(view: View) -> Table:
    keyed = model.by_area(view.dataset.applications, view.code)
    shown = keyed[keyed["rader"] > 0]
    columns = ["Avtaler med nøkkelen", "Ulike systemer", "Felles med andre", "Driftes lokalt"]
    frame = pd.DataFrame(
        {
            "Fagområde": [capital(str(area)) for area in shown.index],
            columns[0]: shown["rader"].to_numpy(),
            columns[1]: shown["systemer"].to_numpy(),
            columns[2]: shown["felles_systemer"].to_numpy(),
            columns[3]: shown["lokale_rader"].to_numpy(),
        }
    )
    return Table(
        frame,
        "Systemer som bruker kommunenummeret som nøkkel",
        formats=dict.fromkeys(columns, whole),
        source=view.cite(view.rows("applikasjoner")["source"]),
    )
