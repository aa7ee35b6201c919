"""Facts about systems are worked out once, from the levers and rows there are."""

import pickle
from dataclasses import replace
from functools import cached_property

import numpy as np
import pytest

from analysis.dataset import load
from analysis.decision.evaluation import evaluate
from analysis.decision.systems import Systems, assess_systems
from analysis.model.systems.overlap import common_systems
from analysis.places import find_analysis


@pytest.fixture(scope="module")
def systems() -> Systems:
    dataset = load(find_analysis("ringeriksregionen"))
    return assess_systems(dataset, evaluate(dataset))


def priced_by(systems: Systems, **names: str | None) -> Systems:
    """The same where alternatives price a common purchase by other assumptions, or not at all."""
    shared = systems.dataset.shared
    changed = tuple(
        a.model_copy(update={"tiltak": a.tiltak.model_copy(update={"innkjop": (
            a.tiltak.innkjop.model_copy(update={"pris": names["pris"]}) if names["pris"] else None
        )})}) if a.tiltak.innkjop else a
        for a in shared.alternatives
    )  # fmt: skip
    dataset = replace(systems.dataset, shared=replace(shared, alternatives=changed))
    return Systems(dataset, systems.evaluation)


def test_all_facts_are_worked_out_and_stored(systems):
    stored = pickle.loads(pickle.dumps(systems))
    facts = {name for name, fact in vars(Systems).items() if isinstance(fact, cached_property)}
    assert facts and facts <= set(vars(stored))
    assert stored.windows.equals(systems.windows)


def test_the_price_of_a_common_purchase_is_the_levers(systems):
    assumptions = systems.dataset.shared.assumptions
    assert systems.price_source == "forutsetning:innkjop_pris"
    assert systems.price_cut("gunstig") == assumptions["innkjop_pris"].value("gunstig")
    other = priced_by(systems, pris="konsulent_pris")
    assert other.price_source == "forutsetning:konsulent_pris"
    assert other.price_cut("gunstig") == assumptions["konsulent_pris"].value("gunstig")
    none = priced_by(systems, pris=None)
    assert none.price_source == "" and np.isnan(none.price_cut("forventet"))


def test_a_system_shielded_somewhere_is_marked_everywhere(systems):
    rows = systems.dataset.applications.copy()
    name = common_systems(rows[rows["skjermes"] != "ja"])["system"].iloc[0]
    mine = rows.index[rows["system"] == name]
    rows.loc[mine[0], "skjermes"] = "ja"
    marked = Systems(replace(systems.dataset, applications=rows), systems.evaluation)
    assert (marked.applications.loc[mine, "skjermes"] == "ja").all()
    assert marked.common.set_index("system").at[name, "skjermes"]
    assert not systems.common.set_index("system").at[name, "skjermes"]
    proposed = marked.name_proposals(shielded=False)
    assert name not in {*proposed["system"], *proposed["skrivemåte"]}


def test_the_joint_plan_is_the_sum_of_those_who_move(systems):
    for plan in systems.moving_plans("ugunstig", ""):
        total = sum(member.applications for member in plan.members)
        np.testing.assert_allclose(plan.applications, total)
        assert {member.code for member in plan.members} <= set(systems.with_a_list)
    assert systems.moving_plans("ugunstig", "0000") == ()
