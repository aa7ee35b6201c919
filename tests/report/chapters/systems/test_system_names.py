from dataclasses import replace

import pandas as pd

from analysis.report.chapters.basis import gaps
from analysis.report.chapters.systems import system_names
from tests.report import texts


def test_proposals_are_shown(view):
    table = system_names.to_decide(view(""))
    assert table is not None
    assert texts.rows(table.payload())["Digisos (Fiks)"][:2] == ["Fiks Digisos", "KS"]
    assert system_names.like_types(view("")) is None


def test_what_is_decided_is_not_proposed(changed, dataset):
    names = pd.DataFrame(
        {
            "skrivemåte": ["Digisos (Fiks)", "Fiks Digisos", "Lovdata Pro", "Lovdata-Pro"],
            "system": ["Digisos (Fiks)", "Fiks Digisos", "Lovdata Pro", "Lovdata-Pro"],
            "leverandør": "",
        }
    )
    assert system_names.to_decide(changed("", system_names=names)) is None


def test_both_types_are_shown_and_like_types_told(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["system"] == "Digisos (Fiks)", "systemtype"] = "sosialsøknad"
    one = rows.index[rows["systemtype"] == "kontorstøtte"][0]
    rows.loc[one, "systemtype"] = "kontor-støtte"
    shown = changed("", applications=rows)
    names, types = system_names.to_decide(shown), system_names.like_types(shown)
    assert names is not None and types is not None
    assert texts.rows(names.payload())["Digisos (Fiks)"][2] == (
        "Digital søknad sosialtjeneste / sosialsøknad"
    )
    assert ["kontor-støtte", "kontorstøtte"] in types.payload()["rows"]


def test_a_proposal_never_names_a_shielded_system_to_a_council(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["system"] == "Fiks Digisos", "skjermes"] = "ja"
    shown = changed("", applications=rows)
    assert "Fiks Digisos" not in texts.everything(system_names.to_decide(shown))
    group = replace(shown, names_shielded=True)
    assert "Fiks Digisos" in texts.everything(system_names.to_decide(group))


def test_a_warning_about_a_row_that_got_its_name_from_an_alias_is_still_shielded(changed, dataset):
    problem = next(p for p in dataset.problems if p.column == "avtaleslutt" and p.line)
    rows = dataset.applications.copy()
    place = f"applikasjoner.csv:{problem.line}"
    mine = rows["source"] == place
    assert mine.sum() == 1
    rows.loc[mine, ["skjermes", "source"]] = ["ja", f"{place}; systemnavn.csv:2"]
    name = rows.loc[mine, "system"].iloc[0]
    shown = changed("", applications=rows, problems=(problem,))
    assert name not in texts.everything(gaps.questions(shown))
    assert "skjermet" in texts.everything(gaps.questions(shown))
