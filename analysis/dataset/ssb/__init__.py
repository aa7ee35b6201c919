"""Official figures from Statistics Norway: asked for, checked, kept and turned into rows.

Nothing here is reached without `ikt kommunedata`; a report never asks the network.
"""

from analysis.dataset.ssb.client import Client
from analysis.dataset.ssb.fetch import CodeResult, TableResult, fetch_changes, fetch_tables
from analysis.dataset.ssb.figures import Figure
from analysis.dataset.ssb.kept_answers import Answer, Live, Source, Stored, keep
from analysis.dataset.ssb.klass import with_changes
from analysis.dataset.ssb.settings import read_source_settings

__all__ = [
    "Answer",
    "Client",
    "CodeResult",
    "Figure",
    "Live",
    "Source",
    "Stored",
    "TableResult",
    "fetch_changes",
    "fetch_tables",
    "keep",
    "read_source_settings",
    "file_changes",
    "with_changes",
]
