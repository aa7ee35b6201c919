"""Text from people made safe: escaping, and Markdown through pandoc.

Text in inputs is shown as text, whatever it holds. `escape` lets a piece of it stand inside
our own Markdown. `convert` takes whole Markdown texts through one pandoc call: CommonMark
with tables and footnotes, and nothing that could run, include or fetch anything.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from analysis.report.press.payload import ReportError

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_NOTE = re.compile(r"[\s>*+-]*\[\^[^\]\s]+\]:")
_READER = "commonmark+pipe_tables+footnotes+strikeout"
_FILTER = Path(__file__).with_name("prose.lua")
_HEADING_ID = re.compile(r"[a-z][a-z0-9-]*")
_MARK = {"typst": "//{}", "html": "<!--{}-->"}
_TIMEOUT_SECONDS = 60

Target = Literal["typst", "html"]


@dataclass(frozen=True)
class Prose:
    """One Markdown text on its way into a report.

    Parameters
    ----------
    markdown : str
    shift : int
        Steps the headings are moved down.
    trusted : bool
        False for text written by users: links inside the report are then text only.
    heading_id : str
        Name of the first heading, so that our own text can link to it.
    """

    markdown: str
    shift: int = 0
    trusted: bool = True
    heading_id: str = ""

    def __post_init__(self) -> None:
        if self.heading_id and not _HEADING_ID.fullmatch(self.heading_id):
            raise ValueError(
                f"Overskriftens id «{self.heading_id}» kan bare ha små bokstaver a–z, "
                "tall og bindestrek."
            )


def escape(text: object) -> str:
    """Escape text so that it stands as it is inside our own Markdown, on one line."""
    return _PUNCTUATION.sub(r"\\\1", one_line(text))


def one_line(text: object) -> str:
    """Text with line breaks, tabs and control characters as single ordinary spaces."""
    return re.sub(" {2,}", " ", _CONTROL.sub(" ", str(text))).strip(" ")


def _without_nested_notes(markdown: str) -> str:
    """Markdown where footnotes in footnotes are text: pandoc never ends on one in itself."""
    lines, in_note, after_blank = [], False, False
    for line in markdown.split("\n"):
        start = _NOTE.match(line)
        if start:
            in_note = True
        elif after_blank and line.strip() and not line.startswith(("  ", "\t", ">")):
            in_note = False
        head = start.end() if start else 0
        body = line[head:].replace("[^", "\\[^") if in_note else line[head:]
        lines.append(line[:head] + body)
        after_blank = not line.strip()
    return "\n".join(lines)


def typst_string(text: object) -> str:
    """Text as a Typst string literal, which Typst shows as it is."""
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", str(text).replace("\r\n", "\n"))
    for raw, safe in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        plain = plain.replace(raw, safe)
    return f'"{plain}"'


def convert(texts: Sequence[Prose], target: Target) -> list[str]:
    """Convert Markdown texts in one pandoc call, each read on its own.

    No text can reach into the next: an unclosed code fence ends with its text, and equal
    footnote names in two texts do not meet.

    Returns
    -------
    list of str
        Typst or html, one per text, in order.

    Raises
    ------
    ReportError
        If pandoc fails.
    """
    return list(_convert(tuple(texts), target)) if texts else []


@lru_cache(maxsize=256)
def _convert(texts: tuple[Prose, ...], target: Target) -> tuple[str, ...]:
    # The mark cannot occur in the texts, as it is a fingerprint of them.
    mark = hashlib.sha256(repr(texts).encode()).hexdigest()
    with tempfile.TemporaryDirectory(prefix="ikt-tekst-") as folder:
        names = []
        for number, text in enumerate(texts):
            trust = "own" if text.trusted else "user"
            marker = f"{mark} {text.shift} {trust} {text.heading_id or '-'}\n"
            for suffix, content in (("a", marker), ("b", _without_nested_notes(text.markdown))):
                name = f"{number:04d}{suffix}.md"
                (Path(folder) / name).write_text(content, encoding="utf-8")
                names.append(name)
        output = _run_pandoc(names, target, mark, folder)
    parts = re.split(f"^{re.escape(_MARK[target].format(mark))}$", output, flags=re.MULTILINE)
    if len(parts) != len(texts) + 1:
        raise ReportError("Teksten i rapporten lot seg ikke dele opp etter omforming.")
    return tuple(part.strip("\n") for part in parts[1:])


@lru_cache(maxsize=1)
def _pandoc_path() -> str:
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def _run_pandoc(names: list[str], target: Target, mark: str, folder: str) -> str:
    command = [_pandoc_path(), f"--from={_READER}", f"--to={target}"]
    command += ["--sandbox", "--file-scope", "--wrap=none", "--reference-location=block"]
    command += [f"--lua-filter={_FILTER}", f"--id-prefix=n{mark[:8]}-", *names]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=_TIMEOUT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        detail = getattr(error, "stderr", None) or b""
        raise ReportError(
            f"Teksten lot seg ikke omforme: {detail.decode(errors='replace').strip() or error}"
        ) from error
    return done.stdout.decode("utf-8")
