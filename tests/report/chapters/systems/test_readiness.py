from analysis.report.chapters.systems import readiness
from tests.report.chapters import told


def with_status(dataset, **statuses):
    """The status of every system of some municipalities, one word for each."""
    rows = dataset.applications.copy()
    for code, status in statuses.items():
        rows.loc[rows["kommunenummer"] == code.removeprefix("k"), "anskaffelsesstatus"] = status
    return rows


def test_the_survey_is_told_as_what_it_is(view):
    text = told.prose(readiness.chapter(view("")))
    assert "av 41 som svarte, hadde 14 kontroll, 7 kontrakt for noen, og 13 var ikke i mål" in text
    assert "de 7 andre er ikke plassert" in text
    assert "kan ikke sammenlignes direkte" in text


def test_the_heading_counts_those_in_control(view, changed, dataset):
    assert told.headings(readiness.chapter(view(""))) == [
        "Ingen av seks kommuner har kontroll på anskaffelsen av alle fagsystemene"
    ]
    shown = changed("", applications=with_status(dataset, k3310="kontrakt", k3236="kontrakt"))
    assert told.headings(readiness.chapter(shown)) == [
        "To av seks kommuner har kontroll på anskaffelsen av alle fagsystemene"
    ]
    assert "Under ett har 2 av kommunene kontroll" in told.prose(readiness.chapter(shown))


def test_cells_say_control_some_not_ready_unknown_or_nothing(changed, dataset):
    rows = with_status(
        dataset, k3305="kontrakt", k3310="forhandling", k3236="anbud ute", k3316="ukjent"
    )
    rows = rows[(rows["kommunenummer"] != "3312") | (rows["fagområde"] != "helse")]
    (table,) = told.tables(readiness.chapter(changed("", applications=rows)))
    cells = told.rows(table)
    assert len(table["columns"]) == 7
    assert cells["Ringerike"] == ["kontroll"] * 6
    assert cells["Hole"] == ["noen"] * 6
    assert cells["Jevnaker"] == ["ikke i mål"] * 6
    assert cells["Modum"] == ["ukjent"] * 6
    assert cells["Lier"][1] == "–"


def test_one_municipality_is_told_in_a_sentence(view, changed, dataset):
    assert readiness.sentence(view("3310")) == (
        "Neste anskaffelse er under kontroll i tre av seks fagområder; i økonomi og teknisk og "
        "geodata er anbud ute eller ikke startet."
    )
    ready = changed("3310", applications=with_status(dataset, k3310="kontrakt"))
    assert readiness.sentence(ready).endswith("i seks av seks fagområder.")
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    assert readiness.sentence(changed("3310", applications=rows)) == ""
