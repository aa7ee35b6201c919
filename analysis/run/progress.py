"""Tells on stderr how a run goes: a bar on a screen, plain lines in a log."""

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self, TextIO

from tqdm import tqdm

from analysis.run.jobs import Job, Result, processors

# What the parts that take time count, by their names.
_COUNTED = {"robustness": "trekker {} av {}", "participation": "grupper {} av {}"}
# Seconds before anything is said of the time left, and between lines in a log.
_SURE = 5
_BETWEEN = 10
# The bar of what is counted: so many parts.
_WHOLE = 1000


class Bar:
    """A progress bar that says what is under way, and the time left when that is known."""

    _FORMAT = "{n_fmt}/{total_fmt} |{bar:20}| {desc}"
    _SHARE = "{percentage:3.0f} % |{bar:20}| {desc}"

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._screen = self._stream.isatty()
        self._clock = clock
        self._bar: tqdm[None] | None = None
        self._left: list[Job] = []
        self._total = 0
        self._parts: dict[str, tuple[int, int]] = {}
        self._started = self._told = self._clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def stage(self, text: str) -> None:
        """Tell what the run does before the reports begin."""
        self._close()
        self._line(f"{text} …")
        self._parts = {}
        self._started = self._told = self._clock()

    def moved(self, name: str, done: int, total: int) -> None:
        """Move the bar on as the parts that take time do, or print a line now and then."""
        self._parts[name] = done, total
        share = min(done / total for done, total in self._parts.values() if total)
        counted = (
            _COUNTED[part].format(_grouped(done), _grouped(total))
            for part, (done, total) in self._parts.items()
        )
        told = ", ".join(counted).capitalize() + self._time_left(share)
        if self._screen:
            self._bar = self._bar or self._new_bar(_WHOLE, told, self._SHARE)
            self._bar.set_description_str(told, refresh=False)
            self._bar.update(share * _WHOLE - self._bar.n)
        elif self._clock() - self._told >= _BETWEEN:
            self._told = self._clock()
            self._line(told)

    def start(self, jobs: Sequence[Job]) -> None:
        """Show the bar with all reports ahead."""
        self._close()
        self._left, self._total = list(jobs), len(jobs)
        self._started = self._clock()
        if self._screen:
            self._bar = self._new_bar(self._total, self._under_way(), self._FORMAT)
        elif jobs:
            self._line(f"Skriver rapporter og notatbøker, {self._total} i alt …")

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
        share = 1 - len(self._left) / self._total if self._total else 1.0
        return f"Skriver {names}{self._time_left(share)}" if names else "Ferdig"

    def _time_left(self, share: float) -> str:
        """«, om lag 40 sekunder igjen» where a share is done; empty until that says something."""
        passed = self._clock() - self._started
        if passed < _SURE or not 0 < share < 1:
            return ""
        seconds = passed * (1 - share) / share
        if seconds < 90:
            return f", om lag {max(5, round(seconds / 5) * 5)} sekunder igjen"
        return f", om lag {round(seconds / 60)} minutter igjen"

    def _new_bar(self, total: int, text: str, form: str) -> "tqdm[None]":
        return tqdm(
            total=total,
            desc=text,
            bar_format=form,
            file=self._stream,
            leave=False,
            mininterval=0,
            miniters=1,
            ncols=shutil.get_terminal_size().columns,
        )

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _line(self, text: str) -> None:
        print(text, file=self._stream, flush=True)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
