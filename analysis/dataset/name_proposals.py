"""Names that may be the same system in spite of their spelling: proposals, never decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

from analysis.dataset.parse import SOURCE

PROPOSAL_COLUMNS = (
    "fagområde",
    "skrivemåte",
    "system",
    "leverandør",
    "likhet",
    "kommuner_skrivemåte",
    "kommuner_system",
    "kilder",
)
# What says how a vendor is organised says nothing about who it is.
_COMPANY_FORMS = {"as", "asa", "ab", "sa", "ltd", "inc", "norge", "norway"}
_NO_TYPE = ("", "annet")
_DIGITS = re.compile(r"\d+")


def propose_system_names(
    applications: pd.DataFrame, names: pd.DataFrame, similarity: float
) -> pd.DataFrame:
    """Pairs of names that may be the same system, most alike first.

    Two names are compared where they share fagområde or systemtype and have no different
    systemtyper or version numbers. The likeness is that of their words in any order (0–100); the
    vendor's name does not count where both have the same vendor. A pair of names that
    ``systemnavn`` has already decided on is left out.

    Parameters
    ----------
    applications : DataFrame
        With the aliases applied.
    names : DataFrame
        ``systemnavn``.
    similarity : float
        The least likeness, 0–100.

    Returns
    -------
    DataFrame
        Columns ``PROPOSAL_COLUMNS``; ``system`` is the name most municipalities use.
    """
    systems = _systems(applications)
    settled = {name.casefold() for name in names["skrivemåte"]} if len(names) else set()
    rows = [
        (
            sorted(used.areas & other.areas or used.areas | other.areas)[0],
            other.name,
            used.name,
            used.vendor,
            likeness,
            other.municipalities,
            used.municipalities,
            f"{other.sources}; {used.sources}",
        )
        for used, other, likeness in _pairs(systems, similarity)
        if not {used.name.casefold(), other.name.casefold()} <= settled
    ]
    frame = pd.DataFrame(rows, columns=list(PROPOSAL_COLUMNS))
    order = ["likhet", "fagområde", "system", "skrivemåte"]
    return frame.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


class _System(NamedTuple):
    name: str
    areas: frozenset[str]
    types: frozenset[str]
    vendor: str
    municipalities: int
    sources: str

    def may_be(self, other: _System) -> bool:
        """Whether the two do the same thing, as far as is known, and are not two versions."""
        versions = [set(_DIGITS.findall(name)) for name in (self.name, other.name)]
        if all(versions) and versions[0] != versions[1]:
            return False
        if self.types and other.types:
            return bool(self.types & other.types)
        return bool(self.areas & other.areas)


def _systems(applications: pd.DataFrame) -> list[_System]:
    """Every name once; those most municipalities use first, then by name."""
    systems = [
        _System(
            str(name),
            frozenset(rows["fagområde"]),
            frozenset(rows["systemtype"]) - set(_NO_TYPE),
            str(rows["leverandør"].mode().iat[0]),
            int(rows["kommunenummer"].nunique()),
            "; ".join(rows[SOURCE]),
        )
        for name, rows in applications.groupby("system", sort=True)
    ]
    return sorted(systems, key=lambda system: -system.municipalities)


def _pairs(systems: list[_System], similarity: float) -> Iterator[tuple[_System, _System, float]]:
    """Pairs that are alike enough and may be the same, with their likeness; most used first."""
    if len(systems) < 2:
        return
    vendors = [_words(system.vendor) for system in systems]
    full = [_words(system.name) for system in systems]
    bare = [
        " ".join(w for w in name.split() if w not in vendor.split()) or name
        for name, vendor in zip(full, vendors, strict=True)
    ]
    alike = process.cdist(vendors, vendors, scorer=fuzz.token_set_ratio) >= similarity
    unknown = np.array([not vendor for vendor in vendors])
    alike |= unknown[:, None] | unknown
    likeness = np.where(alike, _ratios(bare), 0.0)
    likeness = np.triu(np.maximum(likeness, _ratios(full)), k=1)
    for a, b in zip(*np.nonzero(likeness >= similarity), strict=True):
        if systems[a].may_be(systems[b]):
            yield systems[a], systems[b], float(likeness[a, b])


def _ratios(names: list[str]) -> np.ndarray:
    likeness = np.asarray(process.cdist(names, names, scorer=fuzz.ratio), dtype=float)
    likeness[[not name for name in names]] = 0.0  # two names of nothing but signs are not alike
    return likeness


def _words(name: str) -> str:
    """The words of a name in alphabetical order, without signs and company forms."""
    words = sorted(utils.default_process(name).split())
    return " ".join(w for w in words if w not in _COMPANY_FORMS) or " ".join(words)
