"""Figures as bytes, and back, in a form that nothing can run from.

A tree of plain values, dataclasses and enums in json, and the numbers of all its arrays after each
other. Only the dataclasses and enums of `analysis.decision` are made when it is read, field by
field, and none of their own code runs.
"""

import dataclasses
import importlib
import io
import json
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Literal

import numpy as np

_HOME = "analysis.decision."
_NUMERIC = "biuf"


class Unfit(Exception):
    """A value that has no such form, or bytes that are not one."""


def to_bytes(value: object) -> bytes:
    """Return a value as bytes.

    Raises
    ------
    Unfit
        If something in it is of another kind than those above.
    """
    numbers: list[bytes] = []
    text = json.dumps(_tree(value, numbers)).encode()
    file = io.BytesIO()
    blocks = {"tree": text, "numbers": b"".join(numbers)}
    np.savez_compressed(
        file,
        allow_pickle=False,
        **{name: np.frombuffer(block, np.uint8) for name, block in blocks.items()},
    )
    return file.getvalue()


def from_bytes(content: bytes) -> Any:
    """Return the value that `to_bytes` was given.

    Raises
    ------
    Unfit
        If the bytes are not from `to_bytes`, or from other classes than those there are now.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as blocks:
            tree, numbers = json.loads(blocks["tree"].tobytes()), blocks["numbers"].tobytes()
        return _Reader(numbers).value(tree)
    except Unfit:
        raise
    except Exception as trouble:  # whatever the bytes may be, they are not ours
        raise Unfit("not a kept value") from trouble


def _tree(value: Any, numbers: list[bytes]) -> Any:
    if value is None or type(value) in (bool, int, float, str):
        return value
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value, numbers)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        told = {name: _tree(getattr(value, name), numbers) for name in names}
        return {"class": _address(type(value)), "fields": told}
    raise Unfit(f"{type(value).__name__} has no form")


def _array(value: Any, numbers: list[bytes]) -> dict[str, Any]:
    array = np.asarray(value)
    if array.dtype.kind not in _NUMERIC:
        raise Unfit(f"an array of {array.dtype} has no form")
    flags = array.flags
    order: Literal["C", "F"] = "F" if flags.f_contiguous and not flags.c_contiguous else "C"
    numbers.append(array.tobytes(order=order))
    scalar = isinstance(value, np.generic)
    return {"array": [array.dtype.str, list(array.shape), order, scalar]}


_WRITERS: dict[type, Callable[[Any, list[bytes]], Any]] = {
    Enum: lambda value, _: {"enum": _address(type(value)), "name": value.name},
    tuple: lambda value, numbers: {"tuple": [_tree(one, numbers) for one in value]},
    list: lambda value, numbers: [_tree(one, numbers) for one in value],
    Mapping: lambda value, numbers: {
        "pairs": [[_tree(k, numbers), _tree(v, numbers)] for k, v in value.items()]
    },
    np.ndarray: _array,
    np.generic: _array,
}


class _Reader:
    """Makes values of a tree, in the order they were written."""

    def __init__(self, numbers: bytes) -> None:
        self._numbers, self._at = numbers, 0

    def value(self, tree: Any) -> Any:
        if isinstance(tree, list):
            return [self.value(one) for one in tree]
        if not isinstance(tree, dict):
            return tree
        match tree:
            case {"tuple": parts}:
                return tuple(self.value(one) for one in parts)
            case {"pairs": pairs}:
                return {self.value(key): self.value(one) for key, one in pairs}
            case {"array": [dtype, shape, order, scalar]}:
                return self._array(np.dtype(dtype), shape, order, scalar)
            case {"enum": address, "name": name}:
                return _found(address, Enum)[name]
            case {"class": address, "fields": fields}:
                return self._made(_found(address, object), fields)
        raise Unfit("not a kept value")

    def _array(self, dtype: np.dtype[Any], shape: list[int], order: Any, scalar: bool) -> Any:
        if dtype.kind not in _NUMERIC:
            raise Unfit("not numbers")
        count = int(np.prod(shape, dtype=int))
        flat = np.frombuffer(self._numbers[self._at : self._at + count * dtype.itemsize], dtype)
        self._at += count * dtype.itemsize
        array = flat.reshape(shape, order=order).copy(order="K")
        return array[()] if scalar else array

    def _made(self, kind: type[Any], fields: dict[str, Any]) -> Any:
        if not dataclasses.is_dataclass(kind):
            raise Unfit("not a dataclass")
        if [field.name for field in dataclasses.fields(kind)] != list(fields):
            raise Unfit("another class by now")
        made: Any = object.__new__(kind)
        for name, one in fields.items():
            object.__setattr__(made, name, self.value(one))
        return made


def _address(kind: type) -> str:
    if not kind.__module__.startswith(_HOME) or "." in kind.__qualname__:
        raise Unfit(f"{kind.__name__} has no form")
    return f"{kind.__module__}:{kind.__name__}"


def _found(address: str, kind: type) -> Any:
    """Return a class of ours by its address."""
    module, _, name = address.partition(":")
    if not module.startswith(_HOME):
        raise Unfit("not ours")
    found = vars(importlib.import_module(module))[name]
    if not (isinstance(found, type) and issubclass(found, kind) and _address(found) == address):
        raise Unfit("not ours")
    return found
