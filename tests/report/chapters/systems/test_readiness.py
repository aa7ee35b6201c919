from analysis.report.chapters.systems import readiness
from tests.report import texts


def with_status(dataset, **statuses):
    """The status of every system of some municipalities, one word for each."""
    rows = dataset.applications.copy()
    for code, status in statuses.items():
        rows.loc[rows["kommunenummer"] == code.removeprefix("k"), "anskaffelsesstatus"] = status
    return rows


def test_the_survey_stands_beside_ours_and_is_told_as_what_it_is(view, dataset):
    _, beside = texts.tables(readiness.chapter(view("")))
    cells = texts.rows(beside)
    assert [row[-1] for row in cells.values()] == ["14", "7", "13", "7"]
    assert [row[2] for row in cells.values()] == ["0", "0", "6", "0"]
    areas = ["oppvekst", "helse", "sak og arkiv", "økonomi", "personal", "teknisk og geodata"]
    asked = dataset.applications[dataset.applications["fagområde"].isin(areas)]
    ready = asked[asked["anskaffelsesstatus"] == "kontrakt"]
    assert cells["Kontroll (kontrakt)"][:2] == [
        str(len(ready)), f"{round(ready['årskostnad'].sum()):,}".replace(",", " "),
    ]  # fmt: skip
    assert sum(int(row[0]) for row in cells.values()) == len(asked)
    note = beside["note"].replace("\u00a0", " ")
    assert "Kartverket plasserte 34 av de 41 som svarte" in note
    assert "kan ikke sammenlignes direkte" in note
    assert "Kartverket 2018–2019" in beside["source"]


def test_an_unknown_cost_is_missing_and_not_none(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["anskaffelsesstatus"] == "forhandling", "årskostnad"] = float("nan")
    table = readiness.beside_survey(changed("", applications=rows))
    assert table is not None
    assert texts.rows(table.payload())["Kontrakt for noen (forhandling)"][1] == "mangler"


def test_the_heading_names_who_has_most_left(view, changed, dataset):
    assert texts.headings(readiness.chapter(view(""))) == [
        "Øvre Eiker har lengst igjen: 10 av 67 fagsystemer er ute på anbud eller ikke startet"
    ]
    alike = dataset.applications.assign(anskaffelsesstatus="kontrakt")
    assert texts.headings(readiness.chapter(changed("", applications=alike))) == [
        "Hvor langt kommunene er kommet med neste anskaffelse"
    ]
    alone = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    assert texts.headings(readiness.chapter(changed("", applications=alone))) == [
        "Hvor langt anskaffelsene i Hole er kommet"
    ]


def test_cells_say_how_many_control_some_unknown_or_nothing(changed, dataset):
    rows = with_status(
        dataset, k3305="kontrakt", k3310="forhandling", k3236="anbud ute", k3316="ukjent"
    )
    rows = rows[(rows["kommunenummer"] != "3312") | (rows["fagområde"] != "helse")]
    table, beside = texts.tables(readiness.chapter(changed("", applications=rows)))
    cells = texts.rows(table)
    assert len(table["columns"]) == 7
    assert cells["Ringerike"] == ["kontroll"] * 6
    assert cells["Hole"] == ["noen"] * 6
    own = rows[(rows["kommunenummer"] == "3236") & (rows["fagområde"] == "helse")]
    assert cells["Jevnaker"][1] == f"{len(own)} av {len(own)}"
    assert cells["Modum"] == ["ukjent"] * 6
    assert cells["Lier"][1] == "–"
    assert [row[2] for row in texts.rows(beside).values()] == ["1", "1", "3", "1"]
