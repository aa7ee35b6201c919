"""What each municipality adds by being in: to the group in all, to itself, and to the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Ends, Outlook
from analysis.report.chapters.together import group_words, key_words
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.numbers import signed
from analysis.report.press import Element, Heading, Table
from analysis.report.view import View


def added_by_each(view: View, outlook: Outlook) -> list[Element]:
    """What each adds to the group, and how the key divides it; empty where one is alone."""
    if outlook.size() < 2:
        return []
    return [Heading(_finding(view, outlook), 2), _table(view, outlook)]


def _first_in_all(by_scenario: Iterable[Mapping[str, Ends]]) -> str:
    """Who gives most in every scenario, however unknown cells fall; else empty."""
    first = {_first(given) for given in by_scenario}
    return first.pop() if len(first) == 1 else ""


def _first(given: Mapping[str, Ends]) -> str:
    most = max(given, key=lambda code: given[code][0])
    rest = max((high for code, (_, high) in given.items() if code != most), default=0.0)
    return most if given[most][0] > max(rest, 0.0) else ""


def _finding(view: View, outlook: Outlook) -> str:
    name, members = wording.named(view, outlook.alternative), outlook.members()
    by_scenario = [
        {code: there.adds(code) for code in members} for there in map(outlook.at, SCENARIOS)
    ]
    added = {code: outlook.adds(code) for code in members}
    if max(high for _, high in added.values()) < wording.small(view.of_municipality("")):
        return f"Ingen av kommunene tilfører gruppen noe i {name}"
    first = _first_in_all(by_scenario)
    if first:
        return f"{view.names[first]} tilfører gruppen mest i {name}: {span(*added[first])} i året"
    moved = sum(min(map(abs, outlook.brings_others(code))) for code in members)
    if moved > sum(max(abs(low), abs(high)) for low, high in added.values()):
        return f"I {name} flytter nøkkelen mer mellom kommunene enn de tilfører gruppen"
    return f"Tallene avgjør ikke hvem som tilfører gruppen mest i {name}"


def _table(view: View, outlook: Outlook) -> Table:
    members = outlook.members()
    frame = pd.DataFrame(
        [_row(view, outlook, code) for code in members], index=list(members), dtype=object
    )
    note = [
        "Tilfører er det gruppen tjener mer, eller taper mindre, når kommunen er med, enn når de "
        "andre går sammen uten den. Det avhenger ikke av nøkkelen.",
        f"Hva som tilfaller den selv og de andre, er med {key_words.own_key(view)}: en annen "
        "nøkkel flytter mer eller mindre mellom dem.",
        group_words.evenly(view),
        group_words.left_out(view, outlook.alternative),
    ]
    return Table(
        frame,
        f"{view.label(outlook.alternative)}: hva hver kommune tilfører i året, og hvem det kommer "
        "til gode",
        formats=dict.fromkeys(frame.columns[1:4], signed),
        source=group_words.sources(view, outlook.alternative),
        note=" ".join(filter(None, note)),
        highlight=view.code if view.code in members else None,
        widths=[2.2, 2.5, 2.5, 2.5, 2.9, 2.9],
    )


def _row(view: View, outlook: Outlook, code: str) -> dict[str, object]:
    to = {other: outlook.brings_in_the_middle(code, other) for other in outlook.others(code)}
    most, least = max(to, key=lambda other: to[other]), min(to, key=lambda other: to[other])
    return {
        "Kommune": view.names[code],
        "Tilfører gruppen (1000 kr)": group_words.cell(outlook.adds(code)),
        "Til seg selv (1000 kr)": group_words.cell(outlook.gain(outlook.group, code)),
        "Til de andre (1000 kr)": group_words.cell(outlook.brings_others(code)),
        "Betyr mest for": f"{view.names[most]} ({signed(to[most])})",
        "Betyr minst for": f"{view.names[least]} ({signed(to[least])})",
    }
