"""Figures of a withdrawal for one municipality or all, and notices in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.dataset.definitions import MOVING_OUT
from analysis.decision.participation import Cooperation, Withdrawal
from analysis.model import Floats
from analysis.report.chapters.together import phrases
from analysis.report.findings import wording
from analysis.report.language import in_words, plain
from analysis.report.language.words import count, listed
from analysis.report.view import View


def withdrawal(view: View, found: Cooperation, *codes: str) -> Withdrawal | None:
    """What it does when these leave, None where it is not worked out."""
    leavers = view.participation.group(*codes)
    return next((w for w in found.withdrawals if w.leavers == leavers), None)


def of_one(view: View, found: Cooperation, values: Floats, code: str) -> list[phrases.Ends]:
    """What falls on one municipality for each notice, 1000 kr; NaN where its cells decide."""
    known = found.known_interval(values[:, view.s])[:, view.codes.index(code)]
    return [(float(low), float(high)) for low, high in known]


def in_all(view: View, found: Cooperation, values: Floats) -> list[phrases.Ends]:
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


def stops(view: View, gone: Withdrawal) -> bool:
    """Whether it pays for the rest to move out too, whatever the notice and unknown cells."""
    return not gone.ends and not gone.goes_on[:, view.s].any()


def stops_anyway(view: View, gone: Withdrawal) -> bool:
    """Whether that was so before anybody had left."""
    return stops(view, gone) and not gone.goes_on_with_all[:, view.s].any()


def most_left(view: View, found: Cooperation, number: int) -> Withdrawal | None:
    """The one, or so many together, who leave most with the others at the shortest notice."""
    left = [
        (low, gone)
        for gone in found.withdrawals
        if gone.leavers.bit_count() == number
        and not np.isnan(low := in_all(view, found, gone.rest_extra)[0][0])
    ]
    low, most = max(left, key=lambda pair: pair[0], default=(0.0, None))
    return most if low >= wording.small(view) else None


def left_by(view: View, found: Cooperation, gone: Withdrawal) -> str:
    """What those who leave at the shortest notice leave with the others, as a plain clause."""
    amount = f"{phrases.amount(*in_all(view, found, gone.rest_extra)[0])} i dagens verdi"
    who = phrases.names(view, view.participation.members(gone.leavers))
    if gone.leavers.bit_count() > 1:
        return (
            f"Går {count(gone.leavers.bit_count())} samtidig, blir mest igjen etter {who}: {amount}"
        )
    return f"Går {who} ut med {with_notice(view, [0])}, blir {amount} igjen hos de andre"
