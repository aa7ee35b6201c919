"""What has been collected so far, for the working group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset import Severity
from analysis.report.chapters.basis.gaps import remarks
from analysis.report.language import numbers
from analysis.report.language.words import capital, count
from analysis.report.press import Heading, Stack, Table
from analysis.report.view import View

_COLLECTED = {
    "budsjett": "Budsjett",
    "bemanning": "Bemanning",
    "applikasjoner": "Applikasjoner",
    "organisering": "Organisering",
    "mandat": "Mandat",
}
_BUDGET_YEAR = "Siste budsjettår"


def collected(view: View) -> Stack:
    """How many rows each municipality has delivered, and for which year."""
    frame = pd.DataFrame({"Kommune": pd.Series(view.names)}).reindex(list(view.codes))
    for stem, heading in _COLLECTED.items():
        rows = view.dataset.frame(stem)
        frame[heading] = rows["kommunenummer"].value_counts().reindex(frame.index).fillna(0.0)
    years = view.dataset.budget.groupby("kommunenummer")["år"].max().reindex(frame.index)
    frame[_BUDGET_YEAR] = [np.nan if pd.isna(year) else str(int(year)) for year in years]
    return Stack(
        Heading(_collected_finding(view, frame), 2),
        Table(
            frame,
            "Antall rader fra hver kommune",
            formats=dict.fromkeys(_COLLECTED.values(), numbers.whole),
        ),
    )


def _collected_finding(view: View, frame: pd.DataFrame) -> str:
    needed = ["Budsjett", "Bemanning", "Applikasjoner"]
    complete = int((frame[needed] > 0).all(axis=1).sum())
    if complete == len(frame):
        return "Alle kommunene har levert budsjett, bemanning og applikasjoner"
    return f"{capital(count(complete))} av {count(len(frame))} kommuner har levert alt som må til"


def who_must_answer(view: View) -> Stack:
    """How many gaps and questions wait for each municipality."""
    frame = pd.DataFrame({"Hvem": pd.Series({**view.names, "": "Alle"})})
    kinds = {"Mangler": Severity.MISSING, "Spørsmål": Severity.WARNING}
    for heading, severity in kinds.items():
        codes = [remark.code for remark in remarks(view, severity)]
        frame[heading] = [codes.count(str(code)) for code in frame.index]
    total = frame[list(kinds)].sum(axis=1)
    frame = frame[(frame.index != "") | (total > 0)]
    most = total.drop("")
    top = most[most == most.max()]
    finding = (
        f"{view.names[str(top.index[0])]} har mest å svare på"
        if len(top) == 1 and top.iloc[0] > 0
        else "Mangler og spørsmål er fordelt på flere kommuner"
        if most.sum()
        else "Ingen kommuner har noe å svare på"
    )
    return Stack(
        Heading(finding, 2),
        Table(frame, "Antall mangler og spørsmål etter hvem som må svare"),
    )
