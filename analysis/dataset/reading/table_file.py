"""Find the csv or xlsx file of a table and read its cells."""

from __future__ import annotations

from pathlib import Path

from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.csv_file import decode, read_csv
from analysis.dataset.reading.raw_table import RawTable
from analysis.dataset.reading.table_shape import only_rows
from analysis.dataset.reading.xlsx_file import read_xlsx
from analysis.dataset.tables import TABLES, InputTable
from analysis.places import leads_out, nearest

_MOST_BYTES = 50_000_000


def table_path(folder: Path, name: str, required: bool, log: ProblemLog) -> Path | None:
    """Return the csv or xlsx file of a table, or None; a missing required file is a feil."""
    found = [folder / f"{name}{suffix}" for suffix in (".csv", ".xlsx")]
    found = [path for path in found if path.exists() or path.is_symlink()]
    shown = (folder / f"{name}.csv").as_posix()
    if len(found) == 2:
        log.error(
            shown,
            None,
            None,
            f"Både {name}.csv og {name}.xlsx finnes. Behold den "
            "ene, så det er klart hvilken som gjelder",
        )
        return None
    if not found and required:
        log.error(shown, None, None, f"Filen mangler. {_instead(folder, name)}")
    return found[0] if found else None


def _instead(folder: Path, name: str) -> str:
    known = {table.name for table in TABLES}
    others = {p.stem.casefold(): p.name for p in sorted(folder.iterdir()) if p.is_file()}
    stem = nearest(name, [other for other in others if other == name or other not in known])
    near = others.get(stem) if stem else None
    if near is None:
        return f"Lag {name}.csv eller {name}.xlsx; kolonnene står i docs/inndata.md"
    if Path(near).suffix.lower() in (".csv", ".xlsx"):
        return f"Fant «{near}»; skal den hete {name}{Path(near).suffix.lower()}?"
    return f"Fant «{near}»; lagre den som {name}.csv eller {name}.xlsx"


def read_raw(path: Path, table: InputTable, log: ProblemLog) -> RawTable | None:
    """Read a csv or xlsx file; None, with a feil in the log, where it is no readable table.

    Parameters
    ----------
    path : Path
        An existing file.
    table : InputTable
        What it has to look like.
    log : ProblemLog
        Where trouble is told.
    """
    data = read_bytes(path, log)
    if data is None:
        return None
    if not data.strip():
        log.error(
            path.as_posix(),
            None,
            None,
            "Filen er tom. Legg inn overskrifter og rader, eller slett filen",
        )
        return None
    if path.suffix == ".xlsx":
        raw = read_xlsx(path.as_posix(), data, table, log)
    else:
        raw = _text_table(path, data, log)
    return None if raw is None else only_rows(raw, table, log)


def read_text_table(path: Path, log: ProblemLog) -> RawTable | None:
    """Read a csv file whatever is in it; None, with a feil in the log, where it is none."""
    data = read_bytes(path, log)
    return None if data is None else _text_table(path, data, log)


def _text_table(path: Path, data: bytes, log: ProblemLog) -> RawTable | None:
    text = decode(path.as_posix(), data, log)
    return None if text is None else read_csv(path.as_posix(), text, log)


def read_bytes(path: Path, log: ProblemLog, root: Path | None = None) -> bytes | None:
    """Return the content of a file, or None and a feil where it cannot or may not be opened.

    Parameters
    ----------
    path : Path
        The file.
    log : ProblemLog
        Where trouble is told.
    root : Path, optional
        The folder it may not lead out of; its own, if not given.
    """
    try:
        if leads_out(path, root or path.parent):
            message = (
                "Dette er en lenke ut av utredningen, og slike følges ikke. Slett lenken, og legg "
                "filen her i stedet"
            )
        elif not path.is_file():
            message = "Dette er ikke en vanlig fil. Slett den, eller legg en vanlig fil her"
        elif path.stat().st_size > _MOST_BYTES:
            message = (
                f"Filen er over {_MOST_BYTES // 10**6} MB og leses ikke. Slett det som ikke trengs"
            )
        else:
            return path.read_bytes()
    except OSError:
        message = "Filen kan ikke åpnes. Lukk den i Excel og sjekk tilgangen"
    log.error(path.as_posix(), None, None, message)
    return None
