"""Under which keys somebody would rather go than stay, and who."""

from __future__ import annotations

from analysis.decision.participation import Settlement
from analysis.report.chapters.together import group_words, key_words
from analysis.report.language import hundredths
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Table
from analysis.report.view import View


def table(view: View, alternative: str = "") -> Element:
    """Who would rather go under each key; in the alternative in front, or the one asked for."""
    outlook = group_words.chosen(view, alternative)
    if outlook is None:
        return group_words.nothing(view)

    def some(codes: list[str]) -> str:
        return group_words.some_of(view, outlook.size(), codes)

    def goes(key: Settlement) -> str:
        rather = key.rather
        if rather.group:
            return group_words.named_group(view, outlook, rather.group)
        return "ingen" if rather.stays else group_words.DEPENDS if rather.unsure else "mangler"

    def saved(key: Settlement) -> float | str | None:
        return group_words.cell(key.rather.gain) if key.rather.group else None

    told = [
        key_words.explained(view, (key.key for key in outlook.usable)),
        key_words.cannot_be_used(outlook),
        group_words.left_out(view, outlook.alternative),
    ]
    rows = {key.place: key for key in outlook.usable}
    return Table.of(
        rows,
        [
            Column("Nøkkel", lambda key: capital(key_words.key_name(key.key))),
            Column("Tjener", lambda key: some(key.winners)),
            Column("Taper", lambda key: some(key.losers)),
            Column("Ville heller gått", goes),
            Column("Tjener på å gå (1000 kr i året)", saved, signed),
            Column("Holder i (av 100)", lambda key: key.holds_in, hundredths),
        ],
        f"{view.label(outlook.alternative)}: hvem som tjener og taper, og hvem som heller ville "
        "gått",
        source=group_words.sources(view, outlook.alternative),
        note=" ".join(filter(None, told)),
        highlight=0 if 0 in rows else None,
    )
