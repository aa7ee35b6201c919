"""What is worth finding out, named so that somebody can act, with the weights apart."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.report.chapters.sureness import value_of_knowing
from analysis.report.findings import drivers
from analysis.report.press import Stack
from analysis.report.view import View
from tests.report.computed import concluding
from tests.report.texts import prose, rows


def resting_on(view, **shares):
    """The view with these total-order indices in every row."""
    size = np.zeros(len(view.codes) + 1)
    found = {name.replace("__", ":"): size + share for name, share in shares.items()}
    figures = replace(view.figures)
    figures.__dict__["robustness"] = replace(view.robustness, sobol=found)
    return View(figures, view.scenario, view.code)


def points(view):
    told = prose(Stack(*value_of_knowing.to_find_out(view)))
    return [line for line in told.splitlines() if line.startswith("- ")], told


def test_the_three_largest_are_named_most_first_and_weights_apart(view):
    one = resting_on(
        view("3310"), vekter=0.52, fravaer=0.06, innkjop_pris=0.31, ukjente_celler=0.2, drift=0.0,
        konsulent_pris=0.055,
    )  # fmt: skip
    found, told = points(one)
    assert [line.split("**")[1] for line in found] == [
        "«Prisreduksjon ved felles innkjøp»",
        "Tallene som mangler fra Jevnaker",
        "«Fravær: ferie, sykdom, kurs og permisjon»",
    ]
    assert "antatt fra −1 til 8 prosent, og arbeidsgruppen eier anslaget" in found[0]
    assert "csv" not in told
    assert "Det står for om lag 50 prosent av usikkerheten" in told.replace("\u00a0", " ")
    assert "politisk valg" in told and not any("telle" in line for line in found)


def test_what_is_little_is_named_only_where_there_is_nothing_else(view):
    found, _ = points(resting_on(view("3310"), fravaer=0.06, innkjop_pris=0.04))
    assert len(found) == 1 and "Fravær" in found[0]
    found, _ = points(resting_on(view("3310"), fravaer=0.02, innkjop_pris=0.04))
    assert len(found) == 1 and "Prisreduksjon" in found[0]


def test_with_nothing_worth_knowing_nothing_is_said(view):
    assert value_of_knowing.to_find_out(resting_on(view("3310"), fravaer=0.001, vekter=0.0)) == []
    found, told = points(resting_on(view("3310"), vekter=0.9))
    assert found == [] and told.startswith("Hvor mye hvert kriterium skal telle, er et politisk")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.01, "under 10 prosent"),
        (0.049, "under 10 prosent"),
        (0.06, "om lag 10 prosent"),
        (0.31, "om lag 30 prosent"),
        (0.94, "om lag 90 prosent"),
        (0.96, "nesten alt"),
        (1.2, "nesten alt"),
    ],
)
def test_parts_are_told_no_more_exactly_than_they_are_known(share, said):
    assert drivers.roughly(share).replace("\u00a0", " ") == said


def test_every_origin_has_a_name(view):
    one = view("")
    for name in one.robustness.sobol:
        told = drivers.in_words(one, name)
        assert told and "_" not in told, name


def test_the_table_has_the_weights_last(view):
    for code in ("", "3310"):
        one = view(code)
        table = rows(value_of_knowing.worth_table(one).payload())
        assert list(table)[-1] == "Hvor mye hvert kriterium skal telle"
        share = drivers.political(one)
        assert abs(float(table["Hvor mye hvert kriterium skal telle"][0]) - share * 100) <= 5.1


def moving(view, tornado, margin, turning=()):
    """The view with these changes of the lead, one row for each of the first assumptions."""
    found = view.robustness
    change = np.zeros_like(found.tornado)
    change[view.r, : len(tornado)] = tornado
    turns = np.full_like(found.break_evens, np.nan)
    for n in turning:
        turns[view.r, n] = found.ends[n, 0]
    leads = found.margin.copy()
    leads[view.r] = margin
    figures = replace(view.figures)
    figures.__dict__["robustness"] = replace(found, tornado=change, margin=leads, break_evens=turns)
    return concluding(View(figures, view.scenario, view.code), ("2",))


def test_what_moves_the_lead_most_is_first_and_what_turns_it_is_told_however_little(view):
    one = moving(view("3310"), [(-0.5, 0.4), (-2.0, 1.0), (-0.05, 0.0), (0.05, 0.0)], 5.8, [2])
    names = [one.dataset.shared.assumptions[name].navn for name in one.robustness.assumptions[:3]]
    shown = value_of_knowing.swings(one).payload()
    assert [row[0] for row in shown["rows"]] == [names[1], names[0], names[2]]
    assert [row[3:5] for row in shown["rows"]][0] == ["−2,0", "+1,0"]
    assert [row[5] == "ingen verdi" for row in shown["rows"]] == [True, True, False]
    assert f"5,8 poeng foran alternativ {one.certainty.second}" in shown["title"]
    still = value_of_knowing.swings(moving(view("3310"), [(-0.05, 0.0)], 0.2))
    assert still.markdown.startswith("Ingen forutsetning flytter")


def test_nothing_is_claimed_where_the_leaders_rest_on_what_is_missing(view):
    one = concluding(view("3236"), ("2", "3"))
    one.__dict__["conclusion"] = replace(one.conclusion, on_missing=True, missing=("3236",))
    told = value_of_knowing.swings(one).markdown
    assert "er ikke vist før tall fra Jevnaker er på plass" in told


def test_unknown_effects_are_listed_with_how_large_they_must_be(view, changed):
    shared = view("").dataset.shared
    unknown = shared.assumptions["drift_per_dobling"].model_copy(update={"anslag": "ukjent"})
    one = changed(
        "", shared=replace(shared, assumptions={**shared.assumptions, unknown.id: unknown})
    )
    table = rows(value_of_knowing.swings(one).payload())
    assert table[unknown.navn][:4] == ["–"] * 4
    at = one.certainty.unknown_break_evens[unknown.id]
    assert (table[unknown.navn][4] == "ingen verdi") == np.isnan(at)


def test_names_stand_as_they_are(dataset, changed):
    rows, people = dataset.applications.copy(), dataset.municipalities.copy()
    rows.loc[rows["kommunenummer"] == "3310", "årskostnad"] = np.nan
    people.loc["3310", "navn"] = "Nord-Fron"
    shown = changed("3310", applications=rows, municipalities=people)
    one = resting_on(shown, ukjente_celler=0.4)
    (line,), _ = points(one)
    assert "Tallene som mangler fra Nord-Fron og Jevnaker" in line and "\\" not in line
    table = value_of_knowing.worth_table(one).payload()
    assert "Tallene som mangler fra Nord-Fron og Jevnaker" in [row[0] for row in table["rows"]]
