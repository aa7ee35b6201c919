"""A fault in a cell is answered in Norwegian, with the line and what to do about it."""

from __future__ import annotations

import builtins
import linecache
import re
import sys
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any

from analysis.places import ROOT, PlainFault, did_you_mean

_MOST_LISTED = 12
_OWN = str(ROOT / "analysis")
# How Python tells of a call that does not fit what is called.
_MISFIT = re.compile(r"(?:\w+\.)*(\w+)\(\) (?:missing|takes|got)\b")
_WORDS: dict[type[Exception], str] = {
    NotADirectoryError: "«{path}» er en fil, ikke en mappe",
    IsADirectoryError: "«{path}» er en mappe, ikke en fil",
    PermissionError: "får ikke lese eller skrive «{path}». Er filen åpen i et annet program?",
    FileNotFoundError: "finner ikke filen «{path}». Er navnet og mappen riktige?",
    ZeroDivisionError: "deler på null",
    IndexError: "det er ikke så mange i listen. Den første har nummer 0",
    TypeError: "en verdi er av et annet slag enn det som trengs, for eksempel tekst der det skal "
    "være et tall",
    ValueError: "en verdi kan ikke brukes slik den er skrevet",
}


def answer_faults(shell: Any = None) -> None:
    """Let a notebook's shell do so, the one that runs here if none is given; without one, nothing.

    What is foreseen is told alone, the rest with where it arose after it. ``%tb`` shows all of
    either.
    """
    ipython = sys.modules.get("IPython")
    if shell := shell or (ipython and ipython.get_ipython()):
        shell.set_custom_exc((Exception,), _answer)


def _answer(
    shell: Any, kind: type, fault: Any, trace: TracebackType, tb_offset: int | None = None
) -> None:
    sys.last_type, sys.last_value, sys.last_traceback = kind, fault, trace
    told, alone = _told(fault, trace, shell.user_ns)
    lines = told.splitlines()
    if not alone:
        lines += shell.InteractiveTB.structured_traceback(kind, fault, trace, tb_offset=tb_offset)
    shell._showtraceback(kind, told, lines)


def _told(fault: Any, trace: TracebackType, cell: dict[str, Any]) -> tuple[str, bool]:
    """What to tell, and whether that is all there is to know."""
    if isinstance(fault, PlainFault):
        return str(fault), True
    line, said, below = _where(trace, cell)
    kind = type(fault).__name__
    if not line and isinstance(fault, SyntaxError):
        return (
            f"Linje {fault.lineno or 1} i cellen er ikke skrevet ferdig, eller har en skrivefeil. "
            "Se etter parenteser, anførselstegn, komma og innrykk, der og på linjen over.",
            True,
        )
    if not line:
        return f"Cellen stoppet av noe programmet ikke var forberedt på ({kind}).", False
    start = f"Linje {line} i cellen: "
    if not below and re.match(r"\s*raise\b", said) and str(fault):
        return start + str(fault), True
    if own := next((f.f_code.co_name for f in below if _is_ours(f)), ""):
        return (
            f"{start}{own.strip('_<>')} kan ikke bruke det den får ({kind}). Se etter om det som "
            "står i parentesen, er riktig.",
            False,
        )
    if words := _in_words(fault, below, cell):
        return start + words, True
    return f"{start}noe programmet ikke var forberedt på ({kind}).", False


def _where(trace: TracebackType | None, cell: dict[str, Any]) -> tuple[int, str, list[FrameType]]:
    """The line of the cell that was reached (0 where none was), its text, and what it called."""
    line, said, below = 0, "", list[FrameType]()
    while trace:
        frame = trace.tb_frame
        if frame.f_globals is cell:
            line, below = trace.tb_lineno, []
            said = linecache.getline(frame.f_code.co_filename, line)
        else:
            below.append(frame)
        trace = trace.tb_next
    return line, said, below


def _is_ours(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(_OWN)


def _in_words(fault: Any, below: list[FrameType], cell: dict[str, Any]) -> str:
    """What is wrong with what stands in the cell; empty where that is not known."""
    match fault:
        case ModuleNotFoundError():
            return f"finner ikke pakken «{fault.name}». Er navnet riktig?"
        case ImportError():
            names = re.findall(r"'([^']*)'", str(fault))
            options = dir(sys.modules.get(fault.name or ""))
            return _not_found(names[0], options) if names else ""
        case NameError() | AttributeError() if fault.name:
            return _not_found(fault.name, _options(fault, below, cell))
        case KeyError() if fault.args and isinstance(fault.args[0], (str, int)):
            return _not_found(fault.args[0], _options(fault, below, cell), few=True)
        case TypeError() if found := _MISFIT.match(str(fault)):
            return (
                f"{found[1]} mangler noe i parentesen, eller har fått noe den ikke tar. Se hvordan "
                "den er skrevet i cellen slik den var, eller i docs/notatboker.md."
            )
        case _ if not below or isinstance(fault, OSError):
            words = next((said for kind, said in _WORDS.items() if isinstance(fault, kind)), "")
            told = words.format(path=getattr(fault, "filename", ""))
            return f"{told}{'' if told.endswith('?') else '.'}" if told else ""
    return ""


def _not_found(name: str | int, options: Iterable[str], *, few: bool = False) -> str:
    known = [one for one in options if one and not one.startswith("_")]
    if isinstance(name, int) and str(name) in known:
        return f'finner ikke tallet {name}. Skriv det i anførselstegn: "{name}".'
    near = did_you_mean(str(name), known)
    all_ = (
        f". Det som finnes, er: {', '.join(known)}."
        if few and 0 < len(known) <= _MOST_LISTED
        else ""
    )
    return f"finner ikke «{name}»{near or all_ or '. Er det riktig?'}"


def _options(fault: Any, below: Iterable[FrameType], cell: dict[str, Any]) -> list[str]:
    """The names there are where the one asked for is not."""
    if isinstance(fault, NameError):
        return [*cell, *dir(builtins)]
    if isinstance(fault, AttributeError):
        return dir(fault.obj)
    # The columns or the rows that pandas looked in.
    asked: Iterator[Any] = (frame.f_locals.get("self") for frame in below)
    labels = next((one for one in asked if hasattr(one, "get_loc")), ())
    return [label for label in labels if isinstance(label, str)]
