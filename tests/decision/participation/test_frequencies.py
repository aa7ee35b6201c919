"""How often each group is best and each key holds, where the answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import BUY, A, B, C, assessed, buying, dataset, only
from scipy.stats import norm

from analysis.dataset import Dataset
from analysis.dataset.definitions.assumptions import Quantiles
from analysis.decision.evaluation import evaluate
from analysis.decision.participation import frequencies as room
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.frequencies import FEWEST_DRAWS, MOST_DRAWS, draws_for

DRAWS = 400


def uncertain(p10: float, p50: float, p90: float, **given: object) -> Dataset:
    """The price effect is uncertain, and nothing else."""
    data = buying(**given)
    assumptions = dict(data.shared.assumptions)
    assumptions["innkjop_pris"] = assumptions["innkjop_pris"].model_copy(
        update={"anslag": Quantiles(p10=p10, p50=p50, p90=p90)}
    )
    return replace(data, shared=replace(data.shared, assumptions=assumptions))


def beyond(limit: float, p50: float = 0.06, p90: float = 0.10) -> float:
    """How often the price effect is above a limit: normal around 0.06 with P90 0.10."""
    return float(norm.sf((limit - p50) / (p90 - p50) * norm.ppf(0.9)))


def group(found: Cooperation, shares: np.ndarray, who: int) -> float:
    return float(shares[found.place(who)])


def test_shares_of_the_draws_are_those_of_the_distribution() -> None:
    """All together gain 3000 p − 120, A and B 2000 p − 120; each pays 40, and C saves 500 p."""
    found = only(uncertain(0.02, 0.06, 0.10), DRAWS)
    chances = found.chances
    assert chances is not None
    assert chances.draws == DRAWS
    close = pytest.approx
    assert group(found, chances.pays, A | B | C) == close(beyond(0.04), abs=0.006)
    assert group(found, chances.pays, A | B) == close(beyond(0.06), abs=0.006)
    assert group(found, chances.best, A | B | C) == close(beyond(0.04), abs=0.006)
    assert group(found, chances.best, 0) == close(1.0 - beyond(0.04), abs=0.006)
    assert chances.best.sum() == close(1.0)
    own = [key.own for key in found.division.keys].index(True)
    assert chances.gains[own].tolist() == close(
        [beyond(0.04), beyond(40 / 1500), beyond(0.08)], abs=0.006
    )
    # The equal key keeps them together once C, who saves least, has its 40.
    assert chances.stable[own] == close(beyond(0.08), abs=0.006)
    # Some division does as soon as there is anything to divide.
    nucleolus = found.division.key("nukleolus")
    assert chances.stable[nucleolus] == close(beyond(0.04), abs=0.006)
    assert np.isnan(chances.gains[nucleolus]).all()
    # C is best off with B alone when A's systems are of no use to it: never here.
    assert chances.best_for[2].sum() == close(1.0)
    assert group(found, chances.best_for[2], B | C) == 0.0


def test_the_error_is_that_of_a_share() -> None:
    chances = only(uncertain(0.02, 0.06, 0.10), 100).chances
    assert chances is not None
    assert chances.error(np.array([0.5, 0.0])) == pytest.approx([0.05, 0.0])


def test_what_is_certain_is_0_or_1() -> None:
    found = only(buying(), 8)
    assert found.chances is not None
    assert found.chances.best.tolist() == [0, 0, 0, 0, 0, 0, 0, 1]
    assert found.chances.stable.tolist() == [1.0] * len(found.division.keys)
    nothing = only(buying(fixed=1000.0), 8).chances
    assert nothing is not None
    assert nothing.best.tolist() == [1, 0, 0, 0, 0, 0, 0, 0]
    assert (nothing.pays == 0).all()
    assert (nothing.stable == 0).all()


def test_unknown_cells_are_drawn_between_their_ends() -> None:
    data = buying(fixed=250.0)
    apps = data.applications.copy()
    apps.loc[0, "årskostnad"] = np.nan
    found = only(replace(data, applications=apps), DRAWS)
    assert found.chances is not None
    # From −50 to 250 together, evenly.
    assert group(found, found.chances.pays, A | B | C) == pytest.approx(5 / 6, abs=0.006)


def test_direct_lines_and_keys_that_cannot_be_used() -> None:
    keys = [
        {"navn": "Hver for seg", "lik": 1.0, "direkte": ["lisens"]},
        {"navn": "For lavt tak", "lik": 1.0, "tak": 0.2},
    ]
    found = only(uncertain(0.02, 0.06, 0.10, nokkel=keys), 64)
    assert found.chances is not None
    own = found.division.key("utredningens nøkkel")
    same, none = found.division.key("Hver for seg"), found.division.key("For lavt tak")
    # Nothing of this is pooled, so a direct line changes nothing.
    assert found.chances.gains[same].tolist() == found.chances.gains[own].tolist()
    assert found.chances.stable[same] == found.chances.stable[own]
    assert np.isnan(found.chances.stable[none])
    assert np.isnan(found.chances.gains[none]).all()


def test_the_answer_does_not_depend_on_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    data = uncertain(0.02, 0.06, 0.10)
    whole = only(data, 50).chances
    monkeypatch.setattr(room, "CHUNK", 7)
    parts = only(data, 50).chances
    assert whole is not None
    assert parts is not None
    for name in ("best", "best_for", "pays", "gains", "stable"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))


def test_all_alternatives_meet_the_same_draws() -> None:
    """Two alternatives that are alike are best equally often."""
    twin = BUY.model_copy(update={"id": "1", "rettsformer": ("avtale",)})
    data = uncertain(0.02, 0.06, 0.10)
    shared = replace(data.shared, alternatives=(*data.shared.alternatives, twin))
    one, other = assessed(replace(data, shared=shared), 40).cooperations.values()
    assert one.chances is not None
    assert other.chances is not None
    assert one.chances.best.tolist() == other.chances.best.tolist()
    assert one.chances.stable.tolist() == other.chances.stable.tolist()


def test_too_many_groups_to_know_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.decision.participation.group_inputs.EXACT", 2)
    found = only(uncertain(0.02, 0.06, 0.10), 40)
    assert found.chances is not None
    own = [key.own for key in found.division.keys].index(True)
    assert found.chances.stable[own] == pytest.approx(beyond(0.08), abs=0.05)


def test_the_number_of_draws_is_bounded_by_the_number_of_groups() -> None:
    assert draws_for(10_000, 64, 6) == MOST_DRAWS
    assert draws_for(200, 64, 6) == 200
    assert draws_for(10_000, 1024, 10) == FEWEST_DRAWS
    assert FEWEST_DRAWS < draws_for(10_000, 128, 7) < MOST_DRAWS
    assert draws_for(1, 4096, 12) == 1


def test_the_number_of_draws_is_the_analysis_own() -> None:
    data = dataset(BUY, values={"innkjop_pris": 0.1}, trekninger=5)
    assert assessed(data, draws=3).draws == 3
    from analysis.decision.participation.assess import assess_participation

    assert assess_participation(data, evaluate(data)).draws == 5
