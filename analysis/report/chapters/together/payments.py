"""Tables of kroner a year under each sharing key: paid into the common account, and gained."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.decision.participation import Key, Outlook, Settlement, middle
from analysis.report.chapters.together import group_words, how_often, key_words
from analysis.report.language.numbers import MISSING, about_kroner, signed, thousand
from analysis.report.language.words import capital
from analysis.report.press import Table
from analysis.report.view import View

MOST_KEYS = 6
KOMMUNE = "Kommune"
SUM = "Sum"
HOLDS_HOW = "Nederst står i hvor mange av 100 trekninger nøkkelen holder gruppen sammen."
MIDDLE = "Der tall mangler, står midten av det beløpet kan bli, også i summen."
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
