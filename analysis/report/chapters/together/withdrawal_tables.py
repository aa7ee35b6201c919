"""Leaving in detail for the working group: each notice, what it comes of, and any who leave."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from analysis.decision.participation import Ends, Exit, Outlook, withdrawal_of
from analysis.report.chapters.together import group_words
from analysis.report.chapters.together.withdrawal import moving_out, notices
from analysis.report.language.numbers import signed, thousand, whole
from analysis.report.language.words import count, yes_no_unsure
from analysis.report.press import Column, Element, Stack, Table, Text, escape
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
_TOO_FEW = "Det er for få med til at noen kan gå ut."
# Those who leave, and the place of the notice.
_Case = tuple[Exit, int]


def each_notice(view: View, alternative: str = "") -> Stack:
    """What it comes of, and what the rest gain over the whole period, for each notice."""
    parts: list[Element] = []
    for chosen in group_words.chosen(view, alternative):
        outlook = view.cooperation(chosen)
        cases = [(gone, n) for gone in _of_size(outlook, 1) for n in range(len(notices(view)))]
        if cases:
            parts.append(_causes_table(view, outlook, cases))
    return Stack(*(parts or [Text(_TOO_FEW)]))


def pairs(view: View, alternative: str = "") -> Stack:
    """The same when two leave at the shortest notice, and what it is for them."""
    parts: list[Element] = []
    for chosen in group_words.chosen(view, alternative):
        outlook = view.cooperation(chosen)
        cases = [(gone, 0) for gone in _of_size(outlook, 2)]
        if cases:
            parts += _both_tables(view, outlook, cases)
    return Stack(*(parts or [Text(_TOO_FEW)]))


def several(view: View, *codes: str, alternative: str = "") -> Stack:
    """What it means that any of the municipalities leave together, for each notice.

    Where nobody is named by kommunenummer, it is those who pay most.
    """
    parts: list[Element] = []
    for chosen in group_words.chosen(view, alternative):
        outlook = view.cooperation(chosen)
        try:
            who = codes or _largest_payers(outlook)
            gone = Exit(outlook, withdrawal_of(view.dataset, view.evaluation, chosen, who))
        except ValueError as trouble:
            parts.append(Text(escape(f"{trouble}.")))
            continue
        parts += _both_tables(view, outlook, [(gone, n) for n in range(len(notices(view)))])
    return Stack(*(parts or [Text(_TOO_FEW)]))


def _of_size(outlook: Outlook, number: int) -> list[Exit]:
    return [gone for gone in outlook.exits if len(gone.leavers) == number]


def _largest_payers(outlook: Outlook) -> list[str]:
    """Those who pay most into the common account, leaving two who may go on."""
    return outlook.largest_payers[: max(1, min(_MOST_PAYERS, outlook.size() - 2))]


def _both_tables(view: View, outlook: Outlook, cases: list[_Case]) -> list[Element]:
    return [_causes_table(view, outlook, cases), _leavers_table(view, outlook, cases)]


def _causes_table(view: View, outlook: Outlook, cases: list[_Case]) -> Table:
    return Table.of(
        cases[:_LONGEST],
        [
            Column("Går ut", lambda case: _label(view, *case)),
            *(_amount(head, partial(Exit.cause, name=name)) for name, head in _CAUSES.items()),
            _amount("I alt", Exit.left),
            _amount("De andre over hele perioden", lambda gone: gone.rest_gain),
        ],
        f"{view.label(outlook.alternative)}: hva kostnadene som blir igjen når {_number(cases)} "
        "går ut, kommer av, 1000 kr",
        source=group_words.sources(view, outlook.alternative),
        note=f"Raden viser kortest oppsigelse først. {group_words.TODAY} «De andre over hele "
        f"perioden» er mot alternativ 0. {_cut(cases)}".strip(),
    )


def _leavers_table(view: View, outlook: Outlook, cases: list[_Case]) -> Table:
    return Table.of(
        cases[:_LONGEST],
        [
            Column("Går ut", lambda case: _label(view, *case), width=2.8),
            _amount("De som går, betaler i den tiden", Exit.paid_in_notice, thousand, 2.3),
            _amount("… og for å flytte ut", Exit.moving_out, thousand, 2.0),
            _amount("De tjener på å gå", Exit.gain, width=2.4),
            _amount("Blir igjen hos de andre", Exit.left, width=2.4),
            Column("De andre fortsetter", lambda case: _goes_on(*case), width=1.8),
            Column(
                "De andre fortsetter også om ingen går",
                lambda case: yes_no_unsure(case[0].goes_on_with_all[case[1]]),
                width=1.4,
            ),
        ],
        f"{view.label(outlook.alternative)}: hva det betyr for dem som går, når {_number(cases)} "
        "går ut, 1000 kr",
        source=group_words.sources(view, outlook.alternative),
        note=f"{moving_out(view)} {group_words.TODAY} {_cut(cases)}".strip(),
    )


def _amount(
    head: str,
    by_notice: Callable[[Exit], list[Ends]],
    form: group_words.Form = signed,
    width: float | None = None,
) -> Column[_Case]:
    return group_words.amount(head, lambda case: by_notice(case[0])[case[1]], form, width)


def _goes_on(gone: Exit, n: int) -> str:
    return "for få igjen" if gone.figures.ends else yes_no_unsure(gone.goes_on[n])


def _number(cases: list[_Case]) -> str:
    return count(len(cases[0][0].leavers))


def _cut(cases: list[_Case]) -> str:
    left = len(cases) - _LONGEST
    return f"{whole(left)} rader til står i uttreden.csv." if left > 0 else ""


def _label(view: View, gone: Exit, n: int) -> str:
    return f"{group_words.names(view, gone.leavers)}, {notices(view)[n]}"
