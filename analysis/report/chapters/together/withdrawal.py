"""What it means if somebody leaves a cooperation, or comes later than the others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation import Cooperation, Withdrawal
from analysis.report.chapters.together import (
    exits,
    late_entry,
    phrases,
    stayers,
)
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, thousand
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_LEFT = "dem som er igjen,"
_ELSEWHERE = (
    "De andre alternativene står i fellesrapportens vedlegg «Hvem betaler hva i hvert alternativ»."
)


def chapter(view: View) -> Stack:
    """What it costs if we, or each of the municipalities, leave the alternatives in front."""
    front = [a for a in phrases.front(view) if _can_leave(view, phrases.cooperation(view, a))]
    if view.joint:
        return stayers.section(view, front[0]) if front else Stack()
    ours = [a for a in front if phrases.inside(view, phrases.cooperation(view, a), view.code)]
    return _own(view, ours[0], ours[1:]) if ours else Stack()


def _can_leave(view: View, found: Cooperation) -> bool:
    """Whether anybody has others to leave, and notice runs out before the period does."""
    years = view.dataset.settings.analyseperiode
    return any(min(one.last_years) < years for one in found.withdrawals)


# One municipality ------------------------------------------------------------------------------


def _own(view: View, alternative: str, others: list[str]) -> Stack:
    ours = _our_leaving(view, alternative)
    if ours is None:
        return Stack()
    told_of = [_own_text(view, alternative, ours), *(_briefly(view, a) for a in others)]
    if len(view.participation.cooperations) > 1 + len(others):
        told_of.append(_ELSEWHERE)
    return Stack(
        Heading(_own_finding(view, alternative, ours), 2),
        _own_table(view, alternative, ours),
        Text(" ".join(filter(None, told_of))),
    )


def _our_leaving(view: View, alternative: str) -> Withdrawal | None:
    return exits.withdrawal(view, phrases.cooperation(view, alternative), view.code)


def _briefly(view: View, alternative: str) -> str:
    """What it means that we leave another alternative in front, as a sentence of Markdown."""
    found, ours = phrases.cooperation(view, alternative), _our_leaving(view, alternative)
    if ours is None:
        return ""
    gain = exits.of_one(view, found, ours.leaver_gain, view.code)[0]
    does = phrases.then(gain, view.people, "vi", " i dagens verdi")
    text = f"Går vi ut av {view.phrase(alternative)} med {exits.with_notice(view, [0])}, {does}"
    left = exits.in_all(view, found, ours.rest_extra)[0]
    if left[0] >= wording.small(view):
        text += f", og {phrases.amount(*left)} blir igjen hos de andre"
    return f"{text}."


def _own_finding(view: View, alternative: str, ours: Withdrawal) -> str:
    found, name = phrases.cooperation(view, alternative), wording.named(view, alternative)
    gains = exits.of_one(view, found, ours.leaver_gain, view.code)
    low, high = min(g[0] for g in gains), max(g[1] for g in gains)
    if low > wording.small(view):
        return f"{view.name} kan gå ut igjen av {name} uten å tape på det"
    if high < -wording.small(view):
        return f"Det koster {view.name} penger å gå ut igjen av {name}"
    return f"Hva det betyr om {view.name} går ut igjen av {name}"


def largest_payer(view: View, found: Cooperation) -> str:
    """Whoever else pays most into the common account under the analysis' own key, or nobody."""
    paid = found.division.payment[:, view.s, 0].mean(axis=0)
    others = [c for c in view.participation.members(found.group) if c != view.code]
    if not others or not phrases.has_account(view, found):
        return ""
    return max(others, key=lambda code: float(paid[view.codes.index(code)]))


def _own_table(view: View, alternative: str, ours: Withdrawal) -> Table:
    found = phrases.cooperation(view, alternative)
    payer = largest_payer(view, found)
    gone = exits.withdrawal(view, found, payer) if payer else None
    columns: dict[str, list[object]] = {
        "Oppsigelse": [
            f"{notice}, ut {view.first_year + year}"
            for notice, year in zip(exits.notices(view), ours.last_years, strict=True)
        ],
        "Vi betaler i den tiden": _cells(
            exits.of_one(view, found, ours.notice_payment, view.code), thousand
        ),
        "Vi betaler for å flytte": _cells(
            exits.of_one(view, found, ours.moving_out, view.code), thousand
        ),
        "Vi tjener på å gå": _cells(exits.of_one(view, found, ours.leaver_gain, view.code)),
        "De andre betaler mer": _cells(exits.in_all(view, found, ours.rest_extra)),
    }
    if gone is not None:
        head = f"Går {view.names[payer]}, betaler vi mer"
        columns[head] = _cells(exits.of_one(view, found, gone.rest_extra, view.code))
    frame = pd.DataFrame(columns, dtype=object)
    paid = dict.fromkeys(frame.columns[1:3], thousand)
    return Table(
        frame,
        f"{view.label(alternative)}: hva det betyr at noen går ut igjen, 1000 kr",
        formats=paid | dict.fromkeys(frame.columns[3:], signed),
        source=phrases.sources(view, alternative),
        note=f"{exits.given(view)} {exits.moving_out(view)} {phrases.TODAY} Minus er tap "
        "eller lavere utgift.",
        widths=[2.9, 2.6, 2.6, 2.7, 2.7, 2.9][: len(frame.columns)],
    )


def _cells(ends: list[phrases.Ends], form: phrases.Form = signed) -> list[object]:
    return [phrases.cell(pair, form) for pair in ends]


def _own_text(view: View, alternative: str, ours: Withdrawal) -> str:
    found = phrases.cooperation(view, alternative)
    out = [f"Går vi ut, {_what_rest_do(view, ours)}."]
    payer = largest_payer(view, found)
    gone = exits.withdrawal(view, found, payer) if payer else None
    if gone is not None:
        name = escape(view.names[payer])
        cost = f"{_what_it_costs_us(view, found, gone)}{_new_host(view, gone)}"
        out.append(f"{name} betaler mest av de andre. Går {name} ut, {cost}.")
        out.append(f"Da {_what_rest_do(view, gone, _LEFT)}.")
    return " ".join(filter(None, [*out, late_entry.own_price(view, found)]))


def _what_it_costs_us(view: View, found: Cooperation, gone: Withdrawal) -> str:
    extra = exits.of_one(view, found, gone.rest_extra, view.code)[0]
    if np.isnan(extra[0]):
        return "kan vår del ikke regnes ut før tallene våre er på plass"
    low, high = extra
    little = wording.small(view)
    if max(abs(low), abs(high)) < little:
        return "betyr det lite for oss"
    if high <= 0:
        return f"sparer vi {phrases.amount(-high, -low)} med {exits.with_notice(view, [0])}"
    if low >= 0:
        return f"må vi betale {phrases.amount(low, high)} mer med {exits.with_notice(view, [0])}"
    return "avhenger det av tall som mangler om vi må betale mer"


def _new_host(view: View, gone: Withdrawal) -> str:
    host = view.names.get(gone.new_host)
    return f", og {escape(host)} blir ny vert" if host else ""


def _what_rest_do(view: View, gone: Withdrawal, rest: str = "de andre") -> str:
    """Whether the rest go on, as a clause with the verb first."""
    if gone.ends:
        return "er det for få igjen, og samarbeidet opphører"
    answers = gone.goes_on[:, view.s]
    if answers.all():
        return f"lønner det seg for {rest} å fortsette"
    if exits.stops_anyway(view, gone):
        return (
            f"lønner det seg i kroner for {rest} å gå ut også, men det gjør det også om ingen går"
        )
    if exits.stops(view, gone):
        return f"lønner det seg i kroner for {rest} å gå ut også"
    if (answers.all(axis=0) | ~answers.any(axis=0)).all():
        on = exits.with_notice(view, np.flatnonzero(answers.all(axis=0)).tolist())
        return f"lønner det seg for {rest} å fortsette bare med {on}"
    return f"avhenger det av tall som mangler om det lønner seg for {rest} å fortsette"
