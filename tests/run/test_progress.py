import io

import pytest

from analysis.run import progress
from analysis.run.jobs import Job, Result
from analysis.run.progress import Bar

NAMES = ("fellesrapport", "9901 Lillevik", "9902 Øvre Ås")
JOBS = [Job(name, f"{name}.ipynb", b"", "ut", ()) for name in NAMES]


class Screen(io.StringIO):
    def isatty(self):
        return True


class Clock:
    """A clock that goes a second each time somebody looks at it, and more when told to."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def told(stream, seconds=0.0):
    clock = Clock()
    with Bar(stream, clock) as bar:
        bar.stage("Leser")
        for done in (0, 2000, 4000, 8000):
            bar.moved("robustness", done, 10000)
            bar.moved("participation", done // 25, 342)
            clock.now += seconds
        bar.start(JOBS)
        bar.ended(Result(JOBS[0]))
        clock.now += seconds
        bar.ended(Result(JOBS[2], fault="gikk galt"))
    return stream.getvalue()


def test_a_log_gets_plain_lines():
    assert told(io.StringIO()).splitlines() == [
        "Leser …",
        "Skriver rapporter og notatbøker, 3 i alt …",
        "1/3 Skrevet: fellesrapport",
        "2/3 Ikke skrevet: 9902 Øvre Ås",
    ]


def test_a_log_is_told_now_and_then_how_far_it_has_come():
    lines = told(io.StringIO(), seconds=10.0).replace("\u00a0", " ").splitlines()
    assert lines[1:4] == [
        "Trekker 2 000 av 10 000, grupper 0 av 342",
        "Trekker 4 000 av 10 000, grupper 80 av 342, om lag 65 sekunder igjen",
        "Trekker 8 000 av 10 000, grupper 160 av 342, om lag 35 sekunder igjen",
    ]


def test_a_screen_gets_a_bar_that_moves_while_it_is_worked_out():
    text = told(Screen(), seconds=10.0).replace("\u00a0", " ")
    for share in ("0 %", "20 %", "23 %", "47 %"):
        assert f"{share} |" in text
    assert "Trekker 4 000 av 10 000, grupper 160 av 342" in text
    assert text.index("47 %") < text.index("0/3")


def test_the_time_left_is_told_in_minutes_when_it_is_long():
    assert "om lag 6 minutter igjen" in told(io.StringIO(), seconds=100.0)


@pytest.mark.parametrize(
    ("processors", "expected"), [(1, "Skriver fellesrapport"), (2, "fellesrapport, 9901 Lillevik")]
)
def test_a_screen_gets_a_bar_that_names_the_reports_under_way(monkeypatch, processors, expected):
    monkeypatch.setattr(progress, "processors", lambda: processors)
    text = told(Screen())
    first, last = text.index("0/3"), text.rindex("2/3")
    assert expected in text[first : text.index("1/3")]
    assert "Skriver 9901 Lillevik" in text[last:]
