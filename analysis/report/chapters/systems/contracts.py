"""When the agreements on the systems run out."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from analysis.dataset.notation import norwegian_date
from analysis.model.systems.windows import AHEAD, EXPIRED, UNDATED
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted
from analysis.report.press import Column
from analysis.report.view import View


def sentence(view: View) -> str:
    """Count in one sentence what runs out, what has, and what has no date."""
    ends = view.applications["ender"]
    soon, expired = int(ends.isin(AHEAD).sum()), int((ends == EXPIRED).sum())
    undated = int((ends == UNDATED).sum())
    text = capital(counted(soon, "avtale", "avtaler"))
    text += f" går ut i de tre årene etter {_decision(view)}"
    text += f", og {count(expired)} var gått ut før den datoen" if expired else ""
    lacking = f" {capital(counted(undated, 'avtale', 'avtaler'))} mangler sluttdato."
    return f"{text}." + lacking * bool(undated)


def _decision(view: View) -> str:
    return norwegian_date(view.dataset.settings.vedtaksdato)


def contract_columns(view: View) -> list[Column[Any]]:
    """When contracts end, whose and about what they are, how far the next is, and the cost."""
    return [
        Column("Avtalen slutter", lambda row: norwegian_date(row["avtaleslutt"])),
        Column("Kommune", lambda row: view.names[row["kommunenummer"]]),
        Column("System", itemgetter("system")),
        Column("Leverandør", itemgetter("leverandør")),
        Column("Neste anskaffelse", itemgetter("anskaffelsesstatus")),
        Column("Kostnad (1000 kr)", itemgetter("årskostnad"), numbers.thousand),
    ]
