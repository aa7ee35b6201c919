"""Every word the notebooks show is the word on file, so that a change shows as what it changes.

After a change that is meant, `make fasit` writes the files anew. Read the difference before it is
committed: it is what the readers will see.
"""

import os
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from golden.rendered import rendered

from analysis.places import find_analysis, notebooks_folder
from analysis.run.notebook_engine import run_notebook
from analysis.run.run import RUN_FOLDER, compute, store

EXAMPLE = "ringeriksregionen"
FILES = Path(__file__).parent / "golden"
# By name of the file: the notebook and, for a municipality's report, whose.
TOLD = {
    "fellesrapport": ("fellesrapport", ""),
    "kommunerapport-3310": ("kommunerapport", "3310"),
    "kommunerapport-3236": ("kommunerapport", "3236"),
    **{path.stem: (path.stem, "") for path in sorted(notebooks_folder().glob("0*.ipynb"))},
}


def run_with_few_draws(folder: Path) -> str:
    """Work out the example with few draws, stored in the folder; return the run's identity."""
    for name in (EXAMPLE, "felles"):
        shutil.copytree(find_analysis(EXAMPLE).parent / name, folder / name)
    settings = folder / EXAMPLE / "utredning.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("trekninger = 10000", "trekninger = 200"), "utf-8")
    run = compute(folder / EXAMPLE, "sannsynlig")
    store(run, folder)
    return run.identity


def told(name: str, folder: Path, identity: str) -> str:
    notebook, code = TOLD[name]
    given = {"analyse": EXAMPLE, "scenario": "sannsynlig", "kjoring": identity}
    given |= {"kommunenummer": code} if code else {}
    with patch.dict(os.environ, {RUN_FOLDER: str(folder)}):
        return rendered(run_notebook(notebooks_folder() / f"{notebook}.ipynb", given, folder))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("fasit")
    return folder, run_with_few_draws(folder)


@pytest.mark.parametrize("name", TOLD)
def test_every_word_is_the_one_on_file(name: str, stored: tuple[Path, str]) -> None:
    expected = (FILES / f"{name}.txt").read_text("utf-8")
    assert told(name, *stored) == expected, "Er endringen ment: make fasit, og les forskjellen."


def write_all() -> None:
    """Write every file anew."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        identity = run_with_few_draws(folder)
        for name in TOLD:
            (FILES / f"{name}.txt").write_text(told(name, folder, identity), "utf-8")


if __name__ == "__main__":
    write_all()
