"""`ikt rapport --uten`: real figures through the command, in notebooks of one cell."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from report import reading
from toys import Inline, write_notebook

from analysis.cli import main

EXAMPLE = Path(__file__).parents[2] / "inputs" / "ringeriksregionen"
PARAMETERS = 'analyse = "x"\nscenario = "forventet"\nkjoring = ""'
CELL = (
    "from analysis.report.chapters.answer import front\n"
    "from analysis.report.chapters.today import background\n"
    "from analysis.report.press import PageBreak, Stack\n"
    "from analysis.report.view import View\n"
    "from analysis.run.run import open_run\n"
    "run = open_run(analyse, scenario, kjoring)\n"
    "view = View.of(run, {code})\n"
    "Stack(front.cover(view), background.chapter(view), PageBreak(), background.chapter(view))"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the example, and reports of page one and the background."""
    for folder in (EXAMPLE, EXAMPLE.parent / "felles"):
        (tmp_path / "inputs").mkdir(exist_ok=True)
        (tmp_path / "inputs" / folder.name).symlink_to(folder)
    write_notebook(
        tmp_path / "notebooks" / "fellesrapport.ipynb",
        CELL.format(code='""'),
        parameters=PARAMETERS,
    )
    write_notebook(
        tmp_path / "notebooks" / "kommunerapport.ipynb",
        CELL.format(code="kommunenummer"),
        parameters=f'{PARAMETERS}\nkommunenummer = ""',
    )
    return tmp_path


def test_every_report_says_who_is_left_out(root: Path) -> None:
    with (
        patch("analysis.places.ROOT", root),
        patch("analysis.run.reports.Workers", Inline),
        patch("analysis.run.reports.SLOW", ()),
        patch("analysis.run.run.WORKED_OUT", ()),
        patch("analysis.report.tables.run_tables", lambda run: {}),
    ):
        assert main(["rapport", EXAMPLE.name, "--uten", "3312", "--kommune", "3310"]) == 0
    out = root / "reports" / "ringeriksregionen-uten-3312"
    assert json.loads((out / "manifest.json").read_text("utf-8"))["uten"] == ["3312"]
    assert {path.stem for path in out.glob("*.pdf")} == {"fellesrapport", "3310-hole"}
    for path in out.glob("*.pdf"):
        pages = [
            " ".join(p.extract_text().split()) for p in reading.reader(path.read_bytes()).pages
        ]
        assert pages[0].startswith("Regnet som om Lier har trukket seg. Tallene er illustrative.")
        assert all("uten Lier" in page for page in pages), path.name
        assert "Arbeidsgruppens tekst er skrevet mens kommunen var med." in pages[0]
        assert "Lier er utenfor alternativ 5" not in " ".join(pages)
