from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.ssb.client import Limiter


class Time:
    """A clock that only moves when somebody sleeps or works."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_thirty_calls_go_straight_through_and_the_next_waits_for_the_minute() -> None:
    time = Time()
    limiter = Limiter(30, time.clock, time.sleep)
    for _ in range(30):
        limiter.wait()
    assert time.slept == []
    limiter.wait()
    assert time.slept == [60.0]


@given(
    calls=st.integers(1, 30),
    work=st.lists(st.floats(0, 90, allow_nan=False), min_size=1, max_size=90),
)
def test_no_minute_has_more_calls_than_allowed(calls: int, work: list[float]) -> None:
    time = Time()
    limiter = Limiter(calls, time.clock, time.sleep)
    made = []
    for seconds in work:
        limiter.wait()
        made.append(time.now)
        time.now += seconds
    for first, later in zip(made, made[calls:], strict=False):
        assert later >= first + 60.0
