import itertools
import re
from dataclasses import replace

import pandas as pd
import pytest

from analysis.decision.conclusion import Strength
from analysis.report.chapters import decision_points
from analysis.report.findings import wording
from tests.report.computed import concluding
from tests.report.texts import headings, parts, prose


def points(view):
    return [
        point.replace("\\", "").replace("\u00a0", " ") for point in decision_points.points(view)
    ]


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


def weighing(view, **weights):
    return pd.DataFrame(
        {
            "kommunenummer": "",
            "kriterium": list(weights),
            "vekt": [float(w) for w in weights.values()],
            "source": "vekter.csv:2",
        }
    )


def test_the_groups_own_text_goes_before_the_generated(view):
    chapter = decision_points.chapter(view("3312"))
    assert headings(chapter) == ["Forslag til vedtak"]
    own = [part for part in parts(chapter) if part["type"] == "prose"][0]
    assert "laget til eksempelet" in own["markdown"]
    assert own["trusted"] is False


def test_points_are_numbered_from_one(view):
    lines = prose(decision_points.chapter(view("3310"))).splitlines()
    assert [line.split(".")[0] for line in lines] == [str(n + 1) for n in range(len(lines))]
    assert 5 <= len(lines) <= 6


def test_a_clear_lead_asks_for_no_more_help(view, changed):
    one = changed("3305", weights=weighing(view, saarbarhet=1), texts={})
    assert one.conclusion.strength is Strength.CLEAR
    (leader,) = one.conclusion.leaders
    _, on, which, help_, budget = points(one)
    assert on == "Ringerike går videre i arbeidet etter kartleggingen."
    assert f"videre med alternativ {leader} (" in which
    assert "målt mot alternativ 0" in which
    assert "kjøpes ikke ekstern bistand" in help_
    assert f"økonomiplan {wording.plan_period(one)}" in budget
    assert f"i {one.first_year + 1} og om lag" in budget


def test_figures_that_do_not_decide_ask_for_help_on_what_they_leave_open(view, changed):
    one = changed("3310", weights=weighing(view, utviklingskraft=1), texts={})
    assert one.conclusion.leaders == ("2", "3", "5")
    help_ = points(one)[3]
    assert "ekstern bistand" in help_
    assert "alternativ 2, 3 og 5, siden tallene ikke avgjør mellom dem" in help_


def test_missing_figures_are_filled_in_first(view, changed):
    weights = weighing(view, netto_naaverdi=1, utviklingskraft=4)
    one = changed("3236", weights=weights, texts={})
    assert {"2", "5"} <= set(one.conclusion.leaders)
    made = points(one)
    assert "tas stilling til ekstern bistand når tallene som mangler" in made[3]
    assert re.search(r"Tall som mangler \(budsjett.csv linje \d+\), fylles ut", made[-1])
    assert "Mandatet for alternativ 5 avklares først." in made[2]


def test_today_first_in_all_calculations_keeps_the_municipality_out(view, changed):
    costly = changed("3310", weights=weighing(view, netto_naaverdi=0, kapitalbehov=1), texts={})
    assert costly.conclusion.leaders == ("0",)
    made = points(costly)
    assert "går ikke videre etter kartleggingen" in made[1]
    plan = wording.plan_period(costly)
    assert made[2] == f"Dagens ordning føres videre i budsjett og økonomiplan {plan}."
    assert len(made) == 3


def test_today_among_the_leaders_leaves_the_choice_to_the_council(view, changed):
    data = view("").dataset
    one = changed(
        "3310", judgements=data.judgements.iloc[:0], weights=weighing(view, ansatte=1), texts={}
    )
    assert "0" in one.conclusion.leaders
    assert len(one.conclusion.leaders) > 1
    made = points(one)
    assert made[1].startswith("Kommunestyret avgjør om Hole går videre etter kartleggingen.")
    assert made[2].startswith("Går kommunen videre, arbeides det med alternativ 0+")
    assert made[-1] == "Vurderinger som mangler, gjøres ferdig først."


def test_a_mandate_for_today_alone_ends_it(view, changed):
    closed = shut(["3310"], ["0+", "1", "2", "3", "4", "5"])
    made = points(changed("3310", mandate=closed, texts={}))
    assert "fordi mandatet bare åpner for alternativ 0" in made[1]
    assert len(made) == 3


def test_what_is_outside_the_mandate_is_never_worked_on(view, changed):
    made = points(changed("3310", mandate=shut(["3310"], ["2", "3"]), texts={}))
    which = made[2]
    assert "Alternativ 2 og 3 er utenfor mandatet og tas ikke med." in which
    assert "med alternativ 2" not in which
    assert "med alternativ 3" not in which


def test_the_joint_proposal_is_for_all_the_councils(view, changed):
    made = points(view(""))
    assert made[0].startswith("Kommunestyrene tar rapporten")
    assert made[1].startswith("Hvert kommunestyre avgjør om kommunen går videre")
    assert "Hver kommunedirektør" in made[4]
    assert "Jevnaker fyller ut tall som mangler" in made[-1]
    costly = points(changed("", weights=weighing(view, netto_naaverdi=0, kapitalbehov=1)))
    assert "Alternativ 0 kommer først for Ringerike, Hole" in costly[1]


def test_where_some_are_torn_the_joint_proposal_names_them(view, changed):
    common = weighing(view, saarbarhet=1)
    own = weighing(view, utviklingskraft=1).assign(kommunenummer="3310")
    one = changed("", weights=pd.concat([common, own]), texts={})
    assert one.conclusion.strength.decided
    assert points(one)[3].startswith("Hole, der tallene ikke avgjør, tar stilling til")


def test_work_and_help_are_for_those_who_need_them(view, changed):
    common = weighing(view, saarbarhet=1)
    own = [weighing(view, utviklingskraft=1).assign(kommunenummer=c) for c in ("3310", "3316")]
    one = changed("", weights=pd.concat([common, *own]), texts={})
    (leader,) = one.conclusion.leaders
    which, help_ = points(one)[2:4]
    more = [a for a in ("2", "3", "5") if a != leader]
    assert f"I Hole og Modum gjelder det også alternativ {' og '.join(more)}." in which
    assert help_.startswith("Hole og Modum, der tallene ikke avgjør, tar stilling til ekstern")
    assert "gjelder det også" not in points(replace(one, code="3310"))[2]
    agreed = changed("", weights=common, texts={})
    assert "gjelder det også" not in points(agreed)[2]


def test_different_answers_are_told_for_each_until_they_are_many(view):
    answers = [("2", "3"), ("0+", "2"), ("3", "5"), ("1", "4")]
    joint = concluding(view(""), ("2",))
    views = {code: concluding(view(code), ("2",)) for code in joint.codes}
    for code, leaders in zip(joint.codes, answers, strict=False):
        views[code] = concluding(view(code), leaders)

    def told(number):
        few = concluding(joint, ("2",))
        some = {
            c: v if n < number else concluding(v, ("2",)) for n, (c, v) in enumerate(views.items())
        }
        object.__setattr__(few, "of_municipality", some.__getitem__)
        return points(few)[2:4]

    which, help_ = told(2)
    assert "I Ringerike gjelder det også alternativ 3, i Hole også alternativ 0+." in which
    assert help_.startswith("Ringerike og Hole, der tallene ikke avgjør,")
    which = told(4)[0]
    assert "I noen av kommunene gjelder det også alternativ 0+, 1, 3, 4 og 5." in which
    assert told(1)[1].startswith("Ringerike, der tallene ikke avgjør,")


def test_amounts_follow_the_municipalitys_own_rows(view, changed):
    budget = view("").dataset.budget.copy()
    own = (budget["kommunenummer"] == "3305") & (budget["kostnadsgruppe"] == "konsulent")
    budget.loc[own, "beløp"] *= 5
    assert points(changed("3305", budget=budget)) != points(view("3305"))


@pytest.mark.parametrize("scenario", ["ugunstig", "gunstig"])
def test_the_points_stand_in_every_scenario_and_without_optional_files(view, changed, scenario):
    data = view("").dataset
    empty = {
        name: getattr(data, name).iloc[:0]
        for name in ("judgements", "weights", "companies", "mandate", "organisation")
    }
    bare = changed("", scenario, **empty, texts={})
    for code in bare.codes:
        assert len(points(replace(bare, code=code))) >= 3
    assert len(points(bare)) >= 3
