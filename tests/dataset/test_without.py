"""The inputs as if some had withdrawn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.dataset import Dataset, load
from analysis.dataset.without import CannotLeaveOut, without

ROOT = Path(__file__).parents[2]
LIER = "3312"


@pytest.fixture(scope="module")
def data() -> Dataset:
    return load(ROOT / "inputs" / "ringeriksregionen")


def frames(dataset: Dataset) -> dict[str, pd.DataFrame]:
    return {name: frame for name, frame in vars(dataset).items() if isinstance(frame, pd.DataFrame)}


def test_every_row_of_theirs_leaves_and_no_other(data: Dataset) -> None:
    left = without(data, [LIER])
    assert LIER not in left.municipalities.index
    assert len(left.municipalities) == len(data.municipalities) - 1
    for name, frame in frames(left).items():
        before = getattr(data, name)
        if "kommunenummer" in frame:
            others = before[before["kommunenummer"] != LIER]
            pd.testing.assert_frame_equal(frame, others.reset_index(drop=True))
        elif name != "municipalities":
            pd.testing.assert_frame_equal(frame, before)
    assert len(left.applications) < len(data.applications)
    # What is judged and weighed for all stays.
    for name in ("judgements", "weights"):
        kept, before = getattr(left, name), getattr(data, name)
        assert (kept["kommunenummer"] == "").sum() == (before["kommunenummer"] == "").sum()


def test_texts_the_map_and_messages_follow(data: Dataset) -> None:
    left = without(data, ["3316", LIER])
    assert {code for code, _ in left.texts} <= {"", *left.municipalities.index}
    assert ("", "bakgrunn") in left.texts
    assert ("3316", "mindretall") in data.texts
    assert ("3316", "mindretall") not in left.texts
    assert left.borders is not None
    codes = [area["properties"]["kommunenummer"] for area in left.borders["features"]]
    assert sorted(codes) == sorted(left.municipalities.index)
    told = " ".join(str(problem) for problem in left.problems)
    assert "3312 Lier" not in told
    assert "3305 Ringerike" in told
    sources = set(data.applications.loc[data.applications["kommunenummer"] == LIER, "source"])
    places = {f"{p.file.rsplit('/', 1)[-1]}:{p.line}" for p in left.problems}
    assert not sources & places
    assert sources & {f"{p.file.rsplit('/', 1)[-1]}:{p.line}" for p in data.problems}
    # The data set it came from is as it was.
    assert len(data.borders["features"]) == len(codes) + 2 if data.borders else True


@pytest.mark.thorough
def test_a_run_without_somebody_is_another_run(data: Dataset) -> None:
    one, two = without(data, [LIER]), without(data, ["3316"])
    assert data.withdrawn == {}
    assert (one.withdrawn, two.withdrawn) == ({LIER: "Lier"}, {"3316": "Modum"})
    both = {LIER: "Lier", "3316": "Modum"}
    for left in (without(data, ["3316", LIER, LIER]), without(one, ["3316"])):
        assert left.withdrawn == both
        assert list(left.withdrawn) == sorted(both)
    assert one.hashes == data.hashes


def test_nobody_leaves(data: Dataset) -> None:
    assert without(data, []) is data


def test_an_unknown_code_is_refused_with_those_there_are(data: Dataset) -> None:
    with pytest.raises(CannotLeaveOut) as caught:
        without(data, [LIER, "0301"])
    assert str(caught.value).startswith(
        "«0301» er ikke kommunenummeret til noen av kommunene i utredningen. De er 3305 Ringerike"
    )


def test_somebody_must_be_left(data: Dataset) -> None:
    with pytest.raises(CannotLeaveOut, match="Ta med minst én kommune"):
        without(data, list(data.municipalities.index))
    assert len(without(data, list(data.municipalities.index[1:])).municipalities) == 1


def test_what_one_who_leaves_has_shielded_is_still_not_named(data: Dataset) -> None:
    rows = data.applications
    name = rows.loc[rows["skjermes"] == "ja", "system"].value_counts().index[0]
    owners = rows.index[rows["system"] == name]
    alone = rows["skjermes"].where(~rows["system"].eq(name), "nei")
    alone[owners[0]] = "ja"
    shielding, other = (rows.at[owner, "kommunenummer"] for owner in owners[:2])
    left = without(replace(data, applications=rows.assign(skjermes=alone)), [shielding])
    assert name in set(left.applications["system"])
    assert name in left.hidden_systems
    assert name in without(left, [other]).hidden_systems
