import pickle
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from dataset.analysis_folder import Analysis
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset, load
from analysis.dataset.without import without
from analysis.decision.change.changes import Changes, compare
from analysis.decision.change.input_changes import input_changes
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS, main_results
from analysis.decision.change.splitting import CHANGE, NOW, REMAINDER, Record, split_changes
from analysis.decision.change.swapping import Between, causes_of
from analysis.decision.evaluation import evaluate
from tests.later_figures import RISE, Case, carry_on, case_of, copy_example


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Case]:
    """The example, and the example four years later."""
    root = tmp_path_factory.mktemp("years")
    first, later = copy_example(root / "først"), copy_example(root / "senere")
    carry_on(later)
    return case_of(load(first)), case_of(load(later))


@pytest.fixture(scope="module")
def changes(years: tuple[Case, Case]) -> Changes:
    return compare(*years)


@cache
def small() -> Dataset:
    return Analysis(Path(tempfile.mkdtemp()) / "x").load()


def sums(changes: Changes) -> pd.Series:
    """Causes and remainder against the change, where the change is known."""
    known = changes.results[changes.results[CHANGE].notna()]
    return known[[*changes.causes, REMAINDER]].sum(axis=1) - known[CHANGE]


@pytest.mark.thorough
def test_four_years_are_explained_to_the_last_krone(changes: Changes) -> None:
    assert set(changes.causes) == {
        "kommuner", "budsjett", "bemanning", "applikasjoner", "mandat", "vurderinger", "vekter",
        "selskaper", "fordeling", "utredning", "forutsetninger", "kriterier", "prisindeks",
        "kroneverdi", "stående beløp",
    }  # fmt: skip
    assert np.allclose(sums(changes), 0.0, atol=1e-6)
    assert changes.results[CHANGE].notna().mean() > 0.7
    assert changes.kroner_factor == pytest.approx(RISE)


@pytest.mark.thorough
def test_every_change_of_the_inputs_has_its_cause_or_moves_nothing(changes: Changes) -> None:
    for change in changes.inputs:
        found = causes_of(change)
        assert found <= set(changes.causes)
        assert found or change.file == "tekst/bakgrunn.md", change


@pytest.mark.thorough
def test_each_cause_moves_what_it_can_move(changes: Changes) -> None:
    joint = changes.results.xs("", level=0)
    moved = {
        cause: {measure for measure in (COST, NPV, PLAN, POINTS)
                if (changes.results[cause].xs(measure, level=2).abs() > 1e-6).any()}
        for cause in changes.causes
    }  # fmt: skip
    assert moved["vekter"] == moved["vurderinger"] == moved["kriterier"] == {POINTS}
    assert moved["kroneverdi"] == {POINTS}
    assert moved["prisindeks"] == set()
    assert COST in moved["budsjett"] and COST not in moved["applikasjoner"]
    assert set(joint.loc[pd.IndexSlice["4", NPV], ["selskaper"]] != 0) == {True}


@pytest.mark.thorough
def test_now_is_what_the_new_report_says(changes: Changes, years: tuple[Case, Case]) -> None:
    after = years[1]
    own = main_results(after.dataset, after.evaluation, "forventet")
    pd.testing.assert_series_equal(
        changes.results[NOW].sort_index(), own.sort_index(), check_names=False
    )


@pytest.mark.thorough
def test_nothing_has_moved_between_a_report_and_itself(years: tuple[Case, Case]) -> None:
    same = compare(years[0], replace(years[0]))
    assert same.nothing and not same.causes and not same.inputs
    assert not (same.results[CHANGE].dropna() != 0).any()


@pytest.mark.thorough
def test_another_scenario_is_a_cause(years: tuple[Case, Case]) -> None:
    first = years[0]
    found = compare(first, replace(first, scenario="ugunstig"))
    assert found.causes == ("beregning",)
    assert not found.nothing and not found.inputs
    assert (found.results[REMAINDER].dropna() == 0).all()
    assert found.result("", "3", NPV)["beregning"] < 0


@pytest.mark.thorough
def test_a_program_that_counts_otherwise_is_a_cause(years: tuple[Case, Case]) -> None:
    first = years[0]
    told = main_results(first.dataset, first.evaluation, "forventet")
    written = told.where(told.index.get_level_values(2) != NPV, told + 10.0)
    found = compare(first, replace(first), records=(Record("0.0.1", written), Record("0.2.0")))
    assert found.causes == ("modellen",)
    assert found.result("", "3", NPV)["modellen"] == pytest.approx(-10.0)
    assert found.before.version, found.after.version == ("0.0.1", "0.2.0")


@pytest.mark.thorough
def test_a_record_that_only_differs_by_rounding_is_no_cause(years: tuple[Case, Case]) -> None:
    first = years[0]
    told = main_results(first.dataset, first.evaluation, "forventet")
    assert compare(
        first, replace(first), records=(Record("0", told * (1 + 1e-11)), Record())
    ).nothing


def test_years_without_an_index_stop_the_money_only() -> None:
    found = compare(case_of(all_in(2022)), case_of(all_in(2026)))
    assert found.years_without_index == (2022, 2026)
    assert found.results.empty and found.causes == ()
    assert found.inputs and found.conclusions and len(found.ranks)


def all_in(year: int) -> Dataset:
    """The small analysis in the kroner of one year, with an index that does not know it."""
    dataset = small()
    index = pd.DataFrame(
        {"år": [2001], "indeks": [1.0], "vekst": [None], "kilde": ["prøve"], "source": ["x:2"]}
    )
    assumptions = {
        name: one.model_copy(update={"kroneverdi": one.kroneverdi and year})
        for name, one in dataset.shared.assumptions.items()
    }
    return replace(
        dataset,
        settings=dataset.settings.model_copy(update={"kroneverdi": year}),
        shared=replace(dataset.shared, price_index=index, assumptions=assumptions),
        budget=dataset.budget.assign(år=year),
    )


@pytest.mark.thorough
def test_who_joined_and_who_left(years: tuple[Case, Case]) -> None:
    first, later = years
    smaller = case_of(without(later.dataset, ["3310"]))
    there, back = compare(first, smaller), compare(smaller, first)
    assert (there.left, there.joined) == (("3310",), ())
    assert (back.left, back.joined) == ((), ("3310",))
    for found in (there, back):
        assert "deltakere" in found.causes
        assert found.names["3310"] == "Hole"
        assert found.results.xs("3310")[CHANGE].isna().all()
        assert found.conclusions["3310"].count(None) == 1
        assert np.allclose(sums(found), 0.0, atol=1e-6)
        assert not np.isnan(found.result("", "2", NPV)[CHANGE])
    assert list(there.codes)[-2:] == ["3310", ""]


def test_a_key_that_cannot_stand_beside_the_new_sizes_goes_to_the_remainder() -> None:
    before = small()
    by_users = before.settings.model_copy(
        update={"fordeling": {"brukere": 1.0}, "lonnsfordeling": {"lik": 1.0}}
    )
    before = replace(before, settings=by_users)
    equal = by_users.model_copy(update={"fordeling": {"lik": 1.0}})
    people = before.municipalities.assign(ikt_brukere=0.0)
    after = replace(before, settings=equal, municipalities=people)
    found = compare(case_of(before), case_of(after))
    row = found.result("1101", "0+", PLAN)
    assert np.isnan(row["kommuner"])
    assert row[CHANGE] == pytest.approx(row["fordeling"] + row[REMAINDER])


@pytest.mark.thorough
def test_who_is_first_and_what_alone_is_enough(years: tuple[Case, Case]) -> None:
    first = years[0]
    weights = first.dataset.weights.assign(vekt=0.0)
    weights.loc[weights["kriterium"] == "lokal_styring", "vekt"] = 1.0
    after = replace(first.dataset, weights=weights)
    found = compare(first, case_of(after))
    assert found.causes == ("vekter",)
    assert found.turning and set(found.turning.values()) == {("vekter",)}
    assert set(found.turning) <= set(found.codes)


@pytest.mark.thorough
def test_changes_can_be_stored_with_a_run(changes: Changes) -> None:
    copy = pickle.loads(pickle.dumps(changes))
    pd.testing.assert_frame_equal(copy.results, changes.results)
    assert copy.inputs == changes.inputs


factors = st.floats(0.5, 2.0)


@st.composite
def moved(draw: st.DrawFn) -> Dataset:
    """The small analysis with some of its parts changed."""
    dataset = small()
    changed: dict[str, Any] = {}
    if draw(st.booleans()):
        amounts = [a * draw(factors) for a in dataset.budget["beløp"]]
        changed["budget"] = dataset.budget.assign(beløp=amounts)
    if draw(st.booleans()):
        people = dataset.municipalities["innbyggere"] * draw(factors)
        changed["municipalities"] = dataset.municipalities.assign(innbyggere=people.round())
    if draw(st.booleans()):
        cost = dataset.applications["årskostnad"] * draw(factors)
        changed["applications"] = dataset.applications.assign(årskostnad=cost)
    if draw(st.booleans()):
        persons = dataset.staff["personer"] + draw(st.integers(0, 3))
        changed["staff"] = dataset.staff.assign(personer=persons)
    if draw(st.booleans()):
        price = dataset.companies["pris_per_bruker"] * draw(factors)
        changed["companies"] = dataset.companies.assign(pris_per_bruker=price)
    updates = {
        "kalkulasjonsrente": draw(st.sampled_from([0.02, 0.04])),
        "fordeling": draw(st.sampled_from([{"lik": 1.0}, {"lik": 0.3, "innbyggere": 0.7}])),
    }
    return replace(dataset, settings=dataset.settings.model_copy(update=updates), **changed)


@pytest.mark.thorough
@examples(0.1)
@given(moved(), moved(), st.randoms(use_true_random=False))
def test_swapping_all_gives_after_and_the_order_is_irrelevant(before, after, random) -> None:
    between = Between(before, after)
    causes = list(between.causes(input_changes(before, after)))
    own = [
        main_results(one, evaluate(one), "forventet") for one in (between.swapped(causes), after)
    ]
    pd.testing.assert_series_equal(*own, rtol=1e-9, atol=1e-9)
    first, later = case_of(before), case_of(after)
    tables = []
    for _ in range(2):
        random.shuffle(causes)
        split = split_changes(between, causes, first, later, (Record(), Record()))
        table = split.table([*first.evaluation.codes, ""])
        known = table[table[CHANGE].notna()]
        assert np.allclose(known[[*causes, REMAINDER]].sum(axis=1), known[CHANGE], atol=1e-6)
        tables.append(table[sorted(table.columns)])
    pd.testing.assert_frame_equal(*tables)


@examples(0.16)
@given(moved(), st.sampled_from(["budget", "staff", "applications", "companies", "municipalities"]))
def test_a_change_in_one_table_leaves_no_remainder(after, name) -> None:
    before = small()
    alone = replace(before, **{name: getattr(after, name)})
    causes = Between(before, alone).causes(input_changes(before, alone))
    assert len(causes) <= 1
    first, later = case_of(before), case_of(alone)
    split = split_changes(Between(before, alone), causes, first, later, (Record(), Record()))
    table = split.table([*first.evaluation.codes, ""])
    assert (table[REMAINDER].dropna() == 0).all()
