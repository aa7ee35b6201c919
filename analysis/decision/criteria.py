"""Criterion values: what the model computes and what the working group has judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import FUNCTIONS
from analysis.model import (
    Bools,
    Draws,
    Floats,
    Outcome,
    Region,
    Setting,
    common_share,
    days_without_staff,
    sized,
)


def judged_values(
    judged: Mapping[tuple[str, str, str], float],
    codes: Sequence[str],
    alternatives: Sequence[str],
    criterion: str,
) -> Floats:
    """Judged effect against alternative 0 (municipalities, alternatives), NaN where missing.

    A municipality's own judgement goes before the common one; alternative 0 is 0 by definition.

    Parameters
    ----------
    judged : mapping of tuple to float
        By criterion, alternative and kommunenummer ("" for all), as from `judgements_by_place`.
    codes, alternatives : sequence of str
    criterion : str
    """
    common = [0.0 if a == "0" else judged.get((criterion, a, ""), np.nan) for a in alternatives]
    return np.array(
        [
            [
                judged.get((criterion, a, code), usual)
                for a, usual in zip(alternatives, common, strict=True)
            ]
            for code in codes
        ]
    )


def judgements_by_place(judgements: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    """Effect (NaN where missing) by criterion, alternative and kommunenummer ("" for all)."""
    names = ("kriterium", "alternativ", "kommunenummer")
    places = zip(*(judgements[name].tolist() for name in names), strict=True)
    return dict(zip(places, judgements["omfang"].astype(float).tolist(), strict=True))


# Leaders are in no pool, and are not counted among those who keep a service going.
COUNTED = tuple(f for f, name in enumerate(FUNCTIONS) if name != "ledelse")


def staff(
    region: Region, alternative: Alternative, setting: Setting, draws: Draws
) -> tuple[Floats, Floats]:
    """Persons, and person-years, who can be asked in each function that is counted (D, M, F).

    Pooled functions count everyone in them among the participants; with a company the company's
    persons, taken as full-time, replace the municipality's own. New common posts are spread evenly
    over the pooled functions, and a common duty scheme is one more who can be called on in the
    functions it covers.
    """
    shape = (len(draws["fravaer"]), *region.staff_persons.shape)
    persons, fte = (
        np.broadcast_to(own, shape).copy() for own in (region.staff_persons, region.staff_fte)
    )
    inside, use = setting.participants, alternative.tiltak
    pooled = [FUNCTIONS.index(name) for name in alternative.funksjoner]
    if inside.sum() < (2 if alternative.needs_partners else 1):
        return persons[..., COUNTED], fte[..., COUNTED]
    for column in pooled:
        if setting.company is not None:
            persons[:, inside, column] = fte[:, inside, column] = setting.company.persons[column]
        else:
            for known, own in ((persons, region.staff_persons), (fte, region.staff_fte)):
                known[:, inside, column] = own[inside, column].sum()
    if use.ressurser:
        size = float(region.users @ inside) / 1000.0
        posts = sized(draws, use.ressurser.stillinger, size)[:, :, 0] / max(1, len(pooled))
        for column in pooled:
            persons[:, inside, column] += posts
            fte[:, inside, column] += posts
        for name in alternative.vaktfunksjoner:
            persons[:, inside, FUNCTIONS.index(name)] += 1.0
    return persons[..., COUNTED], fte[..., COUNTED]


def vulnerability(persons: Floats, draws: Draws) -> Floats:
    """Computed days a year without anyone in each function, of persons (D, M, F)."""
    return days_without_staff(persons, draws["fravaer"], draws["arbeidsdager"])


def harmonisation(
    region: Region, outcome: Outcome, today: Floats, participants: Bools, draws: Draws
) -> Floats:
    """Share of licence cost in common systems (D, M); today's share for those outside."""
    with_alternative = common_share(region, outcome.matches, draws)
    return np.where(participants, np.maximum(with_alternative, today), today)
