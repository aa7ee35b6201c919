"""Workbooks that are small on disk and large in memory, read with little memory and time."""

from __future__ import annotations

import io
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from analysis.dataset.reading import NotReadable, open_workbook
from analysis.places import ROOT

FIRST = "xl/worksheets/sheet1.xml"
_SECONDS, _BYTES = 20, 1_500_000_000


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Budsjett"
    for row in (["kommunenummer", "år"], ["1101", 2022]):
        book.worksheets[0].append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(part: str, change: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """Return a workbook with a part of it changed, and parts added."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(workbook()))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item.filename, change(data) if item.filename == part else data)
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def before_the_end(text: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"</worksheet>", text.encode() + b"</worksheet>")


def rows(text: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"</sheetData>", text.encode() + b"</sheetData>")


@cache
def large() -> dict[str, tuple[bytes, str]]:
    """Workbooks, and what is said of each."""
    wide = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(3, 20_000))
    formatted = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="0"/>' for c in "ABCDEF") + "</row>"
        for n in range(3, 90_000)
    )
    merge = '<mergeCells count="1"><mergeCell ref="A3:{}"/></mergeCells>'
    link = '<hyperlinks><hyperlink ref="A1:XFD1048576" location="A1"/></hyperlinks>'
    styles = lambda data: data.replace(b"</cellXfs>", b"<xf/>" * 300_000 + b"</cellXfs>")  # noqa: E731
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    told = "Arket «Budsjett» strekker seg til"
    return {
        "merged to the last cell": (
            changed(FIRST, before_the_end(merge.format("XFD1048576"))),
            f"{told} XFD1048576",
        ),
        "a merged block": (changed(FIRST, before_the_end(merge.format("GR19999"))), told),
        "a link to everywhere": (changed(FIRST, before_the_end(link)), told),
        "cells far to the right": (changed(FIRST, rows(wide)), f"{told} XFD"),
        "one cell far below": (
            changed(FIRST, rows('<row r="1048576"><c r="A1048576"/></row>')),
            f"{told} B1048576",
        ),
        "one cell far away, and no more": (
            changed(FIRST, rows('<row r="19999"><c r="GR19999"/></row>')),
            f"{told} GR19999",
        ),
        "formatted empty rows": (changed(FIRST, rows(formatted)), f"{told} F83"),
        "rows that do not say where": (changed(FIRST, rows("<row/>" * 110_000)), told),
        "cells that do not say where": (
            changed(FIRST, rows("<row>" + "<c/>" * 400_000 + "</row>")),
            told,
        ),
        "a number no sheet has": (changed(FIRST, rows(f'<row r="{"9" * 400}"/>')), told),
        "styles without end": (changed("xl/styles.xml", styles), "uvanlig stor"),
        "unpacks without end": (
            changed(FIRST, before_the_end(" " * 100_000_001)),
            "uvanlig stor",
        ),
        "entities": (
            changed(FIRST, lambda data: data.replace(b"<worksheet", doctype + b"<worksheet", 1)),
            "ikke en lesbar Excel-fil",
        ),
    }


@pytest.mark.parametrize("kind", large())
def test_a_small_file_does_not_fill_the_memory(kind: str, tmp_path: Path) -> None:
    data, said = large()[kind]
    path = tmp_path / "stor.xlsx"
    path.write_bytes(data)
    program = (
        "import sys, pathlib\n"
        "from analysis.dataset.reading import NotReadable, open_workbook\n"
        "try: open_workbook(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "except NotReadable as why: print(why)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"},
        preexec_fn=_limit,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout
    assert re.search(r"(Slett|Kopier|Lagre) ", done.stdout)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))


def test_a_large_table_is_still_read() -> None:
    book = openpyxl.Workbook()
    for row in range(5_000):
        book.worksheets[0].append([row] * 16)
    stream = io.BytesIO()
    book.save(stream)
    assert open_workbook(stream.getvalue()).worksheets[0].max_row == 5_000


def test_a_part_named_otherwise_is_measured_too() -> None:
    """The sheet may lie in any part; its relation tells which."""
    out = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(workbook()))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item).replace(b"worksheets/sheet1.xml", b"media/bilde1.png")
            if item.filename == FIRST:
                data = before_the_end('<mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')(
                    data
                )
            new.writestr(item.filename.replace("worksheets/sheet1.xml", "media/bilde1.png"), data)
    with pytest.raises(NotReadable, match="strekker seg"):
        open_workbook(out.getvalue())
