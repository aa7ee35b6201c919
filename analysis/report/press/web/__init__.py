"""Reports for the web: one file that holds everything, needs no script and fetches nothing."""

from analysis.report.press.web.page import write_web

__all__ = ["write_web"]
