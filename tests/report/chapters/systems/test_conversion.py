from dataclasses import replace

import numpy as np
import pytest

from analysis.report.chapters.systems import conversion
from analysis.report.language import numbers
from tests.report import texts


def with_assumptions(dataset, **values):
    """The example's assumptions with one value in every scenario, or "ukjent"."""
    assumptions = dict(dataset.shared.assumptions)
    for name, value in values.items():
        point = {"min": value, "sannsynlig": value, "maks": value}
        given = value if value == "ukjent" else type(assumptions["dobbel_drift"].anslag)(**point)
        assumptions[name] = assumptions[name].model_copy(update={"anslag": given})
    return replace(dataset.shared, assumptions=assumptions)


def spared(view):
    """The share of the person-years that is expected to be spared for moving."""
    return view("").dataset.shared.assumptions["flyttekapasitet"].value("forventet")


def told(view) -> dict[str, list[str]]:
    (table,) = texts.tables(conversion.chapter(view))
    return texts.rows(table)


@pytest.mark.parametrize(("code", "where"), [("", "i minst én kommune"), ("3310", "i Hole")])
def test_a_plan_that_asks_too_much_says_so(view, code, where):
    assert texts.headings(conversion.chapter(view(code))) == [
        f"Alternativ 1, 3, 4 og 5 flytter systemer raskere enn bemanningen {where} kan bære"
    ]
    text = texts.prose(conversion.chapter(view(code)))
    assert f"{100 * spared(view):.0f} % av IKT-årsverkene til flytting" in text


def test_staff_are_not_pooled_and_the_host_has_none_to_spare(view, dataset):
    staff = dataset.staff.groupby("kommunenummer")["årsverk"].sum()
    share = spared(view)
    outside = {"1": set(), "3": {"3305"}, "4": set(), "5": {"3312"}}
    shown = told(view(""))
    for plan in view("").moving_plans:
        those = staff[[code for code in staff.index if code not in outside[plan.alternative]]]
        assert plan.capacity == pytest.approx(share * those.sum())
        assert {own.code for own in plan.members} == set(those.index)
        years = {own.code: own.effort.sum() / (share * staff[own.code]) for own in plan.members}
        slowest = max(years, key=years.__getitem__)
        assert plan.years == pytest.approx(years[slowest])
        assert plan.years > plan.effort.sum() / plan.capacity
        number = sum((own.effort > share * staff[own.code]).any() for own in plan.members)
        assert shown[view("").label(plan.alternative)][2:] == [
            numbers.decimal(plan.capacity),
            str(number),
            view("").names[slowest],
            numbers.decimal(years[slowest]),
        ]


def test_who_has_no_list_is_in_neither_the_work_nor_the_capacity(view, changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    shown = changed("", applications=rows)
    before, after = (
        {plan.alternative: plan for plan in each.moving_plans} for each in (view(""), shown)
    )
    own = dataset.staff["kommunenummer"] == "3310"
    hole = spared(view) * dataset.staff.loc[own, "årsverk"].sum()
    assert after["1"].capacity == pytest.approx(before["1"].capacity - hole)
    assert "3310" not in {own.code for own in after["4"].members}
    assert texts.headings(conversion.chapter(shown)) == [
        "Hvor mye flytting av systemer alternativene krever"
    ]
    (table,) = texts.tables(conversion.chapter(shown))
    assert "Hole har ikke oppgitt systemer og er ikke med." in table["note"]
    assert changed("3310", applications=rows).moving_plans == ()


def test_one_whose_staff_is_unknown_leaves_the_sum_unknown(changed, dataset):
    staff = dataset.staff.copy()
    staff.loc[staff["kommunenummer"] == "3310", "årsverk"] = np.nan
    assert {tuple(row[2:]) for row in told(changed("", staff=staff)).values()} == {("mangler",) * 4}
    assert {tuple(row[2:]) for row in told(changed("3310", staff=staff)).values()} == {
        ("mangler",) * 2
    }


@pytest.mark.parametrize("code", ["", "3310"])
def test_enough_staff_is_said_too(changed, dataset, code):
    shown = changed(code, shared=with_assumptions(dataset, flyttekapasitet=1.0))
    assert texts.headings(conversion.chapter(shown)) == [
        "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    ]


@pytest.mark.parametrize("code", ["", "3310"])
def test_the_table_is_the_models_conversion(view, code):
    one = view(code)
    cells = told(one)
    assert len(cells) == len(one.moving_plans) > 1
    for plan in one.moving_plans:
        row = cells[one.label(plan.alternative)]
        assert row[:2] == [
            numbers.whole(plan.applications.sum()),
            numbers.decimal(plan.effort.max()),
        ]
        moved = one.evaluation.money.results[plan.alternative].outcome.conversion.applications[0]
        expected = moved.sum() if not code else moved[one.r].sum()
        assert plan.applications.sum() == pytest.approx(expected)


def test_who_is_outside_an_alternative_has_no_plan_in_it(view):
    # Lier's mandate says nei to alternative 5.
    assert "5" not in [plan.alternative for plan in view("3312").moving_plans]
    assert "5" in [plan.alternative for plan in view("3310").moving_plans]


@pytest.mark.parametrize(("name", "missing"), [("flytting_arsverk", 1), ("flyttekapasitet", 2)])
def test_unknown_work_or_capacity_is_not_tested_against(changed, dataset, name, missing):
    shown = changed("", shared=with_assumptions(dataset, **{name: "ukjent"}))
    assert texts.headings(conversion.chapter(shown)) == [
        "Hvor mye flytting av systemer alternativene krever"
    ]
    assert {row[missing] for row in told(shown).values()} == {"mangler"}
    known = name != "flyttekapasitet"
    assert ("kan sette av" in texts.prose(conversion.chapter(shown))) == known


def test_nothing_to_move(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    rows = rows.assign(driftsform="sky")
    assert texts.everything(conversion.chapter(changed("", applications=rows))) == "[]"
