from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset import Dataset, load
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.without import without
from analysis.decision.change.input_changes import input_changes
from analysis.decision.change.main_results import main_results
from analysis.decision.change.swapping import (
    CAUSES,
    Between,
    computable,
    kroner_factor,
    linked_index,
    years_without_index,
)
from analysis.decision.evaluation import evaluate
from tests.later_figures import carry_on, copy_example


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Between:
    """The example, and the example four years later."""
    root = tmp_path_factory.mktemp("years")
    first, later = copy_example(root / "først"), copy_example(root / "senere")
    carry_on(later)
    return Between(load(first), load(later))


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Analysis(tmp_path / "x").load()


def results(dataset: Dataset) -> pd.Series:
    return main_results(dataset, evaluate(dataset), "forventet")


def index(**values: float) -> pd.DataFrame:
    years = [int(name[1:]) for name in values]
    return pd.DataFrame({"år": years, "indeks": list(values.values()), "kilde": "prøve"})


@pytest.mark.thorough
def test_no_cause_is_the_data_set_before_and_every_cause_the_one_after(years: Between) -> None:
    for causes, side in (((), years.before), (CAUSES, years.after)):
        pd.testing.assert_series_equal(results(years.swapped(causes)), results(side), rtol=1e-9)


def test_causes_are_those_that_differ(years: Between) -> None:
    changes = input_changes(years.before, years.after)
    assert years.causes(changes) == tuple(
        c for c in CAUSES if c not in ("deltakere", "alternativer")
    )


def test_what_only_differs_in_title_or_draws_has_no_cause(dataset: Dataset) -> None:
    aside = {"tittel": "Ny", "dato": dataset.settings.vedtaksdato, "trekninger": 5, "startverdi": 9}
    after = replace(dataset, settings=dataset.settings.model_copy(update=aside))
    changes = input_changes(dataset, after)
    assert len(changes[0].cells) == 4
    assert Between(dataset, after).causes(changes) == ()


def test_every_setting_is_a_cause_or_moves_nothing(dataset: Dataset) -> None:
    moved = {
        "vedtaksdato": dataset.settings.vedtaksdato.replace(year=2023),
        "analyseperiode": 7,
        "kalkulasjonsrente": 0.06,
        "skattefinansieringskostnad": 0.1,
        "kroneverdi": 2023,
        "fordeling": {"lik": 1.0},
        "lonnsfordeling": {"lik": 1.0},
        "direkte_kostnader": ("lisens",),
        "prisanslag": {"2026": 0.03},
        "vert": dataset.municipalities.index[1],
        "selskap": "Et annet",
    }
    for name, value in moved.items():
        after = replace(dataset, settings=dataset.settings.model_copy(update={name: value}))
        assert Between(dataset, after).causes(input_changes(dataset, after)), name
    aside = set(Settings.model_fields) - set(moved)
    assert aside == {
        "tittel", "dato", "saksnummer", "trekninger", "startverdi", "nokkel", "uttreden",
        "nokkel_bestemt", "uten",
    }  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("setting", "causes"),
    [
        ({"fordeling": {"lik": 1.0}}, ("fordeling",)),
        ({"lonnsfordeling": {"ansatte": 1.0}}, ("fordeling",)),
        ({"direkte_kostnader": ("lisens", "drift")}, ("fordeling",)),
        ({"nokkel_bestemt": True}, ()),
    ],
)
def test_all_that_says_who_pays_is_one_cause(
    dataset: Dataset, setting: dict[str, object], causes: tuple[str, ...]
) -> None:
    after = replace(dataset, settings=dataset.settings.model_copy(update=setting))
    between, changes = Between(dataset, after), input_changes(dataset, after)
    assert changes and between.causes(changes) == causes
    moved = results(between.swapped(causes))
    pd.testing.assert_series_equal(moved, results(after))
    own = moved.index.get_level_values(0) != ""
    assert (moved[own] != results(dataset)[own]).any() == bool(causes)
    # In all they pay the same, whoever pays.
    pd.testing.assert_series_equal(moved[~own], results(dataset)[~own], rtol=1e-9, atol=1e-6)


def test_who_joins_brings_all_rows_and_who_leaves_takes_them(dataset: Dataset) -> None:
    for before, after in (
        (without(dataset, ["1106"]), dataset),
        (dataset, without(dataset, ["1106"])),
    ):
        between = Between(before, after)
        assert between.causes(input_changes(before, after)) == ("deltakere",)
        pd.testing.assert_series_equal(results(between.swapped({"deltakere"})), results(after))
        assert set(between.swapped(()).budget["kommunenummer"]) == set(before.municipalities.index)


def test_rows_of_one_who_joins_come_only_with_it(dataset: Dataset) -> None:
    dearer = dataset.budget.assign(beløp=dataset.budget["beløp"] * 2)
    between = Between(without(dataset, ["1106"]), replace(dataset, budget=dearer))
    assert "1106" not in set(between.swapped({"budsjett"}).budget["kommunenummer"])
    joined = between.swapped({"deltakere"}).budget.set_index("kommunenummer")["beløp"]
    assert joined["1106"].sum() == dearer.loc[dearer["kommunenummer"] == "1106", "beløp"].sum()
    assert joined["1101"].sum() == dearer.loc[dearer["kommunenummer"] == "1101", "beløp"].sum() / 2


def test_an_index_is_linked_at_the_latest_year_in_common() -> None:
    linked = linked_index(index(y2021=100, y2022=110), index(y2022=220, y2023=242, y2021=1))
    assert dict(zip(linked["år"], linked["indeks"], strict=True)) == {
        2021: 100, 2022: 110, 2023: pytest.approx(121),
    }  # fmt: skip


def test_indices_without_a_common_year_are_not_linked() -> None:
    own = index(y2021=100)
    assert linked_index(own, index(y2023=1)) is own


def test_money_in_another_years_kroner_is_the_same_money(dataset: Dataset) -> None:
    """Everything unchanged but the year of the kroner, and the amounts that follow it."""
    prices = index(y2022=100, y2024=120)
    shared = replace(dataset.shared, price_index=prices, assumptions=in_2022(dataset))
    before = replace(dataset, shared=shared)
    apps, offers = before.applications, before.companies
    after = replace(
        before,
        settings=before.settings.model_copy(update={"kroneverdi": 2024}),
        applications=apps.assign(årskostnad=apps["årskostnad"] * 1.2),
        companies=offers.assign(
            pris_per_bruker=offers["pris_per_bruker"] * 1.2,
            inngangspris=offers["inngangspris"] * 1.2,
        ),
    )
    between = Between(before, after)
    for cause in ("applikasjoner", "selskaper", "kroneverdi"):
        swapped = between.swapped({cause})
        factor = kroner_factor(swapped, 2024)
        found = main_results(swapped, evaluate(swapped), "forventet", factor)
        same = found.index.get_level_values(2) != "poeng"
        expected = main_results(before, evaluate(before), "forventet", 1.2)
        pd.testing.assert_series_equal(found[same], expected[same], rtol=1e-9)


def in_2022(dataset: Dataset) -> dict[str, object]:
    return {
        name: one.model_copy(update={"kroneverdi": one.kroneverdi and 2022})
        for name, one in dataset.shared.assumptions.items()
    }


def test_the_same_amount_in_other_kroner_is_a_cause(dataset: Dataset) -> None:
    after = replace(dataset, settings=dataset.settings.model_copy(update={"kroneverdi": 2023}))
    found = Between(dataset, after).causes(input_changes(dataset, after))
    assert found == ("kroneverdi", "stående beløp")


def test_amounts_that_stand_are_not_told_as_changed_rows(dataset: Dataset) -> None:
    """Of the applications one is dearer; the others are read as 2023-kroner without a change."""
    dearer = dataset.applications.copy()
    dearer.loc[0, "årskostnad"] += 100.0
    later = dataset.settings.model_copy(update={"kroneverdi": 2023})
    after = replace(dataset, settings=later, applications=dearer)
    between = Between(dataset, after)
    assert between.standing["applikasjoner"] == (len(dearer) - 1, len(dearer))
    old = kroner_factor(replace(dataset, settings=later), dataset.settings.kroneverdi)
    cost = dataset.applications["årskostnad"]

    rows = between.swapped({"applikasjoner"}).applications["årskostnad"]
    np.testing.assert_allclose(rows[1:], cost[1:])
    assert rows[0] == pytest.approx((cost[0] + 100.0) * old)
    standing = between.swapped({"stående beløp"}).applications["årskostnad"]
    np.testing.assert_allclose(standing[1:], cost[1:] * old)
    assert standing[0] == cost[0]
    both = between.swapped({"applikasjoner", "stående beløp"}).applications["årskostnad"]
    np.testing.assert_allclose(both, dearer["årskostnad"] * old)


def test_years_no_index_knows_are_told(dataset: Dataset) -> None:
    after = replace(dataset, settings=dataset.settings.model_copy(update={"kroneverdi": 2031}))
    assert years_without_index(Between(dataset, after)) == (2031,)
    assert years_without_index(Between(dataset, dataset)) == ()


def test_one_year_everywhere_needs_no_index(dataset: Dataset) -> None:
    none = replace(dataset.shared, price_index=index(y2001=1), assumptions=in_2022(dataset))
    bare = replace(dataset, shared=none)
    assert years_without_index(Between(bare, bare)) == ()


def test_a_key_beside_sizes_nobody_knows_cannot_be_computed(dataset: Dataset) -> None:
    users = replace(dataset, municipalities=dataset.municipalities.assign(ikt_brukere=float("nan")))
    wages = dataset.settings.model_copy(update={"lonnsfordeling": {"lik": 1.0}})
    by_users = wages.model_copy(update={"fordeling": {"brukere": 1.0}})
    assert computable(dataset) and computable(replace(users, settings=wages))
    assert not computable(users)
    assert not computable(replace(users, settings=by_users))
    empty = dataset.municipalities.assign(ikt_brukere=0.0)
    some = empty.assign(ikt_brukere=[0.0, 5.0, 0.0])
    assert computable(replace(dataset, municipalities=some, settings=by_users))
    assert not computable(replace(dataset, municipalities=empty, settings=by_users))
