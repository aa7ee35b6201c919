"""What each key costs us, where the key matters."""

import pytest
from decision.participation.small_cooperations import pooling

from analysis.report.chapters.together import keys
from tests.report.chapters.together import cases as together
from tests.report.computed import recommending
from tests.report.texts import headings, prose, rows, tables


@pytest.fixture(scope="module")
def by_hand():
    """4920 on the account; 800, 1060 and 3060 handed to it; twice the people in the third."""
    return together.of(pooling(inhabitants=(10_000.0, 10_000.0, 20_000.0)), leaders=("2",))


def own(by_hand, code, alternative="2"):
    return keys.chapter(recommending(by_hand.of_municipality(code), alternative))


def test_one_row_a_key_in_kroner_by_hand(by_hand) -> None:
    chapter = own(by_hand, "9903")
    (shown,) = tables(chapter)
    cells = rows(shown)
    # A cost is plus: the third gains 1420 under an equal split, and 600 by inhabitants.
    assert cells["Utredningens nøkkel"] == ["1 640", "−1 420", "−71"]
    assert cells["Innbyggere"] == ["2 460", "−600", "−30"]
    assert shown["rows"][shown["highlight"]][0] == "Utredningens nøkkel"
    assert "endrer ikke summen" in prose(chapter)


def test_the_heading_says_which_way_it_goes(by_hand) -> None:
    (saves,) = headings(own(by_hand, "9903"))
    assert "sparer Kommune 3 for" in saves
    (costs,) = headings(own(by_hand, "9901"))
    assert "koster Kommune 1 " in costs and costs.endswith("mer i året, etter nøkkelen")
    data = pooling(inhabitants=(1_000.0, 10_000.0, 20_000.0))
    (turns,) = headings(keys.chapter(recommending(together.of(data, "9901", ("2",)), "2")))
    assert turns == "Nøkkelen avgjør om Kommune 1 betaler mer eller mindre enn i dag"


def test_it_is_silent_where_no_key_matters(view) -> None:
    for alternative in ("0", "4"):
        assert headings(keys.chapter(recommending(view("3310"), alternative))) == []
    assert headings(keys.chapter(view(""))) == []
    # Lier is outside alternative 5.
    assert headings(keys.chapter(recommending(view("3312"), "5"))) == []
