"""The members' own numbers beside the group's: what may be written, and how they differ."""

from __future__ import annotations

from collections.abc import Container, Sequence
from statistics import median
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analysis.dataset.forms.scale import SCALE
from analysis.dataset.forms.sending.cell_formats import AS_TYPED, CellFormats
from analysis.dataset.forms.sending.prefill import FilledRow
from analysis.dataset.forms.sheets import Note, Sheet
from analysis.dataset.notation import MINUS


def member_rule(sheet: Sheet, who: str) -> dict[str, Any]:
    """Return what a member may write, and the help the spreadsheet shows."""
    lowest, highest = (0, sheet.total) if sheet.total else (min(SCALE), max(SCALE))
    told = f"et tall fra {lowest} til {highest:g}".replace("-", MINUS)
    return {
        "validate": "decimal" if sheet.total else "integer",
        "criteria": "between",
        "minimum": lowest,
        "maximum": highest,
        "ignore_blank": True,
        "input_title": who[:32],
        "input_message": f"{told[0].upper()}{told[1:]}. Leses ikke inn",
        "error_title": "Kan ikke brukes",
        "error_message": f"Oppgi {told}",
    }


def write_spread(
    page: Worksheet,
    first: int,
    rows: Sequence[FilledRow],
    notes: Sequence[Note | None],
    formats: CellFormats,
    begins: Container[int],
) -> None:
    """Show the range and the middle of the members' numbers, row by row.

    Parameters
    ----------
    page : xlsxwriter Worksheet
        With the rows in it.
    first : int
        The first of them, from 0.
    rows : sequence of FilledRow
        What they hold.
    notes : sequence of Note or None
        The note in each column.
    formats : CellFormats
        The formats of the workbook.
    begins : container of int
        Where in `rows` a block begins.
    """
    members = [at for at, note in enumerate(notes) if note and note.member]
    for at, note in enumerate(notes):
        if note is None or not note.spread:
            continue
        for number, row in enumerate(rows, first):
            left, right = (xl_col_to_name(members[end]) for end in (0, -1))
            area = f"{left}{number + 1}:{right}{number + 1}"
            given = [row.notes[own] for p in members if (own := notes[p])]
            formula, shown = _SPREADS[note.spread](area, [v for v in given if v is not None])
            look = formats.of("spread", AS_TYPED, begins=number - first in begins)
            page.write_formula(number, at, formula, look, shown)


def _range(area: str, given: Sequence[float]) -> tuple[str, Any]:
    shown = f"{min(given):g} til {max(given):g}".replace(".", ",") if len(given) > 1 else ""
    return f'=IF(COUNT({area})<2,"",MIN({area})&" til "&MAX({area}))', shown


def _middle(area: str, given: Sequence[float]) -> tuple[str, Any]:
    return f'=IF(COUNT({area})=0,"",MEDIAN({area}))', median(given) if given else ""


_SPREADS = {"range": _range, "middle": _middle}
