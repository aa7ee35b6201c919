import pytest

from analysis.run.jobs import Workers
from analysis.run.run import HEARING


def tells(name):
    HEARING.get()(name, 1, 1)
    return name


@pytest.mark.thorough
def test_what_is_told_last_is_heard_and_not_by_those_who_ask_next():
    first, second = [], []
    with Workers(1) as workers:
        workers.together(tells, ["a"], lambda *told: first.append(told))
        workers.together(tells, ["b"], lambda *told: second.append(told))
    assert first == [("a", 1, 1)] and second == [("b", 1, 1)]
