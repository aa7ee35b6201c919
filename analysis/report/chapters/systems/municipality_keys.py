"""Systems that use kommunenummer as a key, and what a common database would mean for them."""

from __future__ import annotations

import pandas as pd

from analysis.model import municipality_keys as model
from analysis.report.chapters.words import capital, counted
from analysis.report.elements import Heading, Stack, Table, Text
from analysis.report.numbers import whole
from analysis.report.view import View

_SOURCE = "Kartverket 2018–2019, om IKT-koordinering i kommunereformen"


def chapter(view: View) -> Stack:
    """Which systems key on kommunenummer, and what changes for them in each kind of cooperation."""
    keyed = model.by_area(view.dataset.applications, view.code)
    if not keyed["rader"].sum():
        return Stack()
    return Stack(Heading(_finding(view), 1), _table(view, keyed), Text(_text(keyed)))


def _finding(view: View) -> str:
    rows = view.rows("applications")
    systems = rows.loc[rows["kommunenummer_nøkkel"] == "ja", "system"].nunique()
    verb = "bruker" if view.joint else f"i {view.name} bruker"
    number = capital(counted(systems, "fagsystem", "fagsystemer", "n"))
    return f"{number} {verb} kommunenummeret som nøkkel"


def _text(keyed: pd.DataFrame) -> str:
    common = int(keyed["felles_systemer"].sum())
    unknown = int(keyed["ukjent"].sum())
    text = (
        "Et IKT-samarbeid endrer ikke kommunenummeret, så hver kommune kan beholde sin egen base. "
        "Skal flere kommuner dele én base hos en vert eller et selskap, må den holde flere "
        "kommunenummer fra hverandre mot registre som folkeregisteret, Enhetsregisteret og NAV. "
        f"Det gjelder {counted(common, 'system', 'systemer', 'n')} som flere kommuner har felles. "
        "Spør leverandøren før det planlegges. Ved en kommunesammenslåing får alle disse systemene "
        f"nytt nummer; i Kommune-Norge gjelder det om lag 600 systemer ({_SOURCE})."
    )
    more = f" For {counted(unknown, 'system', 'systemer', 'n')} er det ikke oppgitt."
    return text + (more if unknown else "")


def _table(view: View, keyed: pd.DataFrame) -> Table:
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
        source=view.cite(view.rows("applications")["source"]),
    )
