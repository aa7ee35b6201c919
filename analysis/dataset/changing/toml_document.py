"""A toml file whose values can be changed one by one: every other byte stays as it is."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Place = tuple[str | int, ...]

_BOM = b"\xef\xbb\xbf"
_PART = r"""(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADING = re.compile(rf"(\[\[?)[ \t]*({_KEY})[ \t]*\]\]?")
_SETS = re.compile(rf"({_KEY})[ \t]*=[ \t]*")
_PIECE = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|'''
    r"""#[^\n]*|[\[{]|[\]}]|\n|[^"'#\[\]{}\n]+""",
    re.DOTALL,
)


class CannotEdit(ValueError):
    """The file is written in a way that is not changed here, though it can be read."""


@dataclass(frozen=True)
class _Statement:
    """A heading or a key with its value, and where they stand."""

    path: Place
    start: int
    end: int
    value: tuple[int, int] | None = None


class TomlDocument:
    """The text of a toml file, value by value.

    A path is the keys on the way to a value, with the number of the entry where there are several:
    ``("fordeling", "lik")``, ``("forutsetning", 0, "anslag")``.

    Parameters
    ----------
    data : bytes
        A file that has been read without a feil; nothing for one that is new.

    Attributes
    ----------
    content : dict
        What the file says now.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._bom = _BOM if data.startswith(_BOM) else b""
        self._text = data.removeprefix(_BOM).decode("utf-8")
        self.content: dict[str, Any] = tomllib.loads(self._text)
        self._line_end = "\r\n" if "\r\n" in self._text else "\n"

    def set(self, path: Place, value: object) -> None:
        """Give a key another value; one that is new comes last in its table.

        A key that stands there as an example, behind #, gets its line after that.
        """
        self._inside(path[:-1])[path[-1]] = value
        if (found := self._find(path)) and found.value:
            self._replace(*found.value, _toml(value))
        elif (found := self._find(path[:-1])) and found.value:  # the table is in braces
            self._replace(*found.value, _toml(self._inside(path[:-1])))
        else:
            self._add(path, f"{path[-1]} = {_toml(value)}")

    def remove(self, path: Place) -> None:
        """Take a key out; a comment behind its value stays."""
        found = self._find(path)
        if found is None or found.value is None:
            raise CannotEdit(str(path[-1]))
        del self._inside(path[:-1])[path[-1]]
        rest = self._text[found.value[1] : found.end].lstrip(" \t")
        self._replace(found.start, found.end, rest if rest.startswith("#") else "")

    def put_first(self, path: Place, value: str) -> None:
        """Put a text first in a list that is not empty."""
        found = self._find(path)
        if found is None or found.value is None:
            raise CannotEdit(str(path[-1]))
        self._inside(path).insert(0, value)
        start = found.value[0] + 1
        space = re.compile(r"\s*").match(self._text, start)
        between = space[0] if space else ""
        self._replace(start, start, f"{between}{_toml(value)},{'' if between else ' '}")

    def add_entry(self, table: str, values: Mapping[str, object]) -> None:
        """Add an entry at the end of the file, under a heading ``[[table]]``."""
        self.content.setdefault(table, []).append(dict(values))
        lines = [f"[[{table}]]", *(f"{key} = {_toml(value)}" for key, value in values.items())]
        before = ["", ""] if self._text and not self._text.endswith("\n") else [""]
        self._text += self._line_end.join([*before, *lines, ""])

    def encode(self) -> bytes:
        """Return the file as it is now.

        Raises
        ------
        CannotEdit
            If it would not say what it is meant to: a table in braces, a dotted key and the like.
        """
        try:
            right = tomllib.loads(self._text) == self.content
        except tomllib.TOMLDecodeError:
            right = False
        if not right:
            raise CannotEdit("the text does not say what it is meant to")
        return self._bom + self._text.encode("utf-8")

    def _inside(self, path: Place) -> Any:
        found: Any = self.content
        for step in path:
            found = found[step] if isinstance(step, int) else found.setdefault(step, {})
        return found

    def _find(self, path: Place) -> _Statement | None:
        return next((s for s in self._statements() if s.path == path and s.value), None)

    def _replace(self, start: int, end: int, text: str) -> None:
        self._text = self._text[:start] + text + self._text[end:]

    def _add(self, path: Place, line: str) -> None:
        start, end, after = self._stretch(path[:-1])
        example = re.compile(rf"^[ \t]*#[ \t]*{re.escape(str(path[-1]))}[ \t]*=.*\n?", re.MULTILINE)
        if found := example.search(self._text, start, end):
            after = found.end()
        ended = after == 0 or self._text[after - 1] == "\n"
        self._replace(after, after, f"{'' if ended else self._line_end}{line}{self._line_end}")

    def _stretch(self, table: Place) -> tuple[int, int, int]:
        """Where a table starts and ends, and where its last key ends."""
        start = after = 0 if not table else None
        for statement in self._statements():
            if statement.value is None:
                if start is not None and after is not None:
                    return start, statement.start, after
                if statement.path == table:
                    start = after = statement.end
            elif start is not None:
                after = statement.end
        if start is None or after is None:
            raise CannotEdit(".".join(map(str, table)))
        return start, len(self._text), after

    def _statements(self) -> Iterator[_Statement]:
        text, at = self._text, 0
        table: Place = ()
        entries: dict[Place, int] = {}
        while at < len(text):
            start = at
            at += len(text[at:]) - len(text[at:].lstrip(" \t"))
            value = None
            if heading := _HEADING.match(text, at):
                table = _resolved(_parts(heading[2]), len(heading[1]) == 2, entries)
                path, at = table, heading.end()
            elif sets := _SETS.match(text, at):
                path = (*table, *_parts(sets[1]))
                value = sets.end(), _end_of_value(text, sets.end())
                at = value[1]
            else:
                path = None
            line_end = text.find("\n", at)
            at = len(text) if line_end < 0 else line_end + 1
            if path is not None:
                yield _Statement(path, start, at, value)


def _parts(key: str) -> list[str]:
    """Return the keys of a dotted key, without quotes."""
    parts: list[str] = []
    inner: Any = tomllib.loads(f"{key} = 0")
    while isinstance(inner, dict):
        (name,) = inner
        parts.append(name)
        inner = inner[name]
    return parts


def _resolved(parts: Sequence[str], another: bool, entries: dict[Place, int]) -> Place:
    """Return the path of a heading, with the numbers of the entries on the way."""
    path: Place = ()
    for place, part in enumerate(parts, 1):
        path = (*path, part)
        if another and place == len(parts):
            entries[path] = entries.get(path, -1) + 1
        if path in entries:
            path = (*path, entries[path])
    return path


def _end_of_value(text: str, at: int) -> int:
    """Return where a value ends: before a comment or a line break that is not inside it."""
    depth, end = 0, at
    for piece in _PIECE.finditer(text, at):
        found = piece[0]
        if depth == 0 and found[0] in "#\n":
            break
        depth += (found in "[{") - (found in "]}")
        if found.strip():
            end = piece.start() + len(found.rstrip())
    return end


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int() | float():
            return repr(value)
        case Mapping():
            return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
        case Sequence():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            raise TypeError(f"cannot write {type(value).__name__} as toml")
