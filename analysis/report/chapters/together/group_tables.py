"""Every group in an alternative, what each municipality brings the others, and who runs it."""

from __future__ import annotations

import pandas as pd

from analysis.decision.participation import Outlook, fewest
from analysis.report.chapters.together import group_words, how_often, key_words
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital
from analysis.report.press import Stack, Table, Text
from analysis.report.view import View

_LONGEST = 64


def every_group(view: View, alternative: str = "") -> Stack:
    """All groups by what they gain in all; those in front, or the alternative asked for."""
    tables = [
        _group_table(view, view.cooperation(chosen))
        for chosen in group_words.chosen(view, alternative)
    ]
    return Stack(*tables) if tables else Stack(Text("Her kan ingen grupper regnes ut."))


def _group_table(view: View, outlook: Outlook) -> Table:
    alternative = outlook.alternative
    groups = outlook.best_first(fewest(view.dataset.shared.alternative(alternative)))
    rows = [_group_row(view, outlook, group) for group in groups[:_LONGEST]]
    frame = pd.DataFrame(rows, dtype=object)
    money = [column for column in frame.columns if "1000 kr" in column]
    left = len(groups) - len(rows)
    notes = [
        group_words.evenly(view),
        key_words.by_own_key(view),
        how_often.counted_how(view),
        group_words.left_out(view, alternative),
        f"De {whole(left)} gruppene som gir minst, er ikke vist." if left else "",
    ]
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver gruppe tjener i året, den beste først",
        formats=dict.fromkeys(money, signed),
        source=group_words.sources(view, alternative),
        note=" ".join(filter(None, notes)),
    )


def _group_row(view: View, outlook: Outlook, group: int) -> dict[str, object]:
    row: dict[str, object] = {
        "Gruppe": capital(group_words.named_group(view, outlook, group)),
        "I alt (1000 kr)": group_words.cell(outlook.total(group)),
    }
    size = outlook.size(group)
    row["Tjener"] = group_words.some_of(view, size, outlook.winners(group))
    row["Taper"] = group_words.some_of(view, size, outlook.losers(group))
    if runs := outlook.runs(group):
        row["Drives av"] = group_words.run_by(view, outlook.alternative, runs)
    if outlook.figures.chances is not None:
        share = outlook.best_in(group)
        row["Best i (av 100)"] = how_often.share_cell(share)
    return row
