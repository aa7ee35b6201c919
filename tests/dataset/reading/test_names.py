"""Criteria and alternatives written as people write them: the id is what is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from dataset.analysis_folder import SHARED, Analysis
from dataset.forms.filling import edit, form, take_in

from analysis.dataset import InputProblems, load
from analysis.dataset.tables import COMPUTED_CRITERIA, JUDGED_CRITERIA

WEIGHTS = "kommunenummer;kriterium;vekt\n"
MANDATE = "kommunenummer;alternativ;tillatt;begrunnelse\n"


@pytest.mark.parametrize(
    "written",
    [
        "Gjennomføringsrisiko",
        "gjennomføringsrisiko",
        " GJENNOMFØRINGSRISIKO ",
        "gjennomforingsrisiko",
    ],
)
def test_a_criterion_may_be_called_by_its_name(analysis: Analysis, written: str) -> None:
    analysis.write("vekter.csv", f"{WEIGHTS};{written};3\n")
    analysis.change("vurderinger", "2;gjennomforingsrisiko", f"2;{written}")
    dataset = analysis.load()
    assert dataset.weights["kriterium"].tolist() == ["gjennomforingsrisiko"]
    assert dataset.judgements["kriterium"].nunique() == len(JUDGED_CRITERIA)
    assert dataset.problems == ()


def test_every_name_is_read_as_its_id(analysis: Analysis) -> None:
    shared = analysis.load().shared
    rows = [f";{criterion.navn};1\n" for criterion in shared.criteria]
    analysis.write("vekter.csv", WEIGHTS + "".join(rows))
    assert analysis.load().weights["kriterium"].tolist() == [c.id for c in shared.criteria]
    for of in ("navn", "kortnavn"):
        rows = [f"1101;{getattr(a, of)};avklares;Sak\n" for a in shared.alternatives]
        analysis.write("mandat.csv", MANDATE + "".join(rows))
        assert analysis.load().mandate["alternativ"].tolist() == [a.id for a in shared.alternatives]


def test_an_alternative_is_called_by_name_in_judgements_too(analysis: Analysis) -> None:
    kept = analysis.load().judgements
    analysis.change("vurderinger", "\n5;", "\nNytt selskap;", count=-1)
    analysis.change("vurderinger", "\n3;", "\nvertskommune;", count=-1)
    assert analysis.load().judgements.equals(kept)


def test_names_are_read_from_excel(analysis: Analysis) -> None:
    book = openpyxl.Workbook()
    for row in (["kommunenummer", "kriterium", "vekt"], [None, " Lokal  styring ", 2]):
        book.active.append(row)
    book.save(analysis.folder / "vekter.xlsx")
    assert analysis.load().weights["kriterium"].tolist() == ["lokal_styring"]


def test_a_form_is_taken_in_where_the_file_has_names(analysis: Analysis) -> None:
    """A row that is changed keeps the name it was written with."""
    analysis.append("vurderinger", "Nytt selskap;Ansatte;1101;-1;x;y")

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["Vurderinger"]
        (row,) = [
            r for r in range(1, sheet.max_row + 1)
            if [str(c.value) for c in sheet[r]][:1] == ["5"]
            and "Ansatte" in [c.value for c in sheet[r]]
        ]  # fmt: skip
        heads = {c.value: c.column for r in sheet.iter_rows() for c in r if c.value == "omfang"}
        sheet.cell(row, heads["omfang"]).value = -3

    plan = take_in(analysis, edit(form(analysis), change))
    assert not plan.wrong
    after = plan.merged["vurderinger"].after.decode("utf-8-sig")
    assert "Nytt selskap;Ansatte;1101;-3;x;skjema fra Eigersund" in after


def test_the_same_row_by_name_and_by_id_is_told(analysis: Analysis) -> None:
    analysis.write("vekter.csv", f"{WEIGHTS};lokal_styring;3\n;Lokal styring;4\n")
    assert analysis.errors() == [
        "inputs/x/vekter.csv:3: «lokal_styring» står også på linje 2. Slå sammen de to radene, "
        "eller rett den som er feil"
    ]


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("vekter", f"{WEIGHTS};Sårbar;3\n", "kriterium: «Sårbar» er ikke en gyldig "
         f"verdi. Mente du «Sårbarhet»? Velg blant {', '.join(COMPUTED_CRITERIA)}, "
         f"{', '.join(JUDGED_CRITERIA)}"),
        ("vekter", f"{WEIGHTS};reversibel;3\n", "kriterium: «reversibel» er ikke en gyldig verdi. "
         f"Mente du «reversibilitet»? Velg blant {', '.join(COMPUTED_CRITERIA)}, "
         f"{', '.join(JUDGED_CRITERIA)}"),
        ("mandat", f"{MANDATE}1101;Vertskommunen;ja;Sak\n", "alternativ: «Vertskommunen» er ikke "
         "en gyldig verdi. Mente du «Vertskommune»? Velg blant 0, 0+, 1, 2, 3, 4, 5"),
    ],
)  # fmt: skip
def test_a_wrong_name_is_answered_with_the_nearest(
    analysis: Analysis, table: str, text: str, said: str
) -> None:
    analysis.write(f"{table}.csv", text)
    assert analysis.errors() == [f"inputs/x/{table}.csv:2: {said}"]


def test_what_is_computed_is_not_judged_by_any_name(analysis: Analysis) -> None:
    analysis.append("vurderinger", "3;Sårbarhet;;2;x;y")
    (error,) = analysis.errors()
    assert "kriterium: «Sårbarhet» er ikke en gyldig verdi" in error
    assert f"Velg blant {', '.join(JUDGED_CRITERIA)}" in error


def test_a_name_two_alternatives_have_is_not_guessed_at(analysis: Analysis, tmp_path: Path) -> None:
    felles = Path(shutil.copytree(SHARED, tmp_path / "annet"))
    path = felles / "alternativer.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('kortnavn = "Nytt selskap"', 'kortnavn = "VERTSKOMMUNE"'), "utf-8")
    analysis.write("mandat.csv", f"{MANDATE}1101;Vertskommune;ja;Sak\n")
    with pytest.raises(InputProblems) as caught:
        load(analysis.folder, felles)
    (error,) = [p for p in caught.value.problems if p.severity == "feil"]
    assert error.message.startswith("«Vertskommune» er ikke en gyldig verdi")
