"""Names brought together by the group's own aliases, and options held against contract ends."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import Analysis


def aliases(analysis: Analysis, *lines: str) -> None:
    analysis.write("systemnavn.csv", "\n".join(["skrivemåte;system;leverandør", *lines]) + "\n")


# Aliases


def test_an_alias_gives_the_row_its_name_vendor_and_source(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "1106;helse;Journal;Leverandør AS", "1106;helse;EPJ (L);L")
    assert set(analysis.load().applications["system"]) == {"Journal", "EPJ (L)"}
    aliases(analysis, "epj (l);Journal;Leverandør AS")
    dataset = analysis.load()
    assert dataset.applications["system"].tolist() == ["Journal"] * 3
    assert dataset.applications["leverandør"].tolist() == ["Leverandør AS"] * 3
    assert dataset.applications["source"].tolist() == [
        "applikasjoner.csv:2",
        "applikasjoner.csv:3; systemnavn.csv:2",
        "applikasjoner.csv:4",
    ]
    assert dataset.system_names["system"].tolist() == ["Journal"]
    assert not analysis.notes("advarsel")


def test_an_empty_vendor_keeps_the_rows_own(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "1106;helse;Journal;Leverandør AS", "1106;helse;EPJ;Den andre")
    analysis.write("systemnavn.csv", "skrivemåte;system\nEPJ;Journal\n")
    assert analysis.load().applications["leverandør"].tolist()[1] == "Den andre"


@pytest.mark.parametrize(
    "written", ["JOURNAL", "journal", "Jour nal", "Journal\u200e", "J\u00adournal"]
)
def test_case_spaces_and_invisible_marks_are_joined_by_themselves(
    analysis: Analysis, written: str
) -> None:
    analysis.change("applikasjoner", "1106;helse;Journal", f"1106;helse;{written}")
    dataset = analysis.load()
    assert set(dataset.applications["system"]) == {"Journal"}
    assert dataset.applications["source"].iloc[1] == "applikasjoner.csv:3"
    assert not analysis.notes("advarsel")
    aliases(analysis, "journal;JOURNAL;")
    assert set(analysis.load().applications["system"]) == {"JOURNAL"}


def test_the_order_of_rows_does_not_choose_the_spelling(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "1108;helse;Journal", "1108;helse;Annet")
    analysis.change("applikasjoner", "1106;helse;Journal", "1106;helse;JOURNAL")
    heads, first, *rest = analysis.tables["applikasjoner"].splitlines()
    assert set(analysis.load().applications["system"]) == {"Journal", "Annet"}
    analysis.write("applikasjoner.csv", "\n".join([heads, *rest, first]))
    assert set(analysis.load().applications["system"]) == {"Journal", "Annet"}


def test_one_municipality_with_both_spellings_has_to_join_the_rows(analysis: Analysis) -> None:
    row = analysis.tables["applikasjoner"].splitlines()[1]
    analysis.append("applikasjoner", row.replace("Journal", "Jour nal"))
    assert analysis.errors() == [
        "inputs/x/applikasjoner.csv:5: system: 1101 har både «Journal» og «Jour nal» i helse "
        "(linje 2 og 5), og det er samme navn. Slå sammen de to radene"
    ]


@pytest.mark.parametrize("system", ["Jurnal", "Helt annet"])
def test_a_name_that_has_disappeared_is_a_question_and_the_group_keeps_its_word(
    analysis: Analysis, system: str
) -> None:
    analysis.change("applikasjoner", "1106;helse;Journal", "1106;helse;EPJ")
    aliases(analysis, f"EPJ;{system};")
    assert set(analysis.load().applications["system"]) == {"Journal", system}
    assert analysis.notes("advarsel") == [
        "inputs/x/systemnavn.csv:2: system: Ingen skriver navnet slik i applikasjoner lenger. Er "
        "navnet fortsatt riktig? Ellers skriver dere det nye her, eller sletter raden"
    ]


def test_an_alias_to_nothing_is_refused(analysis: Analysis) -> None:
    aliases(analysis, "EPJ;;")
    assert analysis.errors() == [
        "inputs/x/systemnavn.csv:2: system: Cellen er tom. Skriv system som vanlig tekst"
    ]


def test_one_spelling_has_one_name(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "1106;helse;Journal", "1106;helse;E PJ")
    aliases(analysis, "EPJ;Journal;", "E PJ;Pasient;")
    assert analysis.errors() == [
        "inputs/x/systemnavn.csv:3: skrivemåte: «E PJ» har også fått navnet «Journal» på linje 2. "
        "Slett den ene raden"
    ]
    aliases(analysis, "EPJ;Journal;", "E PJ;journal;")
    assert set(analysis.load().applications["system"]) == {"Journal"}


def test_an_alias_of_an_alias_is_refused(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "1106;helse;Journal", "1106;helse;EPJ")
    analysis.change("applikasjoner", "1108;helse;Journal", "1108;helse;Pasient")
    aliases(analysis, "EPJ;Pasient;", "Pasient;Journal;")
    assert analysis.errors() == [
        "inputs/x/systemnavn.csv:2: system: «Pasient» er selv en skrivemåte på linje 3. "
        "Skriv «Journal»"
    ]


def test_an_alias_nobody_writes_is_told_and_does_nothing(analysis: Analysis) -> None:
    aliases(analysis, "Journalen;Journal;")
    assert analysis.notes("advarsel") == [
        "inputs/x/systemnavn.csv:2: skrivemåte: Skrivemåten står ikke i applikasjoner, så raden "
        "gjør ingenting. Slett raden hvis navnet er rettet der"
    ]


def test_two_rows_that_become_one_are_refused(analysis: Analysis) -> None:
    row = analysis.tables["applikasjoner"].splitlines()[1]
    analysis.append("applikasjoner", row.replace("Journal", "EPJ"))
    aliases(analysis, "EPJ;Journal;")
    assert analysis.errors() == [
        "inputs/x/systemnavn.csv:2: skrivemåte: 1101 har både «Journal» og «EPJ» i helse "
        "(linje 2 og 5 i applikasjoner). Slå sammen radene der, eller slett raden her hvis det er "
        "to systemer"
    ]


def test_the_same_spelling_twice_is_refused(analysis: Analysis) -> None:
    aliases(analysis, "Journal;Journal;", "JOURNAL;Journal;")
    (error,) = analysis.errors()
    assert "står også på linje 2" in error


# Option years


def test_an_option_before_the_end_is_refused_and_one_without_an_end_is_asked_about(
    analysis: Analysis,
) -> None:
    header, first, second, third = analysis.tables["applikasjoner"].splitlines()
    rows = [f"{header};opsjon_til", f"{first};31.12.2027", f"{second};01.01.2025", f"{third};"]
    analysis.write("applikasjoner.csv", "\n".join(rows) + "\n")
    assert analysis.errors() == [
        "inputs/x/applikasjoner.csv:3: opsjon_til: 01.01.2025 er før avtaleslutt 31.12.2025. Skriv "
        "siste dag opsjonen gir rett til, eller la cellen stå tom"
    ]
    rows[2] = f"{second};01.01.2027".replace("31.12.2025", "")
    analysis.write("applikasjoner.csv", "\n".join(rows) + "\n")
    assert analysis.notes("advarsel") == [
        "inputs/x/applikasjoner.csv:3: opsjon_til: Opsjonen til 01.01.2027 brukes ikke, fordi "
        "avtaleslutt er tom. Fyll inn dagen avtalen går ut"
    ]
