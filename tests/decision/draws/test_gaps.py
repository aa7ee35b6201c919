"""What is missing in the draws: a number for each municipality, and whether it decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from decision.drawn_regions import CODES, model, three, with_gap
from model.regions import felles

from analysis.dataset.definitions.shared import Shared
from analysis.dataset.tables.categories import JUDGED_CRITERIA
from analysis.decision.draws.gap_draws import extremes
from analysis.decision.draws.gaps import FEWEST_GROUPS, MOST_GROUPS, grouped
from analysis.decision.draws.robustness import assess
from analysis.decision.draws.sensitivity import Model
from analysis.decision.evaluation import evaluate
from tests.later_figures import coarsely_sought

# The first amounts of the first and the second municipality in the budget: their salaries.
FIRST, SECOND = 0, 5


@pytest.fixture(autouse=True)
def _coarse() -> Iterator[None]:
    with coarsely_sought():
        yield


def at_ends(made: Model, *cells: float) -> np.ndarray:
    """Criterion values (R, A, K) at the central values with unknown cells at these ends."""
    simulator, size = made.simulator, 1
    found = simulator.run(
        made.sampler.draws(made.sampler.central[None]),
        simulator.judged.marks(
            np.zeros((size, made.sampler.judgements), dtype=np.int64),
            np.full((size, made.sampler.judgements), 0.5),
        ),
        np.array([cells]),
        np.full((size, made.sampler.missing), 0.5),
    )
    return found.values[0]


def test_the_ends_of_the_cells_are_the_fillings_with_their_directions_kept() -> None:
    data = with_gap(three(), FIRST + 2)  # no salaries, so that the host is the same
    found = evaluate(data)
    made = model(data, found)
    (gap,) = made.simulator.gaps
    assert (gap.codes, gap.side) == (("9901",), 0)
    low, high = (at_ends(made, end) for end in (0.0, 1.0))
    for end, money in ((low, found.money), (high, found.money_high)):
        for a, name in enumerate(found.alternatives):
            result = money.results[name]
            assert result.setting.host == found.money.results[name].setting.host
            own = result.npv[0] / money.region.inhabitants * 1000.0
            criterion = data.shared.criterion("netto_naaverdi")
            value = (own - criterion.verst) / (criterion.best - criterion.verst)
            np.testing.assert_allclose(end[:-1, a, 0], value, atol=1e-12)
    assert (low != high)[0].any()
    np.testing.assert_allclose(at_ends(made, 0.25), low + 0.25 * (high - low), atol=1e-12)


def test_each_municipality_has_a_number_of_its_own() -> None:
    data = with_gap(three(), FIRST + 2, SECOND + 2)
    made = model(data, evaluate(data))
    assert [gap.codes for gap in made.simulator.gaps] == [("9901",), ("9902",)]
    assert made.sampler.block(0, 10).cells.shape == (10, 2)
    only = with_gap(three(), FIRST + 2)
    budget = only.budget.copy()
    low = at_ends(made, 0.0, 0.0)
    # The second at its low end is a budget of nothing there: the first alone is missing.
    budget.loc[SECOND + 2, "beløp"] = 0.0
    alone = replace(only, budget=budget)
    single = model(alone, evaluate(alone))
    for end in (0.0, 1.0):
        np.testing.assert_allclose(at_ends(made, end, 0.0), at_ends(single, end), atol=1e-12)
    assert (at_ends(made, 1.0, 1.0) != low).any()


def narrow(name: str, end: float) -> Shared:
    """The definitions with the anchors of one criterion close to 0."""
    shared = felles()
    criteria = tuple(
        c.model_copy(update={"verst": -end, "best": end}) if c.id == name else c
        for c in shared.criteria
    )
    return replace(shared, criteria=criteria)


def test_kroner_go_past_the_anchors_and_nothing_else_does() -> None:
    """Two at their high ends add up, also outside 0…1; what has an end of its own stops there."""
    data = with_gap(three(narrow("netto_naaverdi", 100.0)), FIRST + 2, SECOND + 2)
    staff = data.staff.copy()
    nobody = (staff["kommunenummer"].isin(CODES[:2])) & (staff["funksjon"] != "ledelse")
    staff.loc[nobody, ["årsverk", "personer"]] = np.nan
    data = replace(data, staff=staff)
    made = model(data, evaluate(data))
    low, first, second, both = (
        at_ends(made, *ends) for ends in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    )
    added, priced = first + second - low, made.simulator.priced
    others = [k for k in range(low.shape[-1]) if k not in priced]
    np.testing.assert_allclose(both[..., priced], added[..., priced], atol=1e-12)
    np.testing.assert_allclose(both[..., others], np.clip(added[..., others], 0.0, 1.0), atol=1e-12)
    assert (added[..., others] > 1.0 + 1e-9).any()
    assert (both[..., priced] > 1.0).any() and (both[..., priced] < 0.0).any()


def test_many_with_gaps_share_the_last_number() -> None:
    people = np.array([5.0, 1.0, 9.0, 7.0, 3.0, 8.0, 2.0])
    few = grouped(people > 4.0, people)
    assert [np.flatnonzero(group).tolist() for group in few] == [[0], [2], [3], [5]]
    many = grouped(np.ones(7, dtype=bool), people)
    assert len(many) == MOST_GROUPS
    assert [np.flatnonzero(group).tolist() for group in many] == [[0], [2], [3], [5], [1, 4, 6]]
    assert (np.sum(many, axis=0) == 1).all()
    assert len(grouped(np.ones(60, dtype=bool), np.arange(60.0))) == FEWEST_GROUPS


def test_cells_matter_where_their_ends_move_the_first_places() -> None:
    data = with_gap(three(), FIRST + 2)
    found = evaluate(data)
    result = assess(data, found, draws=300, sobol_base=0)
    made = model(data, found)
    sample = made.sampler.block(0, 300)
    shares = []
    for end in (0.0, 1.0):
        points = made.points(replace(sample, cells=np.full_like(sample.cells, end)))
        allowed = np.where(made.eligible, points, -np.inf)
        first = allowed >= allowed.max(axis=-1, keepdims=True) - 1e-12
        shares.append((first / first.sum(axis=-1, keepdims=True)).mean(axis=0))
    assert result.gaps == (("9901",),)
    moved = np.abs(shares[1] - shares[0]).max(axis=1)
    np.testing.assert_allclose(result.gap_moves[0], moved, atol=1e-9)
    # Its money lies in an interval; what is missing is one's own judgement.
    assert not result.missing[:2].any() and result.missing[2].any()


@pytest.mark.thorough
def test_a_list_nobody_has_given_is_bounded_by_nothing_and_belongs_to_its_municipality() -> None:
    data = three()
    listed = data.applications[data.applications["kommunenummer"] != "9902"]
    other = replace(data, applications=listed)
    found = evaluate(other)
    made = model(other, found)
    (gap,) = made.simulator.gaps
    assert gap.codes == ("9902",)
    rows = np.nonzero(made.simulator.missing)[0]
    assert set(rows) == {1, len(CODES)} and gap.unbounded.all()
    result = assess(other, found, draws=200, sobol_base=8)
    assert result.gap_moves[0, 1] > 0.1  # the whole range of the money
    assert result.gap_moves[0, 2] < 0.1  # the others do not share systems with it
    assert "ukjente_celler" in result.sobol


def test_a_missing_judgement_is_one_number_on_the_scale_for_all_it_is_meant_for() -> None:
    data = three()
    table = data.judgements.copy()
    table = table[table["kommunenummer"] == ""]
    gone = (table["alternativ"] == "2") & (table["kriterium"] == JUDGED_CRITERIA[2])
    for judgements in (table.assign(omfang=table["omfang"].where(~gone)), table[~gone]):
        other = replace(data, judgements=judgements)
        made = model(other, evaluate(other))
        simulator = made.simulator
        (row,) = simulator.judged.missing
        (chunk,) = made.run(made.sampler.block(0, 40))
        marks = chunk.marks[:, row]
        assert marks.min() < -3.5 and marks.max() > 3.5
        k, a = simulator.judged.about[row], 3
        np.testing.assert_allclose(
            chunk.found.values[:, :, a, k], np.tile((marks[:, None] + 4) / 8, 4), atol=1e-12
        )


def test_a_missing_judgement_is_told_by_its_criterion() -> None:
    rows = [("", "3", JUDGED_CRITERIA[0], np.nan)]
    data = three()
    missing = pd.DataFrame(rows, columns=["kommunenummer", "alternativ", "kriterium", "omfang"])
    table = data.judgements.dropna(subset="omfang")
    known = table[(table["alternativ"] != "3") | (table["kriterium"] != JUDGED_CRITERIA[0])]
    other = replace(data, judgements=pd.concat([known, missing], ignore_index=True))
    result = assess(other, evaluate(other), draws=100, sobol_base=0)
    assert result.unjudged == (JUDGED_CRITERIA[0],)
    assert result.unjudged_moves.shape == (1, 4) and (result.unjudged_moves <= 1.0).all()


def test_extremes_are_worst_and_best_for_one_at_a_time() -> None:
    points = np.array([[[0.5, 0.6, 0.4]]])
    room = np.array([[[0.2, 0.0, 0.0]]])
    eligible = np.array([[True, True, False]])
    worst, best = extremes(points, room, room, eligible)
    np.testing.assert_array_equal(worst, [[0, 0, 0]])
    np.testing.assert_array_equal(best, [[1, 1, 0]])
    nothing = np.zeros_like(points)
    np.testing.assert_array_equal(extremes(points, nothing, nothing, eligible)[0], [[0, 1, 0]])


@pytest.mark.thorough
@pytest.mark.parametrize("gaps", [(), (FIRST + 2,)])
def test_there_is_a_gap_only_where_a_number_is_missing(gaps) -> None:
    data = with_gap(three(judgements=three().judgements.dropna(subset="omfang")), *gaps)
    result = assess(data, evaluate(data), draws=30, sobol_base=0)
    assert bool(result.gaps) == bool(gaps)
    assert result.gap_moves.shape == (len(gaps), 4)


@pytest.mark.thorough
def test_what_is_missing_for_everyone_is_nobodys_gap() -> None:
    """Without companies alternative 4 has no price for anyone; the gap is still the first's."""
    data = with_gap(three(), FIRST)
    bare = replace(data, companies=data.companies.iloc[:0])
    gaps = [assess(one, evaluate(one), draws=20, sobol_base=0).gaps for one in (data, bare)]
    assert gaps == [((CODES[0],),)] * 2
