"""Tables of kroner a year for each municipality under each sharing key."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.division import Division
from analysis.decision.participation.keys import Key
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.together import key_figures, key_words, stability
from analysis.report.chapters.words import capital
from analysis.report.elements import Element, Table
from analysis.report.numbers import about_kroner, signed
from analysis.report.view import View

_MOST_COLUMNS = 6


def shown_keys(view: View, found: Cooperation) -> list[Key]:
    """Keys that can be used on the whole group and have figures."""
    return [found.division.keys[k] for k in stability.usable(view, found.division)]


def table(view: View, alternative: str) -> list[Element]:
    """Kroner a year for each municipality under each key: municipalities across while they fit."""
    found = told.cooperation(view, alternative)
    codes = list(view.participation.members(found.group))
    keys = stability.usable(view, found.division)
    if len(codes) <= _MOST_COLUMNS:
        return [_by_key(view, alternative, codes, keys)]
    parts = -(-len(keys) // _MOST_COLUMNS)
    return [
        _by_municipality(view, alternative, codes, [int(k) for k in some])
        for some in np.array_split(keys, parts)
    ]


def _by_key(view: View, alternative: str, codes: list[str], keys: list[int]) -> Table:
    values, division = key_figures.yearly(view, alternative), _division(view, alternative)
    frame = pd.DataFrame(
        {
            "Nøkkel": [capital(key_words.key_name(division.keys[k])) for k in keys],
            **{
                view.names[code]: [told.cell(values[k, view.codes.index(code)]) for k in keys]
                for code in codes
            },
        },
        dtype=object,
    )
    return _amounts(view, alternative, frame, highlight=0)


def _by_municipality(view: View, alternative: str, codes: list[str], keys: list[int]) -> Table:
    values, division = key_figures.yearly(view, alternative), _division(view, alternative)
    frame = pd.DataFrame(
        {
            "Kommune": [view.names[code] for code in codes],
            **{
                capital(key_words.key_name(division.keys[k])): [
                    told.cell(values[k, view.codes.index(code)]) for code in codes
                ]
                for k in keys
            },
        },
        index=codes,
        dtype=object,
    )
    own = view.code if view.code in codes else None
    return _amounts(view, alternative, frame, highlight=own)


def _division(view: View, alternative: str) -> Division:
    return told.cooperation(view, alternative).division


def _amounts(view: View, alternative: str, frame: pd.DataFrame, highlight: object) -> Table:
    found = told.cooperation(view, alternative)
    note = [
        told.evenly(view),
        key_words.explained(shown_keys(view, found)),
        stability.left_out_keys(view, found),
        estimated(found),
        told.left_out(view, alternative),
    ]
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver kommune tjener eller taper med hver nøkkel, 1000 kr "
        "i året",
        formats=dict.fromkeys(frame.columns[1:], signed),
        source=told.sources(view, alternative),
        note=" ".join(filter(None, note)),
        highlight=highlight,
    )


def estimated(found: Cooperation) -> str:
    """How sure what each adds is, where not every group is worked out."""
    division = found.division
    if not division.orders.max():
        return ""
    error = 1.96 * float(division.error.max()) / division.annuity
    return (
        f"«Etter hva hver tilfører» er et anslag fra {division.orders.max()} rekkefølger. Det kan "
        f"bomme med {about_kroner(error)} i året."
    )
