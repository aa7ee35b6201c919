import datetime as dt

import pytest
from report.chapters.systems.test_conversion import with_assumptions
from report.chapters.systems.test_windows import dated

from analysis.report.chapters.systems import next_steps
from tests.report import texts

TALK = "Snakk med leverandøren"
BETWEEN = "Finn ut hva som skjer mellom avtalene"


def counted(view) -> dict[str, str]:
    """How much each step concerns."""
    table = next_steps.steps(view)
    return {row[0]: row[1] for row in table.payload()["rows"]} if table else {}


def begun(dataset, *months: int, status: str = "ikke startet"):
    """One system for each number of months left, none of them under way."""
    rows = dataset.applications.head(len(months))
    decision = dataset.settings.vedtaksdato
    days = [decision + dt.timedelta(days=int(30.44 * m)) for m in months]
    return rows.assign(
        avtaleslutt=days, opsjon_til=[None] * len(days), anskaffelsesstatus=status, skjermes="nei"
    )


def test_the_steps_are_counted_from_the_rows(view, dataset):
    found = counted(view(""))
    assert list(found) == [
        TALK,
        BETWEEN,
        "Bli enige om hvem som leder innkjøpene",
        "Legg flytteplanen etter bemanningen",
        "Spør om systemet tåler flere kommunenummer",
        "Finn ut når avtalene slutter",
        "Avklar navn i systemnavn.csv",
    ]
    rows = dataset.applications
    assert found["Finn ut når avtalene slutter"] == str(rows["avtaleslutt"].isna().sum())
    keyed = rows[rows["kommunenummer_nøkkel"] == "ja"]
    common = rows.groupby("system")["kommunenummer"].nunique()
    common = set(common.index[common >= 2]) & set(keyed["system"])
    assert found["Spør om systemet tåler flere kommunenummer"] == str(len(common))


@pytest.mark.parametrize("status", ["kontrakt", "forhandling", "anbud ute"])
def test_what_is_under_way_is_left_alone(changed, dataset, status):
    assert counted(changed("", applications=begun(dataset, -5, 6)))[TALK] == "2"
    assert TALK not in counted(changed("", applications=begun(dataset, -5, 6, status=status)))


def test_when_nobody_knows_how_long_it_takes_only_the_ended_are_pressing(changed, dataset):
    shared = with_assumptions(dataset, anskaffelsestid="ukjent")
    assert counted(changed("", applications=begun(dataset, -5, 6), shared=shared))[TALK] == "1"


def test_steps_that_concern_nothing_are_left_out(changed, dataset):
    rows = dated(dataset, 2030, 2030).assign(
        kommunenummer_nøkkel="nei", anskaffelsesstatus="kontrakt", driftsform="sky"
    )
    assert next_steps.steps(changed("", applications=rows)) is None


def test_what_ends_before_the_purchase_is_told(in_2022, dataset):
    assert counted(in_2022("", applications=dated(dataset, 2023, 2024, 2025)))[BETWEEN] == "2"
    free = dated(dataset, 2023, 2024, 2025, options=[2025, 2025, None])
    assert BETWEEN not in counted(in_2022("", applications=free))


def test_whom_to_call_is_the_urgent_rows_soonest_first(changed, dataset):
    rows = begun(dataset, 15, -5, 6, 30)
    table = next_steps.to_call(changed("", applications=rows))
    assert table is not None
    shown = table.payload()["rows"]
    assert [row[2] for row in shown] == [rows["system"].iloc[i] for i in (1, 2, 0)]
    assert shown[0][5].startswith("−")
    assert "tables/ringeliste.csv" in table.note
    assert next_steps.to_call(changed("", applications=begun(dataset, 30))) is None


def test_shielded_systems_are_not_named(changed, dataset):
    rows = begun(dataset, 3, 4, 5)
    rows.loc[rows.index[0], "skjermes"] = "ja"
    table = next_steps.to_call(changed("", applications=rows))
    assert table is not None
    assert len(table.payload()["rows"]) == 2
    assert rows["system"].iloc[0] not in texts.everything(table)
    assert "Skjermede systemer er utelatt." in table.note
