"""What each municipality adds by being in: to the group in all, to itself, and to the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Ends, Outlook
from analysis.report.chapters.together import group_words, key_words
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital, counted
from analysis.report.press import Element, Heading, Table
from analysis.report.view import View

# The rows that matter most; what more there are is said.
_MOST_ROWS = 5


def added_by_each(view: View, outlook: Outlook) -> list[Element]:
    """What each adds to the group, and how the key divides it; empty where one is alone."""
    if outlook.size() < 2:
        return []
    return [Heading(_finding(view, outlook), 2), _table(view, outlook)]


def for_us(view: View) -> list[Element]:
    """What each of the others means for us in the alternatives in front; empty without any."""
    front = (view.cooperation(alternative) for alternative in group_words.front(view))
    ours = [outlook for outlook in front if outlook.includes(view.code) and outlook.size() > 1]
    if not ours:
        return []
    return [Heading(_own_finding(view, ours[0]), 2), _own_table(view, ours)]


def _first_in_all(by_scenario: Iterable[Mapping[str, Ends]]) -> str:
    """Who gives most in every scenario, however unknown cells fall; else empty."""
    first = {_first(given) for given in by_scenario}
    return first.pop() if len(first) == 1 else ""


def _first(given: Mapping[str, Ends]) -> str:
    most = max(given, key=lambda code: given[code][0])
    rest = max((high for code, (_, high) in given.items() if code != most), default=0.0)
    return most if given[most][0] > max(rest, 0.0) else ""


# All of them -----------------------------------------------------------------------------------


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


# One municipality ------------------------------------------------------------------------------


def _own_finding(view: View, outlook: Outlook) -> str:
    name, small = wording.named(view, outlook.alternative), wording.small(view)
    others = outlook.others(view.code)
    brought = {code: outlook.brings(code, view.code) for code in others}
    ends = list(brought.values())
    if len(others) == 1:
        return f"Hva {view.names[others[0]]} betyr for oss i {name}"
    if np.isnan(ends).any():
        return f"Hva de andre betyr for oss i {name}"
    if np.abs(ends).max() < small:
        return f"Ingen av de andre betyr noe for oss i kroner i {name}"
    if max(high for _, high in ends) <= -small:
        return f"Med utredningens nøkkel taper vi på hver av de andre i {name}"
    most = _first_in_all(
        {code: there.brings(code, view.code) for code in others}
        for there in map(outlook.at, SCENARIOS)
    )
    if most and brought[most][0] >= small:
        return f"Med utredningens nøkkel betyr {view.names[most]} mest for oss i {name}"
    return f"Hva de andre betyr for oss i {name}"


def _own_table(view: View, outlooks: Sequence[Outlook]) -> Table:
    others = _others(view, outlooks)
    shown = others[:_MOST_ROWS]
    rows = [
        {"Kommune": view.names[code]}
        | {head: cell for outlook in outlooks for head, cell in _cells(view, outlook, code)}
        for code in shown
    ]
    frame = pd.DataFrame(rows, index=shown, dtype=object)
    left = len(others) - len(shown)
    note = (
        "«For gruppen» er det alle samlet tjener mer, eller taper mindre, enn om resten gikk "
        f"sammen uten kommunen. «For oss» er vår del av det med {key_words.own_key(view)}: en "
        "annen nøkkel gir et annet svar."
    )
    more = f" {capital(counted(left, 'kommune', 'kommuner'))} til er ikke vist." if left else ""
    return Table(
        frame,
        "Hva hver av de andre betyr i året når den er med (1000 kr)",
        formats=dict.fromkeys(frame.columns[1:], signed),
        source=group_words.sources(view, *(outlook.alternative for outlook in outlooks)),
        note=note + more,
    )


def _others(view: View, outlooks: Sequence[Outlook]) -> list[str]:
    """The others in any of the alternatives, those first that mean most for us in the first."""
    others = dict.fromkeys(code for outlook in outlooks for code in outlook.others(view.code))

    def size(code: str) -> float:
        first = outlooks[0]
        brought = first.brings(code, view.code) if first.includes(code) else (0.0, 0.0)
        return float(np.nan_to_num(np.abs(brought)).max())

    return sorted(others, key=size, reverse=True)


def _cells(view: View, outlook: Outlook, code: str) -> list[tuple[str, object]]:
    heads = [f"{outlook.alternative}: {whom}" for whom in ("for gruppen", "for oss")]
    if not outlook.includes(code):
        return [(head, None) for head in heads]
    given = outlook.adds(code), outlook.brings(code, view.code)
    return [(head, group_words.cell(ends)) for head, ends in zip(heads, given, strict=True)]
