"""Every group of the municipalities in one alternative: what it gains, and who should run it.

A group is a bitmask: bit i is municipality i. Gains are net present values against the null
alternative in 1000 kr. A municipality whose mandate says nei adds nothing to
any group, so a group is what is left of it when such are taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.decision.games import members
from analysis.decision.participation.accounts import NOBODY, Candidate, Groups, Terms
from analysis.decision.sharing import shares
from analysis.model import Bools, Floats, Ints, Region

# Draws × municipalities × years worked out at a time: few calls, and little enough to stay near
# the processor.
CELLS = 1 << 16


@dataclass(frozen=True)
class GroupTable:
    """Groups (G) of one alternative over draws (D) and municipalities (M).

    Attributes
    ----------
    groups : ndarray of int (G,)
        Bitmasks, those outside the mandate taken out; rising.
    relief : ndarray (D, G, M)
        What each member gains before it pays into the common account, 0 for the others.
    bill : ndarray (D, G)
        What the common account has to be paid.
    chosen : ndarray of int (G,)
        Which of the candidates runs it.
    """

    groups: Ints
    relief: Floats
    bill: Floats
    chosen: Ints

    @property
    def total(self) -> Floats:
        """What each group gains in all, whatever the key (D, G)."""
        return np.asarray(self.relief.sum(axis=-1) - self.bill)

    def gain(self, key: Floats) -> Floats:
        """What each member gains when the account is divided by shares (G, M) (D, G, M)."""
        return self.relief - key * self.bill[..., None]

    def place(self, group: int) -> int:
        """Position of a group in the table."""
        return int(np.searchsorted(self.groups, group))

    def within(self, group: int) -> Game:
        """The game played inside one group."""
        inside = (self.groups & ~group) == 0
        return Game(self.groups[inside], self.total[:, inside], group)


@dataclass(frozen=True)
class Game:
    """What the groups (G) inside one group gain in all (D, G); the first is empty, the last whole.

    A group is worth what it gains, and nothing where it would lose: then it stays apart.
    """

    groups: Ints
    total: Floats
    group: int

    @property
    def worth(self) -> Floats:
        """max(0, total) (D, G)."""
        return np.maximum(0.0, self.total)

    @property
    def players(self) -> int:
        """How many are in the group."""
        return self.group.bit_count()

    @property
    def whole(self) -> bool:
        """Whether every group inside it is worked out."""
        return len(self.groups) == 1 << self.players

    @property
    def pays(self) -> Bools:
        """Whether the whole group gains (D,)."""
        return np.asarray(self.total[:, -1] >= 0.0)


@dataclass(frozen=True)
class Side:
    """The groups of one alternative with unknown cells filled one way.

    ``shares`` (G, M) are those of the analysis' own key.
    """

    terms: Terms
    table: GroupTable
    shares: Floats

    @property
    def gain(self) -> Floats:
        """What each member gains under the analysis' own key (D, G, M)."""
        return self.table.gain(self.shares)


def key_shares(region: Region, key: Mapping[str, float], groups: Ints) -> Floats:
    """Each member's share of the common account in every group (G, M), 0 outside.

    Row by row what `sharing.shares` gives the members: among all together they have
    weight_k · x_{k,m} / Σ_m x_{k,m} of each part k, and in a group that part of the group's.
    """
    inside = members(groups, region.size).astype(float)
    found = np.zeros_like(inside)
    for part, weight in key.items():
        if weight:
            sizes = inside * shares({part: 1.0}, region.sharing_frame()).to_numpy(float)
            whole = sizes.sum(axis=1, keepdims=True)
            found += weight * np.divide(sizes, whole, out=np.zeros_like(sizes), where=whole > 0)
    return found


def candidates_for(
    alternative: Alternative,
    region: Region,
    offers: Sequence[Candidate],
    forms: Sequence[Candidate] = (),
    host: str | None = None,
) -> tuple[Candidate, ...]:
    """All who could run an alternative, in the order that settles a tie; one where it is nobody.

    Parameters
    ----------
    alternative : Alternative
    region : Region
    offers : sequence of Candidate
        The companies.
    forms : sequence of Candidate
        The alternative's legal forms, where any has costs of its own.
    host : str, optional
        Kommunenummer of the host that is settled: it runs every group it is in.
    """
    if alternative.vert:
        hosts = sorted(zip(region.codes, range(region.size), strict=True))
        return tuple(Candidate(code, host=place, settled=code == host) for code, place in hosts)
    if alternative.selskap:
        return tuple(sorted(offers, key=lambda offer: offer.name))
    return tuple(sorted(forms, key=lambda form: form.name)) or (NOBODY,)


def stands_alone(alternative: Alternative) -> bool:
    """Whether what a member pays is the same whoever else is in the group.

    Nothing is then common to them either.
    """
    use = alternative.tiltak
    meets = use.innkjop or use.drift or use.organisasjon or alternative.konvergens
    common = (
        use.ressurser
        or use.etablering
        or (use.styring and use.styring.fast)
        or (use.omstilling and use.omstilling.prosjekt)
    )
    return not (meets or common or alternative.vert)


def table_of(
    terms: Terms,
    alternative: Alternative,
    groups: Ints,
    candidates: Sequence[Candidate],
    chosen: Ints | None = None,
) -> GroupTable:
    """Work out every group.

    Parameters
    ----------
    terms : Terms
    alternative : Alternative
    groups : ndarray of int (G,)
        Rising bitmasks, the empty group first.
    candidates : sequence of Candidate
        As `candidates_for` gives them.
    chosen : ndarray of int (G,), optional
        Who runs each group; if not given the one with the highest total in the first draw, in
        whole kroner, the first of those that are level.
    """
    if stands_alone(alternative):
        return _separable(terms, alternative, groups, candidates, chosen)
    shape = (terms.size, len(groups))
    relief, bill = np.zeros((*shape, terms.region.size)), np.zeros(shape)
    runs = np.zeros(len(groups), dtype=np.int64) if chosen is None else chosen
    best = np.full(len(groups), -np.inf)
    for rows, own, number in _ways(terms, groups, candidates, fewest(alternative), chosen):
        books = Groups(terms, own).books(alternative, candidates[number[0]])
        gained = books.relief.reshape(terms.size, *own.shape)
        first = (gained[0].sum(axis=1) - books.bills[0]).round(3)
        better = (first > best[rows]) | ((first == best[rows]) & (number < runs[rows]))
        at = rows[better]
        best[at], bill[:, at] = first[better], books.bills[:, better]
        relief[:, at[:, None], own[better]] = gained[:, better]
        if chosen is None:
            runs[at] = number[better]
    return GroupTable(groups, relief, bill, runs)


def fewest(alternative: Alternative) -> int:
    """How many must take part for the alternative to exist."""
    return 2 if alternative.needs_partners else 1


def _ways(
    terms: Terms,
    groups: Ints,
    candidates: Sequence[Candidate],
    least: int,
    chosen: Ints | None,
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """All groups with all who may run each, some at a time: of one size, and run alike.

    Yields the rows of the groups (G,), their members (G, k) and who runs each (G,).
    """
    inside = members(groups, terms.region.size)
    for size in range(least, terms.region.size + 1):
        rows = np.flatnonzero(inside.sum(axis=1) == size)
        own = np.nonzero(inside[rows])[1].reshape(-1, size)
        numbers, able = _able(candidates, own)
        if chosen is not None:
            able = numbers == chosen[rows, None]
        most = max(1, CELLS // (terms.size * size * (terms.years + 1)))
        for way in range(numbers.shape[1]):
            these = np.flatnonzero(able[:, way])
            for start in range(0, len(these), most):
                part = these[start : start + most]
                yield rows[part], own[part], numbers[part, way]


def _able(candidates: Sequence[Candidate], own: Ints) -> tuple[Ints, Bools]:
    """Who could run each group (G, ways), and who may: the host that is settled, where it is in."""
    hosts = [candidate.host for candidate in candidates if candidate.host is not None]
    if not hosts:
        numbers = np.broadcast_to(np.arange(len(candidates)), (len(own), len(candidates)))
        return numbers, np.ones(numbers.shape, dtype=bool)
    numbers = np.argsort(hosts)[own]
    settled = np.array([candidate.settled for candidate in candidates])[numbers]
    return numbers, settled | ~settled.any(axis=1, keepdims=True)


def _separable(
    terms: Terms,
    alternative: Alternative,
    groups: Ints,
    candidates: Sequence[Candidate],
    chosen: Ints | None,
) -> GroupTable:
    """The same where nothing a member pays depends on the others: one call for each candidate."""
    inside = members(groups, terms.region.size)
    everyone = np.flatnonzero(inside.any(axis=0))
    enough = inside.sum(axis=1) >= fewest(alternative)
    bill = np.zeros((terms.size, len(groups)))
    if len(everyone) < fewest(alternative):
        relief = np.zeros((*bill.shape, terms.region.size))
        return GroupTable(groups, relief, bill, np.zeros(len(groups), dtype=np.int64))
    together = terms.group(everyone)
    own = np.zeros((terms.size, len(candidates), terms.region.size))
    for number, candidate in enumerate(candidates):
        own[:, number, everyone] = together.books(alternative, candidate).relief
    there = inside & enough[:, None]
    if chosen is None:
        chosen = (own[0, :, None] * there).sum(axis=-1).round(3).argmax(axis=0)
    relief = own[:, chosen]
    relief *= there
    return GroupTable(groups, relief, bill, chosen)
