"""Toml files as people write them: every mistake at once, with what to write."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import SETTINGS, Analysis

ONES = [
    ('tittel = "Prøve"', "tittel = Prøve", 'tittel = "Prøve"'),
    ('tittel = "Prøve"', "tittel = “Prøve”", 'tittel = "Prøve"'),
    ('tittel = "Prøve"', "tittel: Prøve", 'tittel = "Prøve"'),
    ("dato = 2022-06-01", "dato = 1.6.2022", "dato = 2022-06-01"),
    ("kroneverdi = 2022", "kroneverdi = 2 022", "kroneverdi = 2022"),
    ("startverdi = 7", "startverdi = 7\nkalkulasjonsrente = 0,04", "kalkulasjonsrente = 0.04"),
    ("startverdi = 7", "startverdi = 7\nkalkulasjonsrente = 4 %", "kalkulasjonsrente = 0.04"),
    ("startverdi = 7", "startverdi = 7\nnokkel_bestemt = nei", "nokkel_bestemt = false"),
    ("[fordeling]", "[fordeling", "[fordeling]"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), ONES)
def test_advice_that_is_followed_is_accepted(
    analysis: Analysis, right: str, wrong: str, said: str
) -> None:
    text = SETTINGS.replace(right, wrong)
    analysis.write("utredning.toml", text)
    (told,) = analysis.errors()
    place, _, advice = told.partition("Skriv ")
    assert advice == said
    lines = text.splitlines()
    lines[int(place.split(":")[1]) - 1] = advice
    analysis.write("utredning.toml", "\n".join(lines))
    settings = analysis.load().settings
    assert (settings.tittel, settings.kalkulasjonsrente, settings.kroneverdi) == (
        "Prøve",
        0.04,
        2022,
    )


def test_all_mistakes_are_told_at_once(analysis: Analysis) -> None:
    text = SETTINGS.replace('"Prøve"', "Prøve").replace("2022-06-30", "30.6.2022")
    text = text.replace("kroneverdi = 2022", "kronverdi = 2022").replace("0.7", "0,7")
    analysis.write("utredning.toml", text)
    assert [line.split(": ", 1)[1] for line in analysis.errors()] == [
        "kroneverdi: Nøkkelen mangler. Skriv et årstall fra 2000 til 2100, for eksempel "
        "kroneverdi = 2024",
        'tittel: Verdien kan ikke leses. Skriv tittel = "Prøve"',
        "vedtaksdato: Datoen kan ikke leses. Skriv vedtaksdato = 2022-06-30",
        "kronverdi: Ukjent nøkkel. Mente du «kroneverdi»?",
        "innbyggere: Verdien kan ikke leses. Skriv innbyggere = 0.7",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "x = " + "[" * 5000 + "]" * 5000,
        "x = " + "9" * 5000,
        "a." * 3000 + "a = 1",
        "[" + "a." * 5000 + "a]\n",
        "x = {" * 3000,
        "# " + "x" * 1_000_001,
        "kroneverdi = inf\nkalkulasjonsrente = nan",
        "\0",
        "=\n" * 500,
    ],
    ids=range(9),
)
@pytest.mark.parametrize("file", ["utredning.toml", "forutsetninger.toml"])
def test_deep_and_long_files_are_refused_in_words(
    analysis: Analysis, file: str, content: str
) -> None:
    analysis.write(file, content)
    assert any(line.startswith(f"inputs/x/{file}") for line in analysis.errors())
