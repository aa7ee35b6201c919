"""Spans of money over the draws."""

import re

import numpy as np
import pytest

from analysis.report.chapters.sureness import spans
from analysis.report.language.shares import SMALLEST
from tests.report.computed import concluding
from tests.report.texts import rows


def number(text):
    text = text.split("(")[0].split("±")[0].replace(",", ".")
    return float("".join(text.split()).replace("+", "").replace("−", "-"))


def test_every_share_has_its_error_beside_it(view):
    one = view("3310")
    for name, cells in rows(spans.spans(one).payload()).items():
        a = one.evaluation.alternatives.index(name.split(" ")[0])
        share = one.robustness.first[one.r, a]
        assert ("±" in cells[0]) == (SMALLEST <= share < 1), name


@pytest.mark.parametrize(
    ("share", "error", "said"),
    [
        (0.0, 0.0, "0"),
        (0.0049, 0.0007, "< 1"),
        (0.008, 0.0009, "0,8 ± 0,2"),
        (0.0999, 0.003, "10,0 ± 0,6"),
        (0.44, 0.005, "44 ± 1"),
        (0.44, 0.022, "44 ± 4"),
        (1.0, 0.0, "100"),
    ],
)
def test_the_error_has_the_digits_of_the_share(share, error, said):
    assert spans._with_error(share, error).replace("\u00a0", " ") == said


def test_spans_run_from_low_to_high_and_hide_what_is_missing(view):
    one = view("3310")
    assert not np.isnan(one.robustness.npv[one.r, 3]).any()
    for cells in rows(spans.spans(one).payload()).values():
        low, high = (number(end) for end in cells[2].split(" til "))
        assert low <= high


def test_a_cost_that_cannot_be_worked_out_has_no_span_and_no_plan(view, changed):
    systems = view("").dataset.applications
    one = changed("3310", applications=systems[systems["kommunenummer"] != "3310"])
    for name, cells in rows(spans.spans(one).payload()).items():
        assert np.isnan(one.npv(name.split(" ")[0]))
        assert cells[1] == cells[2] == cells[4] == "mangler", name
    assert spans.plan(concluding(one, ("2", "3"))) is None


def test_what_is_outside_the_mandate_is_not_in_the_table(view):
    assert not any(name.startswith("5 ") for name in rows(spans.spans(view("3312")).payload()))


def test_the_amount_is_the_expected_one_and_its_span_that_of_the_draws(view):
    one = view("3310")
    # The central calculation is meant, whichever scenario the report tells about.
    assert rows(spans.spans(view("3310", "ugunstig")).payload()) == rows(spans.spans(one).payload())
    for name, cells in rows(spans.spans(one).payload()).items():
        alternative = name.split(" ")[0]
        a = one.evaluation.alternatives.index(alternative)
        assert number(cells[1]) == round(one.npv_per_inhabitant(alternative))
        assert number(cells[3]) == round(one.budget_effect(alternative)[4])
        ends = [number(end) for end in cells[2].split(" til ")]
        assert ends == [round(end) for end in one.robustness.npv[one.r, a, ::2].tolist()]


def test_the_plan_has_every_year_of_the_leaders(view):
    one = concluding(view("3310"), ("0", "2", "3"))
    table = spans.plan(one).payload()
    years = [str(one.first_year + t) for t in (1, 2, 3, 4)]
    assert [c["name"] for c in table["columns"]] == ["Alternativ", *years]
    found = rows(table)
    assert set(found) == {"2", "3"}
    for alternative, cells in found.items():
        a = one.evaluation.alternatives.index(alternative)
        for t, cell in enumerate(cells, start=1):
            low, _, high = one.robustness.budget[one.r, a, t]
            span = re.search(r"\((.*) til (.*)\)", cell)
            assert (number(span[1]), number(cell), number(span[2])) == (
                round(low),
                round(one.budget_effect(alternative)[t]),
                round(high),
            )
    assert spans.plan(concluding(view("3310"), ("0",))) is None


def test_the_leaders_budget_is_drawn_year_by_year(view):
    figure = spans.years(concluding(view("3310"), ("2", "3")))
    assert "alternativ 2" in figure.alt and "alternativ 3" in figure.alt
    nothing = spans.years(concluding(view("3310"), ("0",)))
    assert "Ingen av alternativene" in nothing.markdown
