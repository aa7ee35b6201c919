"""What a report says of municipalities it is made without, as if they had withdrawn."""

from __future__ import annotations

from analysis.report.language.words import capital, counted, listed
from analysis.report.press import escape
from analysis.report.view import View

_MOST_NAMES = 5
# There is less room on top of every page.
_MOST_ON_TOP = 2


def banner(view: View) -> str:
    """The framed line of page one, in plain text; empty where all take part."""
    if not view.withdrawn:
        return ""
    if _for_good(view):
        return f"{capital(_who(view))} har trukket seg. Tallene er uten {_them(view)}."
    return f"Regnet som om {_who(view)} har trukket seg."


def mark(view: View) -> str:
    """What follows the report's name on every page, in plain text; empty where all take part."""
    return f", uten {_who(view, _MOST_ON_TOP)}" if view.withdrawn else ""


def of_the_report(view: View) -> str:
    """That the report is made without them, as Markdown sentences; empty where all take part."""
    return f"{_made(view)} {judged_before(view)}".strip()


def _made(view: View) -> str:
    if not view.withdrawn:
        return ""
    if _for_good(view):
        return (
            f"{capital(escape(_who(view)))} har trukket seg, og denne rapporten er regnet uten "
            f"{_them(view)}."
        )
    return f"Denne rapporten er regnet som om {escape(_who(view))} har trukket seg."


def judged_before(view: View) -> str:
    """That the judgements are from when they took part; empty where all do or nothing is judged."""
    if not view.withdrawn or view.dataset.judgements.empty:
        return ""
    return f"Vurderingene er gjort mens {_them(view)} var med."


def before_own_text(view: View) -> str:
    """That the working group's own text still counts them in, as Markdown sentences."""
    if not view.withdrawn:
        return ""
    text = f"Arbeidsgruppens tekst er skrevet mens {_them(view)} var med."
    return " ".join(filter(None, [_made(view), text, judged_before(view)]))


def _for_good(view: View) -> bool:
    """Whether they have really left, and it is not only tried."""
    return set(view.withdrawn) <= set(view.dataset.settings.uten)


def _them(view: View) -> str:
    return "kommunen" if len(view.withdrawn) == 1 else "kommunene"


def _who(view: View, most: int = _MOST_NAMES) -> str:
    names = list(view.withdrawn.values())
    if len(names) > most:
        return counted(len(names), "kommune", "kommuner")
    return listed(names)
