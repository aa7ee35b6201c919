"""Spans of money over the draws."""

import numpy as np

from analysis.report.chapters.sureness import spans
from tests.report.texts import rows


def number(text):
    return float("".join(text.split()).replace("+", "").replace("−", "-"))


def test_spans_run_from_low_to_high_and_hide_what_is_missing(view):
    one = view("3310")
    assert not np.isnan(one.robustness.npv[one.r, 3]).any()
    for cells in rows(spans.spans(one).payload()).values():
        low, high = (number(end) for end in cells[1].split(" til "))
        assert low <= high


def test_a_cost_that_cannot_be_worked_out_has_no_span(view, changed):
    systems = view("").dataset.applications
    one = changed("3310", applications=systems[systems["kommunenummer"] != "3310"])
    for name, cells in rows(spans.spans(one).payload()).items():
        assert np.isnan(one.npv(name.split(" ")[0]))
        assert cells[0] == cells[1] == cells[3] == "mangler", name


def test_what_is_outside_the_mandate_is_not_in_the_table(view):
    assert not any(name.startswith("5 ") for name in rows(spans.spans(view("3312")).payload()))


def test_the_amount_is_the_expected_one_and_its_span_that_of_the_draws(view):
    one = view("3310")
    # The central calculation is meant, whichever scenario the report tells about.
    assert rows(spans.spans(view("3310", "ugunstig")).payload()) == rows(spans.spans(one).payload())
    for name, cells in rows(spans.spans(one).payload()).items():
        alternative = name.split(" ")[0]
        a = one.evaluation.alternatives.index(alternative)
        assert number(cells[0]) == round(one.npv_per_inhabitant(alternative))
        assert number(cells[2]) == round(one.budget_effect(alternative)[4])
        ends = [number(end) for end in cells[1].split(" til ")]
        assert ends == [round(end) for end in one.robustness.npv[one.r, a, ::2].tolist()]
