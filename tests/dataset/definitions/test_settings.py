"""``utredning.toml``."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from dataset.analysis_folder import SETTINGS, SHARED, Analysis
from pydantic import ValidationError

from analysis.dataset.definitions.cooperation_settings import (
    LEAVING_ADVICE,
    LEAVING_HELP,
    NAMED_KEY_ADVICE,
    NAMED_KEY_HELP,
    Leaving,
    NamedKey,
)
from analysis.dataset.definitions.settings import ADVICE, HELP, KEY_HELP, KEYS, Settings
from analysis.dataset.tables.columns import YEAR

SHOWN = "inputs/x/utredning.toml"


def test_defaults_and_values(analysis: Analysis) -> None:
    settings = analysis.load().settings
    assert settings.vedtaksdato == dt.date(2022, 6, 30)
    assert (settings.analyseperiode, settings.kalkulasjonsrente) == (10, 0.04)
    assert (settings.skattefinansieringskostnad, settings.trekninger) == (0.2, 10_000)
    assert settings.saksnummer is None
    assert settings.fordeling == {"lik": 0.3, "innbyggere": 0.7}
    with pytest.raises(ValidationError):
        settings.kroneverdi = 2023  # type: ignore[misc]


@pytest.mark.parametrize("written", ['"30.06.2022"', '"2022-06-30"'])
def test_dates_may_be_text(analysis: Analysis, written: str) -> None:
    analysis.write("utredning.toml", SETTINGS.replace("2022-06-30", written))
    assert analysis.load().settings.vedtaksdato == dt.date(2022, 6, 30)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Prøve"', '""', "1: tittel: En tom tekst kan ikke brukes. Skriv en tekst i "
         'anførselstegn, for eksempel tittel = "IKT-samarbeid i regionen"'),
        ("kroneverdi = 2022", "kroneverdi = 1999", "4: kroneverdi: «1999» kan ikke brukes. "
         "Skriv et årstall fra 2000 til 2100, for eksempel kroneverdi = 2024"),
        ("kroneverdi", "krone_verdi", "4: krone_verdi: Ukjent nøkkel. Mente du «kroneverdi»?"),
        ("startverdi = 7", "analyseperiode = 41", "5: analyseperiode: «41» kan ikke brukes. "
         "Skriv et helt antall år fra 1 til 40, for eksempel analyseperiode = 10"),
        ("startverdi = 7", "startverdi = true", "5: startverdi: «true» kan ikke brukes. "
         "Skriv et helt tall som er 0 eller større, for eksempel startverdi = 1"),
        ("startverdi = 7", "kalkulasjonsrente = 4.0", "5: kalkulasjonsrente: «4.0» kan ikke "
         "brukes. Skriv 0.04 hvis det er 4 prosent"),
        ("startverdi = 7", "kalkulasjonsrente = 40", "5: kalkulasjonsrente: «40» kan ikke "
         "brukes. Skriv en andel fra 0 til 0.2, for eksempel 0.04"),
        ("lik = 0.3", "lik = 30", "8: fordeling.lik: «30» kan ikke brukes. Skriv 0.3 hvis det er "
         "30 prosent"),
        ("startverdi = 7", "kalkulasjonsrente = nan", "5: kalkulasjonsrente: «nan» kan ikke "
         "brukes. Skriv en andel fra 0 til 0.2, for eksempel 0.04"),
        ("startverdi = 7", "saksnummer = 12", "5: saksnummer: «12» kan ikke brukes. "
         'Skriv en tekst i anførselstegn, for eksempel saksnummer = "2026/1234"'),
        ("2022-06-30", '"31.06.2022"', "3: vedtaksdato: «31.06.2022» kan ikke brukes. "
         "Skriv en dato, for eksempel vedtaksdato = 2026-09-15"),
        ("2022-06-30", "1922-06-30", "3: vedtaksdato: «1922-06-30» kan ikke brukes. "
         "Skriv en dato, for eksempel vedtaksdato = 2026-09-15"),
        ("lik = 0.3", "lik = 0.2", "7: fordeling: Andelene blir til sammen 0,9. "
         "Rett dem så summen blir 1"),
        ("lik = 0.3", "lik = 1.3", "8: fordeling.lik: «1.3» kan ikke brukes. "
         "Skriv en andel fra 0 til 1, for eksempel 0.5"),
        ("lik = 0.3", "inbygere = 0.3", "8: fordeling.inbygere: Ukjent nøkkel. "
         "Mente du «innbyggere»?"),
        ("lik = 0.3\ninnbyggere = 0.7", "", "7: fordeling: Ingen andeler er oppgitt. Skriv dem "
         "under linjen [fordeling], for eksempel lik = 0.3 og innbyggere = 0.7; "
         "de må til sammen bli 1"),
        ("tittel = \"Prøve\"\n", "", "tittel: Nøkkelen mangler. Skriv en tekst i anførselstegn, "
         'for eksempel tittel = "IKT-samarbeid i regionen"'),
    ],
)  # fmt: skip
def test_says_what_to_write(analysis: Analysis, old: str, new: str, said: str) -> None:
    analysis.write("utredning.toml", SETTINGS.replace(old, new))
    errors = [
        error for error in analysis.errors() if "Nøkkelen mangler" not in error or said in error
    ]
    place = f"{SHOWN}:" if said[0].isdigit() else f"{SHOWN}: "
    assert errors == [f"{place}{said}"]


def test_all_keys_are_told_at_once(analysis: Analysis) -> None:
    analysis.write("utredning.toml", "trekninger = 0\ntitel = 'x'\n")
    told = {error.split(": ")[1] for error in analysis.errors()}
    assert told == {
        "tittel",
        "dato",
        "vedtaksdato",
        "kroneverdi",
        "fordeling",
        "trekninger",
        "titel",
    }


@pytest.mark.parametrize(
    "line", ["kalkulasjonsrente = 0,04", "saksnummer = Sak", "dato = 01.06.2022"]
)
def test_a_line_that_is_no_toml_is_pointed_at(analysis: Analysis, line: str) -> None:
    analysis.write("utredning.toml", SETTINGS.replace("startverdi = 7", line))
    errors = analysis.errors()
    assert len(errors) == 1
    assert errors[0].startswith(f"{SHOWN}:5: ")


def test_the_file_is_required(analysis: Analysis) -> None:
    (analysis.folder / "utredning.toml").unlink()
    assert analysis.errors()[0].startswith(f"{SHOWN}: Filen mangler")


def test_a_missing_file_is_made_by_a_new_analysis(analysis: Analysis) -> None:
    (analysis.folder / "utredning.toml").unlink()
    assert "ikt ny NAVN" in analysis.errors()[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("dato = 2022-06-01", "dato = 15.06.2022",
         "2: dato: Datoen kan ikke leses. Skriv dato = 2022-06-15"),
        ("dato = 2022-06-01", "dato = 5.6.2022  # i dag",
         "2: dato: Datoen kan ikke leses. Skriv dato = 2022-06-05"),
        ("startverdi = 7", "kroneverdi = 2023",
         "5: kroneverdi: Nøkkelen står to ganger. Slett den ene"),
        ("innbyggere = 0.7\n", "lik = 0.7", "9: lik: Nøkkelen står to ganger. Slett den ene"),
        ("innbyggere = 0.7", "[fordeling]",
         "9: fordeling: Nøkkelen står to ganger. Slett den ene"),
    ],
)  # fmt: skip
def test_usual_slips_have_their_own_words(
    analysis: Analysis, old: str, new: str, said: str
) -> None:
    analysis.write("utredning.toml", SETTINGS.replace(old, new, 1))
    assert analysis.errors() == [f"{SHOWN}:{said}"]


def test_every_key_is_explained() -> None:
    assert set(HELP) == set(ADVICE) == set(Settings.model_fields)
    assert tuple(KEY_HELP) == KEYS


def test_the_price_year_of_the_examples_is_in_the_shipped_index() -> None:
    years = {row.split(";")[0] for row in (SHARED / "prisindeks.csv").read_text().splitlines()}
    assert ADVICE["kroneverdi"][-4:] in years
    assert YEAR.example in years


KEY = '\n[[nokkel]]\nnavn = "Etter brukere"\nbrukere = 1.0\n'


def with_more(*parts: str) -> str:
    """The settings with more at the end; the first new heading is on line 11."""
    return SETTINGS + "".join(parts)


def test_more_keys_and_leaving(analysis: Analysis) -> None:
    usual = analysis.load().settings
    assert usual.nokkel == ()
    assert usual.uttreden == Leaving(varsel=3, oppsigelsestid=(1, 2, 3), innmelding=3)
    lines = '\n[[nokkel]]\nnavn = "Blandet"\nlik = 0.3\ninnbyggere = 0.7\ngulv = 0.05\n'
    more = 'tak = 0.5\ndirekte = ["lisens", "utstyr"]\n\n[uttreden]\noppsigelsestid = [2]\n'
    analysis.write("utredning.toml", with_more(KEY, lines, more))
    settings = analysis.load().settings
    first, second = settings.nokkel
    assert (first.navn, first.weights) == ("Etter brukere", {"brukere": 1.0})
    assert second.weights == {"lik": 0.3, "innbyggere": 0.7}
    assert (second.gulv, second.tak, second.direkte) == (0.05, 0.5, ("lisens", "utstyr"))
    assert settings.uttreden.oppsigelsestid == (2,)
    assert settings.uttreden.varsel == 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[[nokkel]]\nbrukere = 1.0", "11: nokkel.navn: Nøkkelen mangler. Skriv en tekst på høyst "
         '40 tegn i anførselstegn, for eksempel navn = "30 prosent likt"'),
        ('[[nokkel]]\nnavn = "X"\nbruker = 1.0',
         "13: nokkel.bruker: Ukjent nøkkel. Mente du «brukere»?"),
        ('[[nokkel]]\nnavn = "X"\nlik = 0.5\nbrukere = 0.4',
         "11: nokkel: Andelene blir til sammen 0,9. Rett dem så summen blir 1"),
        ('[[nokkel]]\nnavn = "X"', "11: nokkel: Andelene blir til sammen 0. "
         "Rett dem så summen blir 1"),
        ('[[nokkel]]\nnavn = "X"\nlik = "alt"', "13: nokkel.lik: «alt» kan ikke brukes. "
         "Skriv en andel fra 0 til 1, for eksempel 0.5"),
        ('[[nokkel]]\nnavn = "X"\nlik = 1.0\ngulv = 0.6\ntak = 0.5',
         "14: nokkel.gulv: Gulvet «0.6» er over taket «0.5». Rett det ene"),
        ('[[nokkel]]\nnavn = "X"\nlik = 1.0\ntak = 0', "14: nokkel.tak: «0» kan ikke brukes. "
         "Skriv en andel over 0 og høyst 1, for eksempel tak = 0.4"),
        ('[[nokkel]]\nnavn = "X"\nlik = 1.0\ndirekte = ["lisenser"]',
         "14: nokkel.direkte: «lisenser» er ikke en kostnadsgruppe. Mente du «lisens»?"),
        ('[[nokkel]]\nnavn = "X"\nlik = 1.0\ndirekte = "lisens"',
         "14: nokkel.direkte: «lisens» kan ikke brukes. Skriv en liste med en eller flere av "
         'lønn, lisens, drift, konsulent, utstyr, for eksempel direkte = ["lisens"]'),
        (f'[[nokkel]]\nnavn = "{"x" * 41}"\nlik = 1.0', f"12: nokkel.navn: «{'x' * 41}» kan ikke "
         "brukes. Skriv en tekst på høyst 40 tegn i anførselstegn, for eksempel navn = "
         '"30 prosent likt"'),
        ('[[nokkel]]\nnavn = "X"\nlik = 1.0\n[[nokkel]]\nnavn = "x"\nbrukere = 1.0',
         "15: nokkel.navn: «x» står på to nøkler. Gi den ene et annet navn"),
        ("[nokkel]\nlik = 1.0", "11: nokkel: Verdien kan ikke brukes. Skriv linjen [[nokkel]] for "
         'hver nøkkel, og under den navn og andeler, for eksempel navn = "Etter brukere" '
         "og brukere = 1.0"),
        ("[uttreden]\nvarsel = -1", "12: uttreden.varsel: «-1» kan ikke brukes. "
         "Skriv et helt tall fra 0 til 40, for eksempel varsel = 3"),
        ("[uttreden]\noppsigelsestid = 2", "12: uttreden.oppsigelsestid: «2» kan ikke brukes. "
         "Skriv høyst tre hele tall fra 1 til 40, for eksempel oppsigelsestid = [1, 2, 3]"),
        ("[uttreden]\noppsigelsestid = [1, 0]", "12: uttreden.oppsigelsestid: «0» kan ikke "
         "brukes. Skriv høyst tre hele tall fra 1 til 40, for eksempel oppsigelsestid = "
         "[1, 2, 3]"),
        ("[uttreden]\ninnmelding = 2.5", "12: uttreden.innmelding: «2.5» kan ikke brukes. "
         "Skriv et helt tall fra 0 til 40, for eksempel innmelding = 3"),
        ("[uttreden]\noppsigelse = 2", "12: uttreden.oppsigelse: Ukjent nøkkel. "
         "Mente du «oppsigelsestid»?"),
    ],
)  # fmt: skip
def test_more_keys_and_leaving_say_what_to_write(analysis: Analysis, more: str, said: str) -> None:
    analysis.write("utredning.toml", with_more(f"\n{more}\n"))
    assert analysis.errors() == [f"{SHOWN}:{said}"]


def test_every_trouble_with_a_key_is_told_on_its_own_line(analysis: Analysis) -> None:
    analysis.write("utredning.toml", with_more(KEY, '\n[[nokkel]]\nnavn = ""\nlik = 2\ntak = 3\n'))
    assert [error.split(": ")[0] for error in analysis.errors()] == [
        f"{SHOWN}:16", f"{SHOWN}:17", f"{SHOWN}:18",
    ]  # fmt: skip


def test_a_share_of_the_main_key_is_found_where_it_stands(analysis: Analysis) -> None:
    text = SETTINGS.replace("[fordeling]\n", KEY.lstrip() + "\n[fordeling]\n")
    analysis.write("utredning.toml", text.replace("lik = 0.3", "brukere = 1.3"))
    assert [error.split(": ")[0] for error in analysis.errors()] == [f"{SHOWN}:12"]


def test_every_part_of_a_key_and_of_leaving_is_explained() -> None:
    assert set(NAMED_KEY_HELP) == set(NAMED_KEY_ADVICE) == set(NamedKey.model_fields)
    assert set(LEAVING_HELP) == set(LEAVING_ADVICE) == set(Leaving.model_fields)


SHARES_OUTSIDE = (
    "linjen [lonnsfordeling] og under den andelene, for eksempel brukere = 1.0; de må til"
)


def test_how_wages_are_shared_and_what_is_not(analysis: Analysis) -> None:
    usual = analysis.load().settings
    assert (usual.lonnsfordeling, usual.direkte_kostnader) == ({"brukere": 1.0}, ())
    assert usual.nokkel_bestemt is False
    first = 'nokkel_bestemt = true\ndirekte_kostnader = ["lisens", "utstyr"]\n'
    more = "\n[lonnsfordeling]\nlik = 0.4\nansatte = 0.6\n"
    analysis.write("utredning.toml", first + with_more(more))
    settings = analysis.load().settings
    assert settings.nokkel_bestemt
    assert settings.direkte_kostnader == ("lisens", "utstyr")
    assert settings.lonnsfordeling == {"lik": 0.4, "ansatte": 0.6}


@pytest.mark.parametrize(
    ("first", "more", "said"),
    [
        ("", "[lonnsfordeling]\nlik = 0.5", "11: lonnsfordeling: Andelene blir til sammen 0,5. "
         "Rett dem så summen blir 1"),
        ("", "[lonnsfordeling]\nlik = 2", "12: lonnsfordeling.lik: «2» kan ikke brukes. "
         "Skriv en andel fra 0 til 1, for eksempel 0.5"),
        ("", "[lonnsfordeling]\nbruker = 1.0", "12: lonnsfordeling.bruker: Ukjent nøkkel. "
         "Mente du «brukere»?"),
        ("", "[lonnsfordeling]", "11: lonnsfordeling: Ingen andeler er oppgitt. Skriv "
         "dem under linjen [lonnsfordeling], for eksempel brukere = 1.0; de må til sammen bli 1"),
        ("lonnsfordeling = 1", "", "1: lonnsfordeling: «1» kan ikke brukes. Skriv "
         f"{SHARES_OUTSIDE} sammen bli 1"),
        ('direkte_kostnader = ["lisenser"]', "", "1: direkte_kostnader: «lisenser» er ikke en "
         "kostnadsgruppe. Mente du «lisens»?"),
        ('direkte_kostnader = "lisens"', "", "1: direkte_kostnader: «lisens» kan ikke brukes. "
         "Skriv en liste med en eller flere av lønn, lisens, drift, konsulent, utstyr, for "
         'eksempel direkte_kostnader = ["lisens"]'),
        ('nokkel_bestemt = "ja"', "", "1: nokkel_bestemt: «ja» kan ikke brukes. Skriv true eller "
         "false, for eksempel nokkel_bestemt = true"),
        ("nokkel_bestemt = 1", "", "1: nokkel_bestemt: «1» kan ikke brukes. Skriv true eller "
         "false, for eksempel nokkel_bestemt = true"),
        ("", "[uttreden]\nvarsel = 2\nnokkel_bestemt = true", "13: nokkel_bestemt: Flytt linjen "
         "opp, over den første linjen i hakeparenteser, så den ikke blir en del av [uttreden]"),
        ("", '[[nokkel]]\nnavn = "X"\nlik = 1.0\ndirekte_kostnader = []', "14: direkte_kostnader: "
         "Flytt linjen opp, over den første linjen i hakeparenteser, så den ikke blir en del av "
         "[[nokkel]]"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_how_wages_are_shared_and_what_is_not(
    analysis: Analysis, first: str, more: str, said: str
) -> None:
    text = with_more(f"\n{more}\n")
    analysis.write("utredning.toml", f"{first}\n{text}" if first else text)
    assert analysis.errors() == [f"{SHOWN}:{said}"]


def test_a_key_that_must_be_there_is_not_missed_where_it_is_misplaced(analysis: Analysis) -> None:
    text = SETTINGS.replace("kroneverdi = 2022\n", "")
    analysis.write("utredning.toml", f"{text}kroneverdi = 2022\n")
    assert analysis.errors() == [
        f"{SHOWN}:9: kroneverdi: Flytt linjen opp, over den første linjen i hakeparenteser, så den "
        "ikke blir en del av [fordeling]"
    ]


@pytest.mark.parametrize(
    ("written", "key", "value"),
    [
        ('uten = ["1106", "1108"', "uten", ("1106", "1108")),
        ('uten = ["1106",', "uten", ("1106",)),
        ("uten = 1106, 1108", "uten", ("1106", "1108")),
        ('uten = "1106 og 1108"', "uten", ("1106", "1108")),
        ("uten = 1108", "uten", ("1108",)),
        ('direkte_kostnader = ["lisens"', "direkte_kostnader", ("lisens",)),
        ('trekninger = "500"', "trekninger", 500),
        ('kalkulasjonsrente = "0,03"', "kalkulasjonsrente", 0.03),
    ],
)
def test_what_is_advised_is_read(analysis: Analysis, written: str, key: str, value: object) -> None:
    analysis.write("utredning.toml", SETTINGS.replace("startverdi = 7", written))
    (error,) = analysis.errors()
    (advised,) = re.findall(r"Skriv (\w+ = .+?)(?:, uten anførselstegn)?$", error)
    analysis.write("utredning.toml", SETTINGS.replace("startverdi = 7", advised))
    assert getattr(analysis.load().settings, key) == value


@pytest.mark.parametrize("written", ['"30. juni 2022"', "30. juni 2022", "30/6-22", "30.6.22"])
def test_a_day_in_words_is_answered_with_the_date(analysis: Analysis, written: str) -> None:
    analysis.write("utredning.toml", SETTINGS.replace("2022-06-30", written))
    (error,) = analysis.errors()
    advised = error.partition("Skriv ")[2]
    assert advised in ("vedtaksdato = 2022-06-30", 'vedtaksdato = "30.6.22"')
    analysis.write("utredning.toml", SETTINGS.replace("vedtaksdato = 2022-06-30", advised))
    assert analysis.load().settings.vedtaksdato == dt.date(2022, 6, 30)


def test_a_list_over_many_lines_is_no_list_without_an_end(analysis: Analysis) -> None:
    wrong = 'uten = ["1106",\n  1108x,\n]'
    analysis.write("utredning.toml", SETTINGS.replace("startverdi = 7", wrong))
    assert not [error for error in analysis.errors() if "mangler ]" in error]
