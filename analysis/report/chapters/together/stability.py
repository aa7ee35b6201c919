"""Under which keys somebody would rather go than stay, and who."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.decision.participation import Outlook, Settlement
from analysis.model import Floats
from analysis.report.chapters.together import group_words, how_often, key_words
from analysis.report.findings import wording
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_SAVED = "Spart ved å gå (1000 kr i året)"


def chapter(view: View, alternative: str = "") -> Stack:
    """Under which keys somebody would rather go, in those in front or the one asked for."""
    parts: list[Element] = []
    for chosen in group_words.chosen(view, alternative):
        outlook = view.cooperation(chosen)
        # The table follows its heading, so that they stand on one page.
        parts.append(Heading(_finding(view, outlook), 2))
        if outlook.has_account:
            parts.append(_table(view, outlook))
        parts.append(Text(_text(view, outlook)))
    return Stack(*(parts or [Text("Ingen nøkler kan prøves.")]))


def _finding(view: View, outlook: Outlook) -> str:
    """Which keys keep the whole group together."""
    name, keys = wording.named(view, outlook.alternative), outlook.usable
    if not outlook.has_account:
        return f"Nøkkelen har ingenting å si i {name}"
    if outlook.loses:
        return how_often.by_strength(
            f"Ingen nøkkel får alle til å tjene på {name}",
            1.0 - outlook.pays_in(outlook.group),
            f"Tallene avgjør ikke om noen nøkkel kan få alle til å tjene på {name}",
        )
    stable = [key for key in keys if key.stable]
    unclear = f"Tallene avgjør ikke om nøklene holder gruppen sammen i {name}"
    if len(stable) == len(keys):
        finding, share = "Alle nøklene holder gruppen sammen", _held_in(stable, np.nanmin)
    elif not stable:
        finding = f"Ingen av nøklene holder {key_words.surely(outlook)}gruppen sammen"
        share = 1.0 - _held_in(keys, np.nanmax)
    else:
        one = f"«{key_words.key_name(stable[0].key)}» holder"
        finding = f"{one if len(stable) == 1 else 'Noen nøkler holder'} gruppen sammen"
        share = _held_in(stable, np.nanmax)
    return how_often.by_strength(f"{finding} i {name}", share, unclear)


def _held_in(keys: Sequence[Settlement], end: Callable[[Floats], float]) -> float:
    """The least or largest share in which those keys keep the group together."""
    shares = np.array([key.holds_in for key in keys])
    return np.nan if np.isnan(shares).all() else float(end(shares))


def _text(view: View, outlook: Outlook) -> str:
    mine = escape(key_words.who_would_go(view, outlook.keys[0]))
    if not outlook.has_account:
        return f"Det er ingen felles kostnader å fordele. {mine}"
    which = f"{escape(key_words.which_hold(outlook))}{key_words.CORE_MARK}"
    if not all(key.stable for key in outlook.usable):
        which += f" Med {key_words.own_key(view)} er svaret:"
    return f"{which} {mine}{key_words.CORE_NOTE}"


def _table(view: View, outlook: Outlook) -> Table:
    frame = pd.DataFrame([_row(view, key) for key in outlook.usable], dtype=object)
    note = [
        key_words.explained(key.key for key in outlook.usable),
        key_words.without_figures(outlook),
        group_words.left_out(view, outlook.alternative),
    ]
    widths = [3.0, 3.2, 3.6, 3.2, 3.0, 1.8]
    return Table(
        frame,
        f"{view.label(outlook.alternative)}: hvem som tjener og taper, og hvem som heller ville "
        "gått",
        formats={_SAVED: signed},
        source=group_words.sources(view, outlook.alternative),
        note=" ".join(filter(None, note)),
        highlight=0,
        widths=widths[: len(frame.columns)],
    )


def _row(view: View, key: Settlement) -> dict[str, object]:
    outlook, rather = key.within, key.rather
    who = key_words.part_of_group(view, outlook, rather.group) if rather.group else "ingen"
    row: dict[str, object] = {
        "Nøkkel": capital(key_words.key_name(key.key)),
        "Tjener": group_words.some_of(view, outlook.size(), key.winners),
        "Taper": group_words.some_of(view, outlook.size(), key.losers),
        "Ville heller gått": group_words.DEPENDS if rather.unsure else who,
        _SAVED: group_words.cell(rather.gain) if rather.group else None,
    }
    if outlook.figures.chances is not None:
        row["Holder i (av 100)"] = how_often.share_cell(key.holds_in)
    return row
