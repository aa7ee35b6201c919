"""What is left with the others when one municipality leaves, and what a late comer pays."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation import Cooperation, Withdrawal
from analysis.report.chapters.together import exits, late_entry, phrases
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, thousand
from analysis.report.language.words import listed
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View


def section(view: View, alternative: str) -> Stack:
    """What each would leave with the others, and what each would pay to come late."""
    found = phrases.cooperation(view, alternative)
    return Stack(
        Heading(_finding(view, alternative), 2),
        _rest_table(view, alternative),
        Text(_text(view, found)),
        _leaver_table(view, alternative),
        *late_entry.section(view, alternative),
    )


def in_short(view: View, alternative: str) -> str:
    """What the worst that may happen is when one or two leave, in two sentences of plain text."""
    found = phrases.cooperation(view, alternative)
    one, two = (exits.most_left(view, found, number) for number in (1, 2))
    if not found.withdrawals:
        return ""
    if one is None:
        return "De andre sitter ikke igjen med ekstra kostnader om én går ut."
    out = [f"{exits.left_by(view, found, one)}: {_onwards(view, one)}."]
    if two is not None:
        out.append(f"{exits.left_by(view, found, two)}.")
    return " ".join(out)


def _onwards(view: View, gone: Withdrawal) -> str:
    """What the rest do, after a colon."""
    if gone.ends:
        return "det er for få igjen, og samarbeidet opphører"
    if exits.stops_anyway(view, gone):
        return "det lønner seg for dem å flytte ut, men det gjør det også om ingen går"
    if exits.stops(view, gone):
        return "da lønner det seg for dem å flytte ut også"
    if gone.goes_on[:, view.s].all():
        return "det lønner seg for dem å fortsette"
    return "om det lønner seg å fortsette, avhenger av oppsigelsestiden eller tall som mangler"


def _alone(view: View, found: Cooperation) -> dict[str, Withdrawal]:
    """What it does when each leaves alone, by kommunenummer."""
    each = {c: exits.withdrawal(view, found, c) for c in view.participation.members(found.group)}
    return {code: one for code, one in each.items() if one is not None}


def _finding(view: View, alternative: str) -> str:
    found, name = phrases.cooperation(view, alternative), wording.named(view, alternative)
    most = exits.most_left(view, found, 1)
    if most is None:
        return f"De andre sitter ikke igjen med ekstra kostnader om én går ut av {name}"
    left = phrases.amount(*exits.in_all(view, found, most.rest_extra)[0])
    who = view.names[view.participation.members(most.leavers)[0]]
    return (
        f"Går {who} ut av {name} med {exits.with_notice(view, [0])}, blir {left} i dagens "
        "verdi igjen hos de andre"
    )


def _rest_table(view: View, alternative: str) -> Table:
    found = phrases.cooperation(view, alternative)
    rows = {c: _rest_row(view, found, w) for c, w in _alone(view, found).items()}
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    return Table(
        frame,
        f"{view.label(alternative)}: hva som blir igjen hos de andre når én går ut, 1000 kr",
        formats=dict.fromkeys([*frame.columns[1:-3], frame.columns[-1]], signed),
        source=phrases.sources(view, alternative),
        note=f"{exits.given(view)} Minus er lavere utgift. {phrases.TODAY} «Uten den fra "
        "starten» er hva de andre tjener over hele perioden om de går sammen uten den. "
        f"{phrases.left_out(view, alternative)}".strip(),
        highlight=view.code if view.code in rows else None,
        widths=[1.8, *[2.55] * (len(frame.columns) - 4), 1.7, 1.6, 3.1],
    )


def _rest_row(view: View, found: Cooperation, gone: Withdrawal) -> dict[str, object]:
    row: dict[str, object] = {"Går ut": _who(view, gone)}
    extra = exits.in_all(view, found, gone.rest_extra)
    for notice, ends in zip(exits.notices(view), extra, strict=True):
        row[f"Blir igjen, {notice}"] = phrases.cell(ends)
    row["De andre fortsetter"] = _answer(view, gone, gone.goes_on)
    row["De andre fortsetter også om ingen går"] = _answer(
        view, gone, gone.goes_on_with_all, before=True
    )
    low, high = found.interval(gone.rest_alone[:, view.s])
    row["De andre uten den fra starten"] = phrases.cell((float(low), float(high)))
    return row


def _who(view: View, gone: Withdrawal) -> str:
    return phrases.names(view, view.participation.members(gone.leavers))


def _answer(view: View, gone: Withdrawal, on: np.ndarray, *, before: bool = False) -> str:
    answers = on[:, view.s]
    if gone.ends and not before:
        return "for få igjen"
    if answers.all():
        host = "" if before else view.names.get(gone.new_host)
        return f"ja, {host} ny vert" if host else "ja"
    if not answers.any():
        return "nei"
    some = [exits.notices(view)[n] for n in np.flatnonzero(answers.all(axis=0))]
    return f"ja med {listed(some)}" if some else "usikkert"


def _leaver_table(view: View, alternative: str) -> Table:
    found = phrases.cooperation(view, alternative)
    rows = {c: _leaver_row(view, found, c, w) for c, w in _alone(view, found).items()}
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    heads = list(frame.columns[1:])
    paid = heads[: len(heads) // 2]
    return Table(
        frame,
        f"{view.label(alternative)}: hva det betyr for den som går, 1000 kr",
        formats=dict.fromkeys(heads, signed) | dict.fromkeys(paid, thousand),
        source=wording.same_as_above(view),
        note="Den som går, betaler sin del av felles kasse i oppsigelsestiden og for å flytte ut. "
        f"{exits.moving_out(view)} Minus er tap.",
        highlight=view.code if view.code in rows else None,
        widths=[1.9, *[2.25] * len(paid), *[2.65] * len(paid)],
    )


def _leaver_row(view: View, found: Cooperation, code: str, gone: Withdrawal) -> dict[str, object]:
    row: dict[str, object] = {"Går ut": view.names[code]}
    paid = exits.of_one(view, found, gone.notice_payment + gone.moving_out, code)
    gains = exits.of_one(view, found, gone.leaver_gain, code)
    for notice, ends in zip(exits.notices(view), paid, strict=True):
        row[f"Betaler, {notice}"] = phrases.cell(ends, thousand)
    for notice, ends in zip(exits.notices(view), gains, strict=True):
        row[f"Tjener på å gå, {notice}"] = phrases.cell(ends)
    return row


def _text(view: View, found: Cooperation) -> str:
    alone = _alone(view, found)
    anyway = [c for c, w in alone.items() if exits.stops_anyway(view, w)]
    stops = [c for c, w in alone.items() if exits.stops(view, w) and c not in anyway]
    out = ["De andre fortsetter når det koster mindre enn å flytte ut selv. Bare kroner teller."]
    if stops:
        who = escape(phrases.names(view, stops, "eller"))
        out.append(f"Går {who} ut, lønner det seg for de andre å gå ut også.")
    if anyway:
        every = len(anyway) == len(alone)
        who = "noen" if every else escape(phrases.names(view, anyway, "eller"))
        out.append(
            f"Går {who} ut, lønner det seg i kroner for de andre å gå ut også, men det gjør det "
            "også om ingen går: det er samarbeidet som koster, ikke at noen går."
        )
    if any(w.ends for w in alone.values()):
        out.append("Er det for få igjen, opphører samarbeidet.")
    two = exits.most_left(view, found, 2)
    if two is not None:
        out.append(escape(f"{exits.left_by(view, found, two)}."))
    return " ".join(out)
