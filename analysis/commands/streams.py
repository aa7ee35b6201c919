"""What the commands say, on consoles of any code page and to readers who leave."""

from __future__ import annotations

import codecs
import errno
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

# What Windows' code pages lack and a plain sign can stand for.
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "→": "->", "≥": ">=", "≤": "<=", "’": "'", "…": "...", "█": "#"}
    | {"«": '"', "»": '"', "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O"}
)
_NEAREST = "ikt-nearest"
# Control characters but tab and line feed, and marks that turn the direction of a line.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# A pipe without a reader; Windows has the second for it.
_NOBODY = {errno.EPIPE, errno.EINVAL}


@contextmanager
def heard() -> Iterator[None]:
    """Let stdout and stderr take any text, and go on in silence when nobody reads them.

    A command that is cut short where it speaks (`ikt importer … | head -1`) would else leave its
    work half done.
    """
    codecs.register_error(_NEAREST, _nearest)
    out, err = (_Lasting(stream) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(cast(TextIO, out)), redirect_stderr(cast(TextIO, err)):
        try:
            yield
        finally:
            out.flush()
            err.flush()


class _Lasting:
    """A stream that nothing said to it can stop."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=_NEAREST)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            return self._stream.write(_visible(text))
        except OSError as fault:
            self._silence(fault)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as fault:
            self._silence(fault)

    def _silence(self, fault: OSError) -> None:
        """Send what more is said nowhere, if the reader is gone."""
        if fault.errno not in _NOBODY:
            raise fault
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


def _visible(text: str) -> str:
    """A text in which no sign steers the terminal; only a bar that is drawn again starts the line.

    Names of files and what stands in cells come from outside.
    """
    start = "\r" if text.startswith("\r") else ""
    return start + _STEERING.sub(lambda sign: f"\\x{ord(sign[0]):02x}", text.removeprefix("\r"))


def _nearest(fault: UnicodeError) -> tuple[str, int]:
    """The signs a code page has that come nearest to those it lacks: «š» becomes s, «…» three dots.

    Registered by name for `codecs`.
    """
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(
        _in_page(sign, fault.encoding) for sign in fault.object[fault.start : fault.end]
    ), fault.end


def _in_page(sign: str, page: str) -> str:
    apart = unicodedata.normalize("NFKD", sign.translate(_PLAIN))
    known = apart.encode(page, "ignore").decode(page)
    return known or ("" if unicodedata.combining(sign) else "?")
