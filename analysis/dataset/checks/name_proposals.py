"""Names that may be the same system in spite of their spelling: proposals, never decisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

from analysis.dataset.notation import UNNAMED, name_key
from analysis.dataset.reading import SOURCE

PROPOSAL_COLUMNS = (
    "fagområde",
    "skrivemåte",
    "system",
    "leverandør",
    "type_skrivemåte",
    "type_system",
    "likhet",
    "kommuner_skrivemåte",
    "kommuner_system",
    "kilder",
)
# What says how a vendor is organised says nothing about who it is.
_COMPANY_FORMS = {"as", "asa", "ab", "sa", "ltd", "inc", "norge", "norway"}
_NO_TYPE = ("", "annet")
_DIGITS = re.compile(r"\d+")
TYPE_COLUMNS = ("systemtype", "ligner", "likhet", "kommuner", "kommuner_ligner")


def propose_system_names(
    applications: pd.DataFrame, names: pd.DataFrame, similarity: float
) -> pd.DataFrame:
    """Names that may be the same system as another, and that other's name; most alike first.

    Names are gathered in clusters where every two are alike; a chain of names, each like the next,
    is none. Each cluster has one name for the system: one ``systemnavn`` has settled, else the one
    most municipalities use. The others are proposed to be spellings of it.

    Two names are compared where they share fagområde or have systemtyper that are alike, and have
    no different version numbers. The likeness (0–100) is the highest of

    - that of their words in any order, without the vendor's name where both have the same vendor
    - that of their letters, without spaces
    - 100 where the one's words are among the other's, the vendor is the same, and the systemtyper
      are alike or neither has one

    Where the systemtyper differ, only names that are alike nearly to the letter are proposed: more
    than half of the way from ``similarity`` to 100. A pair of names that ``systemnavn`` has already
    decided on is left out.

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
    named = ~applications["system"].str.startswith(UNNAMED)  # those are alike in name only
    systems = _systems(applications[named])
    settled = {name_key(name) for name in names["skrivemåte"]}
    decided = {system for system in systems if name_key(system.name) in settled}
    alike = {
        (used, other): likeness
        for used, other, likeness in _pairs(systems, similarity)
        if not {used, other} <= decided
    }
    rows = [
        (
            sorted(used.areas & other.areas or used.areas | other.areas)[0],
            other.name,
            used.name,
            used.vendor,
            _told(other.types),
            _told(used.types),
            likeness,
            other.municipalities,
            used.municipalities,
            f"{other.sources}; {used.sources}",
        )
        for used, other, likeness in _to_one_name(alike, decided)
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

    def may_be(self, other: _System, *, nearly_same: bool, alike: bool) -> bool:
        """Whether the two may do the same thing, and are not two versions."""
        versions = [set(_DIGITS.findall(name)) for name in (self.name, other.name)]
        if all(versions) and versions[0] != versions[1]:
            return False
        if self.types and other.types:
            return alike or (nearly_same and bool(self.areas & other.areas))
        return bool(self.areas & other.areas)


def _to_one_name(
    alike: Mapping[tuple[_System, _System], float], decided: Collection[_System]
) -> Iterator[tuple[_System, _System, float]]:
    """Yield the name of each cluster with each of its other names, and their likeness."""
    for cluster in _clusters(alike):
        used = min(cluster, key=lambda s: (s not in decided, -s.municipalities, s.name))
        for other in cluster:
            if other is not used:
                yield used, other, alike.get((used, other)) or alike[other, used]


def _clusters(alike: Mapping[tuple[_System, _System], float]) -> list[list[_System]]:
    """Gather names where every two are alike, the most alike first (complete linkage)."""
    cluster_of = {system: [system] for pair in alike for system in pair}
    linked = {frozenset(pair) for pair in alike}
    for pair in sorted(alike, key=lambda pair: (-alike[pair], pair[0].name, pair[1].name)):
        one, other = (cluster_of[system] for system in pair)
        if one is other or not all(frozenset({a, b}) in linked for a in one for b in other):
            continue
        one += other
        cluster_of |= dict.fromkeys(other, one)
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values())


def _told(types: frozenset[str]) -> str:
    return ", ".join(sorted(types))


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
    same_vendor = process.cdist(vendors, vendors, scorer=fuzz.token_set_ratio) >= similarity
    unknown = np.array([not vendor for vendor in vendors])
    same_vendor |= unknown[:, None] | unknown
    spelled = np.where(same_vendor, _ratios(bare), 0.0)
    spelled = np.maximum(spelled, _spelling([system.name for system in systems]))
    alike = _alike_types(systems, similarity)
    within = same_vendor & alike & (_ratios(bare, fuzz.token_set_ratio) == 100.0)
    likeness = np.triu(np.where(within, 100.0, spelled), k=1)
    nearly = spelled > _nearly(similarity)
    for a, b in zip(*np.nonzero(likeness >= similarity), strict=True):
        if systems[a].may_be(systems[b], nearly_same=bool(nearly[a, b]), alike=bool(alike[a, b])):
            yield systems[a], systems[b], float(likeness[a, b])


def _alike_types(systems: list[_System], similarity: float) -> np.ndarray:
    """Whether two systems have types that are alike, or none of them has any (N, N)."""
    types = sorted(set().union(*(system.types for system in systems)))
    has = np.array([[kind in system.types for kind in types] for system in systems], dtype=bool)
    none = has.sum(axis=1) == 0
    both_none = none[:, None] & none
    if not types:
        return both_none
    alike = _spelling(types) > _nearly(similarity)
    np.fill_diagonal(alike, val=True)
    return np.asarray((has.astype(int) @ alike @ has.T.astype(int)) > 0) | both_none


def propose_types(applications: pd.DataFrame, similarity: float) -> pd.DataFrame:
    """Pairs of systemtyper that are alike nearly to the letter, most alike first.

    Types are common words, and much less alike ones differ: skole- and klientadministrasjon.

    Returns
    -------
    DataFrame
        Columns ``TYPE_COLUMNS``; ``systemtype`` is the one most municipalities use.
    """
    rows = applications[~applications["systemtype"].isin(_NO_TYPE)]
    used = rows.groupby("systemtype", sort=True)["kommunenummer"].nunique()
    used = used.sort_values(ascending=False, kind="stable")
    names = [str(name) for name in used.index]
    found = []
    if len(names) > 1:
        likeness = np.triu(_spelling(names), k=1)
        for a, b in zip(*np.nonzero(likeness > _nearly(similarity)), strict=True):
            found.append(
                (names[a], names[b], float(likeness[a, b]), int(used.iloc[a]), int(used.iloc[b]))
            )
    frame = pd.DataFrame(found, columns=list(TYPE_COLUMNS))
    order = ["likhet", "systemtype", "ligner"]
    return frame.sort_values(order, ascending=[False, True, True], ignore_index=True)


def _nearly(similarity: float) -> float:
    """What is more alike than this is the same but for a slip: half of the way to 100."""
    return (100.0 + similarity) / 2.0


def _spelling(names: list[str]) -> np.ndarray:
    """Likeness of words in any order, or of letters without spaces, whichever is higher."""
    letters = ["".join(utils.default_process(name).split()) for name in names]
    return np.maximum(_ratios([_words(name) for name in names]), _ratios(letters))


def _ratios(names: list[str], scorer: Callable[..., float] = fuzz.ratio) -> np.ndarray:
    likeness = np.asarray(process.cdist(names, names, scorer=scorer), dtype=float)
    likeness[[not name for name in names]] = 0.0  # two names of nothing but signs are not alike
    return likeness


def _words(name: str) -> str:
    """The words of a name in alphabetical order, without signs and company forms."""
    words = sorted(utils.default_process(name).split())
    return " ".join(w for w in words if w not in _COMPANY_FORMS) or " ".join(words)
