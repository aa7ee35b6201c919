"""The csv tables of a run: every result in long form, each row with its sources.

They are made from the view, never from the chapters.
"""

from analysis.report.tables.changes import changes_table
from analysis.report.tables.whole_run import run_tables
from analysis.report.tables.writing import as_written

__all__ = ["as_written", "changes_table", "run_tables"]
