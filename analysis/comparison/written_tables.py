"""Main results as the tables of a written report have them."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.dataset.tables import ALTERNATIVE_IDS
from analysis.decision.change.main_results import COST, INDEX, NPV, PLAN, PLAN_YEARS, POINTS

_FIGURE = r"|[-+]?[0-9]+(?:,[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_ROW = list(INDEX[:2])
_CODE, _ALTERNATIVE = INDEX[:2]


def written_results(tables: Path) -> pd.Series | None:
    """Read the main results of a report, as `main_results` gives them, in its own kroner.

    Parameters
    ----------
    tables : Path
        ``tables/`` of a report folder.

    Returns
    -------
    Series or None
        None where the tables are not there or not as this program writes them.
    """
    try:
        figures = _read(tables / "nokkeltall.csv")
        parts = {
            COST: _cost(figures),
            NPV: _present_values(_read(tables / "naaverdi.csv"), figures),
            PLAN: _plan(_read(tables / "kostnader.csv")),
            POINTS: _points(_read(tables / "poeng.csv")),
        }
    except (OSError, ValueError, KeyError):
        return None
    return pd.concat(parts, names=[INDEX[2]]).reorder_levels([1, 2, 0])


def _read(path: Path) -> pd.DataFrame:
    table = pd.read_csv(
        path,
        sep=";",
        decimal=",",
        encoding="utf-8-sig",
        dtype={_CODE: str, _ALTERNATIVE: str, "verdi": str},
        keep_default_na=False,
    )
    if not table["verdi"].str.fullmatch(_FIGURE).all():
        raise ValueError("a figure that this program never writes, such as inf or nan")
    figures = pd.to_numeric(table["verdi"].str.replace(",", ".").replace("", None))
    if np.isinf(figures).any():
        raise ValueError("a figure too large to be one")
    return table.assign(verdi=figures.astype(float))


def _key_figure(figures: pd.DataFrame, name: str) -> pd.Series:
    return figures[figures["størrelse"] == name].set_index(_CODE)["verdi"]


def _cost(figures: pd.DataFrame) -> pd.Series:
    """Today's cost under alternative 0, and its sum."""
    cost = _key_figure(figures, "kostnad")
    cost[""] = cost.sum(skipna=False)
    cost.index = pd.MultiIndex.from_product([cost.index, ALTERNATIVE_IDS[:1]], names=_ROW)
    return cost


def _present_values(table: pd.DataFrame, figures: pd.DataFrame) -> pd.Series:
    """Kroner per inhabitant: a municipality's own, the social one for all together."""
    values, people = table.set_index(_ROW), _key_figure(figures, "innbyggere")
    people[""] = people.sum(skipna=False)
    chosen = values["størrelse"].isin(["netto nåverdi", "netto nåverdi, samfunnet"])
    own = values.loc[chosen, "verdi"]
    return own * 1000.0 / people.reindex(own.index.get_level_values(0)).to_numpy()


def _plan(table: pd.DataFrame) -> pd.Series:
    """Sum of the budget effect over the years of the økonomiplan."""
    sums = table[table["kostnad"] == "sum"]
    year = sums["år"].astype(int) - int(sums["år"].astype(int).min())
    chosen = sums[year.between(PLAN_YEARS.start, PLAN_YEARS.stop - 1)]
    return chosen.groupby(_ROW)["verdi"].agg(lambda values: values.sum(skipna=False))


def _points(table: pd.DataFrame) -> pd.Series:
    """Middle of the interval of points."""
    chosen = table[table["størrelse"] == "poeng"]
    return chosen.groupby(_ROW)["verdi"].agg(lambda ends: np.mean(ends.to_numpy()))
