"""Which rows and assumptions a result of an alternative rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.model import assumptions_used, join_sources

LINES = re.compile(r"(?P<file>[^:]+\.(?:csv|xlsx|toml)):(?P<lines>[\d–,]+)")


def with_lines(source: str) -> str:
    """Write the lines of a file as a reader does: «mandat.csv linje 2–8, 12»."""
    place = LINES.fullmatch(source)
    return f"{place['file']} linje {place['lines'].replace(',', ', ')}" if place else source


def file_lines(*sources: Iterable[str] | str) -> str:
    """Sources that are rows, as «mandat.csv linje 2–8».

    `View.cite` also says that the figures are illustrative; rows on mandates and on other
    municipalities hold no figures of the municipalities here.
    """
    return "; ".join(with_lines(piece) for piece in join_sources(*sources).split("; "))


def result_sources(dataset: Dataset, alternative: Alternative, code: str) -> str:
    """Sources of a municipality's result in an alternative ("" for all together).

    Its own rows, the other participants' rows where the alternative is shared, the mandates that
    keep somebody out, the price index where amounts are carried to another year, and the
    assumptions.
    """
    shared = alternative.id != "0"
    tables = (dataset.budget, dataset.staff, dataset.applications)
    if shared or not code:
        rows = [dataset.municipalities["source"], *(table["source"] for table in tables)]
    else:
        own = [table.loc[table["kommunenummer"] == code, "source"] for table in tables]
        rows = [dataset.municipalities.loc[[code], "source"], *own]
    if alternative.selskap:
        rows.append(dataset.companies["source"])
    if shared:
        rows.append(refusals(dataset, alternative.id))
    used = assumptions_used(alternative, dataset.shared.assumptions)
    if _other_price_year(dataset, used):
        rows.append(dataset.shared.price_index["source"])
    return join_sources(*rows, (f"forutsetning:{name}" for name in used), "utredning.toml")


def ranking_sources(dataset: Dataset, code: str) -> str:
    """Sources of how a municipality's alternatives stand beside each other ("" for the joint)."""
    results = (result_sources(dataset, a, code) for a in dataset.shared.alternatives if a.id != "0")
    return join_sources(*results, dataset.judgements["source"], dataset.weights["source"])


def refusals(dataset: Dataset, alternative: str, code: str = "") -> pd.Series:
    """Sources of the mandates that keep this municipality, or anybody, out of an alternative."""
    mandate = dataset.mandate
    refused = (mandate["alternativ"] == alternative) & (mandate["tillatt"] == "nei")
    if code:
        refused &= mandate["kommunenummer"] == code
    return mandate.loc[refused, "source"]


def _other_price_year(dataset: Dataset, used: Iterable[str]) -> bool:
    """Whether any amount is given in kroner of another year than the analysis'."""
    years = {*dataset.budget["år"]} | {dataset.shared.assumptions[name].kroneverdi for name in used}
    return bool(years - {dataset.settings.kroneverdi, None})
