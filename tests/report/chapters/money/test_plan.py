"""The økonomiplan of what is recommended."""

from dataclasses import replace

import pytest

from analysis.report.chapters.money import plan
from analysis.report.language.numbers import about_kroner, signed
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
    whole = sum(one.of_municipality(c).budget_effect("5").sum() for c in one.participants("5"))
    assert cells["Alle samlet"][-1] == signed(whole).replace("\u00a0", " ")


def test_two_of_the_same_name_have_a_row_each(view, changed):
    alike = view("").dataset.municipalities.assign(navn="Herøy")
    shown = tables(plan.chapter(recommending(changed("", municipalities=alike), "2")))[0]
    assert [row[0] for row in shown["rows"]].count("Herøy") == len(alike)


def test_what_it_costs_is_told_with_its_largest_parts(view):
    said = prose(plan.chapter(recommending(view("3310"), "2")))
    assert "Mest koster nye felles stillinger" in said
    assert "til et bedre tilbud enn i dag" in said
    assert "Alternativ 0 er en prognose" in said


def test_what_to_set_aside_is_told_in_kroner(view):
    one = recommending(view("3310"), "3")
    frame = one.certainty.one_time_frame("3") * one.people / 1000.0
    aside = about_kroner(frame - one.one_time("3")).replace("\u00a0", " ")
    assert f"Settes det av {aside} til usikkerhet" in prose(plan.chapter(one))
    # Nothing is drawn around the other scenarios, and nothing is paid once for going on.
    for other in (replace(one, scenario="ugunstig"), recommending(one, "0+")):
        assert "Settes det av" not in prose(plan.chapter(other))


def test_without_figures_or_change_there_is_no_table(view, changed):
    as_today = plan.chapter(recommending(view("3310"), "0"))
    assert tables(as_today) == [] and "ingen engangskostnad" in prose(as_today)
    none = view("").dataset.applications
    bare = changed("3310", applications=none[none["kommunenummer"] != "3310"])
    assert tables(plan.chapter(recommending(bare, "2"))) == []
    assert headings(plan.chapter(recommending(bare, "2")))
