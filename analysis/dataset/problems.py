"""Trouble in the inputs: collected, sorted and told all at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.places import PlainFault


class Severity(StrEnum):
    """How bad a problem is: only ``ERROR`` stops the analysis."""

    ERROR = "feil"
    MISSING = "mangel"
    WARNING = "advarsel"


@dataclass(frozen=True)
class Problem:
    """One problem, where it stands and what to write instead.

    Attributes
    ----------
    file : str
        The file as the user knows it, with forward slashes.
    line : int or None
        Physical line (csv, toml) or row (xlsx).
    column : str or None
        InputColumn or key.
    message : str
        What was found, and what to write instead; no final full stop.
    severity : Severity
        Feil, mangel or advarsel.
    sheet : str
        The sheet, where a workbook has several.
    """

    file: str
    line: int | None
    column: str | None
    message: str
    severity: Severity = Severity.ERROR
    sheet: str = ""

    def __str__(self) -> str:
        """Return ``file:line (arket «sheet»): column: message``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        place += f" (arket «{self.sheet}»)" if self.sheet else ""
        return ": ".join(part for part in (place, self.column, self.message) if part)

    def __lt__(self, other: Problem) -> bool:
        """Order by file, line, column and message; a problem without a line comes first."""
        return self._order() < other._order()

    def _order(self) -> tuple[str, int, str, str, str]:
        return self.file, self.line or 0, self.column or "", self.severity, self.message


class InputProblems(PlainFault):
    """The inputs cannot be used; ``problems`` holds every problem found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Return one problem a line."""
        return explain(self.problems)


class ProblemLog:
    """Collects problems while the inputs are read."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}
        self._files_with_errors: set[str] = set()
        self._sheets: dict[str, str] = {}

    def name_sheet(self, file: str, sheet: str) -> None:
        """Name a sheet in every problem of a file from here on."""
        self._sheets[file] = sheet

    def add(self, problem: Problem) -> None:
        """Add a problem; the same problem is kept once."""
        if not problem.file.isprintable():
            problem = replace(problem, file=_printable(problem.file))
        if problem.file in self._sheets and not problem.sheet:
            problem = replace(problem, sheet=self._sheets[problem.file])
        self._problems[problem] = None
        if problem.severity is Severity.ERROR:
            self._files_with_errors.add(problem.file)

    def error(self, file: str, line: int | None, column: str | None, message: str) -> None:
        """Add a feil."""
        self.add(Problem(file, line, column, message))

    def missing(self, file: str, line: int | None, column: str | None, message: str) -> None:
        """Add a mangel."""
        self.add(Problem(file, line, column, message, Severity.MISSING))

    def warning(self, file: str, line: int | None, column: str | None, message: str) -> None:
        """Add an advarsel."""
        self.add(Problem(file, line, column, message, Severity.WARNING))

    def forget_missing(self, file: str, lines: Collection[int]) -> None:
        """Take back the mangler on some lines of a file, where it shows that nobody needs them."""
        unneeded = [
            p
            for p in self._problems
            if p.severity is Severity.MISSING and p.file == file and p.line in lines
        ]
        for problem in unneeded:
            del self._problems[problem]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems so far, sorted."""
        return tuple(sorted(self._problems))

    def has_errors(self, *files: str) -> bool:
        """Whether any of the files (all files, if none is named) has a feil."""
        wanted = set(map(_printable, files))
        return bool(self._files_with_errors & wanted if files else self._files_with_errors)

    def raise_if_errors(self) -> None:
        """Raise ``InputProblems`` if there is at least one feil."""
        if self.has_errors():
            raise InputProblems(self._problems)


def _printable(file: str) -> str:
    """Return a file's name as it can be shown and written, whatever bytes it has on the disk."""
    return "".join(c if c.isprintable() else "\ufffd" for c in file)


_HEADINGS = {
    Severity.ERROR: "Feil som må rettes",
    Severity.MISSING: "Mangler (regnes som ukjent, ikke som null)",
    Severity.WARNING: "Advarsler",
}
# What varies between problems of the same kind: quoted text and numbers.
_VARYING = re.compile(r"«[^»]*»|[0-9][0-9 .,–\u00a0-]*")


def explain(problems: Iterable[Problem], limit: int = 20) -> str:
    """Word the problems for a person: one a line under a heading for each severity.

    Parameters
    ----------
    problems : iterable of Problem
        In any order.
    limit : int
        How many problems of the same kind to show for one file and column; the rest are counted.
    """
    by_severity: dict[Severity, list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        by_severity[problem.severity].append(problem)
    blocks = [
        "\n".join(
            [f"{heading}: {len(by_severity[severity])}", *_lines(by_severity[severity], limit)]
        )
        for severity, heading in _HEADINGS.items()
        if by_severity[severity]
    ]
    return "\n\n".join(blocks)


def _lines(problems: Sequence[Problem], limit: int) -> list[str]:
    kinds: dict[tuple[str, str | None, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.file, problem.column, _VARYING.sub("#", problem.message)].append(problem)
    shown = {problem for group in kinds.values() for problem in group[:limit]}
    lines = [(problem, str(problem)) for problem in problems if problem in shown]
    lines += [(group[limit - 1], _rest(group[limit:])) for group in kinds.values() if group[limit:]]
    return [text for _, text in sorted(lines, key=lambda pair: pair[0])]


def _rest(group: Sequence[Problem]) -> str:
    first, last = group[0], group[-1]
    place = ": ".join(part for part in (first.file, first.column) if part)
    where = f" (linje {first.line}–{last.line})" if first.line and first != last else ""
    return f"{place}: … og {len(group)} til av samme slag{where}"
