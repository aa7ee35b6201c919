import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.dataset.tables.categories import SCENARIOS
from analysis.report.chapters.money import causes, economy, hosts, null_forecast, plan, social
from analysis.report.chapters.money.causes import PARTS
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.press import style
from tests.report.computed import recommending
from tests.report.texts import everything, parts, prose, rows, tables

GAP = "3236"


def test_the_null_alternative_is_told_by_its_growth(view):
    costs = view("3310").evaluation.money.forecast.cost[0, view("3310").r].sum(axis=0)
    assert costs[-1] > costs[0]
    first = view("3310").first_year
    assert f"mer i {first + 10} enn i {first}" in null_forecast.finding(view("3310"))


def test_a_forecast_that_hardly_moves_is_not_told_as_growth(view):
    one = view("3310")
    forecast = one.evaluation.money.forecast
    staying = np.ones_like(forecast.staying_local)
    for end, finding in (
        (1.019, "om lag uendret"),
        (1.021, "koster"),
        (0.979, f"mindre i {one.first_year + 10}"),
    ):
        growth = np.ones_like(forecast.growth)
        growth[..., -1] = end
        still = replace(forecast, growth=growth, staying_local=staying)
        money = replace(one.evaluation.money, forecast=still)
        evaluation = replace(one.evaluation, money=money)
        other = replace(one, figures=replace(one.figures, evaluation=evaluation))
        assert finding in null_forecast.finding(other)


def test_forecast_table_sums_its_groups(view):
    table = rows(tables(null_forecast.forecast(view("3310")))[0])
    values = {name: [int(c.replace(" ", "")) for c in cells] for name, cells in table.items()}
    total = values.pop("Sum")
    assert np.allclose(np.sum(list(values.values()), axis=0), total, atol=3)


def test_a_missing_budget_group_is_missing_and_the_sum_with_it(view):
    table = rows(tables(null_forecast.forecast(view(GAP)))[0])
    assert set(table["Konsulenter"]) == set(table["Sum"]) == {"mangler"}
    assert "kan ikke regnes ut" in null_forecast.finding(view(GAP))
    assert "mangler" not in repr(rows(tables(null_forecast.forecast(view("")))[0]))
    assert "konsulenter i Jevnaker" in tables(null_forecast.forecast(view("")))[0]["note"]


def test_what_nobody_has_told_is_missing_and_not_zero(view, changed):
    nothing = changed("3310", budget=view("").dataset.budget.iloc[:0])
    for one in (nothing, nothing.of_municipality("")):
        table = rows(tables(null_forecast.forecast(one))[0])
        assert {cell for cells in table.values() for cell in cells} == {"mangler"}
    wages = [row[3] for row in tables(hosts.candidates(nothing))[0]["rows"]]
    assert set(wages) == {"mangler"}


def test_sums_that_rest_on_a_gap_say_so(view):
    for element in (
        economy.budget(view("")),
        social.accounts(view("")),
        economy.budget(view("3310")),
    ):
        assert "Tall som mangler fra Jevnaker" in tables(element)[0]["note"]
    assert "Tall som mangler fra Jevnaker" in tables(economy.budget(view(GAP)))[0]["note"]


def test_one_time_and_running_cost_stand_apart_and_add_up(view):
    one = view("3310")
    table = rows(tables(economy.budget(one))[0])
    once, running = one.one_time_by_year("3"), one.budget_effect("3") - one.one_time_by_year("3")
    for kind, cost in (("engangs", once), ("løpende", running)):
        expected = [signed(x).replace("\u00a0", " ") for x in (*cost[:5], cost.sum())]
        assert table[f"3 Vertskommune: {kind}"] == expected
    assert once.sum() == pytest.approx(one.one_time("3"))
    # What is never paid once has no row for it.
    assert one.one_time("0+") == 0
    assert "0+ Som i dag +: engangs" not in table and "0+ Som i dag +: løpende" in table


def test_todays_service_and_a_better_offer_add_up_for_every_alternative(view):
    for code in ("3310", ""):
        one = view(code)
        table = rows(tables(economy.budget(one))[1])
        assert set(table) == {one.label(a.id) for a in one.others}
        for alternative in one.others:
            today, better, whole = map(amount, table[one.label(alternative.id)])
            assert today == pytest.approx(-one.npv(alternative.id, today=True), abs=0.5)
            assert today + better == pytest.approx(whole, abs=1.5)
        assert table["0+ Som i dag +"][1] == "0" and amount(table["2 Felles ressurser"][1]) > 0


def amount(cell):
    return float(cell.replace(" ", "").replace("−", "-").replace("+", ""))


def test_an_alternative_outside_the_mandate_has_no_amounts(view):
    table = tables(economy.budget(view("3312")))[0]
    assert set(rows(table)["5 Nytt selskap"]) == {"–"}
    assert "utenfor mandatet" in table["note"]


def unlisted(view, changed, code):
    """The view of a municipality that has listed no systems: nothing bounds what it pays."""
    systems = view("").dataset.applications
    return changed(code, applications=systems[systems["kommunenummer"] != code])


def test_unknown_cost_is_missing(view, changed):
    one = unlisted(view, changed, GAP)
    budget, offers = tables(economy.budget(one))
    assert set(rows(budget)["3 Vertskommune: løpende"]) == {"mangler"}
    assert "3 Vertskommune" not in rows(offers)
    assert "fordi tall fra Jevnaker mangler" in prose(causes.table(one))


def test_no_line_goes_on_under_the_names(view, monkeypatch):
    one = view("3312")
    shown = ["0+", "2", "3"]
    drawn = []
    monkeypatch.setattr(style, "end_labels", lambda axes, *_: drawn.append(axes))
    economy._outlay(one, shown)
    (axes,) = drawn
    last = one.first_year + 10
    assert all(max(line.get_xdata()) == last for line in axes.get_lines())
    assert axes.get_ylim()[0] < min(one.budget_effect(a).cumsum().min() for a in shown)


def test_the_parts_add_up_to_the_budget_effect(view):
    for code in ("", "3310"):
        one = view(code)
        for alternative in ("1", "2", "3", "4", "5"):
            whole = sum(one.component(alternative, name).sum() for name in PARTS)
            assert whole == pytest.approx(one.budget_effect(alternative).sum())


def test_the_parts_stand_beside_each_other_for_all_that_have_figures(view):
    one = view("3312")
    table = rows(tables(causes.table(one))[0])
    shown = [a.id for a in one.others if a.id != "5"]
    cells = [signed(one.component(a, "etablering").sum()).replace("\u00a0", " ") for a in shown]
    assert table["Etablering"] == cells
    whole = [signed(one.budget_effect(a).sum()).replace("\u00a0", " ") for a in shown]
    assert table["I alt"] == whole
    assert "utenfor mandatet" in tables(causes.table(one))[0]["note"]


def test_what_costs_most_is_told_first(view):
    one = view("3310")
    costs = {name: one.component("3", name).sum() for name in PARTS}
    assert causes.text(one, "3").startswith(f"Mest koster {PARTS[max(costs, key=costs.get)]}")


def test_social_accounts_say_what_must_be_believed(view):
    joint = recommending(view(""), "3")
    worth = wording.kroner(joint.break_even("3")).replace("\u00a0", " ")
    assert f"minst {worth} per innbygger hvert år" in prose(social.accounts(joint))
    # Nothing must be believed of what is cheaper than today.
    assert joint.npv("0+") > 0
    assert not prose(social.accounts(recommending(joint, "0+")))


def test_what_must_be_believed_is_told_in_incidents_too(view):
    joint = view("")
    assumption = joint.dataset.shared.assumptions["hendelse_kostnad"]
    prices = joint.dataset.shared.price_index.set_index("år")["indeks"]
    years = joint.dataset.settings.kroneverdi, assumption.kroneverdi
    cost = assumption.value("forventet") * prices[years[0]] / prices[years[1]]
    table = rows(tables(social.accounts(joint))[0])
    for alternative in ("2", "3"):
        every = cost / joint.break_even(alternative)
        assert table[joint.label(alternative)][-1] == f"{every:.0f}"
    told = prose(social.accounts(recommending(joint, "3")))
    every = cost / joint.break_even("3")
    assert f" per innbygger, hvert {every:.0f}. år." in told
    assert "en målestokk, ikke en sannsynlighet" in told
    assert f"satt til {about_kroner(cost / 1000)} per innbygger".replace("\u00a0", " ") in told


def test_an_incident_nobody_has_priced_is_not_told_of(view):
    joint = view("")
    given = joint.dataset.shared.assumptions
    unknown = given["hendelse_kostnad"].model_copy(update={"anslag": "ukjent"})
    shared = replace(joint.dataset.shared, assumptions={**given, unknown.id: unknown})
    figures = replace(joint.figures, dataset=replace(joint.dataset, shared=shared))
    figures.__dict__["robustness"] = joint.robustness
    told = social.accounts(recommending(replace(joint, figures=figures), "3"))
    assert "Østre Toten" not in prose(told)
    assert rows(tables(told)[0])["3 Vertskommune"][-1] == "mangler"


def test_social_accounts_are_the_same_for_all_readers(view):
    assert (
        tables(social.accounts(view("")))[0]["rows"]
        == tables(social.accounts(view("3310")))[0]["rows"]
    )


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ([-1.0, -1.0, -1.0], "lønner seg i alle de tre beregningene"),
        ([-1.0, 1.0, -1.0], "men ikke i alle tre"),
        ([1.0, 1.0, -1.0], "Ingen alternativer lønner seg"),
    ],
)
def test_the_social_finding_follows_the_signs(view, values, finding):
    joint = view("")
    frame = social._values(joint)
    frame[:] = 1.0
    frame.loc["3"] = values
    assert finding in social._finding(frame, joint)


def test_host_table_has_a_row_for_each_and_marks_the_one_used(view):
    table = tables(hosts.candidates(view("3310")))[0]
    assert [row[0] for row in table["rows"]] == list(view("").names.values())
    assert table["highlight"] == view("").result("3").setting.host
    chosen = view("").names[view("").host("3")]
    assert amount(rows(table)[chosen][0]) == pytest.approx(-view("").npv("3"), abs=0.5)


def test_without_companies_it_is_said_so(view, changed):
    empty = view("").dataset.companies.iloc[:0]
    told = everything(hosts.candidates(changed("3310", companies=empty)))
    assert "Ingen eksisterende selskaper er kartlagt" in told


def test_one_willing_municipality_has_no_host_to_choose(view, changed):
    mandate = view("").dataset.mandate.copy()
    mandate.loc[
        (mandate["alternativ"] == "3") & (mandate["kommunenummer"] != "3305"), "tillatt"
    ] = "nei"
    told = changed("3305", mandate=mandate)
    assert "trenger minst to kommuner med mandat" in prose(hosts.candidates(told))


def test_names_from_inputs_stand_as_they_are(view, changed):
    names = view("").dataset.municipalities.assign(navn=[f"<b>*x*{n}#" for n in range(6)])
    other = changed("3305", municipalities=names)
    told = list(parts(plan.chapter(other))) + list(parts(hosts.candidates(other)))
    shown = [part["markdown"] for part in told if part["type"] == "prose"]
    assert not any("<b>" in text or "*x*" in text for text in shown)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("code", ["", "3236", "3312"])
def test_every_chapter_is_told_in_every_scenario(view, code, scenario):
    one = view(code, scenario)
    for chapter in (
        null_forecast.forecast,
        economy.budget,
        causes.table,
        plan.chapter,
        social.accounts,
        hosts.candidates,
    ):
        assert not re.search(r"\bnan\b", everything(chapter(one)))


def test_labels_are_moved_apart_and_no_more(view):
    assert list(style.spread([0.0, 10.0], 3.0)) == [0.0, 10.0]
    moved = style.spread([1.0, 1.0, 1.0], 2.0)
    assert sorted(np.diff(np.sort(moved))) == pytest.approx([2.0, 2.0])
    assert moved.mean() == pytest.approx(1.0)
