"""Numbers as they are printed."""

import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.language.numbers import (
    MINUS,
    NBSP,
    about_kroner,
    decimal,
    is_number,
    percent,
    signed,
    thousand,
    whole,
)


def spaced(text: str) -> str:
    return text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [
        (1234.5, 1, "1 234,5"),
        (2.675, 2, "2,68"),
        (1.005, 2, "1,01"),
        (0.1 + 0.2, 1, "0,3"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-0.5, 0, "−1"),
        (-2.5, 0, "−3"),
        (-0.4, 0, "0"),
        (-0.0, 0, "0"),
        (-0.004, 2, "0,00"),
        (999.95, 1, "1 000,0"),
        (-1234567, 0, "−1 234 567"),
        (1e21, 0, "1 000 000 000 000 000 000 000"),
        (np.float64(2.675), 2, "2,68"),
        (np.float32(2.675), 2, "2,68"),
        (np.int64(1235), 0, "1 235"),
        (Decimal("2.345"), 2, "2,35"),
    ],
)
def test_decimal(value: object, digits: int, printed: str) -> None:
    assert decimal(value, digits) == spaced(printed)


def test_whole_and_thousand_are_whole_numbers() -> None:
    assert whole(1234.5) == thousand(1234.5) == spaced("1 235")


def test_the_largest_float_is_printed_whole() -> None:
    assert len(whole(1e308).replace(NBSP, "")) == 309


@pytest.mark.parametrize("form", [whole, decimal, thousand, percent, signed, about_kroner])
def test_missing_and_not_applicable(form: object) -> None:
    assert callable(form)
    assert form(float("nan")) == form(np.nan) == form(pd.NA) == "mangler"
    assert form(None) == "–"


@pytest.mark.parametrize("form", [whole, percent, signed, about_kroner])
def test_infinity_is_refused(form: object) -> None:
    assert callable(form)
    with pytest.raises(ValueError, match="kan ikke skrives"):
        form(math.inf)


def test_a_truth_value_is_no_number() -> None:
    with pytest.raises(TypeError):
        whole(True)
    assert not is_number(True)
    assert not is_number("1")
    assert is_number(np.int64(1))


@pytest.mark.parametrize(
    ("share", "digits", "printed"),
    [(0.12, 0, "12 %"), (0.145, 0, "15 %"), (0.005, 0, "1 %"), (-0.001, 0, "0 %"),
     (1, 0, "100 %"), (0.1234, 1, "12,3 %"), (-0.25, 0, "−25 %")],
)  # fmt: skip
def test_percent(share: float, digits: int, printed: str) -> None:
    assert percent(share, digits) == spaced(printed)


@pytest.mark.parametrize(
    ("value", "printed"),
    [(412, "+412"), (-412, "−412"), (0, "0"), (0.4, "0"), (-0.4, "0"), (-0.5, "−1")],
)
def test_signed(value: float, printed: str) -> None:
    assert signed(value) == printed


def test_signed_percent() -> None:
    assert signed(0.123, 1, percent) == spaced("+12,3 %")
    assert signed(-0.0001, 0, percent) == spaced("0 %")


@pytest.mark.parametrize(
    ("thousands", "printed"),
    [
        (1234, "om lag 1,2 millioner kroner"),
        (450.4, "om lag 450 000 kroner"),
        (1000, "om lag 1 million kroner"),
        (999.6, "om lag 1 million kroner"),
        (12345, "om lag 12 millioner kroner"),
        (1_250_000, "om lag 1,3 milliarder kroner"),
        (45.3, "om lag 45 000 kroner"),
        (0.05, "om lag 50 kroner"),
        (0, "0 kroner"),
        (0.0001, "0 kroner"),
        (-1234, "om lag −1,2 millioner kroner"),
    ],
)
def test_about_kroner(thousands: float, printed: str) -> None:
    assert about_kroner(thousands).replace(NBSP, " ") == printed


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_reading_it_back_is_within_half_a_step(value: float, digits: int) -> None:
    printed = decimal(value, digits)
    back = Decimal(printed.replace(NBSP, "").replace(",", ".").replace(MINUS, "-"))
    assert abs(back - Decimal(str(value))) <= Decimal(5).scaleb(-digits - 1)
    assert not (back == 0 and printed.startswith(MINUS))


@given(st.floats(0, 1e12), st.integers(0, 3))
def test_minus_mirrors_plus(value: float, digits: int) -> None:
    assert decimal(-value, digits).lstrip(MINUS) == decimal(value, digits)
