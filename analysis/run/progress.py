"""Tells on stderr how a run goes: a bar on a screen, plain lines in a log."""

import shutil
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self, TextIO

from tqdm import tqdm

from analysis.run.jobs import Job, Result, processors


class Bar:
    """A progress bar that names the reports under way."""

    _FORMAT = "{n_fmt}/{total_fmt} |{bar:20}| {desc}"

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._screen = self._stream.isatty()
        self._bar: tqdm[None] | None = None
        self._left: list[Job] = []
        self._total = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def stage(self, text: str) -> None:
        """Tell what the run does before the reports begin."""
        self._line(f"{text} …")

    def start(self, jobs: Sequence[Job]) -> None:
        """Show the bar with all reports ahead."""
        self._left, self._total = list(jobs), len(jobs)
        if self._screen:
            self._bar = tqdm(
                total=self._total,
                desc=self._under_way(),
                bar_format=self._FORMAT,
                file=self._stream,
                leave=False,
                mininterval=0,
                ncols=shutil.get_terminal_size().columns,
            )

    def ended(self, result: Result) -> None:
        """Move the bar on, or print a line."""
        self._left.remove(result.job)
        if self._bar is not None:
            self._bar.set_description_str(self._under_way(), refresh=False)
            self._bar.update()
        else:
            number = self._total - len(self._left)
            verb = "Ikke skrevet" if result.fault else "Skrevet"
            self._line(f"{number}/{self._total} {verb}: {result.job.name}")

    def _under_way(self) -> str:
        # Workers take jobs in order, so the first ones left are those under way.
        names = ", ".join(job.name for job in self._left[: processors()])
        return f"Skriver {names}" if names else "Ferdig"

    def _line(self, text: str) -> None:
        print(text, file=self._stream, flush=True)
