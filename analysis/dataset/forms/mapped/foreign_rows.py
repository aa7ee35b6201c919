"""The rows of a mapped file, cell by cell, and what is told once for many of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.dataset.forms.mapped.foreign_file import ForeignFile, ForeignSheet
from analysis.dataset.forms.mapped.mapping import SUM, UNITS, Mapping, Target
from analysis.dataset.forms.mapped.municipality import municipality_in
from analysis.dataset.forms.receiving import FormRow, SheetLog
from analysis.dataset.forms.registered import Registered
from analysis.dataset.notation import (
    Cell,
    CellError,
    Formula,
    listed,
    name_key,
    norwegian_number,
    one_line,
    parse_number,
    short,
    to_text,
)
from analysis.dataset.problems import Severity
from analysis.dataset.reading import Outcome, empty_value, read_cell
from analysis.dataset.tables import CODE, YEAR, InputColumn
from analysis.places import nearest

_CURRENCY = re.compile(r"\b(?:kr|nok|kroner)\b\.?|,-+$", re.I)
_SOURCE = "kilde"


@dataclass(frozen=True)
class ForeignRow:
    """A row of the table, whose it is and of which year ("" and 0 where the file has no column)."""

    code: str
    year: int
    answer: FormRow


@dataclass
class Reader:
    """Reads the rows below the headings, and gathers what is told once for many of them."""

    file: ForeignFile
    sheet: ForeignSheet
    position: int
    mapping: Mapping
    kept: Path
    registered: Registered
    log: SheetLog

    def __post_init__(self) -> None:
        at = {name_key(name): n for n, name in enumerate(self.sheet.headings(self.position))}
        self._places = [(at[name_key(n)], n, t) for n, t in self.mapping.used.items()]
        self._sums: list[int] = []
        self._outside: dict[str, int] = {}
        self._formulas: dict[int, list[int]] = defaultdict(list)
        self._words: dict[tuple[str, str], int] = {}

    def rows(self) -> Iterator[ForeignRow]:
        """Yield the rows that can be used."""
        common = [(at, name, t) for at, name, t in self._places if not t.fixed]
        wide = [(at, name, t) for at, name, t in self._places if t.fixed]
        for line, cells in self.sheet.records[self.position + 1 :]:
            if all(cells[at] == "" for at, _, _ in self._places):
                continue
            first = next((c for c in cells if isinstance(c, str) and c), "")
            if SUM.match(first):
                self._sums.append(line)
                continue
            for part in [[one] for one in wide] or [[]]:
                row = self._row(line, cells, [*common, *part])
                if row is not None:
                    yield row

    def owner(self) -> str:
        """Return whose the whole file is, by its name, its sheet or what stands above."""
        told = (self.file.path.stem, self.sheet.title, self.sheet.text_above(self.position))
        return next(filter(None, (municipality_in(text, self.registered) for text in told)), "")

    def tell(self) -> None:
        """Tell what many rows have in common, a line for each kind."""
        if self._sums:
            rows = f"Rad {listed([str(n) for n in self._sums])}"
            self.log.tell(f"{rows} ser ut som en sum og tas ikke med", severity=Severity.WARNING)
        if self._outside:
            names = listed([f"«{short(name)}»" for name in self._outside])
            count = sum(self._outside.values())
            self.log.tell(
                f"{names} er ikke en kommune i utredningen. "
                f"{count} {'rad' if count == 1 else 'rader'} tas ikke med",
                severity=Severity.WARNING,
            )
        if lacking := self._lacking():
            what = "Det" if len(lacking) == 1 else "De"
            self.log.tell(
                f"Filen har ikke {listed(lacking)}. {what} regnes som ukjent i nye rader",
                severity=Severity.MISSING,
            )
        for at, lines in self._formulas.items():
            self.log.tell(
                f"{len(lines)} celler har formler. Kopier kolonnen, og lim den inn som verdier",
                row=lines[0], column=at + 1,
            )  # fmt: skip
        for (column, word), count in self._words.items():
            times = f" ({count} rader)" if count > 1 else ""
            self.log.tell(
                f"«{short(word)}»{times} er ikke kjent. Skriv hva det er under "
                f"[verdier.{column}] i {self.kept.as_posix()}",
                name=column,
            )

    def _lacking(self) -> list[str]:
        """Columns that are asked for, and that neither the file nor the mapping has."""
        given = {target.column for target in self.mapping.used.values()} | {_SOURCE, CODE.name}
        given |= {name for target in self.mapping.used.values() for name, _ in target.fixed}
        wanted = [c.name for c in self.mapping.table.columns if c.if_empty in ("mangel", "telles")]
        return [name for name in wanted if name not in given | set(self.mapping.fixed)]

    def _row(
        self, line: int, cells: Sequence[Cell], parts: Iterable[tuple[int, str, Target]]
    ) -> ForeignRow | None:
        mapping, table = self.mapping, self.mapping.table
        given: dict[str, tuple[Cell, int, str]] = {
            name: (value, 0, "") for name, value in mapping.fixed.items() if value
        }
        for at, heading, target in parts:
            given[target.column] = (cells[at], at, heading)
            given |= {name: (value, at, heading) for name, value in target.fixed}
        code = self._code(given, line)
        if code is None:
            return None
        values: dict[str, Any] = {c.name: empty_value(c) for c in table.columns}
        filled, refused = set(), set()
        for name, (cell, at, heading) in given.items():
            if name == CODE.name:
                continue
            outcome = self._read(table[name], cell, line, at, heading)
            values[name] = outcome.value
            if outcome.error:
                refused.add(name)
            elif one_line(to_text(cell)):
                filled.add(name)
        if _SOURCE not in given:
            values[_SOURCE] = self.file.path.name
            filled.add(_SOURCE)
        places = {name: at + 1 for name, (_, at, _) in given.items()} | {_SOURCE: 1}
        answer = FormRow(line, values, frozenset(filled), frozenset(refused), places)
        if not self._has_key(answer):
            return None
        return ForeignRow(code, int(values.get(YEAR.name) or 0), answer)

    def _code(self, given: dict[str, tuple[Cell, int, str]], line: int) -> str | None:
        """Whose a row is; "" where no column says, None where it is nobody of ours."""
        if CODE.name not in given:
            return ""
        text = one_line(to_text(given[CODE.name][0]))
        text = self.mapping.values.get(CODE.name, {}).get(text, text)
        code = municipality_in(text.zfill(4) if text.isdigit() else text, self.registered)
        if code:
            return code
        if message := self._nearly(text):
            self.log.tell(message, row=line, column=given[CODE.name][1] + 1, name=CODE.name)
        else:
            self._outside[text] = self._outside.get(text, 0) + 1
        return None

    def _nearly(self, text: str) -> str:
        """What to say of a municipality that is only nearly one of ours; empty for another's."""
        if not text:
            return f"Cellen er tom, men raden har svar. {CODE.advice}"
        names = self.registered.names
        parts = [
            part for part in re.split(r"[^\w]+", text) if municipality_in(part, self.registered)
        ]
        if len(parts) > 1:
            return f"Nummeret og navnet i «{short(text)}» hører ikke sammen. Rett cellen"
        near = nearest(re.sub(r"[0-9]+|kommune", "", text).strip(), names.values())
        if not near:
            return ""
        return f"«{short(text)}» er ikke en kommune i utredningen. Mente du «{near}»? Rett cellen"

    def _read(self, column: InputColumn, cell: Cell, line: int, at: int, heading: str) -> Outcome:
        if isinstance(cell, Formula):
            self._formulas[at].append(line)
            return Outcome(empty_value(column), "formel")
        words = {w.casefold(): v for w, v in self.mapping.values.get(column.name, {}).items()}
        text = one_line(to_text(cell))
        found: Cell = words.get(text.casefold(), cell)
        if found == "" or text == "":
            return Outcome(empty_value(column))
        if column.amount and heading:
            column, found = _thousands(column, found, self.mapping.units[heading])
        outcome = read_cell(column, found, self.registered.context)
        if outcome.error and column.categories:
            self._words[column.name, text] = self._words.get((column.name, text), 0) + 1
        elif outcome.error:
            self.log.tell(outcome.error, row=line, column=at + 1, name=column.name)
        return outcome

    def _has_key(self, row: FormRow) -> bool:
        lacking = [n for n in self.mapping.sheet.key if n not in row.filled | row.refused]
        for name in lacking:
            self.log.tell(
                f"Cellen er tom, men raden har svar. {self.mapping.table[name].advice}",
                row=row.row, column=row.places.get(name, 1), name=name,
            )  # fmt: skip
        return not lacking and row.refused.isdisjoint(self.mapping.sheet.key)


def _thousands(column: InputColumn, cell: Cell, unit: str) -> tuple[InputColumn, Cell]:
    """An amount in 1000 kr; what is no number stays, to be told in the unit of the file."""
    bare = _CURRENCY.sub("", cell).strip() if isinstance(cell, str) else cell
    try:
        return column, round(parse_number(bare) * UNITS[unit], 6)
    except CellError:
        example = norwegian_number(1250 / UNITS[unit])
        advice = f"Oppgi beløpet i {unit}, for eksempel {example}"
        return replace(column, unit=unit, amount=False, advice=advice), cell
