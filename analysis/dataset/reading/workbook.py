"""Open a workbook, when it is one and no larger than a table or a form can be."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from analysis.dataset.reading.workbook_size import TooLarge, check_size

# What a damaged workbook raises: openpyxl and zipfile let through whatever their parts happen to
# meet, from a broken part (zlib, xml) and a part that lacks (KeyError, IndexError) to one that is
# encrypted (RuntimeError) or packed in a way nobody here can read (NotImplementedError).
DAMAGE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, SyntaxError, LookupError,
    ValueError, TypeError, AttributeError, EOFError, OSError, ArithmeticError, RuntimeError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_STRICT = b"http://purl.oclc.org/ooxml/"
_SAVE = "Lagre den på nytt som vanlig Excel-arbeidsbok (.xlsx)"
_UNREADABLE = f"Filen er ikke en lesbar Excel-fil. Åpne den i Excel. {_SAVE}"


class NotReadable(Exception):
    """A file cannot be read as a workbook; the text tells why and what to do."""


def open_workbook(data: bytes) -> Workbook:
    """Return the workbook in the content of a file.

    Raises
    ------
    NotReadable
        If it is encrypted, of another format, damaged, or far larger than a table or a form.
    """
    refusal = _not_a_workbook(data)
    if refusal:
        raise NotReadable(refusal)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about parts it leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
    except DAMAGE:
        raise NotReadable(_UNREADABLE) from None
    if not book.worksheets:
        raise NotReadable(f"Filen har ingen regneark. {_SAVE}")
    return book


def _not_a_workbook(data: bytes) -> str:
    """Say what kind of file it is, if it is not xlsx."""
    if data.startswith(_OLE[:4]):
        if _ENCRYPTED in data:
            return f"Filen er beskyttet med passord. Ta bort passordet i Excel. {_SAVE}"
        return f"Filen er lagret i det gamle Excel-formatet (.xls). {_SAVE}"
    if not data.startswith(b"PK"):
        return _UNREADABLE
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _not_our_format(archive)
    except TooLarge as why:
        return str(why)
    except DAMAGE:
        return _UNREADABLE


def _not_our_format(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and archive.open("mimetype").read(100).startswith(_OPEN_DOCUMENT):
        return f"Filen er lagret som OpenDocument (.ods). {_SAVE}"
    if "xl/workbook.bin" in names:
        return f"Filen er lagret i Excels binære format (.xlsb). {_SAVE}"
    if "xl/workbook.xml" not in names:
        return _UNREADABLE
    if _STRICT in archive.open("xl/workbook.xml").read(4000):
        return f"Filen er lagret som «Strict Open XML». {_SAVE}"
    check_size(archive)
    return ""
