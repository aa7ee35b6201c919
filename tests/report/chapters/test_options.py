from dataclasses import replace

import numpy as np
import pytest

from analysis.dataset.tables.categories import SCENARIOS
from analysis.decision.evaluation import evaluate
from analysis.report.chapters import options
from analysis.report.chapters.effects import claims, effects
from analysis.report.language import numbers
from analysis.report.view import View
from tests.report.computed import Figures
from tests.report.texts import everything, headings, parts, rows, tables


def section(view, alternative):
    """Heading and text of one alternative."""
    told = list(parts(options.chapter(view)))
    place = next(
        n
        for n, part in enumerate(told)
        if part.get("level") == 2 and part["text"].startswith(f"Alternativ {alternative} (")
    )
    text = told[place + 1]["markdown"].replace("\\", "").replace("\u00a0", " ")
    return told[place]["text"], text


def test_the_finding_names_the_alternative_that_is_least_vulnerable_for_sure(view):
    """Where it is so by half a day, in every calculation; else nobody is named."""
    for code in view("").codes:
        one = view(code)
        surely = set.intersection(
            *(
                {
                    a
                    for a in found
                    if all(
                        found[a].days[1] < found[b].days[0] - 0.5
                        for b in ("0", *one.ranked_others)
                        if b != a
                    )
                }
                for found in (effects(replace(one, scenario=s)) for s in SCENARIOS)
            )
        )
        told = headings(options.chapter(one))[0]
        assert told.endswith("hjelper mest på sårbarheten for " + one.name) == bool(surely)
        assert all(told.startswith(f"Alternativ {best} ") for best in surely)


def test_nothing_is_claimed_where_the_figures_are_alike(view, changed):
    staff = view("").dataset.staff.copy()
    staff[["årsverk", "personer"]] = 40.0
    many = changed("3310", staff=staff)
    assert headings(options.chapter(many))[0] == "Hva alternativene betyr for Hole"
    assert "endrer ikke sårbarheten" in claims(many, effects(many))["3"]


def test_a_claim_must_hold_in_all_three_scenarios(view):
    one = view("3310")
    found = effects(one)
    worst = effects(replace(one, scenario="ugunstig"))
    said = claims(one, found)
    for alternative, phrases in said.items():
        if "koster mest i økonomiplanen" in phrases:
            for figures in (found, worst):
                assert figures[alternative].cost.sum() == max(
                    e.cost.sum() for e in figures.values()
                )
    assert claims(replace(one, scenario="ugunstig"), worst) == said


def test_the_overview_has_the_figures_of_the_view(view):
    one = view("3310")
    table = rows(options.overview_table(one).payload())
    moved, first, last, once = table["2 Felles ressurser"]
    assert moved == "0"
    effect = one.budget_effect("2")
    assert [first, last] == [numbers.signed(effect[t]).replace("\u00a0", " ") for t in (1, 4)]
    assert once.replace(" ", "") == f"{one.one_time('2'):.0f}"
    assert table["0 Som i dag"] == ["0", "0", "0", "0"]


def test_capacity_stands_beside_vulnerability_and_the_unmanned_are_told_apart(view):
    one = view("3310")
    table = rows(options.people_table(one).payload())
    for alternative in ("0", "2", "3"):
        found = one.result(alternative)
        days, years, two, nobody = table[one.label(alternative)]
        assert days == f"{one.criterion_value(alternative, 'saarbarhet')[0]:.0f}"
        persons = found.persons[0, one.r]
        assert years == f"{found.person_years[0, one.r].mean():.1f}".replace(".", ",")
        assert two == str((persons >= 2).sum()) and nobody == str((persons == 0).sum())
    assert table["0 Som i dag"][3] == "1" and table["2 Felles ressurser"][3] == "0"


def test_what_is_told_together_is_said_to_be(view):
    note = "vises bare samlet, fordi opplysninger er skjermet"
    assert note in options.people_table(view("3310")).payload()["note"]
    # Ringerike has nothing shielded.
    assert note not in options.people_table(view("3305")).payload()["note"]
    inside = replace(view("3310"), names_shielded=True)
    assert note not in options.people_table(inside).payload()["note"]


def test_outside_the_mandate_there_are_no_figures_and_a_reason(view):
    one = view("3312")
    assert set(rows(options.overview_table(one).payload())["5 Nytt selskap"]) == {"–"}
    assert "fordi det er utenfor mandatet" in options.overview_table(one).payload()["note"]
    title, text = section(one, "5")
    assert title == "Alternativ 5 (nytt selskap): utenfor mandat"
    assert "Mandatet sier at Lier ikke skal være med" in text
    assert "IKT-brukere får ny plattform" not in text.split("**Ulemper**")[-1]


def test_what_nothing_bounds_is_missing_and_what_is_bounded_is_told(view, changed):
    note = "Tall som mangler fra Jevnaker, er satt midt mellom"
    for code in ("", "3236"):
        assert note in options.overview_table(view(code)).payload()["note"]
    systems = view("").dataset.applications
    one = changed("3236", applications=systems[systems["kommunenummer"] != "3236"])
    assert rows(options.overview_table(one).payload())["2 Felles ressurser"] == ["mangler"] * 4
    assert "Kostnaden er ikke regnet ut, fordi tall mangler" in section(one, "2")[1]


def test_systems_that_are_not_listed_are_not_counted_as_none_to_move(view, changed):
    apps = view("").dataset.applications
    unlisted = changed("3310", applications=apps[apps["kommunenummer"] != "3310"])
    assert rows(options.overview_table(unlisted).payload())["1 Felles drift"][0] == "mangler"
    assert "systemer flyttes" not in section(unlisted, "1")[1]


def test_a_changed_budget_row_changes_the_sentence(view, changed):
    budget = view("").dataset.budget.copy()
    own = (budget["kommunenummer"] == "3310") & (budget["kostnadsgruppe"] == "konsulent")
    budget.loc[own, "beløp"] *= 3
    assert section(view("3310"), "2") != section(changed("3310", budget=budget), "2")


def test_the_host_is_told_apart_from_the_others(view):
    host = view("").codes[view("").result("3").setting.host]
    other = next(code for code in view("").codes if code != host)
    assert (
        "Vi er vert i beregningen, og ingen av systemene våre flyttes"
        in section(view(host), "3")[1]
    )
    assert f"I beregningen er {view(host).name} vert" in section(view(other), "3")[1]
    assert "av systemene våre" not in section(view(other), "3")[1]


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
    title, text = section(one, "5")
    assert title == "Alternativ 5 (nytt selskap): ukjent kostnad"
    assert known.navn in text
    assert rows(options.overview_table(one).payload())["5 Nytt selskap"][1:] == ["mangler"] * 3


@pytest.mark.parametrize("code", ["", "3310", "3236"])
@pytest.mark.parametrize("scenario", ["ugunstig", "gunstig"])
def test_it_stands_without_the_optional_files(view, changed, code, scenario):
    data = view("").dataset
    empty = {
        name: getattr(data, name).iloc[:0]
        for name in ("judgements", "weights", "companies", "mandate", "organisation")
    }
    one = changed(code, scenario, **empty, texts={}, borders=None)
    assert len(headings(options.chapter(one))) == 8
    assert "ingen selskap er kartlagt" in headings(options.chapter(one))[6]
    assert set(rows(options.overview_table(one).payload())["4 Eksisterende selskap"]) == {"–"}


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
    assert len(tables(options.chapter(one))[1]["columns"]) == 4
    assert "i 2027" in section(one, "2")[1]
    assert np.isfinite(effects(one)["2"].cost).all()
