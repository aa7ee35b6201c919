import pytest

from analysis.report.chapters.duties import transfer
from tests.report.texts import headings, prose, rows, tables


def staff(view):
    return transfer.staff(view, transfer.within_mandate(view))


def told(view, code=""):
    table = tables(staff(view(code)))[0]
    return rows(table), table["note"]


def years(view, alternative, codes):
    staff = view("").dataset.staff
    theirs = staff[staff["kommunenummer"].isin(codes)]
    joined = theirs["funksjon"].isin(view("").dataset.shared.alternative(alternative).funksjoner)
    return [theirs[joined]["årsverk"].sum(), theirs["årsverk"].sum()]


def cells(found):
    return [float(cell.replace(",", ".")) for cell in found[-2:]]


def test_only_those_who_take_part_are_touched_and_the_host_keeps_its_own(view):
    joint = view("")
    table, note = told(view)
    five = [code for code in joint.codes if code != "3312"]
    assert cells(table["5 Nytt selskap"]) == pytest.approx(years(view, "5", five), abs=0.05)
    host = joint.codes[joint.result("3").setting.host]
    others = [code for code in joint.codes if code != host]
    assert cells(table["3 Vertskommune"]) == pytest.approx(years(view, "3", others), abs=0.05)
    assert "Kommuner som ikke kan delta, er ikke regnet med." in note
    assert f"I alternativ 3 er {joint.names[host]} vert i beregningen" in note


def test_a_municipality_is_told_of_its_own_alone(view):
    table, note = told(view, "3310")
    assert cells(table["3 Vertskommune"]) == pytest.approx(years(view, "3", ["3310"]), abs=0.05)
    assert "I alternativ 3 er Ringerike vert i beregningen" in note
    assert "virksomhetsoverdragelse" in prose(staff(view("")))


def test_where_all_take_part_nobody_is_left_out(view, changed):
    everyone = changed(mandate=view("").dataset.mandate.assign(tillatt="ja"))
    table = tables(staff(everyone))[0]
    found = rows(table)["5 Nytt selskap"]
    assert cells(found) == pytest.approx(years(view, "5", view("").codes), abs=0.05)


def test_staff_are_counted_with_shielded_rows_and_missing_is_missing(view, changed):
    staffed = view("").dataset.staff.copy()
    own = staffed["kommunenummer"] == "3310"
    assert told(view, "3310")[0]["3 Vertskommune"][-1] == "3,6"
    staffed.loc[own & (staffed["funksjon"] == "drift"), "årsverk"] = float("nan")
    gap = rows(tables(staff(changed("3310", staff=staffed)))[0])
    assert gap["3 Vertskommune"][1:] == ["mangler", "mangler"]
    nobody = rows(tables(staff(changed("3310", staff=staffed[~own])))[0])
    assert nobody["4 Eksisterende selskap"][1:] == ["mangler", "mangler"]


def test_no_new_employer_where_nobody_moves(view):
    one = view("3310")
    kept = transfer.staff(one, [a for a in one.alternatives if a.id in ("0+", "2")])
    assert headings(kept) == ["De ansatte beholder arbeidsgiveren sin i alternativ 0+ og 2"]
    assert "virksomhetsoverdragelse" not in prose(kept) and not tables(kept)
