from dataclasses import replace

import numpy as np
import pytest

from analysis.report.chapters.systems import conversion
from analysis.report.language import dashed, numbers
from tests.report import texts


def with_assumptions(dataset, **values):
    """The example's assumptions with one value in every scenario, or "ukjent"."""
    assumptions = dict(dataset.shared.assumptions)
    for name, value in values.items():
        point = {"min": value, "sannsynlig": value, "maks": value}
        given = value if value == "ukjent" else type(assumptions["dobbel_drift"].anslag)(**point)
        assumptions[name] = assumptions[name].model_copy(update={"anslag": given})
    return replace(dataset.shared, assumptions=assumptions)


def test_a_plan_that_asks_too_much_says_so(view):
    assert texts.headings(conversion.chapter(view(""))) == [
        "Alle alternativene som flytter systemer, krever mer enn bemanningen i minst én kommune "
        "kan bære"
    ]
    text = texts.prose(conversion.chapter(view("")))
    assert "i alle de fem kommunene som flytter systemer" in text
    worst = next(plan for plan in view("").moving_plans if plan.alternative == "3")
    assert f"tar flyttingen i Jevnaker minst {numbers.decimal(worst.years)} år" in text
    assert f"{100 * spared(view):.0f} % av IKT-årsverkene til flytting" in text
    own = texts.prose(conversion.chapter(view("3310")))
    assert "Alternativ 1, 3, 4 og 5 krever i noen år mer enn det er folk til" in own
    years = [plan.years for plan in view("3310").moving_plans]
    assert f"tar flyttingen minst {dashed(years, numbers.decimal)} år" in own


def spared(view):
    """The share of the person-years that is expected to be spared for moving."""
    return view("").dataset.shared.assumptions["flyttekapasitet"].value("forventet")


def test_staff_are_not_pooled_and_the_host_has_none_to_spare(view, dataset):
    staff = dataset.staff.groupby("kommunenummer")["årsverk"].sum()
    share = spared(view)
    outside = {"1": set(), "3": {"3305"}, "4": set(), "5": {"3312"}}
    capacity, lacking = texts.tables(conversion.chapter(view("")))
    shown, worst = texts.rows(capacity), texts.rows(lacking)
    for plan in view("").moving_plans:
        those = staff[[code for code in staff.index if code not in outside[plan.alternative]]]
        assert plan.capacity == pytest.approx(share * those.sum())
        assert shown[view("").label(plan.alternative)][-1] == numbers.decimal(plan.capacity)
        assert {own.code for own in plan.members} == set(those.index)
        years = {own.code: own.effort.sum() / (share * staff[own.code]) for own in plan.members}
        slowest = max(years, key=years.__getitem__)
        assert plan.years == pytest.approx(years[slowest])
        assert plan.years > plan.effort.sum() / plan.capacity
        number = sum((own.effort > share * staff[own.code]).any() for own in plan.members)
        row = worst[view("").label(plan.alternative)]
        assert row == [
            str(len(those)), str(number), view("").names[slowest], numbers.decimal(years[slowest])
        ]  # fmt: skip


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
    assert (
        "Hole har ikke oppgitt systemer og er ikke med."
        in (texts.tables(conversion.chapter(shown))[0]["note"])
    )
    assert changed("3310", applications=rows).moving_plans == ()


def test_one_whose_staff_is_unknown_leaves_the_sum_unknown(changed, dataset):
    staff = dataset.staff.copy()
    staff.loc[staff["kommunenummer"] == "3310", "årsverk"] = np.nan
    shown = changed("", staff=staff)
    first, second = texts.tables(conversion.chapter(shown))
    assert {row[-1] for row in first["rows"]} == {"mangler"}
    assert second["rows"][0][2:] == ["mangler"] * 3
    assert "Bemanningen i Hole er ikke kjent" in texts.prose(conversion.chapter(shown))


def test_unknown_users_are_said(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows.index[3], "brukere"] = np.nan
    (table, _) = texts.tables(conversion.chapter(changed("", applications=rows)))
    assert "er opplæringen større enn det som er regnet" in table["note"]


def test_enough_staff_is_said_too(changed, dataset):
    shown = changed("", shared=with_assumptions(dataset, flyttekapasitet=1.0))
    assert texts.headings(conversion.chapter(shown)) == [
        "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    ]


def test_the_table_is_the_models_conversion(view):
    (table, _) = texts.tables(conversion.chapter(view("")))
    cells = texts.rows(table)
    for alternative, result in view("").evaluation.money.results.items():
        moved = result.outcome.conversion.applications[0].sum(axis=0)
        if moved.sum() < 0.5:
            assert not [name for name in cells if name.startswith(f"{alternative} ")]
            continue
        row = next(cells[name] for name in cells if name.startswith(f"{alternative} "))
        expected = [*moved[1:4], moved[4:].sum()]
        assert [int(cell) for cell in row[:4]] == [int(np.floor(n + 0.5)) for n in expected]


def test_rows_that_do_not_add_up_are_said_to_be_rounded(view):
    plan = view("").moving_plans[0]

    def note(*applications):
        return conversion._rounded([replace(plan, applications=np.array(applications))], [1, 2])

    # Written 0, 1 and 1 for 1,4 in all; then 1, 1 and 2 for 4.
    assert note(0.0, 0.4, 0.5, 0.5) == "Tallene er avrundet hver for seg."
    assert note(0.0, 1.0, 1.0, 2.0) == ""
    assert note(0.0, np.nan, 0.5, 0.5) == ""
    (table, _) = texts.tables(conversion.chapter(view("")))
    assert "Tallene er avrundet hver for seg." in table["note"]


def test_who_is_outside_an_alternative_has_no_plan_in_it(view):
    # Lier's mandate says nei to alternative 5.
    assert "5" not in [plan.alternative for plan in view("3312").moving_plans]
    assert "5" in [plan.alternative for plan in view("3310").moving_plans]


@pytest.mark.parametrize("name", ["flytting_arsverk", "flyttekapasitet"])
def test_unknown_work_or_capacity_is_not_tested_against(changed, dataset, name):
    shown = changed("", shared=with_assumptions(dataset, **{name: "ukjent"}))
    assert texts.headings(conversion.chapter(shown)) == [
        "Hvor mye flytting av systemer alternativene krever"
    ]
    assert "Arbeidet er ikke tallfestet" in texts.prose(conversion.chapter(shown))
    table = texts.tables(conversion.chapter(shown))[0]["rows"][0]
    assert "mangler" in (table[-1], table[-2])


def test_unknown_staff_is_not_taken_for_none(changed, dataset):
    staff = dataset.staff.copy()
    staff.loc[staff["kommunenummer"] == "3310", "årsverk"] = np.nan
    shown = changed("3310", staff=staff)
    assert "Bemanningen i Hole er ikke kjent" in texts.prose(conversion.chapter(shown))


def test_nothing_to_move(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    rows = rows.assign(driftsform="sky")
    assert texts.everything(conversion.chapter(changed("", applications=rows))) == "[]"
