"""How sure the cost figures are, in the long form of the other csv tables."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.model import (
    administration,
    cost_by_quality,
    join_sources,
    latest_rows,
    official_sources,
)
from analysis.report.view import View

_COLUMNS = ["kommunenummer", "alternativ", "størrelse", "verdi", "enhet", "kilder"]


def quality_table(view: View) -> pd.DataFrame:
    """Return known cost by quality, unknown amounts, and cost against administration.

    Parameters
    ----------
    view : View
        Of all municipalities together.

    Returns
    -------
    DataFrame
        kommunenummer, alternativ (0), størrelse, verdi, enhet, kilder.
    """
    return pd.DataFrame(_rows(view), columns=_COLUMNS)


def _rows(view: View) -> Iterator[tuple[object, ...]]:
    dataset, prices = view.dataset, view.dataset.shared.price_index
    amounts = cost_by_quality(dataset.budget, view.codes)
    beside = administration(dataset.official, dataset.budget, prices, view.codes)
    for code in view.codes:
        own = join_sources(latest_rows(dataset.budget, code)["source"])
        for quality in amounts.columns.drop("mangler"):
            yield code, "0", f"kostnad_{quality}", amounts[quality][code], "1000 kr", own
        yield code, "0", "ukjente_kostnadsgrupper", amounts["mangler"][code], "antall", own
        both = join_sources(own, *official_sources(dataset.official, prices, beside.loc[[code]]))
        yield code, "0", "andel_av_administrasjon", beside["andel"][code], "andel", both
