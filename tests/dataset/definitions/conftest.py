"""A copy of the shared toml files that may be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dataset.definitions.shared_files import ALT, ASSUME, CRIT, EXPLAIN, FELLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (ALT, CRIT, ASSUME, EXPLAIN):
        shutil.copy(FELLES / name, tmp_path / name)
    return tmp_path
