"""The years in which several municipalities could buy together, and when contracts end.

Contracts without a known end are in no window, and neither are those being replaced already.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

EXPIRED, LATER, UNDATED = "Gått ut", "Senere", "Uten dato"
# Contracts by the year counted from the decision in which they end.
AHEAD = ("Innen 1 år", "1–2 år", "2–3 år")
ENDINGS = (EXPIRED, *AHEAD, LATER, UNDATED)

WINDOW_COLUMNS = [
    "gruppe", "fagområde", "år", "koder", "systemer", "kostnad", "forlenges", "forlenges_koder",
    "måneder", "utgått", "utgått_koder", "venter", "ventet", "senere", "dobbelt", "alle",
    "alle_år", "underveis", "ukjent_kostnad", "ukjent_venter", "ukjent_dobbelt", "skjermes",
    "kilder",
]  # fmt: skip


def windows(rows: pd.DataFrame) -> pd.DataFrame:
    """The first year in which enough municipalities could buy the same thing together.

    That is the earliest year in which the contracts of ``fewest`` municipalities have ended and a
    competition can be done. Who is free before it waits: with an option, or with a prolongation
    without competition where no option reaches the end of that year. Who is bound longer can join
    when its own contract ends.

    Parameters
    ----------
    rows : DataFrame
        As `purchases.members` gives them.

    Returns
    -------
    DataFrame
        ``WINDOW_COLUMNS``, one row for each group with a window, by year and then the dearest
        first. Amounts in 1000 kr, of what is known; the three ``ukjent_`` count the contracts
        without a known cost that should have been in the sum:

        - ``koder``, ``systemer``, ``kostnad``: who is in, with what today
        - ``forlenges``, ``forlenges_koder``, ``måneder``: contracts to be prolonged without
          competition, and the longest that any must
        - ``utgått``, ``utgått_koder``: contracts that had ended before the decision
        - ``venter``: yearly cost of those who are free and wait for the others
        - ``ventet``: the same times the years they wait
        - ``senere``: contracts bound beyond it
        - ``dobbelt``: what these would pay twice if they joined in the window
        - ``alle``, ``alle_år``: how many municipalities can be in at last, and from which year
        - ``underveis``: contracts that are being replaced already
    """
    rows = rows[rows.groupby("gruppe")["med"].transform("any")]
    table = (
        _marked(rows)
        .groupby("gruppe", sort=True)
        .agg(
            fagområde=("fagområde", _commonest),
            år=("år", "first"),
            koder=("kode", _codes),
            systemer=("system", "nunique"),
            kostnad=("med_kostnad", "sum"),
            forlenges=("forlenget", "count"),
            forlenges_koder=("forlenget", _codes),
            måneder=("måneder", "max"),
            utgått=("utløpt", "count"),
            utgått_koder=("utløpt", _codes),
            venter=("venter", "sum"),
            ventet=("ventet", "sum"),
            senere=("senere", "count"),
            dobbelt=("dobbelt", "sum"),
            underveis=("opptatt", "count"),
            ukjent_kostnad=("ukjent", "sum"),
            ukjent_venter=("ukjent_venter", "sum"),
            ukjent_dobbelt=("ukjent_dobbelt", "sum"),
            skjermes=("skjermet", "any"),
            kilder=("source", "; ".join),
        )
    )
    table = table.join(_all_of_them(rows)).reset_index()
    return table[WINDOW_COLUMNS].sort_values(
        ["år", "kostnad"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _marked(rows: pd.DataFrame) -> pd.DataFrame:
    """What each contract adds to its window: missing where it adds nothing."""
    inside, later = rows["med"], ~rows["med"] & ~rows["underveis"]
    cost, unknown, code = rows["kostnad"].fillna(0.0), rows["kostnad"].isna(), rows["kommunenummer"]
    wait = (rows["år"] - rows["fra"]).clip(lower=0).where(inside, 0)
    bound = (rows["åpen"] - rows["år"]).where(later, 0)
    return rows.assign(
        kode=code.where(inside),
        system=rows["system"].where(inside),
        med_kostnad=cost.where(inside, 0.0),
        forlenget=code.where(rows["måneder"] > 0),
        utløpt=code.where(rows["utgått"]),
        venter=cost.where(wait > 0, 0.0),
        ventet=cost * wait,
        senere=code.where(later),
        dobbelt=cost * bound,
        opptatt=code.where(rows["underveis"]),
        ukjent=unknown & inside,
        ukjent_venter=unknown & (wait > 0),
        ukjent_dobbelt=unknown & later,
        skjermet=rows["skjermes"] == "ja",
    )


def _all_of_them(rows: pd.DataFrame) -> pd.DataFrame:
    """For each group, how many municipalities are or become free, and the year the last does."""
    free = rows[~rows["underveis"]]
    free = free.assign(fra=free[["åpen", "år"]].max(axis=1))
    first = free.groupby(["gruppe", "kommunenummer"], as_index=False)["fra"].min()
    groups = first.groupby("gruppe")["fra"]
    return pd.DataFrame({"alle": groups.count(), "alle_år": groups.max()})


def _commonest(areas: pd.Series) -> str:
    """The most used value, the first in the alphabet if several are."""
    return str(min(counts := areas.value_counts().to_dict(), key=lambda a: (-counts[a], a)))


def _codes(codes: pd.Series) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes.dropna()))


def ends_by_year(applications: pd.DataFrame, first_year: int, years: int) -> pd.DataFrame:
    """Count contracts by the year they end.

    Parameters
    ----------
    applications : DataFrame
    first_year : int
        Year 0.
    years : int
        Number of years shown, year 0 with them.

    Returns
    -------
    DataFrame
        Indexed by «Før» year 0, each year shown, «Senere» and «Uten dato»: ``alle`` contracts, and
        those of them with an ``opsjon`` beyond the end.
    """
    shown = range(first_year, first_year + years)
    labels = [f"Før {first_year}", *map(str, shown), LATER, UNDATED]
    ends = applications["avtaleslutt"]
    named = pd.Series([_label(day, shown) for day in ends], index=ends.index, dtype="str")
    counts = {"alle": named, "opsjon": named[has_option(applications)]}
    return pd.DataFrame(
        {name: own.value_counts().reindex(labels, fill_value=0) for name, own in counts.items()}
    )


def has_option(applications: pd.DataFrame) -> pd.Series:
    """Whether each contract has an option beyond its end."""
    days = zip(applications["opsjon_til"], applications["avtaleslutt"], strict=True)
    options = [not (pd.isna(until) or pd.isna(day)) and until > day for until, day in days]
    return pd.Series(options, index=applications.index, dtype=bool)


def _label(end: dt.date | None, shown: range) -> str:
    if end is None or pd.isna(end):
        return UNDATED
    if end.year < shown.start:
        return f"Før {shown.start}"
    return str(end.year) if end.year in shown else LATER


def endings(applications: pd.DataFrame, decision: dt.date) -> pd.Series:
    """When each contract ends, counted from the day of the decision: one of ``ENDINGS``."""
    limits = [years_after(decision, years) for years in range(1, len(AHEAD) + 1)]

    def name(end: dt.date | None) -> str:
        if end is None or pd.isna(end):
            return UNDATED
        if end < decision:
            return EXPIRED
        # Three years after 30 June 2022 run to 30 June 2025, that day with them.
        return ENDINGS[1 + sum(end > limit for limit in limits)]

    ends = applications["avtaleslutt"]
    return pd.Series([name(end) for end in ends], index=applications.index, dtype=object)


def years_after(day: dt.date, years: int) -> dt.date:
    """Return the same day so many years later; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 3, 1)
