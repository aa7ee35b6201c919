from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from model.regions import company_table, felles, unknown

from analysis.dataset.definitions.shared import Shared
from analysis.decision.gates import Gate, Gates, open_gates

CODES = ("9901", "9902", "9903")


def gates(*mandates: tuple[str, str, str], shared: Shared | None = None, companies=None) -> Gates:
    table = pd.DataFrame(mandates, columns=["kommunenummer", "alternativ", "tillatt"])
    given = companies if companies is not None else company_table()
    return open_gates(table, CODES, shared or felles(), given)


def test_without_mandates_everything_is_to_be_settled_and_open() -> None:
    found = gates()
    assert (found.mandate.drop(columns="0") == "avklares").all(axis=None)
    assert found.participants.all()
    assert (found.status == Gate.OPEN).all(axis=None)


def test_nei_is_outside_the_mandate_and_not_a_participant() -> None:
    found = gates(("9902", "3", "nei"), ("9901", "3", "ja"), ("9903", "3", "avklares"))
    alternative = list(found.status.columns).index("3")
    assert found.participants[alternative].tolist() == [True, False, True]
    assert found.status["3"].tolist() == [Gate.OPEN, Gate.MANDATE, Gate.OPEN, Gate.OPEN]


def test_a_cooperation_needs_two_but_a_company_can_be_bought_from_alone() -> None:
    rows = [(code, a, "nei") for code in CODES[1:] for a in ("3", "4")]
    found = gates(*rows)
    assert found.status["3"].tolist() == [Gate.PARTNERS, Gate.MANDATE, Gate.MANDATE, Gate.PARTNERS]
    assert found.status["4"].tolist() == [Gate.OPEN, Gate.MANDATE, Gate.MANDATE, Gate.OPEN]


def test_nobody_can_say_nei_to_today() -> None:
    assert gates(("9901", "0", "nei")).participants[0].all()


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("styring_avtale", ["1", "2"]),
        ("etablering_selskap", ["5"]),
        ("lonn_per_arsverk", ["2", "3", "4", "5"]),
        ("gjenvaerende_andel", ["3", "4", "5"]),
    ],
)
def test_an_unknown_cost_closes_the_alternatives_that_use_it(name: str, closed: list[str]) -> None:
    found = gates(shared=unknown(felles(), name))
    status = found.status.loc[""]
    assert [a for a in status.index if status[a] == Gate.UNKNOWN_COST] == closed
    assert all(found.unknown[a] == (name,) for a in closed)


def test_an_unknown_effect_closes_nothing() -> None:
    found = gates(shared=unknown(felles(), "innkjop_pris", "drift_per_dobling", "volum_felles"))
    assert (found.status == Gate.OPEN).all(axis=None)
    assert not any(found.unknown.values())


def test_without_a_company_there_is_nobody_to_buy_from() -> None:
    for companies in (company_table().iloc[:0], company_table(price=np.nan)):
        assert gates(companies=companies).status.loc["", "4"] == Gate.NO_COMPANY


def test_an_unknown_entry_price_is_an_unknown_cost_and_not_a_free_entry() -> None:
    assert gates(companies=company_table(entry=np.nan)).status.loc["", "4"] == Gate.UNKNOWN_COST
    several = pd.concat([company_table(entry=np.nan), company_table()])
    assert gates(companies=several).status.loc["", "4"] == Gate.OPEN


def test_an_alternative_without_legal_form_is_not_ranked() -> None:
    formless = tuple(a.model_copy(update={"rettsformer": ()}) for a in felles().alternatives)
    found = gates(shared=replace(felles(), alternatives=formless))
    status = found.status.loc[""]
    assert [a for a in status.index if status[a] == Gate.NO_FORM] == ["1", "2", "3", "4", "5"]
