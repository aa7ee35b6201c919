from dataclasses import replace

import pytest

from analysis.dataset.tables.categories import FUNCTIONS
from analysis.report.chapters.today import staffing
from tests.report import texts


def test_heading_counts_functions_with_at_most_one_person(view):
    assert texts.headings(staffing.organisation(view("3310"))) == [
        "Tre av seks IKT-funksjoner i Hole har høyst én person"
    ]
    assert texts.headings(staffing.organisation(view(""))) == [
        "Seks av seks kommuner har funksjoner med høyst én person"
    ]


def test_heading_follows_the_rows(changed, dataset):
    enough = dataset.staff.assign(personer=3.0, skjermes="nei")
    assert texts.headings(staffing.organisation(changed("3310", staff=enough))) == [
        "Ingen av seks IKT-funksjoner i Hole har høyst én person"
    ]


def test_what_the_number_of_persons_means_is_told_in_days(view):
    given = view("").dataset.shared.assumptions
    away, days = (given[name].value("forventet") for name in ("fravaer", "arbeidsdager"))
    one, two = (f"{days * away**persons:.0f}" for persons in (1, 2))
    told = f"ubemannet om lag {one} av {days:.0f} arbeidsdager i året, med to personer {two} og"
    for code in ("3310", ""):
        note = texts.tables(staffing.organisation(view(code)))[0]["note"].replace("\u00a0", " ")
        assert told in note


def test_functions_without_anybody_are_named_where_they_may_be(view, changed, dataset):
    shown = texts.prose(staffing.organisation(view("3310")))
    assert "ingen som arbeider med digitalisering" in shown
    shielded = dataset.staff.assign(skjermes="ja")
    assert "ingen som arbeider" not in texts.prose(
        staffing.organisation(changed("3310", staff=shielded))
    )


@pytest.mark.parametrize("code", ["3310", "3236", "3316", "3312", "3314"])
def test_shielded_function_is_never_named_in_a_council_report(view, dataset, code):
    shown = staffing.organisation(view(code))
    table = texts.rows(texts.tables(shown)[0])
    assert "Sikkerhet" not in table
    assert "sikkerhet" not in texts.prose(shown)
    # Its person-years cannot be found by subtracting the others from the sum either.
    assert len(table) == len(FUNCTIONS)
    assert "Andre funksjoner (2)" in table
    total = dataset.staff.loc[dataset.staff["kommunenummer"] == code, "årsverk"].sum()
    assert table["I alt"][0] == f"{total:.1f}".replace(".", ",")


def test_shielded_cells_of_the_joint_tables_are_withheld_with_a_companion(view):
    shown = staffing.organisation(view(""))
    cells = texts.rows(texts.tables(shown)[0])
    assert cells["Hole"].count("vises ikke") == 2
    assert cells["Hole"][FUNCTIONS.index("sikkerhet")] == "vises ikke"
    assert "vises ikke" not in cells["Ringerike"]


def test_only_the_sum_is_told_where_two_cells_would_not_hide(changed, dataset):
    alone = dataset.staff.assign(personer=dataset.staff["personer"].clip(upper=1.0))
    alone["årsverk"] = alone["årsverk"].clip(upper=1.0)
    shown = staffing.organisation(changed("3310", staff=alone))
    assert texts.headings(shown) == ["IKT-bemanningen i Hole"]
    table = texts.rows(texts.tables(shown)[0])
    assert list(table) == ["Alle funksjoner (6)", "I alt"]
    assert table["I alt"][0] == "3,3"
    joint = texts.rows(texts.tables(staffing.organisation(changed("", staff=alone)))[0])
    assert set(joint["Hole"]) == {"vises ikke"}


def test_working_group_sees_shielded_rows(view):
    shown = staffing.organisation(replace(view(""), names_shielded=True))
    cells = texts.rows(texts.tables(shown)[0])
    assert cells["Hole"][FUNCTIONS.index("sikkerhet")] == "0,2 (1)"
    assert "vises ikke" not in texts.everything(shown).lower()


def test_unknown_staff_is_missing_and_not_zero(changed, dataset):
    staff = dataset.staff.copy()
    row = (staff["kommunenummer"] == "3305") & (staff["funksjon"] == "drift")
    staff.loc[row, "personer"] = float("nan")
    shown = staffing.organisation(changed("3305", staff=staff))
    assert texts.headings(shown) == ["IKT-bemanningen i Ringerike"]
    cells = texts.rows(texts.tables(shown)[0])["Drift"]
    assert cells[1] == "mangler"


def test_municipality_without_staff_rows(changed, dataset):
    staff = dataset.staff[dataset.staff["kommunenummer"] != "3310"]
    shown = staffing.organisation(changed("3310", staff=staff))
    assert texts.headings(shown) == ["IKT-bemanningen i Hole"]
    assert "Uten tall for bemanningen" in texts.prose(shown)
    joint = staffing.organisation(changed("", staff=staff))
    assert texts.rows(texts.tables(joint)[0])["Hole"] == ["mangler"] * 6


def test_without_answers_there_is_no_table_of_them(changed, dataset):
    assert staffing.answers(changed("", organisation=dataset.organisation.iloc[:0])) is None


def test_answers_stand_as_they_were_written(changed, dataset):
    hostile = "<script>alert(1)</script> *a* | b"
    first = dataset.organisation.drop_duplicates(["kommunenummer", "tema"])
    told = staffing.answers(changed("", organisation=first.assign(svar=hostile)))
    shown = texts.tables(told)[0]["rows"]
    assert ["Vakt", "Hole", hostile] in shown and len(shown) == len(first)
