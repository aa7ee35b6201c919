"""The tables of what the draws show, against the arrays they are made from."""

from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import load
from analysis.decision.crosscheck import cross_check
from analysis.decision.evaluation import evaluate
from analysis.decision.robustness import assess
from analysis.report.draw_tables import draw_tables

EXAMPLE = Path(__file__).parents[2] / "inputs" / "ringeriksregionen"


@pytest.fixture(scope="module")
def made():
    data = load(EXAMPLE)
    evaluation = evaluate(data)
    found = assess(data, evaluation, draws=200, sobol_base=4)
    return found, draw_tables(found, cross_check(evaluation), 2022, "budsjett.csv:2")


def test_places_are_shares_that_sum_to_one_for_each_alternative_and_each_place(made):
    _, tables = made
    places = tables["plasseringer"]
    for keys in (["kommunenummer", "alternativ"], ["kommunenummer", "plass"]):
        np.testing.assert_allclose(places.groupby(keys)["verdi"].sum(), 1.0)
    assert (places["standardfeil"] <= 0.5 / np.sqrt(200) + 1e-12).all()


def test_what_is_outside_the_mandate_has_no_rows(made):
    _, tables = made
    places = tables["plasseringer"]
    own = places[places["kommunenummer"] == "3312"]
    assert "5" not in set(own["alternativ"]) and "4" in set(own["alternativ"])


def test_spans_are_those_of_the_draws(made):
    found, tables = made
    spans = tables["spenn"]
    rows = spans[(spans["kommunenummer"] == "3310") & (spans["alternativ"] == "3")]
    r, a = found.row("3310"), found.alternatives.index("3")
    npv = rows[rows["størrelse"] == "netto nåverdi"].set_index("grense")["verdi"]
    np.testing.assert_allclose(npv[["P10", "P50", "P90"]], found.npv[r, a])
    effect = rows[(rows["år"] == 2026) & (rows["grense"] == "P50")]["verdi"]
    assert effect.item() == pytest.approx(found.budget[r, a, 4, 1])


def test_turning_points_name_who_takes_over(made):
    found, tables = made
    turns = tables["vippepunkter"].set_index(["kommunenummer", "slag", "grense"])
    flip = found.nearest_weight[found.row("3310")]
    row = turns.loc[("3310", "vekt", "vippepunkt")]
    assert (row["navn"], row["overtar"]) == (flip.name, flip.taker)
    assert row["verdi"] == pytest.approx(flip.value)


def test_every_row_has_its_sources(made):
    _, tables = made
    for frame in tables.values():
        assert len(frame)
        assert list(frame.columns[[0, 1, -3, -2, -1]]) == [
            "kommunenummer",
            "alternativ",
            "verdi",
            "enhet",
            "kilder",
        ]
        assert (frame["kilder"] == "budsjett.csv:2").all()
