"""What is told of a run while it goes on and when it has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from analysis.places import reports_folder, shown
from analysis.run.jobs import Job, Result

if TYPE_CHECKING:
    from analysis.dataset import Problem


class Progress(Protocol):
    """Who is told how a run goes."""

    def stage(self, text: str) -> None:
        """Tell what the run does before the reports begin."""

    def moved(self, name: str, done: int, total: int) -> None:
        """Tell how far a part of that has come."""

    def start(self, jobs: Sequence[Job]) -> None:
        """Tell which reports will be made, in order."""

    def ended(self, result: Result) -> None:
        """Tell that one is made or failed."""


@dataclass(frozen=True)
class Outcome:
    """What a run wrote.

    Attributes
    ----------
    folder : Path
        Where the reports are.
    written, kept, older : tuple of str
        Files written by this run, left from an earlier one, and those of the latter that rest on
        other inputs or another scenario. Relative to `folder`.
    failed : tuple of Result
        The reports that were not written.
    problems : tuple of Problem
        Mangler and advarsler in the inputs.
    log : Path or None
        Where the details of what failed stand.
    earlier : Path or None
        Where the reports of an earlier date are kept.
    withdrawn : mapping of str to str
        Names by kommunenummer of those the reports are without.
    """

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    older: tuple[str, ...]
    failed: tuple[Result, ...]
    problems: tuple["Problem", ...]
    log: Path | None
    earlier: Path | None = None
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """Tell the user what was written, what was left from before, and what was not written."""
        from analysis.dataset.notation import listed

        reports = [f for f in self.written if f.endswith(".pdf")]
        tables = _count(self._in("tables"), ".csv", "tabell", "tabeller")
        notebooks = _count(self._in("notebooks"), ".ipynb", "notatbok", "notatbøker")
        lines = [
            f"Skrevet i {self.folder.as_posix()}, også som .docx og, unntatt saksframlegg, "
            "som .html:",
            *(f"  {name}" for name in reports),
            f"  manifest.json, {tables} i tables/ og {notebooks} i notebooks/",
        ]
        if self.withdrawn:
            who = listed([f"{code} {name}" for code, name in self.withdrawn.items()])
            lines.append(f"Rapportene er uten {who}.")
        if left := [name for name in self.kept if name.endswith(".pdf")]:
            lines += ["Står igjen fra en tidligere kjøring:", *map(self._left, left)]
        lines += self._kept()
        if self.failed:
            lines += ["Ikke skrevet:", *(f"  {r.job.name}: {r.fault}" for r in self.failed)]
        if self.log:
            lines.append(f"  Detaljer: {self.log.as_posix()}")
        return lines

    def in_short(self) -> list[str]:
        """Tell it in a line, and what was not written."""
        reports = _count(self.written, ".pdf", "rapport", "rapporter")
        lines = [f"Skrevet: {reports} i {self.folder.as_posix()}"]
        lines += [f"  {line}" for line in self._kept()]
        lines += [f"  Ikke skrevet: {r.job.name}: {r.fault}" for r in self.failed]
        return lines + ([f"  Detaljer: {self.log.as_posix()}"] if self.log else [])

    def _kept(self) -> list[str]:
        where = self.earlier.as_posix() if self.earlier else ""
        return [f"Rapportene fra forrige gang ligger nå i {where}."] if where else []

    def counted(self) -> str:
        """Tell how many questions and gaps the inputs have; empty where there are none."""
        return count_problems(self.problems)

    def _in(self, folder: str) -> list[str]:
        return [name for name in self.written if name.startswith(f"{folder}/")]

    def _left(self, name: str) -> str:
        old = (
            " (bygger på andre inndata, et annet scenario eller en annen utgave av programmet)"
            if name in self.older
            else ""
        )
        return f"  {name}{old}"


def _count(files: Sequence[str], ending: str, one: str, many: str) -> str:
    number = sum(name.endswith(ending) for name in files)
    return f"{number} {one if number == 1 else many}"


def count_problems(problems: Sequence["Problem"]) -> str:
    """Return «Inndata har 1 mangel og 12 advarsler»; empty where there are none."""
    from analysis.dataset import Severity
    from analysis.dataset.notation import listed

    words = {Severity.MISSING: ("mangel", "mangler"), Severity.WARNING: ("advarsel", "advarsler")}
    counts = {kind: sum(p.severity is kind for p in problems) for kind in words}
    parts = [f"{n} {words[kind][n != 1]}" for kind, n in counts.items() if n]
    return f"Inndata har {listed(parts)}" if parts else ""


def write_log(name: str, details: str, folder: Path | None = None) -> Path | None:
    """Write details of what failed beside the reports, or remove the last ones if there is none.

    Parameters
    ----------
    name : str
        The analysis, or empty.
    details : str
        Tracebacks, for whoever looks into it.
    folder : Path, optional
        `reports/` if not given.
    """
    folder = folder or reports_folder()
    path = folder / ("-".join(part for part in ("feil", name) if part) + ".log")
    if not details:
        path.unlink(missing_ok=True)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(details, encoding="utf-8")
    return shown(path)
