"""What `ikt kommunedata` says about what it found."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.dataset.notation import listed, norwegian_date, norwegian_number, short
from analysis.dataset.tables import REVISED, UNITS, UNREVISED

if TYPE_CHECKING:
    from analysis.dataset.kommunenummer import Change, History
    from analysis.dataset.ssb import CodeResult, Figure, TableResult
    from analysis.dataset.ssb.file_changes import CellChange, RowChange

_LONG = 90
_CODES = "kommunenummer (KLASS 131)"


def fault_lines(
    results: Sequence[TableResult], codes: CodeResult, before: Sequence[Figure], today: dt.date
) -> list[str]:
    """Say what was not fetched, each reason once, and how old the figures in use are."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for result in results:
        if result.fault:
            reasons[result.fault].append(_name(result))
    if codes.fault:
        reasons[codes.fault].append(_CODES)
    lines = []
    for reason, whats in reasons.items():
        lines += [f"Ikke hentet: {'; '.join(whats)}.", f"  {reason}"]
    kept = [f"  {_in_use(result, before, today)}" for result in results if result.fault]
    return lines + (["Det som var der fra før, brukes videre:", *kept] if kept else [])


def _name(result: TableResult) -> str:
    return f"{result.query.table} {result.query.about}"


def table_lines(result: TableResult, names: Mapping[str, str], today: dt.date) -> list[str]:
    """Say what came of one table."""
    name = _name(result)
    assert result.cube is not None  # it was fetched
    figures = result.found.figures
    updated = norwegian_date(result.cube.updated.date())
    lines = [f"{name}: {len(figures)} tall for {_years(result.years)}, oppdatert av SSB {updated}."]
    unrevised = sorted({figure.year for figure in figures if figure.status == UNREVISED})
    if unrevised:
        lines.append(f"  {_years(unrevised)} er ureviderte tall. {_revision(unrevised[-1], today)}")
    if result.absent:
        lines.append(f"  {_years(result.absent)} er ikke publisert ennå.")
    for (code, why), lacking in result.found.missing.items():
        years = {year for year, _ in lacking}
        every = len(years) * len(result.query.quantities)
        count = "alle tall" if len(lacking) == every else f"{len(lacking)} av {every} tall"
        lines.append(f"  {code} {names[code]} mangler {count} for {_years(years)}: {why}.")
    return lines


def _revision(year: int, today: dt.date) -> str:
    day = dt.date(year + 1, *REVISED)
    if today < day:
        return f"SSB retter dem {norwegian_date(day)}; hent dem på nytt da."
    return f"De rettede skulle komme {norwegian_date(day)}. Hent dem på nytt senere."


def _in_use(result: TableResult, before: Sequence[Figure], today: dt.date) -> str:
    """How old the figures are that stay in use."""
    own = [figure for figure in before if figure.quantity in result.query.quantities]
    if not own:
        return f"{_name(result)}: ingen tall."
    years = _years({figure.year for figure in own})
    days = [figure.fetched for figure in own if figure.fetched]
    if not days:
        return f"{_name(result)}: tall for {years}. Når de ble hentet, er ukjent."
    fetched = f"{norwegian_date(max(days))}, {_age((today - max(days)).days)}"
    return f"{_name(result)}: tall for {years}, hentet {fetched}."


def _age(days: int) -> str:
    if days <= 1:
        return "i dag" if days < 1 else "i går"
    if days < 60:
        return f"for {days} dager siden"
    months = round(days / 30.44)
    return f"for {months} måneder siden" if months < 24 else f"for {months // 12} år siden"


def _years(years: Iterable[int]) -> str:
    """Write years as «2019», «2021–2023» or «2019 og 2021–2023»."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    words = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return listed(words)


def code_lines(codes: CodeResult, history: History, shared: Path, update: bool) -> list[str]:
    """Say which changes of kommunenummer are new."""
    last = max(change.date for change in history.changes)
    if not codes.changes:
        return [f"{_CODES}: ingen endringer etter {norwegian_date(last)}."]
    file = (shared / "kommunenummer.csv").as_posix()
    written = (
        f"  Endringene skrives til {file}."
        if update
        else f"  {file} er ikke endret. Kjør på nytt med --oppdater for å ta dem i bruk."
    )
    return [f"{_CODES}: nye endringer.", *map(_code_line, codes.changes), written]


def _code_line(change: Change) -> str:
    part = "" if change.whole else " (en del av kommunen)"
    return (
        f"  {norwegian_date(change.date)}: {change.old} {change.old_name} blir "
        f"{change.new} {change.new_name}{part}"
    )


def row_lines(changes: Sequence[RowChange], names: Mapping[str, str], file: str) -> list[str]:
    """Tell every new and every changed figure, the new ones of a municipality on one line."""
    if not changes:
        return [f"Ingen tall i {file} er endret."]
    new: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    changed = []
    same: Counter[str] = Counter()
    for change in changes:
        if change.old is None:
            new[change.new.code, change.new.quantity].append(change.new)
        elif text := _difference(change.old, change.new):
            who = f"{change.new.code} {names[change.new.code]}"
            changed.append(f"  {who}, {change.new.quantity} {change.new.year}: {text}")
        else:
            same[_new_origin(change.old, change.new)] += 1
    lines = [f"Endret i {file}:", *changed] if changed else []
    if new:
        lines.append(f"Nytt i {file}:")
    for (code, quantity), figures in new.items():
        told = ", ".join(f"{f.year}: {norwegian_number(f.value)}" for f in figures)
        lines.append(f"  {code} {names[code]}, {quantity} ({UNITS[quantity]}): {told}")
    for origin, number in same.items():
        count = "1 tall er det samme" if number == 1 else f"{number} tall er de samme"
        lines.append(f"{count} i {file}, med {origin}.")
    return lines


def _difference(old: Figure, new: Figure) -> str:
    """What a reader would see change; empty where the figure is the same."""
    parts = []
    if old.value != new.value or old.unit != new.unit:
        parts.append(f"{norwegian_number(old.value)} → {norwegian_number(new.value)} ({new.unit})")
    if old.status != new.status:
        parts.append(f"{old.status or 'ukjent status'} → {new.status}")
    if parts and old.source != new.source:
        parts.append(_new_origin(old, new))
    return ", ".join(parts)


def _new_origin(old: Figure, new: Figure) -> str:
    if old.source == new.source:
        return "ny dato fra SSB"
    return f"ny kilde: «{short(old.source, _LONG)}» → «{short(new.source, _LONG)}»"


def cell_lines(cells: Sequence[CellChange], file: str, year: int, update: bool) -> list[str]:
    """Tell what official inhabitants would change in ``kommuner``, cell by cell."""
    if not cells:
        return [f"Innbyggertallene i {file} er de samme som SSBs for 1. januar {year}."]
    lines = [f"Innbyggere 1. januar {year} mot {file}:"]
    for cell in cells:
        where = f"linje {cell.line}, {cell.code} {cell.name}, {cell.column}"
        lines.append(f"  {where}: {cell.told_old or 'tom'} → {cell.told_new}")
    lines.append(f"  {_what_is_written(file, update)}")
    sourced = {cell.line for cell in cells if cell.column == "kilde"}
    others = sorted({cell.line for cell in cells} - sourced)
    if others:
        unsourced = ", ".join(map(str, others))
        lines.append(
            f"  Kilden på linje {unsourced} nevner ikke SSB tabell 07459 og er ikke endret. Skriv "
            "selv hvor innbyggertallet er fra."
        )
    return lines


def _what_is_written(file: str, update: bool) -> str:
    if not file.endswith(".csv"):
        return "Programmet skriver ikke i arbeidsbøker. Skriv tallene inn selv."
    if update:
        return "Cellene skrives. Alt annet i filen står som før."
    return "Filen er ikke endret. Kjør på nytt med --oppdater for å skrive tallene inn."


def closing(written: Sequence[str]) -> str:
    """Say which files were written."""
    answers = [file for file in written if file.endswith(".json")]
    others = [file for file in written if not file.endswith(".json")]
    if answers:
        folder = Path(answers[0]).parent.as_posix()
        count = "ett svar" if len(answers) == 1 else f"{len(answers)} svar"
        others.append(f"{count} fra SSB i {folder}/")
    if not others:
        return "Ingen filer er endret."
    return f"Skrevet: {listed(others)}."
