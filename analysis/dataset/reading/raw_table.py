"""The cells of one table before anything is known about them."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.dataset.notation import Cell


@dataclass(frozen=True)
class RawTable:
    """The cells of one table, unchecked.

    Attributes
    ----------
    file : str
        The file as the user knows it.
    header : tuple of str
        Headings, without surrounding space.
    header_line : int
        Where the headings stand.
    rows : list of list of cells
        Rows with at least one filled cell; an empty cell is ``""``. Rows of a csv file may be
        longer or shorter than the header.
    lines : list of int
        Physical line (xlsx: row) on which each row starts.
    """

    file: str
    header: tuple[str, ...]
    header_line: int
    rows: list[list[Cell]]
    lines: list[int]
