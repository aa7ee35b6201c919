"""The csv table of who is first under every reasonable way to reckon."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.decision import Reckoning


def reckonings_table(ways: Sequence[Reckoning], codes: Sequence[str], sources: str) -> pd.DataFrame:
    """Who is first under each way, the row of all together last with an empty kommunenummer.

    Parameters
    ----------
    ways : sequence of Reckoning
    codes : sequence of str
        Kommunenummer in order, without all together.
    sources : str
        What all of it rests on.
    """
    rows = [
        (code, alternative, str(way.way), way.value, 1, "først", sources)
        for way in ways
        for code, first in zip((*codes, ""), way.first, strict=True)
        for alternative in first
    ]
    columns = ["kommunenummer", "alternativ", "regnemåte", "valg", "verdi", "enhet", "kilder"]
    return pd.DataFrame(rows, columns=columns)
