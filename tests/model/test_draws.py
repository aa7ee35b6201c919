"""Many draws at once give what the same draws give one by one: uncertainty rests on it."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from model.regions import FELLES, ROOT

from analysis.dataset import Dataset, load
from analysis.dataset.tables.categories import FUNCTIONS
from analysis.decision.criteria import COUNTED, harmonisation, staff, vulnerability
from analysis.decision.keys import own_key
from analysis.model.alternative import outcome
from analysis.model.assumptions import Draws, scenario_draws
from analysis.model.economy import net_present_value, social_net_present_value
from analysis.model.forecast import null_alternative
from analysis.model.outcome import COMPONENTS, Company, Setting
from analysis.model.region import Region, region_from
from analysis.model.scope import common_share, match

COUNT, YEARS = 7, 10
ALTERNATIVES = ("0", "0+", "1", "2", "3", "4", "5")


@cache
def example() -> tuple[Dataset, Region, dict[str, np.ndarray]]:
    """The example analysis, and draws spread evenly between the ends of every assumption."""
    data = load(ROOT / "inputs" / "ringeriksregionen", FELLES)
    region = region_from(
        data.municipalities,
        data.budget,
        data.staff,
        data.applications,
        price_index=data.shared.price_index,
        price_year=data.settings.kroneverdi,
        decision_year=data.settings.vedtaksdato.year,
    )
    scenarios = scenario_draws(
        data.shared.assumptions, data.shared.price_index, data.settings.kroneverdi
    )
    pick = np.random.default_rng(1)
    many = {
        name: values.min() + np.ptp(values) * pick.random((COUNT, 1, 1))
        for name, values in scenarios.items()
    }
    return data, region, many


def setting(alternative: str) -> Setting:
    """All but the last take part; the second is host, and a company has an offer."""
    data, region, _ = example()
    bundle = data.shared.alternative(alternative)
    inside = np.arange(region.size) < region.size - 1
    company = Company("Prøve IKS", 9000.0, 800.0, (2.0,) * len(FUNCTIONS))
    return own_key(data.settings).setting(
        region,
        inside,
        host=1 if bundle.vert else None,
        company=company if bundle.selskap else None,
    )


def answers(alternative: str, draws: Draws) -> dict[str, np.ndarray]:
    """Everything the model says of an alternative that has an axis of draws."""
    data, region, _ = example()
    bundle, chosen = data.shared.alternative(alternative), setting(alternative)
    forecast = null_alternative(region, draws, YEARS)
    found = outcome(region, forecast, draws, bundle, chosen)
    cost = found.extra_cost()
    persons, person_years = staff(region, bundle, chosen, draws)
    everyone = np.ones(region.size, dtype=bool)
    today = common_share(region, match(region.applications, everyone, converge=False), draws)
    return {
        **found.components,
        "forecast": forecast.cost,
        "residual": found.residual,
        "margin": found.margin,
        "moved": found.moved,
        "npv": net_present_value(cost, 0.04),
        "social": social_net_present_value(cost.sum(1), found.margin.sum(1), 0.04, 0.2),
        "one-time": found.one_time(),
        "today": net_present_value(found.extra_cost(better=False), 0.04),
        "before": found.before_account,
        "account": found.account,
        "persons": persons,
        "person-years": person_years,
        "vulnerability": vulnerability(persons, draws),
        "harmonisation": harmonisation(region, found, today, chosen.participants, draws),
    }


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_draws_together_are_draws_one_by_one(alternative: str) -> None:
    _, _, many = example()
    together = answers(alternative, many)
    for i in range(COUNT):
        alone = answers(alternative, {name: values[i : i + 1] for name, values in many.items()})
        for name, values in together.items():
            assert len(values) == COUNT, name
            np.testing.assert_allclose(values[i], alone[name][0], rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("alternative", ALTERNATIVES)
def test_every_part_has_the_axes_draws_municipalities_years(alternative: str) -> None:
    _, region, many = example()
    found = answers(alternative, many)
    for name in (*COMPONENTS, "margin", "one-time", "before"):
        assert found[name].shape == (COUNT, region.size, YEARS + 1), name
    for name in ("moved", "npv", "today", "harmonisation"):
        assert found[name].shape == (COUNT, region.size), name
    assert found["account"].shape == (COUNT, 1, YEARS + 1)
    assert found["residual"].shape == (COUNT, 1)
    assert found["social"].shape == (COUNT,)
    for name in ("persons", "person-years", "vulnerability"):
        assert found[name].shape == (COUNT, region.size, len(COUNTED)), name


def test_draws_differ_where_the_alternative_costs_something() -> None:
    """Else the two tests above would hold of a model that never reads its draws."""
    _, _, many = example()
    for alternative in ALTERNATIVES[1:]:
        assert np.ptp(answers(alternative, many)["social"]) > 1.0, alternative


def test_scenarios_are_three_draws() -> None:
    data, _, _ = example()
    given = (data.shared.assumptions, data.shared.price_index, data.settings.kroneverdi)
    three = scenario_draws(*given)
    for i, name in enumerate(("forventet", "ugunstig", "gunstig")):
        (one,) = {len(values) for values in scenario_draws(*given, (name,)).values()}
        assert one == 1
        for assumption, values in scenario_draws(*given, (name,)).items():
            assert three[assumption][i] == values[0]
