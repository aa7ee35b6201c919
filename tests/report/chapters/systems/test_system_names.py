from dataclasses import replace

import pandas as pd

from analysis.report.chapters.basis import gaps
from analysis.report.chapters.systems import system_names
from tests.report import texts


def test_proposals_are_shown_with_how_to_decide(view):
    shown = system_names.to_decide(view(""))
    rows = texts.rows(texts.tables(shown)[0])
    assert rows["Digisos (Fiks)"][:2] == ["Fiks Digisos", "KS"]
    text = texts.prose(shown)
    assert "Én rad i systemnavn.csv er brukt." in text
    assert "Ingenting endres før dere har bestemt det." in text


def test_none_are_said(changed, dataset):
    names = pd.DataFrame(
        {
            "skrivemåte": ["Digisos (Fiks)", "Fiks Digisos", "Lovdata Pro", "Lovdata-Pro"],
            "system": ["Digisos (Fiks)", "Fiks Digisos", "Lovdata Pro", "Lovdata-Pro"],
            "leverandør": "",
        }
    )
    shown = system_names.to_decide(changed("", system_names=names))
    assert texts.prose(shown) == (
        "Fire rader i systemnavn.csv er brukt. Ingen andre navn er så like at de bør vurderes."
    )


def test_both_types_are_shown_and_like_types_told(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["system"] == "Digisos (Fiks)", "systemtype"] = "sosialsøknad"
    one = rows.index[rows["systemtype"] == "kontorstøtte"][0]
    rows.loc[one, "systemtype"] = "kontor-støtte"
    shown = system_names.to_decide(changed("", applications=rows))
    assert texts.rows(texts.tables(shown)[0])["Digisos (Fiks)"][2] == (
        "Digital søknad sosialtjeneste / sosialsøknad"
    )
    assert "«kontor-støtte» og «kontorstøtte»" in texts.prose(shown)


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
