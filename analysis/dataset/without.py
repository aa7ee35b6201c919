"""The inputs as if some of the municipalities had withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.dataset.dataset import FRAMES, Dataset
from analysis.dataset.problems import Problem

CODE, SOURCE = "kommunenummer", "source"


class CannotLeaveOut(ValueError):
    """The municipalities to leave out are not there, or nobody would be left."""


def without(dataset: Dataset, codes: Sequence[str]) -> Dataset:
    """Return the inputs without some of the municipalities.

    Their rows leave all tables, texts and the map, and so do the messages about them. Rows for
    all municipalities stay. One who has left already may be named again.

    Parameters
    ----------
    dataset : Dataset
    codes : sequence of str
        Kommunenummer; the order does not matter. None of them: the data set as it is.

    Raises
    ------
    CannotLeaveOut
        If a code is not among the municipalities, or all of them would leave.
    """
    leaving = sorted(set(codes).difference(dataset.withdrawn))
    if not leaving:
        return dataset
    names = {str(c): str(n) for c, n in dataset.municipalities["navn"].items()}
    _check(leaving, names)
    gone = set(leaving)
    return replace(
        dataset.with_frames({table: _kept(dataset.frame(table), gone) for table in FRAMES}),
        texts={key: text for key, text in dataset.texts.items() if key[0] not in gone},
        templates={code: data for code, data in dataset.templates.items() if code not in gone},
        borders=_borders(dataset.borders, gone),
        problems=_about_others(dataset, gone),
        # What somebody has shielded stays so when they leave.
        shielded_elsewhere=dataset.hidden_systems,
        withdrawn=dict(sorted({**dataset.withdrawn, **{c: names[c] for c in leaving}}.items())),
    )


def _check(leaving: Sequence[str], names: Mapping[str, str]) -> None:
    known = ", ".join(f"{code} {name}" for code, name in names.items())
    for code in leaving:
        if code not in names:
            raise CannotLeaveOut(
                f"«{code}» er ikke kommunenummeret til noen av kommunene i utredningen. "
                f"De er {known}"
            )
    if len(leaving) == len(names):
        raise CannotLeaveOut(
            "Alle kommunene er tatt ut, og da er det ingen å lage rapporter for. "
            "Ta med minst én kommune"
        )


def _kept(frame: pd.DataFrame, gone: Collection[str]) -> pd.DataFrame:
    if frame.index.name == CODE:
        return frame[~frame.index.isin(gone)]
    if CODE not in frame:
        return frame
    return frame[~frame[CODE].isin(gone)].reset_index(drop=True)


def _borders(borders: dict[str, Any] | None, gone: Collection[str]) -> dict[str, Any] | None:
    if borders is None:
        return None
    areas = [a for a in borders["features"] if a["properties"][CODE] not in gone]
    return {**borders, "features": areas}


def _about_others(dataset: Dataset, gone: Collection[str]) -> tuple[Problem, ...]:
    """The messages that are not about those who left."""
    called = dataset.municipalities["navn"]
    names = tuple(f"{code} {str(called[code])}".strip() for code in gone)
    frames = (frame for frame in map(dataset.frame, FRAMES) if SOURCE in frame)
    rows = {place for frame in frames for place in frame.loc[_of(frame, gone), SOURCE]}
    return tuple(p for p in dataset.problems if not p.is_about(gone, names, rows))


def _of(frame: pd.DataFrame, gone: Collection[str]) -> pd.Series:
    if frame.index.name == CODE:
        return pd.Series(frame.index.isin(gone), index=frame.index)
    if CODE in frame:
        return frame[CODE].isin(gone)
    return pd.Series(False, index=frame.index)
