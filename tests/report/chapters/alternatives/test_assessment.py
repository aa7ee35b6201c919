import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.dataset.tables.categories import SCENARIOS
from analysis.report.chapters.alternatives import assessment, points
from analysis.report.chapters.alternatives.plane import plane_figure
from analysis.report.chapters.alternatives.points import interval, rank_text
from analysis.report.chapters.money import social
from analysis.report.language.numbers import signed, whole
from tests.report.texts import everything, parts, prose, rows, tables

GAP = "3236"


def figure(element):
    return next(part for part in parts(element) if part["type"] == "figure")


def test_the_plane_says_every_figure_it_shows(view):
    one = view("3310")
    alt = figure(plane_figure(one))["alt"]
    for alternative in ("0+", "1", "2", "3", "4", "5"):
        amount = signed(-one.npv_per_inhabitant(alternative))
        assert f"lternativ {alternative}: {amount} kroner og" in alt


def test_what_is_outside_the_mandate_is_named_and_not_drawn(view):
    element = plane_figure(view("3312"))
    assert "lternativ 5:" not in figure(element)["alt"]
    assert "Alternativ 5 (nytt selskap) kan ikke rangeres fordi det er utenfor mandatet" in prose(
        element
    )


def test_unknown_cost_is_named_and_not_drawn(view, changed):
    systems = view("").dataset.applications
    unlisted = changed(GAP, applications=systems[systems["kommunenummer"] != GAP])
    element = plane_figure(unlisted)
    assert "lternativ 3:" not in figure(element)["alt"]
    assert "Jevnaker mangler" in prose(element)


def test_kroner_divided_on_someone_outside_are_told_for_those_inside(view):
    joint = view("")
    people = joint.evaluation.money.region.inhabitants
    inside = joint.result("5").setting.participants
    assert [joint.codes[m] for m in np.flatnonzero(~inside)] == ["3312"]
    amount = signed(-joint.npv("5") * 1000 / people[inside].sum()).replace("\u00a0", " ")
    start = "Alternativ 5 er uten Lier, men delt på innbyggerne i alle seks; for de fem er det"
    assert f"{start} {amount} kroner." in prose(plane_figure(joint))
    worth = joint.break_even("5") * people.sum() / people[inside].sum()
    assert f"{start} {whole(worth)} kroner." in tables(social.accounts(joint))[0]["note"]
    assert "delt på innbyggerne" not in everything(plane_figure(view("3310")))


def test_where_all_take_part_nothing_is_said_of_who_shares(view, changed):
    mandate = view("").dataset.mandate.assign(tillatt="ja")
    assert "delt på innbyggerne" not in everything(plane_figure(changed(mandate=mandate)))


def test_points_by_group_add_up_and_carry_the_rank(view):
    one = view("3310")
    table = tables(points.points_table(one))[0]
    for alternative in ("0", "1", "4"):
        cells = rows(table)[one.label(alternative)]
        numbers = [float(cell.split(" ")[0].replace(",", ".")) for cell in cells]
        assert sum(numbers[:-1]) == pytest.approx(numbers[-1], abs=0.3)
        assert cells[-1].endswith(f"({rank_text(one, alternative)})")


def test_weights_stand_in_the_headings_and_are_named(view):
    own, other = view("3310"), view("3312")
    columns = [
        c["name"].replace("\u00a0", " ") for c in tables(points.points_table(own))[0]["columns"]
    ]
    weights = own.evaluation.scores.weights[own.r]
    first = sum(w for c, w in zip(own.criteria, weights, strict=True) if c.gruppe == "okonomi")
    assert f"Økonomi (av {whole(100 * first)})" in columns
    assert "Hole har egne vekter" in tables(points.points_table(own))[0]["note"]
    assert "felles for alle" in tables(points.points_table(other))[0]["note"]


def test_where_the_weights_are_from_is_told(view, changed):
    weights = view("").dataset.weights
    source = weights["kommunenummer"].map({"": "verksted 12. juni 2026"}).fillna("")
    cited = weights.assign(kilde=source.astype(weights["kilde"].dtype))
    notes = [
        tables(points.points_table(changed(code, weights=cited)))[0]["note"]
        for code in ("3312", "3310")
    ]
    assert "felles for alle kommunene (verksted 12. juni 2026)." in notes[0]
    assert "Hole har egne vekter." in notes[1]


def test_without_weights_the_groups_count_the_same(view, changed):
    none = changed("3312", weights=view("").dataset.weights.iloc[:0])
    assert "gruppene teller likt" in tables(points.points_table(none))[0]["note"]


def test_a_criterion_that_is_not_weighed_is_listed(view, changed):
    weights = view("").dataset.weights
    fewer = changed("3312", weights=weights[weights["kriterium"] != "ansatte"])
    assert "Ikke vektlagt: ansatte." in tables(points.points_table(fewer))[0]["note"]


def test_what_is_gated_has_no_points(view):
    one = view("3312")
    assert set(rows(tables(assessment.chapter(one))[0])["5 Nytt selskap"]) == {"–"}
    assert {cells[-1] for cells in rows(points.criteria_table(one).payload()).values()} == {"–"}
    assert rank_text(one, "5") == "–"


def test_a_rank_is_an_interval_where_figures_are_missing(view, changed):
    one = changed(GAP, judgements=view("").dataset.judgements.iloc[:0])
    best, worst = one.rank("3")
    assert best < worst
    assert f"({best}–{worst})" in rows(tables(points.points_table(one))[0])["3 Vertskommune"][-1]


def test_scenario_table_holds_three_calculations(view):
    one = view("3310")
    cells = rows(points.scenario_table(one).payload())["3 Vertskommune"]
    expected = [replace(one, scenario=s).npv_per_inhabitant("3") for s in SCENARIOS]
    assert cells[:3] == [signed(-x).replace("\u00a0", " ") for x in expected]
    assert set(rows(points.scenario_table(view("3312")).payload())["5 Nytt selskap"]) == {"–"}


def test_every_criterion_is_told_in_its_unit(view):
    one = view("3310")
    table = rows(points.criteria_table(one).payload())
    assert [name.partition(",")[0] for name in table] == [
        c.navn for c in sorted(one.criteria, key=lambda c: not c.computed)
    ]
    place = [a.id for a in one.alternatives].index("2")
    days = one.criterion_value("2", "saarbarhet")[0]
    assert table["Sårbarhet, dager per år"][place] == f"{days:.0f}"
    assert table["Informasjonssikkerhet"][place] == "+3"


def test_judgements_that_matter_are_shown_with_their_reason(view):
    table = tables(assessment.chapter(view("3316")))[-1]
    assert 1 <= len(table["rows"]) <= 5
    own = rows(table)["Informasjonssikkerhet"]
    assert own[0] == "+2"
    assert "egen vurdering" in table["note"]


def test_a_judgement_from_the_workshop_says_so_with_its_day(view, changed):
    judged = view("").dataset.judgements
    joint = changed("", judgements=judged.assign(kilde="verksted 12. juni 2026"))
    note = tables(assessment.chapter(joint))[-1]["note"]
    assert note.endswith("Hentet fra verksted 12. juni 2026.")
    unsaid = changed("", judgements=judged.assign(kilde=""))
    assert "Hentet fra" not in everything(assessment.chapter(unsaid))


def test_without_judgements_it_is_said_so(view, changed):
    none = changed("3310", judgements=view("").dataset.judgements.iloc[:0])
    told = assessment.chapter(none)
    assert "Ingen virkninger er vurdert som" in prose(told)
    assert "mangler" in everything(points.criteria_table(none))


def test_points_that_overlap_name_nobody_as_the_one_with_most(view, changed):
    none = changed("3310", judgements=view("").dataset.judgements.iloc[:0])
    assert "Poengene avgjør ikke mellom" in prose(assessment.beside(none))
    one = view("3310")
    most = max((a.id for a in one.alternatives), key=lambda a: one.points(a, unpriced=True))
    assert f"Alternativ {most} (" in prose(assessment.beside(one))


def test_hostile_text_is_only_text(view, changed):
    dataset = view("").dataset
    other = changed(
        "3310",
        municipalities=dataset.municipalities.assign(navn=[f"*x*<b>{n}" for n in range(6)]),
        judgements=dataset.judgements.assign(begrunnelse="# <b>*fet*</b> {{x}}"),
    )
    told = list(parts(assessment.chapter(other)))
    assert not any("<b>" in p["markdown"] for p in told if p["type"] == "prose")
    assert any(
        "# <b>*fet*</b> {{x}}" in row for p in told if p["type"] == "table" for row in p["rows"]
    )


def test_interval_is_one_number_where_both_ends_are_written_alike():
    assert interval(60.1, 60.4, whole) == "60"
    assert interval(60.4, 60.6, whole) == "60–61"
    assert interval(-3.0, -2.0, whole) == "−3 til −2"
    assert interval(np.nan, 2.0, whole) == "mangler"


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("code", ["", "3236", "3312"])
def test_everything_is_told_in_every_scenario(view, code, scenario):
    one = view(code, scenario)
    for element in (assessment.chapter(one), plane_figure(one)):
        assert not re.search(r"\bnan\b", everything(element))
