from dataclasses import replace

import pytest

from analysis.decision.evaluation import evaluate
from analysis.report.chapters.alternatives import options
from analysis.report.language import numbers
from analysis.report.view import View
from tests.report.computed import Figures
from tests.report.texts import everything, prose, rows, tables


def overview(view):
    return rows(options.overview(view).payload())


def test_the_overview_has_the_figures_of_the_view(view):
    one = view("3310")
    days, two, moved, first, last, once = overview(one)["2 Felles ressurser"]
    assert moved == "0"
    assert days == f"{one.criterion_value('2', 'saarbarhet')[0]:.0f}"
    assert two == str((one.result("2").persons[0, one.r] >= 2).sum())
    effect = one.budget_effect("2")
    assert [first, last] == [numbers.signed(effect[t]).replace("\u00a0", " ") for t in (1, 4)]
    assert once.replace(" ", "") == f"{one.one_time('2'):.0f}"
    assert overview(one)["0 Som i dag"][2:] == ["0", "0", "0", "0"]


def test_outside_the_mandate_there_are_no_figures_and_a_reason(view):
    one = view("3312")
    assert set(overview(one)["5 Nytt selskap"]) == {"–"}
    assert "fordi det er utenfor mandatet" in options.overview(one).payload()["note"]


def test_each_alternative_is_told_with_what_speaks_for_and_against(view):
    one = view("3310")
    told = rows(options.described(one).payload())
    for alternative in one.alternatives:
        what, good, bad = told[one.label(alternative.id)]
        assert alternative.beskrivelse.startswith(what)
        assert (good, bad) == (alternative.fordeler[0], alternative.ulemper[0])


def test_what_nothing_bounds_is_missing_and_what_is_bounded_is_told(view, changed):
    note = "Tall som mangler fra Jevnaker, er satt midt mellom"
    for code in ("", "3236"):
        assert note in options.overview(view(code)).payload()["note"]
    systems = view("").dataset.applications
    one = changed("3236", applications=systems[systems["kommunenummer"] != "3236"])
    assert overview(one)["2 Felles ressurser"][2:] == ["mangler"] * 4


def test_systems_that_are_not_listed_are_not_counted_as_none_to_move(view, changed):
    apps = view("").dataset.applications
    unlisted = changed("3310", applications=apps[apps["kommunenummer"] != "3310"])
    assert overview(unlisted)["1 Felles drift"][2] == "mangler"


def test_the_host_is_told_to_all(view):
    host = view("").codes[view("").result("3").setting.host]
    other = next(code for code in view("").codes if code != host)
    for code in (host, other):
        told = prose(options.chapter(view(code)))
        assert f"I beregningen av alternativ 3 er {view(host).name} vert" in told


@pytest.mark.thorough
def test_an_unknown_cost_is_named_and_nothing_is_summed(dataset):
    known = dataset.shared.assumptions["etablering_selskap"]
    unknown = known.model_copy(update={"anslag": "ukjent"})
    shared = replace(
        dataset.shared,
        assumptions={**dataset.shared.assumptions, "etablering_selskap": unknown},
    )
    other = replace(dataset, shared=shared)
    one = View(Figures(other, evaluate(other)), "forventet", "3310")
    assert known.navn in options.overview(one).payload()["note"]
    assert overview(one)["5 Nytt selskap"][3:] == ["mangler"] * 3


@pytest.mark.parametrize("code", ["", "3310", "3236"])
@pytest.mark.parametrize("scenario", ["ugunstig", "gunstig"])
def test_it_stands_without_the_optional_files(view, changed, code, scenario):
    data = view("").dataset
    empty = {
        name: getattr(data, name).iloc[:0]
        for name in ("judgements", "weights", "companies", "mandate", "organisation")
    }
    one = changed(code, scenario, **empty, texts={}, borders=None)
    assert set(overview(one)["4 Eksisterende selskap"]) == {"–"}


def test_no_shielded_row_is_named(view, changed):
    apps = view("").dataset.applications.copy()
    apps.loc[apps["kommunenummer"] == "3310", ["skjermes", "system"]] = ["ja", "Hemmelig 9"]
    staff = view("").dataset.staff.assign(skjermes="ja")
    assert "Hemmelig" not in everything(
        options.chapter(changed("3310", applications=apps, staff=staff))
    )


def test_a_period_of_one_year_has_one_cost_column(view, changed):
    short = view("").dataset.settings.model_copy(update={"analyseperiode": 1})
    one = changed("3310", settings=short)
    assert len(tables(options.chapter(one))[1]["columns"]) == 6
