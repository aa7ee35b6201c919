"""What a report says of municipalities it is made without, as if they had withdrawn."""

from __future__ import annotations

from analysis.report.language.words import counted, listed
from analysis.report.press import escape
from analysis.report.view import View

_MOST_NAMES = 5
# There is less room on top of every page.
_MOST_ON_TOP = 2


def banner(view: View) -> str:
    """The framed line of page one, in plain text; empty where all take part."""
    return f"Regnet som om {_who(view)} har trukket seg." if view.withdrawn else ""


def mark(view: View) -> str:
    """What follows the report's name on every page, in plain text; empty where all take part."""
    return f", uten {_who(view, _MOST_ON_TOP)}" if view.withdrawn else ""


def of_the_report(view: View) -> str:
    """That the report is made without them, as a Markdown sentence; empty where all take part."""
    if not view.withdrawn:
        return ""
    return f"Denne rapporten er regnet som om {escape(_who(view))} har trukket seg."


def before_own_text(view: View) -> str:
    """That the working group's own text still counts them in, as Markdown sentences."""
    if not view.withdrawn:
        return ""
    them = "kommunen" if len(view.withdrawn) == 1 else "kommunene"
    return f"{of_the_report(view)} Arbeidsgruppens tekst er skrevet mens {them} var med."


def _who(view: View, most: int = _MOST_NAMES) -> str:
    names = list(view.withdrawn.values())
    if len(names) > most:
        return counted(len(names), "kommune", "kommuner")
    return listed(names)
