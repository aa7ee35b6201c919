"""Random draws of assumptions, judgements, weights and unknown cells, from one seed.

Draws come in blocks of ``BLOCK``, each a Latin hypercube of its own, so that any number of draws
can be made without holding them all. What is drawn for one thing does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import (
    EVERY_NAME,
    MONTHS,
    NOK_THOUSAND,
    NOK_USER,
    NOT_DRAWN,
    SAVINGS,
    TIED,
    Assumption,
    Quantiles,
    price_factor,
)
from analysis.model import Floats, Ints, scenario_draws

BLOCK = 4096
# Keeps the normal scores finite; the values are bounded by the closed list in any case.
_EDGE = 1e-12


def quantile_function(assumption: Assumption, probability: Floats) -> Floats:
    """Value of a known assumption at given cumulative probabilities, in its own unit.

    ``p10, p50, p90``: two half normal distributions that meet in the median,

        x(u) = p50 + (p90 − p50) z(u) / z(0.9)   for u ≥ 0.5
        x(u) = p50 + (p50 − p10) z(u) / z(0.9)   for u < 0.5

    which hits the three exactly; what falls outside the closed list's range is set to its end.
    ``min, sannsynlig, maks``: the triangular distribution, with its mode at ``sannsynlig``.

    Parameters
    ----------
    assumption : Assumption
    probability : ndarray
        Between 0 and 1.
    """
    assert not isinstance(assumption.anslag, str)
    low, central, high = assumption.anslag.points
    u = np.clip(probability, _EDGE, 1.0 - _EDGE)
    if isinstance(assumption.anslag, Quantiles):
        from scipy.special import ndtri  # scipy takes long to import, and most who read never draw

        z = ndtri(u) / ndtri(0.9)
        value = central + np.where(z >= 0, (high - central) * z, (central - low) * z)
        return np.clip(value, assumption.name.lower, assumption.name.upper)
    if high == low:
        return np.full_like(u, central)
    mode = (central - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (central - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - central))
    return np.where(u <= mode, rising, falling)


def tied_by(name: str) -> int | None:
    """Which of `TIED` an assumption follows: those of a kind tend to be misjudged together.

    One-time costs, savings, and growth of prices and volume; None for the rest.
    """
    entry = EVERY_NAME[name]
    if entry.kind == "kostnad" and entry.unit in (NOK_THOUSAND, NOK_USER, MONTHS):
        return 0
    if name in SAVINGS:
        return 1
    return 2 if name.startswith(("realpris_", "volumvekst_")) else None


@dataclass(frozen=True)
class Sample:
    """One block of draws (n), as probabilities where a value is to be looked up.

    Attributes
    ----------
    assumptions : ndarray (n, assumptions)
    factors : ndarray (n, tied)
        What the assumptions of each kind have in common, as `tied_by` numbers them.
    judgements : ndarray (n, judgement rows)
    cells : ndarray (n, gaps)
        Where each group of unknown cells lies between its low and high end.
    missing : ndarray (n, missing criterion values)
    weights : ndarray (n, sets, criteria)
        Normalised weights, not probabilities; see `Sampler.by_row`.
    """

    assumptions: Floats
    factors: Floats
    judgements: Floats
    cells: Floats
    missing: Floats
    weights: Floats

    def __len__(self) -> int:
        return len(self.factors)

    @property
    def fill(self) -> Floats:
        """Where the first group of unknown cells lies (n,); all of them where it is the only."""
        return self.cells[:, 0]

    @classmethod
    def joined(cls, samples: Sequence[Sample]) -> Sample:
        """Samples one after the other."""
        parts = zip(*(vars(sample).values() for sample in samples), strict=True)
        return cls(*map(np.concatenate, parts))

    def part(self, start: int, end: int) -> Sample:
        """Some of the draws."""
        return Sample(**{name: values[start:end] for name, values in vars(self).items()})


@dataclass(frozen=True)
class Sampler:
    """What is drawn, and how.

    Attributes
    ----------
    assumptions : dict of str to Assumption
        In the order of the closed list, without those that are not drawn.
    known : tuple of str
        Those with a value, in the same order: the ones that are drawn.
    factors : ndarray (known,)
        Kroner of each assumption's year to kroner of the analysis, 1 where there are none.
    base : dict of str to ndarray (1, 1, 1)
        The central values, and what unknown ones count as.
    correlations : tuple of float
        Between the normal scores of any two assumptions of each kind.
    step_chance : float
        Chance that a judgement is one step off, half of it to each side.
    other_chances : tuple of float
        The ends of what that chance may be.
    concentration : float or None
        Of the Dirichlet distribution around each set of weights; None: all sets are as likely.
    other_spreads : tuple of float
        The ends of what it may be.
    weights : ndarray (rows, criteria)
        The group's own, normalised.
    judgements, missing, gaps : int
        Number of judgement rows, of criterion values that nothing bounds, and of groups of
        unknown cells.
    seed : int
    """

    assumptions: Mapping[str, Assumption]
    known: tuple[str, ...]
    factors: Floats
    base: Mapping[str, Floats]
    correlations: tuple[float, ...]
    step_chance: float
    other_chances: tuple[float, ...]
    concentration: float | None
    other_spreads: tuple[float, ...]
    weights: Floats
    judgements: int
    missing: int
    gaps: int
    seed: int

    @classmethod
    def build(
        cls,
        dataset: Dataset,
        weights: Floats,
        missing: int,
        *,
        gaps: int = 1,
        judgements: int | None = None,
    ) -> Sampler:
        """Read a data set's assumptions, price year and seed.

        Parameters
        ----------
        dataset : Dataset
        weights : ndarray (rows, criteria)
            The weights drawn around, normalised.
        missing : int
            Number of criterion values that nothing bounds.
        gaps : int
            Number of groups of unknown cells; one number is drawn even where there are none.
        judgements : int, optional
            Number of judgement rows, the data set's if not given.
        """
        given, year = dataset.shared.assumptions, dataset.settings.kroneverdi
        index = dataset.shared.price_index
        ordered = {n: given[n] for n in EVERY_NAME if n in given and n not in NOT_DRAWN}
        known = tuple(name for name, assumption in ordered.items() if assumption.known)
        years = [ordered[name].kroneverdi for name in known]
        return cls(
            assumptions=ordered,
            known=known,
            factors=np.array([1.0 if y is None else price_factor(index, y, year) for y in years]),
            base=scenario_draws(ordered, index, year, ["forventet"]),
            correlations=tuple(given[name].value("forventet") for name in TIED),
            step_chance=given["vurdering_usikkerhet"].value("forventet"),
            other_chances=_other_ends(given["vurdering_usikkerhet"]),
            concentration=given["vekt_konsentrasjon"].value("forventet") or None,
            other_spreads=tuple(filter(None, _other_ends(given["vekt_konsentrasjon"]))),
            weights=weights,
            judgements=len(dataset.judgements) if judgements is None else judgements,
            missing=missing,
            gaps=max(1, gaps),
            seed=dataset.settings.startverdi,
        )

    def blocks(self, draws: int) -> Iterator[Sample]:
        """All draws, a block at a time."""
        for number, start in enumerate(range(0, draws, BLOCK)):
            yield self.block(number, min(BLOCK, draws - start))

    def block(self, number: int, size: int) -> Sample:
        """One block of ``size`` draws; the same number gives the same draws."""
        streams = [np.random.default_rng(child) for child in self._children(number)]
        assumed = _hypercube(streams[0], size, len(TIED) + len(self.known))
        unknown = _hypercube(streams[2], size, self.gaps + self.missing)
        return Sample(
            assumptions=assumed[:, len(TIED) :],
            factors=assumed[:, : len(TIED)],
            judgements=self.judged(number, size),
            cells=unknown[:, : self.gaps],
            missing=unknown[:, self.gaps :],
            weights=self.weights_spread(number, size, self.concentration),
        )

    def judged(self, number: int, size: int) -> Floats:
        """The judgements of a block (size, judgement rows); no other number depends on them."""
        return _hypercube(np.random.default_rng(self._children(number)[1]), size, self.judgements)

    def _children(self, number: int) -> list[np.random.SeedSequence]:
        return np.random.SeedSequence([self.seed, number]).spawn(4)

    def weights_spread(self, number: int, size: int, concentration: float | None) -> Floats:
        """The weights of a block (size, sets, criteria), had they been drawn this close.

        From the same stream of random numbers as the block's own.
        """
        stream = np.random.default_rng(self._children(number)[3])
        return self._draw_weights(stream, size, concentration)

    def by_row(self, weights: Floats) -> Floats:
        """Drawn sets of weights (n, sets, criteria) as each row has them (n, rows, criteria)."""
        # The draws stay last in memory, as they are drawn.
        return np.moveaxis(np.moveaxis(weights, 0, -1)[self._sets[1]], -1, 0)

    @cached_property
    def _sets(self) -> tuple[Floats, Ints]:
        """The different sets of weights, and which of them each row has."""
        sets, row = np.unique(self.weights, axis=0, return_inverse=True)
        return sets, row.ravel()

    def _draw_weights(
        self, stream: np.random.Generator, size: int, concentration: float | None
    ) -> Floats:
        """Dirichlet weights; rows that share a set of weights share the draws of it."""
        sets = self._sets[0]
        drawn = np.moveaxis(np.empty((*sets.shape, size)), -1, 0)
        for number, own in enumerate(sets):
            shape = (own > 0) * 1.0 if concentration is None else own * concentration
            gamma = stream.standard_gamma(shape, (size, len(own)))
            total = gamma.sum(axis=1, keepdims=True)
            drawn[:, number] = np.where(total > 0, gamma / np.where(total > 0, total, 1.0), own)
        return drawn

    def values(self, sample: Sample) -> Floats:
        """Drawn values (n, known assumptions), each in its own unit and price year."""
        from scipy.special import ndtr, ndtri

        columns = []
        common = ndtri(np.clip(sample.factors, _EDGE, 1.0 - _EDGE))
        for column, name in enumerate(self.known):
            u, kind = sample.assumptions[:, column], tied_by(name)
            if kind is not None and self.correlations[kind] > 0:
                rho = self.correlations[kind]
                own = ndtri(np.clip(u, _EDGE, 1.0 - _EDGE))
                u = ndtr(np.sqrt(rho) * common[:, kind] + np.sqrt(1.0 - rho) * own)
            columns.append(quantile_function(self.assumptions[name], u))
        return np.stack(columns, axis=1) if columns else np.zeros((len(sample), 0))

    def draws(self, values: Floats) -> dict[str, Floats]:
        """Turn values (n, known) into what the model takes (n, 1, 1), in the analysis' kroner."""
        fixed = {name: np.repeat(v, len(values), axis=0) for name, v in self.base.items()}
        drawn = (values * self.factors).T[:, :, None, None]
        return fixed | dict(zip(self.known, drawn, strict=True))

    def steps(self, sample: Sample, chance: float | None = None, tied: Ints | None = None) -> Ints:
        """What each judgement is moved by, −1, 0 or 1 (n, judgement rows).

        With ``step_chance`` if no other chance is given.

        Parameters
        ----------
        tied : ndarray of int (judgement rows,), optional
            The judgement each is moved together with.
        """
        half = (self.step_chance if chance is None else chance) / 2.0
        drawn = sample.judgements if tied is None else sample.judgements[:, tied]
        up, down = drawn > 1.0 - half, drawn < half
        return up.astype(np.int64) - down.astype(np.int64)

    @property
    def central(self) -> Floats:
        """The expected values (known,), in their own unit."""
        return np.array([self.assumptions[n].value("forventet") for n in self.known])

    @cached_property
    def ends(self) -> Floats:
        """Low end, expected value and high end of the stated interval (known, 3)."""
        points = [
            (a.anslag.points[0], a.value("forventet"), a.anslag.points[2])
            for a in (self.assumptions[n] for n in self.known)
            if not isinstance(a.anslag, str)
        ]
        return np.array(points, dtype=float).reshape(-1, 3)


def _other_ends(assumption: Assumption) -> tuple[float, ...]:
    """The ends of what an assumption may be that differ from its central value."""
    if isinstance(assumption.anslag, str):
        return ()
    low, _, high = assumption.anslag.points
    return tuple(end for end in (low, high) if low < high)


def _hypercube(stream: np.random.Generator, size: int, columns: int) -> Floats:
    if not columns:
        return np.zeros((size, 0))
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(columns, rng=stream).random(size))
