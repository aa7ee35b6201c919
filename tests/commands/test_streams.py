import os
import re
import subprocess
import sys

import pytest

from analysis.cli import main
from analysis.commands.streams import heard
from analysis.places import ROOT

SAID = "Måned – «æøå» … 3 − 2 → 1, ≥ 4\u202f000: Kárášjohka"


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("utf-8", SAID),
        ("cp1252", "Måned – «æøå» … 3 - 2 -> 1, >= 4 000: Kárášjohka"),
        ("cp850", "Måned - «æøå» ... 3 - 2 -> 1, >= 4 000: Kárásjohka"),
        ("cp865", 'Måned - «æøå" ... 3 - 2 -> 1, ≥ 4 000: Kárásjohka'),
        ("ascii", 'Maned - "aeoa" ... 3 - 2 -> 1, >= 4 000: Karasjohka'),
    ],
)
def test_a_code_page_shows_the_nearest_it_has(page, shown, tmp_path):
    with (tmp_path / "ut").open("w", encoding=page) as stream, pytest.MonkeyPatch.context() as to:
        to.setattr(sys, "stdout", stream)
        with heard():
            print(SAID)
    assert (tmp_path / "ut").read_bytes().decode(page) == f"{shown}\n"


@pytest.mark.parametrize("page", ["cp1252", "cp850"])
def test_the_command_speaks_in_windows_code_pages(page):
    given = [sys.executable, "-m", "analysis", "sjekk", "ringeriksregionen"]
    env = {**os.environ, "PYTHONIOENCODING": page}
    done = subprocess.run(given, cwd=ROOT, env=env, capture_output=True, check=False)
    assert done.returncode == 0
    said = (done.stdout + done.stderr).decode(page)
    assert "rapportene kan skrives" in said
    assert "forutsetninger er forslag i verktøyet, ikke bekreftet" in said
    # What ends a question, and no sign that the page lacks.
    assert not re.search(r"\?\S|\s\?", said)


@pytest.mark.parametrize(("analysis", "code"), [("ringeriksregionen", 0), ("finnes-ikke", 2)])
def test_a_reader_who_leaves_changes_neither_work_nor_exit_code(analysis, code):
    given = [sys.executable, "-m", "analysis", "sjekk", analysis]
    pipe, written = os.pipe()
    os.close(pipe)
    try:
        done = subprocess.run(given, cwd=ROOT, stdout=written, stderr=written, check=False)
    finally:
        os.close(written)
    assert done.returncode == code


def test_another_trouble_with_a_stream_is_not_hidden():
    with open("/dev/full", "w", encoding="utf-8") as full, pytest.MonkeyPatch.context() as to:
        to.setattr(sys, "stdout", full)
        with pytest.raises(OSError, match="No space"), heard():
            print("ut")
        to.undo()
        with pytest.raises(OSError, match="No space"):
            full.close()


def test_what_comes_from_outside_steers_no_terminal(tmp_path, capsys):
    name = "hole\x1b]0;eid\x07\x9b2J\u202egpj\rOK"
    (tmp_path / f"{name}.xlsx").write_bytes(b"x")
    assert main(["importer", "ringeriksregionen", str(tmp_path / f"{name}.xlsx"), "--prøv"]) == 1
    assert main(["sjekk", name]) == 2
    told = "".join(capsys.readouterr())
    assert not set(told) & set("\x1b\x07\x9b\u202e\r")
    assert "heter «hole\\x1b]0;eid\\x07\\x9b2J\\x202egpj\\x0dOK»" in told
    with heard():
        print("\r 10 %", end="")  # a bar is drawn again
    assert capsys.readouterr().out == "\r 10 %"
