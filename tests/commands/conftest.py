"""An analysis of its own for the tests of each command."""

from pathlib import Path

import pytest
from dataset.analysis_folder import Analysis


@pytest.fixture
def analysis(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Analysis(Path("inputs/x"))
