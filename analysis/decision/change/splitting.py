"""A change in the results split over its causes, swapped one at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.decision.change.main_results import (
    INDEX,
    MONEY,
    first_places,
    main_results,
    runners,
)
from analysis.decision.change.swapping import Between, computable, kroner_factor
from analysis.decision.evaluation import Evaluation, evaluate

BEFORE, NOW, CHANGE, REMAINDER = "før", "nå", "endring", "samspill"
SCENARIO, MODEL = "beregning", "modellen"
# A smaller difference, in the result's own unit, is rounding in the machine.
_NOTHING = 1e-6
# Tables are written with six figures, and amounts in whole kroner.
_AS_WRITTEN, _KRONER = 1e-5, 0.01

Places = Mapping[str, tuple[str, ...]]


class Evaluated(Protocol):
    """A data set with what model and decision make of it, told in one scenario."""

    @property
    def dataset(self) -> Dataset:
        """The inputs."""

    @property
    def evaluation(self) -> Evaluation:
        """What model and decision make of them."""

    @property
    def scenario(self) -> str:
        """The scenario told about."""


@dataclass(frozen=True, eq=False)
class Record:
    """What a written report says of itself.

    Attributes
    ----------
    version : str
        The program that wrote it, "" where not known.
    results : Series or None
        Main results as its tables have them, in its own kroner; None where they are not kept.
    """

    version: str = ""
    results: pd.Series | None = None


@dataclass(frozen=True)
class Runner:
    """The host (kommunenummer) or the company (name) of an alternative; "" where there is none.

    Attributes
    ----------
    before, now : str
    alone : dict of str to str
        By cause: who it would be if only that had been as now, where it is another than before.
    """

    before: str
    now: str
    alone: Mapping[str, str]


def _no_results() -> pd.Series:
    return pd.Series(index=pd.MultiIndex.from_arrays([[], [], []], names=INDEX), dtype=float)


@dataclass(frozen=True, eq=False)
class Split:
    """Main results before and now, what each cause does to them, and who it puts first.

    Attributes
    ----------
    before, now : Series
        In the kroner of now.
    effects : dict of str to Series
        What the results before would have changed by if only the cause had been as now.
    turning : dict of str to tuple of str
        For those whose first place is another now: the causes that alone change it.
    runs : dict of str to Runner
        By alternative: who is host, or which company it is.
    kroner : float
        What the money before is multiplied by.
    """

    before: pd.Series = field(default_factory=_no_results)
    now: pd.Series = field(default_factory=_no_results)
    effects: Mapping[str, pd.Series] = field(default_factory=dict)
    turning: Places = field(default_factory=dict)
    runs: Mapping[str, Runner] = field(default_factory=dict)
    kroner: float = 1.0

    def table(self, codes: Sequence[str]) -> pd.DataFrame:
        """Results, change, effects and remainder, in the order of these municipalities.

        A cause that is NaN lies in the remainder; where the change is unknown, so is all of it.
        """
        causes = list(self.effects)
        table = pd.DataFrame({BEFORE: self.before, NOW: self.now, **self.effects})
        table.insert(2, CHANGE, table[NOW] - table[BEFORE])
        table[REMAINDER] = table[CHANGE] - table[causes].sum(axis=1)
        parts = table[[CHANGE, *causes, REMAINDER]]
        parts = parts.where((parts.abs() > _NOTHING) | parts.isna(), 0.0)
        parts.loc[table[CHANGE].isna()] = np.nan
        table[parts.columns] = parts
        place = {code: number for number, code in enumerate(codes)}
        rows = table.index.get_level_values(0).map(place)
        return table.iloc[np.argsort(rows, kind="stable")]


@dataclass(frozen=True, eq=False)
class _Outcome:
    """Main results in the kroner of now, who may be first, and who runs each alternative."""

    results: pd.Series
    first: Places
    runs: Mapping[str, str]


def split_changes(
    between: Between,
    causes: Sequence[str],
    before: Evaluated,
    after: Evaluated,
    records: tuple[Record, Record],
) -> Split:
    """Swap the causes one at a time, from the results before.

    Parameters
    ----------
    between : Between
        The two data sets.
    causes : sequence of str
        Those they differ in; scenario and program are added where they differ.
    before, after : Evaluated
        The same data sets, evaluated.
    records : pair of Record
        What the reports were written as.
    """
    year = after.dataset.settings.kroneverdi
    start = between.swapped(())
    then = _outcome(start, before.evaluation, before.scenario, year)
    now = _outcome(after.dataset, after.evaluation, after.scenario, year)
    tried = {
        cause: _swap(between.swapped({cause}), before.scenario, year, otherwise=then)
        for cause in causes
    }
    if after.scenario != before.scenario:
        tried[SCENARIO] = _outcome(start, before.evaluation, after.scenario, year)
    kroner = kroner_factor(start, year)
    written = _as_told(records[1], 1.0, now.results)
    told = _as_told(records[0], kroner, then.results, written), written
    effects = {cause: found.results - then.results for cause, found in tried.items()}
    model = (then.results - told[0]) + (told[1] - now.results)
    if (model.abs() > _NOTHING).any():
        effects[MODEL] = model
    return Split(*told, effects, _turning(then, now, tried), _runs(then, now, tried), kroner)


def _outcome(dataset: Dataset, evaluation: Evaluation, scenario: str, year: int) -> _Outcome:
    results = main_results(dataset, evaluation, scenario, kroner_factor(dataset, year))
    return _Outcome(results, first_places(evaluation, scenario), runners(evaluation))


def _swap(dataset: Dataset, scenario: str, year: int, *, otherwise: _Outcome) -> _Outcome:
    """What a data set between the two gives; unknown, with no other first, if it cannot be."""
    if computable(dataset):
        return _outcome(dataset, evaluate(dataset), scenario, year)
    return replace(otherwise, results=otherwise.results * np.nan)


def _as_told(record: Record, kroner: float, computed: pd.Series, *others: pd.Series) -> pd.Series:
    """The results of a written report in the kroner of now; as computed where they agree.

    Or else as others of more digits, where they agree with them.
    """
    if record.results is None:
        return computed
    read = record.results.reindex(computed.index)
    money = computed.index.get_level_values(2).isin(MONEY)
    told = read = read.where(~money, read * kroner)
    for known in (*reversed(others), computed):
        same = np.isclose(
            read, known.reindex(read.index), rtol=_AS_WRITTEN, atol=_KRONER, equal_nan=True
        )
        told = told.where(~same, known)
    return told


def _turning(then: _Outcome, now: _Outcome, tried: Mapping[str, _Outcome]) -> Places:
    return {
        code: tuple(cause for cause, found in tried.items() if found.first[code] != first)
        for code, first in then.first.items()
        if code in now.first and now.first[code] != first
    }


def _runs(then: _Outcome, now: _Outcome, tried: Mapping[str, _Outcome]) -> dict[str, Runner]:
    every = dict.fromkeys([*now.runs, *then.runs])
    return {
        alternative: Runner(
            old := then.runs.get(alternative, ""),
            now.runs.get(alternative, ""),
            {
                cause: runner
                for cause, found in tried.items()
                if (runner := found.runs.get(alternative, "")) != old
            },
        )
        for alternative in every
    }
