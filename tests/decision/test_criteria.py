"""Who can be asked, function by function, and what vulnerability makes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from model.regions import both, bundle, draws, two

from analysis.dataset.tables.categories import FUNCTIONS
from analysis.decision.criteria import COUNTED, staff, vulnerability
from analysis.model.outcome import Company, Setting
from analysis.model.region import Region

ABSENCE = {"fravaer": 0.18, "arbeidsdager": 230.0}
ALONE = bundle("0")
RESOURCES = {
    "konsulent": "konsulent_pris",
    "stillinger": "felles_stillinger",
    "vakt": "vaktordning",
    "vakt_i_dag": "vakt_i_dag",
}
POOL = bundle("5", funksjoner=["drift", "sikkerhet"])
SHARE = bundle(
    "2",
    funksjoner=["sikkerhet", "digitalisering"],
    vaktfunksjoner=["drift"],
    tiltak={"ressurser": RESOURCES},
)
NAMES = tuple(FUNCTIONS[f] for f in COUNTED)


def manned(persons: dict[str, tuple[float, float]], fte: float = 1.0) -> Region:
    """Two municipalities with these persons in a function, none elsewhere."""
    table = np.zeros((2, len(FUNCTIONS)))
    for name, pair in persons.items():
        table[:, FUNCTIONS.index(name)] = pair
    return replace(two(), staff_persons=table, staff_fte=fte * table)


def days(region: Region, alternative=ALONE, setting: Setting | None = None, **values: float):
    """Days a year without anyone, by function and municipality."""
    drawn = draws(**ABSENCE, **values)
    persons, _ = staff(region, alternative, setting or both(), drawn)
    found = vulnerability(persons, drawn)[0].round(3)
    return {name: found[:, f].tolist() for f, name in enumerate(NAMES)}


def test_two_part_timers_beat_one_full_timer() -> None:
    """Part-time is not absence: two can be asked, whatever their posts come to."""
    found = days(manned({"drift": (2, 1)}, fte=0.25))
    # 230 · 0.18² = 7.452 against 230 · 0.18 = 41.4.
    assert found["drift"] == [7.452, 41.4]


@pytest.mark.parametrize("fte", [0.2, 0.5, 1.0])
def test_one_person_is_away_as_often_whatever_the_post(fte: float) -> None:
    assert days(manned({"sikkerhet": (1, 1)}, fte))["sikkerhet"] == [41.4, 41.4]


def test_an_unmanned_function_is_without_anyone_every_day() -> None:
    assert days(manned({"drift": (0, 3)}))["drift"] == [230.0, 1.341]


def test_leaders_are_not_counted() -> None:
    assert "ledelse" not in NAMES and len(NAMES) == len(FUNCTIONS) - 1
    few, many = manned({"ledelse": (0, 1), "drift": (1, 1)}), manned({"ledelse": (5, 9)})
    many.staff_persons[:, FUNCTIONS.index("drift")] = 1.0
    assert days(few) == days(many)
    # Not in a pool either.
    assert days(few, POOL) == days(many, POOL)


def test_pooled_functions_have_everyone_in_them() -> None:
    found = days(manned({"drift": (1, 2), "sikkerhet": (0, 1), "fagsystem": (1, 0)}), POOL)
    # Three in drift: 230 · 0.18³; one in sikkerhet for both; fagsystem stays with each.
    assert found["drift"] == [1.341, 1.341]
    assert found["sikkerhet"] == [41.4, 41.4]
    assert found["fagsystem"] == [41.4, 230.0]


def test_common_posts_and_a_common_duty_lower_it() -> None:
    region = manned({"drift": (1, 2), "sikkerhet": (0, 1), "digitalisering": (1, 0)})
    before, found = days(region), days(region, SHARE, felles_stillinger=0.5)
    # 2000 users · 0.5 per thousand: one post, half in each pooled function: 230 · 0.18^1.5.
    assert found["sikkerhet"] == found["digitalisering"] == [17.565, 17.565]
    # The common duty is one more to ask in drift, which is not pooled: 230 · 0.18² and ³.
    assert before["drift"] == [41.4, 7.452] and found["drift"] == [7.452, 1.341]
    # Without posts the pools alone: one in each.
    assert days(region, SHARE)["sikkerhet"] == [41.4, 41.4]
    assert found["fagsystem"] == before["fagsystem"]


def test_common_posts_grow_with_users_from_a_floor() -> None:
    region = manned({"sikkerhet": (1, 1)})
    drawn = draws({"felles_stillinger": 3.0}, felles_stillinger=0.5)
    persons, person_years = staff(region, SHARE, both(), drawn)
    # 0.5 · 2 = 1 post, but at least 3: 1.5 in each of two functions.
    assert persons[0, :, NAMES.index("digitalisering")].tolist() == [1.5, 1.5]
    assert person_years[0, :, NAMES.index("digitalisering")].tolist() == [1.5, 1.5]
    assert persons[0, :, NAMES.index("sikkerhet")].tolist() == [3.5, 3.5]


def test_a_companys_people_take_the_place_of_ones_own() -> None:
    service = bundle("4", selskap=True, funksjoner=["drift"])
    company = Company("Prøve IKS", 5000.0, 0.0, (4.0,) * 6)
    region = manned({"drift": (1, 9), "sikkerhet": (1, 1)})
    found = days(region, service, both(company=company))
    assert found["drift"] == [0.241, 0.241]  # 230 · 0.18⁴
    assert found["sikkerhet"] == [41.4, 41.4]


def test_who_stands_outside_keeps_its_own_and_one_alone_pools_with_nobody() -> None:
    region = manned({"drift": (1, 2)})
    key = np.array([1.0, 0.0])
    only = Setting(np.array([True, False]), key, key)
    assert days(region, SHARE, only, felles_stillinger=1.0) == days(region)
    company = Company("Prøve IKS", 5000.0, 0.0, (4.0,) * 6)
    bought = replace(only, company=company)
    service = bundle("4", selskap=True, funksjoner=["drift"])
    assert days(region, service, bought)["drift"] == [0.241, 7.452]
