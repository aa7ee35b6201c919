"""What a trial changes, in words: the same in the workshop and in a notebook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from analysis.dataset import Dataset, Trial
from analysis.dataset.notation import MINUS, norwegian_number
from analysis.decision.scoring import weight_table
from analysis.report.findings.wording import divided
from analysis.report.language.words import listed, lower_first

_ANSWERS = {"ja": "kan velge", "nei": "kan ikke velge", "avklares": "har ikke avklart"}
# Per cent that a weight may move with the others before it is told, and how many are named.
_ROUNDED, _MOST_NAMED = 0.15, 4


def told(dataset: Dataset, trial: Trial, asked: Collection[str] = ()) -> list[str]:
    """What a trial has that the inputs have not: a phrase each, in plain text.

    Parameters
    ----------
    dataset : Dataset
        The inputs without the trial.
    trial : Trial
    asked : collection of str
        The criteria a weight is given for, in order; if not given, those that have moved against
        the others.
    """
    return list(_Words(dataset).of(trial, asked))


def number(value: float, digits: int = 6) -> str:
    """A number as it was given."""
    return norwegian_number(round(value, digits)).replace("-", MINUS)


class _Words:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.names = {str(c): str(n) for c, n in dataset.municipalities["navn"].items()}
        self.criteria = {c.id: lower_first(c.navn) for c in dataset.shared.criteria}

    def of(self, trial: Trial, asked: Collection[str]) -> Iterator[str]:
        for code, weights in trial.weights.items():
            yield self._weights(code, weights, asked)
        for place, value in trial.judgements.items():
            yield self._judgement(*place, value)
        if trial.key is not None:
            yield f"felles kostnader deles {divided(trial.key)}"
        if trial.leaving:
            yield f"{listed([self.names[code] for code in trial.leaving])} er ikke med"
        if trial.host is not None:
            yield f"{self.names[trial.host]} er vert" if trial.host else "ingen er bestemt som vert"
        if trial.company is not None:
            company = trial.company
            yield f"{company} er selskapet" if company else "ikke noe selskap er bestemt"
        for (code, alternative), answer in trial.mandate.items():
            yield f"{self.names[code]} {_ANSWERS[answer]} alternativ {alternative}"
        for name, value in trial.assumptions.items():
            yield self._assumption(name, value)

    def _weights(self, code: str, weights: Mapping[str, float], asked: Collection[str]) -> str:
        if not weights:
            return f"{self.names[code]} bruker de felles vektene"
        per_cent = 100.0 / sum(weights.values())
        shares = {name: weights.get(name, 0.0) * per_cent for name in self.criteria}
        chosen = list(asked) or self._moved(code, shares)
        if not 0 < len(chosen) <= max(_MOST_NAMED, len(asked)):
            return f"vektene er endret{self._for(code)}"
        phrases = [f"{self.criteria[k]} veier {number(shares[k], 2)} prosent" for k in chosen]
        phrases[1:] = [one.replace(" veier", "", 1) for one in phrases[1:]]
        return f"{listed(phrases)}{self._for(code)}"

    def _moved(self, code: str, shares: Mapping[str, float]) -> list[str]:
        """Criteria whose weight is another against the others, what has moved most first."""
        codes = list(self.names)
        table = weight_table(self.dataset.weights, self.dataset.shared.criteria, codes)
        before = 100.0 * table[codes.index(code) if code else -1]
        after = np.array(list(shares.values()))
        both = (before > 0) & (after > 0)
        scale = float(np.median(after[both] / before[both])) if both.any() else 0.0
        apart = abs(after - scale * before)
        order = np.argsort(-apart, kind="stable")
        return [list(shares)[k] for k in order if apart[k] > _ROUNDED]

    def _judgement(self, code: str, alternative: str, criterion: str, value: float | None) -> str:
        what = f"{self.criteria[criterion]} i alternativ {alternative}"
        if value is None:
            return f"{self.names[code]} har ingen egen vurdering av {what}"
        sign = "+" if value > 0 else ""
        return f"{what} er vurdert til {sign}{number(value)}{self._for(code)}"

    def _assumption(self, name: str, value: float) -> str:
        entry: Any = self.dataset.shared.assumptions[name]
        unit = entry.enhet.replace("1000 kr", "tusen kroner", 1)
        if unit.startswith("andel"):
            value, unit = value * 100.0, unit.replace("andel", "prosent", 1)
        return f"{lower_first(entry.navn)} er {number(value)} {unit}"

    def _for(self, code: str) -> str:
        return f" for {self.names[code]}" if code else ""
