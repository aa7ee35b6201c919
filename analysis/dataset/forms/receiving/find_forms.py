"""The forms among the files that are given: each file of a folder is read, or told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from glob import glob
from pathlib import Path

from analysis.dataset.notation import listed
from analysis.dataset.problems import Problem, Severity
from analysis.places import leads_out

FORM = ".xlsx"
# Other formats of spreadsheets, by how their names end.
_FORMATS = {
    ".xlsm": "en Excel-arbeidsbok med makroer (.xlsm)",
    ".xlsb": "Excels binære format (.xlsb)",
    ".xls": "det gamle Excel-formatet (.xls)",
    ".xlt": "en gammel Excel-mal (.xlt)",
    ".xltx": "en Excel-mal (.xltx)",
    ".xltm": "en Excel-mal med makroer (.xltm)",
    ".ods": "OpenDocument (.ods)",
    ".fods": "OpenDocument (.fods)",
    ".ots": "en OpenDocument-mal (.ots)",
    ".sxc": "et gammelt OpenOffice-format (.sxc)",
    ".numbers": "Apple Numbers (.numbers)",
    ".gsheet": "en lenke til Google Regneark (.gsheet)",
    ".et": "WPS Regneark (.et)",
}


def other_format(path: Path) -> str:
    """Say that a file is another kind of spreadsheet than a form, by its name; else nothing."""
    kind = _FORMATS.get(path.suffix.lower())
    return (
        kind
        and (
            f"Skjemaet er lagret som {kind} og leses ikke. Lagre det på nytt som vanlig "
            f"Excel-arbeidsbok ({FORM}), og ta denne filen ut av mappen"
        )
        or ""
    )


def is_lock_file(path: Path) -> bool:
    """Whether the file is only a mark that another file is open."""
    return path.name.startswith(("~$", ".~lock."))


def find_forms(
    given: Sequence[str], known: Callable[[Path], bool] = lambda path: False
) -> tuple[list[Path], list[Problem]]:
    """Return the files to read as forms, and what there is to tell of all the others.

    Spreadsheets in other formats are among the files, to be refused as they are read.

    Parameters
    ----------
    given : sequence of str
        Files and folders, and names with *, which the shell of Windows leaves to us.
    known : callable
        Whether another file of a folder can be read too.
    """
    paths: list[Path] = []
    told: list[Problem] = []
    for text in given:
        path = Path(text)
        if path.is_dir() and not other_format(path):
            found = _in_folder(path, known, told)
            paths += found or [path]
        elif not path.exists() and "*" in text:
            paths += [Path(name) for name in sorted(glob(text))] or [path]
        else:
            paths.append(path)
    return paths, told


def _in_folder(folder: Path, known: Callable[[Path], bool], told: list[Problem]) -> list[Path]:
    entries = [path for path in sorted(folder.iterdir()) if not is_lock_file(path)]
    links = [path for path in entries if leads_out(path, folder)]
    hidden = [path for path in entries if path.name.startswith(".") and path not in links]
    seen = [path for path in entries if path not in (*links, *hidden)]
    sheets = [p for p in seen if p.suffix.lower() == FORM or other_format(p) or known(p)]
    forms = [path for path in sheets if path.is_file() or other_format(path)]
    named = {path.stem.casefold() for path in forms if path.suffix.lower() == FORM}
    again = [p for p in forms if other_format(p) and p.stem.casefold() in named]
    rest = [path for path in seen if path not in forms]
    below = [path for path in rest if path.is_dir()]
    others = [path for path in rest if path not in below]
    for about, why, advice in (
        (again, f"Leses ikke, for det samme skjemaet ligger her som {FORM}", ""),
        (below, "Mapper i mappen leses ikke", "Ligger det svar der, oppgir du mappen også"),
        (others, f"Leses ikke, for det er ikke skjemaer ({FORM}) eller kartlagte lister", ""),
        (links, "Lenker ut av mappen følges ikke", "Kopier filene hit"),
        (hidden, "Filer med punktum først i navnet leses ikke", "Maskinen lager slike selv"),
    ):
        if about:
            names = listed([f"«{path.name}»" for path in about])
            message = ". ".join(filter(None, [f"{why}: {names}", advice]))
            told.append(Problem(folder.as_posix(), None, None, message, Severity.WARNING))
    return [path for path in forms if path not in again]
