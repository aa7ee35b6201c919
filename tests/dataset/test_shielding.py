from collections.abc import Iterator
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.shielding import (
    LEAST,
    hidden_rows,
    hidden_systems,
    kept_apart,
    names_any,
    told_staff,
)
from analysis.dataset.tables import FUNCTIONS


def staffed(persons, fte, shielded, duty=("nei",) * 6, functions=FUNCTIONS) -> pd.DataFrame:
    """One municipality's rows."""
    return pd.DataFrame(
        {
            "kommunenummer": "3310",
            "funksjon": functions,
            "årsverk": np.array(fte, dtype=float),
            "personer": np.array(persons, dtype=float),
            "vakt": duty,
            "skjermes": ["ja" if name in shielded else "nei" for name in functions],
            "source": [f"bemanning.csv:{at + 2}" for at in range(len(functions))],
        }
    )


@st.composite
def tables(draw) -> pd.DataFrame:
    persons = draw(st.lists(st.integers(0, 5), min_size=6, max_size=6))
    # Part-time or full-time, so that there is also little and no room to hide in.
    shares = draw(st.lists(st.sampled_from([0.1, 0.5, 1.0]), min_size=6, max_size=6))
    shielded = draw(st.sets(st.sampled_from(FUNCTIONS), min_size=1, max_size=6))
    fte = [n * share for n, share in zip(persons, shares, strict=True)]
    return staffed(persons, fte, shielded, draw(st.tuples(*[st.sampled_from(["ja", "nei"])] * 6)))


def same_is_told(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    first, second = told_staff(one), told_staff(other)
    return bool(
        (first.drop(columns=["årsverk", "personer"]).eq(second)[["skjult", "vakt", "source"]]).all(
            axis=None
        )
        and np.allclose(first["årsverk"], second["årsverk"], equal_nan=True)
        and np.allclose(first["personer"], second["personer"], equal_nan=True)
    )


def filled(persons: np.ndarray, total: float, at: int, own: float) -> np.ndarray:
    """Person-years with so many on one function, and the rest wherever there is room."""
    fte = np.zeros(len(persons))
    fte[at], left = own, total - own
    for other in range(len(persons)):
        if other != at:
            fte[other] = min(persons[other], left)
            left -= fte[other]
    assert abs(left) < 1e-9
    return fte


def ways(table: pd.DataFrame, at: int) -> Iterator[tuple[float, float]]:
    """Persons and person-years of a function in tables of which the same is told."""
    told = told_staff(table)
    hidden = np.flatnonzero(told["skjult"])
    place = int(np.flatnonzero(hidden == at)[0])
    total = table["årsverk"].iloc[hidden].sum()
    if told["personer"].iloc[hidden].isna().all():
        least = max(1.0, np.ceil(total))
        rows = [(n,) * len(hidden) for n in (least, least + 1.0)]
    else:
        rows = list(set(permutations(table["personer"].iloc[hidden])))
    seen: set[float] = set()
    for row in rows:
        persons = np.array(row)
        if persons[place] in seen:
            continue
        high = min(persons[place], total)
        low = max(0.0, total - (persons.sum() - persons[place]))
        ends = [filled(persons, total, place, end) for end in (low, high)]
        tried = []
        for fte in ends:
            other = table.copy()
            other.iloc[hidden, other.columns.get_loc("personer")] = persons
            other.iloc[hidden, other.columns.get_loc("årsverk")] = fte
            tried.append(other)
        if all(same_is_told(table, other) for other in tried):
            seen.add(persons[place])
            yield from [(persons[place], low), (persons[place], high)]


@given(tables())
def test_no_shielded_function_is_known_better_than_promised(table):
    """Also by a reader who knows how it was chosen what to hide."""
    total = table["årsverk"].sum()
    for at in np.flatnonzero(table["skjermes"] == "ja"):
        found = pd.DataFrame(ways(table, int(at)), columns=["personer", "årsverk"])
        found = found[found["personer"] > 0].groupby("personer")["årsverk"]
        width = found.max() - found.min()
        assert len(width) >= 2 and width.index.max() >= 2
        assert width.min() >= min(LEAST, total) - 1e-9


@given(tables())
def test_what_is_open_is_told_as_it_is_and_sums_are_kept(table):
    told = told_staff(table)
    assert told["skjult"][table["skjermes"] == "ja"].all()
    shown = ~told["skjult"]
    columns = ["årsverk", "personer", "vakt"]
    pd.testing.assert_frame_equal(told.loc[shown, columns], table.loc[shown, columns])
    assert told["årsverk"].sum() == pytest.approx(table["årsverk"].sum())
    assert (told["vakt"] == "ja").any() == (table["vakt"] == "ja").any()
    if told["personer"].notna().all():
        assert sorted(told["personer"]) == sorted(table["personer"])
        assert (told["årsverk"] <= told["personer"] + 1e-9).all()


def test_one_open_row_is_hidden_together_with_the_shielded():
    told = told_staff(staffed([1, 2, 2, 1, 2, 0], [0.5, 1.2, 1.1, 0.2, 0.6, 0], {"sikkerhet"}))
    hidden = told[told["skjult"]].set_index("funksjon")
    assert list(hidden.index) == ["brukerstøtte", "sikkerhet"]
    # As many person-years on each of the three persons.
    assert hidden["årsverk"].tolist() == pytest.approx([1.3 * 2 / 3, 1.3 / 3])


@pytest.mark.parametrize(
    ("support", "why"),
    [(0, "a companion of 0 hides nothing"), (1, "then both are alone"), (2, "hidden well")],
)
def test_what_does_not_hide_is_not_used_alone(support, why):
    persons = [1, 2, support, 1, 2, 3]
    told = told_staff(staffed(persons, np.array(persons) * 0.5, {"sikkerhet"}))
    assert told["skjult"].sum() == (2 if support == 2 else 6), why


def test_persons_are_unknown_where_everybody_is_alone():
    alone = staffed([1] * 6, [0.5] * 6, {"sikkerhet"})
    told = told_staff(alone)
    assert told["skjult"].all() and told["personer"].isna().all()
    assert told["årsverk"].sum() == 3.0
    assert kept_apart(alone) == ["3310"]


def test_the_sum_of_one_row_is_its_own_figure_and_is_not_told():
    one = staffed([1], [0.4], {"sikkerhet"}, ["nei"], ["sikkerhet"])
    assert told_staff(one)[["årsverk", "personer"]].isna().all(axis=None)


def test_without_shielding_everything_is_told():
    table = staffed([1, 2, 2, 1, 2, 0], [0.5, 1.2, 1.1, 0.2, 0.6, 0], set())
    told = told_staff(table)
    pd.testing.assert_frame_equal(told.drop(columns="skjult"), table)
    assert not told["skjult"].any() and kept_apart(table) == []
    assert told_staff(table.iloc[:0]).empty


SYSTEMS = pd.DataFrame(
    [
        ("3310", "Vakt", "ja"),
        ("3312", "VAKT", "nei"),
        ("3312", "Arkiv", "nei"),
        ("3314", "Alarm-sentral", "nei"),
        ("3316", "Alarm Sentral", "ja"),
        ("3316", "-", "nei"),
        ("3236", "Lås", "ja"),
    ],
    columns=["kommunenummer", "system", "skjermes"],
).assign(source=[f"applikasjoner.csv:{line}; systemnavn.csv:9" for line in range(2, 9)])
NAMES = pd.DataFrame(
    [
        ("Vakt 2000", "Vakt", "systemnavn.csv:2"), ("Ark", "Arkiv", "systemnavn.csv:3"),
        ("Lås", "Adgang", "systemnavn.csv:4"), ("Dørlås", "Adgang", "systemnavn.csv:5"),
    ],
    columns=["skrivemåte", "system", "source"],
)  # fmt: skip
HIDDEN = {
    "Vakt", "VAKT", "Vakt 2000", "Alarm-sentral", "Alarm Sentral", "Lås", "Adgang", "Dørlås",
}  # fmt: skip


def test_a_system_is_hidden_under_every_name_and_for_everybody():
    assert hidden_systems(SYSTEMS, NAMES) == HIDDEN
    assert hidden_rows(staffed([], [], set(), [], []), SYSTEMS, NAMES, HIDDEN) == {
        *(f"applikasjoner.csv:{line}" for line in (2, 3, 5, 6, 8)),
        *(f"systemnavn.csv:{line}" for line in (2, 4, 5)),
    }


def test_what_somebody_else_has_shielded_is_hidden_too():
    open_rows = SYSTEMS.assign(skjermes="nei")
    assert not hidden_systems(open_rows, NAMES)
    assert hidden_systems(open_rows, NAMES, {"ARKIV", "Borte"}) == {
        "Arkiv", "Ark", "ARKIV", "Borte",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("«vakt» står to ganger", True),
        ("Er vakt  2000 det samme?", True),
        ("Alarm-Sentral: brukere mangler", True),
        ("alarm\u00a0sentral", True),
        ("Vaktmesteren er ute", False),
        ("Arkiv – ikke noe annet", False),
    ],
)
def test_a_text_names_a_system_in_whatever_case_and_signs(text, named):
    assert names_any(text, HIDDEN | {"-"}) is named
