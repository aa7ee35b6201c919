"""Random draws of assumptions, judgements, weights and unknown cells, from one seed.

Draws come in blocks of ``BLOCK``, each a Latin hypercube of its own, so that any number of draws
can be made without holding them all. What is drawn for one thing does not depend on the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from analysis.dataset import Dataset
from analysis.dataset.assumption_list import (
    ASSUMPTION_LIST,
    MONTHS,
    NOK_THOUSAND,
    NOK_USER,
    NOT_DRAWN,
)
from analysis.dataset.shared import Assumption, Quantiles, price_factor
from analysis.model.assumptions import scenario_draws
from analysis.model.region import Floats, Ints

BLOCK = 4096
_Z90 = float(ndtri(0.9))
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
        z = ndtri(u) / _Z90
        value = central + np.where(z >= 0, (high - central) * z, (central - low) * z)
        return np.clip(value, assumption.name.lower, assumption.name.upper)
    if high == low:
        return np.full_like(u, central)
    mode = (central - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (central - low))
    falling = high - np.sqrt((1.0 - u) * (high - low) * (high - central))
    return np.where(u <= mode, rising, falling)


def one_time_cost(name: str) -> bool:
    """Whether an assumption is a one-time cost, of the kind that tends to fail together."""
    entry = ASSUMPTION_LIST[name]
    return entry.kind == "kostnad" and entry.unit in (NOK_THOUSAND, NOK_USER, MONTHS)


@dataclass(frozen=True)
class Sample:
    """One block of draws (n), as probabilities where a value is to be looked up.

    Attributes
    ----------
    assumptions : ndarray (n, assumptions)
    factor : ndarray (n,)
        What the one-time costs have in common.
    judgements : ndarray (n, judgement rows)
    fill : ndarray (n,)
        Where unknown cells lie between their low and high end.
    missing : ndarray (n, missing criterion values)
    weights : ndarray (n, rows, criteria)
        Normalised weights, not probabilities.
    """

    assumptions: Floats
    factor: Floats
    judgements: Floats
    fill: Floats
    missing: Floats
    weights: Floats

    def __len__(self) -> int:
        return len(self.factor)


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
    correlation : float
        Between the normal scores of any two one-time costs.
    step_chance : float
        Chance that a judgement is one step off, half of it to each side.
    concentration : float or None
        Of the Dirichlet distribution around each set of weights; None: all sets are as likely.
    weights : ndarray (rows, criteria)
        The group's own, normalised.
    judgements, missing : int
        Number of judgement rows and of missing criterion values.
    seed : int
    """

    assumptions: Mapping[str, Assumption]
    known: tuple[str, ...]
    factors: Floats
    base: Mapping[str, Floats]
    correlation: float
    step_chance: float
    concentration: float | None
    weights: Floats
    judgements: int
    missing: int
    seed: int

    @classmethod
    def build(cls, dataset: Dataset, weights: Floats, missing: int) -> Sampler:
        """Read a data set's assumptions, price year and seed.

        Parameters
        ----------
        dataset : Dataset
        weights : ndarray (rows, criteria)
            The weights drawn around, normalised.
        missing : int
            Number of criterion values that are missing.
        """
        given, year = dataset.shared.assumptions, dataset.settings.kroneverdi
        index = dataset.shared.price_index
        ordered = {n: given[n] for n in ASSUMPTION_LIST if n not in NOT_DRAWN}
        known = tuple(name for name, assumption in ordered.items() if assumption.known)
        years = [ordered[name].kroneverdi for name in known]
        return cls(
            assumptions=ordered,
            known=known,
            factors=np.array([1.0 if y is None else price_factor(index, y, year) for y in years]),
            base=scenario_draws(ordered, index, year, ["sannsynlig"]),
            correlation=given["samvariasjon_kostnad"].value("sannsynlig"),
            step_chance=given["vurdering_usikkerhet"].value("sannsynlig"),
            concentration=given["vekt_konsentrasjon"].value("sannsynlig") or None,
            weights=weights,
            judgements=len(dataset.judgements),
            missing=missing,
            seed=dataset.settings.startverdi,
        )

    def blocks(self, draws: int) -> Iterator[Sample]:
        """All draws, a block at a time."""
        for number, start in enumerate(range(0, draws, BLOCK)):
            yield self.block(number, min(BLOCK, draws - start))

    def block(self, number: int, size: int) -> Sample:
        """One block of ``size`` draws; the same number gives the same draws."""
        root = np.random.SeedSequence([self.seed, number])
        streams = [np.random.default_rng(child) for child in root.spawn(4)]
        assumed = _hypercube(streams[0], size, len(self.known) + 1)
        judged = _hypercube(streams[1], size, self.judgements)
        unknown = _hypercube(streams[2], size, self.missing + 1)
        return Sample(
            assumptions=assumed[:, 1:],
            factor=assumed[:, 0],
            judgements=judged,
            fill=unknown[:, 0],
            missing=unknown[:, 1:],
            weights=self._draw_weights(streams[3], size),
        )

    def _draw_weights(self, stream: np.random.Generator, size: int) -> Floats:
        """Dirichlet weights; rows that share a set of weights share the draws of it."""
        sets, row = np.unique(self.weights, axis=0, return_inverse=True)
        drawn = np.empty((size, *sets.shape))
        for number, own in enumerate(sets):
            shape = (own > 0) * 1.0 if self.concentration is None else own * self.concentration
            gamma = stream.standard_gamma(shape, (size, len(own)))
            total = gamma.sum(axis=1, keepdims=True)
            drawn[:, number] = np.where(total > 0, gamma / np.where(total > 0, total, 1.0), own)
        return drawn[:, row.ravel()]

    def values(self, sample: Sample) -> Floats:
        """Drawn values (n, known assumptions), each in its own unit and price year."""
        columns = []
        common = ndtri(np.clip(sample.factor, _EDGE, 1.0 - _EDGE)) * np.sqrt(self.correlation)
        for column, name in enumerate(self.known):
            u = sample.assumptions[:, column]
            if self.correlation > 0 and one_time_cost(name):
                own = ndtri(np.clip(u, _EDGE, 1.0 - _EDGE)) * np.sqrt(1.0 - self.correlation)
                u = ndtr(common + own)
            columns.append(quantile_function(self.assumptions[name], u))
        return np.stack(columns, axis=1) if columns else np.zeros((len(sample), 0))

    def draws(self, values: Floats) -> dict[str, Floats]:
        """Turn values (n, known) into what the model takes (n, 1, 1), in the analysis' kroner."""
        fixed = {name: np.repeat(v, len(values), axis=0) for name, v in self.base.items()}
        drawn = (values * self.factors).T[:, :, None, None]
        return fixed | dict(zip(self.known, drawn, strict=True))

    def steps(self, sample: Sample) -> Ints:
        """What each judgement is moved by, −1, 0 or 1 (n, judgement rows)."""
        half = self.step_chance / 2.0
        up, down = sample.judgements > 1.0 - half, sample.judgements < half
        return up.astype(np.int64) - down.astype(np.int64)

    @property
    def central(self) -> Floats:
        """The central values (known,), in their own unit."""
        return np.array([self.assumptions[n].value("sannsynlig") for n in self.known])

    @property
    def ends(self) -> Floats:
        """Low, central and high value of the stated interval (known, 3)."""
        points = [
            a.anslag.points
            for a in (self.assumptions[n] for n in self.known)
            if not isinstance(a.anslag, str)
        ]
        return np.array(points, dtype=float).reshape(-1, 3)


def _hypercube(stream: np.random.Generator, size: int, columns: int) -> Floats:
    if not columns:
        return np.zeros((size, 0))
    return np.asarray(qmc.LatinHypercube(columns, rng=stream).random(size))
