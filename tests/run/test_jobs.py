import pytest
from toys import toy_run

from analysis.run.jobs import Job, Workers, packed, run_job
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


EMPTY = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"<<<<<<< HEAD", "bok.ipynb er ikke en notatbok. Hent den tilbake fra en kopi"),
        (EMPTY, "bok.ipynb har ingen parameter som heter «analyse». Parametrene er: ingen."),
    ],
)
def test_a_notebook_that_cannot_be_run_is_told_in_one_line(source, said):
    job = Job("9901 Lillevik", "bok.ipynb", source, "bok.ipynb", (), {"analyse": "x"})
    result = run_job(job, packed(toy_run()))
    assert (result.fault, result.files) == (said, {})
    assert result.details.startswith("9901 Lillevik\nTraceback")
