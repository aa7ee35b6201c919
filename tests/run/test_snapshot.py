import json
import shutil
from pathlib import Path

import pytest

from analysis.dataset import InputProblems, load
from analysis.places import UnknownName
from analysis.run.snapshot import FOLDER, README, check_snapshot, read_snapshot, write_snapshot
from tests.later_figures import copy_example, write_report


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the example, as `ikt rapport` leaves it."""
    root = tmp_path_factory.mktemp("snapshot")
    return write_report(copy_example(root / "inputs"), root / "rapport")


@pytest.fixture
def report(original: Path, tmp_path: Path) -> Path:
    """A report that may be spoiled."""
    return Path(shutil.copytree(original, tmp_path / "rapport"))


def refused(report: Path) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        read_snapshot(report)
    return [str(p).removeprefix(f"{report.as_posix()}/") for p in caught.value.problems]


def rewrite(report: Path, **changes: object) -> None:
    path = report / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | changes), encoding="utf-8")


def test_every_file_read_is_kept_byte_for_byte(original: Path) -> None:
    inputs = original.parent / "inputs"
    dataset = load(inputs / "ringeriksregionen")
    for name in dataset.hashes:
        kept = name if name.startswith("felles/") else f"ringeriksregionen/{name}"
        assert (original / FOLDER / kept).read_bytes() == (inputs / kept).read_bytes()
    files = [p for p in (original / FOLDER).rglob("*") if p.is_file()]
    assert len(files) == len(dataset.hashes) + 1
    assert {"kart.geojson", "bakgrunn.md", "prisindeks.csv"} <= {p.name for p in files}


def test_what_is_kept_loads_as_what_was_read(original: Path) -> None:
    dataset = load(original.parent / "inputs" / "ringeriksregionen")
    kept = read_snapshot(original)
    assert kept.hashes == dataset.hashes
    assert kept.name == dataset.name and kept.texts == dataset.texts
    assert kept.settings == dataset.settings
    assert kept.budget.equals(dataset.budget) and kept.applications.equals(dataset.applications)


@pytest.mark.thorough
def test_the_groups_own_assumptions_are_kept(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "inputs")
    own = '[[forutsetning]]\nid = "fravaer"\nbekreftet = true\ngyldig_til = 2031-01-01\n'
    (folder / "forutsetninger.toml").write_text(own, encoding="utf-8")
    report = write_report(folder, tmp_path / "rapport")
    kept = read_snapshot(report)
    assert kept.confirmed == ("fravaer",)
    assert kept.shared.assumptions["fravaer"].gyldig_til.year == 2031
    told = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    assert told["inndata"]["forutsetninger.toml"] == kept.hashes["forutsetninger.toml"]
    assert told["forutsetninger"]["fravaer"]["gyldig_til"] == "2031-01-01"


def test_the_folder_says_whose_it_is(original: Path) -> None:
    text = (original / FOLDER / README).read_text(encoding="utf-8")
    assert "skjermes" in text and "Legg derfor ikke mappen ut" in text


def test_what_was_written_is_told(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "inputs")
    (tmp_path / "rapport").mkdir()
    written = write_snapshot(load(folder), tmp_path / "rapport")
    assert "inndata/LES-MEG.txt" in written and "inndata/felles/kriterier.toml" in written
    assert all((tmp_path / "rapport" / name).is_file() for name in written)


def test_a_shared_folder_elsewhere_can_be_named(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "inputs")
    shared = shutil.move(tmp_path / "inputs" / "felles", tmp_path / "annet")
    (tmp_path / "rapport").mkdir()
    dataset = load(folder, shared)
    index = Path(shared) / "prisindeks.csv"
    assert "inndata/felles/prisindeks.csv" in write_snapshot(
        dataset, tmp_path / "rapport", Path(shared)
    )
    kept = tmp_path / "rapport" / FOLDER / "felles" / "prisindeks.csv"
    assert kept.read_bytes() == index.read_bytes()


def test_inputs_that_change_during_the_run_are_not_kept(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "inputs")
    dataset = load(folder)
    (tmp_path / "rapport").mkdir()
    (folder / "budsjett.csv").write_bytes(b"noe annet")
    (folder / "vekter.csv").unlink()
    with pytest.raises(InputProblems) as caught:
        write_snapshot(dataset, tmp_path / "rapport")
    assert [Path(p.file).name for p in caught.value.problems] == ["budsjett.csv", "vekter.csv"]
    assert "endret mens rapportene ble laget" in str(caught.value)
    assert not list((tmp_path / "rapport").iterdir())


def test_a_folder_that_is_no_report(tmp_path: Path, original: Path) -> None:
    with pytest.raises(UnknownName, match=r"manifest\.json mangler\. Oppgi mappen"):
        check_snapshot(tmp_path)
    with pytest.raises(UnknownName, match="Dette er inndata. Skriv rapportene først: ikt rapport"):
        check_snapshot(original.parent / "inputs" / "ringeriksregionen")


def test_a_report_from_before_inputs_were_kept(report: Path) -> None:
    shutil.rmtree(report / FOLDER)
    with pytest.raises(InputProblems, match="Mappen inndata mangler"):
        check_snapshot(report)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"utredning": 1}', "null", "[" * 100_000])
def test_a_broken_manifest(report: Path, text: str) -> None:
    (report / "manifest.json").write_text(text, encoding="utf-8")
    (only,) = refused(report)
    assert only.startswith("manifest.json: Filen er ødelagt")


@pytest.mark.parametrize("name", ["..", "../annet", "/etc/passwd", "a/../../b", "a\\..\\..\\b", ""])
def test_names_in_the_manifest_lead_nowhere_else(report: Path, name: str) -> None:
    rewrite(report, inndata={name: "0" * 64})
    assert refused(report)[0].startswith("manifest.json: Filen er ødelagt")
    rewrite(report, inndata={}, utredning=name)
    assert refused(report)[0].startswith("manifest.json: Filen er ødelagt")


@pytest.mark.parametrize(
    "forged",
    [
        {"inndata": {"x" * 5000: "0" * 64}},
        {"inndata": {"x" * 300: "0" * 64}},
        {"inndata": {"budsjett.csv\n": "0" * 64}},
        {"inndata": {"\x1b[31mbudsjett.csv": "0" * 64}},
        {"inndata": {"\ud800": "0" * 64}},
        {"inndata": {"a\0b": "0" * 64}},
        {"inndata": {"budsjett.csv": {}}},
        {"utredning": "x" * 300},
        {"utredning": 5},
        {"scenario": ["forventet"]},
        {"uten": "3312"},
        {"uten": [3312]},
        {"uten": ["9" * 5000]},
        {"versjoner": {"ikt-utredning": "9" * 5000}},
        {"versjoner": "x"},
    ],
    ids=lambda forged: ascii(forged)[:30],
)
def test_a_forged_manifest_is_told_in_one_short_line(report: Path, forged: dict) -> None:
    rewrite(report, **forged)
    (only,) = refused(report)
    assert only.startswith("manifest.json: Filen er ødelagt") and len(only) < 200


@pytest.mark.thorough
def test_two_points_inside_a_name_are_a_name(tmp_path: Path) -> None:
    folder = copy_example(tmp_path / "inputs")
    (folder / "kart..gammelt.geojson").write_text("{}", encoding="utf-8")
    report = write_report(folder, tmp_path / "rapport")
    assert "kart..gammelt.geojson" in read_snapshot(report).hashes


def test_another_scenario_than_the_three(report: Path) -> None:
    rewrite(report, scenario="verst")
    assert refused(report)[0].startswith("manifest.json: Filen er ødelagt")


def test_everything_that_was_touched_is_told_at_once(report: Path) -> None:
    kept = report / FOLDER / "ringeriksregionen"
    (kept / "budsjett.csv").write_bytes((kept / "budsjett.csv").read_bytes() + b"\n")
    (kept / "tekst" / "bakgrunn.md").unlink()
    (kept / "ny.csv").write_text("a;b", encoding="utf-8")
    assert refused(report) == [
        "inndata/ringeriksregionen/budsjett.csv: Filen er ikke slik den var i rapporten. Hent den "
        "tilbake fra en kopi",
        "inndata/ringeriksregionen/ny.csv: Filen var ikke med da rapporten ble skrevet. Ta den "
        "bort",
        "inndata/ringeriksregionen/tekst/bakgrunn.md: Filen mangler. Hent den tilbake fra en kopi",
    ]


def test_who_was_left_out_is_left_out_again(report: Path) -> None:
    rewrite(report, uten=["3312"])
    kept = read_snapshot(report)
    assert list(kept.withdrawn) == ["3312"] and "3312" not in kept.municipalities.index
    rewrite(report, uten=["9999"])
    assert refused(report)[0].startswith("manifest.json: Filen er ødelagt")


def test_what_programs_leave_behind_is_no_tampering(report: Path) -> None:
    for name in (".DS_Store", "~$budsjett.xlsx", ".~lock.budsjett.csv#"):
        (report / FOLDER / "ringeriksregionen" / name).write_bytes(b"x")
    assert check_snapshot(report).analysis == "ringeriksregionen"
