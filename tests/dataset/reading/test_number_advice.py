"""Advice for a cell that is no number is followed, and accepted with the right value."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.notation import norwegian_number
from analysis.dataset.reading import Context, read_cell
from analysis.dataset.tables import TABLES, InputColumn

CONTEXT = Context(None, 1_000_000)
COLUMNS = {
    f"{table.name}.{column.name}": column
    for table in TABLES
    for column in table.columns
    if column.kind in ("tall", "år")
}
ADVISED = re.compile(r"(?:Skriv|skal det stå) ([0-9,\u2212-]+)(?: eller ([0-9,\u2212-]+))?$")


def advice(column: InputColumn, text: str) -> str:
    return read_cell(column, text, CONTEXT).error


def followed(column: InputColumn, text: str) -> list[float]:
    """What the column reads when one writes what the message says."""
    said = advice(column, text)
    found = ADVISED.search(said)
    assert found, said
    outcomes = [read_cell(column, one, CONTEXT) for one in found.groups() if one]
    assert not any(outcome.is_told for outcome in outcomes), (said, outcomes)
    return [outcome.value for outcome in outcomes]


@pytest.mark.parametrize(
    ("column", "written", "meant"),
    [
        ("budsjett.beløp", "3,6 mill", 3600),
        ("budsjett.beløp", "3.6 mill.", 3600),
        ("budsjett.beløp", "3,6 mill. kr", 3600),
        ("budsjett.beløp", "2 millioner kroner", 2000),
        ("budsjett.beløp", "3,6 MNOK", 3600),
        ("budsjett.beløp", "0,5 mrd", 500_000),
        ("budsjett.beløp", "kr 90 000", 90),
        ("budsjett.beløp", "90 000 kr", 90),
        ("budsjett.beløp", "Kr. 90.000,-", 90),
        ("budsjett.beløp", "90\u00a0000,-", 90),
        ("budsjett.beløp", "1250,50 kr", 1.2505),
        ("budsjett.beløp", "ca. 250", 250),
        ("budsjett.beløp", "~250", 250),
        ("budsjett.beløp", "250 (anslag)", 250),
        ("budsjett.beløp", "90 tkr", 90),
        ("budsjett.beløp", "90 tusen", 90),
        ("budsjett.beløp", "90 (1000 kr)", 90),
        ("budsjett.beløp", "90'", 90),
        ("budsjett.beløp", "12 50", 1250),
        ("budsjett.beløp", "5000000", 5000),
        ("applikasjoner.årskostnad", "kr 36 500", 36.5),
        ("selskaper.pris_per_bruker", "9 500 kr", 9500),
        ("selskaper.pris_per_bruker", "9,5 tusen", 9500),
        ("bemanning.årsverk", "50 %", 0.5),
        ("bemanning.årsverk", "ca. 50 prosent", 0.5),
        ("bemanning.årsverk", "1,5 årsverk", 1.5),
        ("kommuner.årsverk_totalt", "980.5", 980.5),
        ("kommuner.innbyggere", "12.500", 12500),
        ("kommuner.innbyggere", "12 500 innbyggere", 12500),
        ("kommuner.innbyggere", "12,500,000", 12_500_000),
        ("bemanning.personer", "3 personer", 3),
        ("applikasjoner.brukere", "310 stk.", 310),
        ("budsjett.år", "2.022", 2022),
        ("budsjett.år", "2025 (regnskap)", 2025),
        ("selskaper.oppsigelsestid", "2 år", 24),
        ("selskaper.oppsigelsestid", "1,5 år", 18),
        ("budsjett.beløp", "6000 ekskl. mva", 6000),
        ("budsjett.beløp", "6 mill. u/moms", 6000),
        ("budsjett.beløp", "6000 + mva", 6000),
    ],
)
def test_the_number_meant_is_told(column: str, written: str, meant: float) -> None:
    assert meant in followed(COLUMNS[column], written)


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ("applikasjoner.brukere", "50 %"),  # of whom?
        ("budsjett.beløp", "50 %"),
        ("bemanning.årsverk", "kr 500"),
        ("budsjett.beløp", "100 per måned"),
        ("budsjett.beløp", "100 (2 år)"),
        ("budsjett.beløp", "100 år"),
        ("budsjett.beløp", "200-300"),
        ("budsjett.beløp", "(900)"),
        ("budsjett.beløp", "-900 kr"),
        ("budsjett.beløp", "3.600 mill"),
        ("budsjett.beløp", "90000 mrd"),  # over the ceiling
    ],
)
def test_what_would_be_a_guess_is_not_told(column: str, written: str) -> None:
    assert not ADVISED.search(advice(COLUMNS[column], written))


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("written", ["-", "\u2013", "ukjent", "n/a", "?", "ikke oppgitt"])
def test_unknown_is_empty_and_a_dash_may_be_null(name: str, written: str) -> None:
    column = COLUMNS[name]
    said = advice(column, written)
    assert ("la cellen stå tom hvis" in said.lower()) == (column.if_empty != "feil")
    null = written in "-\u2013" and not read_cell(column, "0", CONTEXT).error
    assert ("Skriv 0 hvis det er null" in said) == null


FORMS = ["{} kr", "kr {},-", "{} mill", "{} tkr", "ca {}", "{} %", "{} stk", "{}.000", "{} 5"]


@given(
    column=st.sampled_from(sorted(COLUMNS)),
    number=st.decimals(0, 10_000_000, places=2),
    form=st.sampled_from(FORMS),
)
def test_no_advice_leads_to_the_next_mistake(column: str, number: Decimal, form: str) -> None:
    shown = norwegian_number(float(number))
    for text in (form.format(shown), form.format(shown.replace(",", "."))):
        outcome = read_cell(COLUMNS[column], text, CONTEXT)
        found = ADVISED.search(outcome.error)
        for one in found.groups() if found else ():
            assert one is None or not read_cell(COLUMNS[column], one, CONTEXT).is_told, text
        assert outcome.error or math.isfinite(outcome.value)


def test_an_amount_with_vat_is_told_to_be_without_it() -> None:
    column = COLUMNS["budsjett.beløp"]
    for written in (
        "6000 (inkl. mva)",
        "6 000 m/mva.",
        "kr 6 000 000 inkl. 25 % mva",
        "6 med moms",
    ):
        assert advice(column, written) == (
            f"«{written}» er mer enn et tall. Beløp skal være uten merverdiavgift. Oppgi beløpet i "
            "tusen kroner, for eksempel 1250 eller 1250,5"
        )
    assert "merverdi" not in advice(COLUMNS["bemanning.årsverk"], "2 inkl. mva")
