"""How sure the cost figures are: what they rest on, and what should be asked about them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset import Severity
from analysis.decision import thresholds
from analysis.model import cost_by_quality
from analysis.report.chapters.basis.gaps import remarks
from analysis.report.chapters.basis.official_figures import official_sources, share_sentence
from analysis.report.chapters.today.spending import cost_sources
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed, per_cent
from analysis.report.press import Heading, Stack, Table, Text
from analysis.report.view import View

# Heading of a quality, and how a sentence puts it.
_QUALITIES = {
    "regnskap": ("Regnskap (%)", "fra regnskapet"),
    "rapportert": ("Rapportert (%)", "rapportert av kommunen"),
    "anslag": ("Anslag (%)", "anslått"),
    "illustrativ": ("Illustrativt (%)", "laget for å vise metoden"),
}
_ALL = "Alle samlet"


def summary(view: View) -> Stack:
    """What the cost rests on and what is asked about it, in at most half a page for one."""
    amounts = cost_by_quality(view.dataset.budget, view.codes)
    parts = amounts[list(_QUALITIES)]
    shares = parts.div(parts.sum(axis=1).replace(0.0, np.nan), axis=0)
    return Stack(
        Heading(_finding(view, shares.T[view.code]), 2),
        _table(view, amounts, shares),
        Text(_text(view, amounts, shares.T[view.code])),
    )


def _where(view: View) -> str:
    return "" if view.joint else f" i {view.name}"


def _finding(view: View, shares: pd.Series) -> str:
    where = _where(view)
    if shares.isna().all():
        return f"Hvor tallene for IKT-kostnaden{where} er hentet fra, er ikke kjent"
    main = str(shares.idxmax())
    words = _QUALITIES[main][1]
    if shares[main] > thresholds.ALL_COST:
        return f"IKT-kostnaden{where} er {words}"
    if shares[main] > thresholds.MOST_OF_COST:
        return f"Det meste av IKT-kostnaden{where} er {words}"
    return f"IKT-kostnaden{where} bygger på tall av ulikt slag"


def _table(view: View, amounts: pd.DataFrame, shares: pd.DataFrame) -> Table:
    names = pd.Series({**view.names, "": _ALL})
    frame = pd.DataFrame({"Kommune": names}).reindex(shares.index)
    used = [name for name in _QUALITIES if (shares[name] > 0).any()]
    for name in used:
        frame[_QUALITIES[name][0]] = shares[name] * 100.0
    frame["Beløp som mangler"] = amounts["mangler"]
    codes = [remark.code for remark in remarks(view, Severity.WARNING)]
    frame["Spørsmål"] = [float(codes.count(code)) for code in frame.index]
    frame.loc["", "Spørsmål"] = float(len(codes))
    shown = frame if view.joint else frame.loc[[view.code, ""]].drop(columns="Spørsmål")
    return Table(
        shown,
        "Hva tallene for IKT-kostnaden bygger på, andel av kjent kostnad",
        formats=dict.fromkeys(shown.columns[1:], numbers.whole),
        source=view.cite(*cost_sources(view), *official_sources(view)),
        highlight=view.code or None,
    )


def _text(view: View, amounts: pd.DataFrame, shares: pd.Series) -> str:
    where = "" if view.joint else f" i {view.md_name}"
    used = [name for name in _QUALITIES if shares[name] > 0]
    sentences = []
    if len(used) > 1:
        told = listed([f"{per_cent(shares[name])} {_QUALITIES[name][1]}" for name in used])
        sentences.append(f"Av den kjente IKT-kostnaden{where} er {told}.")
    lacking = int(amounts["mangler"][view.code])
    if lacking:
        count = counted(lacking, "beløp", "beløp", "n")
        sentences.append(f"{capital(count)} mangler og regnes som ukjent, ikke som null.")
    sentences.append(_questions(view))
    sentences.append(share_sentence(view))
    return " ".join(filter(None, sentences))


def _questions(view: View) -> str:
    found = len(remarks(view, Severity.WARNING))
    whose = "Tallene" if view.joint else f"Tallene for {view.md_name}"
    if not found:
        return f"{whose} skiller seg ikke ut på en måte som gir spørsmål."
    count = counted(found, "spørsmål", "spørsmål", "n")
    return f"{whose} gir {count} til dem som har levert dem. Ingen tall er rettet av programmet."
