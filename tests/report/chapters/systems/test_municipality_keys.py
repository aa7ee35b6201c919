from analysis.report.chapters.systems import municipality_keys
from tests.report.chapters import told


def test_what_a_common_database_would_mean(view, dataset):
    rows = dataset.applications
    keyed = rows[rows["kommunenummer_nøkkel"] == "ja"]
    chapter = municipality_keys.chapter(view(""))
    assert told.headings(chapter) == [
        f"{keyed['system'].nunique()} fagsystemer bruker kommunenummeret som nøkkel"
    ]
    text = told.prose(chapter)
    assert "Et IKT-samarbeid endrer ikke kommunenummeret" in text
    assert "om lag 600 systemer (Kartverket 2018–2019" in text
    area = told.rows(told.tables(chapter)[0])["Helse"]
    assert area[0] == str((keyed["fagområde"] == "helse").sum())


def test_our_own_common_systems_are_those_the_others_have(view):
    own = told.rows(told.tables(municipality_keys.chapter(view("3310")))[0])
    # Two of Hole's systems for the whole municipality key on the number, and others have both.
    assert own["Felles"] == ["2", "2", "2", "0"]


def test_no_keys_and_unknown_ones(changed, dataset):
    none = changed("", applications=dataset.applications.assign(kommunenummer_nøkkel="nei"))
    assert told.everything(municipality_keys.chapter(none)) == "[]"
    rows = dataset.applications.copy()
    rows.loc[rows.index[:3], "kommunenummer_nøkkel"] = ""
    text = told.prose(municipality_keys.chapter(changed("", applications=rows)))
    assert "For tre systemer er det ikke oppgitt." in text
