import datetime as dt
from dataclasses import replace

import pytest
from report.chapters.systems.test_conversion import with_assumptions
from report.chapters.systems.test_windows import dated

from analysis.report.chapters.basis.sources import source_list
from analysis.report.chapters.systems import next_steps
from tests.report import texts

TALK = "Snakk med leverandøren nå"
PROLONG = "Finn ut hva som skjer mellom avtalene"
SHELF = "kjøp en standardløsning, og legg en plan for innovasjon etterpå"


def advised(view) -> dict[str, next_steps.Advice]:
    return {one.what: one for one in next_steps.advice(view)}


def begun(dataset, *months: int, status: str = "ikke startet"):
    """One system for each number of months left, none of them under way."""
    rows = dataset.applications.head(len(months))
    decision = dataset.settings.vedtaksdato
    days = [decision + dt.timedelta(days=int(30.44 * m)) for m in months]
    return rows.assign(
        avtaleslutt=days, opsjon_til=[None] * len(days), anskaffelsesstatus=status, skjermes="nei"
    )


def test_pressing_contracts_give_all_three_pieces_of_kartverkets_advice(changed, dataset):
    # A procurement takes as long as is expected, and at most 18 months.
    found = advised(changed("", applications=begun(dataset, -5, 6, 15)))[TALK]
    usual = dataset.shared.assumptions["anskaffelsestid"].value("forventet")
    assert found.why.startswith(
        "Én avtale er gått ut og to avtaler går ut innen 18 måneder uten at det er oppgitt"
    )
    assert (
        f"For 2 av dem er tiden kortere enn en konkurranse vanligvis tar ({usual:.0f} måneder)"
        in found.why
    )
    assert found.why.endswith(f": {SHELF}.")
    assert found.source == "Kartverket 2018–2019"
    (alone,) = (advised(changed("", applications=begun(dataset, 6)))[TALK],)
    assert "Tiden er kortere enn" in alone.why


def test_off_the_shelf_is_not_advised_when_there_is_time(changed, dataset):
    assert SHELF not in advised(changed("", applications=begun(dataset, 15, 17)))[TALK].why


@pytest.mark.parametrize("status", ["kontrakt", "forhandling", "anbud ute"])
def test_what_is_under_way_is_left_alone(changed, dataset, status):
    found = advised(changed("", applications=begun(dataset, -5, 6, status=status)))
    assert TALK not in found


def test_when_nobody_knows_how_long_it_takes_only_the_ended_are_pressing(changed, dataset):
    shared = with_assumptions(dataset, anskaffelsestid="ukjent")
    found = advised(changed("", applications=begun(dataset, -5, 6), shared=shared))
    assert found[TALK].why.startswith("Én avtale er gått ut uten")


def test_the_joint_table_tells_every_rule_that_holds(view):
    found = advised(view(""))
    assert list(found) == [
        TALK,
        PROLONG,
        "Bli enige om hvem som leder de første innkjøpene",
        "Legg flytteplanen etter bemanningen",
        "Spør om systemet tåler flere kommunenummer",
        "Finn ut når avtalene slutter",
        "Avklar navn som kan være samme system",
    ]  # fmt: skip
    number = texts.headings(next_steps.chapter(view("")))[0].split()[0]
    assert number == "37"
    assert all(one.source for one in found.values())


def test_rules_that_do_not_hold_are_silent(changed, dataset):
    rows = dated(dataset, 2030, 2030).assign(
        kommunenummer_nøkkel="nei", anskaffelsesstatus="kontrakt", driftsform="sky"
    )
    shown = changed("", applications=rows)
    assert next_steps.advice(shown) == []
    assert texts.everything(next_steps.chapter(shown)) == "[]"


def test_several_vendors_of_the_same_must_all_be_contacted(in_2022, dataset):
    rows = dated(dataset, 2022, 2022, 2023).assign(
        anskaffelsesstatus="ikke startet", leverandør="En"
    )
    assert "må alle kontaktes" not in advised(in_2022("", applications=rows))[TALK].why
    rows["leverandør"] = ["En", "To", "Tre"]
    assert "må alle kontaktes" in advised(in_2022("", applications=rows))[TALK].why


def test_a_prolongation_without_competition_is_told_where_one_is_needed(in_2022, dataset):
    name = PROLONG
    rows = dated(dataset, 2023, 2024, 2025)
    found = advised(in_2022("", applications=rows))
    assert "er to avtaler ute, også med opsjonene" in found[name].why
    assert "ny konkurranse eller en egen hjemmel" in found[name].why
    for code, needed in (("3305", True), ("3236", False)):
        assert (name in advised(in_2022(code, applications=rows))) == needed
    free = dated(dataset, 2023, 2024, 2025, options=[2025, 2025, None])
    assert name not in advised(in_2022("", applications=free))


def test_shielded_systems_are_not_named(changed, dataset):
    rows = begun(dataset, 3, 4, 5).assign(skjermes="ja")
    shown = texts.everything(next_steps.chapter(changed("", applications=rows)))
    assert not [name for name in rows["system"] if name in shown]


def test_municipalities_are_advised_differently(view):
    orders = {code: [one.what for one in next_steps.advice(view(code))] for code in view("").codes}
    assert len({tuple(order) for order in orders.values()}) > 2
    # Jevnaker has fewest staff to move with.
    assert orders["3236"][0] == "Legg flytteplanen etter bemanningen"


def test_what_is_particular_comes_before_what_all_share(changed, dataset):
    rows = dataset.applications.copy()
    own = rows["kommunenummer"] == "3310"
    rows.loc[own, "avtaleslutt"] = None
    rows.loc[own, "opsjon_til"] = None
    found = next_steps.advice(changed("3310", applications=rows))
    assert found[0].what == "Finn ut når avtalene slutter"


def test_a_municipality_is_told_whom_to_call_about_what(changed, dataset):
    rows = begun(dataset, -5, 6, 7, 15).assign(
        kommunenummer="3310", leverandør=["En", "To", "En", ""], system=["A", "B", "C", "D"]
    )
    shown = changed("3310", applications=rows)
    why = advised(shown)[TALK].why
    assert "Ring En om A og C, To om B og leverandøren om D." in why
    assert "ringeliste" not in why
    hidden = advised(changed("3310", applications=rows.assign(skjermes="ja")))[TALK].why
    assert "Ring" not in hidden
    group = replace(changed("3310", applications=rows.assign(skjermes="ja")), names_shielded=True)
    assert "Ring En om A og C" in advised(group)[TALK].why


def test_the_pace_rests_on_the_staff_and_the_assumptions_of_work(view):
    found = advised(view("3310"))["Legg flytteplanen etter bemanningen"]
    assert "forutsetning:flyttekapasitet" in found.rests_on
    table = next_steps.chapter(view("")).payload()["elements"][1]
    assert "bemanning" in table["source"]
    assert "arbeidsgruppens forutsetninger" in table["source"]


def test_sources_of_the_advice_are_in_the_list_of_sources(view):
    listed = texts.prose(source_list(view("")))
    for one in next_steps.advice(view("")):
        assert one.source == "egne tall" or one.source in listed
