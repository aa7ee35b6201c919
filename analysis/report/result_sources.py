"""Which rows and assumptions a result of an alternative rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.model import assumptions_used, join_sources
from analysis.report.language.words import listed

_PLACE = re.compile(r"(?P<file>[^:]+\.(?:csv|xlsx|toml)):(?P<lines>[\d–,]+)")
_ENDING = re.compile(r"\.(csv|xlsx|toml)$")
_FEW = 3

# Whose it is and what it is, by file, in the order a reader meets them.
_KINDS = {
    "kommuner": ("kommunenes", "folketall"),
    "budsjett": ("kommunenes", "budsjett"),
    "bemanning": ("kommunenes", "bemanning"),
    "applikasjoner": ("kommunenes", "systemlister"),
    "systemnavn": ("kommunenes", "systemlister"),
    "organisering": ("kommunenes", "svar om organiseringen"),
    "mandat": ("kommunenes", "mandater"),
    "forutsetning": ("arbeidsgruppens", "forutsetninger"),
    "forutsetninger": ("arbeidsgruppens", "forutsetninger"),
    "utredning": ("arbeidsgruppens", "forutsetninger"),
    "vurderinger": ("arbeidsgruppens", "vurderinger"),
    "vekter": ("arbeidsgruppens", "vekter"),
    "selskaper": ("arbeidsgruppens", "kartlegging av selskaper"),
    "erfaringer": ("arbeidsgruppens", "samling av erfaringer fra andre"),
    "kommunedata": ("SSBs", "tall for kommunene"),
    "prisindeks": ("SSBs", "prisindeks"),
}
# Told together where there are more than a few.
_TOGETHER = {
    "kommunenes": ["kartlegging"],
    "arbeidsgruppens": ["forutsetninger", "vurderinger", "vekter"],
}
# Rows marked with a quality; mandates and other municipalities' experience hold no figures here.
_FIGURES = frozenset(
    ("kommuner", "budsjett", "bemanning", "applikasjoner", "selskaper", "vurderinger")
)


def kind(table: str) -> str:
    """What the rows of an input table are, in words: «bemanning»."""
    return _KINDS[table][1]


def in_words(*sources: Iterable[str] | str) -> str:
    """Sources by kind: «kommunenes budsjett og bemanning, arbeidsgruppens forutsetninger»."""
    found = {_file(piece): piece for piece in _pieces(*sources)}
    whose: dict[str, dict[str, None]] = {}
    for file, (owner, what) in _KINDS.items():
        if file in found:
            whose.setdefault(owner, {})[what] = None
    others = [piece for file, piece in found.items() if file not in _KINDS]
    told = [
        f"{owner} {listed(_TOGETHER[owner] if len(what) > _FEW else list(what))}"
        for owner, what in whose.items()
    ]
    return ", ".join([*told, *others])


def by_line(*sources: Iterable[str] | str) -> str:
    """The same as files and lines, for those who look a row up: «mandat.csv linje 2–8, 12»."""
    pieces = _pieces(*sources)
    assumptions = [p for p in pieces if p.startswith("forutsetning:")]
    told = [_with_lines(piece) for piece in pieces if piece not in assumptions]
    if len(assumptions) > _FEW:
        told.append(f"{len(assumptions)} forutsetninger")
    else:
        told += [piece.replace(":", " ") for piece in assumptions]
    return "; ".join(told)


def hold_figures(*sources: Iterable[str] | str) -> bool:
    """Whether any of the sources holds figures of the municipalities or of companies."""
    return any(_file(piece) in _FIGURES for piece in _pieces(*sources))


def _pieces(*sources: Iterable[str] | str) -> list[str]:
    return [piece for piece in join_sources(*sources).split("; ") if piece]


def _file(piece: str) -> str:
    """Name of the file without folder and ending; the piece itself where it is no file of ours."""
    name = _ENDING.sub("", piece.partition(":")[0].rpartition("/")[2])
    return name if name in _KINDS else piece


def _with_lines(source: str) -> str:
    place = _PLACE.fullmatch(source)
    return f"{place['file']} linje {place['lines'].replace(',', ', ')}" if place else source


@lru_cache(maxsize=256)
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


@lru_cache(maxsize=64)
def ranking_sources(dataset: Dataset, code: str) -> str:
    """Sources of how a municipality's alternatives stand beside each other ("" for the joint)."""
    results = (result_sources(dataset, a, code) for a in dataset.shared.alternatives if a.id != "0")
    return join_sources(*results, dataset.judgements["source"], dataset.weights["source"])


@lru_cache(maxsize=256)
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
