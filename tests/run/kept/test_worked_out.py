import pytest

from analysis.run.kept import Shelf, WorkedOut


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "kept")


def test_it_is_worked_out_once(shelf):
    assert WorkedOut(shelf).once("a", lambda: (1, "to")) == (1, "to")
    assert WorkedOut(shelf).once("a", lambda: pytest.fail("again")) == (1, "to")
    assert WorkedOut(shelf).once("b", lambda: 2) == 2
    assert WorkedOut(shelf, afresh=True).once("a", lambda: 3) == 3
    assert WorkedOut(shelf).once("a", lambda: pytest.fail("again")) == 3


def test_what_is_not_ours_is_worked_out_again(shelf):
    shelf.put("a", b"noe annet")
    assert WorkedOut(shelf).once("a", lambda: 1) == 1
    assert WorkedOut(shelf).once("a", lambda: pytest.fail("again")) == 1


def test_what_has_no_form_is_worked_out_each_time(shelf):
    for value in (object(), object()):
        assert WorkedOut(shelf).once("a", lambda value=value: value) is value
