"""What each municipality adds by being in: to the group in all, to itself, and to the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Cooperation
from analysis.model import Floats
from analysis.report.chapters.together import phrases
from analysis.report.findings import wording
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital, counted
from analysis.report.press import Element, Heading, Table
from analysis.report.view import View

# The rows that matter most; what more there are is said.
_MOST_ROWS = 5


def section(view: View, alternative: str) -> list[Element]:
    """What each adds to the group, and how the key divides it; empty where one is alone."""
    found = phrases.cooperation(view, alternative)
    if found.group.bit_count() < 2:
        return []
    return [Heading(_finding(view, found), 2), _table(view, found)]


def for_us(view: View) -> list[Element]:
    """What each of the others means for us in the alternatives in front; empty without any."""
    chosen = [
        found
        for found in (phrases.cooperation(view, a) for a in phrases.front(view))
        if phrases.inside(view, found, view.code) and found.group.bit_count() > 1
    ]
    if not chosen:
        return []
    return [Heading(_own_finding(view, chosen[0]), 2), _own_table(view, chosen)]


def _to_group(view: View, found: Cooperation, code: str, s: int) -> phrases.Ends:
    """What the group gains more in all each year with a member than without, 1000 kr.

    Totals and not worth: where the group loses in both cases, a smaller loss counts too.
    """
    without = found.group & ~(1 << view.codes.index(code))
    values = found.total[:, s, found.place(found.group)] - found.total[:, s, found.place(without)]
    return _ends(values / found.division.annuity)


def _to_others(view: View, found: Cooperation, code: str) -> Floats:
    """What a member brings each of the others each year (F, M), 1000 kr; 0 for itself."""
    m = view.codes.index(code)
    values: Floats = found.brings[:, view.s, :, m] / found.division.annuity
    values[:, m] = 0.0
    return values


def _to_us(view: View, found: Cooperation, code: str, s: int) -> phrases.Ends:
    """What a member brings us each year, 1000 kr; NaN where our own unknown cells decide."""
    brought = found.known_interval(found.brings[:, s, :, view.codes.index(code)])
    low, high = brought[view.r] / found.division.annuity
    return float(low), float(high)


def _ends(values: Floats) -> phrases.Ends:
    return float(values.min()), float(values.max())


def _first_in_all(by_scenario: Iterable[Mapping[str, phrases.Ends]]) -> str:
    """Who gives most in every scenario, however unknown cells fall; else empty."""
    first = {_first(given) for given in by_scenario}
    return first.pop() if len(first) == 1 else ""


def _first(given: Mapping[str, phrases.Ends]) -> str:
    most = max(given, key=lambda code: given[code][0])
    rest = max((high for code, (_, high) in given.items() if code != most), default=0.0)
    return most if given[most][0] > max(rest, 0.0) else ""


# All of them -----------------------------------------------------------------------------------


def _finding(view: View, found: Cooperation) -> str:
    name = wording.named(view, found.alternative)
    members = view.participation.members(found.group)
    by_scenario = [
        {code: _to_group(view, found, code, s) for code in members} for s in range(len(SCENARIOS))
    ]
    added = by_scenario[view.s]
    if max(high for _, high in added.values()) < wording.small(view.of_municipality("")):
        return f"Ingen av kommunene tilfører gruppen noe i {name}"
    first = _first_in_all(by_scenario)
    if first:
        amount = phrases.amount(*added[first])
        return f"{view.names[first]} tilfører gruppen mest i {name}: {amount} i året"
    moved = sum(np.abs(_to_others(view, found, code).sum(axis=-1)).min() for code in members)
    if moved > sum(max(abs(low), abs(high)) for low, high in added.values()):
        return f"I {name} flytter nøkkelen mer mellom kommunene enn de tilfører gruppen"
    return f"Tallene avgjør ikke hvem som tilfører gruppen mest i {name}"


def _table(view: View, found: Cooperation) -> Table:
    members = view.participation.members(found.group)
    rows = []
    for code in members:
        each = _to_others(view, found, code)
        to = {c: float(each[:, view.codes.index(c)].mean()) for c in members if c != code}
        rows.append(
            {
                "Kommune": view.names[code],
                "Tilfører gruppen (1000 kr)": phrases.cell(_to_group(view, found, code, view.s)),
                "Til seg selv (1000 kr)": phrases.cell(
                    phrases.gain(view, found, found.group, code)
                ),
                "Til de andre (1000 kr)": phrases.cell(_ends(each.sum(axis=-1))),
                "Betyr mest for": _pick(view, to, max(to, key=lambda c: to[c])),
                "Betyr minst for": _pick(view, to, min(to, key=lambda c: to[c])),
            }
        )
    frame = pd.DataFrame(rows, index=list(members), dtype=object)
    return Table(
        frame,
        f"{view.label(found.alternative)}: hva hver kommune tilfører i året, og hvem det kommer "
        "til gode",
        formats=dict.fromkeys(frame.columns[1:4], signed),
        source=phrases.sources(view, found.alternative),
        note=" ".join(
            filter(
                None,
                [
                    "Tilfører er det gruppen tjener mer, eller taper mindre, når kommunen er med, "
                    "enn når de andre går sammen uten den. Det avhenger ikke av nøkkelen.",
                    f"Hva som tilfaller den selv og de andre, er med {phrases.own_key(view)}: en "
                    "annen nøkkel flytter mer eller mindre mellom dem.",
                    phrases.evenly(view),
                    phrases.left_out(view, found.alternative),
                ],
            )
        ),
        highlight=view.code if view.code in members else None,
        widths=[2.2, 2.5, 2.5, 2.5, 2.9, 2.9],
    )


def _pick(view: View, to: dict[str, float], code: str) -> str:
    return f"{view.names[code]} ({signed(to[code])})"


# One municipality ------------------------------------------------------------------------------


def _own_finding(view: View, found: Cooperation) -> str:
    name, small = wording.named(view, found.alternative), wording.small(view)
    others = [c for c in view.participation.members(found.group) if c != view.code]
    by_scenario = [
        {code: _to_us(view, found, code, s) for code in others} for s in range(len(SCENARIOS))
    ]
    ends = np.array(list(by_scenario[view.s].values()))
    if len(others) == 1:
        return f"Hva {view.names[others[0]]} betyr for oss i {name}"
    if np.isnan(ends).any():
        return f"Hva de andre betyr for oss i {name}"
    if np.abs(ends).max() < small:
        return f"Ingen av de andre betyr noe for oss i kroner i {name}"
    if ends[:, 1].max() <= -small:
        return f"Med utredningens nøkkel taper vi på hver av de andre i {name}"
    most = _first_in_all(by_scenario)
    if most and by_scenario[view.s][most][0] >= small:
        return f"Med utredningens nøkkel betyr {view.names[most]} mest for oss i {name}"
    return f"Hva de andre betyr for oss i {name}"


def _own_table(view: View, chosen: list[Cooperation]) -> Table:
    by_code = {
        code: {
            "Kommune": view.names[code],
            **{column: cell for found in chosen for column, cell in _cells(view, found, code)},
        }
        for code in _others(view, chosen)
    }
    shown = list(by_code)[:_MOST_ROWS]
    frame = pd.DataFrame([by_code[code] for code in shown], index=shown, dtype=object)
    left = len(by_code) - len(shown)
    note = (
        "«For gruppen» er det alle samlet tjener mer, eller taper mindre, enn om resten gikk "
        f"sammen uten kommunen. «For oss» er vår del av det med {phrases.own_key(view)}: en annen "
        "nøkkel gir et annet svar."
    )
    more = f" {capital(counted(left, 'kommune', 'kommuner'))} til er ikke vist." if left else ""
    return Table(
        frame,
        "Hva hver av de andre betyr i året når den er med (1000 kr)",
        formats=dict.fromkeys(frame.columns[1:], signed),
        source=phrases.sources(view, *(found.alternative for found in chosen)),
        note=note + more,
    )


def _others(view: View, chosen: list[Cooperation]) -> list[str]:
    """The others in any of the alternatives, those first that mean most for us in the first."""
    others = dict.fromkeys(
        code
        for found in chosen
        for code in view.participation.members(found.group)
        if code != view.code
    )

    def size(code: str) -> float:
        inside = phrases.inside(view, chosen[0], code)
        brought = _to_us(view, chosen[0], code, view.s) if inside else (0.0, 0.0)
        return float(np.nan_to_num(np.abs(brought)).max())

    return sorted(others, key=size, reverse=True)


def _cells(view: View, found: Cooperation, code: str) -> list[tuple[str, object]]:
    names = [f"{found.alternative}: {whom}" for whom in ("for gruppen", "for oss")]
    if not phrases.inside(view, found, code):
        return [(name, None) for name in names]
    given = (_to_group(view, found, code, view.s), _to_us(view, found, code, view.s))
    return [(name, phrases.cell(ends)) for name, ends in zip(names, given, strict=True)]
