"""What the columns of a file mean: a small toml file beside the analysis."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from analysis.dataset.definitions import Strict
from analysis.dataset.forms.mapped.foreign_file import ForeignFile, ForeignSheet
from analysis.dataset.forms.sheets import SHEETS, Sheet
from analysis.dataset.notation import listed, name_key
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import line_of_key, read_toml
from analysis.dataset.tables import APPLICATIONS, BUDGET, InputTable
from analysis.places import did_you_mean

FOLDER = "kartlegging"
# What has to be answered before the file can be used.
UNKNOWN = "?"
UNITS = {"kr": 0.001, "1000 kr": 1.0, "mill. kr": 1000.0}
MAPPED = (APPLICATIONS, BUDGET)
# Where the headings are looked for.
FIRST_ROWS = 40
# How a row that adds up the others begins.
SUM = re.compile(r"(?:del)?sum\b|totalt?\b|i alt\b|til sammen\b", re.I)

_HEAD = """# Hva kolonnene i filen betyr. Rett det som er galt, og svar der det står "?".
# En fil med de samme overskriftene går rett inn med: ikt importer UTREDNING FIL

# Hva filen er: {tables}.
tabell = {table}

# Overskriften i filen = kolonnen i utredningen. "" betyr at kolonnen ikke brukes.
# Kolonner: {columns}.
# Gjelder en kolonne med tall bare én kommune, ett år eller én gruppe, skriver dere for eksempel
# "beløp, kommunenummer 3305" eller "beløp, kostnadsgruppe lønn".
[kolonner]
"""


class _Content(Strict):
    tabell: str
    kolonner: dict[str, str]
    enheter: dict[str, str] = {}
    fast: dict[str, str] = {}
    verdier: dict[str, dict[str, str]] = {}


@dataclass(frozen=True)
class Target:
    """What a column of the file means.

    Attributes
    ----------
    column : str
        The column of the table.
    fixed : tuple of (str, str)
        What all of it is about: «kostnadsgruppe», «lønn».
    """

    column: str
    fixed: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, text: str) -> Target:
        """Read «beløp, kostnadsgruppe lønn»."""
        column, *rest = [part.strip() for part in text.split(",")]
        pairs = [part.partition(" ") for part in rest]
        return cls(column, tuple((name, value.strip()) for name, _, value in pairs))

    def __str__(self) -> str:
        """Return it as it is written."""
        return ", ".join([self.column, *(f"{name} {value}" for name, value in self.fixed)])


@dataclass(frozen=True)
class Mapping:
    """What the columns of a file mean, and what its words and amounts do.

    Attributes
    ----------
    table : InputTable
        Where the rows belong.
    columns : dict of str to str
        What each heading means, as `Target` reads it; "" for a column that is not used.
    units : dict of str to str
        The unit of each column with amounts, by heading.
    fixed : dict of str to str
        What is the same in all rows, by column.
    values : dict of str to dict
        What words of the file are called in the analysis, by column.
    """

    table: InputTable
    columns: dict[str, str]
    units: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The sheet of a form that asks for the same."""
        return next(sheet for sheet in SHEETS if sheet.table is self.table)

    @property
    def used(self) -> dict[str, Target]:
        """What each heading that is used means."""
        return {name: Target.read(text) for name, text in self.columns.items() if text}

    def place(self, file: ForeignFile) -> tuple[ForeignSheet, int] | None:
        """Return the sheet and the record with the headings; None where the shape is another."""
        wanted = {name_key(name) for name in self.used}
        for sheet in file.sheets:
            for position in range(min(FIRST_ROWS, len(sheet.records))):
                if wanted <= {name_key(name) for name in sheet.headings(position)}:
                    return sheet, position
        return None

    def text(self) -> str:
        """Return it as the file it is kept in."""
        names = [column.name for column in self.table.columns]
        lines = [
            _HEAD.format(
                tables=listed([table.name for table in MAPPED], "eller"),
                table=_quoted(self.table.name),
                columns=", ".join(names),
            ).rstrip()
        ]
        lines += _pairs(self.columns)
        if self.units:
            lines += ["", f"# Enheten: {listed(list(UNITS), 'eller')}.", "[enheter]"]
            lines += _pairs(self.units)
        lines += ["", "# Det som er likt i alle radene, for eksempel kvalitet.", "[fast]"]
        lines += _pairs(self.fixed)
        for column, values in self.values.items():
            lines += ["", f"# {_choices(self.table, column)}", f"[verdier.{_quoted(column)}]"]
            lines += _pairs(values)
        return "\n".join([*lines, ""])


def _choices(table: InputTable, column: str) -> str:
    categories = table[column].categories
    what = f"Ordet i filen = {', '.join(categories)}" if categories else "Ordet i filen = vårt"
    return f'{what}. "" betyr ukjent.'


def mappings_folder(folder: Path) -> Path:
    """Return where the mappings of an analysis lie."""
    return folder / FOLDER


def mapping_for(file: ForeignFile, folder: Path, log: ProblemLog) -> tuple[Path, Mapping] | None:
    """Return the mapping of an analysis that fits a file; the one that uses most columns.

    None where no one fits. A mapping with a mistake or a question left is told in the log.
    """
    fitting = []
    for path in sorted(mappings_folder(folder).glob("*.toml")):
        own = ProblemLog()
        mapping = read_mapping(path, own)
        if mapping is not None and mapping.place(file):
            fitting.append((len(mapping.used), path, mapping, own))
        elif mapping is None:
            for problem in own.problems:
                log.add(problem)
    if not fitting:
        return None
    _, path, mapping, own = max(fitting, key=lambda one: one[0])
    for problem in own.problems:
        log.add(problem)
    return path, mapping


def read_mapping(path: Path, log: ProblemLog) -> Mapping | None:
    """Read a mapping; None, with a feil in the log, where it cannot be used at all."""
    shown = path.as_posix()
    found = read_toml(path, shown, log)
    if found is None:
        return None
    data, text = found
    try:
        content = _Content.model_validate(data)
    except ValidationError as failure:
        for detail in failure.errors(include_url=False):
            key = str(detail["loc"][0])
            log.error(shown, line_of_key(text, key), key, _wrong(detail["type"], key))
        return None
    tables = {table.name: table for table in MAPPED}
    if content.tabell not in tables:
        what = listed(list(tables), "eller")
        log.error(shown, line_of_key(text, "tabell"), "tabell", f"Skriv {what}")
        return None
    mapping = Mapping(
        tables[content.tabell], content.kolonner, content.enheter, content.fast, content.verdier
    )
    for key, message in _troubles(mapping):
        log.error(shown, line_of_key(text, key), key, message)
    return mapping


def _wrong(kind: str, key: str) -> str:
    if kind == "extra_forbidden":
        return f"Ukjent nøkkel{did_you_mean(key, _Content.model_fields) or '. Slett den'}"
    if kind == "missing":
        return "Nøkkelen mangler. Lag filen på nytt med --kartlegg"
    return "Verdien må stå i anførselstegn"


def _troubles(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Where something is unanswered or unknown, and what to write."""
    names = [column.name for column in mapping.table.columns]
    for heading, text in mapping.columns.items():
        yield from ((heading, message) for message in _about_column(mapping, heading, text, names))
    yield from _without_unit(mapping, names)
    yield from _left_out(mapping)
    for column, values in mapping.values.items():
        if column not in names:
            yield column, f"«{column}» er ikke en kolonne i {mapping.table.name}"
            continue
        for word, value in values.items():
            if value == UNKNOWN:
                yield word, f"Hva er dette av {column}? {mapping.table[column].advice}"


def _about_column(mapping: Mapping, heading: str, text: str, names: Sequence[str]) -> Iterator[str]:
    told = listed(names, "eller")
    if text == UNKNOWN:
        yield f'Hva er kolonnen? Skriv {told}, eller "" for ingen'
        return
    target = Target.read(text)
    for name in [target.column, *(n for n, _ in target.fixed)] if text else ():
        if name not in names:
            hint = did_you_mean(name, names) or f". Skriv {told}"
            yield f"«{name}» er ikke en kolonne i {mapping.table.name}{hint}"


def _without_unit(mapping: Mapping, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Columns with amounts of no known unit, in one line."""
    lacking = [
        heading
        for heading, target in mapping.used.items()
        if target.column in names
        and mapping.table[target.column].amount
        and mapping.units.get(heading) not in UNITS
    ]
    if lacking:
        told, units = listed([f"«{name}»" for name in lacking]), listed(list(UNITS), "eller")
        yield (
            "enheter" if mapping.units else lacking[0],
            f"Hvilken enhet har beløpene i {told}? Skriv {units} bak hver under [enheter], for "
            f'eksempel "{lacking[0]}" = "kr"',
        )


def _left_out(mapping: Mapping) -> Iterator[tuple[str, str]]:
    """Columns no row can do without, and columns that two headings have."""
    used = list(mapping.used.values())
    given = {name for target in used for name in (target.column, *(n for n, _ in target.fixed))}
    for name in mapping.sheet.key:
        if name not in given | set(mapping.fixed):
            yield (
                "kolonner",
                f"Ingen kolonne er {name}. Skriv {name} bak overskriften, eller under [fast]",
            )
    for target in dict.fromkeys(used):
        if used.count(target) > 1:
            headings = [name for name, other in mapping.used.items() if other == target]
            told = listed([f"«{name}»" for name in headings])
            yield headings[-1], f'Både {told} er {target}. Skriv "" bak den som ikke gjelder'


def _pairs(values: dict[str, str]) -> list[str]:
    return [f"{_quoted(name)} = {_quoted(value)}" for name, value in values.items()]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
