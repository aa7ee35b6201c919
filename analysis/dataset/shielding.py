"""What may be told of rows marked ``skjermes``; nobody else decides it.

Every figure a council can see is worked out from `told_staff`, and never from the rows themselves.
So nothing can be found by subtraction, from days or counts, or by trying staff in the model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from itertools import permutations

import numpy as np
import pandas as pd

# Whatever the number of persons in a shielded function, its person-years can be anything in an
# interval of this length (or of all the municipality has, where that is less).
LEAST = 0.5
# From where most people usually are to where fewest are. The first that is open is hidden together
# with what is shielded, and the persons in what is hidden are laid out in this order. It may not
# follow the figures: who was chosen would then tell what they are.
_ORDER = ("brukerstøtte", "drift", "fagsystem", "digitalisering", "sikkerhet", "ledelse")
_SHIELDED = "ja"
_NO_WORD = re.compile(r"[\W_]+")


def told_staff(staff: pd.DataFrame) -> pd.DataFrame:
    """The staff as it may be told and reckoned with.

    A shielded row is hidden together with one open row of the municipality. Of the two, only the
    sum of person-years and how many persons they have without who has which are used: most
    persons are put first in a fixed order, with as many person-years on each person. Where that
    gives a shielded function away, all functions of the municipality are hidden likewise, and
    where that does too, only its sum of person-years is used and persons are unknown.

    Parameters
    ----------
    staff : DataFrame
        ``bemanning``.

    Returns
    -------
    DataFrame
        The same rows with ``skjult``: whether the row may only be told of with the other hidden
        ones of its municipality.
    """
    told = [_told(own) for _, own in staff.groupby("kommunenummer", sort=False)]
    return pd.concat(told).loc[staff.index] if told else staff.assign(skjult=False)


def kept_apart(staff: pd.DataFrame) -> list[str]:
    """Kommunenummer of those of whom only the sum of person-years may be told, in order."""
    told = told_staff(staff)
    lost = told["skjult"] & told["personer"].isna() & staff["personer"].notna()
    return list(dict.fromkeys(staff.loc[lost, "kommunenummer"]))


def hidden_systems(
    applications: pd.DataFrame, system_names: pd.DataFrame, elsewhere: Iterable[str] = ()
) -> frozenset[str]:
    """Every name, as it is spelled anywhere, of the systems that may not be named.

    Parameters
    ----------
    applications, system_names : DataFrame
        ``applikasjoner`` and ``systemnavn``.
    elsewhere : iterable of str
        Systems that are shielded by somebody who is not among the rows.
    """
    written = applications["system"].map(_folded)
    hidden = {*written[applications["skjermes"] == _SHIELDED], *map(_folded, elsewhere)}
    # A spelling and the name it stands for are one system, whichever of them is shielded.
    spelled, meant = (system_names[name] for name in ("skrivemåte", "system"))
    hidden |= {_folded(name) for name in meant[spelled.map(_folded).isin(hidden)]}
    aliased = meant.map(_folded).isin(hidden)
    hidden |= {_folded(name) for name in spelled[aliased]}
    rows = applications.loc[written.isin(hidden), "system"]
    return frozenset({*rows, *spelled[aliased], *meant[aliased], *elsewhere})


def names_any(text: str, systems: Iterable[str]) -> bool:
    """Whether a text names one of the systems, in whatever case and with whatever signs."""
    told = f" {_apart(text)} "
    return any(f" {name} " in told for name in map(_apart, systems) if name)


def _apart(text: str) -> str:
    """The words of a text with one space between them."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _NO_WORD.sub(" ", plain).strip()


def _folded(name: str) -> str:
    """A name without what two spellings of it differ in: case, spaces, hyphens and other signs."""
    return _apart(name).replace(" ", "") or name


def hidden_rows(
    staff: pd.DataFrame,
    applications: pd.DataFrame,
    system_names: pd.DataFrame,
    systems: Collection[str],
) -> frozenset[str]:
    """Where the rows stand that may not be told one by one («bemanning.csv:12»).

    Parameters
    ----------
    staff, applications, system_names : DataFrame
        ``bemanning``, ``applikasjoner`` and ``systemnavn``.
    systems : collection of str
        From `hidden_systems`.
    """
    told = told_staff(staff)
    frames = (
        told[told["skjult"]],
        applications[applications["system"].isin(systems)],
        system_names[system_names["skrivemåte"].isin(systems)],
    )
    # A system that got its name from systemnavn has that file as a second source.
    return frozenset(source.split("; ")[0] for frame in frames for source in frame["source"])


def _told(own: pd.DataFrame) -> pd.DataFrame:
    """The staff of one municipality."""
    figures = own[["årsverk", "personer"]]
    shielded = (own["skjermes"] == _SHIELDED) & figures.notna().any(axis=1)
    if not shielded.any():
        # A shielded row without figures has nothing to tell.
        return own.assign(skjult=own["skjermes"] == _SHIELDED)
    companion = own["funksjon"].map(_ORDER.index).where(~shielded & figures.notna().all(axis=1))
    first = shielded | (companion == companion.min())
    persons, fte = own["personer"].to_numpy(), own["årsverk"].to_numpy()
    if figures[first].notna().all(axis=None):
        inside = first.to_numpy()
        among = set(permutations(persons[inside]))
        if _hides(among, shielded[first].to_numpy(), fte[inside].sum()):
            return _laid_out(own, first)
    if figures.notna().all(axis=None):
        # Who reads this knows that the first was not enough.
        inside, own_shielded = first.to_numpy(), shielded.to_numpy()
        among = {
            row
            for row in set(permutations(persons))
            if not _hides_persons(set(permutations(np.array(row)[inside])), own_shielded[inside])
        }
        if _hides(among, own_shielded, fte.sum()):
            return _laid_out(own, first | True)
    return _only_the_sum(own)


def _hides(among: Iterable[tuple[float, ...]], shielded: np.ndarray, fte: float) -> bool:
    """Whether a reader who knows that the persons are one of these rows learns too little.

    Parameters
    ----------
    among : iterable of tuple
        Persons by function.
    shielded : ndarray of bool
        Which of the functions are shielded.
    fte : float
        Their sum of person-years.
    """
    rows = list(among)
    return _hides_persons(rows, shielded) and all(
        _width(row[at], sum(row), fte) >= LEAST
        for row in rows
        for at in np.flatnonzero(shielded)
        if row[at] > 0
    )


def _hides_persons(among: Iterable[tuple[float, ...]], shielded: np.ndarray) -> bool:
    """Whether every shielded function may have two numbers of persons, one of them two or more.

    Nobody shields a function without persons, so 0 hides nothing.
    """
    rows = list(among)
    possible = [{row[at] for row in rows} - {0.0} for at in np.flatnonzero(shielded)]
    return all(len(numbers) > 1 and max(numbers) >= 2.0 for numbers in possible)


def _width(persons: float, everyone: float, fte: float) -> float:
    """How much the person-years of a function can vary: nobody has more than one each."""
    return min(persons, fte) - max(0.0, fte - (everyone - persons))


def _laid_out(own: pd.DataFrame, hidden: pd.Series) -> pd.DataFrame:
    """Persons and person-years of the hidden rows in the fixed order, most persons first."""
    order = own.loc[hidden, "funksjon"].map(_ORDER.index).sort_values().index
    persons = np.sort(own.loc[hidden, "personer"])[::-1]
    told = own.assign(skjult=hidden | (own["skjermes"] == _SHIELDED), vakt=_duty(own, hidden))
    told.loc[order, "personer"] = persons
    told.loc[order, "årsverk"] = persons * own.loc[hidden, "årsverk"].sum() / persons.sum()
    return told


def _only_the_sum(own: pd.DataFrame) -> pd.DataFrame:
    """The sum of person-years alone, spread evenly; not even that where it is of one row."""
    fte = own["årsverk"].sum(skipna=False) / len(own) if len(own) > 1 else np.nan
    hidden = pd.Series(True, own.index)
    return own.assign(skjult=True, årsverk=fte, personer=np.nan, vakt=_duty(own, hidden))


def _duty(own: pd.DataFrame, hidden: pd.Series) -> pd.Series:
    """Whether there is duty in any of the hidden rows, said of them all."""
    inside = own.loc[hidden, "vakt"]
    told = "ja" if (inside == "ja").any() else "nei" if (inside == "nei").all() else ""
    return own["vakt"].where(~hidden, told)
