"""The proposals to vote: one decision, told to each council, that can be carried out together."""

import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.decision.recommendation import Support
from analysis.report.chapters.answer import decision_points
from tests.report.texts import headings, parts, prose


def plain(lines):
    return [line.replace("\\", "").replace("\u00a0", " ") for line in lines]


def points(view):
    return plain(decision_points.points(view))


def recommending(view, **changes):
    """The view of a run that recommends something else."""
    figures = replace(view.figures)
    figures.__dict__["recommendation"] = replace(view.recommendation, **changes)
    return replace(view, figures=figures)


def shut(codes, alternatives):
    """A mandate that says nei to these alternatives for these municipalities."""
    pairs = list(itertools.product(codes, alternatives))
    return pd.DataFrame(
        {
            "kommunenummer": [code for code, _ in pairs],
            "alternativ": [alternative for _, alternative in pairs],
            "tillatt": "nei",
            "begrunnelse": "",
            "source": [f"mandat.csv:{n}" for n, _ in enumerate(pairs, start=2)],
        }
    )


def test_the_groups_own_text_goes_before_the_generated(view, changed):
    texts = {("3312", "forslag-til-vedtak"): "1. Vi venter til høsten."}
    chapter = decision_points.chapter(changed("3312", texts=texts))
    assert headings(chapter)[0] == "Forslag til vedtak"
    (own,) = [p for p in parts(chapter) if p["type"] == "prose" and not p["trusted"]]
    assert own["markdown"] == "1. Vi venter til høsten."
    others = decision_points.chapter(changed("3310", texts=texts))
    assert "Vi venter" not in prose(others)


def test_points_are_numbered_from_one(view):
    lines = prose(decision_points.proposal(view("3310"))).splitlines()
    assert [line.split(".")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
    assert 4 <= len(lines) <= 6


def test_all_proposals_can_be_carried_out_together(view):
    """Read one after the other: the same alternative, the same help, all the others named."""
    joint = view("")
    found = joint.recommendation
    told = {code: points(view(code)) for code in joint.codes}
    name = f"alternativ {found.alternative} ("
    help_ = {next(p for p in made if "ekstern bistand" in p) for made in told.values()}
    assert help_ == {next(p for p in points(joint) if "ekstern bistand" in p)}
    for code, made in told.items():
        others = {joint.names[c] for c in found.participants if c != code}
        assert name in made[0]
        assert all(other in made[0] for other in others)
        assert joint.names[code] == made[0].split(" går ")[0]
        # It is what is printed: the example has no text of its own that says something else.
        assert made[0] in prose(decision_points.proposal(view(code)))
    keys = {re.search(r"Bare det som er felles, deles .*", " ".join(made)).group(0).split(".")[0]
            for made in told.values()}  # fmt: skip
    assert len(keys) == 1
    shares = sum(view(code).share(found.alternative) for code in found.participants)
    assert shares == pytest.approx(1.0)


def test_somebody_is_asked_to_be_host(view):
    joint = view("")
    host = "3305"
    standings = tuple(
        replace(own, hosts=own.code == host) for own in joint.recommendation.standings
    )
    changed = {"alternative": "3", "host": host, "standings": standings}
    assert "Ringerike spørres om å være vertskommune." in " ".join(
        points(recommending(joint, **changed))
    )
    assert "Ringerike sier ja til å utrede vertskapet." in " ".join(
        points(recommending(view(host), **changed))
    )
    assert "Ringerike spørres" in " ".join(points(recommending(view("3310"), **changed)))


def test_who_stands_outside_votes_on_that(view):
    own = view("3312")
    standings = tuple(replace(s, takes_part=s.code != "3312") for s in own.recommendation.standings)
    made = points(recommending(own, alternative="5", standings=standings))
    assert made[0].startswith("Lier deltar ikke i alternativ 5")
    assert made[1].startswith("Dagens ordning føres videre")
    told = points(recommending(view("3310"), alternative="5", standings=standings))
    assert "Lier" not in told[0]
    assert (
        decision_points.otherwise(recommending(own, alternative="5", standings=standings)) is None
    )


def test_unclear_figures_ask_for_help_in_every_municipality_alike(view):
    torn = {
        points(recommending(view(code), support=Support.ACCEPTED))[4] for code in view("").codes
    }
    assert len(torn) == 1
    assert torn.pop().startswith("Kommunene innhenter sammen ekstern bistand")


def test_unsettled_mandates_and_keys_come_first(view):
    own = view("3310")
    standings = tuple(
        replace(s, mandate="avklares" if s.code == "3310" else s.mandate)
        for s in own.recommendation.standings
    )
    told = " ".join(points(recommending(own, standings=standings)))
    assert "Mandatet til Hole avklares." in told
    assert "Fordelingsnøkkelen i punkt 2 er et forslag" in told
    elsewhere = " ".join(points(recommending(view("3305"), standings=standings)))
    assert "Mandatet" not in elsewhere


def test_a_settled_key_is_not_asked_for_again(view, changed):
    data = view("").dataset
    settled = data.settings.model_copy(update={"nokkel_bestemt": True})
    assert "Fordelingsnøkkelen" not in " ".join(points(changed("3310", settings=settled, texts={})))


def test_today_for_all_keeps_the_budget(view):
    told = points(recommending(view("3310"), alternative="0"))
    assert told[0].startswith("Dagens ordning føres videre i budsjett og økonomiplan")
    assert decision_points.otherwise(recommending(view("3310"), alternative="0")) is None


def test_a_mandate_for_today_alone_recommends_nothing_else(view, changed):
    codes = view("").codes
    one = changed("3310", mandate=shut(codes, ["0+", "1", "2", "3", "4", "5"]), texts={})
    assert one.recommendation.alternative == "0"
    assert points(one)[0].startswith("Dagens ordning")


def test_missing_figures_are_filled_in_first(view):
    told = points(view("3236"))
    assert told[-1].startswith("Tall som mangler i budsjettet, fylles ut før")
    assert points(view(""))[-1] == "Jevnaker fyller ut tall som mangler, før endelig vedtak."


def test_a_council_that_says_no_has_something_to_vote(view):
    made = plain(decision_points.other_points(view("3310")))
    assert made[0].startswith("Hole fortsetter som i dag og går ikke inn i alternativ")
    assert "De andre kommunene får melding" in made[-1]
