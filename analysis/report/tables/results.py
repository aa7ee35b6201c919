"""The csv tables of a run: every result in long form, each row with its sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import COST_GROUPS, SCENARIOS
from analysis.decision import MONEY, Evaluation, Gate, Result
from analysis.model import (
    COMPONENTS,
    Floats,
    assumptions_used,
    incidents_avoided,
    join_sources,
)
from analysis.report.findings import incidents
from analysis.report.result_sources import refusals, result_sources
from analysis.report.view import key_figures_of

Row = tuple[object, ...]
_MIDDLE = "midt mellom laveste og høyeste verdi av tall som mangler"


def output_tables(
    dataset: Dataset, evaluation: Evaluation, scenario: str
) -> dict[str, pd.DataFrame]:
    """All tables of a run by file name without ``.csv``.

    Parameters
    ----------
    dataset : Dataset
    evaluation : Evaluation
    scenario : str
        The scenario whose results are written; kommunenummer is empty for all together.

    Returns
    -------
    dict of str to DataFrame
        nokkeltall, kostnader, nullalternativ, naaverdi, vertskommuner, kriterieverdier, poeng,
        rangering, forutsetninger.
    """
    tables = _Tables(dataset, evaluation, scenario)
    figures = key_figures_of(dataset).copy()
    figures.insert(1, "alternativ", "0")
    return {
        "nokkeltall": figures,
        "kostnader": _frame(tables.costs(), "kostnad", "år", "merknad"),
        "nullalternativ": _frame(tables.forecast(), "kostnadsgruppe", "år"),
        "naaverdi": _frame(tables.present_values(), "størrelse", "merknad"),
        "vertskommuner": _frame(tables.hosts(), "vertskommune", "merknad"),
        "kriterieverdier": _frame(tables.criteria(), "kriterium", "grense"),
        "poeng": _frame(tables.points(), "størrelse", "grense"),
        "rangering": _frame(tables.ranks(), "grense", "merknad"),
        "forutsetninger": _assumptions(dataset),
    }


def _frame(rows: Iterator[Row], *middle: str) -> pd.DataFrame:
    columns = ["kommunenummer", "alternativ", *middle, "verdi", "enhet", "kilder"]
    return pd.DataFrame(rows, columns=columns)


def _staff_sources(dataset: Dataset, alternative: Alternative, code: str) -> str:
    """Sources of who covers each function: everybody's rows where functions are pooled."""
    staff = dataset.staff
    own = staff["kommunenummer"] == code if code and not alternative.funksjoner else slice(None)
    offers = [dataset.companies["source"]] if alternative.selskap else []
    outside = refusals(dataset, alternative.id) if alternative.funksjoner else ""
    return join_sources(staff.loc[own, "source"], *offers, outside)


def _middle(ends: tuple[Result, Result], of: Callable[[Result], Floats]) -> Floats:
    """A figure in the middle of what unknown cells allow."""
    low, high = ends
    return np.asarray((of(low) + of(high)) / 2.0)


class _Tables:
    """Rows of each table for one scenario."""

    def __init__(self, dataset: Dataset, evaluation: Evaluation, scenario: str) -> None:
        self.dataset, self.evaluation = dataset, evaluation
        self.scenario = SCENARIOS.index(scenario)
        self.codes = (*evaluation.codes, "")
        self.first_year = dataset.settings.vedtaksdato.year
        self.people = join_sources(dataset.municipalities["source"])
        self.systems = join_sources(dataset.applications["source"])
        joint = {
            a.id: join_sources(
                result_sources(dataset, a, ""), "alternativer.toml" if a.id != "0" else ""
            )
            for a in dataset.shared.alternatives
        }
        self.sources: dict[tuple[str, str], str] = {
            (code, a.id): result_sources(dataset, a, code) if a.id == "0" and code else joint[a.id]
            for a in dataset.shared.alternatives
            for code in self.codes
        }

    def _known(self, code: str, alternative: str, value: float) -> float:
        """The value, or NaN where it rests on an own unknown cell or is outside the mandate."""
        hidden = self._outside(code, alternative) or self.evaluation.uncertain(code, alternative)
        return np.nan if hidden else float(value)

    def _outside(self, code: str, alternative: str) -> bool:
        """Whether the alternative is outside the municipality's mandate."""
        return (code, alternative) in self._refused

    @cached_property
    def _refused(self) -> set[tuple[str, str]]:
        status = self.evaluation.gates.status
        return {
            (str(code), str(a)) for a in status for code in status.index[status[a] == Gate.MANDATE]
        }

    def _at_ends(self, alternative: str) -> tuple[Result, Result]:
        """Its results with unknown cells at their low and at their high end."""
        low = self.evaluation.money
        high = self.evaluation.money_high or low
        return low.results[alternative], high.results[alternative]

    def _mark(self, row: int, alternative: str) -> str:
        """Say so where a figure is the middle of what unknown figures allow."""
        low, high = self.evaluation.money, self.evaluation.money_high
        if high is None:
            return ""
        ends = [money.results[alternative].npv[self.scenario] for money in (low, high)]
        if row == len(self.evaluation.codes):
            ends = [values.sum() for values in ends]
        else:
            ends = [values[row] for values in ends]
        return "" if np.isclose(ends[0], ends[1], rtol=1e-9, atol=1e-9) else _MIDDLE

    def costs(self) -> Iterator[Row]:
        """Extra cost against alternative 0 per year, by component."""
        for alternative in self.evaluation.alternatives:
            ends = self._at_ends(alternative)
            total = _middle(ends, lambda r: r.budget_effect)[self.scenario]
            parts = self._components(ends)
            for r, code in enumerate(self.codes):
                source, mark = self.sources[code, alternative], self._mark(r, alternative)
                for name, values in (*parts, ("sum", total)):
                    row = values.sum(axis=0) if not code else values[r]
                    if name != "sum" and not np.any(values):
                        continue
                    for t, value in enumerate(row):
                        known = self._known(code, alternative, value)
                        year = self.first_year + t
                        yield code, alternative, name, year, mark, known, "1000 kr", source

    def forecast(self) -> Iterator[Row]:
        """The null alternative's cost per year by group, empty where it rests on an unknown."""
        cost = self._known_forecast()
        for r, code in enumerate(self.codes):
            rows = cost[r] if code else cost.sum(axis=0)
            for group, row in zip(COST_GROUPS, rows, strict=True):
                for t, value in enumerate(row):
                    year = self.first_year + t
                    yield code, "0", group, year, float(value), "1000 kr", self.sources[code, "0"]

    def _known_forecast(self) -> Floats:
        """Cost (M, C, T+1), NaN where the two ends of an unknown cell give different cost.

        An unknown cost of operation or of an application is in the licences of later years too.
        """
        money = self.evaluation.money
        low = money.forecast.cost[self.scenario]
        high = (self.evaluation.money_high or money).forecast.cost[self.scenario]
        known = np.isclose(low, high, rtol=1e-9, atol=1e-9)
        nobody = bool(self.dataset.budget["beløp"].isna().all())
        return np.where(known & (not nobody), low, np.nan)

    def _components(self, ends: tuple[Result, Result]) -> list[tuple[str, Floats]]:
        """What each municipality pays, by component (M, T+1)."""
        low, high = (result.outcome.components for result in ends)
        return [(n, (low[n] + high[n])[self.scenario] / 2.0) for n in COMPONENTS]

    def present_values(self) -> Iterator[Row]:
        """Net present value, one-time cost, break-even and what it would be in incidents."""
        for alternative in self.evaluation.alternatives:
            for name, values in self._own_values(alternative).items():
                for r, (code, value) in enumerate(zip(self.evaluation.codes, values, strict=True)):
                    known = self._known(code, alternative, value)
                    own, mark = self.sources[code, alternative], self._mark(r, alternative)
                    yield code, alternative, name, mark, known, "1000 kr", own
            mark = self._mark(len(self.evaluation.codes), alternative)
            for name, (value, unit) in self._joint_values(alternative).items():
                known = self._known("", alternative, value)
                yield "", alternative, name, mark, known, unit, self.sources["", alternative]

    def _own_values(self, alternative: str) -> dict[str, Floats]:
        """Present values and one-time cost of each municipality (M,), 1000 kr."""
        ends, s = self._at_ends(alternative), self.scenario
        return {
            "netto nåverdi": _middle(ends, lambda r: r.npv)[s],
            "netto nåverdi, dagens tjenestenivå": _middle(ends, lambda r: r.npv_today)[s],
            "engangskostnad": _middle(ends, lambda r: r.one_time)[s],
        }

    def _joint_values(self, alternative: str) -> dict[str, tuple[float, str]]:
        """The same for all together, with their unit."""
        ends, s = self._at_ends(alternative), self.scenario
        social = float(_middle(ends, lambda r: r.social_npv)[s])
        today = float(_middle(ends, lambda r: r.social_npv_today)[s])
        once = float(_middle(ends, lambda r: r.one_time)[s].sum())
        worth = _middle(ends, lambda r: r.break_even)[s]
        incident = incidents.incident_cost(self.dataset, SCENARIOS[s])
        return {
            "netto nåverdi, samfunnet": (social, "1000 kr"),
            "netto nåverdi, samfunnet, dagens tjenestenivå": (today, "1000 kr"),
            "engangskostnad": (once, "1000 kr"),
            "må være verdt per innbygger per år": (float(worth), "kr"),
            "hendelser hver kommune må slippe": (
                float(incidents_avoided(worth, incident)),
                "antall per år",
            ),
        }

    def hosts(self) -> Iterator[Row]:
        """Net present value with every possible host."""
        hosting = [a.id for a in self.dataset.shared.alternatives if a.vert]
        for alternative in hosting:
            for place, host in enumerate(self.evaluation.money.hosts):
                values = self._with_host(place)
                for r, (code, value) in enumerate(zip(self.codes, values, strict=True)):
                    known, mark = self._known(code, alternative, value), self._mark(r, alternative)
                    source = self.sources[code, alternative]
                    yield code, alternative, host.name, mark, known, "1000 kr", source

    def _with_host(self, place: int) -> Floats:
        """Net present value of each municipality and, last, of all together, 1000 kr."""
        low = self.evaluation.money
        high = self.evaluation.money_high or low
        ends = low.hosts[place].result, high.hosts[place].result
        own, social = _middle(ends, lambda r: r.npv), _middle(ends, lambda r: r.social_npv)
        return np.append(own[self.scenario], social[self.scenario])

    def criteria(self) -> Iterator[Row]:
        """Criterion values, low and high end."""
        values = self.evaluation.scores.criteria[self.scenario]
        for r, code in enumerate(self.codes):
            for a, alternative in enumerate(self.evaluation.alternatives):
                for k, criterion in enumerate(self.dataset.shared.criteria):
                    source = self._criterion_source(code, alternative, criterion.id)
                    for end, name in enumerate(("lav", "høy")):
                        value = float(values[r, a, k, end])
                        yield code, alternative, criterion.id, name, value, criterion.enhet, source

    def _criterion_source(self, code: str, alternative: str, criterion: str) -> str:
        shared = self.dataset.shared
        chosen = shared.alternative(alternative)
        people = "" if code else self.people
        bundle = "alternativer.toml" if alternative != "0" else ""
        if criterion in MONEY:
            return self.sources[code, alternative]
        if criterion == "saarbarhet":
            ids = ("forutsetning:fravaer", "forutsetning:arbeidsdager")
            return join_sources(_staff_sources(self.dataset, chosen, code), people, ids, bundle)
        if criterion == "systemharmonisering":
            rule = "forutsetning:konvergerbar_andel" if chosen.konvergens else ""
            outside = refusals(self.dataset, alternative)
            return join_sources(self.systems, people, outside, rule, bundle)
        return self._judgement_source(code, alternative, criterion)

    def _judgement_source(self, code: str, alternative: str, criterion: str) -> str:
        if alternative == "0":
            return "alternativ 0 er sammenligningsgrunnlaget"
        outside = refusals(self.dataset, alternative, code)
        if code and len(outside):
            return join_sources(outside)
        chosen = self._judged[criterion, alternative]
        told = [source for whose, source in chosen if whose == code] if code else []
        told = told or [source for whose, source in chosen if not (code and whose)]
        return join_sources(told, outside, "" if code else self.people) if told else "ikke vurdert"

    @cached_property
    def _judged(self) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
        """Whose each judgement is and its source, by criterion and alternative."""
        found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        rows = self.dataset.judgements
        columns = (rows[name] for name in ("kriterium", "alternativ", "kommunenummer", "source"))
        for criterion, alternative, code, source in zip(*columns, strict=True):
            found[criterion, alternative].append((code, source))
        return found

    @cached_property
    def _point_sources(self) -> dict[tuple[str, str], str]:
        alternatives = self.evaluation.alternatives
        return {(code, a): self._point_source(code, a) for code in self.codes for a in alternatives}

    def _point_source(self, code: str, alternative: str) -> str:
        """All that points rest on: money, staff, judgements, weights and anchors."""
        judgements, weights = self.dataset.judgements, self.dataset.weights
        about = judgements["alternativ"] == alternative
        if code:
            about &= judgements["kommunenummer"].isin([code, ""])
        own = weights[weights["kommunenummer"] == code]
        used = own if len(own) else weights[weights["kommunenummer"] == ""]
        return join_sources(
            self.sources[code, alternative],
            # Systems in common, also in alternative 0, are counted from everybody's rows.
            self._criterion_source(code, alternative, "systemharmonisering"),
            self._criterion_source(code, alternative, "saarbarhet"),
            judgements.loc[about, "source"],
            join_sources(used["source"]) or "like vekter",
            "kriterier.toml",
        )

    def points(self) -> Iterator[Row]:
        """Points of all criteria and of the effects without a price, low and high end."""
        scores = self.evaluation.scores
        kinds = (("poeng", scores.points), ("poeng uten økonomi", scores.unpriced))
        for r, code in enumerate(self.codes):
            for a, alternative in enumerate(self.evaluation.alternatives):
                source = self._point_sources[code, alternative]
                outside = self._outside(code, alternative)
                for kind, values in kinds:
                    for end, name in enumerate(("lav", "høy")):
                        value = np.nan if outside else float(values[self.scenario, r, a, end])
                        yield code, alternative, kind, name, value, "poeng (0–100)", source

    def ranks(self) -> Iterator[Row]:
        """Best and worst rank; empty with the reason where an alternative is not ranked.

        A rank rests on the points of all alternatives, and on every mandate.
        """
        scores, gates = self.evaluation.scores, self.evaluation.gates
        mandate = join_sources(self.dataset.mandate["source"])
        for r, code in enumerate(self.codes):
            points = [self._point_sources[code, a] for a in self.evaluation.alternatives]
            source = join_sources(*points, mandate)
            for a, alternative in enumerate(self.evaluation.alternatives):
                reason = str(gates.status.loc[code, alternative])
                for end, name in enumerate(("best", "verst")):
                    rank = scores.ranks[self.scenario, r, a, end]
                    value = float(rank) if rank else np.nan
                    yield code, alternative, name, reason, value, "plass", source


def _assumptions(dataset: Dataset) -> pd.DataFrame:
    rows = [
        {
            "kommunenummer": "",
            "alternativ": " ".join(
                a.id
                for a in dataset.shared.alternatives
                if name in assumptions_used(a, dataset.shared.assumptions)
            ),
            "forutsetning": name,
            "navn": assumption.navn,
            "scenario": scenario,
            "verdi": assumption.value(scenario) if assumption.known else np.nan,
            "enhet": assumption.enhet
            + (f", {assumption.kroneverdi}-kroner" if assumption.kroneverdi else ""),
            "kilder": join_sources(assumption.kilder),
        }
        for name, assumption in dataset.shared.assumptions.items()
        for scenario in SCENARIOS
    ]
    return pd.DataFrame(rows)
