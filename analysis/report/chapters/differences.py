"""Judgements that differ from the common ones, and what each mandate allows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.language.numbers import signed
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Element, Heading, Stack, Table, Text
from analysis.report.view import View

_LONGEST = 10
# More names than this in one cell are told by their number, where they are most of them.
_MANY = 6
_ALLOWED = {"ja": "innenfor", "avklares": "må avklares", "nei": "utenfor"}
_HEADS = {"ja": "Innenfor mandatet", "avklares": "Må avklares", "nei": "Utenfor mandatet"}


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


def mandates(view: View) -> Stack:
    """What each mandate allows, by alternative, and the reasons where it is not a plain yes."""
    if view.dataset.mandate.empty:
        return Stack(
            Heading("Mandatene er ikke avklart", 2),
            Text(
                "Ingen mandater er lagt inn i mandat.csv. Alle alternativene er derfor regnet som "
                "mulige, og må avklares."
            ),
        )
    if not view.joint:
        return Stack(Heading(_own_finding(view), 2), _own_mandate(view))
    parts: list[Element] = [Heading(_mandate_finding(view), 2)]
    # The joint report has the table beside the background; the working group's notebook has not.
    if view.names_shielded:
        parts.append(_mandate_table(view))
    else:
        parts.append(Text("Hva hvert mandat åpner for, står i tabellen i kapitlet om bakgrunnen."))
    reasons = _reasons(view)
    return Stack(*parts, *([_reason_table(view, reasons)] if len(reasons) else []))


def _mandate_finding(view: View) -> str:
    table = view.evaluation.gates.mandate
    closed = [a for a in table.columns if (table[a] == "nei").any()]
    if closed:
        return f"Alternativ {listed(closed)} er utenfor mandatet i minst én kommune"
    if (table == "avklares").any(axis=None):
        return "Ingen alternativer er utelukket, men noen mandater må avklares"
    return "Alle alternativene er innenfor mandatene"


def _mandate_table(view: View) -> Table:
    table = view.evaluation.gates.mandate
    frame = pd.DataFrame({"Alternativ": [view.label(a.id) for a in view.alternatives]})
    for answer, head in _HEADS.items():
        frame[head] = pd.Series(
            [_who(view, table, a.id, answer) for a in view.alternatives], dtype=object
        )
    return Table(
        frame,
        "Hva mandatene sier om alternativene",
        source=view.cite(view.dataset.mandate["source"]),
        widths=[3.6, 5.2, 4.2, 3.0],
    )


def _who(view: View, table: pd.DataFrame, alternative: str, answer: str) -> str | None:
    codes = [str(c) for c, found in table[alternative].items() if found == answer]
    if len(codes) == len(table) > 1:
        return "alle"
    if len(codes) > max(_MANY, len(table) / 2):
        return f"de {count(len(codes))} andre"
    return listed([view.names[code] for code in codes]) or None


def _reasons(view: View) -> pd.DataFrame:
    rows = view.dataset.mandate
    return rows[rows["tillatt"].isin(["nei", "avklares"]) & (rows["begrunnelse"] != "")]


def _reason_table(view: View, rows: pd.DataFrame) -> Table:
    ordered = rows.iloc[np.argsort(rows["tillatt"].to_numpy() != "nei", kind="stable")]
    shown = ordered.head(_LONGEST)
    frame = pd.DataFrame(
        {
            "Kommune": [view.names[code] for code in shown["kommunenummer"]],
            "Alternativ": list(shown["alternativ"]),
            "Mandat": [_ALLOWED[answer] for answer in shown["tillatt"]],
            "Begrunnelse": list(shown["begrunnelse"]),
        }
    )
    left = len(rows) - len(shown)
    return Table(
        frame,
        "Begrunnelser der mandatet ikke er et klart ja",
        source=view.cite(rows["source"]),
        note=f"{capital(count(left))} begrunnelser til er ikke vist." if left else "",
        widths=[2.6, 1.8, 2.4, 9.0],
    )


def _own_finding(view: View) -> str:
    closed, unclear = view.mandated("nei"), view.mandated("avklares")
    if closed:
        return f"Mandatet til {view.name} utelukker alternativ {listed(closed)}"
    if unclear:
        return f"Mandatet til {view.name} må avklares for alternativ {listed(unclear)}"
    return f"Mandatet til {view.name} åpner for alle alternativene"


def _own_mandate(view: View) -> Table:
    rows = view.rows("mandat")
    reasons = dict(zip(rows["alternativ"], rows["begrunnelse"], strict=True))
    return Table.of(
        [a.id for a in view.alternatives],
        [
            Column("Alternativ", view.label, width=4.2),
            Column("Mandat", lambda a: _ALLOWED[view.mandate(a)], width=2.4),
            Column("Begrunnelse", lambda a: reasons.get(a) or None, width=9.4),
        ],
        f"Hva mandatet til {view.name} sier",
        source=view.cite(rows["source"]),
    )
