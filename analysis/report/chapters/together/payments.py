"""Tables of kroner a year under each sharing key: paid into the common account, and gained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.decision.participation import Ends, Key, Outlook, Settlement, middle
from analysis.report.chapters.together import group_words, how_often, key_words
from analysis.report.language.numbers import MISSING, about_kroner, signed, thousand
from analysis.report.language.words import capital
from analysis.report.press import Element, Table
from analysis.report.view import View

MOST_KEYS = 6
KOMMUNE = "Kommune"
SUM = "Sum"
HOLDS_HOW = "Nederst står i hvor mange av 100 trekninger nøkkelen holder gruppen sammen."
MIDDLE = "Der tall mangler, står midten av det beløpet kan bli, også i summen."
_HIDDEN = "Der det står «mangler», er beløpet med i summen, så lavt og så høyt som det kan bli."
_ANY_KEY = "Uansett nøkkel"

_Cell = Callable[[Settlement], float | str]


def shown_keys(outlook: Outlook) -> list[Key]:
    """Keys that can be used on the whole group and have figures."""
    return [key.key for key in outlook.usable]


@dataclass(frozen=True)
class _ByKey:
    """Cells of a table with a key a column: by municipality, sum, and rows under the sum."""

    keys: Sequence[Settlement]
    heads: Sequence[str]
    cell: Callable[[Settlement, str], float | str]
    total: _Cell
    more: Sequence[tuple[str, _Cell]] = ()

    def frame(self, view: View, outlook: Outlook) -> pd.DataFrame:
        """Make the rows, labelled by kommunenummer and by name under the sum."""
        codes = outlook.members()
        under = [SUM, *(name for name, _ in self.more)]
        columns: dict[str, list[object]] = {KOMMUNE: [*(view.names[c] for c in codes), *under]}
        for key, head in zip(self.keys, self.heads, strict=True):
            own = [self.cell(key, code) for code in codes]
            columns[head] = [*own, self.total(key), *(cell(key) for _, cell in self.more)]
        return pd.DataFrame(columns, index=[*codes, *under], dtype=object)


# There is room for some of the keys in a report --------------------------------------------------


def paid_and_gained(view: View, outlook: Outlook, *, note: str = "", source: str = "") -> Table:
    """What each pays into the common account a year, and gains in brackets, under each key."""
    alternative, keys = outlook.alternative, that_fit(outlook)
    heads = _heads(keys)
    if not outlook.has_account:
        keys, heads = keys[:1], [_ANY_KEY]
    whole = middle(outlook.total(outlook.group))
    frame = _ByKey(
        keys,
        heads,
        lambda key, code: _both(middle(key.payment(code)), middle(key.gain(code))),
        lambda key: _both(middle(key.bill), whole),
        _holds_row(outlook),
    ).frame(view, outlook)
    notes = [
        _price_paid(view, outlook),
        note,
        key_words.cannot_be_used(outlook),
        estimated(outlook),
        group_words.left_out(view, alternative),
    ]
    return Table(
        frame,
        f"{group_words.label(view, alternative)}: betaler til felles kasse (tjener i alt), "
        "1000 kr i året",
        source=source or group_words.sources(view, alternative),
        note=" ".join(filter(None, notes)),
        highlight=_highlighted(view, outlook),
        widths=[1.2, *[1.5] * len(heads)] if len(heads) == MOST_KEYS else None,
    )


def _price_paid(view: View, outlook: Outlook) -> str:
    """Where the price goes that is not in the common account; empty where there is an account."""
    company = view.dataset.shared.alternative(outlook.alternative).selskap
    if outlook.has_account or not company:
        return ""
    return "Prisen betales rett til selskapet, ikke til en felles kasse."


def _both(paid: float, gained: float) -> str:
    """What is paid, and what is gained in brackets."""
    if np.isnan(paid) or np.isnan(gained):
        return MISSING
    return f"{thousand(paid)} ({signed(gained)})"


def that_fit(outlook: Outlook) -> list[Settlement]:
    """Keys there is room for in one table, in order; the simple ones give way first."""

    def last(settlement: Settlement) -> tuple[bool, int, int]:
        key, simple = settlement.key, key_words.SIMPLE
        order = simple.index(key.name) + 1 if key.name in simple else 0
        return not key.own, 0 if key.method in key_words.PLAIN else 1 + order, settlement.place

    return sorted(sorted(outlook.usable, key=last)[:MOST_KEYS], key=lambda key: key.place)


def without(outlook: Outlook, kept: Sequence[Settlement]) -> str:
    """Where the keys that did not fit stand, in plain text; empty where all did."""
    left = [key for key in outlook.usable if key not in kept]
    if not left:
        return ""
    start = "Nøkkelen" if len(left) == 1 else "Nøklene"
    return f"{start} {key_words.listed_keys(left)} er det ikke plass til."


def _holds_row(outlook: Outlook) -> list[tuple[str, _Cell]]:
    """How often each key keeps the group together, of 100; none where nothing is drawn."""
    if outlook.figures.chances is None:
        return []
    return [("Holder", lambda key: how_often.share_cell(key.holds_in))]


def _heads(keys: Sequence[Settlement]) -> list[str]:
    """Names of keys as column headings, where two may not be the same."""
    used = [KOMMUNE]
    for key in keys:
        name = capital(key_words.key_name(key.key))
        used.append(f"{name} (egen)" if name in used else name)
    return used[1:]


def _highlighted(view: View, outlook: Outlook) -> str:
    """Our own row, or the sum."""
    return view.code if outlook.includes(view.code) else SUM


def _rules(view: View, outlook: Outlook) -> str:
    """The rules of keys the working group has named, and who or what is left out."""
    notes = [
        key_words.explained(
            key for key in shown_keys(outlook) if key.method not in key_words.PLAIN
        ),
        key_words.without_figures(outlook),
        estimated(outlook),
        group_words.left_out(view, outlook.alternative),
    ]
    return " ".join(filter(None, notes))


def estimated(outlook: Outlook) -> str:
    """How sure what each adds is, where not every group is worked out."""
    orders = outlook.figures.division.orders.max()
    if not orders:
        return ""
    return (
        f"«Etter hva hver tilfører» er et anslag fra {orders} rekkefølger. Det kan bomme med "
        f"{about_kroner(outlook.margin)} i året."
    )


# Every key with both ends, for the working group -------------------------------------------------


def every_key(view: View, outlook: Outlook) -> list[Element]:
    """What each pays into the common account a year, and what each gains, under every key."""
    whole = outlook.total(outlook.group)
    paid = _with_ends(
        view,
        outlook,
        (Settlement.payment, lambda key: key.bill, thousand),
        "betaler til felles kasse med hver nøkkel, 1000 kr i året",
        "Samme beløp hvert år. Kommunen slipper samtidig det felles kasse overtar. Det den tjener "
        "eller taper i alt, står i neste tabell.",
    )
    gained = _with_ends(
        view,
        outlook,
        (Settlement.gain, lambda key: whole, signed),
        "hva hver kommune tjener eller taper med hver nøkkel, 1000 kr i året",
        f"{group_words.evenly(view)} {_rules(view, outlook)}",
    )
    return [*paid, *gained]


def _with_ends(
    view: View,
    outlook: Outlook,
    amounts: tuple[
        Callable[[Settlement, str], Ends], Callable[[Settlement], Ends], group_words.Form
    ],
    title: str,
    note: str,
) -> list[Element]:
    """Tables of an amount by key and municipality, and of its sum."""
    each, whole, form = amounts
    usable, codes = outlook.usable, view.codes
    hidden = any(np.isnan(each(key, code)).any() for key in usable for code in codes)
    tables: list[Element] = []
    for part in np.array_split(range(len(usable)), -(-len(usable) // MOST_KEYS)):
        keys = [usable[int(place)] for place in part]
        frame = _ByKey(
            keys,
            _heads(keys),
            lambda key, code: group_words.cell(each(key, code), form),
            lambda key: group_words.cell(whole(key), form),
        ).frame(view, outlook)
        tables.append(
            Table(
                frame,
                f"{view.label(outlook.alternative)}: {title}",
                formats=dict.fromkeys(frame.columns[1:], form),
                source=group_words.sources(view, outlook.alternative),
                note=f"{note} {_HIDDEN if hidden else ''}".strip(),
                highlight=_highlighted(view, outlook),
            )
        )
    return tables
