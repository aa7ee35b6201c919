"""What every worker needs, imported before there are any: workers are copies of this process.

Imported for what it does. It starts no thread, so that a copy finds no lock held by another.
"""

import gc
import importlib
import os
import sys
from contextlib import suppress

os.environ.update(
    {
        "MPLBACKEND": "Agg",
        # One thread each: the reports already share the processors, and sums come in one order.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
    }
)
# A sixth of the import time: what is imported is looked through for garbage, and there is none.
gc.disable()
# A quarter of the import time: a grammar of internet addresses that jsonschema uses if it is
# there, to check a format that notebooks do not have.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

for module in (
    "analysis.run.notebook_engine",
    "analysis.report.press.exporter",
    "analysis.report.chapters",
    "analysis.report.tables",
    "matplotlib.pyplot",
    "scipy.stats",
):
    with suppress(ImportError):
        importlib.import_module(module)
# What is imported stays: a copy that need not look through it need not get memory of its own.
gc.freeze()
gc.enable()
