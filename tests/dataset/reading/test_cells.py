"""Every error a cell can give, read as a user would."""

from __future__ import annotations

import datetime as dt
import math
import re

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset.kommunenummer import read_history
from analysis.dataset.reading import Context, read_cell
from analysis.dataset.tables import APPLICATIONS, MANDATE, STAFF, TABLES, InputColumn, said_for
from analysis.dataset.tables import CODE as CODE_COLUMN

CHOICES = "Velg blant lønn, lisens, drift, konsulent, utstyr"
AMOUNT = "Oppgi beløpet i tusen kroner, for eksempel 1250 eller 1250,5"
CODE = "Skriv fire sifre, for eksempel 0301, og gi kolonnen formatet Tekst i Excel"

BUDGET_ROWS = [
    ("1101;2021;lønn;abc;x;anslag", f"beløp: «abc» er ikke et tall. {AMOUNT}"),
    (
        "1101;2021;lønn;1250.5;x;anslag",
        "beløp: «1250.5» har punktum, som kan bety 12505 (tusenskille) eller 1250,5 (desimaltegn). "
        "Skriv 12505 eller 1250,5",
    ),
    ("1101;2021;lønn;-5;x;anslag", f"beløp: «-5» er negativt. {AMOUNT}"),
    (
        "1101;2021;lønn;12500000;x;anslag",
        "beløp: «12500000» er over grensen på 500000 tusen kroner. "
        "Er beløpet oppgitt i kroner? Da skal det stå 12500",
    ),
    (
        "1101;2021;lønn;nan;x;anslag",
        "beløp: «nan» er ikke et tall. La cellen stå tom hvis tallet er ukjent",
    ),
    (
        "1101;2021;lønn;=B2;x;anslag",
        "beløp: «=B2» er en formel. Lim inn verdien i stedet for formelen",
    ),
    (
        "1101;2021;lisenser;5;x;anslag",
        f"kostnadsgruppe: «lisenser» er ikke en gyldig verdi. Mente du «lisens»? {CHOICES}",
    ),
    ("1101;2021;mat;5;x;anslag", f"kostnadsgruppe: «mat» er ikke en gyldig verdi. {CHOICES}"),
    ("1101;2021;;5;x;anslag", f"kostnadsgruppe: Cellen er tom. {CHOICES}"),
    (
        "1101;2021;lønn;5;x;gjetning",
        "kvalitet: «gjetning» er ikke en gyldig verdi. "
        "Velg blant regnskap, rapportert, anslag, illustrativ",
    ),
    (
        "1101;1999;lønn;5;x;anslag",
        "år: «1999» er for lite. Oppgi et årstall fra 2000 til 2100, for eksempel 2024",
    ),
    (
        "1101;2101;lønn;5;x;anslag",
        "år: «2101» er for stort. Oppgi et årstall fra 2000 til 2100, for eksempel 2024",
    ),
    (
        "1101;2021,5;lønn;5;x;anslag",
        "år: «2021,5» er ikke et helt tall. Oppgi et årstall fra 2000 til 2100, for eksempel 2024",
    ),
    (
        "605;2021;lønn;5;x;anslag",
        "kommunenummer: «605» har tre sifre; mente du 0605? "
        "Excel fjerner nullen foran når kolonnen ikke har formatet Tekst",
    ),
    (
        "Sandnes;2021;lønn;5;x;anslag",
        "kommunenummer: «Sandnes» er ikke et kommunenummer. Skriv 1108",
    ),
    (
        "1108 Sandnes;2021;lønn;5;x;anslag",
        "kommunenummer: «1108 Sandnes» er ikke et kommunenummer. Skriv 1108",
    ),
    ("Herøy;2021;lønn;5;x;anslag", f"kommunenummer: «Herøy» er ikke et kommunenummer. {CODE}"),
    (
        "9998;2021;lønn;5;x;anslag",
        f"kommunenummer: «9998» er ikke et kommunenummer som har vært i bruk siden 2017. {CODE}",
    ),
    (
        "1507;2021;lønn;5;x;anslag",
        "kommunenummer: Kommunen med nummer «1507» er delt. Velg 1508 Ålesund eller 1580 Haram. "
        "Skriv nummeret til kommunen raden gjelder",
    ),
    (
        "0301;2021;lønn;5;x;anslag",
        "kommunenummer: «0301» står ikke i kommuner. Legg kommunen til der, eller bruk en av "
        "disse: "
        "1101 Eigersund, 1106 Haugesund, 1108 Sandnes",
    ),
    (
        "1101;2022;lønn;5;x;anslag",
        "«1101, 2022, lønn» står også på linje 2. Slå sammen de to radene, eller rett den som er "
        "feil",
    ),
]


@pytest.mark.parametrize(("row", "said"), BUDGET_ROWS)
def test_a_wrong_cell_in_the_budget(analysis: Analysis, row: str, said: str) -> None:
    analysis.append("budsjett", row)
    assert analysis.errors() == [f"inputs/x/budsjett.csv:17: {said}"]


def test_all_problems_are_told_at_once(analysis: Analysis) -> None:
    analysis.append("budsjett", *(row for row, _ in BUDGET_ROWS))
    analysis.change("kommuner", "20000", "-1")
    analysis.write("utredning.toml", "tittel = 3\n")
    errors = analysis.errors()
    start = len(analysis.tables["budsjett"].splitlines()) - len(BUDGET_ROWS) + 1
    for line, (_, said) in enumerate(BUDGET_ROWS, start):
        assert f"inputs/x/budsjett.csv:{line}: {said}" in errors
    assert any("kommuner.csv:3: innbyggere" in error for error in errors)
    assert any("utredning.toml:1: tittel" in error for error in errors)


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        (
            "kommuner",
            "10000;",
            "0;",
            "kommuner.csv:2: innbyggere: «0» er for lite. Oppgi et helt tall over 0, for eksempel "
            "12500",
        ),
        (
            "kommuner",
            ";1000;",
            ";1000,5;",
            "kommuner.csv:2: ikt_brukere: «1000,5» er ikke et helt tall. "
            "Oppgi et helt tall over 0, for eksempel 1100, eller la cellen stå tom",
        ),
        (
            "kommuner",
            "Haugesund",
            "",
            "kommuner.csv:3: navn: Cellen er tom. Skriv navn som vanlig tekst",
        ),
        (
            "kommuner",
            "1106",
            "1101",
            "kommuner.csv:3: kommunenummer: «1101» står også på linje 2. Slett den ene raden",
        ),
        (
            "bemanning",
            "15,5;17",
            "15,5;1",
            "bemanning.csv:2: årsverk: 15,5 årsverk er mer enn 1 person kan utføre. "
            "Rett årsverk eller personer",
        ),
        (
            "bemanning",
            "15,5;17",
            "50;1",
            "bemanning.csv:2: årsverk: 50 årsverk er mer enn 1 person kan utføre. "
            "Rett årsverk eller personer. Er det 50 prosent, skriver du 0,5",
        ),
        (
            "bemanning",
            "15,5;17",
            "15,5;7,5",
            "bemanning.csv:2: personer: «7,5» er ikke et helt tall. "
            "Oppgi et helt tall, for eksempel 1",
        ),
        (
            "applikasjoner",
            "31.12.2025",
            "31.02.2025",
            "applikasjoner.csv:2: avtaleslutt: «31.02.2025» finnes ikke i kalenderen. "
            "Skriv datoen som 31.12.2026 eller 2026-12-31, eller la cellen stå tom",
        ),
        (
            "applikasjoner",
            "31.12.2025",
            "9999-12-31",
            "applikasjoner.csv:2: avtaleslutt: «9999-12-31» er utenfor årene 2000–2100. "
            "Skriv datoen som 31.12.2026 eller 2026-12-31, eller la cellen stå tom",
        ),
        (
            "applikasjoner",
            ";sky;",
            ";skyen;",
            "applikasjoner.csv:2: driftsform: «skyen» er ikke en gyldig verdi. Mente du «sky»? "
            "Velg blant lokal, sky, ekstern, felles",
        ),
        (
            "vurderinger",
            ";1;Fordi",
            ";5;Fordi",
            "vurderinger.csv:2: omfang: «5» er for stort. Oppgi et helt tall fra −4 til 4",
        ),
        (
            "vurderinger",
            ";1;Fordi",
            ";0,5;Fordi",
            "vurderinger.csv:2: omfang: «0,5» er ikke et helt tall. Oppgi et helt tall fra −4 til "
            "4",
        ),
        (
            "vurderinger",
            "tjenestekvalitet",
            "saarbarhet",
            "vurderinger.csv:3: kriterium: «saarbarhet» er ikke en gyldig verdi. Velg blant "
            "informasjonssikkerhet, tjenestekvalitet, utviklingskraft, lokal_styring, "
            "reversibilitet, ansatte, gjennomforingsrisiko",
        ),
        (
            "vurderinger",
            "0+;informasjonssikkerhet",
            "6;informasjonssikkerhet",
            "vurderinger.csv:2: alternativ: «6» er ikke en gyldig verdi. "
            "Velg blant 0, 0+, 1, 2, 3, 4, 5",
        ),
        (
            "selskaper",
            ";9500;",
            ";9.500;",
            "selskaper.csv:2: pris_per_bruker: «9.500» har punktum, som kan bety 9500 "
            "(tusenskille) "
            "eller 9,500 (desimaltegn). Skriv 9500 eller 9,500",
        ),
    ],
)
def test_a_wrong_cell(analysis: Analysis, table: str, old: str, new: str, said: str) -> None:
    analysis.change(table, old, new)
    assert analysis.errors() == [f"inputs/x/{said}"]


@pytest.mark.parametrize("extent", ["-4", "\u22124", "+4", "4", "0"])
def test_both_minus_signs_and_plus_are_read(analysis: Analysis, extent: str) -> None:
    analysis.change("vurderinger", ";1;Fordi", f";{extent};Fordi")
    number = float(extent.replace("\u2212", "-"))
    assert analysis.load().judgements["omfang"].iloc[0] == number


def test_old_codes_are_carried_to_the_current_one(analysis: Analysis) -> None:
    for table in analysis.tables:
        if "1108" in analysis.tables[table]:
            analysis.change(table, "1108", "1102", count=99)  # Sandnes before 2020
    analysis.change("budsjett", "1102", "1108")
    analysis.change("kommuner", "1106;Haugesund", "1106;Haugesund (med omegn)")
    dataset = analysis.load()
    assert list(dataset.municipalities.index) == ["1101", "1106", "1108"]
    assert set(dataset.budget["kommunenummer"]) == {"1101", "1106", "1108"}
    assert dataset.problems == ()


def test_two_old_codes_of_one_municipality_collide(analysis: Analysis) -> None:
    analysis.append("kommuner", "1102;Sandnes;1;1;1;x;anslag")
    assert analysis.errors() == [
        "inputs/x/kommuner.csv:5: kommunenummer: «1108» står også på linje 4 («1102» er et eldre "
        "nummer for kommunen). Slett den ene raden"
    ]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\t", "\u00a0\u00a0", " \u2028 ", "\u200b "])
def test_a_text_stands_on_one_line(analysis: Analysis, gap: str) -> None:
    analysis.change("kommuner", "Eigersund", f'"Eiger{gap}sund"')
    analysis.change("budsjett", ";lønn;", f';"{gap}lønn{gap}";')
    assert analysis.load().municipalities["navn"].iloc[0] == "Eiger sund"


def test_a_name_has_at_most_60_characters(analysis: Analysis) -> None:
    analysis.change("kommuner", "Eigersund", "E" * 60)
    assert analysis.load().municipalities["navn"].iloc[0] == "E" * 60
    analysis.change("kommuner", "E" * 60, "E" * 61)
    assert analysis.errors() == [
        f"inputs/x/kommuner.csv:2: navn: «{'E' * 29}…» har 61 tegn, og kan ha høyst 60. "
        "Skriv bare navn"
    ]


CATEGORIES = [(t.name, c) for t in TABLES for c in t.columns if len(said_for(c)) > 0]


@pytest.mark.parametrize(("table", "column"), CATEGORIES, ids=lambda x: getattr(x, "name", x))
def test_what_people_call_a_category_is_answered_with_it(table: str, column: InputColumn) -> None:
    context = Context(None, math.inf)
    for word, category in said_for(column).items():
        said = read_cell(column, word.upper(), context)
        if said.value == category:
            continue
        assert f"Mente du «{category}»? Velg blant " in said.error, (table, word)
        assert read_cell(column, category, context).value == category


def test_a_year_excel_has_put_in_another_century() -> None:
    column = APPLICATIONS["avtaleslutt"]
    # Excel takes «31.12.30» for 1930.
    said = read_cell(column, dt.date(1930, 12, 31), Context(None, math.inf)).error
    assert said == (
        "«31.12.1930» er utenfor årene 2000–2100. Skriv 31.12.2030 hvis det er det dere mener"
    )
    assert "2005" not in read_cell(column, dt.date(1905, 7, 18), Context(None, math.inf)).error


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        (STAFF["vakt"], "Ja, bakvakt", "ja"),
        (STAFF["vakt"], "ja/nei", ""),
        (APPLICATIONS["driftsform"], "sky (Azure)", "sky"),
        (APPLICATIONS["driftsform"], "lokal/sky", ""),
        (APPLICATIONS["driftsform"], "ikke i sky", ""),
        (APPLICATIONS["anskaffelsesstatus"], "ikke startet ennå", "ikke startet"),
        (APPLICATIONS["fagområde"], "Plan, bygg og geodata", "teknisk og geodata"),
        (APPLICATIONS["fagområde"], "oppvekst og kultur", ""),
        (MANDATE["alternativ"], "alternativ 0+", "0+"),
        (MANDATE["alternativ"], "3 eller 4", ""),
        (MANDATE["tillatt"], "Ikke avklart", "avklares"),
        (STAFF["vakt"], "X", "ja"),
        (STAFF["vakt"], "ukjent", ""),
    ],
)
def test_a_category_among_words_is_asked_about_where_it_is_one(
    column: InputColumn, written: str, meant: str
) -> None:
    said = read_cell(column, written, Context(None, math.inf)).error
    assert re.findall("Mente du «(.+?)»", said) == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("K3310", "3310"),
        ("kommune 3310", "3310"),
        ("Hole (3310)", "3310"),
        ("2030 Sør-Varanger", "2030"),
        ("Regnskap 2025", ""),
        ("foreløpig, 2030", ""),
    ],
)
def test_a_code_among_words_is_told_where_it_is_no_year(written: str, meant: str) -> None:
    said = read_cell(CODE_COLUMN, written, Context(read_history(), math.inf)).error
    assert re.findall("Skriv ([0-9]{4})$", said) == ([meant] if meant else [])
    if meant:
        assert not read_cell(CODE_COLUMN, meant, Context(read_history(), math.inf)).is_told
