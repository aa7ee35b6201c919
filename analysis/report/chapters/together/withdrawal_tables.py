"""Leaving in detail for the working group: each notice, what it comes of, and any who leave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation import Cooperation, Withdrawal, withdrawal_of
from analysis.model import Bools, Floats
from analysis.report.chapters.together import phrases
from analysis.report.chapters.together.exits import in_all, moving_out, notices
from analysis.report.language.numbers import signed, thousand, whole
from analysis.report.language.words import count
from analysis.report.press import Element, Stack, Table, Text, escape
from analysis.report.view import View

_LONGEST = 40
# How many of the largest payers are looked at together where nobody is named.
_MOST_PAYERS = 3
_CAUSES = {
    "scale": "Tapt stordrift",
    "fixed": "Faste kostnader på færre",
    "contribution": "Bidraget som er borte",
    "moving": "Ny start eller utflytting",
}
_PAID = "De som går, betaler i den tiden", "… og for å flytte ut"
_TOO_FEW = "Det er for få med til at noen kan gå ut."
# Those who leave, and the place of the notice.
_Case = tuple[Withdrawal, int]


def each_notice(view: View, alternative: str = "") -> Stack:
    """What it comes of, and what the rest gain over the whole period, for each notice."""
    parts: list[Element] = []
    for chosen in phrases.chosen(view, alternative):
        cases = [(w, n) for w in _of_size(view, chosen, 1) for n in range(len(w.last_years))]
        if cases:
            parts.append(_causes_table(view, chosen, cases))
    return Stack(*(parts or [Text(_TOO_FEW)]))


def pairs(view: View, alternative: str = "") -> Stack:
    """The same when two leave at the shortest notice, and what it is for them."""
    parts: list[Element] = []
    for chosen in phrases.chosen(view, alternative):
        cases = [(w, 0) for w in _of_size(view, chosen, 2)]
        if cases:
            parts += [_causes_table(view, chosen, cases), _leavers_table(view, chosen, cases)]
    return Stack(*(parts or [Text(_TOO_FEW)]))


def several(view: View, *codes: str, alternative: str = "") -> Stack:
    """What it means that any of the municipalities leave together, for each notice.

    Parameters
    ----------
    view : View
    *codes : str
        Kommunenummer of those who leave; those who pay most where none are given.
    alternative : str
        Those in front where it is empty.
    """
    parts: list[Element] = []
    for chosen in phrases.chosen(view, alternative):
        who = codes or _largest_payers(view, phrases.cooperation(view, chosen))
        try:
            gone = withdrawal_of(view.dataset, view.evaluation, chosen, who)
        except ValueError as trouble:
            parts.append(Text(escape(f"{trouble}.")))
            continue
        cases = [(gone, n) for n in range(len(gone.last_years))]
        parts += [_causes_table(view, chosen, cases), _leavers_table(view, chosen, cases)]
    return Stack(*(parts or [Text(_TOO_FEW)]))


def _of_size(view: View, alternative: str, number: int) -> list[Withdrawal]:
    found = phrases.cooperation(view, alternative)
    return [w for w in found.withdrawals if w.leavers.bit_count() == number]


def _largest_payers(view: View, found: Cooperation) -> list[str]:
    """Those who pay most into the common account, leaving two who may go on."""
    paid = found.division.payment[:, view.s, 0].mean(axis=0)
    codes = sorted(
        view.participation.members(found.group), key=lambda c: -float(paid[view.codes.index(c)])
    )
    return codes[: max(1, min(_MOST_PAYERS, len(codes) - 2))]


def _causes_table(view: View, alternative: str, cases: list[_Case]) -> Table:
    found = phrases.cooperation(view, alternative)
    frame = pd.DataFrame(
        [_causes_row(view, found, w, n) for w, n in cases[:_LONGEST]], dtype=object
    )
    return Table(
        frame,
        f"{view.label(alternative)}: hva kostnadene som blir igjen når {_number(cases)} går ut, "
        "kommer av, 1000 kr",
        formats=dict.fromkeys(frame.columns[1:], signed),
        source=phrases.sources(view, alternative),
        note=f"Raden viser kortest oppsigelse først. {phrases.TODAY} «De andre over hele perioden» "
        f"er mot alternativ 0. {_cut(cases)}".strip(),
    )


def _number(cases: list[_Case]) -> str:
    return count(cases[0][0].leavers.bit_count())


def _cut(cases: list[_Case]) -> str:
    left = len(cases) - _LONGEST
    return f"{whole(left)} rader til står i uttreden.csv." if left > 0 else ""


def _causes_row(view: View, found: Cooperation, gone: Withdrawal, n: int) -> dict[str, object]:
    row: dict[str, object] = {"Går ut": _label(view, gone, n)}
    for part, head in _CAUSES.items():
        row[head] = _cell(found, getattr(gone, part)[:, view.s, n])
    row["I alt"] = _cell(found, gone.rest_extra[:, view.s, n].sum(axis=-1))
    row["De andre over hele perioden"] = _cell(found, gone.rest_gain[:, view.s, n])
    return row


def _label(view: View, gone: Withdrawal, n: int) -> str:
    names = phrases.names(view, view.participation.members(gone.leavers))
    return f"{names}, {notices(view)[n]}"


def _leavers_table(view: View, alternative: str, cases: list[_Case]) -> Table:
    rows = [_leavers_row(view, alternative, w, n) for w, n in cases[:_LONGEST]]
    frame = pd.DataFrame(rows, dtype=object)
    return Table(
        frame,
        f"{view.label(alternative)}: hva det betyr for dem som går, når {_number(cases)} går ut, "
        "1000 kr",
        formats=dict.fromkeys(frame.columns[1:5], signed) | dict.fromkeys(_PAID, thousand),
        source=phrases.sources(view, alternative),
        note=f"{moving_out(view)} {phrases.TODAY} {_cut(cases)}".strip(),
        widths=[2.8, 2.3, 2.0, 2.4, 2.4, 1.8, 1.4],
    )


def _leavers_row(view: View, alternative: str, gone: Withdrawal, n: int) -> dict[str, object]:
    found = phrases.cooperation(view, alternative)
    notice, moving, gain, extra = (
        phrases.cell(in_all(view, found, values)[n], form)
        for values, form in (
            (gone.notice_payment, thousand),
            (gone.moving_out, thousand),
            (gone.leaver_gain, signed),
            (gone.rest_extra, signed),
        )
    )
    return {
        "Går ut": _label(view, gone, n),
        _PAID[0]: notice,
        _PAID[1]: moving,
        "De tjener på å gå": gain,
        "Blir igjen hos de andre": extra,
        "De andre fortsetter": "for få igjen" if gone.ends else _yes(gone.goes_on[:, view.s, n]),
        "De andre fortsetter også om ingen går": _yes(gone.goes_on_with_all[:, view.s, n]),
    }


def _yes(answers: Bools) -> str:
    return "ja" if answers.all() else "usikkert" if answers.any() else "nei"


def _cell(found: Cooperation, values: Floats) -> float | str:
    low, high = found.interval(np.asarray(values))
    return phrases.cell((float(low), float(high)))
