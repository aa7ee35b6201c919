"""The økonomiplan of what is recommended."""

import pytest

from analysis.report.chapters.money import plan
from analysis.report.language.numbers import signed
from tests.report.computed import recommending
from tests.report.texts import headings, prose, rows, tables


def cells_of(effect, years):
    return [signed(float(effect[t])).replace("\u00a0", " ") for t in years]


@pytest.mark.parametrize("alternative", ["2", "3"])
def test_running_and_one_time_cost_sum_to_the_budget_effect(view, alternative):
    one = recommending(view("3310"), alternative)
    (shown,) = tables(plan.chapter(one))
    cells, years = rows(shown), range(5)
    effect, once = one.budget_effect(alternative), one.one_time_by_year(alternative)
    assert cells["Sum endring"][:5] == cells_of(effect, years)
    assert cells["Engangskostnad og investering"][:5] == cells_of(once, years)
    assert cells["Drift, løpende"][:5] == cells_of(effect - once, years)
    assert set(cells["Inndekning"][:5]) == {"fylles ut"}


def test_the_joint_table_has_every_participant_and_the_sum(view):
    one = recommending(view(""), "5")
    (shown,) = tables(plan.chapter(one))
    cells = rows(shown)
    assert "Lier" not in cells and list(cells)[-1] == "Alle samlet"
    whole = sum(one.of_municipality(c).one_time("5") for c in one.participants("5"))
    assert cells["Alle samlet"][-1] == signed(whole).replace("\u00a0", " ")


def test_what_it_costs_is_told_with_its_largest_parts(view):
    said = prose(plan.chapter(recommending(view("3310"), "2")))
    assert "Mest koster nye felles stillinger" in said
    assert "til et bedre tilbud enn i dag" in said
    assert "Alternativ 0 er en prognose" in said


def test_without_figures_or_change_there_is_no_table(view, changed):
    as_today = plan.chapter(recommending(view("3310"), "0"))
    assert tables(as_today) == [] and "ingen engangskostnad" in prose(as_today)
    none = view("").dataset.applications
    bare = changed("3310", applications=none[none["kommunenummer"] != "3310"])
    assert tables(plan.chapter(recommending(bare, "2"))) == []
    assert headings(plan.chapter(recommending(bare, "2")))
