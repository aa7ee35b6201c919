"""Numbers and dates as Norwegians write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.notation import (
    CellError,
    Formula,
    guarded,
    norwegian_number,
    parse_date,
    parse_number,
    short,
    to_text,
    unguarded,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1250", 1250),
        ("1250,5", 1250.5),
        ("1 250,5", 1250.5),
        ("1\u00a0250,5", 1250.5),
        ("1\u202f250\u202f000", 1_250_000),
        ("0,5", 0.5),
        ("-4", -4),
        ("\u22124", -4),
        ("+4", 4),
        ("007", 7),
        (1250.5, 1250.5),
        (3, 3),
    ],
)
def test_reads_norwegian_numbers(text: str | float, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("abc", ["«abc» er ikke et tall"]),
        ("1.250", ["1250 (tusenskille)", "1,250 (desimaltegn)", "Skriv 1250 eller 1,250"]),
        ("1250.5", ["12505 (tusenskille)", "1250,5 (desimaltegn)"]),
        ("-1.5", ["-15", "-1,5"]),
        ("0.5", ["«0.5» har punktum", "Skriv 0,5"]),
        ("1.250,5", ["har punktum", "Skriv 1250,5"]),
        ("1.250.000", ["har punktum", "Skriv 1250000"]),
        ("1,250,000", ["komma som tusenskille", "Skriv 1250000"]),
        ("1,250.5", ["komma som tusenskille", "Skriv 1250,5"]),
        ("1,2,3", ["er ikke et tall"]),
        (".5", ["er ikke et tall"]),
        ("5.", ["er ikke et tall"]),
        ("nan", ["La cellen stå tom"]),
        ("NA", ["La cellen stå tom"]),
        ("-", ["La cellen stå tom"]),
        ("#N/A", ["La cellen stå tom"]),
        ("#REF!", ["feilmelding fra Excel"]),
        ("inf", ["«inf» er ikke et tall"]),
        ("1e400", ["tierpotens"]),
        ("1,5E+05", ["tierpotens"]),
        ("9" * 400, ["for stort"]),
        ("=1+2", ["er en formel", "Lim inn verdien"]),
        (Formula("SUM(A1:A2)"), ["er en formel"]),
        ("12 50", ["mellomrom på feil sted", "Skriv 1250"]),
        ("1250,-", ["mer enn et tall"]),
        ("kr 1250", ["mer enn et tall"]),
        ("12 %", ["mer enn et tall"]),
        ("٣", ["er ikke et tall"]),
        ("1_000", ["er ikke et tall"]),
        (dt.date(2026, 5, 1), ["Excel har gjort cellen om til datoen 01.05.2026", "Tall"]),
    ],
)
def test_explains_what_is_no_number(text: str, parts: list[str]) -> None:
    with pytest.raises(CellError) as caught:
        parse_number(text)
    said = f"{caught.value.found}. {caught.value.advice}"
    assert all(part in said for part in parts), said


@given(
    thousandths=st.integers(-(10**12), 10**12),
    space=st.sampled_from(["", " ", "\u00a0", "\u202f"]),
    minus=st.sampled_from("-\u2212"),
)
def test_reads_back_what_is_written(thousandths: int, space: str, minus: str) -> None:
    value = thousandths / 1000
    text = f"{value:,.3f}".replace(",", space).replace(".", ",").replace("-", minus)
    assert parse_number(text) == value
    assert parse_number(norwegian_number(value)) == value


@given(st.text())
def test_any_text_is_a_finite_number_or_explained(text: str) -> None:
    try:
        assert abs(parse_number(text)) < float("inf")
    except CellError as trouble:
        assert trouble.found and "\n" not in trouble.found


@pytest.mark.parametrize(
    "text", ["2026-12-31", "31.12.2026", "31. 12. 2026", dt.date(2026, 12, 31)]
)
def test_reads_dates(text: str | dt.date) -> None:
    assert parse_date(text) == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("31.02.2026", "finnes ikke i kalenderen"),
        ("2026-13-01", "finnes ikke i kalenderen"),
        ("31/12-26", "er ikke en dato"),
        ("31.13.26", "finnes ikke i kalenderen"),
        ("31.12.98", "«31.12.98» kan være i 1998 eller 2098"),
        ("12/31/2026", "er ikke en dato"),
        ("løpende", "«løpende» er ikke en dato"),
        (46387, "«46387» er et tall, ikke en dato"),
    ],
)
def test_explains_what_is_no_date(text: str, part: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_date(text)
    assert part in caught.value.found


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("31.12.2027 + opsjon", "Skriv 31.12.2027"),
        ("løper til 31. 12. 2027", "Skriv 31.12.2027"),
        ("31/12-27", "Skriv 31.12.2027"),
        ("01.01.2024-31.12.2027", ""),
        ("31.02.2027 (oppsagt)", ""),
        ("desember 2027", ""),
    ],
)
def test_a_date_among_words_is_told(text: str, advice: str) -> None:
    with pytest.raises(CellError) as caught:
        parse_date(text)
    assert caught.value.advice == advice
    if advice:
        assert parse_date(advice.removeprefix("Skriv ")) == dt.date(2027, 12, 31)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_year_of_two_digits_is_in_this_century_or_asked_about(day: dt.date) -> None:
    written = f"{day:%d.%m.%y}"
    if day.year < 2060:
        assert parse_date(written) == day
        return
    with pytest.raises(CellError) as caught:
        parse_date(written)
    assert caught.value.advice == "Skriv året med fire sifre"


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_reads_every_day_both_ways(day: dt.date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(to_text(day)) == day


def test_text_of_a_cell_is_norwegian() -> None:
    assert to_text(1250.5) == "1250,5"
    assert to_text(1e16) == "10000000000000000"
    assert short("a\n" * 100, 10) == "a a a a a…"


LIVE = st.from_regex(r"\A'*\s*[=+\-@\t\r\n\uff1d]?.*\Z")


@given(LIVE | st.text())
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)
    number = cell == "-" or (cell[:1] == "-" and cell[1:].replace(",", "", 1).isdigit())
    assert number or cell.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\uff1d")
    assert cell[:1] not in ("\t", "\r", "\n")
    assert unguarded(cell) == text


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-2+3", "\t=1", " =1"]
)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-4", "-5,5", "-", "Lier", "'s-Hertogenbosch", "3 = 3", "\u22124", ""]
)
def test_what_no_spreadsheet_runs_stands_as_it_is(text: str) -> None:
    assert guarded(text) == text == unguarded(text)
