"""The chapter on how sure the ranking is, in its three kinds: clear, unsure and alone."""

import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.conclusion import Strength
from analysis.report.chapters import certainty, moves, weighing
from tests.report.chapters.computed import concluding
from tests.report.chapters.told import everything, headings, prose, rows, tables


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_heading_says_how_often_the_first_is_first(view):
    one = concluding(view("3316"), ("2",), share=0.94)
    assert (
        headings(certainty.chapter(one))[0]
        == "Alternativ 2 er først i 94 av\u00a0100 trekninger for Modum"
    )
    torn = concluding(view("3310"), ("2", "3"), share=0.47)
    assert plain(headings(certainty.chapter(torn))[0]) == (
        "Ingen alternativer er sikkert først: alternativ 2 er det i 5 av 10 trekninger"
    )


def test_the_number_of_draws_and_their_error_are_told(view):
    told = plain(prose(certainty.chapter(view("3310"))))
    assert "Alt er regnet 500 ganger." in told
    assert re.search(r"Tilfeldigheten i selve trekningene er høyst \d av 100\.", told)


def test_every_share_has_its_error_beside_it(view):
    one = view("3310")
    table = rows(certainty.spans(one).payload())
    for name, cells in table.items():
        a = one.evaluation.alternatives.index(name.split(" ")[0])
        share = one.robustness.first[one.r, a]
        assert ("±" in cells[0]) == (0 < share < 1), name


def test_spans_run_from_low_to_high_and_hide_what_is_missing(view):
    one = view("3310")
    assert not np.isnan(one.robustness.npv[one.r, 3]).any()
    for cells in rows(certainty.spans(one).payload()).values():
        low, high = (
            float("".join(end.split()).replace("+", "").replace("−", "-"))
            for end in cells[2].split(" til ")
        )
        assert low <= high
    other = view("3236")
    for name, cells in rows(certainty.spans(other).payload()).items():
        assert (cells[2] == "mangler") == bool(np.isnan(other.npv(name.split(" ")[0]))), name


def test_what_is_outside_the_mandate_is_not_in_the_figure_or_the_table(view):
    one = view("3312")
    assert not any(name.startswith("5 ") for name in rows(certainty.spans(one).payload()))
    assert "alternativ 5" not in certainty.places(one).alt


def test_alone_there_is_nothing_to_be_surer_than(view):
    one = concluding(view("3310"), ("0",), share=1.0)
    one.conclusion.shares.clear()
    one.conclusion.shares["0"] = 1.0
    assert moves.section(one) == [] == weighing.section(one)
    assert headings(certainty.chapter(one)) == ["Bare alternativ 0 kan rangeres for Hole"]


def test_every_municipality_is_in_the_common_table(view):
    joint = view("")
    table = rows(tables(certainty.everywhere(joint))[0])
    assert set(table) == {*joint.names.values(), "Kommunene samlet"}
    for code, name in joint.names.items():
        found = joint.of_municipality(code).conclusion
        assert table[name][0] == next(iter(found.shares))
        assert ("avgjør" in table[name][2]) == (found.strength is Strength.UNDECIDED)


@pytest.mark.parametrize("code", ["", "3310", "3236", "3312"])
def test_the_tornado_tells_whether_an_assumption_turns_it_alone(view, code):
    one = view(code)
    finding = headings(certainty.chapter(one))[1]
    found = one.robustness
    turning = (np.nanmin(found.tornado[one.r], axis=1) <= -found.margin[one.r]).sum()
    assert ("snur rekkefølgen alene" in finding) == (turning == 0)


def test_who_would_choose_what_is_read_from_the_draws(view):
    (table,) = weighing.choosers(view("3310"))
    for name, (share, *_) in rows(table.payload()).items():
        found = view("3310").conclusion.shares[name.split(" ")[0]]
        assert share == f"{found * 100:.0f}" or abs(float(share) - found * 100) <= 0.51


def test_weights_hold_inside_their_interval(view):
    one = view("")
    for cells in rows(tables(weighing.intervals(one))[0]).values():
        own, low, high = (float(c.replace(",", ".")) for c in cells)
        assert low - 0.051 <= own <= high + 0.051


def test_other_methods_that_disagree_are_said_to(view):
    one = view("")
    check = one.crosscheck
    finding = headings(weighing.methods(one))[0]
    same = all(a.same_first for a in check.row("").agreement.values())
    assert ("samme alternativ først" in finding) == same


def test_unknown_effects_are_listed_with_how_large_they_must_be(view, changed):
    shared = view("").dataset.shared
    unknown = shared.assumptions["drift_per_dobling"].model_copy(update={"anslag": "ukjent"})
    one = changed(
        "", shared=replace(shared, assumptions={**shared.assumptions, unknown.id: unknown})
    )
    table = rows(moves.unknown_table(one).payload())
    assert list(table) == [unknown.navn]
    assert "tallfestet" in everything(moves.unknown_table(view("")))


def test_the_leaders_budget_is_drawn_year_by_year(view):
    figure = certainty.years(concluding(view("3310"), ("2", "3")))
    assert "alternativ 2" in figure.alt and "alternativ 3" in figure.alt
    nothing = certainty.years(concluding(view("3310"), ("0",)))
    assert "Ingen av alternativene" in nothing.markdown
