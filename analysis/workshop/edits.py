"""What a trial changes in the files: each cell as it was shown, as it stands, and as it will be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.dataset import Dataset, Trial, tried
from analysis.dataset.definitions import KEYS, OWN_ASSUMPTIONS, Assumption, settings
from analysis.dataset.notation import norwegian_number
from analysis.dataset.reading import line_in_entry, line_of_key

# What tells the rows of each table apart.
ROW_KEYS = {
    "vekter": ("kommunenummer", "kriterium"),
    "vurderinger": ("kommunenummer", "alternativ", "kriterium"),
    "mandat": ("kommunenummer", "alternativ"),
}
SETTINGS = settings.FILE
_NOTHING = "ingenting"
# The cells of each row that a trial says something about.
_Rows = Mapping[tuple[str, ...], Mapping[str, str]]


@dataclass(frozen=True)
class Edit:
    """One cell or setting that a trial says something about.

    Attributes
    ----------
    file : str
        Name of the file it is to stand in.
    key : tuple of str
        The row's kommunenummer ("" for all), alternative and criterion; the table of a setting; the
        id of an assumption.
    column : str
        Heading of the column, or key of the setting.
    shown, now, wanted : str
        What was shown when it was decided, what stands there now and what is to stand there, as
        written in a table; empty for nothing.
    value : object
        What is to stand there, where the file is toml; None for nothing.
    line : int or None
        Where it stands now.
    """

    file: str
    key: tuple[str, ...]
    column: str
    shown: str
    now: str
    wanted: str
    value: Any = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def changes(self) -> bool:
        """Whether something else stands there now."""
        return self.now != self.wanted

    @property
    def conflicts(self) -> bool:
        """Whether somebody has written something else there since it was shown."""
        return self.changes and self.now != self.shown

    @property
    def name(self) -> str:
        """What it is, for a person: «3310, lokal_styring, vekt»."""
        first = ("felles",) if self.key[:1] == ("",) else self.key[:1]
        return ", ".join([*first, *self.key[1:], self.column])

    def __str__(self) -> str:
        """Return what stands where, and what was to stand there."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        shown, now, wanted = (_quoted(text) for text in (self.shown, self.now, self.wanted))
        return f"{place}: {self.name}: Her står det nå {now}, ikke {shown}. Dere ville ha {wanted}"


def _quoted(text: str) -> str:
    return f"«{text}»" if text else _NOTHING


@dataclass(frozen=True)
class Reason:
    """Who decided, why, and where and when, as it is cited; a judgement may have its own why."""

    who: str
    why: str
    source: str
    judged: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def of(self, row: tuple[str, ...]) -> str:
        """Why, for a row or a setting."""
        return self.judged.get(row) or self.why


def edits_of(shown: Dataset, now: Dataset, trial: Trial, reason: Reason) -> list[Edit]:
    """Return what a trial says of the files, also where it stands there already.

    Parameters
    ----------
    shown : Dataset
        What the trial was decided against.
    now : Dataset
        What is in the files.
    trial : Trial
        That can be tried on ``now``.
    reason : Reason
    """
    cells: dict[str, _Rows] = {
        "vekter": _weights(shown, now, trial),
        "vurderinger": {
            key: {"omfang": "", "begrunnelse": ""}
            if value is None
            else {"omfang": norwegian_number(float(value)), "begrunnelse": reason.of(key)}
            for key, value in trial.judgements.items()
        },
        "mandat": {
            key: {"tillatt": answer, "begrunnelse": f"{reason.why} ({reason.source})"}
            for key, answer in trial.mandate.items()
        },
    }
    return [
        *(edit for table, rows in cells.items() for edit in _in_table(table, rows, shown, now)),
        *_settings(shown, now, trial),
        *_assumptions(shown, now, trial),
    ]


def _weights(shown: Dataset, now: Dataset, trial: Trial) -> _Rows:
    """Whole sets: a criterion a set does not have, is to have no row."""
    rows: dict[tuple[str, ...], Mapping[str, str]] = {}
    for code, weights in trial.weights.items():
        own = [key for one in (now, shown) for key in _rows(one, "vekter") if key[0] == code]
        rows |= {key: {"vekt": ""} for key in own}
        rows |= {(code, c): {"vekt": norwegian_number(float(w))} for c, w in weights.items()}
    return rows


def _in_table(table: str, rows: _Rows, shown: Dataset, now: Dataset) -> Iterator[Edit]:
    if not rows:
        return
    before, there = _rows(shown, table), _rows(now, table)
    for key, cells in rows.items():
        was, row = before.get(key, {}), there.get(key, {})
        place = str(row.get("source", "")).rpartition(":")[2]
        line = int(place) if place else None
        for column, wanted in cells.items():
            told = (_text(was.get(column)), _text(row.get(column)), wanted)
            yield Edit(f"{table}.csv", key, column, *told, line=line)


def _rows(dataset: Dataset, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
    rows: list[dict[Any, Any]] = dataset.frame(table).to_dict("records")
    return {tuple(str(row[name]) for name in ROW_KEYS[table]): row for row in rows}


def _text(value: object) -> str:
    """What stands in a cell, as it is written in a table."""
    if isinstance(value, str):
        return value
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return ""
    return norwegian_number(float(value))  # type: ignore[arg-type]


def _settings(shown: Dataset, now: Dataset, trial: Trial) -> Iterator[Edit]:
    was, there = shown.settings, now.settings
    text = (now.folder / SETTINGS).read_text(encoding="utf-8-sig")
    if trial.key is not None:
        for part in KEYS:
            share = float(trial.key.get(part, 0.0))
            before, stands = (_text(one.fordeling.get(part, 0.0)) for one in (was, there))
            told = (before, stands, _text(share))
            line = line_in_entry(text, "fordeling", 0, part)
            yield Edit(SETTINGS, ("fordeling",), part, *told, value=share, line=line)
        answers = (_yes_no(was.nokkel_bestemt), _yes_no(there.nokkel_bestemt), "ja")
        line = line_of_key(text, "nokkel_bestemt")
        yield Edit(SETTINGS, (), "nokkel_bestemt", *answers, value=True, line=line)
    if trial.leaving:
        gone = sorted({*there.uten, *trial.leaving})
        before, stands, after = (", ".join(codes) for codes in (was.uten, there.uten, gone))
        line = line_of_key(text, "uten")
        yield Edit(SETTINGS, (), "uten", before, stands, after, value=gone, line=line)
    for name, wanted in (("vert", trial.host), ("selskap", trial.company)):
        if wanted is not None:
            texts = getattr(was, name) or "", getattr(there, name) or "", wanted
            line = line_of_key(text, name)
            yield Edit(SETTINGS, (), name, *texts, value=wanted or None, line=line)


def _yes_no(answer: bool) -> str:
    return "ja" if answer else "nei"


def _assumptions(shown: Dataset, now: Dataset, trial: Trial) -> Iterator[Edit]:
    after = tried(now, Trial(assumptions=trial.assumptions)).shared.assumptions
    for name in trial.assumptions:
        was, there = shown.shared.assumptions.get(name), now.shared.assumptions[name]
        wanted = after[name].model_copy(update={"kilder": there.kilder})
        texts = _interval(was) if was else "", _interval(there), _interval(wanted)
        file, _, line = now.shared.assumption_sources[name].rpartition(":")
        own = int(line) if file == OWN_ASSUMPTIONS and line.isdigit() else None
        yield Edit(OWN_ASSUMPTIONS, (name,), "anslag", *texts, value=wanted, line=own)


def _interval(assumption: Assumption) -> str:
    if isinstance(assumption.anslag, str):
        return assumption.anslag
    return " / ".join(_text(value) for value in assumption.anslag.points)
