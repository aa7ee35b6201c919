"""From files to values: csv, xlsx, toml, the group's texts and the map, every trouble told.

Only what stands in one file is judged here; what must hold between rows and files is for `checks`.
"""

from analysis.dataset.reading.cells import Context, Outcome, empty_value, read_cell
from analysis.dataset.reading.parse import LINE, SOURCE, TableData, read_table
from analysis.dataset.reading.table_file import read_text_table
from analysis.dataset.reading.table_shape import says_sum
from analysis.dataset.reading.toml import (
    line_in_entry,
    line_of_entry,
    line_of_key,
    nearest_text,
    parse_toml,
    problem_texts,
    read_toml,
    read_toml_text,
)
from analysis.dataset.reading.workbook import NotReadable, open_workbook
from analysis.dataset.reading.xlsx_file import excel_cell, hidden_columns

__all__ = [
    "Context",
    "LINE",
    "NotReadable",
    "Outcome",
    "SOURCE",
    "TableData",
    "empty_value",
    "excel_cell",
    "folder_files",
    "hidden_columns",
    "line_in_entry",
    "line_of_entry",
    "line_of_key",
    "nearest_text",
    "open_workbook",
    "parse_toml",
    "problem_texts",
    "read_cell",
    "read_table",
    "read_text_table",
    "read_toml",
    "read_toml_text",
    "says_sum",
    "texts",
]
