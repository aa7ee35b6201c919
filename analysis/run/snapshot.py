"""The inputs a report was made from, kept with it so that the next report can be compared.

They lie in `inndata/` of the report folder, byte for byte, and their hashes in `manifest.json`.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.places import MANIFEST, PACKAGE, SHARED_FOLDER, UnknownName, typed

if TYPE_CHECKING:
    from analysis.dataset import Dataset, Problem

FOLDER = "inndata"
README = "LES-MEG.txt"
_README_TEXT = """\
Dette er inndata som rapportene i mappen er laget av, kopiert uten endringer.

Mappen inndata er arbeidsgruppens. Filene kan ha rader som er merket skjermes = ja, for eksempel
hvem som er alene om sikkerhet. De er aldri nevnt i rapportene til kommunestyrene, men her står de.
Legg derfor ikke mappen ut sammen med rapportene. Det samme gjelder mappen notebooks og
manifest.json, som sier for hver fil om den kan offentliggjøres.

Ta vare på mappen: «ikt sammenlign» trenger den for å vise hva som har endret seg til neste rapport.
Ikke endre filene. De blir kontrollert mot manifest.json, og en kopi som er endret, blir avvist.
"""

_NOT_KEPT = (
    "Mappen inndata mangler, så det går ikke an å se hva rapporten bygger på. Enten er rapporten "
    "skrevet av en eldre utgave av programmet, eller så er mappen fjernet. Skriv rapporten på nytt "
    "av de samme inndataene, eller hent mappen tilbake"
)
_BROKEN = "Filen er ødelagt. Hent den tilbake fra en kopi, eller skriv rapporten på nytt"
_NOT_AS_WRITTEN = "Filen er ikke slik den var i rapporten. Hent den tilbake fra en kopi"

# Signs in a text that is read from a manifest, and bytes in a name on every disk there is.
_LONGEST, _LONGEST_NAME = 1000, 255

# What scenarios were called, and what has taken their place.
_FORMER_SCENARIOS = {"sannsynlig": "forventet"}


@dataclass(frozen=True)
class Manifest:
    """What a report says of itself.

    Attributes
    ----------
    analysis : str
        Name of the analysis.
    scenario : str
    version : str
        Of the program that wrote it, "" where it is not told.
    hashes : dict of str to str
        sha256 of each input file, as `Dataset.hashes`.
    withdrawn : tuple of str
        Municipalities that were left out.
    """

    analysis: str
    scenario: str
    version: str
    hashes: Mapping[str, str]
    withdrawn: tuple[str, ...]


def write_snapshot(
    dataset: "Dataset", report_folder: Path, shared: Path | None = None
) -> list[str]:
    """Copy every file the data set was read from to `inndata/` of the report folder.

    Parameters
    ----------
    dataset : Dataset
    report_folder : Path
        An existing folder without `inndata/`.
    shared : Path, optional
        The shared folder, if the data set was loaded with another than the one found for it.

    Returns
    -------
    list of str
        What was written, relative to the report folder.

    Raises
    ------
    InputProblems
        If a file is not what it was when it was read: the report would keep other figures than
        those it tells.
    """
    from analysis.dataset import InputProblems, find_shared

    root = report_folder / FOLDER
    sources = dataset.folder, shared or find_shared(dataset.folder)
    copies = {root / README: _README_TEXT.encode("utf-8")}
    changed = []
    for name, digest in dataset.hashes.items():
        source = _place(name, *sources)
        content = _content(source)
        copies[_place(name, root / dataset.name, root / SHARED_FOLDER)] = content
        if _digest(content) != digest:
            changed.append(
                _problem(source, "Filen ble endret mens rapportene ble laget. Kjør igjen")
            )
    if changed:
        raise InputProblems(changed)
    for path, content in copies.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return [path.relative_to(report_folder).as_posix() for path in copies]


def read_snapshot(
    report_folder: Path, shared: Path | None = None, former: Collection[str] = ()
) -> "Dataset":
    """Load the inputs a report was made from.

    Parameters
    ----------
    report_folder : Path
    shared : Path, optional
        Read alternatives, criteria and assumptions from here instead of the report's own.
    former : collection of str
        Criteria there no longer are, by id and name: weights and judgements of them are left out.

    Raises
    ------
    UnknownName
        If it is not a report folder.
    InputProblems
        If the kept inputs cannot be relied on (see `check_snapshot`), or this program does not
        accept them.
    """
    from analysis.dataset import CannotLeaveOut, InputProblems, load, without

    manifest = check_snapshot(report_folder)
    root = report_folder / FOLDER
    dataset = load(root / manifest.analysis, shared or root / SHARED_FOLDER, former=former)
    try:
        dataset = without(dataset, manifest.withdrawn)
    except CannotLeaveOut:
        raise InputProblems([_problem(report_folder / MANIFEST, _BROKEN)]) from None
    return replace(dataset, hashes=manifest.hashes)


def check_snapshot(report_folder: Path) -> Manifest:
    """Check that the kept inputs are what they were when the report was written.

    Raises
    ------
    UnknownName
        If it is not a report folder.
    InputProblems
        With every problem, if the manifest cannot be used, the report keeps no inputs, or they
        are not as they were.
    """
    from analysis.dataset import InputProblems

    manifest = read_manifest(report_folder)
    if not (report_folder / FOLDER).is_dir():
        raise InputProblems([_problem(report_folder, _NOT_KEPT)])
    if troubles := list(_tampering(report_folder / FOLDER, manifest)):
        raise InputProblems(troubles)
    return manifest


def read_manifest(report_folder: Path) -> Manifest:
    """Return what a report says of itself.

    Raises
    ------
    UnknownName
        If the folder has no manifest.
    InputProblems
        If the manifest cannot be used.
    """
    from analysis.dataset import InputProblems

    path = report_folder / MANIFEST
    if not path.is_file():
        raise UnknownName(_no_report(report_folder))
    try:
        return _manifest(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputProblems([_problem(path, _BROKEN)]) from None


def _manifest(content: Any) -> Manifest:
    from analysis.dataset.tables import SCENARIOS

    hashes = {**content["inndata"], **content["felles"]}
    analysis, gone = content["utredning"], content.get("uten", [])
    version = content["versjoner"].get(PACKAGE, "")
    if not isinstance(gone, list):
        raise ValueError("not a list of municipalities")
    for text in (analysis, version, *hashes, *hashes.values(), *gone):
        if not isinstance(text, str) or len(text) > _LONGEST or not text.isprintable():
            raise ValueError("not a text that a run writes")
    if "/" in analysis or analysis == SHARED_FOLDER or not all(map(_inside, [analysis, *hashes])):
        raise ValueError("a name that leads outside the folder")
    scenario = _FORMER_SCENARIOS.get(content["scenario"], content["scenario"])
    if scenario not in SCENARIOS:
        raise ValueError("not a scenario")
    return Manifest(
        analysis=analysis,
        scenario=scenario,
        version=version,
        hashes=hashes,
        withdrawn=tuple(gone),
    )


def _inside(name: str) -> bool:
    """Whether a name with forward slashes stays below the folder it is looked up in."""
    parts = name.replace("\\", "/").split("/")
    fits = all(len(part.encode()) <= _LONGEST_NAME for part in parts)
    return fits and not {"", ".", ".."} & set(parts) and not Path(name).is_absolute()


def _tampering(root: Path, manifest: Manifest) -> Iterator["Problem"]:
    """What differs between the kept inputs and what the manifest says was kept."""
    kept = {root / README}
    for name, digest in manifest.hashes.items():
        path = _place(name, root / manifest.analysis, root / SHARED_FOLDER)
        kept.add(path)
        if not path.is_file():
            yield _problem(path, "Filen mangler. Hent den tilbake fra en kopi")
        elif _digest(_content(path)) != digest:
            yield _problem(path, _NOT_AS_WRITTEN)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path not in kept and not path.name.startswith((".", "~")):
            yield _problem(path, "Filen var ikke med da rapporten ble skrevet. Ta den bort")


def _place(name: str, own: Path, shared: Path) -> Path:
    """Where an input file lies; the names of those in the shared folder begin with «felles/»."""
    first, _, rest = name.partition("/")
    return shared / rest if first == SHARED_FOLDER and rest else own / name


def _content(path: Path) -> bytes:
    """Content of a file, empty where there is none."""
    return path.read_bytes() if path.is_file() else b""


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _problem(path: Path, message: str) -> "Problem":
    from analysis.dataset import Problem

    return Problem(path.as_posix(), None, None, message)


def _no_report(folder: Path) -> str:
    text = f"{folder.as_posix()} er ikke en mappe med rapporter: {MANIFEST} mangler."
    if (folder / "utredning.toml").is_file():
        return f"{text} Dette er inndata. Skriv rapportene først: ikt rapport {typed(folder)}"
    return f"{text} Oppgi mappen som ikt rapport har skrevet."
