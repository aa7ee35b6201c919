"""What one who comes later than the others must pay."""

from __future__ import annotations

from analysis.decision.participation import KRONE, Ends, Latecomer, Outlook
from analysis.report.chapters.together import group_words
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.numbers import about_kroner, signed, thousand
from analysis.report.language.words import yes_no_unsure
from analysis.report.press import Column, Element, Heading, Table
from analysis.report.view import View


def own_price(view: View, outlook: Outlook) -> str:
    """What we must pay to come later than the others, as a sentence; empty where not worked out."""
    ours = next((one for one in outlook.latecomers if one.code == view.code), None)
    if ours is None:
        return ""
    start = f"Kommer vi først med i {view.first_year + ours.years_later}"
    if ours.price[1] < wording.small(view):
        return f"{start}, taper de andre {_little(ours.price)} på det."
    return (
        f"{start}, må vi betale {_price(view, ours.price)} for at de andre ikke skal tape på det."
    )


def _little(price: Ends) -> str:
    """What others lose who lose less than is told as an amount."""
    return "lite eller ingenting" if price[1] > KRONE else "ikke"


def _price(view: View, price: Ends) -> str:
    low, high = price
    return span(low, high) if low >= wording.small(view) else f"inntil {about_kroner(high)}"


def section(view: View, outlook: Outlook) -> list[Element]:
    """What each municipality must pay to come later than the others."""
    latecomers = outlook.latecomers
    if not latecomers:
        return []
    year = view.first_year + latecomers[0].years_later
    columns = [
        Column[Latecomer]("Kommune", lambda one: view.names[one.code], width=2.2),
        group_words.amount(
            "De andre tjener på at den kommer", lambda one: one.others_gain, signed, 3.2
        ),
        group_words.amount("Inngangspris", lambda one: one.price, thousand, 2.6),
        group_words.amount("Egen gevinst", lambda one: one.gain, signed, 3.2),
        group_words.amount(
            "Hadde betalt av oppstarten", lambda one: one.start_share, thousand, 2.4
        ),
        Column("Lønner det seg å komme", lambda one: yes_no_unsure(one.comes), width=2.3),
    ]
    return [
        Heading(_finding(view, outlook), 2),
        Table.of(
            latecomers,
            columns,
            f"{view.label(outlook.alternative)}: én kommune kommer først med i {year}, 1000 kr",
            source=group_words.sources(view, outlook.alternative),
            note="Inngangsprisen er det som skal til for at de andre til sammen ikke taper på at "
            "kommunen kommer. Den kommer med full virkning og betaler sin egen omstilling. Egen "
            f"gevinst er før inngangsprisen, med utredningens nøkkel. {group_words.TODAY}",
        ),
    ]


def _finding(view: View, outlook: Outlook) -> str:
    name = wording.named(view, outlook.alternative)
    most = max(outlook.latecomers, key=lambda one: one.price[1])
    if most.price[1] < wording.small(view):
        return f"De andre taper {_little(most.price)} på at noen kommer senere med i {name}"
    return f"Å komme senere med i {name} koster {view.names[most.code]} {_price(view, most.price)}"
