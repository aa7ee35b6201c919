"""What it means for the others, and for us, that somebody says no."""

from __future__ import annotations

import math

from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner
from analysis.report.press import Heading, Stack, Text, escape
from analysis.report.view import View

# So many of the others are told of: those with most inhabitants.
_LARGEST = 2


def section(view: View) -> Stack:
    """If we say no, and if each of the largest others does; empty where nobody goes together."""
    told = sentences(view)
    if not told:
        return Stack()
    items = "\n".join(f"- {one}" for one in told)
    return Stack(
        Heading("Hva skjer hvis noen sier nei?", 2),
        Text(f"Med utredningens fordelingsnøkkel:\n\n{items}"),
    )


def sentences(view: View) -> list[str]:
    """One sentence for us and one for each of the largest others, as Markdown."""
    found = view.recommendation
    if view.code not in found.participants or len(found.participants) < _LARGEST:
        return []
    outlook = view.cooperation(found.alternative)
    name = view.phrase(found.alternative)
    ours = outlook.brings_others(view.code)
    mean = (ours[0] + ours[1]) / 2.0
    told = [
        f"**{view.md_name}:** Kommunen fortsetter som i dag. {_others(view, mean)}".strip(),
    ]
    people = view.dataset.municipalities["innbyggere"].astype(float)
    others = [code for code in found.participants if code != view.code]
    for code in sorted(others, key=lambda one: -people[one])[:_LARGEST]:
        brought = outlook.brings_in_the_middle(code, view.code)
        told.append(f"**{escape(view.names[code])}:** {_for_us(view, name, brought)}")
    return told


def _others(view: View, brought: float) -> str:
    """What the others pay more or less without us, 1000 kr a year."""
    if math.isnan(brought):
        return ""
    if abs(brought) < wording.small(view):
        return "De andre betaler om lag det samme som med oss."
    more = "mer" if brought > 0 else "mindre"
    return f"De andre betaler til sammen {about_kroner(abs(brought))} {more} i året."


def _for_us(view: View, name: str, brought: float) -> str:
    if math.isnan(brought):
        return f"Hva {name} da koster oss, kan ikke regnes ut før tall er på plass."
    if abs(brought) < wording.small(view):
        return f"{name.capitalize()} koster oss om lag det samme."
    more = "mer" if brought > 0 else "mindre"
    return f"{name.capitalize()} koster oss {about_kroner(abs(brought))} {more} i året."
