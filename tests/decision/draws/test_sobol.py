"""Total-order indices: closed forms with interaction, and the shortcuts against the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from decision.drawn_regions import certain, model, three, with_gap
from model.regions import all_judgements, felles

from analysis.dataset.definitions.assumptions import Bounds
from analysis.dataset.definitions.shared import Shared
from analysis.decision.draws.robustness import assess
from analysis.decision.draws.sensitivity import CELLS, JUDGEMENTS, WEIGHTS, Model, leaders, margin
from analysis.decision.draws.sobol import SOBOL_BLOCK, SwappedDraws, total_order
from analysis.decision.evaluation import evaluate

STREAM = np.random.default_rng(5)
SIZE = 200_000


def swapped(function, column: int) -> tuple[np.ndarray, np.ndarray]:
    """The function over a sample, and with one column from another, as one row each."""
    one, other = STREAM.uniform(-1.0, 1.0, (2, SIZE, 3))
    mixed = one.copy()
    mixed[:, column] = other[:, column]
    return function(*one.T)[:, None], function(*mixed.T)[:, None]


@pytest.mark.parametrize(("column", "expected"), [(0, 1.0), (1, 1.0), (2, 0.0)])
def test_a_product_is_all_interaction(column: int, expected: float) -> None:
    """Of x·y neither explains anything alone: first-order 0 and total order 1 for both."""
    index, _ = total_order(*swapped(lambda x, y, z: x * y, column))
    assert index[0] == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(("column", "expected"), [(0, 0.25), (1, 0.25), (2, 0.75)])
def test_interaction_counts_for_both_and_what_is_added_for_itself(
    column: int, expected: float
) -> None:
    """Var(x·y + z) = 1/9 + 1/3, of which x·y is a quarter."""
    index, _ = total_order(*swapped(lambda x, y, z: x * y + z, column))
    assert index[0] == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("column", [0, 1, 2])
def test_ishigami(column: int) -> None:
    """Sobol' and Levitan (1999): a = 7, b = 0.1 gives 0.5576, 0.4424 and 0.2437."""

    def ishigami(x: np.ndarray, y: np.ndarray, z: np.ndarray) -> np.ndarray:
        x, y, z = (np.pi * part for part in (x, y, z))
        return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)

    index, _ = total_order(*swapped(ishigami, column))
    assert index[0] == pytest.approx((0.5576, 0.4424, 0.2437)[column], abs=0.01)


def test_the_error_is_how_much_the_index_varies_from_sample_to_sample() -> None:
    lead, mixed = swapped(lambda x, y, z: x * y + z, 2)
    parts = [slice(start, start + 400) for start in range(0, SIZE, 400)]
    told = [total_order(lead[part], mixed[part]) for part in parts]
    found, errors = (np.array([pair[i][0] for pair in told]) for i in (0, 1))
    assert errors.mean() == pytest.approx(found.std(), rel=0.1)
    few = total_order(lead, mixed[:400])
    assert few[0][0] == pytest.approx(0.75, abs=4 * few[1][0])


def test_what_does_not_vary_has_no_index() -> None:
    index, error = total_order(np.full((9, 2), 3.0), np.full((9, 2), 3.0))
    assert not index.any() and not error.any()


def whole_run(made: Model, winner: np.ndarray, sample, **taken: np.ndarray) -> np.ndarray:
    """The lead when the whole model is run on the sample with this taken from another."""
    return margin(made.points(replace(sample, **taken)), made.eligible, winner)


@pytest.mark.thorough
def test_the_shortcuts_are_what_the_whole_model_gives() -> None:
    data = with_gap(three(), 0, 7)
    made = model(data, evaluate(data))
    assert len(made.simulator.sides) == 3
    winner = leaders(made.at(made.sampler.central[None])[0], made.eligible)[:, 0]
    sample = made.sampler.block(0, 60)
    other = made.sampler.block(SOBOL_BLOCK, 60)
    # Between the anchors, so that no value is cut when two groups of cells move.
    sample, other = (replace(part, cells=part.cells / 2) for part in (sample, other))
    drawn = SwappedDraws(made, winner, sample)
    drawn.other = other
    for chunk in made.run(sample):
        drawn.add(chunk)
    lead = np.concatenate(drawn._leads)
    simulator = made.simulator
    by_criterion = {
        f"{JUDGEMENTS}:{simulator.criteria[k].id}": simulator.judged.about == k
        for k in simulator.judged_criteria
    }
    expected = {
        WEIGHTS: whole_run(made, winner, sample, weights=other.weights),
        CELLS: whole_run(made, winner, sample, cells=other.cells, missing=other.missing),
    }
    for name, rows in by_criterion.items():
        judged = np.where(rows, other.judgements, sample.judgements)
        expected[name] = whole_run(made, winner, sample, judgements=judged)
    found = drawn.indices(8)[0]
    for name, swapped_lead in expected.items():
        index, _ = total_order(lead, swapped_lead)
        np.testing.assert_allclose(found[name], index, atol=1e-6, err_msg=name)


def test_it_finds_the_only_thing_that_varies() -> None:
    wide = Bounds(min=0.02, sannsynlig=0.3, maks=0.8)
    data = three(only_absence(felles(), wide), judgements=all_judgements(1.0))
    result = assess(data, evaluate(data), draws=512, sobol_base=512)
    assert set(result.sobol) == set(result.sobol_error) == {"fravaer", "vekter"}
    assert result.sobol["fravaer"][-1] == pytest.approx(1.0, abs=0.1)
    assert result.sobol["vekter"][-1] < 0.1
    assert 0 < result.sobol_error["fravaer"][-1] < 0.1


def only_absence(shared: Shared, bounds: Bounds) -> Shared:
    fixed = certain(shared)
    absence = fixed.assumptions["fravaer"].model_copy(update={"anslag": bounds})
    return replace(fixed, assumptions={**fixed.assumptions, "fravaer": absence})
