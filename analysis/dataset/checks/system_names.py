"""One name for each system: the group's own aliases in ``systemnavn``, applied at load.

What may be missing there is proposed by `name_proposals`; a proposal changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import NamedTuple

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
    if not len(names) or log.has_errors(names.file, apps.file):
        return inputs
    columns = ("skrivemåte", "system", "leverandør", SOURCE, LINE)
    aliases = {written.casefold(): _Alias(*alias) for written, *alias in names.rows(*columns)}
    _check_aliases(names, apps, aliases, log)
    if log.has_errors(names.file):
        return inputs
    found = [aliases.get(system.casefold()) for system in apps.columns["system"]]
    renamed = replace(apps, columns={**apps.columns, **_renamed(apps, found)})
    _check_twice(names, apps, renamed, found, log)
    return replace(inputs, tables={**inputs.tables, apps.table.name: renamed})


def _check_aliases(
    names: TableData, apps: TableData, aliases: dict[str, _Alias], log: ProblemLog
) -> None:
    known = list(dict.fromkeys(apps.columns["system"]))
    folded = {name.casefold() for name in known}
    for written, alias in zip(names.columns["skrivemåte"], aliases.values(), strict=True):
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


def _renamed(apps: TableData, found: list[_Alias | None]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {"system": [], "leverandør": [], SOURCE: []}
    for (system, vendor, source), alias in zip(apps.rows(*columns), found, strict=True):
        row = (system, vendor, source)
        if alias is not None and (alias.system, alias.vendor or vendor) != (system, vendor):
            row = (alias.system, alias.vendor or vendor, f"{source}; {alias.source}")
        for name, value in zip(columns, row, strict=True):
            columns[name].append(value)
    return columns


def _check_twice(
    names: TableData,
    before: TableData,
    after: TableData,
    found: list[_Alias | None],
    log: ProblemLog,
) -> None:
    """Tell aliases that make two rows of one municipality the same row."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, (code, area, system) in enumerate(after.rows("kommunenummer", "fagområde", "system")):
        groups[code, area, system.casefold()].append(row)
    for (code, area, _), rows in groups.items():
        aliases = [alias for alias in (found[row] for row in rows) if alias is not None]
        if len(rows) < 2 or not aliases:
            continue
        systems, lines = before.columns["system"], before.columns[LINE]
        spelled = listed([f"«{name}»" for name in dict.fromkeys(systems[row] for row in rows)])
        log.error(
            names.file,
            max(alias.line for alias in aliases),
            "skrivemåte",
            f"{code} har både {spelled} i {area} "
            f"(linje {listed([str(lines[row]) for row in rows])} i applikasjoner). Slå sammen "
            "radene der, eller slett raden her hvis det er to systemer",
        )
