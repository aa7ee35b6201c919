"""Changes of kommunenummer in Statistics Norway's standard (KLASS 131), beside those we know."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from analysis.dataset.kommunenummer import Change, History, is_code
from analysis.dataset.notation import guarded, norwegian_date, short
from analysis.dataset.ssb.kept_answers import Question
from analysis.dataset.ssb.source_fault import SourceFault

_FIRST_DAY = dt.date(2017, 1, 1)
# «Våler (Østfold)», «Unjárga – Nesseby», «Herøy i Møre og Romsdal».
_NAME = re.compile(r"[^\W\d_][\w .,'’/()–-]{0,79}")


def changes_question(year: int) -> Question:
    """Return the question for all changes up to and including 1 January of a year."""
    until = dt.date(year, 1, 2)
    path = f"classifications/131/changes.json?from={_FIRST_DAY}&to={until}&language=nb"
    return Question("klass-131", "klass", path)


def read_changes(content: Any) -> tuple[Change, ...]:
    """Return the changes of an answer; a code with several successors is not whole.

    Raises
    ------
    SourceFault
        If the answer has another form than KLASS documents.
    """
    try:
        found = [
            (
                str(row["oldCode"]),
                str(row["oldName"]),
                str(row["newCode"]),
                str(row["newName"]),
                dt.date.fromisoformat(row["changeOccurred"]),
            )
            for row in content["codeChanges"]
            if row["oldCode"] and row["newCode"]
        ]
    except (KeyError, ValueError, TypeError):
        raise SourceFault(
            "Svaret fra KLASS har en annen form enn før (feltet «codeChanges»), og er ikke brukt. "
            "Programmet må rettes før endringene kan hentes."
        ) from None
    for old, old_name, new, new_name, _ in found:
        if strange := [one for one in (old, new) if not is_code(one)] + [
            name for name in (old_name, new_name) if not _NAME.fullmatch(name)
        ]:
            raise SourceFault(
                f"Svaret fra KLASS har «{short(strange[0], 30)}» der det skulle stå nummeret eller "
                "navnet til en kommune, og er ikke brukt. Prøv igjen senere."
            )
    successors = Counter((old, date) for old, _, _, _, date in found)
    return tuple(
        Change(old, old_name, new, new_name, date, whole=successors[old, date] == 1)
        for old, old_name, new, new_name, date in found
    )


def unknown_changes(found: Sequence[Change], history: History) -> tuple[Change, ...]:
    """Return the changes that the history lacks, by date and code."""
    known = {(change.date, change.old, change.new) for change in history.changes}
    lacking = [change for change in found if (change.date, change.old, change.new) not in known]
    return tuple(sorted(lacking, key=lambda change: (change.date, change.old, change.new)))


def with_changes(data: bytes, changes: Sequence[Change], fetched: dt.date) -> bytes:
    """Return the file of kommunenummer with rows for the changes after those it has."""
    stream = io.StringIO()
    line_end = "\r\n" if b"\r\n" in data else "\n"
    source = f"SSB KLASS 131 (CC BY 4.0), hentet {norwegian_date(fetched)}"
    writer = csv.writer(stream, delimiter=";", lineterminator=line_end)
    for c in changes:
        whole = "ja" if c.whole else "nei"
        row = [c.old, c.old_name, c.new, c.new_name, c.date.isoformat(), source, whole]
        writer.writerow(map(guarded, row))
    ended = data if data.endswith(b"\n") else data + line_end.encode()
    return ended + stream.getvalue().encode()
