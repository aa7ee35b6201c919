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


def told(stream):
    with Bar(stream) as bar:
        bar.stage("Leser")
        bar.start(JOBS)
        bar.ended(Result(JOBS[0]))
        bar.ended(Result(JOBS[2], fault="gikk galt"))
    return stream.getvalue()


def test_a_log_gets_plain_lines():
    assert told(io.StringIO()).splitlines() == [
        "Leser …",
        "1/3 Skrevet: fellesrapport",
        "2/3 Ikke skrevet: 9902 Øvre Ås",
    ]


@pytest.mark.parametrize(
    ("processors", "expected"), [(1, "Skriver fellesrapport"), (2, "fellesrapport, 9901 Lillevik")]
)
def test_a_screen_gets_a_bar_that_names_the_reports_under_way(monkeypatch, processors, expected):
    monkeypatch.setattr(progress, "processors", lambda: processors)
    text = told(Screen())
    first, last = text.index("0/3"), text.rindex("2/3")
    assert expected in text[first : text.index("1/3")]
    assert "Skriver 9901 Lillevik" in text[last:]
