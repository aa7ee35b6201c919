"""One name for each system: spellings that are one, and the group's own aliases in ``systemnavn``.

What may be missing there is proposed by `name_proposals`; a proposal changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.notation import listed, name_key
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, SOURCE, TableData


class _Alias(NamedTuple):
    written: str
    system: str
    vendor: str
    source: str
    line: int


def apply_system_names(inputs: Inputs, log: ProblemLog) -> Inputs:
    """Give the systems of ``applikasjoner`` one name each.

    Names that differ only in case, spaces and invisible marks are one, spelled as ``systemnavn``
    or most municipalities have it. A row that got its name from ``systemnavn`` has both files as
    its source.

    Parameters
    ----------
    inputs : Inputs
        Checked for themselves; with a feil in either file nothing is changed.
    log : ProblemLog
        Where aliases that lead nowhere are told, and two rows that become one.
    """
    names, apps = inputs.tables["systemnavn"], inputs.tables["applikasjoner"]
    if log.has_errors(names.file, apps.file):
        return inputs
    rows = names.rows("skrivemåte", "system", "leverandør", SOURCE, LINE)
    given = [_Alias(*row) for row in rows]
    aliases = {name_key(alias.written): alias for alias in reversed(given)}
    _check_aliases(names, apps, given, aliases, log)
    if log.has_errors(names.file):
        return inputs
    found = [aliases.get(name_key(system)) for system in apps.columns["system"]]
    spelled = _spellings(apps, given)
    renamed = replace(apps, columns={**apps.columns, **_renamed(apps, found, spelled)})
    _check_twice(names, apps, renamed, found, log)
    return replace(inputs, tables={**inputs.tables, apps.table.name: renamed})


def _spellings(apps: TableData, given: Sequence[_Alias]) -> dict[str, str]:
    """How each name is spelled: as the group has it, else as most municipalities have."""
    users: dict[str, set[str]] = defaultdict(set)
    for code, system in apps.rows("kommunenummer", "system"):
        users[system].add(code)
    # Of spellings as many have: not all in capitals, and the order of the rows means nothing.
    order = sorted(
        users, key=lambda name: (-len(users[name]), name.isupper(), name.islower(), name)
    )
    decided = [alias.system for alias in given]
    return {name_key(name): name for name in reversed([*decided, *order])}


def _check_aliases(
    names: TableData,
    apps: TableData,
    given: Sequence[_Alias],
    aliases: Mapping[str, _Alias],
    log: ProblemLog,
) -> None:
    known = {name_key(name) for name in apps.columns["system"]}
    for alias in given:
        first = aliases[name_key(alias.written)]
        if name_key(first.system) != name_key(alias.system):
            log.error(
                names.file,
                alias.line,
                "skrivemåte",
                f"«{alias.written}» har også fått navnet «{first.system}» på linje {first.line}. "
                "Slett den ene raden",
            )
            continue
        further = aliases.get(name_key(alias.system))
        if further and name_key(further.system) != name_key(alias.system):
            log.error(
                names.file,
                alias.line,
                "system",
                f"«{alias.system}» er selv en skrivemåte på linje {further.line}. "
                f"Skriv «{further.system}»",
            )
        # Without the names: a warning is read in reports where some systems are shielded.
        if name_key(alias.written) not in known:
            log.warning(
                names.file,
                alias.line,
                "skrivemåte",
                "Skrivemåten står ikke i applikasjoner, så raden gjør ingenting. Slett raden hvis "
                "navnet er rettet der",
            )
        elif name_key(alias.system) not in known:
            log.warning(
                names.file,
                alias.line,
                "system",
                "Ingen skriver navnet slik i applikasjoner lenger. Er navnet fortsatt riktig? "
                "Ellers skriver dere det nye her, eller sletter raden",
            )


def _renamed(
    apps: TableData, found: Sequence[_Alias | None], spelled: Mapping[str, str]
) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {"system": [], "leverandør": [], SOURCE: []}
    for (system, vendor, source), alias in zip(apps.rows(*columns), found, strict=True):
        row = (spelled[name_key(system)], vendor, source)
        if alias is not None:
            named = (spelled[name_key(alias.system)], alias.vendor or vendor)
            row = (*named, source if named == (system, vendor) else f"{source}; {alias.source}")
        for name, value in zip(columns, row, strict=True):
            columns[name].append(value)
    return columns


def _check_twice(
    names: TableData,
    before: TableData,
    after: TableData,
    found: Sequence[_Alias | None],
    log: ProblemLog,
) -> None:
    """Tell two rows of one municipality that become the same row."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, (code, area, system) in enumerate(after.rows("kommunenummer", "fagområde", "system")):
        groups[code, area, name_key(system)].append(row)
    for (code, area, _), rows in groups.items():
        if len(rows) < 2:
            continue
        lines = [before.columns[LINE][row] for row in rows]
        spelled = dict.fromkeys(before.columns["system"][row] for row in rows)
        both = f"{code} har både {listed([f'«{name}»' for name in spelled])} i {area}"
        on = f"linje {listed([str(line) for line in lines])}"
        aliases = [alias for alias in (found[row] for row in rows) if alias is not None]
        if aliases:
            log.error(
                names.file,
                max(alias.line for alias in aliases),
                "skrivemåte",
                f"{both} ({on} i applikasjoner). Slå sammen "
                "radene der, eller slett raden her hvis det er to systemer",
            )
        else:
            log.error(
                before.file,
                lines[-1],
                "system",
                f"{both} ({on}), og det er samme navn. Slå sammen de to radene",
            )
