"""Files changed cell by cell: every other byte stays as it was, and what stood there is kept.

All the files of a change are written or none.
"""

from analysis.dataset.changing.cell_edit import edit_cells
from analysis.dataset.changing.csv_document import CsvDocument, Record
from analysis.dataset.changing.replacing import KEPT, ChangedFile, recover, replace_files
from analysis.dataset.changing.write import write_csv

__all__ = [
    "ChangedFile",
    "CsvDocument",
    "KEPT",
    "Record",
    "edit_cells",
    "recover",
    "replace_files",
    "write_csv",
]
