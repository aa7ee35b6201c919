"""Figures far from those of the other municipalities, or from last year's: asked about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from analysis.dataset.checks.consistency import Inputs, by_municipality
from analysis.dataset.definitions import price_factor
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.tables import COST_GROUPS

_FEWEST = 3
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
    latest = comparable_budget(budget, price_index)
    amounts = latest.pivot(index="kommunenummer", columns="kostnadsgruppe", values="beløp")
    users = municipalities["ikt_brukere"].where(municipalities["ikt_brukere"] > 0)
    amounts = amounts.reindex(index=municipalities.index, columns=list(COST_GROUPS))
    return amounts.mul(1000.0).div(users, axis=0)


def staff_per_user(staff: pd.DataFrame, municipalities: pd.DataFrame) -> pd.Series:
    """Return person-years in IKT per 1000 users by kommunenummer; NaN where a cell is unknown."""
    users = municipalities["ikt_brukere"].where(municipalities["ikt_brukere"] > 0)
    return _posts(staff, municipalities) * 1000.0 / users


def wages(
    budget: pd.DataFrame,
    staff: pd.DataFrame,
    municipalities: pd.DataFrame,
    price_index: pd.DataFrame,
) -> pd.Series:
    """Return salaries per person-year in IKT by kommunenummer.

    In 1000 kr of the newest budget year; NaN where a part is unknown.
    """
    latest = comparable_budget(budget, price_index)
    pay = latest[latest["kostnadsgruppe"] == "lønn"].set_index("kommunenummer")["beløp"]
    posts = _posts(staff, municipalities)
    return pay.reindex(posts.index) / posts.where(posts > 0)


def warn_cost_outliers(inputs: Inputs, log: ProblemLog) -> None:
    """Ask about a cost per user far from the median (``avviksgrense``)."""
    if inputs.shared is None:
        return
    budget = inputs.frame("budsjett")
    costs = costs_per_user(budget, _municipalities(inputs), inputs.shared.price_index)
    note = _kroner_note(budget)
    for group in COST_GROUPS:
        for code, own, middle in _far_from(costs[group], inputs.shared.outlier_ratio):
            log.warning(
                inputs.file("budsjett"),
                _line(inputs, code, group),
                "beløp",
                f"{COSTS[group]} per bruker er {against(own, middle)} medianen for "
                f"kommunene ({figure(own)} mot {figure(middle)} kroner{note}). Stemmer det?",
            )


def warn_staff_outliers(inputs: Inputs, log: ProblemLog) -> None:
    """Ask about staff per user far from the median (``avviksgrense``)."""
    if inputs.shared is None:
        return
    posts = staff_per_user(inputs.frame("bemanning"), _municipalities(inputs))
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
    budget, staff = inputs.frame("budsjett"), inputs.frame("bemanning")
    pay = wages(budget, staff, _municipalities(inputs), inputs.shared.price_index)
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
    for _, _, rows in by_municipality(inputs.frame("budsjett"), inputs.names):
        years = sorted(rows["år"].unique())[-2:]
        if len(years) < 2:
            continue
        before, now = (rows[rows["år"] == year].set_index("kostnadsgruppe") for year in years)
        least = limits.minste_andel * now["beløp"].sum()
        try:
            factor = price_factor(prices, *map(int, years))
        except KeyError:  # told by `check_price_years` where it matters
            continue
        for group in now.index.intersection(before.index):
            own, old = float(now["beløp"][group]), float(before["beløp"][group]) * factor
            if abs(own - old) >= least and is_far(own, old, limits.endring_fra_aaret_foer):
                log.warning(
                    inputs.file("budsjett"),
                    int(now[LINE][group]),
                    "beløp",
                    f"{COSTS[group]} er {against(own, old)} det den var i {years[0]} "
                    f"({figure(own)} mot {figure(old)} tusen kroner, målt i {years[1]}-kroner). "
                    "Stemmer det?",
                )


def warn_application_users(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where a system has more users than the municipality has users of IKT."""
    everybody = _municipalities(inputs)["ikt_brukere"]
    frame = inputs.frame("applikasjoner")
    own = frame["kommunenummer"].map(everybody)
    for _, row in frame[(frame["brukere"] > own) & (own > 0)].iterrows():
        log.warning(
            inputs.file("applikasjoner"),
            int(row[LINE]),
            "brukere",
            f"{figure(row['brukere'])} brukere er flere enn de "
            f"{figure(everybody[row['kommunenummer']])} som bruker IKT i kommunen (kommuner, "
            "ikt_brukere). Er elever eller innbyggere regnet med?",
        )


def _posts(staff: pd.DataFrame, municipalities: pd.DataFrame) -> pd.Series:
    """Person-years in IKT by kommunenummer; NaN where a cell is unknown."""
    groups = staff.groupby("kommunenummer")["årsverk"]
    return groups.sum().where(groups.count() == groups.size()).reindex(municipalities.index)


def _municipalities(inputs: Inputs) -> pd.DataFrame:
    return inputs.frame("kommuner").set_index("kommunenummer")


def _line(inputs: Inputs, code: str, group: str) -> int:
    """Line of a cost group in a municipality's latest year."""
    latest = latest_budget(inputs.frame("budsjett"))
    own = latest[(latest["kommunenummer"] == code) & (latest["kostnadsgruppe"] == group)]
    return int(own[LINE].iloc[0])


def _far_from(values: pd.Series, limit: float) -> Iterator[tuple[str, float, float]]:
    """Yield code, value and median where they are far apart.

    The median is that of all of them: with three or four, one wrong figure would move the median
    of the others enough to make the right ones look strange.
    """
    known = values.dropna()
    if len(known) < _FEWEST:
        return
    middle = float(known.median())
    for code, own in known.items():
        if is_far(float(own), middle, limit):
            yield str(code), float(own), middle


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
    return budget[budget["år"] == budget.groupby("kommunenummer")["år"].transform("max")]


def comparable_budget(budget: pd.DataFrame, price_index: pd.DataFrame) -> pd.DataFrame:
    """Return each municipality's latest year with amounts in kroner of the newest of them.

    An amount is NaN where the price index lacks its year.
    """
    latest = latest_budget(budget)
    newest = latest["år"].max()
    factors = {year: _factor(price_index, year, newest) for year in latest["år"].unique()}
    return latest.assign(beløp=latest["beløp"] * latest["år"].map(factors).astype(float))


def _factor(price_index: pd.DataFrame, from_year: int, to_year: int) -> float:
    try:
        return price_factor(price_index, int(from_year), int(to_year))
    except KeyError:  # told by `check_price_years` where it matters
        return float("nan")


def _kroner_note(budget: pd.DataFrame) -> str:
    """Say which kroner amounts are compared in, where they are from several years."""
    years = latest_budget(budget)["år"]
    return f", målt i {years.max()}-kroner" if years.nunique() > 1 else ""


def figure(value: float, digits: int = 0) -> str:
    """Write a number with at most so many decimals, and a no-break space between thousands."""
    rounded = Decimal(repr(round(float(value), digits))).normalize()
    return f"{rounded:,f}".translate(_NORWEGIAN)
