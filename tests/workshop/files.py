"""The files of an analysis before and after something is taken into use."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset import Dataset, load

EXAMPLE = Path("inputs/ringeriksregionen")
WHEN = dt.datetime(2026, 6, 12, 10, 30)
CITED = "verksted 12. juni 2026"
DECIDED = {"who": "arbeidsgruppen", "why": "Dette ble vi enige om", "when": WHEN}
SHOWN = load(EXAMPLE)
CODES = [str(code) for code in SHOWN.municipalities.index]
CRITERIA = [c.id for c in SHOWN.shared.criteria]
JUDGED = [c.id for c in SHOWN.shared.criteria if not c.computed]
ALTERNATIVES = [str(a.id) for a in SHOWN.shared.alternatives if a.id != "0"]


def copy_of_example(place: Path) -> Path:
    """Copy the example; a workshop that is open leaves a lock, which is not copied."""
    found: Path = shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns(".*"))
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text("utf-8-sig").splitlines()


def log(folder: Path) -> list[dict[str, str]]:
    with (folder / "verkstedlogg.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def edited(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_bytes().decode()
    assert old in text
    (folder / name).write_bytes(text.replace(old, new, 1).encode())


def said(dataset: Dataset) -> dict[str, Any]:
    """What a trial can change, as values."""

    def cells(table: str, key: list[str], value: str) -> dict[tuple[str, ...], Any]:
        frame = dataset.frame(table)
        rows = zip(map(tuple, frame[key].to_numpy().tolist()), frame[value], strict=True)
        return {place: cell for place, cell in rows if not pd.isna(cell)}

    chosen = dataset.settings
    return {
        "weights": cells("vekter", ["kommunenummer", "kriterium"], "vekt"),
        "judgements": cells("vurderinger", ["kommunenummer", "alternativ", "kriterium"], "omfang"),
        "mandate": cells("mandat", ["kommunenummer", "alternativ"], "tillatt"),
        "key": {part: share for part, share in chosen.fordeling.items() if share},
        "others": chosen.model_copy(update={"fordeling": {}, "nokkel_bestemt": False}),
        "assumptions": {
            name: (one.anslag, one.minst, one.kroneverdi, one.enhet, one.retning, one.navn)
            for name, one in dataset.shared.assumptions.items()
        },
    }
