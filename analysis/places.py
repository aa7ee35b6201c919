"""Where analyses, notebooks and reports lie, what files are called, and the name a user meant."""

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED_FOLDER = "felles"
# In the folder of an analysis: what is sent out to be answered.
FORMS = "skjema"
MANIFEST = "manifest.json"
# What the workshop has taken into use, line by line; nothing is read from it.
WORKSHOP_LOG = "verkstedlogg.csv"
# Every report is written in each of these.
REPORT_FORMATS = (".pdf", ".docx", ".html")
# What goes into the case system.
CASE_FORMATS = (".docx", ".pdf")
_SHIPPED = ROOT / "inputs" / SHARED_FOLDER
PACKAGE = "ikt-utredning"
_LONGEST_SLUG = 80  # a file name may have 255 bytes, and more is added to it

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


class PlainFault(Exception):
    """A fault that its own words explain; a notebook shows those, and not where it arose."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


class UnknownName(PlainFault):
    """A name or a value that the user gave does not exist; the text tells what does."""


def inputs_folder() -> Path:
    """Return the folder with one subfolder per analysis."""
    return ROOT / "inputs"


def reports_folder() -> Path:
    """Return the folder that reports are written below."""
    return ROOT / "reports"


def notebooks_folder() -> Path:
    """Return the folder with the notebooks that reports are made of."""
    return ROOT / "notebooks"


def analyses() -> list[str]:
    """Return the names of the analyses in `inputs/`, sorted."""
    folder = inputs_folder()
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(p.name for p in found if p.is_dir() and _is_analysis(p))


def find_analysis(analysis: str) -> Path:
    """Return the folder of an analysis that is named or given as a folder.

    The path is relative where it lies below the working directory, so that messages show it
    as a user would write it.

    Raises
    ------
    UnknownName
        When there is no such folder; the text proposes the nearest name.
    """
    named = inputs_folder() / analysis
    is_name = bool(analysis) and Path(analysis).name == analysis and analysis not in (".", "..")
    candidates = [named, Path(analysis)] if is_name else [Path(analysis), ROOT / analysis]
    for candidate in candidates:
        if analysis and candidate.is_dir() and _is_analysis(candidate.resolve()):
            return shown(candidate)
    raise UnknownName(_no_analysis(analysis))


def find_report(report: str) -> Path:
    """Return the folder of a report that is given as a folder, or named as in `reports/`.

    Raises
    ------
    UnknownName
        When there is no such folder.
    """
    if report and Path(report).is_file():
        above = Path(report).parent.as_posix()
        raise UnknownName(f"{report} er en fil. Oppgi mappen rapportene ligger i, her {above}.")
    is_name = bool(report) and Path(report).name == report and report not in (".", "..")
    places = [Path(report), ROOT / report, *([reports_folder() / report] if is_name else [])]
    folders = [place for place in places if report and place.is_dir()]
    written = [place for place in folders if (place / MANIFEST).is_file()]
    if folders:
        return shown((written or folders)[0])
    raise UnknownName(f"Finner ingen mappe som heter «{report}». {_known_reports()}")


def _known_reports() -> str:
    root = reports_folder()
    names = sorted(path.parent.name for path in root.glob(f"*/{MANIFEST}"))
    if names:
        return f"I {shown(root).as_posix()} ligger rapportene {', '.join(names)}."
    return "Skriv rapporter med «ikt rapport ANALYSE»."


def find_shared(folder: Path) -> Path:
    """Return ``felles`` beside the analysis, or the one shipped where there is none."""
    for beside in (folder.parent / SHARED_FOLDER, folder.resolve().parent / SHARED_FOLDER):
        if beside.is_dir():
            return beside
    return shown(_SHIPPED)


def shown(path: Path) -> Path:
    """Return `path` relative to the working directory where it lies below it, else absolute."""
    absolute = Path(os.path.abspath(path))
    return absolute.relative_to(Path.cwd()) if Path.cwd() in absolute.parents else absolute


def leads_out(path: Path, folder: Path) -> bool:
    """Whether a path below a folder is, or goes by, a link to somewhere outside the folder.

    Such a link is never followed, neither to read nor to write.
    """
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return True


def slug(name: str) -> str:
    """Return a name as it stands in a file name: lower case ASCII, digits and single hyphens.

    æ becomes ae, ø o and å a; other letters lose their accents (NFKD), and each run of anything
    else becomes one hyphen, none at the ends. At most 80 characters are kept.

    Examples
    --------
    >>> slug("Øvre Eiker – budsjett (2024)")
    'ovre-eiker-budsjett-2024'
    """
    lower = unicodedata.normalize("NFC", name).lower().translate(_LETTERS)
    letters = [c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c)]
    words = re.sub(r"[^a-z0-9]+", "-", "".join(letters).lower()).strip("-")
    return words[:_LONGEST_SLUG].rstrip("-")


def report_name(municipality: str, name: str) -> str:
    """Return the file name, without suffix, of a municipality's report: `3314-ovre-eiker`.

    Examples
    --------
    >>> report_name("3314", "Øvre Eiker")
    '3314-ovre-eiker'
    """
    return "-".join(part for part in (municipality, slug(name)) if part)


def typed(name: Path | str) -> str:
    """Return a name or path as it is typed on a command line, in quotes where it needs them.

    Examples
    --------
    >>> typed("min-region"), typed("inputs/region øst")
    ('min-region', '"inputs/region øst"')
    """
    shown = name.as_posix() if isinstance(name, Path) else name
    return shown if re.fullmatch(r"[\w./\\:-]+", shown) else f'"{shown}"'


def nearest(word: str, options: Iterable[str]) -> str | None:
    """Return the option most like the word, or None; case and æ/ø/å against ae/o/a do not count."""
    plain = {option.casefold().translate(_LETTERS): option for option in options}
    wanted = word.casefold().translate(_LETTERS)
    near = difflib.get_close_matches(wanted, plain, n=1)
    return plain[near[0]] if near else None


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return the question « Mente du «x»?» with a leading full stop, or an empty text."""
    near = nearest(word, options)
    return f". Mente du «{near}»?" if near else ""


def _is_analysis(folder: Path) -> bool:
    above = inputs_folder().resolve().is_relative_to(folder.resolve())
    return folder.name != SHARED_FOLDER and not folder.name.startswith(".") and not above


def _no_analysis(analysis: str) -> str:
    known = analyses()
    name = os.path.basename(os.path.normpath(analysis)) if analysis else ""
    text = f"Finner ingen utredning som heter «{analysis}»"
    if guess := did_you_mean(name, known):
        return text + guess
    if known:
        return f"{text}. Utredningene i inputs/ er: {', '.join(known)}."
    return f"{text}. Det er ingen utredninger i inputs/ ennå. Start en med: ikt ny NAVN"
