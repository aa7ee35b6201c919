"""The group's own recommendation, and where it says something else than the figures."""

from __future__ import annotations

import re

from analysis.report.findings import advice
from analysis.report.findings.wording import several
from analysis.report.language.words import capital
from analysis.report.press import Element, Text, UserText
from analysis.report.view import View

_NAME = "anbefaling"
_ALTERNATIVE = re.compile(r"\balternativ\s+(0\+|[0-9])(?![\d+])", re.IGNORECASE)


def recommendation(view: View, note: str = "") -> list[Element]:
    """What is recommended: the group's own text beside the figures, or the figures alone.

    Parameters
    ----------
    view : View
    note : str
        Which calculation this is, unless it is the central one.
    """
    texts = view.dataset.texts
    own = texts.get((view.code, _NAME)) or texts.get(("", _NAME))
    said = f"{note} **{advice.answer(view)}**".strip()
    if not own:
        return [Text(said)]
    return [UserText(own), Text(" ".join(filter(None, [said, differs(view, own)])))]


def differs(view: View, own: str) -> str:
    """Say so where the text names other alternatives and not the one the figures speak for."""
    named = set(_ALTERNATIVE.findall(own))
    best = view.recommendation.alternative
    known = [a.id for a in view.alternatives if a.id in named]
    if not known or best in named:
        return ""
    return f"{capital(several(known))} i arbeidsgruppens anbefaling er ikke det tallene taler for."
