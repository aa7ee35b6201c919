"""The csv tables of what the draws show: places, spans, what turns the first place, weights."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Assumption
from analysis.dataset.tables import SCENARIOS
from analysis.decision import CrossCheck
from analysis.decision.draws import QUANTILES, Certainty, Flip, VariationKind
from analysis.report.view import View

Row = tuple[object, ...]
_ENDS = [*(f"P{round(100 * q)}" for q in QUANTILES), "forventet"]
_KINDS = {
    VariationKind.HOST: ("vert", "kommunenummer"),
    VariationKind.COMPANY: ("selskap", "navn"),
    VariationKind.KEY: ("fordelingsnøkkel", "navn"),
    VariationKind.TIED: ("like alternativer vurderes likt feil", ""),
    VariationKind.JUDGEMENT_CHANCE: ("vurdering_usikkerhet", "andel"),
    VariationKind.WEIGHT_SPREAD: ("vekt_konsentrasjon", "antall"),
    VariationKind.ALL_WEIGHTS: ("alle vekter like sannsynlige", ""),
}


def draw_tables(view: View, sources: str) -> dict[str, pd.DataFrame]:
    """Tables by file name without ``.csv``.

    Parameters
    ----------
    view : View
        Of the run, in any scenario: the draws are always around the central one.
    sources : str
        What the draws rest on, as the column ``kilder`` has it.

    Returns
    -------
    dict of str to DataFrame
        plasseringer, variasjoner, spenn, tornado, vippepunkter, vektintervaller, sentralvekter,
        usikkerhetskilder and metoder.
    """
    made = _Tables(view, sources)
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
        "metoder": made.frame(made.methods(view.figures.crosscheck), "metode", "størrelse"),
    }


class _Tables:
    def __init__(self, view: View, sources: str) -> None:
        # Of the central one what is expected stands in the other tables.
        self.ends = _ENDS[:-1] if view.drawn else _ENDS
        view = view.in_scenario(SCENARIOS[0])
        self.view, self.found, self.sources = view, view.robustness, sources
        self.each = [Certainty(self.found, code) for code in self.found.codes]
        given = view.dataset.shared.assumptions
        self.framed = f"P{round(100 * view.dataset.shared.cost_frame)}"
        self.units = {name: _unit(assumption) for name, assumption in given.items()}

    def frame(self, rows: Iterator[Row], *middle: str) -> pd.DataFrame:
        """Rows with the columns every table has around its own."""
        columns = ["kommunenummer", "alternativ", *middle, "verdi", "enhet"]
        return pd.DataFrame(rows, columns=columns).assign(kilder=self.sources)

    def _ranked(self) -> Iterator[tuple[Certainty, str]]:
        for one in self.each:
            for alternative in one.ranked:
                yield one, alternative

    def places(self) -> Iterator[Row]:
        """Share of the draws at each rank."""
        for one, a in self._ranked():
            for rank in range(1, len(one.ranked) + 1):
                share, error = one.share(a, rank), one.error(a, rank)
                yield one.code, a, rank, error, share, "andel av trekningene"

    def spans(self) -> Iterator[Row]:
        """Points, net present value and budget effect, in eight draws of ten.

        And as expected, where the other tables are of another scenario than the central one.
        """
        for one, a in self._ranked():
            here = self.view.of_municipality(one.code)
            points = *one.points(a), float(np.mean(here.points(a)))
            for end, value in zip(self.ends, points, strict=False):
                yield one.code, a, "poeng", None, end, value, "poeng"
            npv = *one.npv(a), here.npv_per_inhabitant(a)
            for end, value in zip(self.ends, npv, strict=False):
                yield one.code, a, "netto nåverdi", None, end, value, "kr per innbygger"
            frame, name = one.one_time_frame(a), "engangskostnad"
            yield one.code, a, name, None, self.framed, frame, "kr per innbygger"
            years = zip(one.budget(a), here.budget_effect(a).tolist(), strict=True)
            for year, (drawn, effect) in enumerate(years, start=self.view.first_year):
                name = "merutgift mot alternativ 0"
                for end, amount in zip(self.ends, (*drawn, effect), strict=False):
                    yield one.code, a, name, year, end, amount, "1000 kr"

    def variations(self) -> Iterator[Row]:
        """How often each alternative is first in the same draws with one thing different."""
        for variant in self.found.variants:
            kind, unit = _KINDS[variant.kind]
            for one, a in self._ranked():
                share = one.share_in(variant, a)
                yield one.code, a, kind, variant.value, unit, share, "andel av trekningene"

    def tornado(self) -> Iterator[Row]:
        """The lead of the first over the second, and its change at the ends of each assumption."""
        for one in self.each:
            if one.second is None:
                continue
            pair = one.code, one.first, one.second
            yield *pair, "", "forsprang", None, "", one.lead, "poeng"
            for swing in one.tornado:
                name, unit = swing.assumption, self.units[swing.assumption]
                yield *pair, name, "lav", swing.low, unit, swing.at_low, "poeng"
                yield *pair, name, "høy", swing.high, unit, swing.at_high, "poeng"

    def turns(self) -> Iterator[Row]:
        """Every assumption that takes the first place, the nearest weight, and unknown effects."""
        for one in self.each:
            row = one.code, one.first
            for flip in one.flips:
                nearest = flip == one.nearest_assumption
                yield from _flip((*row, "forutsetning"), flip, nearest, self.units[flip.name])
            if one.nearest_weight is not None:
                yield from _flip((*row, "vekt"), one.nearest_weight, True, "andel")
            for name, value in one.unknown_break_evens.items():
                effect = "ikke tallfestet", name, "vippepunkt", "", "", ""
                yield *row, *effect, value, self.units[name]

    def intervals(self) -> Iterator[Row]:
        """How far each weight can go before the first place changes."""
        for one in self.each:
            for criterion in self.found.criteria:
                low, high = one.weight_holds(criterion)
                yield one.code, one.first, criterion, "lav", low, "andel"
                yield one.code, one.first, criterion, "høy", high, "andel"

    def central_weights(self) -> Iterator[Row]:
        """Mean weights where an alternative is first; none where it never is."""
        for one, a in self._ranked():
            for criterion, value in one.central_weights(a).items():
                if not np.isnan(value):
                    yield one.code, a, criterion, value, "andel"

    def origins(self) -> Iterator[Row]:
        """Total-order Sobol index of the lead of the first."""
        for one in self.each:
            for name, value in one.uncertainty_from.items():
                error = one.index_error(name)
                yield one.code, one.first, name, error, value, "andel av usikkerheten"

    def methods(self, crosscheck: CrossCheck) -> Iterator[Row]:
        """Ranks by each method, and how near each is to the weighted sum."""
        for row in crosscheck.rows:
            for method in row.agreement:  # the ranks by the weighted sum are ``rangering``
                for alternative, rank in row.places(method).items():
                    yield row.code, alternative, str(method), "plass", float(rank), "plass"
            for method, found in row.agreement.items():
                tau = np.nan if found is None else found
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
