"""Read text and csv files in the dialect of Norwegian Excel."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.letters import foreign_letters
from analysis.dataset.reading.raw_table import RawTable

_SAVE_AS_CSV = "Lagre den fra Excel som «CSV UTF-8 (semikolondelt)»"
_SAVE_AS_TEXT = "Lagre den som ren tekst med tegnsettet UTF-8"
_SAVE_AS_UTF8 = "Lagre filen på nytt som UTF-8"
_DOUBLE_ENCODED = re.compile("Ã[\u0080-\u00bf¥¸¦†˜…]")
_INVISIBLE = re.compile("[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]")


def decode(file: str, data: bytes, log: ProblemLog) -> str | None:
    """Return the text of UTF-8 (with or without BOM) or cp1252 bytes, or None and a feil."""
    refusal = _not_text(data, is_table=file.lower().endswith(".csv"))
    if refusal:
        log.error(file, None, None, refusal)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as first:
        line = data.count(b"\n", 0, first.start) + 1
        if foreign := foreign_letters(data):
            save = _SAVE_AS_CSV if file.lower().endswith(".csv") else _SAVE_AS_TEXT
            what = "Filen er lagret med tegnsettet til"
            log.error(file, line, None, f"{what} {foreign}, så æ, ø og å blir feil. {save}")
            return None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            log.error(file, line, None, f"Linjen har tegn som ikke kan leses. {_SAVE_AS_UTF8}")
            return None
        if _DOUBLE_ENCODED.search(text):
            mixed = "Filen er lagret som UTF-8, men denne linjen har et annet tegnsett"
            log.error(file, line, None, f"{mixed}. {_SAVE_AS_UTF8}")
            return None
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        log.warning(
            file,
            line,
            None,
            "Tegnet «\ufffd» viser at en bokstav er gått tapt. Skriv teksten på nytt",
        )
    invisible = _INVISIBLE.search(text)
    if invisible:
        line = text.count("\n", 0, invisible.start()) + 1
        log.error(
            file, line, None, "Linjen har et usynlig styretegn. Slett det og skriv teksten på nytt"
        )
        return None
    return unicodedata.normalize("NFC", text)


def _not_text(data: bytes, is_table: bool) -> str | None:
    save = _SAVE_AS_CSV if is_table else _SAVE_AS_TEXT
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"Filen er lagret som UTF-16 («Unicode-tekst»). {save}"
    if data.startswith(b"PK\x03\x04"):
        if not is_table:
            return f"Filen er et Word-dokument eller et zip-arkiv. {save}"
        return (
            "Filen er en Excel-fil eller et zip-arkiv. Gi den "
            "endelsen .xlsx, eller lagre den som csv"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        kind = "Excel-fil (.xls)" if is_table else "Word-fil (.doc)"
        return f"Filen er en gammel {kind}. {save}"
    if b"\0" in data:
        sample = data[:2000]
        if sample.count(0) >= len(sample) // 3:
            return f"Filen ser ut til å være lagret som UTF-16. {save}"
        return f"Filen er ikke en tekstfil. {save}"
    return None


def read_csv(file: str, text: str, log: ProblemLog) -> RawTable | None:
    """Return the cells of a csv text, or None and a feil where it has no table.

    Parameters
    ----------
    file : str
        The file as the user knows it.
    text : str
        Its content.
    log : ProblemLog
        Where trouble is told.
    """
    records = list(_csv_records(file, text, log))
    if records and [cell.casefold() for cell in records[0][1]][:1] == ["sep="]:
        del records[0]  # «sep=;» tells Excel which separator the file uses
    if not records:
        log.error(
            file, None, None, "Filen har ingen overskrifter. Skriv kolonnenavnene på første linje"
        )
        return None
    header_line, header = records.pop(0)
    return RawTable(
        file=file,
        header=tuple(header),
        header_line=header_line,
        rows=[list(row) for _, row in records],
        lines=[line for line, _ in records],
    )


def _csv_records(file: str, text: str, log: ProblemLog) -> Iterator[tuple[int, list[str]]]:
    """Yield the start line and the stripped fields of each row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            log.error(file, line, None, _quote_trouble(str(error)))
            continue
        if any(row):
            yield line, row


def _quote_trouble(reason: str) -> str:
    if "expected after" in reason:
        return (
            "Det står tekst etter et avsluttende anførselstegn. "
            "Skriv hele feltet i anførselstegn, og doble anførselstegn inne i det"
        )
    return (
        "Anførselstegnet som åpner et felt, blir ikke lukket. Sett inn anførselstegnet som mangler"
    )
