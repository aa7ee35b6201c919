"""The group's own texts and Word templates (``tekst/``), and the map of the region."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.dataset.kommunenummer import AmbiguousCode, History, UnknownCode
from analysis.dataset.notation import name_key
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.borders import geometry_trouble
from analysis.dataset.reading.csv_file import decode
from analysis.dataset.reading.table_file import read_bytes
from analysis.dataset.reading.word_file import word_trouble
from analysis.places import did_you_mean

TEXTS = (
    "bakgrunn",
    "anbefaling",
    "forslag-til-vedtak",
    "framdrift",
    "uttalelse-fra-de-tillitsvalgte",
    "mindretall",
)
FOLDER, MAP, TEMPLATE = "tekst", "kart.geojson", "mal.docx"


def read_texts(
    folder: Path, names: Mapping[str, str], history: History | None, log: ProblemLog
) -> tuple[dict[tuple[str, str], str], dict[str, bytes]]:
    """Read ``tekst/*.md``, ``tekst/mal.docx`` and those in ``tekst/<kommunenummer>/``.

    Parameters
    ----------
    folder : Path
        The analysis.
    names : mapping of str to str
        The municipalities by current code.
    history : History or None
        Carries the code of a folder to the current one.
    log : ProblemLog
        Where trouble is told.

    Returns
    -------
    texts : dict
        Text by (kommunenummer or "", name without ``.md``).
    templates : dict
        Word document by kommunenummer or "".
    """
    texts: dict[tuple[str, str], str] = {}
    templates: dict[str, bytes] = {}
    root = folder / FOLDER
    if not root.is_dir():
        return texts, templates
    for path in sorted(root.iterdir()):
        if path.is_dir():
            code = _folder_code(path, names, history, log)
            if code is not None:
                for inner in sorted(path.iterdir()):
                    _read_file(inner, code, texts, templates, log)
        else:
            _read_file(path, "", texts, templates, log)
    return texts, templates


def _read_file(
    path: Path,
    code: str,
    texts: dict[tuple[str, str], str],
    templates: dict[str, bytes],
    log: ProblemLog,
) -> None:
    if path.name == TEMPLATE and not path.is_dir():
        _read_template(path, code, templates, log)
    else:
        _read_text(path, code, texts, log)


def _read_template(path: Path, code: str, templates: dict[str, bytes], log: ProblemLog) -> None:
    data = read_bytes(path, log, _root(path, code))
    if data is None:
        return
    if trouble := word_trouble(data):
        log.error(path.as_posix(), None, None, trouble)
    else:
        templates[code] = data


def _root(path: Path, code: str) -> Path:
    """The analysis that a text lies in, in a folder of its own where it is one municipality's."""
    return path.parents[2 if code else 1]


def _folder_code(
    path: Path, names: Mapping[str, str], history: History | None, log: ProblemLog
) -> str | None:
    if path.name.startswith("."):
        return None
    try:
        code = history.current(path.name) if history else path.name
    except (UnknownCode, AmbiguousCode) as trouble:
        log.error(
            path.as_posix(),
            None,
            None,
            f"{trouble}. Gi mappen kommunenummeret som navn, {_meant(path.name, names)}",
        )
        return None
    if names and code not in names:
        log.error(
            path.as_posix(),
            None,
            None,
            f"«{code}» står ikke i kommuner. Gi mappen et nummer som står der",
        )
        return None
    return code


def _meant(folder: str, names: Mapping[str, str]) -> str:
    called = [code for code, name in names.items() if name_key(name) == name_key(folder)]
    return f"her {called[0]}" if len(called) == 1 else "for eksempel 0301"


def _read_text(path: Path, code: str, texts: dict[tuple[str, str], str], log: ProblemLog) -> None:
    if path.name.startswith((".", "~")):
        return
    file = path.as_posix()
    if path.suffix.lower() != ".md" or path.stem not in TEXTS or path.is_dir():
        hint = did_you_mean(path.stem, TEXTS) or f". Kjente navn er {', '.join(TEXTS)}"
        if path.suffix.lower() != ".md":
            hint = f"; bare filer som slutter på .md, og {TEMPLATE}, leses"
        log.warning(file, None, None, f"Filen brukes ikke{hint}")
        return
    data = read_bytes(path, log, _root(path, code))
    text = decode(file, data, log) if data is not None else None
    if text is None:
        return
    if not text.strip():
        log.warning(
            file, None, None, "Filen er tom og brukes ikke. Skriv teksten eller slett filen"
        )
        return
    texts[code, path.stem] = re.sub(r"\r\n?", "\n", text)


def read_borders(
    folder: Path, names: Mapping[str, str], history: History | None, log: ProblemLog
) -> dict[str, Any] | None:
    """Read ``kart.geojson``, with each feature's kommunenummer carried to the current code.

    Parameters
    ----------
    folder : Path
        The analysis.
    names : mapping of str to str
        The municipalities by current code.
    history : History or None
        Carries codes to the current ones.
    log : ProblemLog
        Where trouble is told.

    Returns
    -------
    dict or None
        The feature collection; None without a file, or where it cannot be used.
    """
    path = folder / MAP
    if not path.exists():
        return None
    file, data = path.as_posix(), read_bytes(path, log)
    if data is None:
        return None
    try:
        borders: dict[str, Any] = json.loads(data)
        features = borders["features"]
        codes = [feature["properties"]["kommunenummer"] for feature in features]
        shapes = {feature["geometry"]["type"] for feature in features}
    except (ValueError, KeyError, TypeError, RecursionError):
        log.error(
            file,
            None,
            None,
            "Filen er ikke GeoJSON der hvert område har "
            "egenskapen kommunenummer. Hent kartet på nytt",
        )
        return None
    if not shapes <= {"Polygon", "MultiPolygon"}:
        log.error(
            file,
            None,
            None,
            "Kartet har annet enn flater (Polygon og MultiPolygon). Ta bort det andre",
        )
        return None
    for feature, code in zip(features, codes, strict=True):
        feature["properties"]["kommunenummer"] = _border_code(code, history, file, log)
    if _tell_broken(features, file, log):
        return None
    present = {feature["properties"]["kommunenummer"] for feature in features}
    for code, name in names.items():
        if code not in present:
            log.warning(
                file, None, None, f"Kartet mangler {code} {name}, som ikke blir vist på kartet"
            )
    return borders


def _tell_broken(features: list[dict[str, Any]], file: str, log: ProblemLog) -> bool:
    """Tell each area that cannot be drawn, and whether there was one."""
    broken = False
    for feature in features:
        if trouble := geometry_trouble(feature["geometry"]):
            code = feature["properties"]["kommunenummer"]
            advice = "Hent kartet på nytt, eller slett filen"
            log.error(file, None, "coordinates", f"Området {code} {trouble}. {advice}")
            broken = True
    return broken


def _border_code(code: object, history: History | None, file: str, log: ProblemLog) -> str:
    try:
        return history.current(str(code)) if history else str(code)
    except (UnknownCode, AmbiguousCode) as trouble:
        log.error(file, None, "kommunenummer", f"{trouble}. Rett kommunenummeret i kartet")
        return str(code)
