"""Write the files of every word the notebooks show anew; `make fasit` runs this.

Read the difference before it is committed: it is what the readers will see.
"""

import tempfile
from pathlib import Path

from analysis.run.notebook_engine import run_notebook
from analysis.run.run import compute, hand_over, work_out_all
from tests.golden.rendered import EXAMPLE, TOLD, path_of, rendered, with_few_draws

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run = compute(with_few_draws(folder), "forventet")
        work_out_all(run)
        hand_over(run)
        given = {"analyse": EXAMPLE.name, "scenario": run.scenario, "kjoring": run.identity}
        for notebook, code in TOLD:
            own = given | ({"kommunenummer": code} if code else {})
            executed = run_notebook(notebook, own, folder)
            path_of(notebook, code).write_text(rendered(executed), "utf-8")
