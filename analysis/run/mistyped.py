"""A name mistyped in a notebook is answered with one line in Norwegian, not a page of code."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any

from analysis.places import ROOT, did_you_mean

_MOST_LISTED = 12


def answer_mistyped_names() -> None:
    """Let the notebook that runs here do so; without one nothing is done."""
    ipython = sys.modules.get("IPython")
    if ipython and (shell := ipython.get_ipython()):
        shell.set_custom_exc((NameError, AttributeError, KeyError), _answer)


def _answer(
    shell: Any, kind: type, fault: Any, trace: TracebackType, tb_offset: int | None = None
) -> None:
    if told := _told(fault, trace, shell.user_ns):
        fault._render_traceback_ = lambda: [told]
    shell.showtraceback((kind, fault, trace), tb_offset=tb_offset)


def _told(fault: Any, trace: TracebackType, cell: dict[str, Any]) -> str:
    """The line; empty where the fault is not one of what is written in the cell."""
    line, below = 0, list[FrameType]()
    for step in _steps(trace):
        if step.tb_frame.f_globals is cell:
            line, below = step.tb_lineno, []
        else:
            below.append(step.tb_frame)
    own = str(ROOT / "analysis")
    name = fault.args[0] if isinstance(fault, KeyError) and fault.args else fault.name
    if not line or not isinstance(name, str) or _any_in(own, below):
        return ""
    options = [one for one in _options(fault, below, cell) if one and not one.startswith("_")]
    near = did_you_mean(name, options)
    few = isinstance(fault, KeyError) and 0 < len(options) <= _MOST_LISTED
    listed = f". Det som finnes, er: {', '.join(options)}." if few else ""
    return f"Linje {line} i cellen: finner ikke «{name}»{near or listed or '. Er det riktig?'}"


def _steps(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace:
        yield trace
        trace = trace.tb_next


def _any_in(folder: str, frames: Iterable[FrameType]) -> bool:
    return any(frame.f_code.co_filename.startswith(folder) for frame in frames)


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
