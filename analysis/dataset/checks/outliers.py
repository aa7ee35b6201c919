"""Figures far from those of the other municipalities, or from last year's: asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import fsum, isnan, nan
from statistics import median
from typing import Any

import pandas as pd

from analysis.dataset.checks.inputs import Inputs, by_municipality
from analysis.dataset.definitions import price_factor
from analysis.dataset.notation import norwegian_number
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.tables import COST_GROUPS

_FEWEST = 3
SCALE = 200  # times another: more than any difference between municipalities, less than 1000
_NORWEGIAN = str.maketrans({",": "\u00a0", ".": ","})  # no-break space, decimal comma
COSTS = {
    "lønn": "lønnskostnaden",
    "lisens": "lisenskostnaden",
    "drift": "driftskostnaden",
    "konsulent": "konsulentkostnaden",
    "utstyr": "utstyrskostnaden",
}


def costs_per_user(
    budget: pd.DataFrame, municipalities: pd.DataFrame, price_index: pd.DataFrame
) -> pd.DataFrame:
    """Return kroner per user by kommunenummer and cost group, from the latest year of each.

    Parameters
    ----------
    budget : DataFrame
        With every year.
    municipalities : DataFrame
        Indexed by kommunenummer.
    price_index : DataFrame
        Turns older amounts into kroner of the newest budget year.

    Returns
    -------
    DataFrame
        NaN where an amount, its value or the users are unknown, or there are no users.
    """
    costs = _costs_per_user(budget, _users_in(municipalities), price_index)
    return pd.DataFrame(costs, index=municipalities.index)


def staff_per_user(staff: pd.DataFrame, municipalities: pd.DataFrame) -> pd.Series:
    """Return person-years in IKT per 1000 users by kommunenummer; NaN where a cell is unknown."""
    posts = _staff_per_user(staff, _users_in(municipalities))
    return pd.Series(posts, index=municipalities.index, dtype="float64")


def wages(
    budget: pd.DataFrame,
    staff: pd.DataFrame,
    municipalities: pd.DataFrame,
    price_index: pd.DataFrame,
) -> pd.Series:
    """Return salaries per person-year in IKT by kommunenummer.

    In 1000 kr of the newest budget year; NaN where a part is unknown.
    """
    pay = _wages(budget, staff, municipalities.index, price_index)
    return pd.Series(pay, index=municipalities.index, dtype="float64")


def _users_in(municipalities: pd.DataFrame) -> dict[str, float]:
    return dict(zip(municipalities.index, municipalities["ikt_brukere"], strict=True))


# A frame, or the columns as read: every load asks, and frames of a few rows are slow to work with.
Table = Mapping[str, Iterable[Any]] | pd.DataFrame


def _costs_per_user(
    budget: Table, users: Mapping[str, float], price_index: pd.DataFrame
) -> dict[str, dict[str, float]]:
    """Kroner per user by cost group and kommunenummer."""
    amounts = _comparable_budget(budget, price_index)
    return {
        group: {
            code: _ratio(amounts.get((code, group), nan) * 1000.0, own)
            for code, own in users.items()
        }
        for group in COST_GROUPS
    }


def _staff_per_user(staff: Table, users: Mapping[str, float]) -> dict[str, float]:
    posts = _posts(staff)
    return {code: _ratio(posts.get(code, nan) * 1000.0, own) for code, own in users.items()}


def _wages(
    budget: Table, staff: Table, codes: Iterable[str], price_index: pd.DataFrame
) -> dict[str, float]:
    amounts, posts = _comparable_budget(budget, price_index), _posts(staff)
    return {code: _ratio(amounts.get((code, "lønn"), nan), posts.get(code, nan)) for code in codes}


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else nan


def warn_cost_outliers(inputs: Inputs, log: ProblemLog) -> None:
    """Ask about a cost per user far from the median (``avviksgrense``)."""
    if inputs.shared is None:
        return
    budget = inputs.columns("budsjett")
    costs = _costs_per_user(budget, _users(inputs), inputs.shared.price_index)
    note = _kroner_note(budget)
    for group in COST_GROUPS:
        for code, own, middle in _far_from(costs[group], inputs.shared.outlier_ratio):
            if own > 0 and is_far(own, middle, SCALE):
                line = _line(inputs, code, group)
                amount = latest_amounts(budget)[code, group]
                _ask_scale(inputs.file("budsjett"), line, amount, own > middle, log)
                continue
            log.warning(
                inputs.file("budsjett"),
                _line(inputs, code, group),
                "beløp",
                f"{COSTS[group]} per bruker er {against(own, middle)} medianen for "
                f"kommunene ({figure(own)} mot {figure(middle)} kroner{note}). Stemmer det?",
            )


def _ask_scale(file: str, line: int, amount: float, too_large: bool, log: ProblemLog) -> None:
    """Ask whether an amount is in kroner, or in millions, where it should be in thousands."""
    unit = "kroner" if too_large else "millioner kroner"
    meant = norwegian_number(amount / 1000 if too_large else round(amount * 1000, 6))
    log.warning(
        file,
        line,
        "beløp",
        f"{figure(amount, 3)} er langt fra det de andre har per bruker. Er beløpet oppgitt i "
        f"{unit}? Da skal det stå {meant}",
        thousandfold=True,
    )


def warn_staff_outliers(inputs: Inputs, log: ProblemLog) -> None:
    """Ask about staff per user far from the median (``avviksgrense``)."""
    if inputs.shared is None:
        return
    posts = _staff_per_user(inputs.columns("bemanning"), _users(inputs))
    for code, own, middle in _far_from(posts, inputs.shared.outlier_ratio):
        log.warning(
            inputs.file("bemanning"),
            None,
            "årsverk",
            f"{code} {inputs.names[code]} har {figure(own, 1)} IKT-årsverk per 1000 brukere, som "
            f"er {against(own, middle)} medianen for kommunene ({figure(middle, 1)}). "
            "Stemmer det?",
        )


def warn_wages(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where salaries and staff do not fit together (``lonn_per_arsverk``)."""
    if inputs.shared is None:
        return
    budget, staff = inputs.columns("budsjett"), inputs.columns("bemanning")
    pay = _wages(budget, staff, inputs.names, inputs.shared.price_index)
    note = _kroner_note(budget)
    for code, own, middle in _far_from(pay, inputs.shared.limits.lonn_per_arsverk):
        log.warning(
            inputs.file("budsjett"),
            _line(inputs, code, "lønn"),
            "beløp",
            f"lønnskostnaden er {figure(own)} tusen kroner per IKT-årsverk i bemanning, som er "
            f"{against(own, middle)} medianen for kommunene ({figure(middle)}{note}). Hører lønn "
            "og årsverk sammen?",
        )


def warn_changes(inputs: Inputs, log: ProblemLog) -> None:
    """Ask about a cost far from that of the year before, in kroner of one value."""
    if inputs.shared is None:
        return
    limits, prices = inputs.shared.limits, inputs.shared.price_index
    columns = ("år", "kostnadsgruppe", "beløp", LINE)
    for _, _, rows in by_municipality(inputs, "budsjett", *columns):
        years = sorted({year for year, *_ in rows})[-2:]
        if len(years) < 2:
            continue
        before, now = (
            {group: (amount, line) for own, group, amount, line in rows if own == year}
            for year in years
        )
        least = limits.minste_andel * known_sum(amount for amount, _ in now.values())
        try:
            factor = price_factor(prices, *years)
        except KeyError:  # told by `check_price_years` where it matters
            continue
        for group in now.keys() & before.keys():
            (own, line), old = now[group], before[group][0] * factor
            if abs(own - old) >= least and is_far(own, old, limits.endring_fra_aaret_foer):
                log.warning(
                    inputs.file("budsjett"),
                    line,
                    "beløp",
                    f"{COSTS[group]} er {against(own, old)} det den var i {years[0]} "
                    f"({figure(own)} mot {figure(old)} tusen kroner, målt i {years[1]}-kroner). "
                    "Stemmer det?",
                )


def warn_application_users(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where a system has more users than the municipality has users of IKT."""
    everybody = _users(inputs)
    for code, users, line in inputs.rows("applikasjoner", "kommunenummer", "brukere", LINE):
        own = everybody.get(code, nan)
        if users > own > 0:
            log.warning(
                inputs.file("applikasjoner"),
                line,
                "brukere",
                f"{figure(users)} brukere er flere enn de "
                f"{figure(own)} som bruker IKT i kommunen (kommuner, "
                "ikt_brukere). Er elever eller innbyggere regnet med?",
            )


def known_sum(values: Iterable[float]) -> float:
    """Return the sum of the values that are known."""
    return fsum(value for value in values if not isnan(value))


def _posts(staff: Table) -> dict[str, float]:
    """Person-years in IKT by kommunenummer; NaN where a cell is unknown."""
    posts: dict[str, list[float]] = defaultdict(list)
    for code, own in zip(staff["kommunenummer"], staff["årsverk"], strict=True):
        posts[code].append(own)
    return {code: fsum(own) for code, own in posts.items()}


def _users(inputs: Inputs) -> dict[str, float]:
    return dict(inputs.rows("kommuner", "kommunenummer", "ikt_brukere"))


def _line(inputs: Inputs, code: str, group: str) -> int:
    """Line of a cost group in a municipality's latest year."""
    year = _latest_years(inputs.columns("budsjett"))[code]
    rows = inputs.rows("budsjett", "kommunenummer", "år", "kostnadsgruppe", LINE)
    return next(line for *row, line in rows if row == [code, year, group])


def _far_from(values: Mapping[str, float], limit: float) -> Iterator[tuple[str, float, float]]:
    """Yield code, value and median where they are far apart.

    The median is that of all of them: with three or four, one wrong figure would move the median
    of the others enough to make the right ones look strange.
    """
    known = {code: own for code, own in values.items() if not isnan(own)}
    if len(known) < _FEWEST:
        return
    middle = median(known.values())
    for code, own in known.items():
        if is_far(own, middle, limit):
            yield code, own, middle


def is_far(own: float, other: float, limit: float) -> bool:
    """Whether one is more than so many times the other; nothing is far from an unknown or 0."""
    return other > 0 and (own > other * limit or own * limit < other)


def against(own: float, other: float) -> str:
    """Write a ratio as «3,2 ganger» or «20 prosent av»."""
    ratio = own / other
    if ratio < 1:
        return f"{figure(ratio * 100)} prosent av"
    return f"{figure(ratio, 0 if ratio >= 10 else 1)} ganger"


def latest_budget(budget: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each municipality's latest budget year."""
    return budget[budget["år"] == budget["kommunenummer"].map(_latest_years(budget))]


def _latest_years(budget: Table) -> dict[str, int]:
    """The latest budget year by kommunenummer."""
    latest: dict[str, int] = {}
    for code, year in zip(budget["kommunenummer"], budget["år"], strict=True):
        latest[code] = max(int(year), latest.get(code, 0))
    return latest


def latest_amounts(budget: Table) -> dict[tuple[str, str], float]:
    """Return the amounts of each municipality's latest year by kommunenummer and cost group."""
    return {(code, group): amount for code, group, _, amount in _latest_rows(budget)}


def _latest_rows(budget: Table) -> Iterator[tuple[str, str, int, float]]:
    """Yield code, cost group, year and amount of the rows of each municipality's latest year."""
    latest = _latest_years(budget)
    columns = (budget[name] for name in ("kommunenummer", "kostnadsgruppe", "år", "beløp"))
    return (row for row in zip(*columns, strict=True) if row[2] == latest[row[0]])


def _comparable_budget(budget: Table, price_index: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return what `latest_amounts` does, in kroner of the newest of the years.

    An amount is NaN where the price index lacks its year.
    """
    years = set(_latest_years(budget).values())
    newest = max(years, default=0)
    factors = {year: _factor(price_index, year, newest) for year in years}
    return {
        (code, group): amount * factors[year] for code, group, year, amount in _latest_rows(budget)
    }


def _factor(price_index: pd.DataFrame, from_year: int, to_year: int) -> float:
    try:
        return price_factor(price_index, from_year, to_year)
    except KeyError:  # told by `check_price_years` where it matters
        return nan


def _kroner_note(budget: Table) -> str:
    """Say which kroner amounts are compared in, where they are from several years."""
    years = set(_latest_years(budget).values())
    return f", målt i {max(years)}-kroner" if len(years) > 1 else ""


def figure(value: float, digits: int = 0) -> str:
    """Write a number with at most so many decimals, and a no-break space between thousands."""
    rounded = Decimal(repr(round(float(value), digits))).normalize()
    return f"{rounded:,f}".translate(_NORWEGIAN)
