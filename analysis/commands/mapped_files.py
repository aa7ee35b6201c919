"""`ikt importer` with files in a shape of their own: what the columns mean, proposed and used."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.common import OK
from analysis.places import typed

if TYPE_CHECKING:
    from analysis.dataset.forms import Registered
    from analysis.dataset.forms.mapped import ForeignFile, Mapping
    from analysis.dataset.forms.receiving import ReadFile


def propose(folder: Path, paths: Sequence[Path], given: argparse.Namespace) -> int:
    """Write what the columns of files may mean, and tell it."""
    from analysis.dataset.forms import read_registered

    registered = read_registered(folder)
    return max(_propose(path, registered, given) for path in paths)


def _propose(path: Path, registered: "Registered", given: argparse.Namespace) -> int:
    from analysis.dataset import ProblemLog
    from analysis.dataset.changing import require_inside, write_whole
    from analysis.dataset.forms.mapped import (
        mapping_for,
        mappings_folder,
        propose_mapping,
        read_foreign,
    )
    from analysis.places import UnknownName, slug

    log, own = ProblemLog(), ProblemLog()
    file = read_foreign(path, log)
    log.raise_if_errors()
    if file is None:
        raise UnknownName(f"{path.as_posix()} er et skjema, og trenger ingen kartlegging.")
    known = mapping_for(file, registered.folder, own)
    if known is not None:
        print(f"{path.name} er kartlagt fra før i {known[0].as_posix()}.")
        return _tell_next(known[0], path, given)
    found = propose_mapping(file, registered)
    if found is None:
        raise UnknownName(
            f"{path.as_posix()}: finner ingen overskrifter som ligner på dem i applikasjoner eller "
            "budsjett. Skriv overskriftene på én rad over tallene, og prøv igjen."
        )
    sheet, position, mapping = found
    target = _free(mappings_folder(registered.folder) / f"{slug(path.stem)}.toml")
    require_inside(registered.folder, target)
    target.parent.mkdir(exist_ok=True)
    write_whole(target, mapping.text().encode())
    line, _ = sheet.records[position]
    rows = len(sheet.records) - position - 1
    print(
        f"{path.name}, ark {sheet.title}: overskriftene står i rad {line}, med {rows} rader under"
    )
    print("\n".join(_shown(file, mapping)))
    print(f"Skrevet til {target.as_posix()}.")
    return _tell_next(target, path, given)


def _free(path: Path) -> Path:
    """Return a name nothing has yet."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _shown(file: "ForeignFile", mapping: "Mapping") -> list[str]:
    from analysis.dataset.notation import one_line, short, to_text

    place = mapping.place(file)
    headings = place[0].headings(place[1]) if place else []
    rows = [cells for _, cells in place[0].records[place[1] + 1 :]] if place else []
    lines = []
    for name, means in mapping.columns.items():
        at = headings.index(name)
        cell = next((one_line(to_text(row[at])) for row in rows if row[at] != ""), "")
        unit = f" i {mapping.units[name]}" if name in mapping.units else ""
        what = f"{means}{unit}" if means else "brukes ikke"
        lines.append(f"  {short(name, 40)} = {what}  (for eksempel {short(cell, 30) or 'tom'})")
    lines += [f"  {name} = {value} i alle rader" for name, value in mapping.fixed.items()]
    for column, values in mapping.values.items():
        lines += [f"  {column}: {short(word, 40)} = {value}" for word, value in values.items()]
    return lines


def _tell_next(path: Path, file: Path, given: argparse.Namespace) -> int:
    """Tell what is still asked, and how the file is taken in."""
    from analysis.dataset import ProblemLog
    from analysis.dataset.forms.mapped import read_mapping

    log = ProblemLog()
    read_mapping(path, log)
    if log.problems:
        print("Svar på dette i filen først:")
        print("\n".join(f"  {problem}" for problem in log.problems))
    else:
        print("Se over den, og rett det som er galt.")
    print(f"Ta så inn tallene med: ikt importer {typed(given.analysis)} {typed(file)}")
    return OK


def read_all(
    registered: "Registered", paths: Sequence[Path], chosen: Sequence[str], year: int
) -> "tuple[list[ReadFile], list[Path]]":
    """Read the files that are mapped; return them, and those that are forms.

    Parameters
    ----------
    registered : Registered
        The analysis.
    paths : sequence of Path
        All files.
    chosen : sequence of str
        The municipalities to take in; one alone is whose a file is that does not say.
    year : int
        The year of a budget that does not say; 0 where nothing is said.
    """
    from analysis.dataset import ProblemLog
    from analysis.dataset.forms.mapped import FileChoice, mapping_for, read_foreign, read_mapped
    from analysis.dataset.forms.receiving import ReadFile

    read, forms = [], []
    choice = FileChoice(chosen[0] if len(chosen) == 1 else "", year)
    for path in paths:
        log = ProblemLog()
        file = read_foreign(path, log) if _may_be_foreign(path) else None
        if file is None and not log.has_errors():
            forms.append(path)
            continue
        found = mapping_for(file, registered.folder, log) if file else None
        answers = []
        if file and found is None and not log.has_errors():
            log.error(path.name, None, None, _not_mapped(registered, path))
        elif file and found and not log.has_errors():
            kept, mapping = found
            answers = read_mapped(file, mapping, kept, registered, choice, log)
        read.append(ReadFile(path.name, None, log))
        read += [ReadFile(path.name, form, ProblemLog()) for form in answers]
    return read, forms


def is_mapped(folder: Path, path: Path) -> bool:
    """Whether a csv file has the shape of one that is mapped."""
    from analysis.dataset import ProblemLog
    from analysis.dataset.forms.mapped import mapping_for, read_foreign

    if path.suffix.casefold() != ".csv" or not path.is_file():
        return False
    file = read_foreign(path, ProblemLog())
    return file is not None and mapping_for(file, folder, ProblemLog()) is not None


def _may_be_foreign(path: Path) -> bool:
    """Whether a file can be read at all as something else than a form."""
    from analysis.dataset.forms.receiving import is_lock_file

    return path.is_file() and path.suffix.casefold() in (".csv", ".xlsx") and not is_lock_file(path)


def _not_mapped(registered: "Registered", path: Path) -> str:
    return (
        "Filen er ikke et skjema, og kolonnene er ikke kartlagt. Kjør først: "
        f"ikt importer {typed(registered.folder)} {typed(path)} --kartlegg"
    )
