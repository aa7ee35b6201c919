"""Forms damaged in every way: told in words, taken in whole, or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dataset.analysis_folder import CODES, SHARED, Analysis
from dataset.forms.filling import form
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.cli import main
from analysis.dataset import load

Damage = st.DataObject


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Analysis, dict[str, bytes]]:
    """An analysis, and the forms of those who take part in it."""
    place = tmp_path_factory.mktemp("skadet")
    shutil.copytree(SHARED, place / "inputs" / "felles")
    analysis = Analysis(place / "inputs" / "x")
    forms = {}
    for code in CODES:
        path = form(analysis, code, name=f"{code}.xlsx")
        forms[path.name] = path.read_bytes()
    shutil.rmtree(analysis.folder / "skjema")
    return analysis, forms


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def bytes_changed(data: bytes, draw: Damage) -> bytes:
    at = draw.draw(st.integers(0, len(data) - 1))
    length = draw.draw(st.sampled_from([0, 1, 2, 40, 3000]))
    other = draw.draw(st.binary(max_size=6) | st.just(data[: draw.draw(st.integers(0, 400))]))
    return draw.draw(st.sampled_from([data[:at], data[:at] + other + data[at + length :]]))


def part_changed(data: bytes, draw: Damage) -> bytes:
    """Change the text of a part, or take it out, in an archive that is sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.draw(st.sampled_from(sorted(parts)))
    text = parts.pop(name)
    if draw.draw(st.integers(0, 5)):
        at = draw.draw(st.integers(0, len(text)))
        words = [
            b"", b"<", b"&", b"\x00", b"-1", b"1e999", b"NaN", b"1048577", b"XFD9", b'"', b"\xff",
            b"</row>", b"<c r='A1' t='s'><v>99999</v></c>", b"<mergeCell ref='A9:C12'/>",
        ]  # fmt: skip
        cut = draw.draw(st.integers(0, 60))
        parts[name] = text[:at] + draw.draw(st.sampled_from(words)) + text[at + cut :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


ODD = st.one_of(
    st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=12),
    st.sampled_from(
        ["", " ", "-", "=1+1", "@SUM(A1)", "\u200e", "ja", "nei", "1 250,5", "1.250", "50 %", "1e9",
         "31.12.2026", "2026-13-45", "null", "#REF!", "'=x", "x" * 40_000, "\U0001f600", "3 310"],
    ),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31)),
)  # fmt: skip


def cells_changed(data: bytes, draw: Damage) -> bytes:
    """Do to a form what people do, and what they never would."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for _ in range(draw.draw(st.integers(1, 6))):
        page = book[draw.draw(st.sampled_from(book.sheetnames))]
        row, column = draw.draw(st.integers(1, 40)), draw.draw(st.integers(1, 16))
        match draw.draw(st.integers(0, 8)):
            case 0:
                page.delete_rows(row, draw.draw(st.integers(1, 5)))
            case 1:
                page.insert_cols(column)
            case 2:
                page.delete_cols(column)
            case 3:
                page.title = draw.draw(st.sampled_from(["Ark1", "Budsjett 2", "x", page.title]))
            case 4:
                page.merge_cells(start_row=row, end_row=row + 2, start_column=1, end_column=column)
            case 5:
                page.row_dimensions[row].hidden = True
            case _:
                with contextlib.suppress(AttributeError, ValueError):  # merged, or no cell can
                    page.cell(row, column).value = draw.draw(ODD)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


DAMAGES = (bytes_changed, part_changed, cells_changed)


@contextlib.contextmanager
def heard() -> Iterator[io.StringIO]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        yield said


def take_in(analysis: Analysis, forms: dict[str, bytes], draw: Damage, kind: Any) -> None:
    """Take in forms of which one is damaged, and hold what the command leaves."""
    folder = analysis.folder
    before = files(folder)
    answers = folder.parent.parent / "svar"
    answers.mkdir()
    try:
        name = draw.draw(st.sampled_from(sorted(forms)))
        for other in draw.draw(st.sampled_from([[name], sorted(forms)])):
            data = forms[other]
            (answers / other).write_bytes(kind(data, draw) if other == name else data)
        confirm = draw.draw(st.sampled_from([[], ["--bekreft"], ["--prøv"]]))
        with heard() as said:
            code = main(["importer", str(folder), str(answers), *confirm])
        told, after = said.getvalue(), files(folder)
        assert code in (0, 1), told
        assert "ikke var forberedt på" not in told and "Traceback" not in told, told
        if after == before:
            assert "Ingenting er skrevet" in told or "Filene er ikke rørt" in told, told
        else:
            assert code == 0 and confirm != ["--prøv"], told
            load(folder, folder.parent / "felles")  # has no feil
            (kept,) = (folder / "tidligere").iterdir()
            changed = {name for name in after if after[name] != before.get(name)}
            assert {n: before[n] for n in changed if n in before} == {
                n: (kept / n).read_bytes() for n in changed if n in before
            }
    finally:
        shutil.rmtree(answers)
        shutil.rmtree(folder / "tidligere", ignore_errors=True)
        for path in folder.iterdir():
            path.unlink()
        for name, content in before.items():
            (folder / name).write_bytes(content)


@pytest.mark.thorough
@pytest.mark.parametrize("kind", DAMAGES)
@given(draw=st.data())
@settings(max_examples=350, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_form_is_told_of_or_taken_in_whole(
    sent: tuple[Analysis, dict[str, bytes]], kind: Any, draw: Damage
) -> None:
    take_in(*sent, draw, kind)


@pytest.mark.parametrize("kind", DAMAGES)
@given(draw=st.data())
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_some_damaged_forms(
    sent: tuple[Analysis, dict[str, bytes]], kind: Any, draw: Damage
) -> None:
    take_in(*sent, draw, kind)
