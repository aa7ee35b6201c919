"""The loaded analysis as a whole."""

from __future__ import annotations

import hashlib
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from dataset.analysis_folder import SHARED, Analysis

from analysis.dataset import InputProblems, known_municipality, load
from analysis.dataset.tables.schema import TABLES
from analysis.places import UnknownName


def test_frames_have_the_columns_of_the_schema(analysis: Analysis) -> None:
    dataset = analysis.load()
    frames = (
        dataset.municipalities.reset_index(),
        dataset.budget,
        dataset.staff,
        dataset.applications,
        dataset.system_names,
        dataset.organisation,
        dataset.mandate,
        dataset.judgements,
        dataset.weights,
        dataset.companies,
        dataset.risks,
        dataset.official,
    )
    for table, frame in zip(TABLES, frames, strict=True):
        assert list(frame.columns) == [*(column.name for column in table.columns), "source"]
        for column in table.columns:
            dtype = {"tall": "float64", "år": "int64", "dato": "object"}.get(column.kind, "str")
            assert frame[column.name].dtype == dtype, (table.name, column.name)
    assert dataset.name == "x"
    assert dataset.organisation.empty and dataset.mandate.empty


def test_shielded_rows_stay_in_the_frame(analysis: Analysis) -> None:
    header, *rows = analysis.tables["bemanning"].splitlines()
    marks = ["ja", "", *["nei"] * (len(rows) - 2)]
    lines = [f"{header};skjermes", *(f"{r};{m}" for r, m in zip(rows, marks, strict=True))]
    analysis.write("bemanning.csv", "\n".join(lines))
    staff = analysis.load().staff
    assert list(staff["skjermes"][:3]) == ["ja", "nei", "nei"]
    assert len(staff) == len(rows)


def test_an_unanswered_mandate_is_to_be_clarified(analysis: Analysis) -> None:
    analysis.write("mandat.csv", "kommunenummer;alternativ;tillatt;begrunnelse\n1101;3;;Sak\n")
    assert list(analysis.load().mandate["tillatt"]) == ["avklares"]
    assert len(analysis.notes("mangel")) == 1


def test_loading_twice_gives_the_same(analysis: Analysis) -> None:
    first, second = analysis.load(), analysis.load()
    assert pickle.dumps(first) == pickle.dumps(second)
    again = pickle.loads(pickle.dumps(first))
    assert again.budget.equals(first.budget)
    assert again.settings == first.settings


def test_hashes_name_every_file_that_was_read(analysis: Analysis) -> None:
    analysis.write("tekst/bakgrunn.md", "x")
    hashes = analysis.load().hashes
    own = {name for name in hashes if not name.startswith("felles/")}
    assert own == {*(f"{t}.csv" for t in analysis.tables), "utredning.toml", "tekst/bakgrunn.md"}
    assert hashes["tekst/bakgrunn.md"] == hashlib.sha256(b"x").hexdigest()
    assert "felles/forutsetninger.toml" in hashes


def test_the_shared_folder_beside_is_used(analysis: Analysis) -> None:
    shutil.copytree(SHARED, Path("inputs/felles"))
    Path("inputs/felles/prisindeks.csv").write_text("år;indeks;kilde\n2022;0;x\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        load("inputs/x")
    assert [str(p) for p in caught.value.problems] == [
        "inputs/felles/prisindeks.csv:2: indeks: «0» er for lite. "
        "Oppgi et tall over 0, for eksempel 112,4"
    ]


def test_a_year_stands_once_in_the_price_index(analysis: Analysis) -> None:
    shutil.copytree(SHARED, Path("inputs/felles"))
    path = Path("inputs/felles/prisindeks.csv")
    path.write_text("år;indeks;kilde\n2022;100;x\n2022;101;y\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        load("inputs/x")
    assert [str(p) for p in caught.value.problems] == [
        "inputs/felles/prisindeks.csv:3: år: «2022» står også på linje 2. Slett den ene raden"
    ]


def test_the_shipped_shared_folder_is_used_otherwise(analysis: Analysis) -> None:
    assert load("inputs/x").shared.alternatives[0].id == "0"


def test_damaged_shared_tables_are_told_too(analysis: Analysis, tmp_path: Path) -> None:
    felles = tmp_path / "annet"
    shutil.copytree(SHARED, felles)
    (felles / "kommunenummer.csv").unlink()
    experience = (felles / "erfaringer.csv").read_text(encoding="utf-8-sig").splitlines()
    header = experience[0].split(";")
    row = {
        "samarbeid": "A",
        "tema": "kostnad",
        "beskrivelse": "B",
        "alternativ": "3 9",
        "kilde": "C",
    }
    cells = ";".join(row.get(name, "") for name in header)
    (felles / "erfaringer.csv").write_text(f"{experience[0]}\n{cells}\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        load(analysis.folder, felles)
    assert [str(p).removeprefix(felles.as_posix()) for p in caught.value.problems] == [
        "/erfaringer.csv:2: alternativ: «9» er ikke et alternativ. Skriv ett eller flere av "
        "0 0+ 1 2 3 4 5, skilt med mellomrom",
        "/kommunenummer.csv: Filen mangler. Hent den på nytt; den følger med programmet",
    ]


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("inputs/vestregion", "Mappen finnes ikke. Mente du «vestregionen»?"),
        ("inputs/qqq", "Mappen finnes ikke. Utredninger her: vestregionen, x"),
        ("inputs/felles", "Mappen er ikke en utredning. Utredninger her: vestregionen, x"),
        ("borte/x", "Mappen finnes ikke. Lag den med ikt ny NAVN"),
    ],
)
def test_a_missing_folder_names_the_nearest(
    make: Callable[[str], Analysis], folder: str, said: str
) -> None:
    make("x")
    make("vestregionen")
    Path("inputs/felles").mkdir()
    with pytest.raises(InputProblems) as caught:
        load(folder)
    assert [str(p) for p in caught.value.problems] == [f"{folder}: {said}"]


def test_the_shipped_example_loads() -> None:
    for folder in sorted(p for p in SHARED.parent.iterdir() if p.is_dir() and p != SHARED):
        assert len(load(folder).municipalities)


def test_an_alternative_without_risks_of_its_own_has_the_proposals(dataset) -> None:
    own = dataset.shared.risks[dataset.shared.risks["alternativ"] == "2"].iloc[:1]
    group = replace(dataset, risks=own)
    found, ours = group.risks_of("2")
    assert ours and len(found) == 1
    proposed, ours = group.risks_of("3")
    assert not ours and len(proposed) > 1
    assert set(dataset.shared.risks["alternativ"]) == {a.id for a in dataset.shared.alternatives}


def test_a_name_there_is_not_is_answered_with_those_there_are(analysis: Analysis) -> None:
    dataset = analysis.load()
    with pytest.raises(UnknownName, match="Det er ingen tabell som heter «budsjet». Mente du «bu"):
        dataset.frame("budsjet")
    with pytest.raises(UnknownName, match="«9999» er ikke .* De er: 1101 Eigersund, 1106"):
        known_municipality(dataset, "9999")
    with pytest.raises(UnknownName, match="Finner ikke alternativet «9». Skriv en av disse: 0, "):
        dataset.shared.alternative("9")
    with pytest.raises(UnknownName, match="Finner ikke kriteriet «okonomi»"):
        dataset.shared.criterion("okonomi")
