import pytest

from analysis.report.chapters.case import difference
from tests.report.texts import rows, tables

NIGHT = "Hvem svarer når noe svikter om natten?"
ASK = "Er det noen å spørre når én er borte?"
EMPLOYER = "Hvem er arbeidsgiver for de IKT-ansatte?"
DECIDES = "Hvem bestemmer?"
RUNS = "Hvem drifter systemene?"


def told(view, alternative):
    return {row.question: (row.today, row.then) for row in difference.rows(view, alternative)}


def test_the_case_tells_what_is_recommended(view):
    table = rows(tables(difference.section(view("3310")))[0])
    assert table[NIGHT] == ["Ingen har vakt", "En felles vakt"]
    assert table[ASK] == ["I tre av fem funksjoner", "I fem av fem funksjoner"]


@pytest.mark.parametrize(
    ("alternative", "night", "employer", "runs", "decides"),
    [
        ("0+", "Som i dag", "Kommunen, som i dag", "Som i dag", "styringsgruppe"),
        ("1", "Som i dag", "Kommunen, som i dag", "Den felles driften", "styringsgruppe"),
        ("3", "En felles vakt", "Ringerike som vert", "Ringerike som vert", "Vertskommunen"),
        ("4", "En felles vakt", "Selskapet", "Selskapet", "pris og tjenestenivå"),
        ("5", "En felles vakt", "Selskapet", "Selskapet", "Eierne sammen"),
    ],
)
def test_it_follows_the_levers(view, alternative, night, employer, runs, decides):
    found = told(view("3310"), alternative)
    assert found[NIGHT][1] == night and found[EMPLOYER][1] == employer
    assert found[RUNS][1].startswith(runs) and decides in found[DECIDES][1]


def test_a_shielded_duty_is_not_told_and_one_nobody_gave_is_not_none(view, changed):
    staff = view("").dataset.staff.copy()
    own = staff["kommunenummer"] == "3310"
    staff.loc[own, ["vakt", "skjermes"]] = ["ja", "ja"]
    assert told(changed("3310", staff=staff), "2")[NIGHT][0] == "Ikke meldt inn"
    staff.loc[own, ["vakt", "skjermes"]] = ["", "nei"]
    assert told(changed("3310", staff=staff), "2")[NIGHT][0] == "Ikke meldt inn"
    staff.loc[own, "vakt"] = "ja"
    assert told(changed("3310", staff=staff), "2")[NIGHT][0] == "Kommunens egen vakt"
