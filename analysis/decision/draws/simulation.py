"""The whole model over draws: criterion values, money and points of every alternative.

Participants are those of the evaluation, and host and company those it chose; others that it
cannot tell from them can be run beside. All alternatives meet the same draws, so that what is
common to them cancels when they are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative, Criterion
from analysis.dataset.definitions.settings import Settings
from analysis.decision.draws.cases import STEADY, Reckoned, Side, Sides, usable
from analysis.decision.draws.divisible import Divisible, draws_last
from analysis.decision.draws.gaps import Gap, differing, grouped, mixed
from analysis.decision.draws.judged import Judged
from analysis.decision.draws.reckoning import Reckoning
from analysis.decision.draws.simulated import Mixed, Simulated
from analysis.decision.draws.variations import Other, others_of
from analysis.decision.evaluation import Evaluation
from analysis.decision.keys import Key, own_key, unsettled_keys
from analysis.decision.scoring import criterion_values
from analysis.decision.unknowns import MONEY, not_computable
from analysis.model import (
    Bools,
    Draws,
    Fill,
    Floats,
    Ints,
    Region,
    region_from,
    scenario_draws,
)


@dataclass(frozen=True)
class Simulator:
    """The model of one data set, ready for any number of draws.

    Attributes
    ----------
    alternatives, criteria
        As the evaluation has them.
    others : tuple of Other
        Hosts and companies run beside the chosen ones when asked for.
    keys : tuple of Key
        Sharing keys tried beside the analysis' own when asked for.
    sides : tuple
        Unknown cells at the low end, then each group of them alone at the high end.
    gaps : tuple of Gap
        Whose unknown cells there are.
    judged : Judged
        The judgements, in rows.
    missing : ndarray of bool (R, A, K)
        Computed values that nothing bounds.
    hidden : ndarray of bool (R, A)
        Where money rests on what is missing, and is not told.
    reckoning : Reckoning
        What each side is run on.
    """

    alternatives: tuple[Alternative, ...]
    criteria: tuple[Criterion, ...]
    others: tuple[Other, ...]
    keys: tuple[Key, ...]
    sides: tuple[Side, ...]
    gaps: tuple[Gap, ...]
    judged: Judged
    missing: Bools
    hidden: Bools
    reckoning: Reckoning

    @classmethod
    def build(cls, dataset: Dataset, evaluation: Evaluation) -> Simulator:
        """Fix who takes part, with which host and company, and what is missing."""
        shared, settings = dataset.shared, dataset.settings
        low, high = _region(dataset, "low"), _region(dataset, "high")
        others = others_of(evaluation, shared.alternatives, settings.analyseperiode)
        chosen = [result.setting for result in evaluation.money.results.values()]
        cases = [*chosen, *(other.setting for other in others)]
        keys = tuple(key for key in unsettled_keys(settings) if usable(key, low, chosen))
        sides = Sides(own_key(settings), keys, tuple(cases), len(chosen))
        missing = not_computable(dataset, evaluation.gates)
        unbounded = np.stack(
            [missing.get(c.id, np.zeros_like(evaluation.scores.eligible)) for c in shared.criteria],
            axis=-1,
        )
        money = evaluation.criteria.index("netto_naaverdi")
        bare = cls(
            alternatives=shared.alternatives,
            criteria=shared.criteria,
            others=others,
            keys=keys,
            sides=(sides.of(low),),
            gaps=(),
            judged=Judged.of(dataset, evaluation),
            missing=unbounded,
            # In any scenario: an effect that is 0 in one may hide there what a cell means.
            hidden=np.asarray(
                np.isnan(evaluation.scores.criteria[..., money, :]).any(axis=(0, -1))
            ),
            reckoning=Reckoning(
                alternatives=(
                    *shared.alternatives,
                    *(shared.alternatives[other.alternative] for other in others),
                ),
                chosen=len(shared.alternatives),
                steady=tuple(c for name in STEADY for c in shared.criteria if c.id == name),
                years=settings.analyseperiode,
                rate=settings.kalkulasjonsrente,
                tax=settings.skattefinansieringskostnad,
            ),
        )
        central = scenario_draws(
            shared.assumptions, shared.price_index, settings.kroneverdi, ["forventet"]
        )
        # What an unknown assumption leaves without a value is as unbounded as a missing list.
        found = Divisible(bare.reckon(central), np.zeros((1, 0)))
        computed = bare.mixed(found).values[bare.computed]
        lacking = unbounded.copy()
        lacking[..., bare.computed] |= np.isnan(np.moveaxis(computed[:, 0], 0, -1))
        bare = replace(bare, missing=lacking)
        unlisted = ~np.isin(low.codes, dataset.applications["kommunenummer"])
        return bare._with_gaps(low, high, unlisted, sides)

    def rejudged(self, dataset: Dataset, evaluation: Evaluation) -> Simulator:
        """The same with the judgements of a data set that differs in nothing else it runs on."""
        return replace(self, judged=Judged.of(dataset, evaluation))

    def rekeyed(self, settings: Settings) -> Simulator:
        """The same under the keys of other settings; what is reckoned stays as it was."""
        region, cases = self.sides[0].region, self.sides[0].settings
        chosen = len(self.alternatives)
        keys = tuple(key for key in unsettled_keys(settings) if usable(key, region, cases[:chosen]))
        made = Sides(own_key(settings), keys, cases, chosen)
        same = keys == self.keys  # and then the settings under them are the same objects
        sides = tuple(made.of(old.region, old.keyed if same else None) for old in self.sides)
        return replace(self, keys=keys, sides=sides)

    def _with_gaps(self, low: Region, high: Region, unlisted: Bools, made: Sides) -> Simulator:
        """The same with a side for every group of unknown cells.

        What is missing for everyone, as an alternative without a price, is nobody's gap.
        """
        bounded = differing(low, high)
        rows = np.nonzero(self.missing)[0]
        gaps, sides = [], [self.sides[0]]
        for inside in grouped(bounded | unlisted, low.inhabitants):
            side = None
            if (bounded & inside).any():
                side = len(sides) - 1
                sides.append(made.of(mixed(low, high, inside)))
            # The joint value is missing because of each of them.
            theirs = np.append(inside & unlisted, (inside & unlisted).any())[rows]
            codes = tuple(np.array(low.codes)[inside].tolist())
            gaps.append(Gap(codes, side, theirs))
        return replace(self, sides=tuple(sides), gaps=tuple(gaps))

    @property
    def priced(self) -> list[int]:
        """Positions of the criteria in kroner, which the key divides."""
        return [self._place[name] for name in MONEY]

    @property
    def computed(self) -> list[int]:
        """Positions of the criteria the model computes: those in kroner, then the others."""
        return [*self.priced, *(self._place[name] for name in STEADY)]

    @property
    def _place(self) -> dict[str, int]:
        return {criterion.id: k for k, criterion in enumerate(self.criteria)}

    def judge(self, marks: Floats, criterion: int, told: Floats | None = None) -> Floats:
        """Values of a judged criterion (D, R, cases), 0…1.

        ``told`` is where they are written, if given, with as many cases as there are of what is
        run; without it there is one for each alternative.
        """
        judged, size = self.judged.rows[criterion], len(self.alternatives)
        values = draws_last(len(marks), judged.shape[0] + 1, size) if told is None else told
        cases = self._cases(values.shape[-1])
        padded = np.vstack([np.zeros(len(marks)), marks.T])
        own = np.moveaxis(padded[judged[:, cases]], -1, 0)
        people = self.sides[0].region.inhabitants
        values[:, :-1], values[:, -1] = own, np.einsum("m,dmc->dc", people / people.sum(), own)
        values[:] = criterion_values(values, self.criteria[criterion])
        return values

    @property
    def judged_criteria(self) -> list[int]:
        """Positions of the criteria that are judged."""
        return [k for k, criterion in enumerate(self.criteria) if not criterion.computed]

    def run(
        self,
        draws: Draws,
        marks: Floats,
        cells: Floats,
        unknown: Floats,
        *,
        others: bool = False,
        yearly: bool = False,
    ) -> Simulated:
        """Run the model on draws.

        Parameters
        ----------
        draws : mapping of str to ndarray (D, 1, 1)
        marks : ndarray (D, judgement rows)
            The judgements, as from `Judged.marks`.
        cells : ndarray (D, sides)
            Where each group of unknown cells lies between its low and high end (0…1).
        unknown : ndarray (D, missing values)
            The value, 0…1, of what nothing bounds.
        others : bool
            Whether to run the other hosts and companies, and the other keys, too.
        yearly : bool
            Whether to tell the budget effect of each year.
        """
        return self.told(self.reckon(draws, others=others, yearly=yearly), marks, cells, unknown)

    def reckon(
        self, draws: Draws, *, others: bool = False, yearly: bool = False
    ) -> tuple[Reckoned, ...]:
        """Run the model on draws, one side after the other: all that takes time.

        Without the budget effects year by year where they are not asked for.
        """
        return tuple(
            self.reckoning.of(side, draws, others=others, yearly=yearly) for side in self.sides
        )

    def told(
        self, reckoned: Sequence[Reckoned], marks: Floats, cells: Floats, unknown: Floats
    ) -> Simulated:
        """What the model said of every side, under the keys, as judged and with cells as drawn."""
        found = self.mixed(Divisible(reckoned, cells))
        for k in self.judged_criteria:
            self.judge(marks, k, found.values[k])
        return self.simulated(found, unknown)

    def mixed(self, money: Divisible, *, gaps: bool = True, last: Mixed | None = None) -> Mixed:
        """The same before anything is judged; without ``gaps`` where they are not asked for.

        ``last`` is what the same draws came to under another key: it is written over.
        """
        own, first = money.under([side.settings for side in self.sides]), money.reckoned[0]
        told = own.transpose(0, 3, 2, 1)
        if last is None:
            values = np.moveaxis(draws_last(*told.shape[1:], len(self.criteria)), -1, 0)
            values[self.computed[len(MONEY) :]] = np.moveaxis(money.steady, -1, 1)
        else:
            values = last.values
        for amounts, k in zip(told, self.priced, strict=True):
            values[k] = criterion_values(amounts, self.criteria[k])
        npv = told[MONEY.index("netto_naaverdi")].copy()
        hidden = self.hidden[:, self._cases(npv.shape[-1])]
        npv[:, hidden] = np.nan
        budget = first.budget
        for end, share in zip(money.reckoned[1:], money.cells.T, strict=True):
            budget = budget + share[:, None, None, None] * (end.budget - first.budget)
        budget = np.where(hidden[..., None], np.nan, budget) if hidden.any() else budget
        between = self._gaps(money) if gaps and len(self.sides) > 1 else ()
        keyed = self._keyed(money, own, last.keyed if last else None)
        return Mixed(values, npv, budget, between, keyed)

    @property
    def _swings(self) -> Floats:
        """From worst to best of the priced criteria (2, 1, 1, 1)."""
        swings = [self.criteria[k].best - self.criteria[k].verst for k in self.priced]
        return np.array(swings)[:, None, None, None]

    def _keyed(self, money: Divisible, own: Floats, last: Floats | None) -> Floats:
        """What the priced values change by under each other key (D, keys, R, A, priced)."""
        size, first = len(self.alternatives), money.reckoned[0]
        keys = list(zip(*(side.keyed for side in self.sides), strict=True)) if first.others else []
        if last is None:
            keyed = np.zeros((len(keys), 2, size, *own.shape[2:]))
        else:
            keyed = last.transpose(1, 4, 3, 2, 0)
        where = first.divided[:size, None, None]
        for change, known in zip(keyed, money.under_others(keys), strict=True):
            np.subtract(known, own[:, :size], out=change, where=where)
        keyed /= self._swings
        if self.missing.any():
            keyed[:, self.missing[..., self.priced].transpose(2, 1, 0)] = 0.0
        return keyed.transpose(4, 0, 3, 2, 1)

    def _gaps(self, money: Divisible) -> tuple[Floats, ...]:
        """What the computed values change by from low to high (D, R, A, C) of each group of cells.

        0 where nothing bounds them.
        """
        size, known = len(self.alternatives), ~self.missing[..., self.computed]
        ends = [
            own.under([side.settings[:size]])
            for own, side in zip(money.alone, self.sides, strict=True)
        ]
        steady = [own.steady[:, :, :size] for own in money.alone]
        found = []
        for priced, other in zip(ends[1:], steady[1:], strict=True):
            change = (priced - ends[0]) / self._swings
            change = np.concatenate([change.transpose(0, 2, 1, 3), other - steady[0]])
            change = np.moveaxis(change, (0, -1), (-1, 0))
            found.append(change if known.all() else change * known)
        return tuple(found)

    def simulated(self, found: Mixed, unknown: Floats) -> Simulated:
        """What is told, when the judgements are put in, with what nothing bounds put in too."""
        values = np.moveaxis(found.values, 0, -1)
        size, cases = len(self.alternatives), self._cases(values.shape[2])
        if self.missing.any():
            drawn = np.zeros((len(values), *self.missing.shape))
            drawn[:, self.missing] = unknown
            values = np.where(self.missing[:, cases], drawn[:, :, cases], values)
        own, beside = values[:, :, :size], values[:, :, size:]
        npv, budget = found.npv[:, :, :size], found.budget[:, :, :size]
        return Simulated(own, npv, budget, found.gaps, beside, found.keyed)

    def moved_cells(self, found: Simulated, moved: Floats, drawn: Floats) -> Floats:
        """What criterion values change by (D, R, A, K) when what is missing moves.

        Parameters
        ----------
        found : Simulated
        moved : ndarray (D, sides)
            How far each group of unknown cells moves between its low and its high end.
        drawn : ndarray (D, missing values)
            How far the values that nothing bounds move.
        """
        change = np.zeros(found.values.shape)
        for between, share in zip(found.gaps, moved.T, strict=False):
            change[..., self.computed] += share[:, None, None, None] * between
        change[:, self.missing] += drawn
        return change

    def _cases(self, number: int) -> Ints:
        """Position of the alternative of each case: all of them, then the others'."""
        own, beside = range(len(self.alternatives)), [other.alternative for other in self.others]
        return np.array([*own, *beside][:number], dtype=np.int64)


def _region(dataset: Dataset, fill: Fill) -> Region:
    return region_from(
        dataset.municipalities,
        dataset.budget,
        dataset.told_staff,
        dataset.applications,
        price_index=dataset.shared.price_index,
        price_year=dataset.settings.kroneverdi,
        decision_year=dataset.settings.vedtaksdato.year,
        fill=fill,
    )
