"""2 000 applications over 20 municipalities, and 200 systems: still legible."""

from __future__ import annotations

import pytest
from report import texts

from analysis.report.view import View
from benchmarks.applications import chapters, large_dataset, tables, view_of

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def many(dataset) -> View:
    return view_of(large_dataset(dataset, 20, 2000, 200))


def test_every_chapter_fits_its_page(many):
    # A figure refuses text under 8 points, so that what is drawn can be read.
    for chapter in chapters(many):
        assert chapter is not None and list(texts.parts(chapter))
        for table in texts.tables(chapter):
            assert len(table["columns"]) <= 7
            # The working group's own lists are whole.
            assert len(table["rows"]) <= 30 or table["title"].startswith(("Alle ", "De dyreste "))


def test_there_are_as_many_rows_as_is_said(many):
    rows = many.dataset.applications
    assert len(rows) == 2000
    assert not rows.duplicated(["kommunenummer", "fagområde", "system"]).any()


def test_what_is_left_out_is_said(many):
    names = chapters(many)[-1]
    (table,) = texts.tables(names)
    shown, all_of_them = (int(word) for word in table["note"].split()[:3:2])
    assert shown == len(table["rows"]) <= all_of_them


def test_the_tables_are_whole(many):
    common, overlap, *_ = tables(many)
    assert len(overlap) == 20 * 19 * 2
    assert common["system"].nunique() > 100
