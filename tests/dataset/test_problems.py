"""How problems are sorted, worded and cut."""

from __future__ import annotations

import pickle
import re

import pytest

from analysis.dataset.problems import InputProblems, Problem, ProblemLog, Severity, explain
from analysis.places import did_you_mean, nearest


def test_a_problem_is_one_line() -> None:
    message = "«abc» er ikke et tall. Oppgi beløpet i tusen kroner, for eksempel 1250 eller 1250,5"
    assert str(Problem("inputs/x/budsjett.csv", 12, "beløp", message)) == (
        "inputs/x/budsjett.csv:12: beløp: «abc» er ikke et tall. "
        "Oppgi beløpet i tusen kroner, for eksempel 1250 eller 1250,5"
    )
    assert str(Problem("inputs/x", None, None, "Mappen finnes ikke")) == (
        "inputs/x: Mappen finnes ikke"
    )


def test_problems_stand_in_the_order_of_the_files() -> None:
    log = ProblemLog()
    log.error("b.csv", 2, None, "x")
    log.warning("a.csv", 10, "år", "x")
    log.missing("a.csv", 9, "år", "x")
    log.error("a.csv", None, None, "x")
    log.error("a.csv", None, None, "x")
    assert [(p.file, p.line) for p in log.problems] == [
        ("a.csv", None),
        ("a.csv", 9),
        ("a.csv", 10),
        ("b.csv", 2),
    ]
    assert log.has_errors() and log.has_errors("b.csv") and not log.has_errors("c.csv")


def test_only_a_feil_raises() -> None:
    log = ProblemLog()
    log.warning("a.csv", 1, None, "x")
    log.missing("a.csv", 2, None, "x")
    log.raise_if_errors()
    log.error("a.csv", 3, None, "y")
    with pytest.raises(InputProblems) as caught:
        log.raise_if_errors()
    assert len(caught.value.problems) == 3
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems


def test_each_severity_has_its_heading() -> None:
    text = explain(
        [
            Problem("a.csv", 3, "år", "z", Severity.WARNING),
            Problem("a.csv", 2, "år", "y", Severity.MISSING),
            Problem("a.csv", 1, "år", "x"),
        ]
    )
    assert text == (
        "Feil som må rettes: 1\na.csv:1: år: x\n\n"
        "Mangler (regnes som ukjent, ikke som null): 1\na.csv:2: år: y\n\n"
        "Advarsler: 1\na.csv:3: år: z"
    )
    assert explain([]) == ""


def test_many_of_a_kind_are_counted_and_the_rare_still_shown() -> None:
    problems = [Problem("a.csv", i, "beløp", f"«{i}.5» har punktum") for i in range(2, 1002)]
    problems += [
        Problem("a.csv", 900, "beløp", "«x» er ikke et tall"),
        Problem("b.csv", 1, None, "z"),
    ]
    assert explain(problems).splitlines() == [
        "Feil som må rettes: 1002",
        "a.csv:2: beløp: «2.5» har punktum",
        "a.csv:3: beløp: «3.5» har punktum",
        "a.csv:4: beløp: «4.5» har punktum",
        "a.csv:5: beløp: «5.5» har punktum",
        "a.csv:6: beløp: «6.5» har punktum (og 995 til av samme slag: linje 7–1001)",
        "a.csv:900: beløp: «x» er ikke et tall",
        "b.csv:1: z",
    ]


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("count", range(1, 9))
def test_however_many_there_are_of_a_kind_all_are_told(count: int, severity: Severity) -> None:
    told = explain(
        Problem("a.csv", line, "vakt", f"«{line}» er feil", severity)
        for line in range(1, count + 1)
    )
    heading, *lines = told.splitlines()
    assert heading.endswith(f": {count}")
    more = re.search(r"og (\d+) til av samme slag", lines[-1])
    assert len(lines) + int(more[1] if more else 0) == count


def test_questions_of_a_kind_are_one_line() -> None:
    codes = ("3310 Hole", "3314 Øvre Eiker", "3312 Lier", "3316 Modum")
    asked, lacking = Severity.WARNING, Severity.MISSING
    problems = [Problem("a.csv", n, "dato", f"{n}.1.2022 er før i dag", asked) for n in range(2, 7)]
    problems += [Problem("a.csv", None, "type", f"{who} har 2 uten type", lacking) for who in codes]
    problems += [Problem("b.csv", n, None, f"spørsmål {n}", asked) for n in (1, 2, 3)]
    assert explain(problems).splitlines() == [
        "Mangler (regnes som ukjent, ikke som null): 4",
        "a.csv: type: 3310 Hole har 2 uten type (og 3 til av samme slag: 3312, 3314 og 3316)",
        "",
        "Advarsler: 8",
        "a.csv:2: dato: 2.1.2022 er før i dag (og 4 til av samme slag: linje 3–6)",
        "b.csv:1: spørsmål 1",
        "b.csv:2: spørsmål 2",
        "b.csv:3: spørsmål 3",
    ]


def test_amounts_a_thousand_times_wrong_come_after_errors_and_before_the_rest() -> None:
    log = ProblemLog()
    log.warning("z.csv", 9, "beløp", "Stemmer det?")
    log.missing("a.csv", 1, "år", "tom")
    log.warning("z.csv", 9, "beløp", "I kroner?", thousandfold=True)
    log.warning("z.csv", 9, "beløp", "Stemmer det?")
    log.error("z.csv", 10, "år", "galt")
    assert explain(log.problems).splitlines() == [
        "Feil som må rettes: 1",
        "z.csv:10: år: galt",
        "",
        "Beløp som ser ut til å være tusen ganger for store eller for små: 1",
        "z.csv:9: beløp: I kroner?",
        "",
        "Mangler (regnes som ukjent, ikke som null): 1",
        "a.csv:1: år: tom",
    ]


def test_the_nearest_name_sees_past_norwegian_letters() -> None:
    assert nearest("Aarsverk", ["årsverk", "personer"]) == "årsverk"
    assert nearest("belop", ["beløp", "år"]) == "beløp"
    assert nearest("xyz", ["beløp"]) is None
    assert did_you_mean("lonn", ["lønn"]) == ". Mente du «lønn»?"
