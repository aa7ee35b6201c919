"""Municipality codes of any year since 2017."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from analysis.dataset.kommunenummer import (
    AmbiguousCode,
    Change,
    History,
    UnknownCode,
    current,
    read_history,
)

NEW_YEAR = {year: dt.date(year, 1, 1) for year in range(2017, 2027)}


@pytest.mark.parametrize(
    ("code", "carried"),
    [
        ("0301", "0301"),
        ("1534", "1580"),
        ("1504", "1508"),
        ("1523", "1508"),
        ("1529", "1508"),
        ("1546", "1508"),
        ("0101", "3101"),
        ("5001", "5001"),
        ("1601", "5001"),
    ],
)
def test_carries_a_code_to_the_current_one(code: str, carried: str) -> None:
    assert current(code) == carried
    assert current(code, on=NEW_YEAR[2024]) == carried


@pytest.mark.parametrize(
    ("code", "candidates"),
    [
        ("1507", ("1508", "1580")),
        ("0720", ("3905", "3907")),
        ("1850", ("1806", "1875")),
        ("5012", ("5055", "5056", "5059")),
        ("1613", ("5055", "5056", "5059")),
    ],
)
def test_asks_where_a_municipality_was_split(code: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousCode) as caught:
        current(code)
    assert caught.value.candidates == candidates
    assert all(candidate in str(caught.value) for candidate in candidates)


def test_a_split_code_is_sound_until_the_day_it_is_split() -> None:
    assert current("1507", on=dt.date(2023, 12, 31)) == "1507"
    with pytest.raises(AmbiguousCode) as caught:
        current("1507", on=NEW_YEAR[2024])
    assert caught.value.candidates == ("1508", "1580")


def test_answers_for_the_day_that_is_asked_for() -> None:
    assert current("1534", on=NEW_YEAR[2019]) == "1534"
    assert current("1534", on=dt.date(2019, 12, 31)) == "1534"
    assert current("1534", on=NEW_YEAR[2020]) == "1507"
    assert current("1507", on=NEW_YEAR[2023]) == "1507"
    with pytest.raises(UnknownCode, match="01.01.2021"):
        current("1580", on=NEW_YEAR[2021])


@pytest.mark.parametrize("code", ["9999", "0000", "", "abcd", "605"])
def test_refuses_codes_no_municipality_has_had(code: str) -> None:
    with pytest.raises(UnknownCode):
        current(code)


def test_the_shipped_history_has_as_many_municipalities_as_norway() -> None:
    history = read_history()
    codes = {change.old for change in history.changes} | {c.new for c in history.changes}
    for year, number in ((2017, 426), (2018, 422), (2019, 422), (2020, 356), (2024, 357)):
        valid = set()
        for code in codes:
            try:
                valid.add(history.current(code, NEW_YEAR[year]))
            except (AmbiguousCode, UnknownCode):
                continue
        assert len(valid) == number, year


def test_every_code_is_carried_to_one_that_stays() -> None:
    history = read_history()
    for change in history.changes:
        try:
            ends = {history.current(change.old)}
        except AmbiguousCode as split:
            ends = set(split.candidates)
        assert ends
        assert all(history.current(end) == end and history.name(end) for end in ends)


def test_follows_another_history() -> None:
    merged = Change("1111", "Vik", "2222", "Nes", NEW_YEAR[2020], True)
    unchanged = Change("2222", "Nes", "2222", "Nes", NEW_YEAR[2017], True)
    history = History((merged, unchanged))
    assert current("1111", history=history) == "2222"
    assert current("1111", NEW_YEAR[2019], history) == "1111"
    assert current("2222", NEW_YEAR[2019], history) == "2222"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("0001;A;0002;B;i fjor;SSB;ja", "Linje 2: «i fjor» er ikke en dato"),
        ("1;A;0002;B;2020-01-01;SSB;ja", "Linje 2: Kommunenummer skal ha fire sifre"),
        ("0001;A;0002;B;2020-01-01;SSB;kanskje", "«kanskje» er ikke ja eller nei"),
    ],
)
def test_a_damaged_history_says_where(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "kommunenummer.csv"
    path.write_text(f"gammel_kode;gammelt_navn;ny_kode;nytt_navn;dato;kilde;entydig\n{row}\n")
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        read_history(path)
    path.write_text("gammel_kode;ny_kode\n")
    with pytest.raises(ValueError, match="Kolonnen gammelt_navn mangler"):
        read_history(path)
