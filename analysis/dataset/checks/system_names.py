"""One name for each system: the group's own aliases in ``systemnavn``, applied at load.

What may be missing there is proposed by `name_proposals`; a proposal changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.dataset.checks.consistency import Inputs
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, SOURCE, TableData
from analysis.places import did_you_mean


class _Alias(NamedTuple):
    system: str
    vendor: str
    source: str
    line: int


def apply_system_names(inputs: Inputs, log: ProblemLog) -> Inputs:
    """Give the systems of ``applikasjoner`` the names that ``systemnavn`` says.

    Upper and lower case do not count in what is looked for. A row that got its name here has both
    files as its source.

    Parameters
    ----------
    inputs : Inputs
        Checked for themselves; with a feil in either file nothing is changed.
    log : ProblemLog
        Where aliases that lead nowhere are told.
    """
    names, apps = inputs.tables["systemnavn"], inputs.tables["applikasjoner"]
    if names.frame.empty or log.has_errors(names.file, apps.file):
        return inputs
    aliases = {
        row["skrivemåte"].casefold(): _Alias(
            row["system"], row["leverandør"], row[SOURCE], int(row[LINE])
        )
        for _, row in names.frame.iterrows()
    }
    _check_aliases(names, apps, aliases, log)
    if log.has_errors(names.file):
        return inputs
    found = [aliases.get(system.casefold()) for system in apps.frame["system"]]
    frame = _renamed(apps.frame, found)
    _check_twice(names, apps.frame, frame, found, log)
    return replace(inputs, tables={**inputs.tables, apps.table.name: replace(apps, frame=frame)})


def _check_aliases(
    names: TableData, apps: TableData, aliases: dict[str, _Alias], log: ProblemLog
) -> None:
    known = list(dict.fromkeys(apps.frame["system"]))
    folded = {name.casefold() for name in known}
    for written, alias in zip(names.frame["skrivemåte"], aliases.values(), strict=True):
        if alias.system not in known:
            log.error(
                names.file,
                alias.line,
                "system",
                f"«{alias.system}» står ikke i applikasjoner"
                f"{did_you_mean(alias.system, known) or '.'} Skriv navnet slik det står der",
            )
            continue
        further = aliases.get(alias.system.casefold())
        if further and further.system != alias.system:
            log.error(
                names.file,
                alias.line,
                "system",
                f"«{alias.system}» er selv en skrivemåte på linje {further.line}. "
                f"Skriv «{further.system}»",
            )
        if written.casefold() not in folded:
            # Without the name: a warning is read in reports where some systems are shielded.
            log.warning(
                names.file,
                alias.line,
                "skrivemåte",
                "Skrivemåten står ikke i applikasjoner, så raden gjør ingenting. Slett raden hvis "
                "navnet er rettet der",
            )


def _renamed(frame: pd.DataFrame, found: list[_Alias | None]) -> pd.DataFrame:
    columns: dict[str, list[str]] = {"system": [], "leverandør": [], SOURCE: []}
    for system, vendor, source, alias in zip(
        frame["system"], frame["leverandør"], frame[SOURCE], found, strict=True
    ):
        changed = alias is not None and (alias.system, alias.vendor or vendor) != (system, vendor)
        if alias is not None and changed:
            system, vendor = alias.system, alias.vendor or vendor
            source = f"{source}; {alias.source}"
        for name, value in zip(columns, (system, vendor, source), strict=True):
            columns[name].append(value)
    return frame.assign(
        **{name: pd.Series(v, index=frame.index, dtype="str") for name, v in columns.items()}
    )


def _check_twice(
    names: TableData,
    before: pd.DataFrame,
    after: pd.DataFrame,
    found: list[_Alias | None],
    log: ProblemLog,
) -> None:
    """Tell aliases that make two rows of one municipality the same row."""
    key = [after["kommunenummer"], after["fagområde"], after["system"].str.casefold()]
    for rows in after.reset_index(drop=True).groupby(key, sort=False).indices.values():
        aliases = [alias for alias in (found[row] for row in rows) if alias is not None]
        if len(rows) < 2 or not aliases:
            continue
        twice = after.iloc[rows]
        spelled = listed([f"«{name}»" for name in dict.fromkeys(before.iloc[rows]["system"])])
        lines = listed([str(line) for line in twice[LINE]])
        log.error(
            names.file,
            max(alias.line for alias in aliases),
            "skrivemåte",
            f"{twice['kommunenummer'].iloc[0]} har både {spelled} i {twice['fagområde'].iloc[0]} "
            f"(linje {lines} i applikasjoner). Slå sammen radene der, eller slett raden her hvis "
            "det er to systemer",
        )
