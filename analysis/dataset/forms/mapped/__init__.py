"""Lists and budgets in the shape somebody keeps them in, read by what their columns mean.

What each column means is proposed once and kept in a small file beside the analysis, where it may
be put right; a file of the same shape then goes in as if it were a form.
"""

from analysis.dataset.forms.mapped.foreign_file import ForeignFile, read_foreign
from analysis.dataset.forms.mapped.mapped_form import FileChoice, read_mapped
from analysis.dataset.forms.mapped.mapping import (
    Mapping,
    mapping_for,
    mappings_folder,
    read_mapping,
)
from analysis.dataset.forms.mapped.proposal import propose_mapping

__all__ = [
    "FileChoice",
    "ForeignFile",
    "Mapping",
    "mapping_for",
    "mappings_folder",
    "propose_mapping",
    "read_foreign",
    "read_mapped",
    "read_mapping",
]
