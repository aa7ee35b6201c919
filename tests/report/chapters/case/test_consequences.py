from dataclasses import replace

import pytest

from analysis.report.chapters.case import consequences
from analysis.report.language.words import count
from tests.report.texts import prose, rows, tables


def recommending(view, alternative):
    found = replace(view.recommendation, alternative=alternative)
    figures = replace(view.figures)
    figures.__dict__["recommendation"] = found
    return replace(view, figures=figures)


def test_steps_follow_the_vote_and_the_phasing_in(view):
    one = view("3310")
    when = {step.what: step.when for step in consequences.steps(one)}
    assert when["Vedtak i kommunestyret"] == "30. juni 2026"
    assert when["Beløpene i budsjett og økonomiplan 2027–2030"] == "før årsskiftet 2026/2027"
    phased = one.dataset.shared.alternative("2").innfasing
    first = next(t for t, share in enumerate(phased) if share > 0)
    whole = next(t for t, share in enumerate(phased) if share == 1)
    assert when["Alternativ 2 starter"] == str(2026 + first)
    assert when["Full virkning"] == str(2026 + whole)
    shared = one.dataset.shared
    later = 2026 + whole + int(shared.years_to_evaluation)
    assert when["Evaluering av tjenester og kostnader"] == str(later)
    assert f"innen {count(shared.months_to_agreement)} måneder etter vedtaket" in when.values()


def test_the_groups_own_plan_stands_instead(view, changed):
    texts = {("", "framdrift"): "Vi begynner i mars."}
    told = consequences.progress(changed("3310", texts=texts))
    assert "Vi begynner i mars." in prose(told) and not tables(told)
    assert len(rows(tables(consequences.progress(view("3310")))[0])) == 7


@pytest.mark.parametrize(
    ("alternative", "said"),
    [
        ("2", "beholder de ansatte arbeidsgiveren sin. Ingen fagsystemer flyttes."),
        ("3", "kan ansatte få ny arbeidsgiver. Om lag 18 fagsystemer flyttes. Det krever 1,3"),
    ],
)
def test_staff_are_told_what_the_alternative_does(view, alternative, said):
    told = prose(consequences.staff(recommending(view("3310"), alternative)))
    assert said in told
    assert ("virksomhetsoverdragelse" in told) == (alternative == "3")
