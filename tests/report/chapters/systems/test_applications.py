import datetime as dt

from analysis.report.chapters.systems import applications, contracts, overlap
from tests.report.chapters import told


def test_heading_follows_what_the_others_have(view, changed, dataset):
    assert told.headings(applications.overview(view("3310"))) == [
        "Hole har 63 fagsystemer, og de fleste pengene går til systemer andre også har"
    ]
    own = dataset.applications["kommunenummer"] == "3310"
    unlike = dataset.applications.copy()
    unlike.loc[own, "system"] = "Bare her: " + unlike.loc[own, "system"]
    heading = told.headings(applications.overview(changed("3310", applications=unlike)))[0]
    assert heading.endswith("systemer ingen andre har")


def test_totals_of_the_table_are_the_rows(view, dataset):
    own = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    cells = told.rows(told.tables(applications.overview(view("3310")))[0])["I alt"]
    local = own.loc[own["driftsform"] == "lokal", "årskostnad"].sum() / own["årskostnad"].sum()
    assert cells[0] == str(len(own))
    assert cells[2] == f"{local * 100:.0f}"
    assert cells[5] == str((own["kommunenummer_nøkkel"] == "ja").sum())


def test_a_municipality_gets_its_own_purchases_and_what_to_do_first(view):
    names = [table["title"] for table in told.tables(applications.overview(view("3310")))]
    assert names == [
        "Fagsystemene etter fagområde i Hole",
        "De dyreste systemene Hole kan kjøpe sammen med andre",
        "Hva gjør vi på mandag?",
    ]
    text = told.prose(applications.overview(view("3310")))
    assert "Neste anskaffelse er under kontroll i tre av seks fagområder" in text
    joint = [table["title"] for table in told.tables(applications.overview(view("")))]
    assert joint == ["Fagsystemene etter fagområde"]


def test_shielded_systems_are_never_named_in_a_council_report(view, dataset):
    rows = dataset.applications
    shielded = set(rows.loc[rows["skjermes"] == "ja", "system"])
    for code in ("", "3310", "3312"):
        shown = told.everything(applications.overview(view(code)))
        shown += told.everything(contracts.to_follow_up(view(code)))
        assert not [name for name in shielded if f"'{name}'" in shown or f" {name}," in shown]


def test_a_system_shielded_in_one_municipality_is_not_named_for_another(changed, dataset):
    rows = dataset.applications.copy()
    common = rows["system"] == "Microsoft 365"
    rows.loc[common & (rows["kommunenummer"] == "3305"), "skjermes"] = "ja"
    for code in ("", "3310"):
        shown = changed(code, applications=rows)
        assert "Microsoft 365" not in told.everything(applications.overview(shown))
        assert "Microsoft 365" not in told.everything(overlap.chapter(shown))


def test_contracts_are_sorted_by_years_from_the_decision(changed, dataset):
    rows = dataset.applications.iloc[:6].assign(
        avtaleslutt=[
            dt.date(2022, 6, 29),
            dt.date(2022, 6, 30),
            dt.date(2023, 7, 1),
            dt.date(2025, 6, 30),
            dt.date(2025, 7, 1),
            None,
        ]
    )
    shown = changed("", applications=rows)
    assert list(contracts.classes(shown, rows)) == [
        "Gått ut", "Innen 1 år", "1–2 år", "2–3 år", "Senere", "Uten dato",
    ]  # fmt: skip
    assert contracts.sentence(shown, rows) == (
        "Tre avtaler går ut i de tre årene etter 30.06.2022, og én var gått ut før den datoen. "
        "Én avtale mangler sluttdato."
    )


def test_what_to_follow_up_has_its_options(changed, dataset):
    row = dataset.applications.iloc[[0]].assign(
        avtaleslutt=[dt.date(2022, 12, 31)], opsjon_til=[dt.date(2024, 12, 31)]
    )
    (table,) = told.tables(contracts.to_follow_up(changed("3305", applications=row)))
    assert table["rows"][0][:2] == ["31.12.2022", "31.12.2024"]
    none = row.assign(opsjon_til=[None])
    (table,) = told.tables(contracts.to_follow_up(changed("3305", applications=none)))
    assert table["rows"][0][:2] == ["31.12.2022", "–"]


def test_municipality_without_applications(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    shown = changed("3310", applications=rows)
    assert told.headings(applications.overview(shown)) == ["Fagsystemene i Hole er ikke kartlagt"]
    joint = changed("", applications=rows)
    (area,) = overlap.by_area(joint)
    assert told.rows(area.payload())["I alt"][1] == "mangler"
    between = overlap.between_municipalities(joint)
    assert between is not None
    assert told.rows(between.payload())["Hole"] == ["mangler"] * 5


def test_unknown_cost_makes_shares_missing(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["kommunenummer"] == "3310", "årskostnad"] = float("nan")
    shown = applications.overview(changed("3310", applications=rows))
    assert told.rows(told.tables(shown)[0])["I alt"][1:4] == ["mangler"] * 3
    assert told.headings(shown) == ["Hole har 63 fagsystemer"]


def test_hostile_system_names_stand_as_they_are(changed, dataset):
    hostile = "<b>x</b> #include"
    rows = dataset.applications.replace({"system": {"Microsoft 365": hostile}})
    shown = applications.overview(changed("3310", applications=rows))
    text = next(part["markdown"] for part in told.parts(shown) if part["type"] == "prose")
    assert r"\<b\>x\<\/b\> \#include" in text
