"""Tables of kroner a year under each sharing key there is room for in a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.decision.participation import Chances, Cooperation, Key
from analysis.report.chapters.together import (
    charts,
    how_often,
    key_names,
    phrases,
    stable_keys,
)
from analysis.report.language.numbers import MISSING, about_kroner, signed, thousand
from analysis.report.language.words import capital, listed
from analysis.report.press import Table
from analysis.report.view import View

MOST_KEYS = 6
KOMMUNE = "Kommune"
SUM = "Sum"
HOLDS = "Holder"
HOLDS_HOW = "Nederst står i hvor mange av 100 trekninger nøkkelen holder gruppen sammen."
MIDDLE = "Der tall mangler, står midten av det beløpet kan bli, også i summen."
_ANY_KEY = "Uansett nøkkel"

_Cell = Callable[[int], float | str]


def shown_keys(view: View, found: Cooperation) -> list[Key]:
    """Keys that can be used on the whole group and have figures."""
    return [found.division.keys[k] for k in stable_keys.usable(view, found.division)]


@dataclass(frozen=True)
class Columns:
    """Cells of a table with a key a column: by municipality, sum, and rows under the sum."""

    keys: Sequence[int]
    names: Sequence[str]
    cell: Callable[[int, int], float | str]
    total: _Cell
    more: Sequence[tuple[str, _Cell]] = ()

    def frame(self, view: View, found: Cooperation) -> pd.DataFrame:
        """Make the rows, labelled by kommunenummer and by name under the sum."""
        codes = view.participation.members(found.group)
        under = [SUM, *(name for name, _ in self.more)]
        columns: dict[str, list[object]] = {KOMMUNE: [*(view.names[c] for c in codes), *under]}
        for k, head in zip(self.keys, self.names, strict=True):
            own = [self.cell(k, view.codes.index(code)) for code in codes]
            columns[head] = [*own, self.total(k), *(cell(k) for _, cell in self.more)]
        return pd.DataFrame(columns, index=[*codes, *under], dtype=object)


def paid_and_gained(view: View, alternative: str, *, note: str = "", source: str = "") -> Table:
    """What each pays into the common account a year, and gains in brackets, under each key.

    Parameters
    ----------
    view : View
    alternative : str
    note : str
        Said first under the table.
    source : str
        The alternative's own where it is empty.
    """
    found = phrases.cooperation(view, alternative)
    keys = that_fit(found, stable_keys.usable(view, found.division))
    named = heads(found, keys)
    if not phrases.has_account(view, found):
        keys, named = keys[:1], [_ANY_KEY]
    paid, gained = (
        make(view, alternative).mean(axis=-1) for make in (charts.payments, charts.yearly)
    )
    bill = found.division.yearly_payment[:, view.s].sum(axis=-1).mean(axis=0)
    whole = float(np.mean(phrases.total(view, found, found.group)))
    columns = Columns(
        keys,
        named,
        lambda k, m: _both(paid[k, m], gained[k, m]),
        lambda k: _both(float(bill[k]), whole),
        _holds_row(found, _held),
    )
    frame = columns.frame(view, found)
    told_of = [
        _price_paid(view, found),
        note,
        stable_keys.unusable_keys(found),
        estimated(found),
    ]
    return Table(
        frame,
        f"{phrases.label(view, alternative)}: betaler til felles kasse (tjener i alt), "
        "1000 kr i året",
        source=source or phrases.sources(view, alternative),
        note=" ".join(filter(None, [*told_of, phrases.left_out(view, alternative)])),
        highlight=highlighted(view, found),
        widths=[1.2, *[1.5] * len(named)] if len(named) == MOST_KEYS else None,
    )


def _price_paid(view: View, found: Cooperation) -> str:
    """Where the price goes that is not in the common account; empty where there is an account."""
    company = view.dataset.shared.alternative(found.alternative).selskap
    if phrases.has_account(view, found) or not company:
        return ""
    return "Prisen betales rett til selskapet, ikke til en felles kasse."


def _both(paid: float, gained: float) -> str:
    """What is paid, and what is gained in brackets."""
    if np.isnan(paid) or np.isnan(gained):
        return MISSING
    return f"{thousand(paid)} ({signed(gained)})"


def for_us(view: View, alternative: str) -> Table:
    """What each municipality gains under each key, and what we pay."""
    found = phrases.cooperation(view, alternative)
    keys = that_fit(found, stable_keys.usable(view, found.division))
    middle = charts.yearly(view, alternative).mean(axis=-1)
    paid = charts.payments(view, alternative)[:, view.r].mean(axis=-1)
    whole = float(np.mean(phrases.total(view, found, found.group)))
    columns = Columns(
        keys,
        heads(found, keys),
        lambda k, m: float(middle[k, m]),
        lambda k: whole,
        [("Vi betaler", lambda k: thousand(paid[k])), *_holds_row(found, how_often.share_cell)],
    )
    frame = columns.frame(view, found)
    told_of = [
        MIDDLE if found.total.shape[0] > 1 else "",
        f"{HOLDS_HOW} {how_often.counted_how(view)}" if found.chances is not None else "",
        rules(view, found),
        without(view, found, keys),
    ]
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver kommune tjener, og hva vi betaler, 1000 kr i året",
        formats=dict.fromkeys(frame.columns[1:], signed),
        source=phrases.sources(view, alternative),
        note=" ".join(filter(None, told_of)),
        highlight=view.code,
    )


def that_fit(found: Cooperation, keys: Sequence[int]) -> list[int]:
    """Keys there is room for in one table, in order; the simple ones give way first."""

    def last(k: int) -> tuple[bool, int, int]:
        key = found.division.keys[k]
        simple = key_names.SIMPLE.index(key.name) + 1 if key.name in key_names.SIMPLE else 0
        return not key.own, 0 if key.method in key_names.PLAIN else 1 + simple, k

    return sorted(sorted(keys, key=last)[:MOST_KEYS])


def without(view: View, found: Cooperation, kept: Sequence[int]) -> str:
    """Where the keys that did not fit stand, in plain text; empty where all did."""
    keys = stable_keys.usable(view, found.division)
    left = [f"«{key_names.key_name(found.division.keys[k])}»" for k in keys if k not in kept]
    if not left:
        return ""
    return f"{'Nøkkelen' if len(left) == 1 else 'Nøklene'} {listed(left)} står i fordeling.csv."


def _holds_row(
    found: Cooperation, form: Callable[[Chances, float], float | str]
) -> list[tuple[str, _Cell]]:
    """How often each key keeps the group together; none where nothing is drawn."""
    chances = found.chances
    if chances is None:
        return []
    return [(HOLDS, lambda k: form(chances, float(chances.stable[k])))]


def _held(chances: Chances, share: float) -> float | str:
    """Always and never as numbers, so that the column stands to the right."""
    return int(share * 100) if share in (0.0, 1.0) else how_often.share_cell(chances, share)


def heads(found: Cooperation, keys: Sequence[int]) -> list[str]:
    """Names of keys as column headings, where two may not be the same."""
    used = [KOMMUNE]
    for k in keys:
        name = capital(key_names.key_name(found.division.keys[k]))
        used.append(f"{name} (egen)" if name in used else name)
    return used[1:]


def highlighted(view: View, found: Cooperation) -> str:
    """Our own row, or the sum."""
    return view.code if view.code in view.participation.members(found.group) else SUM


def rules(view: View, found: Cooperation) -> str:
    """The rules of keys the working group has named, and who or what is left out."""
    keys = [key for key in shown_keys(view, found) if key.method not in key_names.PLAIN]
    told_of = [
        key_names.explained(keys),
        stable_keys.left_out_keys(view, found),
        estimated(found),
        phrases.left_out(view, found.alternative),
    ]
    return " ".join(filter(None, told_of))


def estimated(found: Cooperation) -> str:
    """How sure what each adds is, where not every group is worked out."""
    division = found.division
    if not division.orders.max():
        return ""
    error = 1.96 * float(division.error.max()) / division.annuity
    return (
        f"«Etter hva hver tilfører» er et anslag fra {division.orders.max()} rekkefølger. Det kan "
        f"bomme med {about_kroner(error)} i året."
    )
