"""Take in forms: read them all, hold them against what there is, and say what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.dataset.forms.receiving.answer_changes import Change, changes_of
from analysis.dataset.forms.receiving.check_merged import check_merged
from analysis.dataset.forms.receiving.confirmations import Confirmation, confirmations
from analysis.dataset.forms.receiving.find_forms import is_lock_file
from analysis.dataset.forms.receiving.form import Form, read_form
from analysis.dataset.forms.receiving.large_changes import warn_large_changes
from analysis.dataset.forms.receiving.merge import MergedFile, merge
from analysis.dataset.forms.receiving.unfinished import tell_unfinished
from analysis.dataset.forms.registered import Registered
from analysis.dataset.notation import listed
from analysis.dataset.problems import Problem, ProblemLog, Severity


@dataclass(frozen=True)
class Import:
    """What taking in some forms would do; nothing is written yet.

    Attributes
    ----------
    registered : Registered
        What there is.
    files : tuple of str
        The files that were read.
    forms : tuple of Form
        The forms that are taken in.
    left : tuple of str
        Files that were not asked for.
    changes : tuple of Change
        Row by row.
    merged : mapping of str to MergedFile
        The files that change, by table.
    answered : frozenset of str
        Codes of all whose form is among the files and could be read.
    unread : tuple of str
        Files it is not known whose are.
    problems : tuple of Problem
        Everything there is to tell.
    to_confirm : tuple of Confirmation
        What has to be confirmed before anything is written.
    """

    registered: Registered
    files: tuple[str, ...]
    forms: tuple[Form, ...]
    left: tuple[str, ...]
    changes: tuple[Change, ...]
    merged: Mapping[str, MergedFile]
    answered: frozenset[str]
    unread: tuple[str, ...]
    problems: tuple[Problem, ...]
    to_confirm: tuple[Confirmation, ...]

    @property
    def wrong(self) -> bool:
        """Whether there is a feil."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def sound(self) -> tuple[str, ...]:
        """Codes of the municipalities whose form has no feil; none if the feil is elsewhere."""
        wrong = {p.file for p in self.problems if p.severity is Severity.ERROR}
        if not wrong.issubset(self.files):
            return ()
        return tuple(f.identity.code for f in self.forms if f.file not in wrong)


@dataclass(frozen=True)
class ReadFile:
    """One file as read, with its own problems."""

    file: str
    form: Form | None
    log: ProblemLog


def plan_import(
    registered: Registered,
    paths: Sequence[Path],
    chosen: Collection[str] = (),
    mapped: Sequence[ReadFile] = (),
    beside: Iterable[Problem] = (),
) -> Import:
    """Read forms and work out what taking them in would do.

    Parameters
    ----------
    registered : Registered
        What there is.
    paths : sequence of Path
        The forms.
    chosen : collection of str
        Current codes of the municipalities to take in; empty means all.
    mapped : sequence of ReadFile
        Files that are no forms, but have been read as if they were.
    beside : iterable of Problem
        What there is to tell of other files where the forms lie.
    """
    log = ProblemLog()
    for problem in beside:
        log.add(problem)
    named = _named(paths, log) if paths or not mapped else []
    read = [*mapped, *(_read(path, name, registered) for path, name in named)]
    taken = [
        one
        for one in read
        if not chosen or (one.form.identity.code in chosen if one.form else one in mapped)
    ]
    for one in taken:
        for problem in one.log.problems:
            log.add(problem)
    forms = [one.form for one in taken if one.form]
    if not any(one.log.has_errors() for one in mapped):
        _check_chosen(forms, chosen, registered, log)
    forms = _one_each(forms, registered, log)
    _check_years(forms, registered, log)
    for form in forms:
        _tell_unreviewed(form, log)
    changes = [change for form in forms for change in changes_of(form, registered)]
    merged = merge(changes, registered, log)
    _tell_empty_amounts(forms, log)
    tell_unfinished(forms, changes, registered, log)
    warn_large_changes(changes, registered, log)
    for problem in check_merged(registered, forms, changes, merged):
        log.add(problem)
    return Import(
        registered=registered,
        files=tuple(one.file for one in read),
        forms=tuple(forms),
        left=tuple(dict.fromkeys(one.file for one in read if one not in taken)),
        changes=tuple(changes),
        merged=merged,
        answered=frozenset(one.form.identity.code for one in read if one.form),
        unread=tuple(one.file for one in read if not one.form),
        problems=log.problems,
        to_confirm=tuple(confirmations(forms, changes, registered)),
    )


def _named(paths: Sequence[Path], log: ProblemLog) -> list[tuple[Path, str]]:
    """Return each file once with the name it has in messages; lock files are left out."""
    once = list({path.resolve(): path for path in paths}.values())
    forms = [path for path in once if not is_lock_file(path)]
    if not forms:
        message = "Ingen skjemaer (.xlsx) å ta inn. Oppgi filene, eller mappen de ligger i"
        log.error(", ".join(path.as_posix() for path in paths), None, None, message)
    names = Counter(path.name for path in forms)
    return [(path, path.name if names[path.name] == 1 else path.as_posix()) for path in forms]


def _read(path: Path, name: str, registered: Registered) -> ReadFile:
    log = ProblemLog()
    return ReadFile(name, read_form(path, name, registered, log), log)


def _check_chosen(
    forms: Iterable[Form], chosen: Collection[str], registered: Registered, log: ProblemLog
) -> None:
    for code in sorted(set(chosen) - {form.identity.code for form in forms}):
        message = f"Ingen av filene er skjemaet til {registered.who(code)}"
        log.error(f"--kommune {code}", None, None, message)


def _one_each(forms: Sequence[Form], registered: Registered, log: ProblemLog) -> list[Form]:
    """Return the forms that are alone about their municipality; the others are told."""
    files: dict[str, list[str]] = {}
    for form in forms:
        files.setdefault(form.identity.code, []).append(form.file)
    for code, names in files.items():
        for name in names if len(names) > 1 else ():
            others = listed([other for other in names if other != name])
            log.error(
                name, None, None,
                f"Skjemaet er fra {registered.who(code)}, og det er {others} også. Oppgi bare det "
                "som gjelder",
            )  # fmt: skip
    return [form for form in forms if len(files[form.identity.code]) == 1]


def _check_years(forms: Sequence[Form], registered: Registered, log: ProblemLog) -> None:
    years = Counter(form.identity.year for form in forms)
    usual = max(years, key=lambda year: (years[year], year), default=None)
    newest = registered.newest_year
    for form in forms:
        year = form.identity.year
        if newest is not None and year < newest:
            message = (
                f"Skjemaet gjelder {year}, men budsjett har tall for {newest}. Eldre svar kan ikke "
                "erstatte nyere; rett tallene for det gamle året i filene"
            )
            log.error(form.file, None, None, message)
        elif year != usual:
            message = (
                f"Skjemaet gjelder {year}, men de andre gjelder {usual}. Ta inn ett år om gangen"
            )
            log.error(form.file, None, None, message)


def _tell_empty_amounts(forms: Iterable[Form], log: ProblemLog) -> None:
    """Tell every amount of the form's year that is left empty; the last year's does not count."""
    for form in forms:
        for answers in (answers for answers in form.answers if answers.sheet.per_year):
            here = replace(answers.log, log=log)
            for row in answers.rows:
                for column in answers.sheet.inputs:
                    given = row.filled | row.refused
                    if column.amount and column.name in row.places.keys() - given:
                        here.tell(
                            f"Beløpet for {form.identity.year} er tomt og regnes som ukjent. Skriv "
                            "0 hvis kommunen ikke har kostnaden",
                            row=row.row, column=row.places[column.name], name=column.name,
                            severity=Severity.MISSING,
                        )  # fmt: skip


def _tell_unreviewed(form: Form, log: ProblemLog) -> None:
    reviewed = form.identity.reviewed
    names = [
        answers.sheet.name
        for answers in form.answers
        # What may stand empty, and does, is no old answer.
        if answers.sheet.name not in reviewed and not (answers.sheet.value and answers.empty)
    ]
    if names:
        what = f"{', '.join(names)} er ikke" if reviewed else "Ingen av arkene er"
        message = f"{what} merket som sett over. Svarene der kan være gamle"
        log.warning(form.file, None, None, message)
