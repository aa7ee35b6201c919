"""What every analysis shares: all of ``inputs/felles/``, also experience and prices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

import pandas as pd
from pydantic import Field

from analysis.dataset.definitions.alternatives import Alternative, LegalForm
from analysis.dataset.definitions.assumptions import Assumption
from analysis.dataset.definitions.criteria import Criterion, CriterionGroup
from analysis.dataset.definitions.explanations import Explanation
from analysis.dataset.definitions.strict import Share, Strict
from analysis.places import UnknownName, did_you_mean

Named = TypeVar("Named", Alternative, Criterion)


class QuestionLimits(Strict):
    """When a figure is asked about; nothing is corrected by them.

    Attributes
    ----------
    endring_fra_aaret_foer : float
        Times last year's cost, up or down.
    minste_andel : float
        Share of a municipality's IKT cost below which a change is not asked about.
    andel_fjernet : float
        Share of a municipality's rows that an answer takes away.
    lonn_per_arsverk : float
        Times the others' median, up or down.
    arsverk_mot_ssb : float
        Times Statistics Norway's figure, up or down.
    andel_av_administrasjon : tuple of float
        Lowest and highest share of the administration cost.
    """

    endring_fra_aaret_foer: Annotated[float, Field(gt=1)]
    minste_andel: Share
    andel_fjernet: Share
    lonn_per_arsverk: Annotated[float, Field(gt=1)]
    arsverk_mot_ssb: Annotated[float, Field(gt=1)]
    andel_av_administrasjon: Annotated[
        tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(gt=0)]], Field(strict=False)
    ]


NEVER = QuestionLimits(
    endring_fra_aaret_foer=float("inf"),
    minste_andel=1.0,
    andel_fjernet=1.0,
    lonn_per_arsverk=float("inf"),
    arsverk_mot_ssb=float("inf"),
    andel_av_administrasjon=(0.0, float("inf")),
)


@dataclass(frozen=True)
class Shared:
    """All of ``inputs/felles/``, checked.

    Attributes
    ----------
    assumptions : mapping of str to Assumption
        By id. As a `Dataset` has them, the group's own stand in place of those that are shared.
    price_index : DataFrame
        As a `Dataset` has it, with the years the group has estimated.
    cost_frame : float
        Share of the draws in which a frame for a cost holds.
    months_to_agreement, years_to_evaluation : float
        From the vote, and from the year of full effect; proposals.
    periods : tuple of int
        Lengths of the period, in years, that are all reasonable.
    explanations : mapping of str to Explanation
        What a report explains without figures, by id.
    risks : DataFrame
        ``risiko``: proposals, for alternatives the group has no rows of its own for.
    most_important : tuple of str
        Ids of the assumptions a group does best to take a stand on first.
    assumption_sources : mapping of str to str
        Where each assumption stands: «felles/forutsetninger.toml:12», without ``felles/`` where it
        is the group's own.
    """

    alternatives: tuple[Alternative, ...]
    legal_forms: Mapping[str, LegalForm]
    groups: tuple[CriterionGroup, ...]
    criteria: tuple[Criterion, ...]
    assumptions: Mapping[str, Assumption]
    cost_ceiling: float
    outlier_ratio: float
    name_similarity: float
    fewest_buyers: float
    cost_frame: float
    months_to_agreement: float
    years_to_evaluation: float
    experience: pd.DataFrame
    price_index: pd.DataFrame
    limits: QuestionLimits = NEVER
    periods: tuple[int, ...] = ()
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    risks: pd.DataFrame = field(default_factory=pd.DataFrame)
    most_important: tuple[str, ...] = ()
    assumption_sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """What alternatives and criteria are called, by column of the inputs: id by name.

        A name that two of them have is left out.
        """
        alternatives = [(name, a.id) for a in self.alternatives for name in (a.navn, a.kortnavn)]
        criteria = [(criterion.navn, criterion.id) for criterion in self.criteria]
        return {"alternativ": _one_each(alternatives), "kriterium": _one_each(criteria)}

    def assumption_files(self, names: Iterable[str]) -> tuple[str, ...]:
        """Files these assumptions stand in, each once."""
        places = (self.assumption_sources.get(name, "") for name in names)
        return tuple(dict.fromkeys(filter(None, (p.rpartition(":")[0] for p in places))))

    def alternative(self, alternative_id: str) -> Alternative:
        """Return the alternative with this id; `UnknownName` where there is none."""
        return _by_id(self.alternatives, alternative_id, "alternativet")

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion with this id; `UnknownName` where there is none."""
        return _by_id(self.criteria, criterion_id, "kriteriet")


def _by_id(entries: Sequence[Named], wanted: str, what: str) -> Named:
    for entry in entries:
        if entry.id == wanted:
            return entry
    ids = [entry.id for entry in entries]
    hint = did_you_mean(wanted, ids) or f". Skriv en av disse: {', '.join(ids)}."
    raise UnknownName(f"Finner ikke {what} «{wanted}»{hint}")


def _one_each(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    ids: dict[str, set[str]] = defaultdict(set)
    spelled = {}
    for name, one in named:
        ids[name.casefold()].add(one)
        spelled[name] = one
    return {name: one for name, one in spelled.items() if len(ids[name.casefold()]) == 1}


def price_factor(price_index: pd.DataFrame, from_year: int, to_year: int) -> float:
    """Factor that turns kroner of one year into kroner of another.

    Raises
    ------
    KeyError
        If the price index lacks one of the years; the year is the argument.
    """
    if from_year == to_year:
        return 1.0
    index = price_index.set_index(price_index["år"].astype(int))["indeks"]
    return float(index[to_year]) / float(index[from_year])
