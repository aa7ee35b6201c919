"""Two report folders, and what has moved between them.

A report is read back from what it keeps: inputs, tables and manifest.
"""

from analysis.comparison.report_folders import compare_reports, earlier_report

__all__ = ["compare_reports", "earlier_report"]
