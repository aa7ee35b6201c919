"""The example beside a server on this machine."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands.kommunedata.fetching import NOW, ROOT, parsed
from dataset.ssb.server import Server, running

from analysis.commands import kommunedata


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as server:
        monkeypatch.setenv("IKT_STATISTIKKBANKEN", f"{server.address}/api/pxwebapi/v2/")
        monkeypatch.setenv("IKT_KLASS", f"{server.address}/api/klass/v1/")
        yield server


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example without official figures, with its shared files and inhabitants of 2022."""
    for name in ("felles", "ringeriksregionen"):
        shutil.copytree(ROOT / "inputs" / name, tmp_path / "inputs" / name)
    folder = Path("inputs/ringeriksregionen")
    monkeypatch.chdir(tmp_path)
    as_in_2022(folder)
    (folder / "kommunedata.csv").unlink(missing_ok=True)
    shutil.rmtree(folder / "kommunedata", ignore_errors=True)
    return folder


def as_in_2022(folder: Path) -> None:
    """Set the inhabitants back, so that there is something newer to fetch."""
    path = folder / "kommuner.csv"
    text = path.read_text(encoding="utf-8").replace("1. januar 2026", "1. januar 2022")
    with (folder / "kommunedata.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            if (row["år"], row["størrelse"]) == ("2022", "innbyggere"):
                cell = rf"(?m)^({row['kommunenummer']};[^;]*;)\d+;"
                text = re.sub(cell, rf"\g<1>{row['verdi']};", text)
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def ikt(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command without waiting; return its exit code and what it said."""

    def run(*arguments: str, now: dt.datetime = NOW) -> tuple[int, str, str]:
        given = parsed(str(folder), *(arguments or ("--år", "2026")))
        code = kommunedata.run(given, now=lambda: now, sleep=lambda seconds: None)
        out, err = capsys.readouterr()
        return code, out, err

    return run
