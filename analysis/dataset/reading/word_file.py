"""Whether a file is a Word document that reports can take their look from."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

_PARTS = ("[Content_Types].xml", "word/document.xml", "word/styles.xml")
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_LARGEST = 100_000_000
_SAVE = "Lagre malen fra Word som «Word-dokument (*.docx)»"


def word_trouble(data: bytes) -> str:
    """Tell why a file cannot be a template, and what to do; empty where it can."""
    if data.startswith(_OLD_OR_LOCKED):
        return f"Filen er låst med passord eller i et eldre Word-format. {_SAVE} uten passord"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as document:
            if sum(part.file_size for part in document.infolist()) > _LARGEST:
                return "Word-malen er for stor. Ta bort bildene som ikke trengs"
            types, *parts = (document.read(name) for name in _PARTS)
        for part in parts:
            if b"<!DOCTYPE" in part:
                raise ValueError("a document type")
            ElementTree.fromstring(part)
    except (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError, RuntimeError):
        return f"Filen er ikke et Word-dokument. {_SAVE}"
    return "" if _MAIN.encode() in types else f"Filen er et annet slag Word-fil. {_SAVE}"
