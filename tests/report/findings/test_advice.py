"""The recommendation in words, for all and for one."""

from dataclasses import replace

import pytest

from analysis.decision.recommendation import Support
from analysis.report.findings import advice
from tests.report.chapters.answer.test_decision_points import plain, recommending


@pytest.mark.parametrize("code", ["", "3310", "3236"])
def test_one_answer_and_three_reasons_with_a_figure_each(view, code):
    own = view(code)
    name = f"alternativ {own.recommendation.alternative} ("
    assert name in plain([advice.answer(own)])[0]
    reasons = plain(advice.reasons(own))
    assert 1 <= len(reasons) <= 3
    assert "kroner" in reasons[-1]


def test_the_words_follow_how_far_the_figures_carry_it(view):
    joint = view("")
    told = [plain([advice.answer(recommending(joint, support=support))])[0] for support in Support]
    assert told[0].startswith("Tallene taler for alternativ")
    assert "kan gå sammen om: ingen som er med, får det dårligere enn i dag" in told[1]
    assert told[2].startswith("Tallene avgjør ikke, men taler mest for alternativ")


def test_a_municipality_whose_own_best_is_another_is_told_so(view):
    own = view("3310")
    found = own.recommendation
    standings = tuple(
        replace(s, own_best="3", loss=4.0) if s.code == "3310" else s for s in found.standings
    )
    told = plain([advice.answer(recommending(own, standings=standings))])[0]
    assert "For Hole alene er alternativ 3 (vertskommune) bedre, men det kan ikke Hole" in told
    level = tuple(replace(s, loss=0.1) if s.code == "3310" else s for s in standings)
    told = plain([advice.answer(recommending(own, standings=level))])[0]
    assert told.endswith("For Hole alene er alternativ 3 (vertskommune) like godt.")


def test_who_pays_most_is_told_with_no_more_figures_than_elsewhere(view):
    joint = view("")
    standings = tuple(
        replace(s, npv=-425.6 if s.code == "3236" else 1.0) for s in joint.recommendation.standings
    )
    told = plain(advice.against(recommending(joint, standings=standings)))
    assert told[-1] == "Jevnaker betaler mest per innbygger: om lag 430 kroner over 10 år"


@pytest.mark.parametrize("code", ["", "3310"])
def test_to_go_on_as_today_has_what_is_wrong_today_against_it(view, code):
    own = view(code)
    standings = tuple(
        replace(s, takes_part=False, own_best="2", loss=4.0) for s in own.recommendation.standings
    )
    told = plain(
        [advice.answer(as_today := recommending(own, alternative="0", standings=standings))]
    )
    best = " For Hole alene er alternativ 2 (felles ressurser) bedre, men det kan ikke Hole velge"
    (said,) = told
    assert said.startswith("Tallene taler for at kommunene fortsetter som i dag.")
    assert (best in said) == (code == "3310")
    why, against, sure = plain([advice.in_short(as_today)])[0].split("\n\n")
    assert why == "**Hvorfor.** Å fortsette som i dag har ingen engangskostnad."
    assert against.startswith("**Det som taler mot.** ") and "høyst én person. " in against
    # No amount of what is recommended, and no word of how one would be written.
    assert "(" not in why and "I parentes" not in sure
    assert "I parentes står beløpene" in plain([advice.in_short(own)])[0]


def test_the_paragraphs_of_page_one(view):
    told = plain([advice.in_short(view("3310"))])[0].split("\n\n")
    heads = ["**Hvorfor.** ", "**Det som taler mot.** ", "**Hvor sikkert.** For Hole "]
    assert [p.startswith(head) for p, head in zip(told, heads, strict=True)] == [True] * 3
