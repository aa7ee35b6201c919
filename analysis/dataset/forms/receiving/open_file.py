"""Open a form, or say in which way the file is not one."""

from __future__ import annotations

from pathlib import Path

from openpyxl.workbook import Workbook

from analysis.dataset.reading import NotReadable, open_workbook


def open_form(path: Path) -> Workbook:
    """Return the workbook in a file.

    Raises
    ------
    NotReadable
        If it is missing, locked, encrypted, of another format or damaged.
    """
    data = _read(path)
    if not data.strip():
        raise NotReadable("Filen er tom. Be om å få skjemaet sendt på nytt")
    return open_workbook(data)


def lock_file(path: Path) -> Path | None:
    """Return the lock file that Excel or LibreOffice lays beside a file it has open, or None."""
    beside = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in beside if lock.exists()), None)


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_dir() and not path.is_file():
        raise NotReadable("Dette er ikke en vanlig fil. Lagre skjemaet som en fil på disken")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotReadable("Filen finnes ikke. Sjekk navnet og mappen") from None
    except IsADirectoryError:
        raise NotReadable("Dette er en mappe uten skjemaer (.xlsx)") from None
    except OSError:
        raise NotReadable("Filen kan ikke åpnes. Lukk den i Excel og sjekk tilgangen") from None
