from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from dataset.ssb.server import recorded

from analysis.dataset.kommunenummer import SHIPPED, AmbiguousCode, History, read_history
from analysis.dataset.ssb.klass import (
    changes_question,
    read_changes,
    unknown_changes,
    with_changes,
)
from analysis.dataset.ssb.source_fault import SourceFault

NEW_YEAR = "2027-01-01"


def row(old: str, old_name: str, new: str, new_name: str) -> dict[str, str]:
    return {
        "oldCode": old,
        "oldName": old_name,
        "newCode": new,
        "newName": new_name,
        "changeOccurred": NEW_YEAR,
    }


MADE_UP = [
    row("3310", "Hole", "3350", "Ringerike"),
    row("3305", "Ringerike", "3350", "Ringerike"),
    row("3316", "Modum", "3351", "Modum øst"),
    row("3316", "Modum", "3352", "Modum vest"),
]


def test_the_shipped_file_has_every_change_since_2017() -> None:
    found = read_changes(recorded("klass-131-changes"))
    assert len(found) == 515
    assert unknown_changes(found, read_history()) == ()
    splits = {change.old for change in found if not change.whole}
    assert splits == {"0720", "1850", "5012", "1507"}


def test_the_question_includes_new_years_day() -> None:
    question = changes_question(2027)
    assert "from=2017-01-01&to=2027-01-02" in question.path
    assert question.body is None


def test_new_changes_are_found_written_and_read_again(tmp_path: Path) -> None:
    answer = recorded("klass-131-changes")
    answer["codeChanges"] += MADE_UP
    new = unknown_changes(read_changes(answer), read_history())
    assert [(c.old, c.new, c.whole) for c in new] == [
        ("3305", "3350", True),
        ("3310", "3350", True),
        ("3316", "3351", False),
        ("3316", "3352", False),
    ]
    before = SHIPPED.read_bytes()
    written = with_changes(before, new, dt.date(2027, 1, 4))
    assert written.startswith(before)
    path = tmp_path / "kommunenummer.csv"
    path.write_bytes(written)
    history = read_history(path)
    assert history == History((*read_history().changes, *new))
    assert history.current("0612") == "3350" and history.name("3350") == "Ringerike"
    assert history.earlier("3350", dt.date(2019, 1, 1)) == ("0605", "0612")
    with pytest.raises(AmbiguousCode, match="Velg 3351 Modum øst eller 3352 Modum vest"):
        history.current("0623")


@pytest.mark.parametrize("data", [b"a\r\nb\r\n", b"a\r\nb", b"a\nb"])
def test_rows_are_added_with_the_line_ends_of_the_file(data: bytes) -> None:
    change = read_changes({"codeChanges": MADE_UP[:1]})
    written = with_changes(data, change, dt.date(2027, 1, 4))
    end = b"\r\n" if b"\r\n" in data else b"\n"
    assert written.split(end)[2].startswith(b"3310;Hole;3350;Ringerike;2027-01-01;SSB KLASS 131")
    assert written.endswith(b"hentet 04.01.2027;ja" + end)


@pytest.mark.parametrize(
    "answer",
    [{}, [], None, {"codeChanges": [{"oldCode": "1"}]},
     {"codeChanges": [row("1", "a", "2", "b") | {"changeOccurred": "i fjor"}]}],
)  # fmt: skip
def test_another_form_is_refused(answer: Any) -> None:
    with pytest.raises(SourceFault, match="feltet «codeChanges»"):
        read_changes(answer)


@pytest.mark.parametrize(
    ("strange", "shown"),
    [
        (row("33X0;=cmd", "Hole", "3350", "Hole"), "33X0;=cmd"),
        (row("3310", "Hole", "335", "Hole"), "335"),
        (row("٣٣١٠", "Hole", "3350", "Hole"), "٣٣١٠"),
        (row("3310", "=cmd|' /C calc'!A0", "3350", "Hole"), "=cmd|' /C calc'!A0"),
        (row("3310", "Hole", "3350", "Hole\n3310;Lier"), "Hole 3310;Lier"),
        (row("3310", "Hole", "3350", "H" * 5000), "HHHHH"),
    ],
)
def test_what_is_no_number_or_name_is_not_taken_in(strange: dict[str, str], shown: str) -> None:
    with pytest.raises(SourceFault, match="der det skulle stå nummeret eller navnet") as refused:
        read_changes({"codeChanges": [strange]})
    assert f"«{shown}" in str(refused.value)
    assert len(str(refused.value)) < 250


def test_every_name_since_2017_is_a_name() -> None:
    changes = read_history().changes
    rows = [row(c.old, c.old_name, c.new, c.new_name) for c in changes]
    assert len(read_changes({"codeChanges": rows})) == len(changes)
