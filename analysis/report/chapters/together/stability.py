"""Under which keys somebody would rather go than stay, and who."""

from __future__ import annotations

import pandas as pd

from analysis.decision.participation import Cooperation
from analysis.report.chapters.together import (
    how_often,
    key_names,
    phrases,
    stable_keys,
    who_pays,
)
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_SAVED = "Spart ved å gå (1000 kr i året)"


def chapter(view: View, alternative: str = "") -> Stack:
    """Under which keys somebody would rather go, in those in front or the one asked for."""
    parts: list[Element] = []
    for chosen in phrases.chosen(view, alternative):
        found = phrases.cooperation(view, chosen)
        # The table follows its heading, so that they stand on one page.
        parts.append(Heading(who_pays.holding(view, chosen), 2))
        if phrases.has_account(view, found):
            parts.append(_table(view, chosen))
        parts.append(Text(_text(view, found)))
    return Stack(*(parts or [Text("Ingen nøkler kan prøves.")]))


def _text(view: View, found: Cooperation) -> str:
    mine = escape(stable_keys.in_words(view, found, 0))
    if not phrases.has_account(view, found):
        return f"Det er ingen felles kostnader å fordele. {mine}"
    which = f"{escape(stable_keys.which_keys(view, found))}{key_names.CORE_MARK}"
    if not found.division.stable[view.s, stable_keys.usable(view, found.division)].all():
        which += f" Med {key_names.own_key(view)} er svaret:"
    return f"{which} {mine}{key_names.CORE_NOTE}"


def _table(view: View, alternative: str) -> Table:
    found = phrases.cooperation(view, alternative)
    keys = stable_keys.usable(view, found.division)
    frame = pd.DataFrame([_row(view, found, k) for k in keys], dtype=object)
    note = [
        key_names.explained(found.division.keys[k] for k in keys),
        stable_keys.left_out_keys(view, found),
        phrases.left_out(view, alternative),
    ]
    widths = [3.0, 3.2, 3.6, 3.2, 3.0, 1.8]
    return Table(
        frame,
        f"{view.label(alternative)}: hvem som tjener og taper, og hvem som heller ville gått",
        formats={_SAVED: signed},
        source=phrases.sources(view, alternative),
        note=" ".join(filter(None, note)),
        highlight=0,
        widths=widths[: len(frame.columns)],
    )


def _row(view: View, found: Cooperation, k: int) -> dict[str, object]:
    division, exit_ = found.division, stable_keys.leaving(view, found, k)
    sides = {}
    for head, hit in (("Tjener", division.winners), ("Taper", division.losers)):
        codes = [c for c, side in zip(view.codes, hit[view.s, k], strict=True) if side]
        sides[head] = phrases.some_of(view, found.group, codes)
    who = stable_keys.named(view, found, exit_.group) if exit_.group > 0 else "ingen"
    row: dict[str, object] = {
        "Nøkkel": capital(key_names.key_name(division.keys[k])),
        **sides,
        "Ville heller gått": phrases.DEPENDS if exit_.unsure else who,
        _SAVED: phrases.cell(exit_.gain) if exit_.group > 0 else None,
    }
    if found.chances is not None:
        row["Holder i (av 100)"] = how_often.share_cell(found.chances, found.chances.stable[k])
    return row
