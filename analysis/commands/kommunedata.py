"""`ikt kommunedata`: fetch official figures from Statistics Norway."""

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.commands.common import FAULT, OK, add_analysis, print_lines

if TYPE_CHECKING:
    from analysis.dataset.kommunenummer import History
    from analysis.dataset.ssb import Answer, CodeResult, Figure, Source, TableResult
    from analysis.dataset.ssb.file_changes import CellChange, RowChange

_FIRST_YEAR, _LAST_YEAR = 2018, 2100  # kommunenummer are known from 2017, and accounts a year later


def add(commands: Any) -> None:
    """Add the command's parser."""
    figures = commands.add_parser(
        "kommunedata",
        help="hent offisielle tall fra Statistisk sentralbyrå",
        description="Hent innbyggere, KOSTRA-tall for administrasjon, årsverk og endringer i "
        "kommunenummer fra Statistisk sentralbyrå (SSB). Tallene skrives til kommunedata.csv i "
        "utredningen, og svarene fra SSB legges i mappen kommunedata. De andre filene dere har "
        "fylt ut, endres bare med --oppdater.",
    )
    add_analysis(figures)
    figures.add_argument(
        "--år",
        "--aar",
        metavar="ÅÅÅÅ",
        dest="year",
        type=_year,
        required=True,
        help="innbyggere hentes til og med 1. januar dette året, og regnskapstall til og med året "
        "før, slik at de passer sammen",
    )
    figures.add_argument(
        "--oppdater",
        dest="update",
        action="store_true",
        help="skriv innbyggertallene inn i kommuner.csv og nye kommunenummer inn i "
        "inputs/felles/kommunenummer.csv",
    )
    figures.add_argument(
        "--lagret",
        dest="stored",
        action="store_true",
        help="bruk svarene som er lagret fra forrige gang, og spør ikke SSB",
    )
    figures.set_defaults(command=run, closing="Ingen tall er hentet, og ingen filer er endret.")


def _year(text: str) -> int:
    if text.isdigit() and _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        return int(text)
    raise argparse.ArgumentTypeError(
        f"«{text}» er ikke et årstall fra {_FIRST_YEAR} til {_LAST_YEAR}"
    )


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def run(
    given: argparse.Namespace,
    *,
    now: Callable[[], dt.datetime] = _now,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Fetch, tell what it changes, and write it."""
    from analysis.dataset.changing import folder_lock
    from analysis.places import find_analysis

    folder = find_analysis(given.analysis)
    with folder_lock(folder, "Kommandoen ikt kommunedata") as mended:
        print_lines(mended)
        return _run(folder, given, now, clock, sleep)


def _run(
    folder: Path,
    given: argparse.Namespace,
    now: Callable[[], dt.datetime],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> int:
    from analysis.dataset import find_shared
    from analysis.dataset.ssb import Client, Live, Stored, read_source_settings

    shared = find_shared(folder)
    settings = read_source_settings(shared)
    job = _Job(folder, shared, given.year, settings.antall_aar, given.update, now().date())
    if given.stored:
        return job.run(Stored(folder), keep_answers=False)
    addresses = {"statistikkbanken": settings.statistikkbanken, "klass": settings.klass}
    with Client(settings, _tell, clock, sleep) as client:
        return job.run(Live(client, addresses, now), keep_answers=True)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class _Found:
    """What was fetched, and what it changes in which file."""

    history: "History"
    codes: "CodeResult"
    results: "list[TableResult]"
    answers: "list[Answer]"
    names: dict[str, str]
    before: "list[Figure]"
    figures: "list[Figure]"
    changes: "list[RowChange]"
    cells: "list[CellChange]"
    file: str
    municipalities_file: str

    @property
    def any_figures(self) -> bool:
        return any(result.found.figures for result in self.results)


@dataclass(frozen=True)
class _Job:
    """One fetching for one analysis."""

    folder: Path
    shared: Path
    year: int
    count: int
    update: bool
    today: dt.date

    def run(self, source: "Source", keep_answers: bool) -> int:
        """Fetch first, then tell, then write; a fault in one table leaves the others."""
        from analysis.commands.kommunedata_text import closing

        found = self._fetch(source)
        faults = self._show(found)
        written = self._keep(found.answers) if keep_answers else []
        print(closing([*written, *self._write(found)]))
        return FAULT if faults else OK

    def _fetch(self, source: "Source") -> _Found:
        from analysis.dataset.kommunenummer import History
        from analysis.dataset.ssb import fetch_changes, fetch_tables, file_changes

        history = self._history()
        file_changes.read_tables(self.folder, history)  # faults there stop before anything is asked
        answers: list[Answer] = []
        codes = fetch_changes(source, self.year, history, answers)
        if self.update:
            history = History((*history.changes, *codes.changes))
        municipalities, official = file_changes.read_tables(self.folder, history)
        names = dict(municipalities.frame[["kommunenummer", "navn"]].to_numpy().tolist())
        results = fetch_tables(source, self.year, self.count, list(names), history, answers)
        fetched = [figure for result in results for figure in result.found.figures]
        before = file_changes.figures_in(official)
        figures, changes = file_changes.merge(before, fetched, list(names))
        cells = file_changes.inhabitant_changes(municipalities, fetched, self.year)
        return _Found(
            history, codes, results, answers, names, before, figures, changes, cells,
            official.file, municipalities.file,
        )  # fmt: skip

    def _show(self, found: _Found) -> bool:
        """Tell what was found, and whether something was not."""
        from analysis.commands import kommunedata_text as messages

        for result in found.results:
            if not result.fault:
                print_lines(messages.table_lines(result, found.names, self.today))
        if not found.codes.fault:
            print_lines(messages.code_lines(found.codes, found.history, self.shared, self.update))
        faults = messages.fault_lines(found.results, found.codes, found.before, self.today)
        print_lines(faults, to=sys.stderr)
        if found.any_figures:
            print_lines(messages.row_lines(found.changes, found.names, found.file))
        if not found.results[0].fault:
            file = found.municipalities_file
            print_lines(messages.cell_lines(found.cells, file, self.year, self.update))
        return bool(faults)

    def _write(self, found: _Found) -> list[str]:
        """Write the figures, and what else the user asked for; return the files."""
        from analysis.dataset.changing import require_inside, write_whole
        from analysis.dataset.kommunenummer import SHIPPED
        from analysis.dataset.ssb import with_changes
        from analysis.dataset.ssb.file_changes import write_cells, write_figures

        written = []
        require_inside(self.folder, Path(found.file), Path(found.municipalities_file))
        if found.any_figures and found.figures != found.before:
            write_figures(found.figures, Path(found.file))
            written.append(found.file)
        people = Path(found.municipalities_file)
        if self.update and found.cells and people.suffix == ".csv":
            write_whole(people, write_cells(people, found.cells))
            written.append(people.as_posix())
        if self.update and found.codes.changes:
            path = self.shared / SHIPPED.name
            write_whole(path, with_changes(path.read_bytes(), found.codes.changes, self.today))
            written.append(path.as_posix())
        return written

    def _keep(self, answers: "list[Answer]") -> list[str]:
        from analysis.dataset.ssb import keep

        return [keep(self.folder, answer).as_posix() for answer in answers]

    def _history(self) -> "History":
        from analysis.dataset import InputProblems, Problem
        from analysis.dataset.kommunenummer import SHIPPED, read_history

        path = self.shared / SHIPPED.name
        try:
            return read_history(path)
        except (OSError, ValueError) as trouble:
            message = f"Filen kan ikke leses ({trouble}). Hent den på nytt"
            raise InputProblems([Problem(path.as_posix(), None, None, message)]) from None
