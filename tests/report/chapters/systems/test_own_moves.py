import re

import numpy as np
import pytest
from report.chapters.systems.test_conversion import with_assumptions

from analysis.report.chapters.systems import own_moves
from tests.report import texts


def test_the_table_is_the_plans_of_the_model(view):
    (table,) = texts.tables(own_moves.chapter(view("3310")))
    plans = view("3310").moving_plans
    assert len(table["rows"]) == len(plans) > 1
    for row, plan in zip(table["rows"], plans, strict=True):
        moved = [*plan.applications[1:4], plan.applications[4:].sum()]
        assert [int(cell) for cell in row[1:5]] == [int(np.floor(n + 0.5)) for n in moved]
        assert float(row[5].replace(",", ".")) == pytest.approx(plan.effort.max(), abs=0.051)
        assert float(row[6].replace(",", ".")) == pytest.approx(plan.capacity, abs=0.051)


def test_too_few_and_enough(view, changed, dataset):
    assert texts.headings(own_moves.chapter(view("3310"))) == [
        "Alternativ 1, 3, 4 og 5 krever mer flytting enn Hole har folk til"
    ]
    assert "ellers må arbeidet kjøpes" in texts.prose(own_moves.chapter(view("3310")))
    shown = changed("3310", shared=with_assumptions(dataset, flyttekapasitet=1.0))
    assert texts.headings(own_moves.chapter(shown)) == [
        "Hole har folk nok til flyttingen i alle alternativene"
    ]
    assert "må arbeidet kjøpes" not in texts.prose(own_moves.chapter(shown))


def test_what_is_not_known_is_not_tested_against(changed, dataset):
    shown = changed("3310", shared=with_assumptions(dataset, flytting_arsverk="ukjent"))
    assert texts.headings(own_moves.chapter(shown)) == ["Hva Hole må flytte i hvert alternativ"]
    assert "så planen kan ikke prøves" in texts.prose(own_moves.chapter(shown))
    assert texts.tables(own_moves.chapter(shown))[0]["rows"][0][5] == "mangler"


def test_local_operation_is_told_in_years_3_5_and_8(view):
    text = texts.prose(own_moves.chapter(view("3310"))).replace("\u00a0", " ")
    told = [float(share) for share in re.findall(r"(\d+) prosent i 20", text)]
    today = float(re.search(r"I dag går (\d+) prosent", text)[1])
    left = [view("").staying_local["forventet"][t] for t in (3, 5, 8)]
    assert told == pytest.approx([today * share for share in left], abs=1.0)


def test_nothing_to_move_nor_local(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    shown = changed("3310", applications=rows.assign(driftsform="sky"))
    assert texts.headings(own_moves.chapter(shown)) == []
    assert texts.prose(own_moves.chapter(shown)).startswith("Ingen av fagsystemene driftes lokalt")
