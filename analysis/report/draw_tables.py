"""The csv tables of what the draws show: places, spans, what turns the first place, weights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.decision.crosscheck import CrossCheck
from analysis.decision.robustness import QUANTILES, Flip, Robustness

Row = tuple[object, ...]
_ENDS = [f"P{round(100 * q)}" for q in QUANTILES]


def draw_tables(
    robustness: Robustness, crosscheck: CrossCheck, first_year: int, sources: str
) -> dict[str, pd.DataFrame]:
    """Tables by file name without ``.csv``.

    Parameters
    ----------
    robustness : Robustness
    crosscheck : CrossCheck
    first_year : int
        Year 0.
    sources : str
        What the draws rest on, as the column ``kilder`` has it.

    Returns
    -------
    dict of str to DataFrame
        plasseringer, spenn, vippepunkter, vektintervaller, sentralvekter, usikkerhetskilder and
        metoder.
    """
    made = _Tables(robustness, first_year, sources)
    return {
        "plasseringer": made.frame(made.places(), "plass", "standardfeil"),
        "spenn": made.frame(made.spans(), "størrelse", "år", "grense"),
        "vippepunkter": made.frame(made.turns(), "slag", "navn", "grense", "overtar"),
        "vektintervaller": made.frame(made.intervals(), "kriterium", "grense"),
        "sentralvekter": made.frame(made.central_weights(), "kriterium"),
        "usikkerhetskilder": made.frame(made.origins(), "navn"),
        "metoder": made.frame(made.methods(crosscheck), "metode", "størrelse"),
    }


class _Tables:
    def __init__(self, robustness: Robustness, first_year: int, sources: str) -> None:
        self.found, self.first_year, self.sources = robustness, first_year, sources

    def frame(self, rows: Iterator[Row], *middle: str) -> pd.DataFrame:
        """Rows with the columns every table has around its own."""
        columns = ["kommunenummer", "alternativ", *middle, "verdi", "enhet"]
        return pd.DataFrame(rows, columns=columns).assign(kilder=self.sources)

    def _ranked(self) -> Iterator[tuple[int, str, int, str]]:
        for r, code in enumerate(self.found.codes):
            for a, alternative in enumerate(self.found.alternatives):
                if self.found.eligible[r, a]:
                    yield r, code, a, alternative

    def places(self) -> Iterator[Row]:
        """Share of the draws at each rank."""
        for r, code, a, alternative in self._ranked():
            for rank in range(int(self.found.eligible[r].sum())):
                error = float(self.found.acceptability_error[r, a, rank])
                share = float(self.found.acceptability[r, a, rank])
                yield code, alternative, rank + 1, error, share, "andel av trekningene"

    def spans(self) -> Iterator[Row]:
        """Points, net present value and budget effect in eight draws of ten."""
        for r, code, a, alternative in self._ranked():
            for q, end in enumerate(_ENDS):
                points, npv = self.found.points[r, a, q], self.found.npv[r, a, q]
                yield code, alternative, "poeng", None, end, float(points), "poeng"
                yield code, alternative, "netto nåverdi", None, end, float(npv), "kr per innbygger"
                for t, value in enumerate(self.found.budget[r, a, :, q]):
                    name = "merutgift mot alternativ 0"
                    yield code, alternative, name, self.first_year + t, end, float(value), "1000 kr"

    def turns(self) -> Iterator[Row]:
        """The nearest assumption and the nearest weight that take the first place."""
        for r, code in enumerate(self.found.codes):
            first = self.found.alternatives[self.found.leaders[r, 0]]
            for kind, flip in (
                ("forutsetning", self.found.nearest_assumption[r]),
                ("vekt", self.found.nearest_weight[r]),
            ):
                if flip is not None:
                    yield from _flip(code, first, kind, flip)
            for name, values in self.found.unknown_break_evens.items():
                value = float(values[r])
                yield code, first, "ikke tallfestet", name, "vippepunkt", "", value, "egen enhet"

    def intervals(self) -> Iterator[Row]:
        """How far each weight can go before the first place changes."""
        for r, code in enumerate(self.found.codes):
            first = self.found.alternatives[self.found.leaders[r, 0]]
            for k, criterion in enumerate(self.found.criteria):
                for end, value in zip(
                    ("lav", "høy"), self.found.weight_stability[r, k], strict=True
                ):
                    yield code, first, criterion, end, float(value), "andel"

    def central_weights(self) -> Iterator[Row]:
        """Mean weights where an alternative is first; none where it never is."""
        for r, code, a, alternative in self._ranked():
            for criterion, value in zip(
                self.found.criteria, self.found.central_weights[r, a], strict=True
            ):
                if not np.isnan(value):
                    yield code, alternative, criterion, float(value), "andel"

    def origins(self) -> Iterator[Row]:
        """Total-order Sobol index of the lead of the first."""
        for r, code in enumerate(self.found.codes):
            first = self.found.alternatives[self.found.leaders[r, 0]]
            for name, values in self.found.sobol.items():
                yield code, first, name, float(values[r]), "andel av usikkerheten"

    def methods(self, crosscheck: CrossCheck) -> Iterator[Row]:
        """Ranks by each method, and how near each is to the weighted sum."""
        for row in crosscheck.rows:
            for method, ranks in row.ranks.items():
                for alternative, rank in zip(row.alternatives, ranks, strict=True):
                    yield row.code, alternative, str(method), "plass", float(rank), "plass"
            for method, agreement in row.agreement.items():
                tau = np.nan if agreement.tau is None else agreement.tau
                yield row.code, "", str(method), "samsvar med vektet sum", tau, "tau-b"


def _flip(code: str, first: str, kind: str, flip: Flip) -> Iterator[Row]:
    unit = "andel" if kind == "vekt" else "egen enhet"
    for end, value in (
        ("nå", flip.central),
        ("vippepunkt", flip.value),
        ("lav", flip.low),
        ("høy", flip.high),
    ):
        yield code, first, kind, flip.name, end, flip.taker, value, unit
