import numpy as np
import pytest

from analysis.report.chapters.sureness import agreement
from tests.report.texts import headings, prose, rows, tables


def test_every_municipality_has_the_place_of_every_alternative(view):
    joint = view("")
    table = rows(agreement.rankings(joint).payload())
    for code in joint.codes:
        own = view(code)
        shown = dict(zip((a.id for a in joint.alternatives), table[own.name], strict=True))
        assert {a for a, place in shown.items() if place == "1"} == {"2"}
        assert [a for a, place in shown.items() if place == "–"] == list(own.conclusion.not_ranked)
    assert table["Lier"][-1] == "–" and table["Kommunene samlet"][3] == "1"


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
    assert {cells[2] for cells in rows(agreement.rankings(same).payload()).values()} == {"1"}
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
    assert said in agreement._finding(joint, "2", loss)


def test_judgements_that_differ_have_both_values_and_the_reason(view):
    (table,) = tables(agreement.judgements_that_differ(view("3316")))
    judgements = view("").dataset.judgements
    own = judgements[judgements["kommunenummer"] == "3316"]
    common = judgements[judgements["kommunenummer"] == ""]
    assert {row[-1] for row in table["rows"]} == set(own["begrunnelse"])
    given = common.set_index(["alternativ", "kriterium"])["omfang"]
    names = {c.navn: c.id for c in view("").criteria}
    for _, alternative, criterion, shared, _, _ in table["rows"]:
        assert shared == f"{given[alternative, names[criterion]]:+.0f}".replace("-", "−")
    assert "Alle vurderinger" in prose(agreement.judgements_that_differ(view("3310")))


def test_a_judgement_equal_to_the_common_one_is_no_difference(view, changed):
    judgements = view("").dataset.judgements.copy()
    own = judgements["kommunenummer"] == "3316"
    keep = judgements[~own | (judgements["alternativ"] == "2")].copy()
    keep.loc[keep["kommunenummer"] == "3316", "omfang"] = 3.0
    same = agreement.judgements_that_differ(changed("", judgements=keep))
    assert tables(same) == [] and "Alle vurderinger" in prose(same)
    # One that has no common one beside it is a difference.
    alone = keep[~((keep["kommunenummer"] == "") & (keep["alternativ"] == "2"))]
    (table,) = tables(agreement.judgements_that_differ(changed("", judgements=alone)))
    assert [row[3:5] for row in table["rows"]] == [["mangler", "+3"]]


def test_a_loss_that_rests_on_missing_figures_is_not_told_as_sure(view, changed):
    lacking = view("").dataset.budget.copy()
    lacking.loc[lacking["kommunenummer"] == "3236", "beløp"] = np.nan
    one = changed("", budget=lacking)
    assert "Ingen ser ut til å tape" in headings(agreement.regret(one))[0]
    assert "Tall som mangler fra Jevnaker" in tables(agreement.regret(one))[0]["note"]
    known = changed("", budget=one.dataset.budget.fillna({"beløp": 900.0}))
    assert "Ingen taper" in headings(agreement.regret(known))[0]
    assert tables(agreement.regret(known))[0]["note"] == ""
