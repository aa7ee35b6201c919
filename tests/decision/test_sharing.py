from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.decision.sharing import shares

TWO = pd.DataFrame(
    {"innbyggere": [1000.0, 3000.0], "ikt_brukere": [100.0, 100.0], "årsverk_totalt": [80.0, 20.0]},
    index=["A", "B"],
)


def test_a_mix_by_hand() -> None:
    # Half equal, a quarter by inhabitants and a quarter by person-years:
    # A 0.25 + 0.0625 + 0.2, B the rest.
    found = shares({"lik": 0.5, "innbyggere": 0.25, "ansatte": 0.25}, TWO)
    assert found.to_dict() == pytest.approx({"A": 0.5125, "B": 0.4875})


@pytest.mark.parametrize("key", [{"lik": 1.0}, {"lik": 0.3, "innbyggere": 0.7}, {"brukere": 1.0}])
def test_shares_sum_to_1_in_the_order_of_the_participants(key: dict[str, float]) -> None:
    found = shares(key, TWO)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.index.tolist() == ["A", "B"]
    turned = shares(key, TWO.iloc[::-1])
    assert turned.index.tolist() == ["B", "A"]
    assert turned[found.index].tolist() == pytest.approx(found.tolist())


def test_one_alone_carries_the_whole_pool() -> None:
    assert shares({"lik": 0.3, "innbyggere": 0.7}, TWO.loc[["B"]]).to_dict() == {"B": 1.0}


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ({"lik": 0.9}, "til sammen bli 1"),
        ({"lik": 1.5, "innbyggere": -0.5}, "negativ"),
        ({"areal": 1.0}, "kjenner ikke «areal»"),
    ],
)
def test_a_wrong_key_is_refused(key: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        shares(key, TWO)


def test_a_key_cannot_use_what_is_unknown_or_zero() -> None:
    with pytest.raises(ValueError, match="ikt_brukere"):
        shares({"brukere": 1.0}, TWO.assign(ikt_brukere=[100.0, np.nan]))
    with pytest.raises(ValueError, match="summen er 0"):
        shares({"brukere": 1.0}, TWO.assign(ikt_brukere=0.0))
    # A column the key gives no weight is not needed.
    assert shares({"lik": 1.0, "brukere": 0.0}, TWO[["innbyggere"]]).tolist() == [0.5, 0.5]
