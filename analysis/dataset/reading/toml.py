"""Read toml files and say in plain Norwegian what is wrong with them, and on which line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from analysis.dataset.notation import meant_date
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.table_file import read_bytes

_SYNTAX_POSITION = re.compile(r"\(at line (\d+), column (\d+)\)")


_DOTTED_DATE = re.compile(r"=\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\s*(?:#.*)?$")
_ASSIGNED = re.compile(r"\s*([A-Za-z0-9_-]+)\s*[=:]\s*([^#]*?)\s*(?:#.*)?")
_WORDS = {"ja": "true", "sann": "true", "nei": "false", "usann": "false", "true": "true",
          "false": "false"}  # fmt: skip
# «3312, 3316» is no number.
_CODES = re.compile(r"\[?\s*[0-9]{4}(?:\s*(?:[,;]|og)\s*[0-9]{4})+\s*\]?")
_MOST_BYTES = 1_000_000
_MOST_BROKEN = 30
_DEEPEST = 12
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
    text = read_toml_text(path, shown, log, missing)
    if text is None:
        return None
    data, broken = parse_toml(text, shown, log)
    return None if broken else (data, text)


def read_toml_text(path: Path, shown: str, log: ProblemLog, missing: str) -> str | None:
    """Return the text of a toml file, or log why not; see `read_toml`."""
    if not path.exists():
        log.error(shown, None, None, f"Filen mangler. {missing}")
        return None
    data = read_bytes(path, log)
    if data is None:
        return None
    if len(data) > _MOST_BYTES:
        log.error(
            shown, None, None, "Filen er uvanlig stor og leses ikke. Slett det som ikke trengs"
        )
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        log.error(shown, None, None, "Filen er ikke lagret som UTF-8. Lagre den på nytt som UTF-8")
        return None


def parse_toml(text: str, shown: str, log: ProblemLog) -> tuple[dict[str, Any], set[str]]:
    """Parse a toml text past the lines that cannot be read, each told.

    Returns
    -------
    data : dict
        What the other lines say.
    broken : set of str
        The keys of the lines that were passed by; "" for one without a key.
    """
    lines = text.split("\n")
    broken: set[str] = set()
    mended: set[int] = set()
    while len(broken) <= _MOST_BROKEN:
        try:
            data = tomllib.loads("\n".join(lines))
            if _depth(data) <= _DEEPEST:
                return data, broken
        except RecursionError:
            pass
        except ValueError as error:  # also a number with thousands of digits
            number = _line_of(str(error), lines)
            number = _opened_at(lines, number) or number
            line = lines[number - 1]
            key, message, right = _syntax_trouble(str(error), line)
            if number not in mended:
                log.error(shown, number, key or None, message)
            if not line.strip():
                return {}, broken | {""}
            broken.add(key or _key_of(line))
            # With what was meant in its place, the line makes no trouble for the others.
            lines[number - 1] = "" if number in mended else right
            mended.add(number)
            continue
        log.error(shown, None, None, "Filen har for mange nivåer av klammer. Skriv den enklere")
        break
    return {}, broken | {""}


def _opened_at(lines: list[str], number: int) -> int:
    """The line of the list that ran into the next key, where a parser stopped; 0 for none."""
    stopped, at_end = lines[number - 1], not any(map(str.strip, lines[number:]))
    if not (_NEXT.match(stopped) or at_end):
        return 0
    above = range(number if at_end else number - 1, 0, -1)
    last = next((at for at in above if _NEXT.match(lines[at - 1])), 0)
    return last if last and _OPEN_LIST.fullmatch(lines[last - 1].partition("#")[0]) else 0


_NEXT = re.compile(r"\s*(?:[A-Za-z0-9_-]+\s*=|\[)")
_OPEN_LIST = re.compile(r"\s*[A-Za-z0-9_-]+\s*=\s*\[[^\[\]{}]*[^\[\]{}\s][^\[\]{}]*")


def _depth(data: object) -> int:
    """How many tables and lists lie inside each other."""
    depth, level = 0, [data]
    while level:
        depth += 1
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [x for one in inside if isinstance(one, Iterable) and not isinstance(one, str)
                 for x in one]  # fmt: skip
    return depth


def _line_of(reason: str, lines: list[str]) -> int:
    """The line that a parser stopped at; the last one where it came to the end."""
    position = _SYNTAX_POSITION.search(reason)
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    number = int(position[1]) if position else max(filled, default=1)
    return min(number, len(lines))


def _key_of(line: str) -> str:
    match = re.match(r"[\s\[\"']*([^\s\[\]\"'=:#]+)", line)
    return match[1] if match else ""


def _syntax_trouble(reason: str, line: str) -> tuple[str, str, str]:
    """Key and Norwegian text of a line that is not toml, and the line as it was meant."""
    if date := _DOTTED_DATE.search(line):
        day, month, year = (int(part) for part in date.groups())
        right = f"{_key_of(line)} = {year}-{month:02}-{day:02}"
        return _key_of(line), f"Datoen kan ikke leses. Skriv {right}", right
    if _OPEN_LIST.fullmatch(line.partition("#")[0]):
        right = f"{line.partition('#')[0].strip().rstrip(',')}]"
        return _key_of(line), f"Listen mangler ] til slutt. Skriv {right}", right
    if reason.startswith(_TWICE):
        return _key_of(line), "Nøkkelen står to ganger. Slett den ene", ""
    if right := _written_line(line):
        return _key_of(line), f"Verdien kan ikke leses. Skriv {right}", right
    return (
        "",
        "Linjen kan ikke leses. Skriv «nøkkel = verdi», med tekst i anførselstegn "
        "og desimalpunktum i tall, for eksempel kalkulasjonsrente = 0.04",
        "",
    )


def _written_line(line: str) -> str:
    """What a line with one key should be; "" where that would be a guess."""
    match = _ASSIGNED.fullmatch(line)
    if match is None:
        heading = re.fullmatch(r"\s*\[?([a-z_]+)\]?\s*", line)
        return f"[{heading[1]}]" if heading and ("[" in line or "]" in line) else ""
    key, value = match[1], match[2].strip()
    if value.casefold() in _WORDS:
        return f"{key} = {_WORDS[value.casefold()]}"
    if _CODES.fullmatch(value):
        codes = ", ".join(f'"{code}"' for code in re.findall("[0-9]{4}", value))
        return f"{key} = [{codes}]"
    if day := meant_date(value):
        return f"{key} = {day.isoformat()}"
    plain = value.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    if number := re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)(%?)", plain):
        share = Decimal(number[1]) / 100 if number[2] else Decimal(number[1])
        return f"{key} = {share.normalize():f}"
    inside = value.strip("\"'“”„‟«»‘’").strip()
    if not inside or set(inside) & set('"\\[]{}='):
        return ""
    return f'{key} = "{inside}"'


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
