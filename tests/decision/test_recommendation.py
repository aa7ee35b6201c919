"""What is recommended for all: nobody worse off than today, and whoever gives up most least."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analysis.decision.recommendation import choose, losses

POINTS = st.integers(0, 40).map(lambda n: n * 2.5)


@st.composite
def cases(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    people, size = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    points = draw(hnp.arrays(float, (people, size), elements=POINTS))
    participants = draw(hnp.arrays(bool, (size, people)))
    participants[0] = True
    open_ = draw(hnp.arrays(bool, size))
    return points, points.mean(axis=0), participants, open_


@given(cases())
def test_nobody_who_takes_part_is_worse_off_than_today(case: tuple[np.ndarray, ...]) -> None:
    points, _, participants, _ = case
    chosen = choose(*case)
    assert (points[participants[chosen], chosen] >= points[participants[chosen], 0]).all()


@given(cases())
def test_no_other_asks_whoever_gives_up_most_for_less(case: tuple[np.ndarray, ...]) -> None:
    points, joint, participants, open_ = case
    chosen = choose(*case)
    allowed = open_ | (np.arange(len(open_)) == 0)
    assert allowed[chosen]
    worst = losses(points, participants, allowed).max(axis=0)
    for a in np.flatnonzero(allowed):
        inside = participants[a]
        if (points[inside, a] >= points[inside, 0]).all():
            assert worst[chosen] <= worst[a] + 1e-9
            if abs(worst[a] - worst[chosen]) < 1e-12:
                assert joint[chosen] >= joint[a]


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_municipalities_never_matters(
    case: tuple[np.ndarray, ...], shuffled: object
) -> None:
    points, joint, participants, open_ = case
    order = np.arange(len(points))
    shuffled.shuffle(order)  # type: ignore[attr-defined]
    assert choose(points[order], joint, participants[:, order], open_) == choose(*case)


def test_who_stands_outside_is_as_today() -> None:
    points = np.array([[50.0, 70.0], [50.0, 20.0]])
    participants = np.array([[True, True], [True, False]])
    assert choose(points, points.mean(axis=0), participants, np.array([True, True])) == 1
    np.testing.assert_allclose(losses(points, participants, np.array([True, True]))[1], 0.0)


@pytest.mark.parametrize("closed", [True, False])
def test_what_cannot_be_carried_out_is_never_recommended(closed: bool) -> None:
    points = np.array([[50.0, 90.0, 60.0]])
    open_ = np.array([True, not closed, True])
    assert choose(points, points[0], np.ones((3, 1), dtype=bool), open_) == (2 if closed else 1)
