"""What one who comes later than the others must pay."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation import KRONE, Cooperation, Joining
from analysis.model import Floats
from analysis.report.chapters.together import phrases
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed, thousand
from analysis.report.press import Element, Heading, Table
from analysis.report.view import View


def own_price(view: View, found: Cooperation) -> str:
    """What we must pay to come later than the others, as a sentence; empty where not worked out."""
    ours = [one for one in found.joinings if one.joiner == 1 << view.r]
    if not ours:
        return ""
    year = view.first_year + ours[0].last_year + 1
    price = found.interval(ours[0].entry_price)[view.s]
    if price[1] < wording.small(view):
        return f"Kommer vi først med i {year}, taper de andre {_little(price)} på det."
    return (
        f"Kommer vi først med i {year}, må vi betale {_price(view, price)} for at de andre ikke "
        "skal tape på det."
    )


def _little(price: Floats) -> str:
    """What others lose who lose less than is told as an amount."""
    return "lite eller ingenting" if float(price[1]) > KRONE else "ikke"


def _price(view: View, price: Floats) -> str:
    low, high = float(price[0]), float(price[1])
    if low < wording.small(view):
        return f"inntil {about_kroner(high)}"
    return phrases.amount(low, high)


def section(view: View, alternative: str) -> list[Element]:
    """What each municipality must pay to come later than the others."""
    found = phrases.cooperation(view, alternative)
    if not found.joinings:
        return []
    rows = [_row(view, found, one) for one in found.joinings]
    frame = pd.DataFrame(rows, index=[one.joiner for one in found.joinings], dtype=object)
    year = view.first_year + found.joinings[0].last_year + 1
    return [
        Heading(_finding(view, alternative), 2),
        Table(
            frame,
            f"{view.label(alternative)}: én kommune kommer først med i {year}, 1000 kr",
            formats={
                frame.columns[1]: signed,
                frame.columns[2]: thousand,
                frame.columns[3]: signed,
                frame.columns[4]: thousand,
            },
            source=phrases.sources(view, alternative),
            note="Inngangsprisen er det som skal til for at de andre til sammen ikke taper på at "
            "kommunen kommer. Den kommer med full virkning og betaler sin egen omstilling. Egen "
            f"gevinst er før inngangsprisen, med utredningens nøkkel. {phrases.TODAY}",
            widths=[2.2, 3.2, 2.6, 3.2, 2.4, 2.3],
        ),
    ]


def _finding(view: View, alternative: str) -> str:
    found, name = phrases.cooperation(view, alternative), wording.named(view, alternative)
    price = {one.joiner: found.interval(one.entry_price)[view.s] for one in found.joinings}
    most = max(price, key=lambda joiner: float(price[joiner][1]))
    if price[most][1] < wording.small(view):
        return f"De andre taper {_little(price[most])} på at noen kommer senere med i {name}"
    code = view.participation.members(most)[0]
    return f"Å komme senere med i {name} koster {view.names[code]} {_price(view, price[most])}"


def _row(view: View, found: Cooperation, one: Joining) -> dict[str, object]:
    code = view.participation.members(one.joiner)[0]
    own = {
        name: _one(view, found, values, code)
        for name, values in (("gain", one.gain), ("start", one.start_share))
    }
    others, price = (found.interval(v)[view.s] for v in (0.0 - one.others_extra, one.entry_price))
    comes = one.comes[:, view.s]
    answer = "ja" if comes.all() else "nei" if not comes.any() else "usikkert"
    return {
        "Kommune": view.names[code],
        "De andre tjener på at den kommer": phrases.cell(others),
        "Inngangspris": phrases.cell(price, thousand),
        "Egen gevinst": phrases.cell(own["gain"]),
        "Hadde betalt av oppstarten": phrases.cell(own["start"], thousand),
        "Lønner det seg å komme": answer,
    }


def _one(view: View, found: Cooperation, values: Floats, code: str) -> phrases.Ends:
    """One municipality's own figure, NaN where its own unknown cells decide it."""
    low, high = (float(end) for end in found.interval(values)[view.s])
    hidden = found.unknown[view.codes.index(code)] and not np.isclose(low, high, atol=1e-9)
    return phrases.UNKNOWN if hidden else (low, high)
