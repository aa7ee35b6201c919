"""Municipalities whose kommunenummer changed after a report was written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis.dataset import FRAMES, Dataset
from analysis.dataset.kommunenummer import AmbiguousCode, History, UnknownCode
from analysis.dataset.notation import listed
from analysis.dataset.reading.texts import FOLDER as TEXTS
from analysis.decision.change.row_pairs import CODE


def new_codes(dataset: Dataset, history: History) -> tuple[dict[str, str], list[str]]:
    """New kommunenummer by old, and what to tell of those that cannot be carried.

    A municipality that has been split, or that has become one with another of them, keeps its
    old one: it is gone, and what came instead is new.

    Parameters
    ----------
    dataset : Dataset
    history : History
        With the changes since the data set was made.

    Returns
    -------
    (dict of str to str, list of str)
        Only those that change; sentences on the others.
    """
    names = dataset.municipalities["navn"]
    found, notes = {}, []
    for code in names.index:
        try:
            found[code] = history.current(code)
        except AmbiguousCode as split:
            notes.append(f"{code} {names[code]} er delt i {listed(split.candidates)}.")
        except UnknownCode:
            found[code] = code
    merged = {new for new, count in Counter(found.values()).items() if count > 1}
    for new in sorted(merged):
        gone = listed([f"{code} {names[code]}" for code, to in found.items() if to == new])
        notes.append(f"{gone} er slått sammen til {new} {history.name(new)}.")
    moved = {old: new for old, new in found.items() if new != old and new not in merged}
    return moved, notes


def carried(dataset: Dataset, codes: Mapping[str, str]) -> Dataset:
    """The data set with another kommunenummer for some of its municipalities.

    Parameters
    ----------
    dataset : Dataset
    codes : mapping of str to str
        New kommunenummer by old; no two become the same.
    """
    frames = {
        table: frame.assign(**{CODE: frame[CODE].replace(codes)})
        for table in FRAMES
        if CODE in (frame := dataset.frame(table))
    }
    frames["kommuner"] = dataset.municipalities.rename(index=codes)
    texts = {(codes.get(code, code), name): text for (code, name), text in dataset.texts.items()}
    return replace(
        dataset.with_frames(frames),
        texts=texts,
        borders=_carried_map(dataset.borders, codes),
        hashes={_carried_name(name, codes): digest for name, digest in dataset.hashes.items()},
    )


def _carried_map(borders: dict[str, Any] | None, codes: Mapping[str, str]) -> dict[str, Any] | None:
    if borders is None:
        return None
    features = [
        feature | {"properties": feature["properties"] | {CODE: _one(feature, codes)}}
        for feature in borders["features"]
    ]
    return borders | {"features": features}


def _one(feature: Mapping[str, Any], codes: Mapping[str, str]) -> str:
    code = str(feature["properties"][CODE])
    return codes.get(code, code)


def _carried_name(name: str, codes: Mapping[str, str]) -> str:
    """Name of a file with texts of a municipality, as it would be called now."""
    folder, *parts = name.split("/")
    if folder != TEXTS:
        return name
    return "/".join([folder, *(codes.get(part, part) for part in parts)])
