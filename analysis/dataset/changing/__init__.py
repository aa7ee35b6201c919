"""Files changed cell by cell: every other byte stays as it was, and what stood there is kept.

All the files of a change are written or none, by one at a time in a folder.
"""

from analysis.dataset.changing.cell_edit import edit_cells
from analysis.dataset.changing.csv_document import CsvDocument, Record
from analysis.dataset.changing.locking import FolderBusy, folder_lock
from analysis.dataset.changing.replacing import KEPT, ChangedFile, recover, replace_files
from analysis.dataset.changing.toml_document import CannotEdit, TomlDocument
from analysis.dataset.changing.write import plain_text, write_csv

__all__ = [
    "CannotEdit",
    "ChangedFile",
    "CsvDocument",
    "FolderBusy",
    "KEPT",
    "Record",
    "TomlDocument",
    "edit_cells",
    "folder_lock",
    "plain_text",
    "recover",
    "replace_files",
    "write_csv",
]
