"""How the csv tables are written: sources by key, figures with the digits they carry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

SOURCES, KEY = "kilder", "nøkkel"
# Of amounts in 1000 kr: whole kroner.
_DECIMALS = 3
# Of all else, and never fewer than a whole number has.
_FIGURES = 6
_LOW, _HIGH = "lav", "høy"


def as_written(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables as the files have them, and ``kilder`` with a row for each set of sources.

    What is the same at both ends of unknown cells, and from the same sources, is one row with an
    empty ``grense``.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Each row with its sources as text, as `join_sources` writes them.
    """
    sets = list(dict.fromkeys(told for table in tables.values() for told in table[SOURCES] if told))
    keys = {told: f"K{number}" for number, told in enumerate(sets, start=1)}
    known = {**keys, "": ""}
    written = {
        name: _ends_as_one(_rounded(table)).assign(**{SOURCES: table[SOURCES].map(known)})
        for name, table in tables.items()
    }
    return {**written, SOURCES: pd.DataFrame({KEY: keys.values(), SOURCES: keys.keys()})}


def rounded(values: pd.Series, unit: pd.Series) -> pd.Series:
    """Figures with the digits they carry: whole kroner of 1000 kr, six figures of all else.

    Examples
    --------
    >>> units = pd.Series(["1000 kr", "andel", "kr per innbygger"])
    >>> rounded(pd.Series([1234.56789, 0.12345678, -1234567.8]), units).tolist()
    [1234.568, 0.123457, -1234568.0]
    """
    size = np.abs(values.to_numpy(float))
    with np.errstate(divide="ignore", invalid="ignore"):
        before = np.floor(np.log10(size)) + 1.0
    places = np.where(np.isfinite(before), _FIGURES - before, 0.0)
    places = np.where(unit.str.startswith("1000 kr"), _DECIMALS, np.clip(places, 0, 15))
    found = values.to_numpy(float).copy()
    for number in np.unique(places):
        own = places == number
        found[own] = np.round(found[own], int(number))
    return pd.Series(found, index=values.index)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    figures = {
        str(name): rounded(column, table["enhet"])
        for name, column in table.items()
        if pd.api.types.is_float_dtype(column)
    }
    return table.assign(**figures)


def _ends_as_one(table: pd.DataFrame) -> pd.DataFrame:
    if "grense" not in table:
        return table
    rest = table.drop(columns="grense")
    before, end = rest.shift(), table["grense"]
    same = ((rest == before) | (rest.isna() & before.isna())).all(axis=1)
    high = same & (end == _HIGH) & (end.shift() == _LOW)
    return table.assign(grense=end.mask(high.shift(-1, fill_value=False), ""))[~high]
