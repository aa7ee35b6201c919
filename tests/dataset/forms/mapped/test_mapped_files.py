"""A list and a budget in a shape of their own: mapped once, and then taken in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from dataset.analysis_folder import SHARED, Analysis
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from analysis import cli
from analysis.dataset import load
from analysis.dataset.forms import read_registered
from analysis.dataset.forms.mapped.mapping import Mapping, read_mapping
from analysis.dataset.forms.mapped.municipality import municipality_in
from analysis.dataset.problems import ProblemLog
from analysis.dataset.tables import APPLICATIONS

KEPT = Path("inputs/x/kartlegging")
Said = pytest.CaptureFixture[str]
HEADS = ["Komm. nr.", "Sektor", "Fagsystem", "Leverandør", "Drift", "Årlig kostnad (kr)",
         "Ant. brukere", "Avtale utløper", "Status", "Merknad"]  # fmt: skip
ROWS = [
    ["1101 Eigersund", "Skole", "Flyt", "Visma", "SaaS", 420000, 300, "31.12.2026", "Avtale", "a"],
    ["Haugesund kommune", "Helse", "Gerica", "TE", "lokal", "90 000 kr", 20, "", "Avtale", ""],
    [1108, "Diverse greier", "Teams", "MS", "sky", 1500, 20, "", "Løpende", ""],
    ["Oslo", "Skole", "Flyt", "Visma", "SaaS", 1, 1, "", "Avtale", ""],
    ["Sum", "", "", "", "", 511500, "", "", "", ""],
]
BUDGET = """IKT-budsjett (1000 kr);;;
;;;
Konto;1101 Eigersund;Haugesund;Sandnes
Lønn;2 500;600;550
Programvare;1 800;500;400
Datalinjer;300;90;80
Hosting;200;50;
Konsulentbistand;100;kr 40;20
PC og utstyr;400;100;90
Sum;5 300;;
"""


@pytest.fixture
def region(analysis: Analysis) -> Analysis:
    shutil.copytree(SHARED, "inputs/felles")
    return analysis


def book(name: str, rows: Sequence[Sequence[Any]], title: str = "Systemer") -> str:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    made.save(name)
    return name


def listing(name: str = "liste.xlsx", rows: Sequence[Sequence[Any]] = ROWS) -> str:
    return book(name, [["Våre fagsystemer"], [], HEADS, *rows])


def ikt(*words: str) -> int:
    return cli.main(["importer", "inputs/x", *words])


def answer(name: str, **answers: str) -> None:
    """Write answers where the mapping asks, by the word it asks about."""
    path = KEPT / f"{name}.toml"
    text = path.read_text("utf-8")
    for word, value in answers.items():
        text, count = re.subn(rf'^"{word}" = "[^"]*"', f'"{word}" = "{value}"', text, flags=re.M)
        assert count == 1, word
    path.write_text(text, encoding="utf-8")


def systems(code: str) -> dict[str, float]:
    rows = load("inputs/x").applications
    rows = rows[rows["kommunenummer"] == code]
    return dict(zip(rows["system"], rows["årskostnad"], strict=True))


def test_a_list_is_mapped_once_and_next_years_goes_straight_in(
    region: Analysis, capsys: Said
) -> None:
    before = (region.folder / "applikasjoner.csv").read_bytes()
    file = listing()
    assert ikt(file) == 1
    assert "kolonnene er ikke kartlagt. Kjør først: " in capsys.readouterr().err
    assert ikt(file, "--kartlegg") == 0
    told = capsys.readouterr().out
    assert "overskriftene står i rad 3" in told
    assert "Årlig kostnad (kr) = årskostnad i kr  (for eksempel 420000)" in told
    assert "Løpende: Hva er dette av anskaffelsesstatus?" in told
    assert ikt(file) == 1
    assert (region.folder / "applikasjoner.csv").read_bytes() == before
    answer("liste", **{"Løpende": "kontrakt", "Diverse greier": "felles"})
    capsys.readouterr()
    assert ikt(file, "--prøv") == 0
    assert (region.folder / "applikasjoner.csv").read_bytes() == before
    assert ikt(file, "--bekreft") == 0
    said = capsys.readouterr()
    assert "Rad 8 ser ut som en sum og tas ikke med" in said.err
    assert "«Oslo» er ikke en kommune i utredningen. 1 rad tas ikke med" in said.err
    assert "Filen har ikke kommunenummer_nøkkel og systemtype" in said.err
    assert [systems(code) for code in ("1101", "1106", "1108")] == [
        {"Flyt": 420.0}, {"Gerica": 90.0}, {"Teams": 1.5},
    ]  # fmt: skip
    kept = max(Path("inputs/x/tidligere").iterdir())
    assert (kept / "applikasjoner.csv").read_bytes() == before and (kept / "endringer.csv").exists()
    dearer = [[*ROWS[0][:5], 430000, *ROWS[0][6:]], *ROWS[1:]]
    assert ikt(listing("liste 2027.xlsx", dearer)) == 0
    assert "Flyt: årskostnad 420 → 430, kilde liste.xlsx → «liste 2027.xlsx»" in (
        capsys.readouterr().out
    )
    assert systems("1101") == {"Flyt": 430.0}


def test_a_budget_with_a_column_for_each_municipality(region: Analysis, capsys: Said) -> None:
    Path("b.csv").write_text(BUDGET, encoding="cp1252")
    assert ikt("b.csv", "--kartlegg") == 0
    told = capsys.readouterr().out
    assert "Konto = kostnadsgruppe" in told and "Sum" not in told
    assert "Haugesund = beløp, kommunenummer 1106 i 1000 kr" in told
    assert ikt("b.csv") == 1
    assert "hvilket år tallene gjelder. Legg til --år og årstallet" in capsys.readouterr().err
    assert ikt("b.csv", "--år", "2023") == 0
    said = capsys.readouterr().err
    assert "Flere rader er lagt sammen til drift" in said
    assert "b.csv b!D7: beløp: Beløpet for 2023 er tomt" in said
    budget = load("inputs/x").budget
    own = budget[budget["år"] == 2023].set_index(["kommunenummer", "kostnadsgruppe"])["beløp"]
    assert own["1101", "drift"] == 500.0 and own["1106", "konsulent"] == 40.0
    assert own["1108"].isna().tolist() == [group == "drift" for group in own["1108"].index]
    # The year before is as it was.
    assert len(budget[budget["år"] == 2022]) == 15


def test_one_municipalitys_budget_with_a_column_for_each_group(
    region: Analysis, capsys: Said
) -> None:
    rows = [
        ["År", "Lønn", "Lisenser", "Drift", "Merknad"],
        [2022, 900500, 7, 8, ""],
        [2021, 1, 2, 3, ""],
    ]
    file = book("budsjett.xlsx", rows, "Ark1")
    assert ikt(file, "--kartlegg") == 0
    path = KEPT / "budsjett.toml"
    path.write_text(path.read_text("utf-8").replace('= "?"', '= "kr"'), encoding="utf-8")
    capsys.readouterr()
    assert ikt(file) == 1
    assert "hvilken kommune den er fra. Legg til --kommune" in capsys.readouterr().err
    assert ikt(file, "--kommune", "1101") == 1
    assert "Filen har tall for 2021 og 2022. Velg ett med --år" in capsys.readouterr().err
    assert ikt(file, "--kommune", "1101", "--år", "2022") == 0
    named = book("Budsjett Haugesund.xlsx", rows[:2], "Ark1")
    assert ikt(named) == 0
    budget = load("inputs/x").budget.set_index(["kommunenummer", "kostnadsgruppe"])["beløp"]
    assert budget["1101", "lønn"] == budget["1106", "lønn"] == 900.5
    assert budget["1106", "lisens"] == 0.007
    # What the file says nothing of, stays.
    assert budget["1101", "utstyr"] == 900.5 and budget["1106", "konsulent"] == 1800.5


def test_what_the_mapping_lacks_is_told_where_it_is_to_be_written(
    region: Analysis, capsys: Said
) -> None:
    ikt(listing(), "--kartlegg")
    answer("liste", **{"Løpende": "kontrakt", "Diverse greier": "felles"})
    newer = [*ROWS[:3], ["1108", "Kirke", "Orgel", "A", "sky", 5, 1, "", "Avtale", ""]]
    capsys.readouterr()
    file = listing("ny.xlsx", newer)
    assert ikt(file, "--bekreft") == 1
    assert (
        "«Kirke» er ikke kjent. Skriv hva det er under [verdier.fagområde] i "
        "inputs/x/kartlegging/liste.toml"
    ) in capsys.readouterr().err
    path = KEPT / "liste.toml"
    text = path.read_text("utf-8").replace(
        '[verdier."fagområde"]', '[verdier."fagområde"]\n"Kirke" = "annet"'
    )
    path.write_text(text, encoding="utf-8")
    assert ikt(file, "--bekreft") == 0
    assert systems("1108") == {"Teams": 1.5, "Orgel": 0.005}


def test_every_mistake_in_a_mapping_is_told_at_once(region: Analysis, capsys: Said) -> None:
    ikt(listing(), "--kartlegg")
    path = KEPT / "liste.toml"
    text = path.read_text("utf-8")
    text = text.replace('"Sektor" = "fagområde"', '"Sektor" = "fagomraade"')
    text = text.replace('"Årlig kostnad (kr)" = "kr"', '"Årlig kostnad (kr)" = "euro"')
    text = text.replace('"Merknad" = ""', '"Merknad" = "leverandør"')
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert ikt("liste.xlsx") == 1
    told = capsys.readouterr().err
    assert "Sektor: «fagomraade» er ikke en kolonne i applikasjoner. Mente du «fagområde»?" in told
    assert "Hvilken enhet har beløpene i «Årlig kostnad (kr)»? Skriv kr, 1000 kr eller" in told
    assert 'bak hver under [enheter], for eksempel "Årlig kostnad (kr)" = "kr"' in told
    assert 'Både «Leverandør» og «Merknad» er leverandør. Skriv "" bak den som ikke' in told
    assert "Ingen kolonne er fagområde" in told
    assert told.count("kartlegging/liste.toml:") == 6  # and the two words that are asked about
    path.write_text("tabell = 3\nkolonner = {}\nnoe = 1\n", encoding="utf-8")
    assert ikt("liste.xlsx") == 1
    told = capsys.readouterr().err
    assert "liste.toml:1: tabell: Verdien må stå i anførselstegn" in told
    assert "liste.toml:3: noe: Ukjent nøkkel" in told


def test_formulas_are_told_in_one_line(region: Analysis, capsys: Said) -> None:
    rows = [[*row[:5], "=1+1", *row[6:]] for row in ROWS[:3]]
    ikt(listing(rows=rows), "--kartlegg")
    answer("liste", **{"Løpende": "kontrakt", "Diverse greier": "felles"})
    capsys.readouterr()
    assert ikt("liste.xlsx", "--bekreft") == 1
    told = capsys.readouterr().err
    assert "liste.xlsx Systemer!F4: 3 celler har formler. Kopier kolonnen" in told
    assert told.count("formler") == 1


@pytest.mark.parametrize(
    ("unit", "written", "advice", "amount"),
    [
        ("kr", "3,6 mill", "3600000", 3600.0),
        ("kr", "90.000 kr", "90000", 90.0),
        ("1000 kr", "3,6 mill", "3600", 3600.0),
        ("1000 kr", "ca. 900", "900", 900.0),
        ("mill. kr", "90 tusen", "0,09", 90.0),
    ],
)
def test_advice_about_an_amount_is_in_the_unit_of_the_file(
    region: Analysis, capsys: Said, unit: str, written: str, advice: str, amount: float
) -> None:
    heads = [*HEADS[:5], f"Årlig kostnad ({unit})", *HEADS[6:]]
    one = [*ROWS[0][:5], written, *ROWS[0][6:]]
    file = book("liste.xlsx", [heads, one])
    ikt(file, "--kartlegg")
    capsys.readouterr()
    assert ikt(file) == 1
    assert f"F2: årskostnad: «{written}» er " in (told := capsys.readouterr().err)
    assert f". Skriv {advice}\n" in told
    book("liste.xlsx", [heads, [*one[:5], advice, *one[6:]]])
    assert ikt(file, "--bekreft") == 0
    assert systems("1101") == {"Flyt": amount}


def test_what_to_write_for_an_amount_is_said_in_the_unit_of_the_file(
    region: Analysis, capsys: Said
) -> None:
    file = listing(rows=[[*ROWS[0][:5], "gratis", *ROWS[0][6:]]])
    ikt(file, "--kartlegg")
    capsys.readouterr()
    assert ikt(file) == 1
    assert "«gratis» er ikke et tall. Oppgi beløpet i kr, for eksempel 1250000\n" in (
        capsys.readouterr().err
    )


def test_another_shape_is_not_taken_for_the_same(region: Analysis, capsys: Said) -> None:
    ikt(listing(), "--kartlegg")
    other = book("annen.xlsx", [[*HEADS[:5], "Pris", *HEADS[6:]], *ROWS])
    capsys.readouterr()
    assert ikt(other) == 1
    assert "kolonnene er ikke kartlagt" in capsys.readouterr().err
    assert ikt(other, "--kartlegg") == 0
    assert (KEPT / "annen.toml").exists()
    assert ikt(other, "--kartlegg") == 0
    assert "er kartlagt fra før" in capsys.readouterr().out
    assert len(list(KEPT.iterdir())) == 2


def test_a_folder_is_read_with_the_lists_that_are_mapped(region: Analysis, capsys: Said) -> None:
    folder = Path("svar")
    folder.mkdir()
    (folder / "budsjett.csv").write_text(BUDGET, encoding="cp1252")
    (folder / "notat.csv").write_text("Navn;Telefon\nA;1\n", encoding="utf-8")
    ikt("svar/budsjett.csv", "--kartlegg")
    capsys.readouterr()
    assert ikt("svar", "--år", "2023") == 0
    said = capsys.readouterr()
    assert "ikke skjemaer (.xlsx) eller kartlagte lister: «notat.csv»" in (said.err)
    assert len(load("inputs/x").budget) == 30


@pytest.mark.parametrize("content", [b"", b"Navn;Telefon\nA;1\n", b"\xd0\xcf\x11\xe0abc"])
def test_what_is_no_list_is_refused(region: Analysis, capsys: Said, content: bytes) -> None:
    Path("rart.csv").write_bytes(content)
    assert ikt("rart.csv", "--kartlegg") != 0
    assert "rart.csv" in capsys.readouterr().err
    assert not KEPT.exists() or not list(KEPT.iterdir())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1101", "1101"), ("1101 Eigersund", "1101"), ("Eigersund kommune", "1101"),
        ("EIGERSUND", "1101"), ("budsjett_eigersund_2025", "1101"), ("1101 Sandnes", ""),
        ("Eigersund og Sandnes", ""), ("Oslo", ""), ("", ""), ("2025", ""),
    ],
)  # fmt: skip
def test_which_municipality_a_text_tells_of(region: Analysis, text: str, code: str) -> None:
    assert municipality_in(text, read_registered(region.folder)) == code


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Haugesunn", "«Haugesunn» er ikke en kommune i utredningen. Mente du «Haugesund»? Rett"),
        ("1106 Haugesunn", ""),
        ("1101 Sandnes", "Nummeret og navnet i «1101 Sandnes» hører ikke sammen. Rett cellen"),
        ("", "Cellen er tom, men raden har svar. Skriv fire sifre"),
    ],
)
def test_a_row_that_is_nearly_a_municipalitys_is_never_passed_by(
    region: Analysis, capsys: Said, written: str, said: str
) -> None:
    ikt(listing(), "--kartlegg")
    answer("liste", **{"Løpende": "kontrakt", "Diverse greier": "felles"})
    capsys.readouterr()
    slip = listing("feil.xlsx", [ROWS[0], [written, *ROWS[1][1:]], ROWS[2]])
    assert ikt(slip, "--bekreft") == (1 if said else 0)
    told = capsys.readouterr().err
    assert (f"feil.xlsx Systemer!A5: kommunenummer: {said}" in told) == bool(said)
    assert systems("1106") == ({"Journal": 200.0} if said else {"Gerica": 90.0})


def test_a_name_within_another_is_not_meant(region: Analysis) -> None:
    region.change("kommuner", "1106;Haugesund", "1106;Øvre Eigersund")
    registered = read_registered(region.folder)
    assert municipality_in("Øvre Eigersund", registered) == "1106"
    assert municipality_in("Eigersund", registered) == "1101"


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(
    columns=st.dictionaries(words, st.just(""), max_size=5), values=st.dictionaries(words, words)
)
def test_a_mapping_is_read_as_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, columns: dict[str, str], values: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("k") / "a.toml"
    mapping = Mapping(APPLICATIONS, columns, {}, {"kvalitet": "anslag"}, {"fagområde": values})
    path.write_bytes(mapping.text().encode())
    read = read_mapping(path, ProblemLog())
    assert read is not None
    assert (read.columns, read.fixed, read.values["fagområde"]) == (columns, mapping.fixed, values)
