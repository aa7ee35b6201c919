from dataclasses import replace

import numpy as np
import pytest

from analysis.report.chapters.systems import conversion
from tests.report.chapters import told


def with_assumptions(dataset, **values):
    """The example's assumptions with one value in every scenario, or "ukjent"."""
    assumptions = dict(dataset.shared.assumptions)
    for name, value in values.items():
        point = {"min": value, "sannsynlig": value, "maks": value}
        given = value if value == "ukjent" else type(assumptions["dobbel_drift"].anslag)(**point)
        assumptions[name] = assumptions[name].model_copy(update={"anslag": given})
    return replace(dataset.shared, assumptions=assumptions)


def test_a_plan_that_asks_too_much_says_so(view):
    assert told.headings(conversion.chapter(view(""))) == [
        "Alle alternativene som flytter systemer, ber om mer enn bemanningen kan bære"
    ]
    text = told.prose(conversion.chapter(view("")))
    assert "Alternativ 1, 3, 4 og 5 ber i noen år om mer enn det er folk til" in text
    assert "10 % av IKT-årsverkene til flytting, 4,9 årsverk i året" in text


def test_enough_staff_is_said_too(changed, dataset):
    shown = changed("", shared=with_assumptions(dataset, flyttekapasitet=1.0))
    assert told.headings(conversion.chapter(shown)) == [
        "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    ]
    own = changed("3310", shared=with_assumptions(dataset, flyttekapasitet=1.0))
    assert conversion.sentence(own) == (
        "Bemanningen i Hole kan bære flyttingen i alle alternativene."
    )


def test_the_table_is_the_models_conversion(view):
    (table,) = told.tables(conversion.chapter(view("")))
    cells = told.rows(table)
    for alternative, result in view("").evaluation.money.results.items():
        moved = result.outcome.conversion.applications[0].sum(axis=0)
        if moved.sum() < 0.5:
            assert not [name for name in cells if name.startswith(f"{alternative} ")]
            continue
        row = next(cells[name] for name in cells if name.startswith(f"{alternative} "))
        expected = [*moved[1:4], moved[4:].sum()]
        assert [int(cell) for cell in row[:4]] == [int(np.floor(n + 0.5)) for n in expected]


def test_who_is_outside_an_alternative_has_no_plan_in_it(view):
    # Lier's mandate says nei to alternative 5.
    assert "5" not in [plan.alternative for plan in conversion.plans(view("3312"))]
    assert "5" in [plan.alternative for plan in conversion.plans(view("3310"))]


@pytest.mark.parametrize("name", ["flytting_arsverk", "flyttekapasitet"])
def test_unknown_work_or_capacity_is_not_tested_against(changed, dataset, name):
    shown = changed("", shared=with_assumptions(dataset, **{name: "ukjent"}))
    assert told.headings(conversion.chapter(shown)) == [
        "Hvor mye flytting av systemer alternativene ber om"
    ]
    assert "Arbeidet er ikke tallfestet" in told.prose(conversion.chapter(shown))
    assert told.tables(conversion.chapter(shown))[0]["rows"][0][-1] == "mangler"


def test_unknown_staff_is_not_taken_for_none(changed, dataset):
    staff = dataset.staff.copy()
    staff.loc[staff["kommunenummer"] == "3310", "årsverk"] = np.nan
    shown = changed("3310", staff=staff)
    assert "Bemanningen er ikke kjent" in told.prose(conversion.chapter(shown))
    assert conversion.sentence(shown) == ""


def test_nothing_to_move(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    rows = rows.assign(driftsform="sky")
    assert told.everything(conversion.chapter(changed("", applications=rows))) == "[]"
