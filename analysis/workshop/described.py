"""What the page needs to know of the inputs: names, scales, and what stands there today."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.decision import own_key, scoring
from analysis.report import ILLUSTRATIVE, illustrative
from analysis.report.language import numbers
from analysis.report.language.words import listed

# How many assumptions are on the page, the most important first.
SHOWN = 12
KEYS = {"lik": "Likt", "innbyggere": "Innbyggere", "brukere": "IKT-brukere", "ansatte": "Årsverk"}


def described(dataset: Dataset) -> dict[str, Any]:
    """Names, scales and what stands in the inputs, ready to be sent to a page."""
    shared, settings = dataset.shared, dataset.settings
    codes = [str(code) for code in dataset.municipalities.index]
    weights = 100.0 * scoring.weight_table(dataset.weights, shared.criteria, codes)
    own = {str(code) for code in dataset.weights["kommunenummer"]}
    return {
        "merknad": ILLUSTRATIVE if illustrative(dataset) else "",
        "tittel": settings.tittel,
        "kommuner": [
            {"id": code, "navn": str(name)}
            for code, name in zip(codes, dataset.municipalities["navn"], strict=True)
        ],
        "alternativer": [{"id": a.id, "kort": a.kortnavn} for a in shared.alternatives],
        "grupper": [{"id": group.id, "navn": group.navn} for group in shared.groups],
        "kriterier": [
            {
                "id": c.id,
                "navn": c.navn,
                "gruppe": c.gruppe,
                "forklaring": c.forklaring,
                "fra": _anchor(c.verst, c.enhet),
                "til": _anchor(c.best, c.enhet),
                "vurderes": not c.computed,
            }
            for c in shared.criteria
        ],
        "vekter": {
            code: dict(zip([c.id for c in shared.criteria], map(float, row), strict=True))
            for code, row in zip([*codes, ""], weights, strict=True)
        },
        "egne_vekter": sorted(own - {""}),
        "vurderinger": _judgements(dataset),
        "nøkkel": dict(own_key(settings).weights),
        "nøkler": KEYS,
        "nøkkel_bestemt": settings.nokkel_bestemt,
        "mandat": {
            f"{code};{alternative}": str(answer)
            for code, alternative, answer in dataset.mandate[
                ["kommunenummer", "alternativ", "tillatt"]
            ].to_numpy()
        },
        "uten": _withdrawn(dataset),
        "vert": settings.vert or "",
        "selskap": settings.selskap or "",
        "selskaper": [str(name) for name in dataset.companies["selskap"]],
        "forutsetninger": _assumptions(dataset),
    }


def _withdrawn(dataset: Dataset) -> str:
    gone = listed(list(dataset.withdrawn.values()))
    told = f"{gone} har trukket seg. Rett linjen «uten» i utredning.toml for å ta dem med igjen."
    return told if gone else ""


def _anchor(value: float, unit: str) -> str:
    if unit == "andel":
        return numbers.percent(value)
    told = numbers.signed(value) if unit == "pluss-minus" else numbers.whole(value)
    return told if unit == "pluss-minus" else f"{told} {unit}"


def _judgements(dataset: Dataset) -> list[dict[str, Any]]:
    columns = ["kommunenummer", "alternativ", "kriterium", "omfang", "begrunnelse"]
    return [
        {
            "kommune": code,
            "alternativ": alternative,
            "kriterium": criterion,
            "verdi": None if pd.isna(value) else float(value),
            "begrunnelse": reason,
        }
        for code, alternative, criterion, value, reason in dataset.judgements[columns].to_numpy()
    ]


def _assumptions(dataset: Dataset) -> list[dict[str, Any]]:
    """Those that move the result most, as the tool's makers measured, and can be tried."""
    known = dataset.shared.assumptions
    chosen = [known[name] for name in dataset.shared.most_important if known[name].known]
    rows = []
    for one in chosen[:SHOWN]:
        if isinstance(one.anslag, str):
            continue
        low, middle, high = one.anslag.points
        rows.append(
            {
                "id": one.id,
                "navn": one.navn,
                "enhet": one.enhet,
                "lav": low,
                "midt": middle,
                "høy": high,
                "fra": max(one.name.lower, low - (high - low) / 2.0),
                "til": min(one.name.upper, high + (high - low) / 2.0),
            }
        )
    return rows
