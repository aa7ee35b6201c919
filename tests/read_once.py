"""What analyses share is read once for the same content, however many tests read it."""

import pickle
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from analysis.dataset.definitions.shared import Shared
from analysis.dataset.definitions.shared_loader import load_shared_definitions
from analysis.dataset.kommunenummer import SHIPPED, History, read_history
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import read_toml

DEFINITIONS = ("alternativer.toml", "kriterier.toml", "forklaringer.toml", "forutsetninger.toml")

_shared: dict[tuple[bytes, ...], Shared] = {}
_histories: dict[bytes, History] = {}
_parsed: dict[bytes, bytes] = {}


@contextmanager
def shared_files_read_once() -> Iterator[None]:
    """Read definitions and old kommunenummer again only where their content is another.

    So are other toml files, and the certificates of this machine, which no test changes.
    """
    with (
        _in_place_of(read_toml, _toml),
        patch.object(ssl, "create_default_context", cache(ssl.create_default_context)),
        _in_place_of(load_shared_definitions, _definitions),
        _in_place_of(read_history, _history),
    ):
        yield


def _definitions(folder: Path, log: ProblemLog) -> Shared | None:
    files = [folder / name for name in DEFINITIONS]
    if not all(file.is_file() for file in files):
        return load_shared_definitions(folder, log)
    key = tuple(file.read_bytes() for file in files)
    if key not in _shared:
        own = ProblemLog()
        found = load_shared_definitions(folder, own)
        if found is None or own.problems:
            for problem in own.problems:
                log.add(problem)
            return found
        _shared[key] = found
    # The entries cannot be changed; what holds them can.
    found = _shared[key]
    return replace(
        found,
        assumptions=dict(found.assumptions),
        legal_forms=dict(found.legal_forms),
        experience=found.experience.copy(),
        price_index=found.price_index.copy(),
    )


def _toml(path: Path, *rest: Any, **named: Any) -> tuple[dict[str, Any], str] | None:
    if not path.is_file():
        return read_toml(path, *rest, **named)
    content = path.read_bytes()
    if content not in _parsed:
        found = read_toml(path, *rest, **named)
        if found is None:
            return None
        _parsed[content] = pickle.dumps(found)
    again: tuple[dict[str, Any], str] = pickle.loads(_parsed[content])
    return again


def _history(path: Path = SHIPPED) -> History:
    key = path.read_bytes()
    if key not in _histories:
        _histories[key] = read_history(path)
    return _histories[key]


@contextmanager
def _in_place_of(own: Callable[..., object], other: Callable[..., object]) -> Iterator[None]:
    """Put another function in every module that has this one."""
    name, patches = own.__name__, []
    for module in list(sys.modules.values()):
        if module and module.__name__ != __name__ and vars(module).get(name) is own:
            patches.append(patch.object(module, name, other))
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
