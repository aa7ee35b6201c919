"""Files in the folder that are not read, and those that may not be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from dataset.analysis_folder import Analysis

SAVE = "Lagre den som {0}.csv (CSV UTF-8) eller {0}.xlsx, eller gi den et annet navn"
LINK = (
    "Dette er en lenke ut av utredningen, og slike følges ikke. Slett lenken, og legg filen her i "
    "stedet"
)


@pytest.mark.parametrize("table", ["mandat", "vekter", "vurderinger"])
@pytest.mark.parametrize("ending", [".csv.txt", ".ods", ".CSV", ".xls", ".numbers", ""])
def test_a_decision_in_another_format_is_a_mistake(
    analysis: Analysis, table: str, ending: str
) -> None:
    (analysis.folder / f"{table}.csv").unlink(missing_ok=True)
    name = f"{table.capitalize()}{ending}"
    analysis.write(name, "x")
    told = [line for line in analysis.errors() if "Filen leses ikke" in line]
    assert told == [f"inputs/x/{name}: Filen leses ikke. {SAVE.format(table)}"]
    (analysis.folder / name).rename(analysis.folder / "notat.txt")
    assert analysis.load()


def test_an_old_copy_beside_the_table_is_told(analysis: Analysis) -> None:
    analysis.write("kommuner.csv.bak", "x")
    analysis.write("organisering.ods", "x")
    assert analysis.notes("advarsel") == [
        "inputs/x/kommuner.csv.bak: Filen leses ikke; kommuner.csv leses. Slett den hvis den er "
        "gammel",
        f"inputs/x/organisering.ods: Filen leses ikke. {SAVE.format('organisering')}",
    ]


@pytest.mark.parametrize("name", ["budsjett.csv", "mandat.csv", "utredning.toml", "kart.geojson"])
def test_a_link_out_of_the_folder_is_not_followed(
    analysis: Analysis, name: str, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "hemmelig.txt"
    elsewhere.write_text("hemmelig;x\n")
    (analysis.folder / name).unlink(missing_ok=True)
    (analysis.folder / name).symlink_to(elsewhere)
    told = analysis.errors()
    assert [line for line in told if line.startswith(f"inputs/x/{name}")] == [
        f"inputs/x/{name}: {LINK}"
    ]
    assert "hemmelig" not in "".join(told)


def test_texts_are_not_fetched_from_elsewhere(analysis: Analysis, tmp_path: Path) -> None:
    (tmp_path / "ute").mkdir()
    (tmp_path / "ute" / "bakgrunn.md").write_text("hemmelig")
    (analysis.folder / "tekst").mkdir()
    (analysis.folder / "tekst" / "bakgrunn.md").symlink_to(tmp_path / "ute" / "bakgrunn.md")
    (analysis.folder / "tekst" / "1106").symlink_to(tmp_path / "ute")
    assert analysis.errors() == [
        f"inputs/x/tekst/1106/bakgrunn.md: {LINK}",
        f"inputs/x/tekst/bakgrunn.md: {LINK}",
    ]


def test_a_link_inside_the_folder_is_a_file_like_others(analysis: Analysis) -> None:
    (analysis.folder / "tall.txt").write_bytes((analysis.folder / "budsjett.csv").read_bytes())
    (analysis.folder / "budsjett.csv").unlink()
    (analysis.folder / "budsjett.csv").symlink_to("tall.txt")
    assert len(analysis.load().budget) == 15


@pytest.mark.parametrize("name", ["budsjett.csv", "utredning.toml", "tekst/bakgrunn.md"])
def test_a_pipe_is_not_waited_for(analysis: Analysis, name: str) -> None:
    path = analysis.folder / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    told = [line for line in analysis.errors() if line.startswith(f"inputs/x/{name}")]
    assert told == [
        f"inputs/x/{name}: Dette er ikke en vanlig fil. Slett den, eller legg en vanlig fil her"
    ]


def test_names_that_are_not_utf8_are_no_trouble(analysis: Analysis) -> None:
    for place in (b"\xff.csv", b"tekst/\xe5pning.md", b"liste\xf8.xlsx"):
        path = os.fsencode(analysis.folder) + b"/" + place
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(b"x")
    dataset = analysis.load()
    assert all(name.isprintable() for name in dataset.hashes)
    assert len(dataset.problems) == 3
    assert all(str(problem).encode() for problem in dataset.problems)
