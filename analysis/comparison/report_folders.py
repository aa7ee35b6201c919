"""From report folders to what has moved between them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

from analysis.comparison.recoding import carried, new_codes
from analysis.comparison.written_tables import written_results
from analysis.dataset import Dataset, InputProblems, Problem, Severity
from analysis.dataset.kommunenummer import (
    SHIPPED,
    read_history,
)
from analysis.dataset.notation import listed, norwegian_date
from analysis.dataset.tables import COMPUTED_CRITERIA, JUDGED_CRITERIA
from analysis.decision import evaluate
from analysis.decision.change.changes import Changes, HasFigures, compare
from analysis.decision.change.splitting import Record
from analysis.places import (
    MANIFEST,
    PACKAGE,
    SHARED_FOLDER,
    UnknownName,
    find_report,
    find_shared,
)
from analysis.run import FOLDER, Run, check_snapshot, read_snapshot

CRITERIA = "kriterier.toml"


@dataclass(frozen=True)
class _Report:
    """A written report, read back."""

    folder: Path
    dataset: Dataset
    scenario: str
    record: Record
    shared: Path
    notes: tuple[str, ...]


@dataclass(frozen=True)
class EarlierReport:
    """A report folder, looked over, that a new run is compared with."""

    folder: Path

    @property
    def identity(self) -> str:
        """Its manifest, which names all it rests on."""
        return (self.folder / MANIFEST).read_text(encoding="utf-8")

    def changes_to(self, run: HasFigures) -> Changes:
        """Compare it with a run that is not written yet; raises as `compare_reports`."""
        record = Record(version=metadata.version(PACKAGE))
        return _compare(self.folder, run, record, find_shared(run.dataset.folder), ())


def earlier_report(report: str) -> EarlierReport:
    """Return a report that can be compared with, given as for `find_report`.

    Raises
    ------
    UnknownName
        When there is no such folder, or it holds no reports.
    InputProblems
        When it does not keep the inputs it was made from as they were.
    """
    folder = find_report(report)
    check_snapshot(folder)
    return EarlierReport(folder)


def compare_reports(before: Path, after: Path) -> Changes:
    """Compare two report folders.

    Parameters
    ----------
    before, after : Path
        As `ikt rapport` wrote them.

    Raises
    ------
    UnknownName
        If they are the same folder, or one is not a report folder.
    InputProblems
        If a report keeps no inputs, they are not as they were, this program does not accept
        them, or the two have no municipality in common.
    """
    if before.resolve() == after.resolve():
        raise UnknownName(
            f"{before.as_posix()} er oppgitt to ganger. Oppgi forrige rapport først og den nye "
            "etterpå. «ikt rapport» skriver over den forrige, så ta en kopi av mappen først."
        )
    later = _open(after, SHIPPED.parent)
    run = Run(later.dataset, evaluate(later.dataset), later.scenario)
    return _compare(before, run, later.record, later.shared, later.notes)


def _compare(
    before: Path, run: HasFigures, record: Record, shared: Path, notes: Sequence[str]
) -> Changes:
    earlier = _open(before, shared)
    codes, told = new_codes(earlier.dataset, read_history(shared / SHIPPED.name))
    dataset, results = carried(earlier.dataset, codes), earlier.record.results
    if not dataset.municipalities.index.isin(run.dataset.municipalities.index).any():
        raise InputProblems([Problem(before.as_posix(), None, None, _NONE_IN_COMMON)])
    if dataset.settings.dato > run.dataset.settings.dato:
        told = [*told, _WRONG_WAY]
    if results is not None:
        results = results.rename(index=codes, level=0)
    return compare(
        Run(dataset, evaluate(dataset), earlier.scenario),
        run,
        records=(replace(earlier.record, results=results), record),
        recoded=codes,
        notes=(*earlier.notes, *notes, *told),
    )


_NONE_IN_COMMON = (
    "Rapporten har ingen kommuner felles med den andre, så det er ikke noe å sammenligne. Oppgi en "
    "rapport fra samme utredning"
)
_WRONG_WAY = (
    "Rapporten som er oppgitt som den forrige, har en senere dato enn den andre. Skulle de byttet "
    "plass?"
)
_OTHER_SHARED = (
    "Rapporten fra {} har alternativer, kriterier eller forutsetninger i en form som ikke lenger "
    "brukes. Den er regnet på nytt med dagens. Det forskjellen betyr, står under «programmet»."
)
_NO_TABLES = (
    "Tabellene til rapporten fra {} kan ikke leses, så det er ikke kontrollert om programmet "
    "regner som det gjorde da."
)


def _open(folder: Path, shared: Path) -> _Report:
    """Read a report; with another shared folder where this program refuses its own."""
    manifest = check_snapshot(folder)
    own = folder / FOLDER / SHARED_FOLDER
    notes: list[str] = []
    try:
        dataset = read_snapshot(folder)
    except InputProblems as refused:
        errors = _errors(refused)
        if not any(problem.file.startswith(f"{own.as_posix()}/") for problem in errors):
            raise _no_longer_accepted(folder, manifest.version, errors) from None
        former = _former_criteria(own)
        try:
            dataset = read_snapshot(folder, shared, {*former, *former.values()})
        except InputProblems as still:
            raise _no_longer_accepted(folder, manifest.version, _errors(still)) from None
        own = shared
        notes.append(_OTHER_SHARED.format(norwegian_date(dataset.settings.dato)))
        notes += _left_out(former)
    results = written_results(folder / "tables")
    if results is None:
        notes.append(_NO_TABLES.format(norwegian_date(dataset.settings.dato)))
    record = Record(manifest.version, results)
    return _Report(folder, dataset, manifest.scenario, record, own, tuple(notes))


def _errors(refused: InputProblems) -> list[Problem]:
    return [p for p in refused.problems if p.severity is Severity.ERROR]


def _former_criteria(shared: Path) -> dict[str, str]:
    """Names by id of the criteria a report had that there no longer are."""
    try:
        content = tomllib.loads((shared / CRITERIA).read_text(encoding="utf-8-sig"))
        named = {str(c["id"]): str(c["navn"]) for c in content["kriterium"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {i: navn for i, navn in named.items() if i not in (*COMPUTED_CRITERIA, *JUDGED_CRITERIA)}


def _left_out(former: Mapping[str, str]) -> list[str]:
    """What is said of criteria there no longer are."""
    if not former:
        return []
    names = listed([f"«{name}»" for name in former.values()])
    who, them = ("Kriteriene", "dem") if len(former) > 1 else ("Kriteriet", "det")
    return [
        f"{who} {names} finnes ikke lenger. Vekter og vurderinger av {them} er utelatt, så de "
        "andre kriteriene teller mer enn i rapporten."
    ]


def _no_longer_accepted(folder: Path, version: str, errors: Sequence[Problem]) -> InputProblems:
    written = f" Rapporten er skrevet med versjon {version}." if version else ""
    message = (
        "Inndataene rapporten bygger på, blir ikke godtatt av dette programmet, se under. De skal "
        f"ikke rettes i kopien.{written} Skriv rapporten på nytt av rettede inndata, og sammenlign "
        "med den"
    )
    return InputProblems([Problem(folder.as_posix(), None, None, message), *errors])
