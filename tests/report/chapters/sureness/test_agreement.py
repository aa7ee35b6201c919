import numpy as np
import pytest

from analysis.decision import thresholds
from analysis.decision.conclusion import Strength
from analysis.report.chapters.sureness import agreement
from tests.report.computed import concluding
from tests.report.texts import headings, parts, prose, rows, tables


def test_who_has_what_first_is_said(view):
    text = prose(agreement.rankings(view("")))
    for code in view("").codes:
        own = view(code)
        said = next(line for line in text.split(". ") if own.name in line)
        assert all(alternative in said for alternative in own.conclusion.leaders)
    assert "Alternativ 5 er ikke rangert i Lier" in text


def test_the_figure_has_every_first_place(view):
    figure = next(p for p in parts(agreement.rankings(view(""))) if p["type"] == "figure")
    assert "Lier 2" in figure["alt"]


def test_what_the_figure_puts_first_is_told_where_the_draws_name_others(view):
    torn = concluding(view("3236"), ("0+", "2", "3"), Strength.UNDECIDED)
    torn.conclusion.by_scenario["forventet"] = ("2", "3", "5")
    assert agreement._ranking_text([torn]).startswith(
        "I trekningene avgjør tallene ikke mellom alternativ 0+, 2 og 3 i Jevnaker; i den "
        "forventede beregningen kan alternativ 2, 3 eller 5 være først."
    )
    alike = concluding(view("3236"), ("2", "3", "5"), Strength.UNDECIDED)
    assert agreement._ranking_text([alike]).startswith(
        "Tallene avgjør ikke mellom alternativ 2, 3 og 5 i Jevnaker."
    )
    other = concluding(view("3312"), ("3",))
    other.conclusion.by_scenario["forventet"] = ("2",)
    assert agreement._ranking_text([other]).startswith(
        "Alternativ 3 kommer klart best ut i Lier; i den forventede beregningen er alternativ 2 "
        "først."
    )
    other.conclusion.by_scenario["forventet"] = ()
    assert "beregningen" not in agreement._ranking_text([other])


def test_all_alike_agree(view, changed):
    dataset = view("").dataset
    alone = dataset.weights["kommunenummer"] == ""
    judgements = dataset.judgements[dataset.judgements["kommunenummer"] == ""]
    weights = dataset.weights[alone].assign(vekt=0.0)
    weights.loc[weights["kriterium"] == "reversibilitet", "vekt"] = 1.0
    judgements = judgements.assign(
        omfang=np.where(
            judgements["kriterium"] == "reversibilitet",
            np.where(judgements["alternativ"] == "1", 3.0, -1.0),
            judgements["omfang"],
        )
    )
    same = changed("", weights=weights, judgements=judgements)
    assert headings(agreement.rankings(same)) == ["Alle kommunene har alternativ 1 på førsteplass"]
    assert headings(agreement.regret(same)) == [
        "Ingen taper nevneverdig på alternativ 1 (felles drift)"
    ]


def test_regret_names_the_smallest_largest_loss(view):
    joint = view("")
    losses = agreement._losses(joint)
    common = losses.loc[:, losses.notna().all()].max()
    assert "5" not in common.index
    table = tables(agreement.regret(joint))[0]
    assert table["rows"][table["highlight"]][0].startswith(common.idxmin())
    assert rows(table)["5 Nytt selskap"][-1] == "Lier"
    assert f"lternativ {common.idxmin()} " in headings(agreement.regret(joint))[0]


@pytest.mark.parametrize(
    ("loss", "said"), [(0.99, "nevneverdig"), (1.0, "enn 1 "), (3.2, "enn 4 ")]
)
def test_the_largest_loss_is_rounded_up(view, loss, said):
    joint = view("")
    losses = agreement._losses(joint)
    losses[:] = 20.0
    losses["2"] = loss
    assert said in agreement._regret_finding(joint, losses)


def test_where_nobody_loses_there_is_no_table_of_zeros(view):
    assert len(tables(agreement.regret(view("")))) == 1


def test_choosing_ones_own_first_loses_nothing(view, monkeypatch):
    monkeypatch.setattr(thresholds, "SAME_POINTS", 0.0)
    joint = view("")
    losses = agreement._losses(joint)
    chosen = agreement._common_choice(joint, losses)
    table = rows(tables(agreement.regret(joint))[1])
    for code in joint.codes:
        if losses.loc[code].idxmin() == chosen:
            assert table[joint.names[code]][1:] in (["0,0", "0"], ["0,0", "mangler"])


def test_judgements_that_differ_have_both_values_and_the_reason(view):
    table = tables(agreement.judgements_that_differ(view("3316")))[0]
    judgements = view("").dataset.judgements
    own = judgements[judgements["kommunenummer"] == "3316"]
    assert len(table["rows"]) == len(own)
    assert {row[-1] for row in table["rows"]} == set(own["begrunnelse"])
    assert headings(agreement.judgements_that_differ(view("3310"))) == [
        "Hole vurderer ikke noe annerledes enn fellesskapet"
    ]


def test_a_judgement_equal_to_the_common_one_is_no_difference(view, changed):
    judgements = view("").dataset.judgements.copy()
    own = judgements["kommunenummer"] == "3316"
    keep = judgements[~own | (judgements["alternativ"] == "2")].copy()
    keep.loc[keep["kommunenummer"] == "3316", "omfang"] = 3.0
    told = agreement.judgements_that_differ(changed("", judgements=keep))
    assert headings(told) == ["Ingen av kommunene vurderer noe annerledes enn fellesskapet"]


def test_a_loss_that_rests_on_missing_figures_is_not_told_as_sure(view, changed):
    lacking = view("").dataset.budget.copy()
    lacking.loc[lacking["kommunenummer"] == "3236", "beløp"] = np.nan
    one = changed("", budget=lacking)
    # What others pay rests on it too.
    assert "Jevnaker" in agreement._unsure(one)
    assert "Ingen ser ut til å tape" in headings(agreement.regret(one))[0]
    told = next(t for t in prose(agreement.regret(one)).split(". ") if "mangler tall" in t)
    assert all(name in told for name in agreement._unsure(one))
    budget = one.dataset.budget.fillna({"beløp": 900.0})
    known = changed("", budget=budget)
    assert agreement._unsure(known) == []
    assert "Ingen taper" in headings(agreement.regret(known))[0]
    assert "mangler tall" not in prose(agreement.regret(known))
