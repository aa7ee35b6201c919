"""One run: everything worked out once, notebooks run, reports written and moved in together.

A notebook calls `open_run`, and `prove` to try a change; `ikt rapport` calls `write_reports`.
"""

from analysis.run.cluster import Cluster
from analysis.run.kept import Receipt, Shelf
from analysis.run.outcome import Outcome, count_problems, write_log
from analysis.run.progress import Bar
from analysis.run.proving import prove
from analysis.run.reports import asked, write_reports
from analysis.run.run import Earlier, Run, open_run
from analysis.run.snapshot import FOLDER, check_snapshot, read_snapshot
from analysis.run.staging import InUse, Occupied, locked, workshop_lock

__all__ = [
    "Bar",
    "Cluster",
    "Earlier",
    "FOLDER",
    "InUse",
    "Occupied",
    "Receipt",
    "Outcome",
    "Run",
    "Shelf",
    "asked",
    "check_snapshot",
    "count_problems",
    "locked",
    "workshop_lock",
    "open_run",
    "prove",
    "read_snapshot",
    "write_log",
    "write_reports",
]
