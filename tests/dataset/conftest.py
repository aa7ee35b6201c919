"""Analyses in a temporary folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from dataset.analysis_folder import Analysis


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Analysis]:
    """Make analyses in ``inputs/`` of an empty working directory."""
    monkeypatch.chdir(tmp_path)
    return lambda name: Analysis(Path("inputs") / name)


@pytest.fixture
def analysis(make: Callable[[str], Analysis]) -> Analysis:
    """Return a complete analysis without any problem."""
    return make("x")
