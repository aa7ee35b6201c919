"""Read JSON-stat 2 as Statistics Norway writes it: figures, and why some are not there."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dataset.notation import short
from analysis.dataset.ssb.source_fault import SourceFault

# Statistics Norway's standard symbols in tables, for a cell without a figure.
SYMBOLS = {
    ".": "kan ikke oppgis",
    "..": "tallgrunnlag mangler",
    "...": "tallet er ikke kommet ennå",
    ":": "vises ikke av hensyn til personvernet",
}
# The one that is a figure, and those of a figure that may still be changed.
NIL = "-"
PROVISIONAL = frozenset({"*", "p"})
_MOST_CELLS = 2_000_000  # what is asked for here is some thousands


@dataclass(frozen=True)
class Dimension:
    """One dimension of a table.

    Attributes
    ----------
    id, label : str
        As in the table.
    codes : mapping of str to str
        Label by code, in the table's order.
    units : mapping of str to str
        Unit by code, where the table gives one.
    required : bool
        Whether a question must choose among the codes.
    """

    id: str
    label: str
    codes: Mapping[str, str]
    units: Mapping[str, str]
    required: bool


@dataclass(frozen=True)
class Cube:
    """A table, with or without figures.

    Attributes
    ----------
    label : str
        Its title.
    updated : datetime.datetime
        When Statistics Norway last changed it.
    dimensions : mapping of str to Dimension
        By id, in order.
    roles : mapping of str to sequence of str
        Ids of the dimensions for ``time``, ``geo`` and ``metric``.
    answer : mapping
        The answer itself.
    """

    label: str
    updated: dt.datetime
    dimensions: Mapping[str, Dimension]
    roles: Mapping[str, Sequence[str]]
    answer: Mapping[str, Any]

    def figures(self) -> pd.DataFrame:
        """Return the figures: a row per cell.

        Returns
        -------
        DataFrame
            Indexed by the codes of the dimensions, with ``value`` (float, NaN where there is
            none and the symbol is not that of nil) and ``status`` (the symbol, or an empty text).

        Raises
        ------
        SourceFault
            If the figures do not fill the dimensions.
        """
        codes = [list(dimension.codes) for dimension in self.dimensions.values()]
        if math.prod(map(len, codes)) > _MOST_CELLS:
            raise SourceFault("Svaret fra SSB er for stort til å være riktig.")
        index = pd.MultiIndex.from_product(codes, names=list(self.dimensions))
        values = _spread(self.answer.get("value"), len(index))
        status = self.answer.get("status") or {}
        marks = [status] * len(index) if isinstance(status, str) else _spread(status, len(index))
        symbols = [mark.strip() if isinstance(mark, str) else "" for mark in marks]
        figures = [
            0.0 if value is None and symbol == NIL else _number(value)
            for value, symbol in zip(values, symbols, strict=True)
        ]
        return pd.DataFrame({"value": figures, "status": symbols}, index)


def read_cube(answer: Any) -> Cube:
    """Read an answer, and refuse what is not a JSON-stat 2 table with a date.

    Raises
    ------
    SourceFault
        If its form is another than Statistics Norway documents.
    """
    field = "class"
    try:
        if answer["class"] != "dataset":
            raise ValueError
        field = "size"
        sizes = dict(zip(answer["id"], answer["size"], strict=True))
        field = "dimension"
        dimensions = {
            id: _dimension(id, size, answer["dimension"][id]) for id, size in sizes.items()
        }
        field = "updated"
        updated = dt.datetime.fromisoformat(answer["updated"])
        field = "role"
        roles = {str(role): list(ids) for role, ids in answer.get("role", {}).items()}
    except (KeyError, ValueError, TypeError, AttributeError):
        raise SourceFault(
            f"Svaret fra SSB har en annen form enn før (feltet «{field}»), og er ikke brukt. "
            "Programmet må rettes før disse tallene kan hentes."
        ) from None
    return Cube(str(answer.get("label", "")), updated, dimensions, roles, answer)


def _dimension(id: str, size: int, found: Mapping[str, Any]) -> Dimension:
    category = found["category"]
    labels = category.get("label", {})
    order = category.get("index", list(labels))
    if isinstance(order, Mapping):
        if sorted(order.values()) != list(range(len(order))):
            raise ValueError
        order = sorted(order, key=order.__getitem__)
    if len(order) != size:
        raise ValueError
    return Dimension(
        id=id,
        label=str(found.get("label", id)),
        codes={str(code): str(labels.get(code, code)) for code in order},
        units={code: str(unit.get("base", "")) for code, unit in category.get("unit", {}).items()},
        required=not found.get("extension", {}).get("elimination", False),
    )


def _spread(given: Any, size: int) -> list[Any]:
    """One entry per cell: from a list, or from a mapping of position to entry."""
    if isinstance(given, Mapping):
        return [given.get(str(position)) for position in range(size)]
    if not isinstance(given, list) or len(given) != size:
        raise SourceFault(
            "Svaret fra SSB har ikke like mange tall som det skulle, og er ikke brukt. Prøv igjen."
        )
    return given


def _number(value: Any) -> float:
    if value is None:
        return math.nan
    try:
        # An int may be too large to be a float.
        if not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass
    raise SourceFault(f"Svaret fra SSB har «{short(str(value), 30)}» der det skulle stå et tall.")
