"""Who goes together: small cases by hand, and the evaluation's own answer."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from decision.participation.small_cooperations import (
    BUY,
    CODES,
    A,
    B,
    C,
    assessed,
    buying,
    dataset,
    nine,
    only,
)
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.regions import (
    ROOT,
    alike,
    application_rows,
    company_table,
    felles,
    make_dataset,
    regions,
    unknown,
    with_values,
)

from analysis.dataset import Dataset, load
from analysis.decision.evaluation import evaluate
from analysis.decision.participation.assess import assess_participation

UNLIKE = (("9901", "Arkiv"), ("9902", "Barn"))


def worth(data: Dataset) -> dict[int, float]:
    found = only(data)
    return dict(zip(found.groups.tolist(), found.worth[0, 0].round(6).tolist(), strict=True))


def mandate(*rows: tuple[str, str]) -> pd.DataFrame:
    answers = [(code, alternative, "nei") for code, alternative in rows]
    return pd.DataFrame(answers, columns=["kommunenummer", "alternativ", "tillatt"])


def test_three_municipalities_by_hand() -> None:
    # A and B save 200 on Arkiv, B and C 100 on Kart; being together costs 120.
    found = only(buying())
    assert found.groups.tolist() == [0, A, B, A | B, C, A | C, B | C, A | B | C]
    assert found.total[0, 0].round(6).tolist() == [0, 0, 0, 80, 0, -120, -20, 180]
    assert found.worth[0, 0].round(6).tolist() == [0, 0, 0, 80, 0, 0, 0, 180]
    # Each pays a third of 120 together, a half in pairs.
    assert found.gain[0, 0, -1].round(6).tolist() == [60, 110, 10]
    assert found.gain[0, 0, 3].round(6).tolist() == [40, 40, 0]
    assert found.best_group(0) == A | B | C
    assert [found.best_group(0, m) for m in range(3)] == [7, 7, 7]
    # What leaving one out does to the others' own gain: B without A has nothing but 60 to pay.
    assert found.brings[0, 0].round(6).tolist() == [[60, 120, 20], [120, 110, 70], [20, 70, 10]]


def test_a_better_group_without_the_one_who_adds_nothing() -> None:
    # C shares no system with the others, and each participant costs 30.
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 60.0, "styring_deltaker_lett": 30.0},
        systems=(("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9903", "Kart", 500)),
    )
    found = only(data)
    assert found.total[0, 0, found.place(7)] == pytest.approx(200 - 60 - 90)
    assert found.total[0, 0, found.place(A | B)] == pytest.approx(200 - 60 - 60)
    assert found.best_group(0) == A | B
    # C loses by being in: its third of 60, and its own 30.
    assert found.best_group(0, 2) == 0
    assert found.best_group(0, agreed=True) == A | B
    assert found.agreed[0, 0].tolist() == [True, True, True, True, True, False, False, False]


def test_cooperation_may_pay_for_no_group() -> None:
    found = only(buying(fixed=1000.0))
    assert found.best_group(0) == 0
    assert found.best_group(0, agreed=True) == 0
    assert [found.best_group(0, m) for m in range(3)] == [0, 0, 0]
    assert (found.worth == 0).all()
    assert not found.division.stable.any()


def test_a_mandate_that_says_nei_makes_a_null_player() -> None:
    data = replace(buying(), mandate=mandate(("9903", "0+")))
    found = only(data)
    assert found.participants == found.group == A | B
    assert found.groups.tolist() == [0, A, B, A | B]
    assert worth(data)[A | B] == 80
    assert (found.gain[..., 2] == 0).all()
    assert (found.division.gain[0, 0, :, 2] == 0).all()
    assert (found.brings[..., 2] == 0).all() and (found.brings[..., 2, :] == 0).all()


def test_the_whole_group_is_the_evaluations_own_result() -> None:
    data = load(ROOT / "inputs" / "ringeriksregionen")
    evaluation = evaluate(data)
    found = assess_participation(data, evaluation, draws=4)
    assert not found.closed
    fills = [evaluation.money, evaluation.money_high or evaluation.money]
    # Where no scenario rests on an unknown cell, there is one way of filling them.
    assert {name: len(one.total) for name, one in found.cooperations.items()} == {
        "0+": 1, "1": 1, "2": 2, "3": 2, "4": 1, "5": 2,
    }  # fmt: skip
    for name, one in found.cooperations.items():
        for fill, money in enumerate(fills[: len(one.total)]):
            result = money.results[name]
            np.testing.assert_allclose(
                one.gain[fill, :, one.place(one.group)], result.npv, atol=1e-5
            )
            np.testing.assert_allclose(one.division.gain[fill, :, 0], result.npv, atol=1e-5)
            np.testing.assert_allclose(
                one.division.effect[fill, :, 0], result.budget_effect, atol=1e-5
            )
        assert one.runs_whole == one.evaluation_runs
        assert not one.differs
    assert found.members(found.cooperations["5"].group) == tuple(
        code for code in found.codes if code != "3312"
    )
    # What is computed once is stored with the run.
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.cooperations["3"].total, found.cooperations["3"].total)


def test_the_host_is_chosen_for_each_group_by_its_own_worth() -> None:
    """Where hosts differ by wages alone, the cheapest in each group is the host."""
    municipalities, budget, staff = alike("9901", "9902", "9903")
    budget.loc[budget["kostnadsgruppe"] == "lønn", "beløp"] = [3000.0, 2800.0, 2900.0]
    apps = application_rows(("9901", "Arkiv"), ("9902", "Barn"), ("9903", "Kart"))
    data = make_dataset(municipalities, budget, staff, apps.assign(systemtype=""))
    found = assess_participation(data, evaluate(data), draws=0).cooperations["3"]
    runs = dict(zip(found.groups.tolist(), found.runs, strict=True))
    assert runs[A | B] == runs[B | C] == runs[A | B | C] == "9902"
    assert runs[A | C] == "9903"
    assert runs[0] == runs[A] == ""


def test_the_company_may_be_another_than_the_evaluations() -> None:
    """A margin is a transfer in the social accounts; the municipalities still pay it.

    With a margin of one half Dyr costs society little more than half its price.
    """
    companies = pd.concat(
        [
            company_table(price=5000.0, entry=1000.0).assign(selskap="Dyr"),
            company_table(price=4000.0, entry=3000.0).assign(selskap="Billig"),
        ],
        ignore_index=True,
    )
    tables = alike("9901", "9902")
    shared = with_values(felles(), selskapsmargin=0.5)
    changes = {"companies": companies, "shared": shared, "skattefinansieringskostnad": 0.0}
    data = make_dataset(*tables, application_rows(*UNLIKE), **changes)
    found = assess_participation(data, evaluate(data), draws=0).cooperations["4"]
    assert (found.runs_whole, found.evaluation_runs) == ("Billig", "Dyr")
    assert found.differs


def test_one_alone_has_what_the_alternative_gives_one_alone() -> None:
    """Alternative 4 can be chosen alone; the others need somebody to go with."""
    tables = alike("9901", "9902")
    companies = company_table(price=1000.0, entry=0.0)
    data = make_dataset(*tables, application_rows(*UNLIKE), companies=companies)
    found = assess_participation(data, evaluate(data), draws=0)
    alone = found.cooperations["4"].worth[0, 0, [1, 2]]
    assert (alone > 0).all()
    assert found.cooperations["4"].worth[0, 0, 3] == pytest.approx(alone.sum())
    for name in ("0+", "1", "2", "3", "5"):
        assert (found.cooperations[name].total[0, 0, :3] == 0).all()


def test_unknown_cells_give_an_interval_to_their_owner_too() -> None:
    data = buying()
    apps = data.applications.copy()
    apps.loc[0, "årskostnad"] = np.nan
    found = only(replace(data, applications=apps))
    assert found.total.shape[0] == 2
    ends = found.interval(found.gain[:, :, -1])[0]
    # A's Arkiv may cost nothing or as much as all its licences, and B saves the same.
    assert ends.round(6).tolist() == [[-40, 260], [110, 110], [10, 10]]
    assert found.interval(found.total[:, :, -1])[0].round(6).tolist() == [80, 380]


def test_no_best_group_is_named_where_unknown_cells_decide() -> None:
    data = buying(fixed=250.0)
    assert only(data).best_group(0) == A | B | C
    apps = data.applications.copy()
    apps.loc[0, "årskostnad"] = np.nan
    # With A's Arkiv free they lose 100 together, with A's licences at their highest they gain.
    found = only(replace(data, applications=apps))
    assert found.interval(found.total[:, :, -1])[0].round(6).tolist() == [-50, 250]
    assert found.best_group(0) is None
    assert found.best_group(0, 0) is None
    assert found.best_group(0, 1) == A | B | C


def test_one_who_has_listed_nothing_is_in_no_group() -> None:
    data = buying()
    apps = data.applications[data.applications["kommunenummer"] != "9903"]
    found = only(replace(data, applications=apps.reset_index(drop=True)))
    assert found.participants == A | B | C
    assert found.group == A | B
    assert found.missing == C
    assert found.groups.max() == A | B


def test_what_cannot_be_worked_out_is_closed_with_the_reason() -> None:
    data = buying()
    nobody = assessed(replace(data, mandate=mandate(("9902", "0+"), ("9903", "0+"))))
    assert dict(nobody.closed) == {"0+": "for få deltakere"}
    assert not nobody.cooperations
    assert nobody.draws == 0
    shared = unknown(data.shared, "styring_faggrupper")
    assert dict(assessed(replace(data, shared=shared)).closed) == {"0+": "ukjent kostnad"}
    listed = data.applications[data.applications["kommunenummer"] == "9901"]
    unlisted = replace(data, applications=listed.reset_index(drop=True))
    assert dict(assessed(unlisted).closed) == {"0+": "tallene mangler"}


def test_no_municipality_is_named_by_its_place_in_the_file() -> None:
    data = buying()
    turned = replace(data, municipalities=data.municipalities.iloc[::-1])
    one, other = assessed(data), assessed(turned)
    first, second = one.cooperations["0+"], other.cooperations["0+"]
    for group, total in zip(first.groups.tolist(), first.total[0, 0], strict=True):
        same = sum(1 << other.codes.index(code) for code in one.members(group))
        place = second.place(same)
        assert second.total[0, 0, place] == pytest.approx(total)


@pytest.mark.thorough
def test_more_municipalities_than_can_be_worked_out_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    exact = only(nine())
    monkeypatch.setattr("analysis.decision.participation.group_inputs.EXACT", 8)
    found = only(nine(), 8)
    assert exact.exact
    assert not found.exact
    assert len(found.groups) < len(exact.groups) == 512
    for group in found.groups.tolist():
        place = found.place(group), exact.place(group)
        np.testing.assert_allclose(found.total[:, :, place[0]], exact.total[:, :, place[1]])
    shapley, nucleolus = (found.division.key(name) for name in ("Shapley-verdien", "nukleolus"))
    assert found.division.orders[0] > 0
    assert exact.division.orders[0] == 0
    error = found.division.error[0, 0]
    assert (error > 0).all()
    assert (exact.division.error == 0).all()
    off = found.division.gain[0, 0, shapley] - exact.division.gain[0, 0, shapley]
    assert (np.abs(off) < 5 * error).all()
    assert found.division.gain[0, 0, shapley].sum() == pytest.approx(found.total[0, 0, -1])
    # Nothing is said that would need every group.
    assert np.isnan(found.division.gain[:, :, nucleolus]).all()
    assert np.isnan(found.division.least_core).all()
    assert found.chances is not None
    assert np.isnan(found.chances.stable[nucleolus])
    with pytest.raises(KeyError):
        found.place(0b101010101)


@given(regions(most=3), st.integers(1, 4), st.integers(0, 5))
@examples(0.2)
def test_any_small_region_can_be_assessed(data: Dataset, years: int, notice_year: int) -> None:
    plan = {"varsel": notice_year, "innmelding": notice_year}
    given_settings = data.settings.model_dump() | {"analyseperiode": years, "uttreden": plan}
    data = replace(data, settings=data.settings.model_validate(given_settings))
    one, again = assessed(data, 2), assessed(data, 2)
    assert {*one.cooperations, *one.closed} == {"0+", "1", "2", "3", "4", "5"}
    for name, found in one.cooperations.items():
        assert (found.worth >= 0).all()
        assert (found.total[:, :, 0] == 0).all()
        assert found.chances is not None
        assert found.chances.best.sum() == pytest.approx(1.0)
        np.testing.assert_array_equal(found.chances.best, again.cooperations[name].chances.best)


def test_one_municipality_has_nobody_to_go_with() -> None:
    tables = alike("9901")
    data = make_dataset(*tables, application_rows(("9901", "Arkiv")))
    found = assessed(data, 2)
    assert list(found.cooperations) == ["4"]
    assert set(found.closed.values()) == {"for få deltakere"}
    assert found.cooperations["4"].withdrawals == ()
    assert found.cooperations["4"].division.blocking.max() == 0


def test_codes_are_those_of_the_evaluation() -> None:
    assert assessed(buying()).codes == CODES
