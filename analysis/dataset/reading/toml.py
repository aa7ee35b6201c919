"""Read toml files and say in plain Norwegian what is wrong with them, and on which line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from analysis.dataset.problems import ProblemLog

_SYNTAX_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


_DOTTED_DATE = re.compile(r"=\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*(?:#.*)?$")
_TWICE = ("Cannot overwrite", "Cannot declare", "Duplicate inline table key")


def read_toml(
    path: Path,
    shown: str,
    log: ProblemLog,
    missing: str = "Hent den på nytt; den følger med programmet",
) -> tuple[dict[str, Any], str] | None:
    """Parse a toml file; return its content and text, or log why not.

    Parameters
    ----------
    path : Path
        The file.
    shown : str
        The name to show to the user.
    log : ProblemLog
        Where trouble is told.
    missing : str
        What to do where there is no such file.
    """
    if not path.is_file():
        log.error(
            shown,
            None,
            None,
            f"Filen mangler. {missing}",
        )
        return None
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text), text
    except OSError:
        log.error(shown, None, None, "Filen kan ikke åpnes. Er den åpen i et annet program?")
    except UnicodeDecodeError:
        log.error(shown, None, None, "Filen er ikke lagret som UTF-8. Lagre den på nytt som UTF-8")
    except tomllib.TOMLDecodeError as error:
        log.error(shown, *_syntax_trouble(str(error), text))
    return None


def _syntax_trouble(reason: str, text: str) -> tuple[int | None, str | None, str]:
    """Line, key and Norwegian text of a line that is not toml."""
    lines = text.rstrip().splitlines()
    position = _SYNTAX_POSITION.search(reason)
    number = int(position[1]) if position else len(lines)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if date := _DOTTED_DATE.search(line):
        day, month, year = (int(part) for part in date.groups())
        key = line.split("=")[0].strip()
        return number, key, f"Datoen kan ikke leses. Skriv {key} = {year}-{month:02}-{day:02}"
    if reason.startswith(_TWICE):
        key = line.split("=")[0].split("#")[0].strip(" []\t\"'")
        return number, key or None, "Nøkkelen står to ganger. Slett den ene"
    return (
        int(position[1]) if position else None,
        None,
        "Linjen kan ikke leses. Skriv «nøkkel = verdi», med tekst i anførselstegn "
        "og desimalpunktum i tall, for eksempel kalkulasjonsrente = 0.04",
    )


def line_of_key(text: str, key: str) -> int | None:
    """Line on which a key is set, or None."""
    pattern = re.compile(rf'^\s*"?{re.escape(key)}"?\s*=|^\s*\[+\s*{re.escape(key)}\s*\]+')
    lines = (number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line))
    return next(lines, None)


def line_of_entry(text: str, table: str, position: int) -> int:
    """Line of the ``[[table]]`` heading number ``position`` (from 0), else where the list is."""
    headings = _headings(text, table)
    if position < len(headings):
        return headings[position]
    return line_of_key(text, table) or 1


@lru_cache(maxsize=16)
def _headings(text: str, table: str) -> tuple[int, ...]:
    """Lines of the ``[[table]]`` headings; asked for again at each entry of a file."""
    heading = re.compile(rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]")
    return tuple(n for n, line in enumerate(text.splitlines(), 1) if heading.search(line))


def line_in_entry(text: str, table: str, position: int, key: str = "") -> int | None:
    """Line of a key inside ``[table]`` or ``[[table]]`` number ``position``, or its heading."""
    lines = list(enumerate(text.splitlines(), 1))
    heading = re.compile(rf"^\s*\[+\s*{re.escape(table)}\s*\]+")
    starts = [number for number, line in lines if heading.search(line)]
    if position >= len(starts):
        return line_of_key(text, table)
    start = starts[position]
    wanted = re.compile(rf'^\s*"?{re.escape(key)}"?\s*=')
    for number, line in lines[start:]:
        if line.lstrip().startswith("["):
            break
        if key and wanted.search(line):
            return number
    return start


def problem_texts(
    error: ValidationError, model: type[BaseModel]
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Location and Norwegian text of every failure in a pydantic error."""
    failures = error.errors(include_url=False)
    inside = {failure["loc"][:-1] for failure in failures}
    for failure in failures:
        # A list is also called too short when what stands in it is refused.
        if not (failure["type"] == "too_short" and failure["loc"] in inside):
            yield failure["loc"], _explain(failure, model)


def _explain(failure: Mapping[str, Any], model: type[BaseModel]) -> str:
    kind, context, found = failure["type"], failure.get("ctx", {}), failure.get("input")
    bounds = {
        "greater_than_equal": ("ge", "minst"),
        "greater_than": ("gt", "større enn"),
        "less_than_equal": ("le", "høyst"),
        "less_than": ("lt", "mindre enn"),
    }
    if kind == "missing":
        return "Nøkkelen mangler. Legg den til"
    if kind == "extra_forbidden":
        return f"Nøkkelen er ukjent{nearest_text(str(failure['loc'][-1]), model.model_fields)}"
    if kind in bounds:
        key, words = bounds[kind]
        return f"{_shown(found)} er utenfor området. Oppgi et tall som er {words} {context[key]}"
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "").replace(" or ", ", ")
        return f"{_shown(found)} er ikke et gyldig valg. Velg mellom {allowed}"
    if kind == "string_too_short":
        return "Teksten er tom. Skriv en tekst"
    if kind == "too_short":
        return "Listen er tom. Oppgi minst én verdi"
    return f"{_shown(found)} har feil form. Oppgi {_wanted(kind)}"


def _wanted(kind: str) -> str:
    wanted = {
        "int": "et helt tall",
        "float": "et tall med desimalpunktum",
        "finite": "et tall med desimalpunktum",
        "string": "en tekst i anførselstegn",
        "date": "en dato på formen 2022-06-30",
        "bool": "true eller false",
        "tuple": "en liste i hakeparenteser",
        "dict": "en tabell med nøkler",
        "model": "en tabell med nøkler",
    }
    return next(
        (text for start, text in wanted.items() if kind.startswith(start)), "en gyldig verdi"
    )


def _shown(found: object) -> str:
    return f"«{found}»" if isinstance(found, (str, int, float)) else "Verdien"


def nearest_text(word: str, allowed: Iterable[str]) -> str:
    """The end of a message: the nearest allowed word, or all of them."""
    words = list(allowed)
    near = difflib.get_close_matches(word, words, n=1)
    return f". Mente du «{near[0]}»?" if near else f". Velg mellom {', '.join(words)}"
