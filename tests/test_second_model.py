"""The model against a second one, written from the method alone, on the whole example."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from second_model.answers import Answer, answers

from analysis.dataset.tables import SCENARIOS
from analysis.decision.evaluation import Evaluation

ROOT = Path(__file__).parents[1]
ORE = 1e-5  # in 1000 kr


@cache
def second(scenario: str) -> dict[str, Answer]:
    """What the second model makes of the example."""
    return answers(ROOT / "inputs" / "ringeriksregionen", ROOT / "inputs" / "felles", scenario)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_both_models_agree_to_the_ore(evaluation: Evaluation, scenario: str) -> None:
    found = second(scenario)
    s = SCENARIOS.index(scenario)
    for a, (name, answer) in enumerate(found.items()):
        assert name == evaluation.alternatives[a]
        for filling, money in (
            (answer.low, evaluation.money),
            (answer.high, evaluation.money_high),
        ):
            result = money.results[name]
            host = result.setting.host
            assert filling.host == (None if host is None else evaluation.codes[host])
            own = [filling.present_value.get(code, 0.0) for code in evaluation.codes]
            np.testing.assert_allclose(result.npv[s], own, atol=ORE, rtol=0, err_msg=name)
            social = filling.present_value[""]
            np.testing.assert_allclose(result.social_npv[s], social, atol=ORE, rtol=0)
            for k, criterion in enumerate(evaluation.criteria):
                told = [filling.criteria[code][criterion] for code in (*evaluation.codes, "")]
                low, high = evaluation.scores.criteria[s, :, a, k].T
                inside = (low - 1e-6 <= told) & (told <= high + 1e-6)
                assert inside.all(), (name, criterion, told, low, high)
        points = np.array([answer.points[code] for code in (*evaluation.codes, "")])
        np.testing.assert_allclose(
            evaluation.scores.points[s, :, a], points, atol=1e-6, rtol=0, err_msg=name
        )


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_component_of_every_year_is_the_same(evaluation: Evaluation, scenario: str) -> None:
    found = second(scenario)
    s = SCENARIOS.index(scenario)
    for name, answer in found.items():
        for filling, money in (
            (answer.low, evaluation.money),
            (answer.high, evaluation.money_high),
        ):
            for component, values in money.results[name].outcome.components.items():
                for row, code in enumerate(evaluation.codes):
                    costs = filling.costs.get(code)
                    own = costs.by_component.get(component, 0.0) if costs is not None else 0.0
                    np.testing.assert_allclose(
                        values[s, row],
                        np.broadcast_to(own, values.shape[-1:]),
                        atol=ORE,
                        rtol=0,
                        err_msg=f"{name} {code} {component}",
                    )
