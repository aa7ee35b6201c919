import datetime as dt

import pytest
from report.chapters.systems.test_conversion import with_assumptions
from report.chapters.systems.test_windows import dated

from analysis.report.chapters.systems import next_steps
from tests.report.chapters import told

TALK, SHELF = "Snakk med leverandøren nå", "Kjøp hyllevare der tiden er knapp"
LATER = "Legg en plan for innovasjon etterpå"


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
    # A procurement takes 10 months, and at most 18.
    found = advised(changed("", applications=begun(dataset, -5, 6, 15)))
    assert found[TALK].why.startswith(
        "Én avtale er gått ut og to avtaler går ut innen 18 måneder uten at det er oppgitt"
    )
    assert "For 2 av dem er det kortere tid igjen" in found[SHELF].why
    assert "(10 måneder)" in found[SHELF].why
    assert LATER in found
    assert {found[name].source for name in (TALK, SHELF, LATER)} == {"Kartverket 2018–2019"}


def test_off_the_shelf_is_not_advised_when_there_is_time(changed, dataset):
    found = advised(changed("", applications=begun(dataset, 15, 17)))
    assert TALK in found
    assert not {SHELF, LATER} & set(found)


@pytest.mark.parametrize("status", ["kontrakt", "forhandling", "anbud ute"])
def test_what_is_under_way_is_left_alone(changed, dataset, status):
    found = advised(changed("", applications=begun(dataset, -5, 6, status=status)))
    assert not {TALK, SHELF, LATER} & set(found)


def test_when_nobody_knows_how_long_it_takes_only_the_ended_are_pressing(changed, dataset):
    shared = with_assumptions(dataset, anskaffelsestid="ukjent")
    found = advised(changed("", applications=begun(dataset, -5, 6), shared=shared))
    assert found[TALK].why.startswith("Én avtale er gått ut uten")


def test_the_joint_table_tells_every_rule_that_holds(view):
    found = advised(view(""))
    assert list(found) == [
        TALK, SHELF, LATER,
        "Bli enige om hvem som leder de første innkjøpene",
        "Kunngjør intensjonen før dere forlenger",
        "Legg flytteplanen etter bemanningen",
        "Spør om systemet tåler flere kommunenummer",
        "Finn ut når avtalene slutter",
        "Avklar navn som kan være samme system",
    ]  # fmt: skip
    number = told.headings(next_steps.chapter(view("")))[0].split()[0]
    assert number == "37"
    assert all(one.source for one in found.values())


def test_rules_that_do_not_hold_are_silent(changed, dataset):
    rows = dated(dataset, 2030, 2030).assign(
        kommunenummer_nøkkel="nei", anskaffelsesstatus="kontrakt", driftsform="sky"
    )
    shown = changed("", applications=rows)
    assert next_steps.advice(shown) == []
    assert told.everything(next_steps.chapter(shown)) == "[]"
    assert next_steps.own(changed("3305", applications=rows)) is None


def test_several_vendors_of_the_same_must_all_be_contacted(changed, dataset):
    rows = dated(dataset, 2022, 2022, 2023).assign(
        anskaffelsesstatus="ikke startet", leverandør="En"
    )
    assert "må alle kontaktes" not in advised(changed("", applications=rows))[TALK].why
    rows["leverandør"] = ["En", "To", "Tre"]
    assert "må alle kontaktes" in advised(changed("", applications=rows))[TALK].why


def test_a_prolongation_without_competition_is_told_where_one_is_needed(changed, dataset):
    name = "Kunngjør intensjonen før dere forlenger"
    rows = dated(dataset, 2023, 2024, 2025)
    found = advised(changed("", applications=rows))
    assert "må to avtaler forlenges" in found[name].why
    assert "Uten reell konkurranse" in found[name].why
    for code, needed in (("3305", True), ("3236", False)):
        assert (name in advised(changed(code, applications=rows))) == needed
    free = dated(dataset, 2023, 2024, 2025, options=[2025, 2025, None])
    assert name not in advised(changed("", applications=free))


def test_shielded_systems_are_not_named(changed, dataset):
    rows = begun(dataset, 3, 4, 5).assign(skjermes="ja")
    shown = told.everything(next_steps.chapter(changed("", applications=rows)))
    assert not [name for name in rows["system"] if name in shown]


def test_whom_to_call_is_the_urgent_rows_soonest_first(changed, dataset):
    rows = begun(dataset, 15, -5, 6, 30)
    table = next_steps.to_call(changed("", applications=rows))
    assert table is not None
    shown = table.payload()["rows"]
    assert [row[2] for row in shown] == [rows["system"].iloc[i] for i in (1, 2, 0)]
    assert shown[0][5].startswith("−")
    assert next_steps.to_call(changed("", applications=begun(dataset, 30))) is None


def test_a_municipality_gets_at_most_four(view):
    table = next_steps.own(view("3310"))
    assert table is not None
    assert len(table.payload()["rows"]) == 4
