"""Numbers nobody has: whose they are, and what is said where a first place rests on them."""

from __future__ import annotations

from analysis.report.findings import wording
from analysis.report.language.words import listed, lower_first
from analysis.report.press import escape
from analysis.report.view import View


def owners(view: View) -> list[str]:
    """Names of the municipalities whose unknown cells are drawn."""
    return [view.names[code] for code in view.robustness.lacking]


def deciding(view: View) -> str:
    """What is missing that decides who is first, as Markdown: «tall fra X»; empty with nothing."""
    found = view.conclusion
    names = wording.who(view, found.missing, escape)
    judged = [escape(_criterion(view, name)) for name in found.missing_judgements]
    told = [f"tall fra {names}"] if names else []
    return listed([*told, *([f"vurderinger av {listed(judged)}"] if judged else [])])


def _criterion(view: View, name: str) -> str:
    return lower_first(view.dataset.shared.criterion(name).navn)
