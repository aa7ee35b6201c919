"""Problems in a form: told with the sheet and the cell."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from analysis.dataset.problems import Problem, ProblemLog, Severity


@dataclass(frozen=True)
class CellProblem(Problem):
    """A problem in a sheet of a form.

    Attributes
    ----------
    sheet : str
        Name of the sheet.
    cell : str
        «D7», «B7:C8», or empty for the whole sheet.
    order : tuple of int
        Position of the sheet, and of the column.
    """

    sheet: str = ""
    cell: str = ""
    order: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        """Return ``hole.xlsx Budsjett!D7: column: message``."""
        place = f"{self.file} {self.sheet}{'!' if self.cell else ''}{self.cell}"
        return ": ".join(part for part in (place, self.column, self.message) if part)

    def _order(self) -> tuple[str, int, str, str, str]:
        sheet, column = self.order
        place = f"{self.line or 0:07}{column:05}"
        return self.file, sheet + 1, place, self.severity, self.message


@dataclass(frozen=True)
class SheetLog:
    """Where trouble in one sheet of a form is told.

    Attributes
    ----------
    file : str
        The form as the user knows it.
    sheet : str
        Name of the sheet.
    position : int
        The sheet's position among those of a form.
    log : ProblemLog
        Where it goes.
    """

    file: str
    sheet: str
    position: int
    log: ProblemLog

    def tell(
        self,
        message: str,
        *,
        row: int | None = None,
        column: int = 0,
        name: str | None = None,
        cell: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Tell a problem.

        Parameters
        ----------
        message : str
            What was found, and what to write instead; no final full stop.
        row, column : int
            The cell, from 1; without a column the whole row, without a row the whole sheet.
        name : str, optional
            The column's heading.
        cell : str
            What to call the place, if it is more than one cell.
        severity : Severity
            Feil, mangel or advarsel.
        """
        if not cell and row is not None and column:
            cell = f"{get_column_letter(column)}{row}"
        problem = CellProblem(
            self.file,
            row,
            name,
            message,
            severity,
            sheet=self.sheet,
            cell=cell,
            order=(self.position, column),
        )
        self.log.add(problem)
