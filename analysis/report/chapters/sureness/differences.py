"""Judgements that differ from the common ones, and what each mandate allows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.language.numbers import signed
from analysis.report.language.words import capital, count
from analysis.report.press import Heading, Stack, Table, Text
from analysis.report.view import View

_LONGEST = 10


def judgements_that_differ(view: View) -> Stack:
    """Municipalities' own judgements where they are not the common one, with their reasons."""
    found = _different(view)
    if found.empty:
        who = "Ingen av kommunene" if view.joint else view.name
        verb = "vurderer noe annerledes enn fellesskapet"
        whole = f"{who} {verb}" if view.joint else f"{who} {verb.replace('noe', 'ikke noe')}"
        return Stack(
            Heading(whole, 2),
            Text("Alle vurderinger av virkninger uten pris er felles."),
        )
    return Stack(Heading(_difference_finding(view, found), 2), _difference_table(view, found))


def _different(view: View) -> pd.DataFrame:
    """Own judgements beside the common ones, the largest difference first."""
    rows = view.dataset.judgements
    common = rows[rows["kommunenummer"] == ""].set_index(["alternativ", "kriterium"])["omfang"]
    own = rows[(rows["kommunenummer"] != "") & rows["omfang"].notna()]
    if not view.joint:
        own = own[own["kommunenummer"] == view.code]
    keys = zip(own["alternativ"], own["kriterium"], strict=True)
    shared = [float(common.get(key, np.nan)) for key in keys]
    found = own.assign(felles=shared)
    found = found[~(found["felles"] == found["omfang"])]
    apart = (found["omfang"] - found["felles"]).abs().fillna(np.inf)
    return found.iloc[np.argsort(-apart.to_numpy(float), kind="stable")]


def _difference_finding(view: View, found: pd.DataFrame) -> str:
    who = list(dict.fromkeys(found["kommunenummer"]))
    number = len(found)
    what = f"{count(number)} virkning{'er' if number > 1 else ''}"
    if len(who) == 1:
        return f"{view.names[who[0]]} vurderer {what} annerledes enn fellesskapet"
    return f"{capital(count(len(who)))} kommuner vurderer noe annerledes enn fellesskapet"


def _difference_table(view: View, found: pd.DataFrame) -> Table:
    shown = found.head(_LONGEST)
    frame = pd.DataFrame(
        {
            "Kommune": [view.names[code] for code in shown["kommunenummer"]],
            "Alternativ": list(shown["alternativ"]),
            "Kriterium": [view.dataset.shared.criterion(k).navn for k in shown["kriterium"]],
            "Felles": list(shown["felles"]),
            "Egen": list(shown["omfang"]),
            "Begrunnelse": [text or None for text in shown["begrunnelse"]],
        }
    )
    if not view.joint:
        frame = frame.drop(columns="Kommune")
    left = len(found) - len(shown)
    widths = [2.0, 1.8, 3.2, 1.2, 1.2, 6.0]
    return Table(
        frame,
        "Vurderinger som er ulike, fra −4 til +4 mot alternativ 0",
        formats={"Felles": signed, "Egen": signed},
        source=view.cite(found["source"]),
        note=f"De {count(left)} minste forskjellene er ikke vist." if left else "",
        row_header=view.joint,
        widths=widths if view.joint else widths[1:],
    )
