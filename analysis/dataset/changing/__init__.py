"""Files changed cell by cell: every other byte stays as it was, and what stood there is kept.

All the files of a change are written or none, by one at a time in a folder.
"""

from analysis.dataset.changing.cell_edit import edit_cells
from analysis.dataset.changing.csv_document import CsvDocument, Record
from analysis.dataset.changing.inside import require_inside
from analysis.dataset.changing.interrupted import KEPT, read_whole
from analysis.dataset.changing.locking import FolderBusy, folder_lock
from analysis.dataset.changing.replacing import CHANGES, ChangedFile, replace_files
from analysis.dataset.changing.toml_document import CannotEdit, TomlDocument
from analysis.dataset.changing.whole_file import sweep, write_whole
from analysis.dataset.changing.write import csv_bytes, write_csv

__all__ = [
    "CHANGES",
    "CannotEdit",
    "ChangedFile",
    "CsvDocument",
    "FolderBusy",
    "KEPT",
    "Record",
    "TomlDocument",
    "csv_bytes",
    "edit_cells",
    "folder_lock",
    "read_whole",
    "replace_files",
    "require_inside",
    "sweep",
    "write_csv",
    "write_whole",
]
