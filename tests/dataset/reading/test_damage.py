"""Real files damaged in a thousand ways: read, or refused in words, and never a trace."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from dataset.analysis_folder import SHARED, Analysis
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset import InputProblems, explain
from analysis.dataset.definitions.settings import read_settings
from analysis.dataset.kommunenummer import read_history
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import Context, read_table
from analysis.dataset.tables import TABLES

CONTEXT = Context(read_history(SHARED / "kommunenummer.csv"), 500_000)
BUDGET = next(table for table in TABLES if table.name == "budsjett")
_FEW, _MANY = 60, 1000
# What people and programs leave in files, beside what chance does.
PIECES = [
    b";", b"\n", b"\r", b'"', b"\0", b"\xef\xbb\xbf", b"\xff", b"=", b"[", b"]", b"[[", b"{",
    b"'''", b"#REF!", b"1e999", b"inf", b"nan", b"=cmd|' /C calc'!A0", b"\xe2\x80\x8e", b"-",
    b"3,6 mill", b"50 %", b"Sum", b"kommunenummer;", b"2022-99-99", b"31.12.26", b"9" * 5000,
    b"<!DOCTYPE x>", b"&lol;", b'r="XFD1048576"', b'ref="A1:XFD1048576"', b"</row>", b"<c/>",
    b'hidden="1"', b"\xed\xa0\x80",
]  # fmt: skip


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return a file with some bytes changed, cut, doubled or put in."""
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice([0, 1, 1, 4, 50, 2000]))
        match chance.randrange(5):
            case 0:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            case 1:
                data = data[:at] + chance.choice(PIECES) + data[to:]
            case 2:
                data = data[:at] + data[to:]
            case 3:
                data = data[:to] + data[at:to] * chance.choice([1, 2, 200]) + data[to:]
            case _:
                data = data[:at] + chance.randbytes(to - at) + data[to:]
    return data


def damaged_workbook(data: bytes, chance: random.Random) -> bytes:
    """Return a workbook that is damaged as a whole, or in one of the parts inside."""
    if chance.random() < 0.2:
        return damaged(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        hurt = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damaged(part, chance) if name == hurt else part)
    return out.getvalue()


def is_read_or_refused(folder: Path) -> None:
    """Read a table and the settings of a folder; what is told can be shown, on one line."""
    log = ProblemLog()
    data = read_table(folder, BUDGET, CONTEXT, log)
    read_settings(folder, log)
    assert data.found or log.has_errors()
    for problem in log.problems:
        assert str(problem).encode() and "\n" not in str(problem), problem
    assert all(abs(amount) < float("inf") or amount != amount for amount in data.columns["beløp"])


def workbook(analysis: Analysis) -> bytes:
    book = openpyxl.Workbook()
    for line in analysis.tables["budsjett"].splitlines():
        book.worksheets[0].append(line.split(";"))
    book.worksheets[0].merge_cells("A20:A22")
    book.worksheets[0].row_dimensions[4].hidden = True
    book.create_sheet("Mer")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("count", [_FEW, pytest.param(_MANY, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("kind", ["csv", "xlsx", "toml"])
def test_damaged_files_are_read_or_refused(analysis: Analysis, kind: str, count: int) -> None:
    file = "utredning.toml" if kind == "toml" else f"budsjett.{kind}"
    hurt: Callable[[bytes, random.Random], bytes] = damaged
    if kind == "xlsx":
        whole, hurt = workbook(analysis), damaged_workbook
        (analysis.folder / "budsjett.csv").unlink()
    else:
        whole = (analysis.folder / file).read_bytes()
    for seed in range(count):
        analysis.write(file, hurt(whole, random.Random(seed)))
        try:
            is_read_or_refused(analysis.folder)
        except Exception as trace:
            raise AssertionError(f"{kind}, damage number {seed}") from trace


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield Analysis(tmp_path_factory.mktemp("inputs") / "x").folder


@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=8), max_size=8))
@settings(deadline=None)
def test_any_table_is_read_or_refused(folder: Path, rows: list[list[str]]) -> None:
    heading = "kommunenummer;år;kostnadsgruppe;beløp;kilde;kvalitet\n"
    text = heading + "\n".join(";".join(row) for row in rows)
    (folder / "budsjett.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    is_read_or_refused(folder)


@given(text=st.text(max_size=300))
@settings(deadline=None)
def test_any_settings_are_read_or_refused(folder: Path, text: str) -> None:
    (folder / "utredning.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    is_read_or_refused(folder)


@pytest.mark.parametrize("seed", range(20))
def test_a_whole_analysis_with_damaged_files_is_told_in_words(
    analysis: Analysis, seed: int
) -> None:
    chance = random.Random(seed)
    for path in sorted(analysis.folder.iterdir()):
        if chance.random() < 0.4:
            path.write_bytes(damaged(path.read_bytes(), chance))
    try:
        told = analysis.load().problems
    except InputProblems as refused:
        told = refused.problems
    assert explain(told).encode() or not told
