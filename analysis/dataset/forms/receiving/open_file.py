"""Open a form, or say in which way the file is not one."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from analysis.dataset.reading import DAMAGE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_STRICT = b"http://purl.oclc.org/ooxml/"
# A form has some tens of kilobytes. Far more is a mistake, or made to fill the memory.
_LARGEST = 200_000_000

_SAVE = "Lagre det på nytt som vanlig Excel-arbeidsbok (.xlsx)"
_UNREADABLE = f"Filen er ikke en lesbar Excel-fil. Åpne skjemaet i Excel. {_SAVE}"


class NotReadable(Exception):
    """A file cannot be read as a form; the text tells why and what to do."""


def open_workbook(path: Path) -> Workbook:
    """Return the workbook in a file.

    Raises
    ------
    NotReadable
        If it is missing, locked, encrypted, of another format or damaged.
    """
    data = _read(path)
    refusal = _not_a_workbook(data)
    if refusal:
        raise NotReadable(refusal)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about parts it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data))
    except DAMAGE:
        raise NotReadable(_UNREADABLE) from None
    if not book.worksheets:
        raise NotReadable(f"Filen har ingen regneark. {_SAVE}")
    return book


def lock_file(path: Path) -> Path | None:
    """Return the lock file that Excel or LibreOffice lays beside a file it has open, or None."""
    beside = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return next((lock for lock in beside if lock.exists()), None)


def is_lock_file(path: Path) -> bool:
    """Whether the file is only a mark that another file is open."""
    return path.name.startswith(("~$", ".~lock."))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotReadable("Filen finnes ikke. Sjekk navnet og mappen") from None
    except IsADirectoryError:
        raise NotReadable("Dette er en mappe uten skjemaer (.xlsx)") from None
    except OSError:
        raise NotReadable("Filen kan ikke åpnes. Lukk den i Excel og sjekk tilgangen") from None


def _not_a_workbook(data: bytes) -> str:
    """Say what kind of file it is, if it is not xlsx."""
    if not data.strip():
        return "Filen er tom. Be om å få skjemaet sendt på nytt"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return f"Skjemaet er beskyttet med passord. Ta bort passordet i Excel. {_SAVE}"
        return f"Skjemaet er lagret i det gamle Excel-formatet (.xls). {_SAVE}"
    if not data.startswith(b"PK"):
        return _UNREADABLE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _not_our_format(archive)
    except DAMAGE:
        return _UNREADABLE


def _not_our_format(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if sum(part.file_size for part in archive.infolist()) > _LARGEST:
        return (
            f"Filen er uvanlig stor og blir ikke lest. Kopier svarene inn i et nytt skjema. {_SAVE}"
        )
    if "mimetype" in names and archive.read("mimetype").startswith(_OPEN_DOCUMENT):
        return f"Skjemaet er lagret som OpenDocument (.ods). {_SAVE}"
    if "xl/workbook.bin" in names:
        return f"Skjemaet er lagret i Excels binære format (.xlsb). {_SAVE}"
    if "xl/workbook.xml" not in names:
        return _UNREADABLE
    if _STRICT in archive.read("xl/workbook.xml")[:4000]:
        return f"Skjemaet er lagret som «Strict Open XML». {_SAVE}"
    return ""
