"""What is left with the others when one municipality leaves, and what a late comer pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.withdrawal import Withdrawal
from analysis.report import wording
from analysis.report.chapters.together import coming_late
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.together import withdrawal_words as gone_words
from analysis.report.chapters.words import listed
from analysis.report.elements import Heading, Stack, Table, Text, escape
from analysis.report.numbers import signed, thousand
from analysis.report.view import View


def section(view: View, alternative: str) -> Stack:
    """What each would leave with the others, and what each would pay to come late."""
    found = told.cooperation(view, alternative)
    return Stack(
        Heading(_finding(view, alternative), 2),
        _table(view, alternative),
        Text(_text(view, found)),
        *coming_late.section(view, alternative),
    )


def _alone(view: View, found: Cooperation) -> dict[str, Withdrawal]:
    """What it does when each leaves alone, by kommunenummer."""
    each = {
        c: gone_words.withdrawal(view, found, c) for c in view.participation.members(found.group)
    }
    return {code: one for code, one in each.items() if one is not None}


def _finding(view: View, alternative: str) -> str:
    found, name = told.cooperation(view, alternative), wording.named(view, alternative)
    left = {
        c: gone_words.in_all(view, found, w.rest_extra)[0] for c, w in _alone(view, found).items()
    }
    most = max(left, key=lambda code: left[code][0])
    if left[most][0] < wording.small(view):
        return f"De andre sitter ikke igjen med ekstra kostnader om én går ut av {name}"
    return (
        f"Går {view.names[most]} ut av {name}, blir {told.amount(*left[most])} igjen hos de andre"
    )


def _table(view: View, alternative: str) -> Table:
    found = told.cooperation(view, alternative)
    rows = {c: _row(view, found, c, w) for c, w in _alone(view, found).items()}
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    some = len(gone_words.notices(view))
    return Table(
        frame,
        f"{view.label(alternative)}: hva som blir igjen hos de andre når én går ut, 1000 kr",
        formats=dict.fromkeys(frame.columns[1:-1], signed) | {frame.columns[some + 1]: thousand},
        source=told.sources(view, alternative),
        note=f"{gone_words.given(view)} Den som går, betaler sin del av felles kasse i "
        "oppsigelsestiden og for å flytte ut. Minus er lavere utgift. "
        f"{told.TODAY} {told.left_out(view, alternative)}".strip(),
        highlight=view.code if view.code in rows else None,
        widths=[2.0, *[2.7] * some, 2.7, 2.6, 2.0],
    )


def _row(view: View, found: Cooperation, code: str, gone: Withdrawal) -> dict[str, object]:
    extra = gone_words.in_all(view, found, gone.rest_extra)
    paid = gone_words.of_one(view, found, gone.notice_payment + gone.moving_out, code)
    row: dict[str, object] = {"Går ut": view.names[code]}
    for n, (notice, ends) in enumerate(zip(gone_words.notices(view), extra, strict=True)):
        head = f"Blir igjen hos de andre, {notice}" if n == 0 else notice
        row[head] = told.cell(ends)
    low, high = min(p[0] for p in paid), max(p[1] for p in paid)
    gains = gone_words.of_one(view, found, gone.leaver_gain, code)
    gain = min(g[0] for g in gains), max(g[1] for g in gains)
    row["Den som går, betaler"] = told.cell((low, high), thousand)
    row["og tjener på å gå"] = told.cell(gain)
    row["De andre fortsetter"] = _answer(view, gone)
    return row


def _answer(view: View, gone: Withdrawal) -> str:
    answers = gone.goes_on[:, view.s]
    if gone.ends:
        return "for få igjen"
    if answers.all():
        host = view.names.get(gone.new_host)
        return f"ja, {host} ny vert" if host else "ja"
    if not answers.any():
        return "nei"
    on = [gone_words.notices(view)[n] for n in np.flatnonzero(answers.all(axis=0))]
    return f"ja med {listed(on)}" if on else "usikkert"


def _text(view: View, found: Cooperation) -> str:
    alone = _alone(view, found)
    stops = [c for c, w in alone.items() if not w.ends and not w.goes_on[:, view.s].any()]
    ends = [c for c, w in alone.items() if w.ends]
    out = [
        "De andre fortsetter når det koster mindre enn å flytte ut selv. Det er et annet spørsmål "
        "enn om de ville gått sammen fra starten."
    ]
    if len(stops) == len(alone):
        out.append("Her lønner det seg for de andre å gå ut også, hvem som enn går først.")
    elif stops:
        who = escape(told.names(view, stops, "eller"))
        out.append(f"Går {who} ut, lønner det seg for de andre å gå ut også.")
    if ends:
        out.append("Er det for få igjen, opphører samarbeidet.")
    return " ".join(out)
