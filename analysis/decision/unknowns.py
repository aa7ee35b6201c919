"""What is not known: who has unknown cells, and which results cannot be computed at all."""

from __future__ import annotations

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.gates import Gate, Gates, complete_offers
from analysis.model import Bools

MONEY = ("netto_naaverdi", "engangskostnad")
STAFF = ("saarbarhet",)
SYSTEMS = ("systemharmonisering",)


def not_computable(dataset: Dataset, gates: Gates) -> dict[str, Bools]:
    """Where a computed criterion is missing whatever the unknown cells hold (R, A), joint row last.

    Nothing bounds the unknown for a municipality that has listed no applications, nor for
    anyone where nobody has given any budget, staff or number of users. An alternative with an
    unknown cost, or without a company to buy from, has no known price. Money is touched only
    for those who take part, and alternative 0 costs no more than itself.
    """
    sizes = dataset.municipalities
    unlisted = ~sizes.index.isin(dataset.applications["kommunenummer"])[:, None]
    no_staff = bool(dataset.told_staff[["årsverk", "personer"]].isna().all(axis=None))
    no_money = bool(dataset.budget["beløp"].isna().all() or sizes["ikt_brukere"].isna().all())
    inside, costing = gates.participants.T, np.array(gates.status.columns) != "0"
    unpriced = gates.status.loc[""].isin([Gate.UNKNOWN_COST, Gate.NO_COMPANY]).to_numpy(bool)
    offers = bool(complete_offers(dataset.offers).any())
    nobody_to_ask = np.array([a.selskap and not offers for a in dataset.shared.alternatives])
    missing = {
        **dict.fromkeys(MONEY, (unlisted | no_money | no_staff | unpriced) & inside & costing),
        **dict.fromkeys(STAFF, no_staff | (nobody_to_ask & inside)),
        **dict.fromkeys(SYSTEMS, unlisted | np.zeros_like(inside)),
    }
    return {name: np.vstack([own, own.any(axis=0)]) for name, own in missing.items()}
