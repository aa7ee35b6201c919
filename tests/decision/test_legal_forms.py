"""Legal forms that cost differently are compared like hosts and companies."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from decision.participation.small_cooperations import A, B, C, dataset, only
from model.regions import FELLES, ROOT, bundle

from analysis.dataset import Dataset, load
from analysis.dataset.definitions.assumptions import Assumption, Bounds
from analysis.dataset.definitions.shared import Shared
from analysis.decision.draws.sampling import Sampler
from analysis.decision.evaluation import evaluate
from analysis.decision.gates import Gate
from analysis.decision.participation.assess import assess_participation
from analysis.model.alternative import outcome
from analysis.model.forecast import null_alternative
from analysis.model.provenance import assumptions_used

IKS, AS = "Interkommunalt selskap (IKS)", "Aksjeselskap (AS)"
COMPANY = bundle(
    "5",
    rettsformer=["iks", "as"],
    formkostnader=[
        {"id": "iks", "styring": "styring_iks", "etablering": "etablering_iks"},
        {"id": "as", "styring": "styring_as", "etablering": "etablering_as"},
    ],
    tiltak={
        "styring": {"fast": "styring_selskap", "per_deltaker": "styring_deltaker_tung"},
        "etablering": {"kapital": "etablering_selskap", "restverdi": "restverdi_andel"},
    },
)


def own_cost(shared: Shared, **values: float | str) -> Shared:
    """The same definitions with costs of one legal form alone, taken from the common ones."""
    assumptions = dict(shared.assumptions)
    for name, value in values.items():
        common = assumptions[f"{name.split('_')[0]}_selskap"].model_dump()
        # The same however many they are: a smallest amount, and nothing for each user.
        known = {"anslag": Bounds(min=0.0, sannsynlig=0.0, maks=0.0), "minst": value}
        given = {"anslag": value} if isinstance(value, str) else known
        assumptions[name] = Assumption.model_validate({**common, "id": name, **given})
    return replace(shared, assumptions=assumptions)


def company(**own: float | str) -> Dataset:
    """500 in capital and 60 a year, shared equally by three for four years."""
    values = {"styring_selskap": 60.0, "etablering_selskap": 500.0}
    data = dataset(COMPANY, values=values, analyseperiode=4)
    return replace(data, shared=own_cost(data.shared, **own))


@cache
def example() -> Dataset:
    return load(ROOT / "inputs" / "ringeriksregionen", FELLES)


def test_without_costs_of_their_own_no_form_is_chosen_and_nothing_moves() -> None:
    data = company()
    plain = COMPANY.model_copy(update={"formkostnader": ()})
    without = replace(
        data, shared=replace(data.shared, alternatives=(data.shared.alternatives[0], plain))
    )
    found, expected = evaluate(data), evaluate(without)
    assert found.money.forms == {}
    assert found.money.results["5"].setting.form == ""
    np.testing.assert_array_equal(found.scores.points, expected.scores.points)
    assert set(only(data).runs) == {""}


def test_what_each_form_costs_by_hand() -> None:
    """An IKS with 100 a year and the common 500; an AS with 40 a year and 700: 900 and 860."""
    data = company(styring_iks=100.0, styring_as=40.0, etablering_as=700.0)
    money = evaluate(data).money
    assert {form.name: float(form.result.npv[0].sum()) for form in money.forms["5"]} == {
        IKS: pytest.approx(-900),
        AS: pytest.approx(-860),
    }
    chosen = money.results["5"]
    assert chosen.setting.form == "as"
    assert chosen.budget_effect[0].sum(axis=0).tolist() == pytest.approx([700, 40, 40, 40, 40])


def test_a_form_that_costs_by_users_by_hand() -> None:
    """1200 users, or 800 in a pair, for four years and 500 in common capital.

    An IKS with 100 kroner a user each year: 4·120 + 500 = 980, and 820 in a pair.
    An AS with 40, and 600 in capital, 700 000 at least: 4·48 + 720 = 912, and 4·32 + 700 = 828.
    """
    data = company(styring_iks=0.0, styring_as=0.0, etablering_as=700.0)
    per_user = {"styring_iks": 100.0, "styring_as": 40.0, "etablering_as": 600.0}
    known = {name: Bounds(min=v, sannsynlig=v, maks=v) for name, v in per_user.items()}
    assumptions = data.shared.assumptions | {
        name: data.shared.assumptions[name].model_copy(update={"anslag": values})
        for name, values in known.items()
    }
    found = only(replace(data, shared=replace(data.shared, assumptions=assumptions)), 20)
    assert found.runs == ("", "", "", IKS, "", IKS, IKS, AS)
    assert found.total[0, 0].tolist() == pytest.approx([0, 0, 0, -820, 0, -820, -820, -912])


def test_one_form_with_a_cost_of_its_own_is_held_against_the_common_cost() -> None:
    forms = evaluate(company(styring_iks=10.0)).money.forms["5"]
    assert [round(float(form.result.npv[0].sum())) for form in forms] == [-540, -740]


def test_every_group_is_run_in_the_form_that_gives_it_most() -> None:
    found = only(company(styring_iks=100.0, styring_as=40.0, etablering_as=700.0), 20)
    assert found.runs == ("", "", "", AS, "", AS, AS, AS)
    assert found.runs_whole == found.evaluation_runs == AS
    assert not found.differs
    assert found.total[0, 0].tolist() == pytest.approx([0, 0, 0, -860, 0, -860, -860, -860])
    payment = found.division.payment[0, 0, found.division.key("utredningens nøkkel")]
    assert payment.tolist() == pytest.approx([860 / 3] * 3)
    assert found.chances is not None and found.chances.pays[found.place(A | B | C)] == 0


def test_the_draws_meet_the_chosen_form() -> None:
    """Of two forms the draws follow the one that was chosen, with its own cost drawn."""
    data = company(etablering_iks=100.0, etablering_as=900.0)
    evaluation = evaluate(data)
    weights = evaluation.scores.weights
    assert {"etablering_iks", "etablering_as"} <= set(Sampler.build(data, weights, 0).known)
    assert "etablering_as" not in Sampler.build(company(), weights, 0).known
    sampler = Sampler.build(data, weights, 0)
    drawn = sampler.draws(sampler.values(sampler.block(0, 8)))
    region, setting = evaluation.money.region, evaluation.money.results["5"].setting
    found = outcome(region, null_alternative(region, drawn, 4), drawn, COMPANY, setting)
    np.testing.assert_allclose(found.budget_effect[:, :, 0].sum(axis=1), 100.0)


def test_a_form_whose_cost_nobody_knows_closes_the_alternative() -> None:
    data = company(etablering_as="ukjent")
    gates = evaluate(data).gates
    assert gates.status.loc["", "5"] == Gate.UNKNOWN_COST
    assert gates.unknown["5"] == ("etablering_as",)


def test_the_sources_name_the_assumptions_that_are_given() -> None:
    shared = company(styring_as=1.0).shared
    used = set(assumptions_used(COMPANY, shared.assumptions))
    assert used - set(assumptions_used(COMPANY)) == {"styring_as"}


@pytest.mark.thorough
def test_in_the_example_an_as_that_is_cheaper_to_found_is_chosen_for_every_group() -> None:
    data = example()
    cheap = replace(data, shared=own_cost(data.shared, etablering_as=100.0))
    before, after = evaluate(data), evaluate(cheap)
    assert after.money.results["5"].setting.form == "as"
    forms = after.money.forms["5"]
    assert forms[0].result.npv[0].tolist() == before.money.results["5"].npv[0].tolist()
    gained = after.money.results["5"].npv[0].sum() - before.money.results["5"].npv[0].sum()
    assert gained > 10_000
    for other in ("0+", "1", "2", "3", "4"):
        one, same = after.money.results[other].npv, before.money.results[other].npv
        np.testing.assert_array_equal(one, same)
    found = assess_participation(cheap, after, draws=0).cooperations["5"]
    assert set(found.runs) == {"", AS}
