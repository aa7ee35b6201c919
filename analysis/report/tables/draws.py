"""The csv tables of what the draws show: places, spans, what turns the first place, weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Assumption
from analysis.decision import CrossCheck
from analysis.decision.draws import QUANTILES, Flip, Robustness, VariationKind

Row = tuple[object, ...]
_ENDS = [f"P{round(100 * q)}" for q in QUANTILES]
_KINDS = {
    VariationKind.HOST: ("vert", "kommunenummer"),
    VariationKind.COMPANY: ("selskap", "navn"),
    VariationKind.JUDGEMENT_CHANCE: ("vurdering_usikkerhet", "andel"),
    VariationKind.WEIGHT_SPREAD: ("vekt_konsentrasjon", "antall"),
    VariationKind.ALL_WEIGHTS: ("alle vekter like sannsynlige", ""),
}


def draw_tables(
    robustness: Robustness,
    crosscheck: CrossCheck,
    assumptions: Mapping[str, Assumption],
    first_year: int,
    sources: str,
) -> dict[str, pd.DataFrame]:
    """Tables by file name without ``.csv``.

    Parameters
    ----------
    robustness : Robustness
    crosscheck : CrossCheck
    assumptions : mapping of str to Assumption
        By id, for their units.
    first_year : int
        Year 0.
    sources : str
        What the draws rest on, as the column ``kilder`` has it.

    Returns
    -------
    dict of str to DataFrame
        plasseringer, variasjoner, spenn, tornado, vippepunkter, vektintervaller, sentralvekter,
        usikkerhetskilder and metoder.
    """
    made = _Tables(robustness, assumptions, first_year, sources)
    return {
        "plasseringer": made.frame(made.places(), "plass", "standardfeil"),
        "variasjoner": made.frame(made.variations(), "slag", "satt_til", "satt_til_enhet"),
        "spenn": made.frame(made.spans(), "størrelse", "år", "grense"),
        "tornado": made.frame(
            made.tornado(), "mot", "forutsetning", "grense", "satt_til", "satt_til_enhet"
        ),
        "vippepunkter": made.frame(
            made.turns(), "slag", "navn", "grense", "overtar", "innenfor", "nærmest"
        ),
        "vektintervaller": made.frame(made.intervals(), "kriterium", "grense"),
        "sentralvekter": made.frame(made.central_weights(), "kriterium"),
        "usikkerhetskilder": made.frame(made.origins(), "navn", "standardfeil"),
        "metoder": made.frame(made.methods(crosscheck), "metode", "størrelse"),
    }


class _Tables:
    def __init__(
        self,
        robustness: Robustness,
        assumptions: Mapping[str, Assumption],
        first_year: int,
        sources: str,
    ) -> None:
        self.found, self.first_year, self.sources = robustness, first_year, sources
        self.units = {name: _unit(assumption) for name, assumption in assumptions.items()}

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

    def variations(self) -> Iterator[Row]:
        """How often each alternative is first in the same draws with one thing different."""
        for variant in self.found.variants:
            kind, unit = _KINDS[variant.kind]
            for r, code, a, alternative in self._ranked():
                share = float(variant.first[r, a])
                yield code, alternative, kind, variant.value, unit, share, "andel av trekningene"

    def tornado(self) -> Iterator[Row]:
        """The lead of the first over the second, and its change at the ends of each assumption."""
        names = self.found.alternatives
        for r, code in enumerate(self.found.codes):
            first, second = (int(place) for place in self.found.leaders[r])
            if second < 0:
                continue
            pair = code, names[first], names[second]
            yield *pair, "", "forsprang", None, "", float(self.found.margin[r]), "poeng"
            for n, name in enumerate(self.found.assumptions):
                for side, end in enumerate(("lav", "høy")):
                    value = float(self.found.ends[n, 2 * side])
                    change = float(self.found.tornado[r, n, side])
                    yield *pair, name, end, value, self.units[name], change, "poeng"

    def turns(self) -> Iterator[Row]:
        """Every assumption that takes the first place, the nearest weight, and unknown effects."""
        for r, code in enumerate(self.found.codes):
            first = self.found.alternatives[self.found.leaders[r, 0]]
            nearest, weight = self.found.nearest_assumption[r], self.found.nearest_weight[r]
            for flip in self.found.flips[r]:
                unit = self.units[flip.name]
                yield from _flip((code, first, "forutsetning"), flip, flip == nearest, unit)
            if weight is not None:
                yield from _flip((code, first, "vekt"), weight, True, "andel")
            for name, values in self.found.unknown_break_evens.items():
                row = code, first, "ikke tallfestet", name, "vippepunkt", "", "", ""
                yield *row, float(values[r]), self.units[name]

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
                error = float(self.found.sobol_error[name][r])
                yield code, first, name, error, float(values[r]), "andel av usikkerheten"

    def methods(self, crosscheck: CrossCheck) -> Iterator[Row]:
        """Ranks by each method, and how near each is to the weighted sum."""
        for row in crosscheck.rows:
            for method, ranks in row.ranks.items():
                for alternative, rank in zip(row.alternatives, ranks, strict=True):
                    yield row.code, alternative, str(method), "plass", float(rank), "plass"
            for method, agreement in row.agreement.items():
                tau = np.nan if agreement.tau is None else agreement.tau
                yield row.code, "", str(method), "samsvar med vektet sum", tau, "tau-b"


def _flip(row: Row, flip: Flip, nearest: bool, unit: str) -> Iterator[Row]:
    told = flip.taker, *("ja" if yes else "nei" for yes in (flip.inside, nearest))
    for end, value in (
        ("nå", flip.central),
        ("vippepunkt", flip.value),
        ("lav", flip.low),
        ("høy", flip.high),
    ):
        yield *row, flip.name, end, *told, value, unit


def _unit(assumption: Assumption) -> str:
    """The unit, with the year of its kroner: «1000 kr (2022)»."""
    year = assumption.kroneverdi
    return assumption.enhet if year is None else f"{assumption.enhet} ({year}-kroner)"
