"""Criteria with their anchors: ``kriterier.toml``."""

from __future__ import annotations

from typing import Literal

from analysis.dataset.definitions.strict import NonEmpty, Strict
from analysis.dataset.tables import COMPUTED_CRITERIA


class Criterion(Strict):
    """One criterion with fixed anchors and the reason for each."""

    id: NonEmpty
    navn: NonEmpty
    gruppe: NonEmpty
    retning: Literal["høy", "lav"]
    enhet: NonEmpty
    verst: float
    best: float
    begrunnelse_verst: NonEmpty
    begrunnelse_best: NonEmpty
    forklaring: NonEmpty

    @property
    def computed(self) -> bool:
        """Whether the model computes the value (otherwise it is judged)."""
        return self.id in COMPUTED_CRITERIA

    @property
    def priced(self) -> bool:
        """Whether it is counted in kroner: then the value goes on past the anchors."""
        return self.enhet.startswith("kr ")

    @property
    def step(self) -> float:
        """One step of the criterion in its own unit, as an exchange rate tells it."""
        if self.priced:
            return 100.0
        return 0.1 if self.enhet == "andel" else 1.0


class CriterionGroup(Strict):
    """A heading under which criteria stand."""

    id: NonEmpty
    navn: NonEmpty
