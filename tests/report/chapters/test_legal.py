import re

import pandas as pd

from analysis.report.chapters import legal
from tests.report.texts import everything, headings, prose, rows, tables


def test_only_forms_of_alternatives_within_the_mandate_are_shown(view):
    assert headings(legal.chapter(view("3312")))[0] == (
        "Alternativ 1, 2, 3 og 4 krever vedtak om rettslig form"
    )
    told = everything(legal.chapter(view("3312")))
    assert "Aksjeselskap" not in told
    assert "Aksjeselskap" in everything(legal.chapter(view("")))


def test_a_municipal_report_tells_the_forms_of_what_may_come_first(view):
    one = view("3310")
    shown = [t for t in tables(legal.chapter(one)) if t["title"].startswith("Rettsformer")]
    told = {a for t in shown for cell in t["rows"][0][1:] for a in re.split(", | og ", cell)}
    assert told == set(one.conclusion.leaders)
    assert "står i fellesrapporten" in everything(legal.chapter(one))
    assert "står i fellesrapporten" not in everything(legal.chapter(view("")))


def test_forms_that_must_be_checked_are_marked_and_the_others_are_not(view):
    one = view("")
    shown = [t for t in tables(legal.chapter(one)) if t["title"].startswith("Rettsformer")]
    first = [column["name"] for table in shown for column in table["columns"][1:]]
    forms = one.dataset.shared.legal_forms.values()
    marked = {name.rstrip("*") for name in first if name.endswith("*")}
    assert marked == {
        re.sub(r" \((.{9,})\)", r", \1", form.navn) for form in forms if form.maa_kontrolleres
    }
    assert len(first) == len(forms)
    assert all("ikke lest i lovteksten" in table["note"] for table in shown)
    assert shown[0]["title"] == "Rettsformer for alternativ 1, 2, 3 og 4"


def test_the_way_out_is_read_from_the_companies(view, changed):
    assert "Det tar 12–36 måneder å komme ut av en avtale med et selskap" in headings(
        legal.chapter(view("3310"))
    )
    companies = view("").dataset.companies.assign(oppsigelsestid=18.0)
    equal = changed("3310", companies=companies)
    assert "Det tar 18 måneder å komme ut av en avtale med et selskap" in headings(
        legal.chapter(equal)
    )
    none = changed("3310", companies=companies.iloc[:0])
    assert "Veien ut må avtales før kommunen går inn" in headings(legal.chapter(none))


def test_contracts_are_counted_on_the_day_of_the_decision(view, changed):
    decided = view("").dataset.settings.vedtaksdato
    apps = view("").dataset.applications.copy()
    own = apps["kommunenummer"] == "3310"
    apps.loc[own, "avtaleslutt"] = None
    first, second, third = apps.index[own][:3]
    apps.at[first, "avtaleslutt"] = decided.replace(year=decided.year - 1)
    apps.at[second, "avtaleslutt"] = decided.replace(year=decided.year + 1)
    apps.at[third, "avtaleslutt"] = decided.replace(year=decided.year + 9)
    text = prose(legal.chapter(changed("3310", applications=apps)))
    assert (
        "Av våre 3 avtaler med kjent sluttdato er én utløpt på vedtaksdagen, og én løper ut de"
        in text
    )
    apps.loc[own, "avtaleslutt"] = None
    assert "kjent sluttdato" not in prose(legal.chapter(changed("3310", applications=apps)))


def test_staff_are_counted_with_shielded_rows_and_missing_is_missing(view, changed):
    staff = view("").dataset.staff.copy()
    own = staff["kommunenummer"] == "3310"
    table = rows(tables(legal.chapter(view("3310")))[-2])
    assert table["3 Vertskommune"][-1] == "3,6"
    staff.loc[own & (staff["funksjon"] == "drift"), "årsverk"] = float("nan")
    gap = rows(tables(legal.chapter(changed("3310", staff=staff)))[-2])
    assert gap["3 Vertskommune"][1:] == ["mangler", "mangler"]
    nobody = rows(tables(legal.chapter(changed("3310", staff=staff[~own])))[-2])
    assert nobody["4 Eksisterende selskap"][1:] == ["mangler", "mangler"]


def test_no_new_employer_where_the_mandate_keeps_everyone(view, changed):
    mandate = pd.DataFrame(
        {
            "kommunenummer": "3310",
            "alternativ": ["3", "4", "5"],
            "tillatt": "nei",
            "begrunnelse": "",
            "source": ["mandat.csv:2", "mandat.csv:3", "mandat.csv:4"],
        }
    )
    chapter = legal.chapter(changed("3310", mandate=mandate))
    assert "Ingen av alternativene gir de ansatte ny arbeidsgiver" in headings(chapter)
    assert "virksomhetsoverdragelse" not in prose(chapter)
    assert "selskap" not in headings(chapter)[1]
