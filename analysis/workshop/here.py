"""The workshop beside a notebook: the same page in a frame, and the session as a view."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from html import escape

from analysis.dataset import tried
from analysis.decision import evaluate
from analysis.places import find_analysis
from analysis.report import View
from analysis.report.findings import trying
from analysis.run import Run, locked, workshop_lock
from analysis.workshop.saving import ready
from analysis.workshop.server import Served, serve


class Here:
    """A workshop served from a thread of this process until it ends or is closed.

    In a notebook it shows its page.

    Parameters
    ----------
    analyse : str
        An analysis's name or folder.

    Raises
    ------
    UnknownName, InputProblems
        When there is no such analysis, or its inputs have errors.
    Occupied
        When another process has a workshop of the same analysis open.
    """

    def __init__(self, analyse: str) -> None:
        dataset = ready(find_analysis(analyse))
        self._held = locked(workshop_lock(dataset.folder))
        tell = self._held.__enter__()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="verksted", daemon=True)
        self._thread.start()

        async def begin() -> Served:
            return serve(dataset)

        self._served = asyncio.run_coroutine_threadsafe(begin(), self._loop).result()
        self.address = self._served.address
        tell(self.address)

    def view(self, kommunenummer: str = "", *, names_shielded: bool = True) -> View:
        """Return what is on the table now as a view, of one municipality or of all together.

        All its figures are worked out anew, with the report's own number of draws.
        """
        session = replace(self._served.workshop.session)  # as it is now
        inputs = tried(session.dataset, session.trial)
        run = Run(inputs, evaluate(inputs), "forventet")
        code = run.municipality_or_all(kommunenummer)
        told = "; ".join(trying.told(session.dataset, session.trial))
        return View(run, run.scenario, code, names_shielded, tried=told)

    def close(self) -> None:
        """End the workshop; what is not taken into use is then gone."""
        asyncio.run_coroutine_threadsafe(self._served.stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._held.__exit__(None, None, None)

    def _repr_html_(self) -> str:
        return (
            f'<iframe src="{escape(self.address)}" title="Verkstedet" '
            'style="width: 100%; height: 85vh; border: 1px solid #888"></iframe>'
        )
