"""A word for unknown is no name: nobody shares it."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset.checks import propose_system_names

WORDS = ["-", "\u2013", "ukjent", "UKJENT", "n/a", "?", "diverse", "Div.", "...", "vet ikke"]


@pytest.mark.parametrize("word", WORDS)
def test_unnamed_systems_are_nobodys_but_their_own(analysis: Analysis, word: str) -> None:
    analysis.change("applikasjoner", "Journal", word, count=-1)
    analysis.append(
        "applikasjoner", f"1101;helse;{word};B;sky;1;5;;kontrakt;ja;Avtale;regnskap;journal"
    )
    told = [line for line in analysis.notes("mangel") if ": system: " in line]
    assert told[0] == (
        f"inputs/x/applikasjoner.csv:2: system: «{word}» er ikke et navn, og systemet heter "
        "«Ukjent system (Eigersund)» i rapportene"
    )
    assert analysis.load().applications["system"].tolist() == [
        "Ukjent system (Eigersund)",
        "Ukjent system (Haugesund)",
        "Ukjent system (Sandnes)",
        "Ukjent system 2 (Eigersund)",
    ]


@pytest.mark.parametrize("word", WORDS)
def test_an_unknown_vendor_or_type_is_an_empty_cell(analysis: Analysis, word: str) -> None:
    analysis.change("applikasjoner", "Leverandør AS", word)
    analysis.change("applikasjoner", "regnskap;journal\n", f"regnskap;{word}\n")
    rows = analysis.load().applications
    assert rows["leverandør"].iloc[0] == rows["systemtype"].iloc[0] == ""
    assert analysis.notes("mangel") == [
        "inputs/x/applikasjoner.csv: systemtype: 1101 Eigersund har 1 av 1 system uten systemtype; "
        "de regnes ikke som mulige å samle i ett system",
        f"inputs/x/applikasjoner.csv:2: leverandør: «{word}» er ikke et navn, og vises som "
        "«mangler»",
    ]


def test_unnamed_systems_are_not_proposed_to_be_one(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "Journal", "-", count=-1)
    analysis.change("applikasjoner", "Leverandør AS", "?", count=-1)
    dataset = analysis.load()
    assert propose_system_names(dataset.applications, dataset.system_names, 80).empty


@pytest.mark.parametrize("name", ["X-ray", "Annet og mer", "Diverse AS", "N", "a-x"])
def test_a_short_or_odd_name_is_still_a_name(analysis: Analysis, name: str) -> None:
    analysis.change("applikasjoner", "Journal", name, count=-1)
    assert set(analysis.load().applications["system"]) == {name}
