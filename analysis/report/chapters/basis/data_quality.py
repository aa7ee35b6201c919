"""What has been collected, how sure the cost figures are, and who must answer what."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset import Severity
from analysis.model import cost_by_quality
from analysis.report.chapters.basis import comparisons
from analysis.report.chapters.basis.gaps import remarks
from analysis.report.chapters.today.spending import cost_sources
from analysis.report.language.numbers import whole
from analysis.report.language.words import counted
from analysis.report.press import Column, Stack, Table, Text
from analysis.report.view import View

_COLLECTED = {
    "budsjett": "Budsjett",
    "bemanning": "Bemanning",
    "applikasjoner": "Applikasjoner",
    "organisering": "Organisering",
    "mandat": "Mandat",
}
_QUALITIES = {
    "regnskap": "Regnskap (%)",
    "rapportert": "Rapportert (%)",
    "anslag": "Anslag (%)",
    "illustrativ": "Illustrativt (%)",
}


def collected(view: View) -> Table:
    """How many rows each municipality has delivered, for which year, and what it must answer."""
    frame = pd.DataFrame({"Kommune": pd.Series(view.names)}).reindex(list(view.codes))
    for stem, heading in _COLLECTED.items():
        rows = view.dataset.frame(stem)["kommunenummer"].value_counts()
        frame[heading] = rows.reindex(frame.index).fillna(0)
    years = view.dataset.budget.groupby("kommunenummer")["år"].max().reindex(frame.index)
    frame["Siste budsjettår"] = [np.nan if pd.isna(year) else str(int(year)) for year in years]
    for heading, severity in {"Mangler": Severity.MISSING, "Spørsmål": Severity.WARNING}.items():
        codes = [remark.code for remark in remarks(view, severity)]
        frame[heading] = [codes.count(str(code)) for code in frame.index]
    return Table(
        frame,
        "Antall rader fra hver kommune, og hva den må svare på",
        formats=dict.fromkeys(_COLLECTED.values(), whole),
    )


def summary(view: View) -> Stack:
    """What the cost rests on in every municipality, and how it stands to official figures."""
    amounts = cost_by_quality(view.dataset.budget, view.codes)
    parts = amounts[list(_QUALITIES)]
    shares = parts.div(parts.sum(axis=1).replace(0.0, np.nan), axis=0) * 100.0
    names = {**view.names, "": "Alle samlet"}
    used = [name for name in _QUALITIES if (shares[name] > 0).any()]
    table = Table.of(
        list(shares.index),
        [
            Column[str]("Kommune", lambda code: names[code]),
            *(Column(_QUALITIES[name], shares[name].get, whole) for name in used),
            Column("Beløp som mangler", lambda code: amounts["mangler"][code], whole),
        ],
        "Hva tallene for IKT-kostnaden bygger på, andel av kjent kostnad",
        source=view.cite(*cost_sources(view), *comparisons.official_sources(view)),
    )
    asked = counted(len(remarks(view, Severity.WARNING)), "spørsmål", "spørsmål", "n")
    told = f"Tallene gir {asked} til dem som har levert dem. Ingen tall er rettet av programmet."
    return Stack(table, Text(f"{told} {comparisons.level(view)}".strip()))
