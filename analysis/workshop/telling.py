"""What the page tells of an answer, in the words of the reports."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from analysis.dataset import Dataset
from analysis.decision import Evaluation, Recommendation
from analysis.decision.draws import Robustness
from analysis.decision.live import Answer
from analysis.report import View
from analysis.report.chapters.alternatives import points
from analysis.report.findings import advice, tipping, verdict, wording
from analysis.report.language import hundredths, numbers


@dataclass(frozen=True)
class _Figures:
    """As much of a run as the words ask for."""

    answer: Answer
    scenario: str = "forventet"

    @property
    def dataset(self) -> Dataset:
        return self.answer.dataset

    @property
    def evaluation(self) -> Evaluation:
        return self.answer.evaluation

    @property
    def robustness(self) -> Robustness:
        # Only what a conclusion rests on is asked for here.
        return cast(Robustness, self.answer.footing)

    @property
    def recommendation(self) -> Recommendation:
        return self.answer.recommendation


class Teller:
    """Puts answers into words; kroner, which no weight and no judgement touches, only when new."""

    def __init__(self) -> None:
        self._money: object = None
        self._kroner: dict[tuple[str, str], dict[str, Any]] = {}

    def told(self, answer: Answer) -> dict[str, Any]:
        """Everything that follows of a trial, ready to be shown.

        Returns
        -------
        dict
            ``trekninger`` and ``av``, the recommendation, and a part for each municipality and for
            all together, with every alternative's points, place, share of first places and kroner.
        """
        view = View.of(cast(Any, _Figures(answer)))
        parts = {code: view.of_municipality(code) for code in answer.footing.codes}
        if self._money is not answer.evaluation.money:
            self._money = answer.evaluation.money
            self._kroner = {
                (code, a.id): _kroner(part, a.id)
                for code, part in parts.items()
                for a in view.alternatives
                if not part.gate(a.id)
            }
        return {
            "trekninger": answer.footing.draws,
            "av": answer.total,
            "ferdig": answer.done,
            "anbefaling": _plain(advice.answer(view)),
            "anbefalt": answer.recommendation.alternative,
            "vert": answer.recommendation.host,
            "år": wording.calendar_plan_years(view),
            "deler": {code: self._part(part) for code, part in parts.items()},
        }

    def _part(self, view: View) -> dict[str, Any]:
        conclusion, kroner = view.conclusion, self._kroner
        return {
            "svar": verdict.headline(view),
            "snur": _plain(tipping.turns(view)),
            "oftest": conclusion.most_often,
            "vekter": _weights(view),
            "alternativer": [
                _alternative(view, a.id, conclusion.shares) | kroner.get((view.code, a.id), {})
                for a in view.alternatives
            ],
        }


def _weights(view: View) -> dict[str, dict[str, Any]]:
    """Each weight in per cent, and what going from worst to best is worth in kroner."""
    weights = {c.id: view.weight(c.id).share for c in view.criteria}
    swing = {c.id: abs(c.best - c.verst) for c in view.criteria}
    per_krone = weights["netto_naaverdi"] / swing["netto_naaverdi"]
    return {
        criterion.id: {
            "andel": round(100.0 * weights[criterion.id], 3),
            "kroner": numbers.whole(weights[criterion.id] / per_krone)
            if per_krone > 0 and not criterion.priced
            else "",
        }
        for criterion in view.criteria
    }


def _alternative(view: View, alternative: str, shares: Mapping[str, float]) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": alternative,
        "navn": view.label(alternative),
        "sperre": view.gate(alternative),
    }
    if row["sperre"]:
        return row
    ends = view.points(alternative)
    return row | {
        "poeng": points.interval(*ends, numbers.decimal),
        "bredde": round(max(0.0, min(100.0, sum(ends) / 2.0)), 1),
        "plass": points.rank_text(view, alternative),
        "først": hundredths(shares.get(alternative, 0.0)),
    }


def _kroner(view: View, alternative: str) -> dict[str, Any]:
    effect = view.budget_effect(alternative)
    return {
        "innbygger": _amount(-view.npv_per_inhabitant(alternative)),
        "år": [_amount(float(effect[t])) for t in wording.plan_years(view)],
    }


def _amount(amount: float) -> str:
    return "mangler" if np.isnan(amount) else numbers.signed(amount)


def _plain(markdown: str) -> str:
    """Without the marks that keep text literal in Markdown."""
    return re.sub(r"\\(.)", r"\1", markdown)
