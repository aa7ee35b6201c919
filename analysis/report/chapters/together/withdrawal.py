"""What it means that somebody leaves a cooperation, or comes later than the others."""

from __future__ import annotations

from functools import partial

from analysis.decision.participation import Ends, Exit, Outlook
from analysis.report.chapters.together import group_words
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.numbers import NBSP, thousand
from analysis.report.language.words import count, yes_no_unsure
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_IN_ALL = " i dagens verdi"
_TODAY = "Beløp er i dagens verdi over resten av perioden, ikke i året."


def in_brief(view: View, outlook: Outlook) -> Stack:
    """What it means that we, or one of all, leave again; empty where nobody can in the period."""
    if not _can_leave(view, outlook):
        return Stack()
    ours = None if view.joint else outlook.exit_of(view.code)
    name = wording.named(view, outlook.alternative)
    if ours is None:
        finding = leaves_most(view, outlook) or f"Hva det betyr at noen går ut av {name}"
        return Stack(Heading(finding, 2), _table(view, outlook))
    does = group_words.then(ours.gain(view.code)[0], view.people, "kommunen", _IN_ALL)
    return Stack(
        Heading(f"Går {view.name} ut igjen av {name} {_notice(view)}, {does}", 2),
        Text(" ".join(filter(None, _own_text(view, outlook, ours)))),
    )


def table(view: View, alternative: str = "") -> Element:
    """What it costs if each leaves the alternative in front, or the one asked for."""
    outlook = group_words.chosen(view, alternative)
    if outlook is None or not _can_leave(view, outlook):
        return Text("Her kan ingen gå ut før perioden er over.")
    return _table(view, outlook)


def latecomers(view: View, alternative: str = "") -> Element:
    """What each must pay to come later than the others in the same alternative."""
    outlook = group_words.chosen(view, alternative)
    if outlook is None or not outlook.latecomers:
        return Text("Her kan ingen komme senere.")
    year = view.first_year + outlook.latecomers[0].years_later
    return Table.of(
        outlook.latecomers,
        [
            Column("Kommune", lambda one: view.names[one.code]),
            group_words.amount("Inngangspris", lambda one: one.price, thousand),
            group_words.amount("Egen gevinst", lambda one: one.gain),
            Column("Lønner det seg å komme", lambda one: yes_no_unsure(one.comes)),
        ],
        f"{view.label(outlook.alternative)}: én kommune kommer først med i {year}, 1000 kr",
        source=group_words.sources(view, outlook.alternative),
        note="Inngangsprisen er det som skal til for at de andre til sammen ikke taper på at "
        "kommunen kommer. Egen gevinst er før inngangsprisen, med utredningens nøkkel, og med "
        f"egen omstilling betalt. {_TODAY}",
    )


def leaves_most(view: View, outlook: Outlook) -> str:
    """What whoever leaves most with the others means for them; a plain clause, or empty."""
    gone = outlook.leaves_most(1)
    if gone is None:
        return ""
    name = wording.named(view, outlook.alternative)
    who = f"Går {group_words.names(view, gone.leavers)} ut av {name} {_notice(view)}"
    return f"{who}, {_others(view, gone)}"


def _can_leave(view: View, outlook: Outlook) -> bool:
    """Whether anybody has others to leave, and notice runs out before the period does."""
    years = view.dataset.settings.analyseperiode
    return any(min(gone.figures.last_years) < years for gone in outlook.exits)


def _notice(view: View) -> str:
    """The shortest notice in a sentence: «med ett års oppsigelse»."""
    return f"med {count(view.dataset.settings.uttreden.oppsigelsestid[0], 'n')} års oppsigelse"


def _others(view: View, gone: Exit) -> str:
    """What it means for all the others, with the verb first."""
    people = view.of_municipality("").people
    return group_words.then(_gain(gone.left()[0]), people, "de andre", _IN_ALL)


def _gain(cost: Ends) -> Ends:
    low, high = cost
    return -high, -low


def _own_text(view: View, outlook: Outlook, ours: Exit) -> list[str]:
    (low, high), *_ = ours.moving_out(view.code)
    out = [
        f"Å flytte ut koster {span(low, high)}, som er trukket fra." if low > 0.0 else "",
        f"Da {_others(view, ours)}. {_onwards(ours)}",
    ]
    payer = group_words.largest_payer(view, outlook)
    gone = outlook.exit_of(payer) if payer else None
    if gone is not None:
        does = group_words.then(_gain(gone.left(view.code)[0]), view.people, "vi", _IN_ALL)
        host = view.names.get(gone.figures.new_host)
        new = f", og {escape(host)} blir ny vert" if host else ""
        out.append(f"Går {escape(view.names[payer])} ut, {does}{new}.")
    return [*out, _late(view, outlook)]


def _onwards(gone: Exit) -> str:
    """Whether the rest go on, as a sentence."""
    if gone.figures.ends:
        return "Det er for få igjen, og samarbeidet opphører."
    if all(gone.goes_on):
        return "Det lønner seg for dem å fortsette."
    if gone.stops:
        anyway = ", men det gjør det også om ingen går" if gone.stops_anyway else ""
        return f"Det lønner seg i kroner for dem å gå ut også{anyway}."
    return (
        "Om det lønner seg for dem å fortsette, avhenger av oppsigelsestiden eller tall som "
        "mangler."
    )


def _late(view: View, outlook: Outlook) -> str:
    """What we must pay to come later than the others; empty where not worked out."""
    ours = next((one for one in outlook.latecomers if one.code == view.code), None)
    if ours is None:
        return ""
    start = f"Kommer vi først med i {view.first_year + ours.years_later}"
    if ours.price[1] < wording.small(view):
        return f"{start}, taper de andre lite eller ingenting på det."
    return f"{start}, må vi betale {span(*ours.price)} for at de andre ikke skal tape på det."


def _table(view: View, outlook: Outlook) -> Table:
    notices = [f"{years}{NBSP}år" for years in view.dataset.settings.uttreden.oppsigelsestid]
    left = [
        group_words.amount(f"Blir igjen, {notice}", partial(_left, n))
        for n, notice in enumerate(notices)
    ]
    given = view.first_year + view.dataset.settings.uttreden.varsel
    return Table.of(
        list(outlook.alone.values()),
        [
            Column[Exit]("Går ut", lambda gone: group_words.names(view, gone.leavers)),
            group_words.amount(
                f"Betaler, {notices[0]}", lambda gone: gone.paid(*gone.leavers)[0], thousand
            ),
            group_words.amount(
                f"Tjener på å gå, {notices[0]}", lambda gone: gone.gain(*gone.leavers)[0]
            ),
            *left,
            Column("De andre fortsetter", lambda gone: _goes_on(view, gone)),
        ],
        f"{view.label(outlook.alternative)}: hva det betyr at én går ut, 1000 kr",
        source=group_words.sources(view, outlook.alternative),
        note=f"Oppsigelsen er regnet fra {given}, med så lang oppsigelsestid som det står. Den "
        "som går, betaler sin del av felles kasse i oppsigelsestiden og for å flytte ut. «Blir "
        "igjen» er det de andre må betale mer; minus er mindre. De fortsetter når det koster "
        "mindre enn å flytte ut selv; «nei, uansett» er nei også om ingen går, og «avhenger» er av "
        "oppsigelsestiden eller tall som mangler. "
        f"{_TODAY} {group_words.left_out(view, outlook.alternative)}".rstrip(),
    )


def _left(notice: int, gone: Exit) -> Ends:
    return gone.left()[notice]


def _goes_on(view: View, gone: Exit) -> str:
    if gone.figures.ends:
        return "for få igjen"
    if gone.stops:
        return "nei, uansett" if gone.stops_anyway else "nei"
    host = view.names.get(gone.figures.new_host)
    on = "ja" if all(gone.goes_on) else "avhenger"
    return f"{on}, {host} ny vert" if host else on
