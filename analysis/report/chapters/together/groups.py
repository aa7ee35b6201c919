"""Who goes together: what each alternative gives the groups, and what each group gains."""

from __future__ import annotations

from analysis.decision.participation import Outlook, fewest
from analysis.report.chapters.together import group_words, key_words
from analysis.report.language import hundredths
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Table
from analysis.report.view import View

_LONGEST = 64


def alternatives(view: View) -> Element:
    """What each alternative gives when all go together, and in the best group."""
    cooperations = view.cooperations
    if not cooperations:
        return group_words.nothing(view)
    front = group_words.chosen(view)

    def best(outlook: Outlook) -> float | str | None:
        group = outlook.best_group()
        return group_words.cell(outlook.total(group)) if group else None

    def best_in(outlook: Outlook) -> float | None:
        group = outlook.best_group()
        return None if group is None else outlook.best_in(group)

    return Table.of(
        cooperations,
        [
            Column("Alternativ", lambda one: group_words.label(view, one)),
            group_words.amount("Alle samlet (1000 kr)", lambda one: one.total(one.group)),
            Column("Beste gruppe", lambda one: _named(view, one, one.best_group())),
            Column("Den tjener (1000 kr)", best, signed),
            Column("Best uten tap", lambda one: _named(view, one, one.best_group(agreed=True))),
            Column("Best i (av 100)", best_in, hundredths),
            Column("En gruppe tjener i (av 100)", lambda one: one.some_group_pays_in, hundredths),
        ],
        "Hva kommunene tjener i året på hvert alternativ: alle sammen, og i den beste gruppen",
        source=group_words.sources(view, *cooperations),
        note=_note(view, *cooperations, closed=group_words.closed(view)),
        highlight=front.alternative if front else None,
    )


def _named(view: View, outlook: Outlook, group: int | None) -> str:
    if group is None:
        return group_words.DEPENDS
    return group_words.named_group(view, outlook, group) if group else "ingen"


def every_group(view: View, alternative: str = "") -> Element:
    """All groups by what they gain in all; of the alternative in front, or the one asked for."""
    outlook = group_words.chosen(view, alternative)
    if outlook is None:
        return group_words.nothing(view)
    groups = outlook.best_first(fewest(view.dataset.shared.alternative(outlook.alternative)))
    left = len(groups) - _LONGEST
    columns = [
        Column[int]("Gruppe", lambda group: capital(group_words.named_group(view, outlook, group))),
        group_words.amount("I alt (1000 kr)", outlook.total),
        Column("Tjener", lambda group: _some(view, outlook, group, outlook.winners(group))),
        Column("Taper", lambda group: _some(view, outlook, group, outlook.losers(group))),
        Column("Best i (av 100)", outlook.best_in, hundredths),
    ]
    if outlook.figures.runs_whole:
        columns.append(Column("Drives av", lambda group: _run_by(view, outlook, group)))
    return Table.of(
        groups[:_LONGEST],
        columns,
        f"{view.label(outlook.alternative)}: hva hver gruppe tjener i året, den beste først",
        source=group_words.sources(view, outlook.alternative),
        note=_note(
            view,
            outlook.alternative,
            closed=f"De {whole(left)} gruppene som gir minst, er ikke vist." if left > 0 else "",
        ),
    )


def _some(view: View, outlook: Outlook, group: int, codes: list[str]) -> str:
    return group_words.some_of(view, outlook.size(group), codes)


def _run_by(view: View, outlook: Outlook, group: int) -> str:
    return group_words.run_by(view, outlook.alternative, outlook.runs(group))


def _note(view: View, *shown: str, closed: str) -> str:
    told = [
        group_words.evenly(view),
        f"Det hver kommune tjener, er med {key_words.own_key(view)}.",
        group_words.counted_how(view),
        closed,
        *(group_words.left_out(view, alternative) for alternative in shown),
    ]
    return " ".join(filter(None, told))
