"""One run of an analysis."""

from analysis.run.run import open_run

__all__ = ["open_run"]
