"""The files hold all that the tables hold: every source, both ends, and figures near enough."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.tables.writing import as_written

COLUMNS = ["kommunenummer", "størrelse", "grense", "verdi", "enhet", "kilder"]
amounts = st.floats(-1e9, 1e9) | st.just(float("nan")) | st.sampled_from([0.0, 1.0, 61035.0])
told = st.sampled_from(["", "budsjett.csv:2", "budsjett.csv:2; kommuner.csv:3", "like vekter"])
rows = st.tuples(
    st.sampled_from(["", "3310"]),
    amounts,
    st.none() | amounts,
    st.sampled_from(["1000 kr", "andel", "kr per innbygger"]),
    told,
    st.none() | told,
)


def table(given_rows: list[tuple]) -> pd.DataFrame:
    """Each row with a low and a high end, what is None at the high one as at the low."""
    made = []
    for place, (code, low, high, unit, *sources) in enumerate(given_rows):
        for at, (end, value) in enumerate((("lav", low), ("høy", low if high is None else high))):
            cited = sources[0] if sources[at] is None else sources[at]
            made.append((code, f"nr. {place}", end, value, unit, cited))
    return pd.DataFrame(made, columns=COLUMNS)


@given(st.lists(st.lists(rows, max_size=6), min_size=1, max_size=3))
def test_all_that_is_in_the_tables_can_be_read_back(several: list[list[tuple]]) -> None:
    tables = {f"tabell{n}": table(each) for n, each in enumerate(several)}
    written = as_written(tables)
    sets = written["kilder"].set_index("nøkkel")["kilder"]
    assert sets.is_unique and sets.index.is_unique
    for name, told in tables.items():
        back = written[name].assign(kilder=written[name]["kilder"].map(lambda k: sets.get(k, "")))
        both = {"": ["lav", "høy"], "lav": ["lav"], "høy": ["høy"]}
        ends = back.assign(grense=back["grense"].map(both)).explode("grense")
        pd.testing.assert_frame_equal(
            ends.reset_index(drop=True), told, rtol=1e-5, atol=0.0006, check_dtype=False
        )


@given(st.integers(-(10**9), 10**9), st.sampled_from(["1000 kr", "antall", "år"]))
def test_a_whole_number_is_written_whole(number: int, unit: str) -> None:
    told = table([("", float(number), None, unit, "", None)])
    assert set(as_written({"en": told})["en"]["verdi"]) == {float(number)}


def test_only_the_two_ends_of_the_same_figure_are_one_row() -> None:
    told = table([("3310", 1.0, None, "andel", "", None), ("3310", 1.0, 2.0, "andel", "", None)])
    (one,) = as_written({"en": told}).keys() - {"kilder"}
    found = as_written({"en": told})[one]
    assert found["grense"].tolist() == ["", "lav", "høy"]
    assert found["verdi"].tolist() == [1.0, 1.0, 2.0]
    alone = told.assign(satt_til=np.arange(4.0))  # other things differ too
    assert len(as_written({"en": alone})["en"]) == 4
