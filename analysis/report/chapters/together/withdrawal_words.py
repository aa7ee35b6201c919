"""Figures of a withdrawal for one municipality or all, and notices in words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.withdrawal import Withdrawal
from analysis.model.region import Floats
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.words import count, listed
from analysis.report.view import View


def withdrawal(view: View, found: Cooperation, *codes: str) -> Withdrawal | None:
    """What it does when these leave, None where it is not worked out."""
    leavers = view.participation.group(*codes)
    return next((w for w in found.withdrawals if w.leavers == leavers), None)


def of_one(view: View, found: Cooperation, values: Floats, code: str) -> list[told.Ends]:
    """What falls on one municipality for each notice, 1000 kr; NaN where its cells decide."""
    known = found.known_interval(values[:, view.s])[:, view.codes.index(code)]
    return [(float(low), float(high)) for low, high in known]


def in_all(view: View, found: Cooperation, values: Floats) -> list[told.Ends]:
    """What falls on all of them for each notice, 1000 kr."""
    known = found.interval(values[:, view.s].sum(axis=-1))
    return [(float(low), float(high)) for low, high in known]


def notices(view: View) -> list[str]:
    """Years of notice in words: «1 år»."""
    return [f"{number} år" for number in view.dataset.settings.uttreden.oppsigelsestid]


def with_notice(view: View, places: Sequence[int]) -> str:
    """Some of the notices in a sentence: «ett og to års oppsigelse»."""
    years = view.dataset.settings.uttreden.oppsigelsestid
    return f"{listed([count(years[n], 'n') for n in places])} års oppsigelse"


def given(view: View) -> str:
    """When notice is given, as a clause."""
    return f"Oppsigelsen er regnet fra {view.first_year + view.dataset.settings.uttreden.varsel}."
