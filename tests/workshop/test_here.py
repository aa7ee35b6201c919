"""The workshop beside a notebook: the page in a frame, and what is on the table as a view."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import papermill
import pytest

from analysis.dataset import Trial
from analysis.places import notebooks_folder
from analysis.report.chapters.alternatives import points
from analysis.run import Occupied
from analysis.workshop import Here
from tests.golden.rendered import with_few_draws


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return with_few_draws(tmp_path)


@pytest.fixture
def here(folder: Path) -> Iterator[Here]:
    made = Here(str(folder))
    yield made
    made.close()


def test_the_page_is_shown_in_a_frame_with_a_name(here: Here) -> None:
    html = here._repr_html_()
    assert f'src="{here.address}"' in html and 'title="Verkstedet"' in html


def test_what_is_on_the_table_is_a_view_that_says_so(here: Here) -> None:
    before = here.view("3310")
    assert not before.tried
    session = here._served.workshop.session
    session.trial = Trial(weights={"3310": {"ansatte": 100.0}})
    view = here.view("3310")
    assert view.weight("ansatte").share == 1.0 and before.weight("ansatte").share < 1.0
    assert "Utprøving: vektene er endret for Hole" in points.points_table(view).payload()["source"]
    assert here.view().joint


def test_two_workshops_of_one_analysis_are_not_open_at_once(here: Here, folder: Path) -> None:
    with pytest.raises(Occupied) as other:
        Here(str(folder))
    assert other.value.pid == here.address


def test_what_is_closed_can_be_opened_again(folder: Path) -> None:
    for _ in range(2):
        Here(str(folder)).close()


@pytest.mark.thorough
def test_the_notebook_runs(folder: Path, tmp_path: Path) -> None:
    done = papermill.execute_notebook(
        notebooks_folder() / "verksted.ipynb",
        tmp_path / "ferdig.ipynb",
        {"analyse": str(folder)},
        progress_bar=False,
    )
    shown = [c for c in done.cells if c.cell_type == "code" and c.outputs]
    assert len(shown) >= 5
    assert "<iframe" in shown[0].outputs[-1]["data"]["text/html"]
