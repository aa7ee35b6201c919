"""Files saved with the letters of MS-DOS or Macintosh."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset.reading.letters import foreign_letters

TEXTS = [
    "Ingen vakt på øvrig tid på rådhuset",
    "Kommunene vil ha åpne løsninger på øst- og vestsiden",
    "ÅRSVERK I ÅL; Ærlig; Øvre Eiker",
    "Kafé på Ås; lønn",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp850", "MS-DOS"), ("cp865", "MS-DOS"), ("mac_roman", "Macintosh"), ("cp1252", "")],
)
def test_letters_are_known_by_where_they_stand(text: str, encoding: str, name: str) -> None:
    assert foreign_letters(text.encode(encoding)) == name


@pytest.mark.parametrize(
    "text", ["Microsoft® Office", "’Nordic’ – it’s", "Café", "¾ stilling", "«Visma»", "5 £ • ½"]
)
def test_signs_of_windows_are_no_letters(text: str) -> None:
    assert foreign_letters(text.encode("cp1252")) == ""


@pytest.mark.parametrize(("encoding", "name"), [("cp850", "MS-DOS"), ("mac_roman", "Macintosh")])
def test_a_table_is_refused_and_read_when_saved_as_told(
    analysis: Analysis, encoding: str, name: str
) -> None:
    analysis.write("kommuner.csv", analysis.tables["kommuner"].encode(encoding))
    assert analysis.errors() == [
        f"inputs/x/kommuner.csv:1: Filen er lagret med tegnsettet til {name}, så æ, ø og å blir "
        "feil. Lagre den fra Excel som «CSV UTF-8 (semikolondelt)»"
    ]
    analysis.write("kommuner.csv", analysis.tables["kommuner"].encode("utf-8-sig"))
    assert analysis.load().problems == ()
