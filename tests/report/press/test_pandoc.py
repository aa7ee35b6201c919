"""One pandoc is started, asked again and again, and replaced when it dies."""

from pathlib import Path

import pytest

from analysis.report.press import pandoc
from analysis.report.press.payload import ReportError


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch):
    """A pandoc of the test's own."""
    found = pandoc._Pandoc()
    monkeypatch.setattr(pandoc, "_PANDOC", found)
    yield found
    found.end()


@pytest.fixture
def doubled(tmp_path: Path) -> Path:
    script = tmp_path / "dobbel æ.lua"
    script.write_text("return function(given) return { twice = given .. given } end", "utf-8")
    return script


def test_the_same_process_answers_every_question(own, doubled):
    assert pandoc.ask_pandoc(doubled, "å\n") == {"twice": "å\nå\n"}
    first = own._process
    assert pandoc.ask_pandoc(doubled, '"\\') == {"twice": '"\\"\\'}
    assert own._process is first


def test_a_fault_is_told_and_the_next_question_is_answered(own, doubled, tmp_path):
    broken = tmp_path / "feil.lua"
    broken.write_text("return function() error('slikt går ikke') end", "utf-8")
    with pytest.raises(ReportError, match="lot seg ikke omforme: .*slikt går ikke"):
        pandoc.ask_pandoc(broken, None)
    assert pandoc.ask_pandoc(doubled, "a") == {"twice": "aa"}


def test_one_that_has_died_is_replaced(own, doubled):
    pandoc.ask_pandoc(doubled, "a")
    own._process.kill()
    own._process.wait()
    assert pandoc.ask_pandoc(doubled, "b") == {"twice": "bb"}


def test_one_that_never_answers_is_ended_and_told(own, doubled, tmp_path, monkeypatch):
    monkeypatch.setattr(pandoc, "_TIMEOUT_SECONDS", 0.3)
    endless = tmp_path / "evig.lua"
    endless.write_text("return function() while true do end end", "utf-8")
    with pytest.raises(ReportError, match="pandoc svarte ikke"):
        pandoc.ask_pandoc(endless, None)
    monkeypatch.undo()
    assert own.ask(doubled, "a") == {"twice": "aa"}
