"""Trouble in the inputs: collected, sorted and told all at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from analysis.dataset.notation import listed, number_runs
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
    thousandfold : bool
        Whether an amount looks a thousand times too large or too small.
    """

    file: str
    line: int | None
    column: str | None
    message: str
    severity: Severity = Severity.ERROR
    sheet: str = ""
    thousandfold: bool = False

    def is_about(self, codes: Collection[str], names: Sequence[str], rows: Collection[str]) -> bool:
        """Whether it names one of some municipalities first, or is in a row or text of theirs.

        Parameters
        ----------
        codes : collection of str
            Their kommunenummer.
        names : sequence of str
            What messages call them, «3312 Lier».
        rows : collection of str
            Where their rows stand, «budsjett.csv:12».
        """
        folder, _, file = self.file.rpartition("/")
        return (
            self.message.startswith(tuple(names))
            or f"{file}:{self.line}" in rows
            or folder.rpartition("/")[2] in codes
        )

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
        self._thousandfold: set[tuple[str, int | None, str | None]] = set()

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

    def warning(
        self,
        file: str,
        line: int | None,
        column: str | None,
        message: str,
        *,
        thousandfold: bool = False,
    ) -> None:
        """Add an advarsel; other questions about an amount that looks a thousand times wrong go."""
        place = (file, line, column)
        if thousandfold:
            self._forget(
                lambda p: p.severity is Severity.WARNING and (p.file, p.line, p.column) == place
            )
            self._thousandfold.add(place)
        elif place in self._thousandfold:
            return
        self.add(Problem(file, line, column, message, Severity.WARNING, thousandfold=thousandfold))

    def forget_missing(
        self, file: str, lines: Collection[int], columns: Collection[str] = ()
    ) -> None:
        """Take back the mangler on some lines of a file, where it shows that nobody needs them.

        Parameters
        ----------
        file : str
            The file.
        lines : collection of int
            The lines.
        columns : collection of str
            Their columns; none means all.
        """
        self._forget(
            lambda p: (
                p.severity is Severity.MISSING
                and p.file == file
                and p.line in lines
                and (not columns or p.column in columns)
            )
        )

    def forget_about(
        self, codes: Collection[str], names: Sequence[str], rows: Collection[str]
    ) -> None:
        """Take back all but feil about some municipalities; see `Problem.is_about`."""
        self._forget(lambda p: p.severity is not Severity.ERROR and p.is_about(codes, names, rows))

    def _forget(self, unneeded: Callable[[Problem], bool]) -> None:
        for problem in [p for p in self._problems if unneeded(p)]:
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


# In the order of what matters most, and how many of the same kind are shown one by one.
_ERRORS, _SCALE, _MISSING, _QUESTIONS = (
    ("Feil som må rettes", 5),
    ("Beløp som ser ut til å være tusen ganger for store eller for små", 5),
    ("Mangler (regnes som ukjent, ikke som null)", 1),
    ("Advarsler", 1),
)
_FEW = 3  # so many of a kind are not counted, but shown
# What varies between problems of the same kind: quoted text, municipalities and numbers.
_VARYING = re.compile(r"«[^»]*»|\b[0-9]{4}(?: [A-ZÆØÅ][\w-]*)+|[0-9][0-9 .,–\u00a0-]*")
_LONGEST = 60  # characters of the places of those that are counted


def explain(problems: Iterable[Problem]) -> str:
    """Word the problems for a person: under a heading for each severity, what matters most first.

    A problem is a line; many of the same kind in one column are one line, counted.
    """
    blocks: dict[tuple[str, int], list[Problem]] = {
        block: [] for block in (_ERRORS, _SCALE, _MISSING, _QUESTIONS)
    }
    by_severity = {Severity.ERROR: _ERRORS, Severity.MISSING: _MISSING}
    for problem in sorted(problems):
        block = _SCALE if problem.thousandfold else by_severity.get(problem.severity, _QUESTIONS)
        blocks[block].append(problem)
    return "\n\n".join(
        "\n".join([f"{heading}: {len(found)}", *_lines(found, shown)])
        for (heading, shown), found in blocks.items()
        if found
    )


def _lines(problems: Sequence[Problem], shown: int) -> Iterator[str]:
    kinds: dict[tuple[str, str | None, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.file, problem.column, _VARYING.sub("#", problem.message)].append(problem)
    many = [group for group in kinds.values() if len(group) > max(shown, _FEW)]
    last = {id(group[shown - 1]): group[shown:] for group in many}
    counted = {id(problem) for rest in last.values() for problem in rest}
    for problem in problems:
        if id(problem) not in counted:
            rest = last.get(id(problem), ())
            yield f"{problem}{_counted(rest)}" if rest else str(problem)


def _counted(rest: Sequence[Problem]) -> str:
    """Say how many more there are of the same kind, and where."""
    lines = [problem.line for problem in rest if problem.line]
    codes = [match[0] for p in rest if (match := re.match(r"[0-9]{4}(?= [A-ZÆØÅ])", p.message))]
    places = f"linje {number_runs(lines)}" if lines else listed(codes)
    if len(places) > _LONGEST:
        places = f"{places[:_LONGEST].rsplit(',', 1)[0]} og flere"
    return f" (og {len(rest)} til av samme slag{': ' if places else ''}{places})"
