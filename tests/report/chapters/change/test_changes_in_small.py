"""From two small analyses to the chapter that tells what differs; `test_changes` has the rest."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from dataset.analysis_folder import Analysis

from analysis.decision.change.changes import compare
from analysis.decision.change.splitting import CHANGE
from analysis.report.chapters.change import changes as chapter
from analysis.report.view import View
from tests.later_figures import case_of
from tests.report.texts import everything, headings


def test_a_dearer_year_is_told_with_its_cause(tmp_path: Path) -> None:
    before = Analysis(tmp_path / "x").load()
    dearer = before.budget.assign(beløp=before.budget["beløp"] * 1.5)
    cases = case_of(before), case_of(replace(before, budget=dearer))
    moved = compare(*cases)
    assert moved.causes == ("budsjett",)
    known = moved.results[moved.results[CHANGE].notna()]
    np.testing.assert_allclose(known["budsjett"], known[CHANGE])
    figures = SimpleNamespace(**vars(cases[1]), changes=moved)
    told = chapter.chapter(View(figures, "forventet", "1101"))
    assert headings(told)[0].startswith("Endringer siden forrige rapport: ")
    assert "budsjett" in everything(told).lower()
