"""Tables of kroner a year under every sharing key, with both ends, for the working group."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation import Cooperation
from analysis.model import Floats
from analysis.report.chapters.together import charts, phrases, stable_keys
from analysis.report.chapters.together import payments as key_tables
from analysis.report.language.numbers import signed, thousand
from analysis.report.press import Element, Table
from analysis.report.view import View

_HIDDEN = "Der det står «mangler», er beløpet med i summen, så lavt og så høyt som det kan bli."


def payments(view: View, alternative: str) -> list[Element]:
    """What each municipality pays into the common account a year under each key."""
    found = phrases.cooperation(view, alternative)
    sums = found.interval(found.division.yearly_payment[:, view.s].sum(axis=-1))
    each = charts.payments(view, alternative)
    title = "betaler til felles kasse med hver nøkkel, 1000 kr i året"
    note = (
        "Samme beløp hvert år. Kommunen slipper samtidig det felles kasse overtar. Det den tjener "
        "eller taper i alt, står i neste tabell."
    )
    return _with_ends(view, found, (each, sums, thousand), title, note)


def gains(view: View, alternative: str) -> list[Element]:
    """What each municipality gains or loses a year under each key."""
    found = phrases.cooperation(view, alternative)
    whole = phrases.total(view, found, found.group)
    sums = np.tile(whole, (len(found.division.keys), 1))
    each = charts.yearly(view, alternative)
    title = "hva hver kommune tjener eller taper med hver nøkkel, 1000 kr i året"
    note = f"{phrases.evenly(view)} {key_tables.rules(view, found)}"
    return _with_ends(view, found, (each, sums, signed), title, note)


def _with_ends(
    view: View,
    found: Cooperation,
    amounts: tuple[Floats, Floats, phrases.Form],
    title: str,
    note: str,
) -> list[Element]:
    """Tables of ends by key and municipality (K, M, 2) and their sums (K, 2)."""
    each, sums, form = amounts
    keys = stable_keys.usable(view, found.division)
    hidden = _HIDDEN if np.isnan(each[keys]).any() else ""
    tables: list[Element] = []
    for part in np.array_split(keys, -(-len(keys) // key_tables.MOST_KEYS)):
        some = [int(k) for k in part]
        frame = key_tables.Columns(
            some,
            key_tables.heads(found, some),
            lambda k, m: phrases.cell(each[k, m], form),
            lambda k: phrases.cell(sums[k], form),
        ).frame(view, found)
        tables.append(
            Table(
                frame,
                f"{view.label(found.alternative)}: {title}",
                formats=dict.fromkeys(frame.columns[1:], form),
                source=phrases.sources(view, found.alternative),
                note=f"{note} {hidden}".strip(),
                highlight=key_tables.highlighted(view, found),
            )
        )
    return tables
