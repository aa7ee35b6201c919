"""What has moved between two reports, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pandas as pd

from analysis.decision.change.input_changes import RowChange, input_changes
from analysis.decision.change.main_results import rank_table
from analysis.decision.change.splitting import (
    BEFORE,
    NOW,
    REMAINDER,
    Evaluated,
    Record,
    Runner,
    Split,
    split_changes,
)
from analysis.decision.change.swapping import Between, years_without_index
from analysis.decision.conclusion import Conclusion, conclude
from analysis.decision.draws import Robustness


class HasFigures(Evaluated, Protocol):
    """One side of a comparison: a run."""

    @property
    def robustness(self) -> Robustness:
        """How sure the ranking is."""


@dataclass(frozen=True)
class Edition:
    """What tells one of the two reports from the other.

    Attributes
    ----------
    title : str
    date : date
    scenario : str
    kroner : int
        The year of its kroner.
    year : int
        Year 0.
    version : str
        The program that wrote it, "" where not known.
    """

    title: str
    date: dt.date
    scenario: str
    kroner: int
    year: int
    version: str


@dataclass(frozen=True, eq=False)
class Changes:
    """What has moved between two reports, and why.

    Attributes
    ----------
    before, after : Edition
    inputs : tuple of RowChange
        All that differs in the inputs.
    causes : tuple of str
        What the changes in the results are split over: names of tables and files, «deltakere»,
        «fordeling», «kroneverdi», «beregning» (the scenario) and «modellen» (the program).
    results : DataFrame
        Indexed by kommunenummer ("" for all together), alternativ and størrelse: «før», «nå»,
        «endring», one column per cause and «samspill», all in the kroner of ``after``. Where
        the change is known, causes and samspill sum to it; a cause that cannot be swapped alone
        is NaN and lies in samspill. Without rows where ``years_without_index`` is not empty.
    ranks : DataFrame
        Indexed by kommunenummer and alternativ: best, verst and merknad, each «_før» and «_nå».
    conclusions : dict
        The conclusion before and after by kommunenummer, None for who was not there; empty where
        nothing differs.
    turning : dict of str to tuple of str
        For those whose first place is another now: the causes that alone change it.
    names : dict of str to str
    joined, left : tuple of str
        Municipalities that are new, and those that are gone.
    recoded : dict of str to str
        New kommunenummer by the one used before.
    kroner_factor : float
        What the money of ``before`` is multiplied by.
    runs : dict of str to Runner
        By alternative: who is host, or which company it is, before, now and by each cause alone.
    standing : dict of str to pair of int
        By table: rows whose amounts stand as before, though they are read as kroner of another
        year now, and all rows.
    years_without_index : tuple of int
        Years that stop the money from being compared.
    notes : tuple of str
        What else a reader must know, as sentences.
    """

    before: Edition
    after: Edition
    inputs: tuple[RowChange, ...]
    causes: tuple[str, ...]
    results: pd.DataFrame
    ranks: pd.DataFrame
    conclusions: Mapping[str, tuple[Conclusion | None, Conclusion | None]]
    turning: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    recoded: Mapping[str, str] = field(default_factory=dict)
    kroner_factor: float = 1.0
    runs: Mapping[str, Runner] = field(default_factory=dict)
    standing: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    years_without_index: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether neither inputs, scenario nor figures differ."""
        return not self.inputs and not self.causes

    @property
    def codes(self) -> tuple[str, ...]:
        """All municipalities of either report, those of ``after`` first; "" is last."""
        return tuple(self.names)

    def result(self, code: str, alternative: str, measure: str) -> pd.Series:
        """Before, now, change and the part of each cause of one result."""
        row: Any = self.results.xs((code, alternative, measure))
        return row

    def parts(self, code: str, measure: str) -> pd.DataFrame:
        """The part of each cause, and the samspill last, by alternative (columns)."""
        own: Any = self.results.xs((code, measure), level=(0, 2))
        return own[[*self.causes, REMAINDER]].T

    def places(self, code: str, alternative: str) -> tuple[tuple[float, float], ...]:
        """Best and worst place before and now; 0 or NaN where there is none."""
        row: Any = self.ranks.xs((code, alternative))
        return tuple(
            (float(row[f"best_{side}"]), float(row[f"verst_{side}"])) for side in (BEFORE, NOW)
        )


def compare(
    before: HasFigures,
    after: HasFigures,
    *,
    records: tuple[Record, Record] = (Record(), Record()),
    recoded: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Changes:
    """Compare two runs and split every change over its causes.

    The causes are swapped one at a time: a cause's part is what the result before would have
    changed by if only that had been as it is now. What is left, the samspill, is due to several
    at once. The order of the causes does not matter.

    Parameters
    ----------
    before, after : HasFigures
        With the same kommunenummer for the same municipality.
    records : pair of Record
        What the reports were written as. Where a record's results differ from what the inputs
        give today, the program is a cause of its own.
    recoded : mapping of str to str, optional
        New kommunenummer by old, where ``before`` had others.
    notes : sequence of str
        Passed on.
    """
    between = Between(before.dataset, after.dataset)
    inputs = input_changes(before.dataset, after.dataset)
    lacking = years_without_index(between)
    causes = between.causes(inputs)
    split = Split() if lacking else split_changes(between, causes, before, after, records)
    codes = [*after.evaluation.codes, *between.left, ""]
    moved = bool(inputs or split.effects)
    return Changes(
        before=_edition(before, records[0]),
        after=_edition(after, records[1]),
        inputs=inputs,
        causes=tuple(split.effects),
        results=split.table(codes),
        ranks=_ranks(before, after),
        conclusions=_conclusions(before, after, codes if moved else ()),
        turning=split.turning,
        names={code: _name(code, after, before) for code in codes},
        joined=between.joined,
        left=between.left,
        recoded=dict(recoded or {}),
        kroner_factor=split.kroner,
        runs=split.runs,
        standing=between.standing,
        years_without_index=lacking,
        notes=tuple(notes),
    )


def _ranks(before: HasFigures, after: HasFigures) -> pd.DataFrame:
    then, now = (
        rank_table(run.evaluation, run.scenario).add_suffix(f"_{side}")
        for run, side in ((before, BEFORE), (after, NOW))
    )
    return then.join(now, how="outer")


def _conclusions(
    before: HasFigures, after: HasFigures, codes: Sequence[str]
) -> dict[str, tuple[Conclusion | None, Conclusion | None]]:
    def said(run: HasFigures, code: str) -> Conclusion | None:
        there = code in (*run.evaluation.codes, "")
        return conclude(run.evaluation, run.robustness, code) if there else None

    return {code: (said(before, code), said(after, code)) for code in codes}


def _name(code: str, *runs: HasFigures) -> str:
    """Name of a municipality in the first run that has it."""
    names = (run.dataset.municipalities["navn"].get(code) for run in runs)
    return next((str(name) for name in names if name), "Alle samlet")


def _edition(run: HasFigures, record: Record) -> Edition:
    settings = run.dataset.settings
    return Edition(
        title=settings.tittel,
        date=settings.dato,
        scenario=run.scenario,
        kroner=settings.kroneverdi,
        year=settings.vedtaksdato.year,
        version=record.version,
    )
