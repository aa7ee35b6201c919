"""Gates: what rules an alternative out before anything is scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative, Shared
from analysis.model import Bools, unknown_costs


class Gate(StrEnum):
    """Why an alternative is not ranked for a municipality; ``OPEN`` where it is."""

    OPEN = ""
    MANDATE = "utenfor mandat"
    PARTNERS = "for få deltakere"
    UNKNOWN_COST = "ukjent kostnad"
    NO_COMPANY = "ingen selskap er kartlagt"
    NO_FORM = "ingen rettsform"


@dataclass(frozen=True)
class Gates:
    """Mandates and what follows from them.

    Attributes
    ----------
    mandate : DataFrame
        ja, nei or avklares by municipality (rows) and alternative (columns).
    participants : ndarray of bool (A, M)
        Who takes part in each alternative.
    status : DataFrame
        ``Gate`` by municipality and alternative, the row "" for all together.
    unknown : dict of str to tuple of str
        Unknown cost assumptions of each alternative.
    """

    mandate: pd.DataFrame
    participants: Bools
    status: pd.DataFrame
    unknown: dict[str, tuple[str, ...]]

    @cached_property
    def why(self) -> dict[str, dict[str, str]]:
        """``status`` as plain text, by municipality and alternative."""
        rows = zip(self.status.index, self.status.to_numpy(), strict=True)
        return {
            code: dict(zip(self.status.columns, map(str, row), strict=True)) for code, row in rows
        }


def open_gates(
    mandate: pd.DataFrame, codes: Sequence[str], shared: Shared, companies: pd.DataFrame
) -> Gates:
    """Decide who takes part in what, and which alternatives can be ranked for whom.

    A municipality whose mandate says nei is outside the alternative and not among its
    participants; no row means avklares, which keeps the door open.

    Parameters
    ----------
    mandate : DataFrame
        Columns kommunenummer, alternativ, tillatt.
    codes : sequence of str
        Kommunenummer in order.
    shared : Shared
        Alternatives and assumptions.
    companies : DataFrame
        Existing companies, empty where none is mapped.
    """
    ids = [alternative.id for alternative in shared.alternatives]
    table = pd.DataFrame("avklares", index=list(codes), columns=ids)
    for code, alternative, answer in mandate[["kommunenummer", "alternativ", "tillatt"]].to_numpy():
        if answer and alternative in table:
            table.loc[code, alternative] = answer
    table["0"] = "ja"
    participants = (table != "nei").to_numpy().T
    unknown: dict[str, tuple[str, ...]] = {a.id: _unknown(a, shared) for a in shared.alternatives}
    status = pd.DataFrame("", index=[*codes, ""], columns=ids, dtype=object)
    for alternative, inside in zip(shared.alternatives, participants, strict=True):
        common = _common_gate(
            alternative, int(inside.sum()), bool(unknown[alternative.id]), companies
        )
        status[alternative.id] = common
        status.loc[np.array(codes)[~inside].tolist(), alternative.id] = Gate.MANDATE
    return Gates(table, participants, status, unknown)


def _unknown(alternative: Alternative, shared: Shared) -> tuple[str, ...]:
    used = [
        *alternative.tiltak.assumption_ids(),
        *alternative.form_assumptions(shared.assumptions),
    ]
    if alternative.tiltak.ressurser or alternative.tiltak.bestillerfunksjon:
        used.append("lonn_per_arsverk")
    return unknown_costs(shared.assumptions, used)


def complete_offers(companies: pd.DataFrame) -> pd.Series:
    """Which companies have given both prices: an unknown entry price is not a free entry."""
    return companies[["pris_per_bruker", "inngangspris"]].notna().all(axis=1)


def _common_gate(
    alternative: Alternative, participants: int, unknown: bool, companies: pd.DataFrame
) -> Gate:
    if participants < (2 if alternative.needs_partners else 1):
        return Gate.PARTNERS
    if unknown:
        return Gate.UNKNOWN_COST
    if alternative.selskap and companies["pris_per_bruker"].notna().sum() == 0:
        return Gate.NO_COMPANY
    if alternative.selskap and not complete_offers(companies).any():
        return Gate.UNKNOWN_COST
    if alternative.id not in ("0", "0+") and not alternative.rettsformer:
        return Gate.NO_FORM
    return Gate.OPEN
