"""A missing cell is unknown, not zero: what rests on it is missing or an interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.regions import (
    alike,
    all_judgements,
    application_rows,
    company_table,
    felles,
    make_dataset,
    unknown,
    with_values,
)

from analysis.dataset import Dataset
from analysis.dataset.definitions import price_factor
from analysis.dataset.definitions.assumptions import Bounds
from analysis.dataset.tables.categories import SCENARIOS
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.gates import Gate
from analysis.model.assumptions import scenario_draws

CODES = ("9901", "9902", "9903")
SYSTEMS = [(code, system) for code in CODES for system in ("Arkiv", "Barn")]


def three(**changes: object) -> Dataset:
    municipalities, budget, staff = alike(*CODES)
    municipalities["innbyggere"] = [4000.0, 9000.0, 20_000.0]
    municipalities["ikt_brukere"] = [300.0, 800.0, 1500.0]
    apps = application_rows(*SYSTEMS)
    apps["driftsform"] = "lokal"
    given_tables = {"judgements": all_judgements()} | changes
    return make_dataset(municipalities, budget, staff, apps, **given_tables)


def without(frame: pd.DataFrame, column: str, value: float = np.nan, **where: str) -> pd.DataFrame:
    chosen = pd.Series(True, index=frame.index)
    for name, wanted in where.items():
        chosen &= frame[name] == wanted
    assert chosen.any()
    return frame.assign(**{column: frame[column].where(~chosen, value)})


def value(found: Evaluation, code: str, alternative: str, criterion: str) -> list[float]:
    place = (found.row(code), found.alternatives.index(alternative))
    return found.scores.criteria[0, *place, found.criteria.index(criterion)].tolist()


def missing(found: Evaluation, code: str, alternative: str, criterion: str) -> bool:
    return bool(np.isnan(value(found, code, alternative, criterion)).all())


def test_complete_inputs_have_no_intervals() -> None:
    found = evaluate(three())
    assert found.money_high is None
    assert not np.isnan(found.scores.criteria).any()
    assert (found.scores.criteria[..., 0] == found.scores.criteria[..., 1]).all()
    assert not any(found.uncertain(c, a) for c in CODES for a in found.alternatives)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_money_is_an_interval_whatever_stands_first_and_in_whichever_scenario(
    scenario: str,
) -> None:
    """Neither the order in kriterier.toml nor an effect of 0 in another scenario hides a gap."""
    data = three()
    budget = without(data.budget, "beløp", kommunenummer="9901", kostnadsgruppe="lisens")
    values = dict.fromkeys(SCENARIOS, 0.0) | {scenario: 0.1}
    price = data.shared.assumptions["innkjop_pris"]
    most = 3.0 * values["forventet"] - values["ugunstig"] - values["gunstig"]
    ends = Bounds(min=values["ugunstig"], sannsynlig=most, maks=values["gunstig"])
    assumptions = {
        **data.shared.assumptions,
        "innkjop_pris": price.model_copy(update={"anslag": ends}),
    }
    criteria = data.shared.criteria[::-1]
    shared = replace(data.shared, assumptions=assumptions, criteria=criteria)
    found = evaluate(replace(data, budget=budget, shared=shared))
    assert not found.uncertain("9901", "0+")
    place = SCENARIOS.index(scenario), found.criteria.index("netto_naaverdi")
    ends_of = {
        (code, a): found.scores.criteria[place[0], found.row(code), n, place[1]]
        for code in ("9901", "9902")
        for n, a in enumerate(found.alternatives)
    }
    assert np.ptp(ends_of["9901", "0+"]) > 0
    assert np.ptp(ends_of["9902", "0+"]) == np.ptp(ends_of["9901", "4"]) == 0


def test_one_missing_budget_cell_is_an_interval_for_all_it_touches() -> None:
    data = three()
    budget = without(data.budget, "beløp", kommunenummer="9901", kostnadsgruppe="konsulent")
    found = evaluate(replace(data, budget=budget))
    assert found.money_high is not None
    touched = {"2": ("9901", ""), "3": (*CODES, ""), "5": (*CODES, "")}  # 3 and 5 pool consultants
    for alternative, whom in touched.items():
        assert not found.uncertain("9901", alternative)
        for code in (*CODES, ""):
            low, high = value(found, code, alternative, "netto_naaverdi")
            assert (low < high) == (code in whom), (code, alternative)
    for alternative in ("0", "0+", "1", "4"):  # and those that leave them alone
        for code in (*CODES, ""):
            low, high = value(found, code, alternative, "netto_naaverdi")
            assert low == high
    assert value(found, "9901", "0", "netto_naaverdi") == [0, 0]
    # No rank is claimed where the points overlap.
    row = found.row("9901")
    a2, a3, a5 = (found.alternatives.index(a) for a in ("2", "3", "5"))
    low, high = found.scores.points[0, row, :, 0], found.scores.points[0, row, :, 1]
    assert low[a2] < high[a3] and low[a3] < high[a2]
    best, worst = found.scores.ranks[0, row, a2]
    assert best < worst
    # From nothing to the highest per inhabitant of the others, 3000 / 9000 on 4000 inhabitants:
    # what 9902 saves on its 3000, four ninths of it, over 4000 inhabitants.
    saved = -found.money.results["2"].outcome.components["ressurser"][0, 1]
    most = saved @ 1.04 ** -np.arange(11.0) * (4 / 9) / 4000 * 1000
    assert np.ptp(value(found, "9901", "2", "netto_naaverdi")) == pytest.approx(most)
    # As wide as the present value is, by its weight: 4000 kroner from worst to best.
    wide = np.ptp(value(found, "9901", "5", "netto_naaverdi")) / 4000.0
    weight = found.scores.weights[row][found.criteria.index("netto_naaverdi")]
    assert high[a5] - low[a5] == pytest.approx(100 * weight * wide, rel=1e-6)


@examples(0.2)
@given(st.sampled_from(["lisens", "drift", "konsulent"]), st.integers(0, 20).map(lambda n: n / 20))
def test_the_interval_holds_what_the_cell_may_be(group: str, part: float) -> None:
    data = three()
    place = {"kommunenummer": "9903", "kostnadsgruppe": group}
    found = evaluate(replace(data, budget=without(data.budget, "beløp", **place)))
    # The high end: the highest per inhabitant among the others, 3000 / 4000 on 20 000.
    truth = without(data.budget, "beløp", part * 3000 / 4000 * 20_000, **place)
    known = evaluate(replace(data, budget=truth))
    for alternative in ("0+", "1", "2", "5"):
        for code in (*CODES, ""):
            low, high = value(found, code, alternative, "netto_naaverdi")
            real = value(known, code, alternative, "netto_naaverdi")[0]
            assert low - 1e-6 <= real <= high + 1e-6


@pytest.mark.parametrize("row", ["missing", "empty"])
def test_a_row_that_is_not_there_is_as_unknown_as_an_empty_cell(row: str) -> None:
    data = three()
    where = (data.staff["kommunenummer"] == "9902") & (data.staff["funksjon"] == "sikkerhet")
    staff = data.staff[~where]
    if row == "empty":
        staff = data.staff.assign(
            årsverk=data.staff["årsverk"].where(~where),
            personer=data.staff["personer"].where(~where),
        )
    found = evaluate(replace(data, staff=staff))
    drawn = scenario_draws(data.shared.assumptions, data.shared.price_index, 2022)
    absence, days = (float(drawn[name][0, 0, 0]) for name in ("fravaer", "arbeidsdager"))
    # One person in each of four functions; in the fifth nobody, or what the smallest has per
    # inhabitant: 1 / 4000 on 9000 is 2.25 person-years, three persons.
    four = 4 * days * absence
    ends = [(four + days * absence**3) / 5, (four + days) / 5]
    assert value(found, "9902", "0", "saarbarhet") == pytest.approx(ends)
    assert value(found, "9901", "0", "saarbarhet") == pytest.approx([days * absence] * 2)
    assert np.ptp(value(found, "", "0", "saarbarhet")) == pytest.approx(np.ptp(ends) * 9 / 33)


def test_no_application_list_is_not_a_list_of_nothing() -> None:
    data = three()
    apps = data.applications[data.applications["kommunenummer"] != "9902"]
    found = evaluate(replace(data, applications=apps))
    for alternative in ("0+", "1", "3", "4", "5"):
        assert missing(found, "9902", alternative, "netto_naaverdi"), alternative
        assert missing(found, "9902", alternative, "systemharmonisering")
        assert missing(found, "", alternative, "netto_naaverdi")
    assert value(found, "9902", "0", "netto_naaverdi") == [0, 0]
    assert not missing(found, "9902", "0+", "saarbarhet")
    assert not missing(found, "9901", "0+", "netto_naaverdi")


def test_what_nobody_has_told_is_not_zero_for_all() -> None:
    data = three()
    budget = without(data.budget, "beløp", kostnadsgruppe="konsulent")
    found = evaluate(replace(data, budget=budget))
    for code in ("9903", ""):
        low, high = value(found, code, "2", "netto_naaverdi")
        assert low < high
    for column, table in (("beløp", "budget"), ("ikt_brukere", "municipalities")):
        # Pooled salaries by users need users: an analysis without is refused when it is read.
        equal = data.settings.model_copy(update={"lonnsfordeling": {"lik": 1.0}})
        gone = {table: getattr(data, table).assign(**{column: np.nan})}
        nothing = replace(data, settings=equal, **gone)
        found = evaluate(nothing)
        assert missing(found, "9901", "1", "netto_naaverdi")
        assert missing(found, "", "1", "engangskostnad")
        assert value(found, "", "0", "netto_naaverdi") == [0, 0]
    found = evaluate(replace(data, staff=data.staff.assign(årsverk=np.nan, personer=np.nan)))
    assert missing(found, "", "0", "saarbarhet")


@pytest.mark.parametrize("column", ["årskostnad", "brukere"])
def test_an_unknown_application_cell_counts_as_unknown(column: str) -> None:
    data = three()
    apps = without(data.applications, column, kommunenummer="9901")
    found = evaluate(replace(data, applications=apps))
    assert not missing(found, "9902", "1", "netto_naaverdi")
    low, high = value(found, "9901", "1", "netto_naaverdi")
    assert low < high


def test_an_unknown_size_is_between_the_others() -> None:
    data = three()
    sizes = data.municipalities.assign(ikt_brukere=[np.nan, 800.0, 1500.0])
    found = evaluate(replace(data, municipalities=sizes))
    assert found.money_high is not None
    # Per inhabitant the others have 0.0889 and 0.075.
    assert found.money.region.users[0] == pytest.approx(4000 * 0.075)
    assert found.money_high.region.users[0] == pytest.approx(4000 * 800 / 9000)
    low, high = value(found, "9901", "1", "netto_naaverdi")
    assert low < high


def test_a_missing_judgement_scores_between_nothing_and_everything() -> None:
    data = three()
    rows = data.judgements
    rows = rows[~((rows["alternativ"] == "2") & (rows["kriterium"] == "ansatte"))]
    found = evaluate(replace(data, judgements=rows))
    assert missing(found, "9901", "2", "ansatte")
    k, a = found.criteria.index("ansatte"), found.alternatives.index("2")
    assert found.scores.values[0, 0, a, k].tolist() == [0, 1]
    assert value(found, "9901", "0", "ansatte") == [0, 0]
    low, high = found.scores.points[0, 0, a]
    assert high - low == pytest.approx(100 * found.scores.weights[0, k])


def test_no_company_leaves_no_figures_for_the_purchase() -> None:
    found = evaluate(three(companies=company_table(price=np.nan)))
    assert found.gates.status.loc["", "4"] == Gate.NO_COMPANY
    for criterion in ("netto_naaverdi", "engangskostnad", "saarbarhet"):
        assert missing(found, "9901", "4", criterion)
        assert missing(found, "", "4", criterion)
    assert found.scores.ranks[0, :, found.alternatives.index("4")].tolist() == [[0, 0]] * 4


def test_a_company_with_unknown_staff_has_unknown_vulnerability() -> None:
    companies = company_table().assign(sikkerhet=np.nan)
    found = evaluate(three(companies=companies))
    assert missing(found, "9901", "4", "saarbarhet")
    assert not missing(found, "9901", "4", "netto_naaverdi")


def test_an_unknown_cost_has_no_value_and_no_rank() -> None:
    found = evaluate(three(shared=unknown(felles(), "styring_selskap")))
    a = found.alternatives.index("5")
    assert missing(found, "9901", "5", "netto_naaverdi")
    assert not missing(found, "9901", "5", "saarbarhet")
    assert (found.scores.ranks[:, :, a] == 0).all()
    assert np.isnan(found.scores.regret[:, :, a]).all()
    assert not missing(found, "9901", "3", "netto_naaverdi")


def test_an_unknown_effect_counts_zero() -> None:
    zero = evaluate(three(shared=with_values(felles(), innkjop_pris=0.0)))
    none = evaluate(three(shared=unknown(felles(), "innkjop_pris")))
    np.testing.assert_array_equal(none.scores.criteria, zero.scores.criteria)


def test_what_would_flatter_when_unknown_does_not_count_zero() -> None:
    names = ("ukjent_avtaleslutt", "fravaer", "arbeidsdager", "innkjop_pris")
    shared = unknown(felles(), *names)
    draws = scenario_draws(shared.assumptions, shared.price_index, 2022)
    assert [float(draws[n][0, 0, 0]) for n in names[::3]] == [np.inf, 0.0]
    data = three(shared=unknown(felles(), "fravaer"))
    found = evaluate(data)
    assert missing(found, "9901", "3", "saarbarhet")
    # An application nobody knows the end of never comes into scope.
    open_ended = data.applications.assign(avtaleslutt=None)
    given_up = replace(
        data, applications=open_ended, shared=unknown(felles(), "ukjent_avtaleslutt")
    )
    assert (evaluate(given_up).money.results["0+"].outcome.components["innkjøp"] == 0).all()


def test_scenario_ends_follow_the_direction() -> None:
    shared = felles()
    draws = scenario_draws(shared.assumptions, shared.price_index, 2022)
    central, bad, good = (
        {name: float(d[s, 0, 0]) for name, d in draws.items()} for s in range(len(SCENARIOS))
    )
    for name, assumption in shared.assumptions.items():
        year = assumption.kroneverdi
        turned = 1.0 if year is None else price_factor(shared.price_index, year, 2022)
        low, _, high = (turned * point for point in assumption.anslag.points)
        assert central[name] == pytest.approx(turned * assumption.value("forventet"))
        assert low <= central[name] <= high
        assert (bad[name], good[name]) == (
            (low, high) if assumption.retning == "høy" else (high, low)
        )


def test_assumptions_in_kroner_follow_the_price_index() -> None:
    shared = felles()  # 100 in 2021 and 105 in 2022
    draws = scenario_draws(shared.assumptions, shared.price_index, 2021)
    assert draws["vaktordning"][0, 0, 0] == pytest.approx(
        shared.assumptions["vaktordning"].value("forventet") / 1.05
    )
    assert draws["dobbel_drift"][0, 0, 0] == shared.assumptions["dobbel_drift"].value("forventet")


def test_the_budget_is_the_latest_year_in_fixed_prices() -> None:
    data = three()
    older = data.budget.assign(år=2021)
    only_old = older["kommunenummer"] == "9903"
    newer = data.budget[data.budget["kommunenummer"] != "9903"]
    mixed = pd.concat([older.assign(beløp=lambda t: t["beløp"].where(only_old, 1.0)), newer])
    region = evaluate(replace(data, budget=mixed)).money.region
    assert region.budget[0].tolist() == [3000.0] * 5
    assert region.budget[2].tolist() == pytest.approx([3000.0 * 1.05] * 5)
