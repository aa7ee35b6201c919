from dataclasses import replace

from analysis.report.chapters.systems import municipality_keys
from tests.report import texts


def keyed(dataset):
    return dataset.applications[dataset.applications["kommunenummer_nøkkel"] == "ja"]


def test_what_a_common_database_would_mean(view, dataset):
    rows = keyed(dataset)
    owners = dataset.applications.groupby("system")["kommunenummer"].nunique()
    common = [system for system in rows["system"].unique() if owners[system] >= 2]
    chapter = municipality_keys.chapter(view(""))
    assert texts.headings(chapter) == [
        f"{rows['system'].nunique()} fagsystemer bruker kommunenummeret som nøkkel, og "
        f"{len(common)} av dem finnes i flere kommuner"
    ]
    text = texts.prose(chapter)
    assert "Et IKT-samarbeid endrer ikke kommunenummeret" in text
    assert "Ved en kommunesammenslåing må alle disse systemene få nytt nummer" in text
    assert "om lag 600 systemer (Kartverket 2018–2019)" in text


def test_the_five_dearest_common_systems_are_named(view, dataset):
    rows = keyed(dataset)
    shielded = set(dataset.applications.loc[dataset.applications["skjermes"] == "ja", "system"])
    owners = dataset.applications.groupby("system")["kommunenummer"].nunique()
    open_ones = rows[rows["system"].map(owners).ge(2) & ~rows["system"].isin(shielded)]
    cost = open_ones.groupby("system")["årskostnad"].sum().nlargest(5)
    (table,) = texts.tables(municipality_keys.chapter(view("")))
    assert [row[0] for row in table["rows"]] == list(cost.index)
    assert table["note"].startswith("5 av 35 systemer; alle står i tables/kommunenummernokkel.csv")
    first = open_ones[open_ones["system"] == cost.index[0]]
    assert table["rows"][0][3] == str(first["kommunenummer"].nunique())
    assert table["rows"][0][4] == str((first["driftsform"] == "lokal").sum())


def test_the_working_group_gets_all_of_them_by_area_too(view, dataset):
    areas, systems = texts.tables(municipality_keys.in_full(view("")))
    assert texts.rows(areas)["Helse"][0] == str((keyed(dataset)["fagområde"] == "helse").sum())
    assert len(systems["rows"]) == 35
    # Two of Hole's systems for the whole municipality key on the number, and others have both.
    areas, _ = texts.tables(municipality_keys.in_full(view("3310")))
    assert texts.rows(areas)["Felles"] == ["2", "2", "2", "0"]


def test_a_municipality_is_told_of_its_own_in_short(view, dataset):
    rows = keyed(dataset)
    own = rows[rows["kommunenummer"] == "3310"]
    text = texts.prose(municipality_keys.own(view("3310")))
    assert text.startswith(
        f"{own['system'].nunique()} fagsystemer i Hole bruker kommunenummeret som nøkkel; andre "
        "kommuner har også 22 av dem. De dyreste av dem er Visma Enterprise Økonomi, "
    )
    assert "felles base hos en vert eller et selskap må holde kommunenumrene fra hverandre" in text
    assert "Ved en kommunesammenslåing må alle systemene få nytt nummer." in text


def test_a_shielded_system_is_counted_and_not_named(changed, dataset):
    rows = dataset.applications.copy()
    dearest = "Visma Enterprise Økonomi"
    rows.loc[(rows["system"] == dearest) & (rows["kommunenummer"] == "3312"), "skjermes"] = "ja"
    for code in ("", "3310"):
        shown = changed(code, applications=rows)
        tell = municipality_keys.own if code else municipality_keys.chapter
        assert dearest not in texts.everything(tell(shown))
        assert str(keyed(dataset).query("kommunenummer == @code")["system"].nunique()) in (
            texts.prose(tell(shown)) if code else "0"
        )
    group = replace(changed("", applications=rows), names_shielded=True)
    assert dearest in texts.everything(municipality_keys.chapter(group))


def test_nobody_else_has_them(changed, dataset):
    rows = dataset.applications.copy()
    rows["system"] += " " + rows["kommunenummer"]
    shown = changed("3310", applications=rows)
    text = texts.prose(municipality_keys.own(shown))
    assert "; ingen andre kommuner har noen av dem." in text
    assert "De dyreste" not in text and "spør leverandøren" not in text
    joint = municipality_keys.chapter(changed("", applications=rows))
    assert texts.headings(joint)[0].endswith("og ingen av dem finnes i flere kommuner")
    assert texts.tables(joint) == []


def test_no_keys_and_unknown_ones(changed, dataset):
    rows = dataset.applications.assign(kommunenummer_nøkkel="nei")
    assert texts.everything(municipality_keys.chapter(changed("", applications=rows))) == "[]"
    own = municipality_keys.own(changed("3310", applications=rows))
    assert texts.prose(own) == (
        "Ingen av fagsystemene i Hole er oppgitt å bruke kommunenummeret som nøkkel."
    )
    rows = dataset.applications.copy()
    rows.loc[rows.index[:3], "kommunenummer_nøkkel"] = ""
    text = texts.prose(municipality_keys.chapter(changed("", applications=rows)))
    assert "For tre avtaler er det ikke oppgitt." in text
    without = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    assert municipality_keys.own(changed("3310", applications=without)) is None
