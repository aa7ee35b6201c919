"""What happens when somebody leaves a cooperation, or comes later than the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from analysis.dataset.definitions import MOVING_OUT
from analysis.decision.participation import Ends, Exit, Outlook
from analysis.report.chapters.together import group_words, late_entry
from analysis.report.findings import wording
from analysis.report.language import in_words, plain, span
from analysis.report.language.numbers import signed, thousand
from analysis.report.language.words import count, listed, yes_no_unsure
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """What it costs if each of the municipalities leaves the alternative in front."""
    every = [view.cooperation(alternative) for alternative in group_words.front(view)]
    front = [outlook for outlook in every if _can_leave(view, outlook)]
    if not front:
        return Stack()
    return Stack(
        Heading(_finding(view, front[0]), 2),
        _rest_table(view, front[0]),
        Text(_text(view, front[0])),
        _leaver_table(view, front[0]),
        *late_entry.section(view, front[0]),
    )


def in_brief(view: View, outlook: Outlook) -> Stack:
    """What it means that we, or one of all, leave again; empty where nobody can in the period."""
    if not _can_leave(view, outlook):
        return Stack()
    ours = None if view.joint else outlook.exit_of(view.code)
    if ours is not None:
        return Stack(Heading(_own_finding(view, ours), 2), Text(_own_text(view, outlook, ours)))
    return Stack(
        Heading(_finding(view, outlook), 2),
        _rest_table(view, outlook),
        Text(_text(view, outlook)),
    )


def _can_leave(view: View, outlook: Outlook) -> bool:
    """Whether anybody has others to leave, and notice runs out before the period does."""
    years = view.dataset.settings.analyseperiode
    return any(min(gone.figures.last_years) < years for gone in outlook.exits)


# Words on notice and moving out ----------------------------------------------------------------


def notices(view: View) -> list[str]:
    """Years of notice in words: «1 år»."""
    return [f"{number} år" for number in view.dataset.settings.uttreden.oppsigelsestid]


def _with_notice(view: View, places: Sequence[int] = (0,)) -> str:
    """The shortest, or some, of the notices in a sentence: «ett og to års oppsigelse»."""
    years = view.dataset.settings.uttreden.oppsigelsestid
    return f"{listed([count(years[n], 'n') for n in places])} års oppsigelse"


def _given(view: View) -> str:
    """When notice is given."""
    return f"Oppsigelsen er regnet fra {view.first_year + view.dataset.settings.uttreden.varsel}."


def moving_out(view: View) -> str:
    """What moving out is set to, as a sentence of plain text."""
    assumption = view.dataset.shared.assumptions[MOVING_OUT]
    if isinstance(assumption.anslag, str):
        return "Hva det koster å flytte ut, er ikke tallfestet."
    low, _, high = assumption.anslag.points
    return (
        f"Å flytte ut er satt til {in_words(assumption, assumption.value(view.scenario))} av det "
        f"omstillingen inn kostet (antatt mellom {plain(assumption, low)} og "
        f"{plain(assumption, high)}, {MOVING_OUT})."
    )


# One municipality ------------------------------------------------------------------------------


def _own_finding(view: View, ours: Exit) -> str:
    name, gains = wording.named(view, ours.within.alternative), ours.gain(view.code)
    low, high = min(g[0] for g in gains), max(g[1] for g in gains)
    if low > wording.small(view):
        return f"{view.name} kan gå ut igjen av {name} uten å tape på det"
    if high < -wording.small(view):
        return f"Det koster {view.name} penger å gå ut igjen av {name}"
    return f"Hva det betyr om {view.name} går ut igjen av {name}"


def largest_payer(view: View, outlook: Outlook) -> str:
    """Whoever else pays most into the common account under the analysis' own key, or nobody."""
    if not outlook.has_account:
        return ""
    return next((code for code in outlook.largest_payers if code != view.code), "")


def _largest_gone(view: View, outlook: Outlook) -> Exit | None:
    payer = largest_payer(view, outlook)
    return outlook.exit_of(payer) if payer else None


def _own_text(view: View, outlook: Outlook, ours: Exit) -> str:
    notice = _with_notice(view)
    (leaves, *_), (moving, *_), (left, *_) = (
        ours.gain(view.code),
        ours.moving_out(view.code),
        ours.left(),
    )
    does = group_words.then(leaves, view.people, "vi", " i dagens verdi")
    cost = f" Å flytte ut koster {span(*moving)} av dette." if moving[0] > 0.0 else ""
    others = f"Da {_what_rest_do(view, ours)}."
    if left[0] >= wording.small(view):
        others = f"De andre sitter igjen med {span(*left)}, og d{others[1:]}"
    out = [f"Går vi ut med {notice}, {does}.{cost} {others}"]
    gone = _largest_gone(view, outlook)
    if gone is not None:
        name = escape(group_words.names(view, gone.leavers))
        out.append(f"Går {name} ut, {_what_it_costs_us(view, gone)}{_new_host(view, gone)}.")
    return " ".join(filter(None, [*out, late_entry.own_price(view, outlook)]))


def _what_it_costs_us(view: View, gone: Exit) -> str:
    low, high = gone.left(view.code)[0]
    little = wording.small(view)
    if np.isnan(low):
        return "kan vår del ikke regnes ut før tallene våre er på plass"
    if max(abs(low), abs(high)) < little:
        return "betyr det lite for oss"
    if high <= 0:
        return f"sparer vi {span(-high, -low)} med {_with_notice(view)}"
    if low >= 0:
        return f"må vi betale {span(low, high)} mer med {_with_notice(view)}"
    return "avhenger det av tall som mangler om vi må betale mer"


def _new_host(view: View, gone: Exit) -> str:
    host = view.names.get(gone.figures.new_host)
    return f", og {escape(host)} blir ny vert" if host else ""


def _what_rest_do(view: View, gone: Exit, rest: str = "de andre") -> str:
    """Whether the rest go on, as a clause with the verb first."""
    if gone.figures.ends:
        return "er det for få igjen, og samarbeidet opphører"
    if all(gone.goes_on):
        return f"lønner det seg for {rest} å fortsette"
    if gone.stops_anyway:
        return (
            f"lønner det seg i kroner for {rest} å gå ut også, men det gjør det også om ingen går"
        )
    if gone.stops:
        return f"lønner det seg i kroner for {rest} å gå ut også"
    if None not in gone.goes_on:
        on = _with_notice(view, [n for n, answer in enumerate(gone.goes_on) if answer])
        return f"lønner det seg for {rest} å fortsette bare med {on}"
    return f"avhenger det av tall som mangler om det lønner seg for {rest} å fortsette"


# All together ----------------------------------------------------------------------------------


def in_short(view: View, outlook: Outlook) -> str:
    """What the worst that may happen is when one or two leave, in two sentences of plain text."""
    one, two = (_leaves_most(view, outlook, number) for number in (1, 2))
    if not outlook.exits:
        return ""
    if one is None:
        return "De andre sitter ikke igjen med ekstra kostnader om én går ut."
    out = [f"{_left_by(view, one)}: {_onwards(one)}."]
    if two is not None:
        out.append(f"{_left_by(view, two)}.")
    return " ".join(out)


def _leaves_most(view: View, outlook: Outlook, number: int) -> Exit | None:
    """The one, or so many together, who leave most with the others, where it is worth telling."""
    most = outlook.leaves_most(number)
    return most if most and most.left()[0][0] >= wording.small(view) else None


def _left_by(view: View, gone: Exit) -> str:
    """What those who leave at the shortest notice leave with the others, as a plain clause."""
    amount, who = span(*gone.left()[0]), group_words.names(view, gone.leavers)
    if len(gone.leavers) > 1:
        return (
            f"Går {count(len(gone.leavers))} samtidig, blir mest igjen etter {who}: {amount} i "
            "dagens verdi"
        )
    return f"Går {who} ut med {_with_notice(view)}, blir {amount} i dagens verdi igjen hos de andre"


def _onwards(gone: Exit) -> str:
    """What the rest do, after a colon."""
    if gone.figures.ends:
        return "det er for få igjen, og samarbeidet opphører"
    if gone.stops_anyway:
        return "det lønner seg for dem å flytte ut, men det gjør det også om ingen går"
    if gone.stops:
        return "da lønner det seg for dem å flytte ut også"
    if all(gone.goes_on):
        return "det lønner seg for dem å fortsette"
    return "om det lønner seg å fortsette, avhenger av oppsigelsestiden eller tall som mangler"


def _finding(view: View, outlook: Outlook) -> str:
    name, most = wording.named(view, outlook.alternative), _leaves_most(view, outlook, 1)
    if most is None:
        return f"De andre sitter ikke igjen med ekstra kostnader om én går ut av {name}"
    who = group_words.names(view, most.leavers)
    return (
        f"Går {who} ut av {name} med {_with_notice(view)}, blir {span(*most.left()[0])} i dagens "
        "verdi igjen hos de andre"
    )


def _rest_table(view: View, outlook: Outlook) -> Table:
    return Table.of(
        list(outlook.alone.values()),
        [
            Column[Exit]("Går ut", lambda gone: group_words.names(view, gone.leavers), width=1.8),
            *_each_notice(view, "Blir igjen", Exit.left, signed, 2.55),
            Column("De andre fortsetter", lambda gone: _goes_on(view, gone), width=1.7),
            Column(
                "De andre fortsetter også om ingen går",
                lambda gone: _by_notice(view, gone.goes_on_with_all),
                width=1.6,
            ),
            group_words.amount(
                "De andre uten den fra starten", lambda gone: gone.rest_alone, width=3.1
            ),
        ],
        f"{view.label(outlook.alternative)}: hva som blir igjen hos de andre når én går ut, "
        "1000 kr",
        source=group_words.sources(view, outlook.alternative),
        note=f"{_given(view)} Minus er lavere utgift. {group_words.TODAY} «Uten den fra "
        "starten» er hva de andre tjener over hele perioden om de går sammen uten den. "
        f"{group_words.left_out(view, outlook.alternative)}".strip(),
    )


def _each_notice(
    view: View,
    head: str,
    ends: Callable[[Exit], list[Ends]],
    form: group_words.Form,
    width: float,
) -> list[Column[Exit]]:
    """A column for each notice."""
    return [
        group_words.amount(f"{head}, {notice}", partial(_at, ends, n), form, width)
        for n, notice in enumerate(notices(view))
    ]


def _at(ends: Callable[[Exit], list[Ends]], n: int, gone: Exit) -> Ends:
    return ends(gone)[n]


def _goes_on(view: View, gone: Exit) -> str:
    if gone.figures.ends:
        return "for få igjen"
    on, host = _by_notice(view, gone.goes_on), view.names.get(gone.figures.new_host)
    return f"{on}, {host} ny vert" if host and all(gone.goes_on) else on


def _by_notice(view: View, answers: list[bool | None]) -> str:
    """One answer for all notices, or those there is a yes with."""
    if len(set(answers)) == 1:
        return yes_no_unsure(answers[0])
    some = [notice for notice, yes in zip(notices(view), answers, strict=True) if yes]
    return f"ja med {listed(some)}" if some else yes_no_unsure(None)


def _leaver_table(view: View, outlook: Outlook) -> Table:
    return Table.of(
        list(outlook.alone.values()),
        [
            Column[Exit]("Går ut", lambda gone: group_words.names(view, gone.leavers), width=1.9),
            *_each_notice(view, "Betaler", lambda gone: gone.paid(*gone.leavers), thousand, 2.25),
            *_each_notice(
                view, "Tjener på å gå", lambda gone: gone.gain(*gone.leavers), signed, 2.65
            ),
        ],
        f"{view.label(outlook.alternative)}: hva det betyr for den som går, 1000 kr",
        source=group_words.sources(view, outlook.alternative),
        note="Den som går, betaler sin del av felles kasse i oppsigelsestiden og for å flytte ut. "
        f"{moving_out(view)} Minus er tap.",
    )


def _text(view: View, outlook: Outlook) -> str:
    alone = outlook.alone
    anyway = [code for code, gone in alone.items() if gone.stops_anyway]
    stops = [code for code, gone in alone.items() if gone.stops and code not in anyway]
    out = ["De andre fortsetter når det koster mindre enn å flytte ut selv. Bare kroner teller."]
    if stops:
        who = escape(group_words.names(view, stops, "eller"))
        out.append(f"Går {who} ut, lønner det seg for de andre å gå ut også.")
    if anyway:
        every = len(anyway) == len(alone)
        who = "noen" if every else escape(group_words.names(view, anyway, "eller"))
        out.append(
            f"Går {who} ut, lønner det seg i kroner for de andre å gå ut også, men det gjør det "
            "også om ingen går: det er samarbeidet som koster, ikke at noen går."
        )
    if any(gone.figures.ends for gone in alone.values()):
        out.append("Er det for få igjen, opphører samarbeidet.")
    two = _leaves_most(view, outlook, 2)
    if two is not None:
        out.append(escape(f"{_left_by(view, two)}."))
    return " ".join(out)
