"""The group's own estimates of how prices rise, for the years the price index does not have yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import BeforeValidator, Field

from analysis.dataset.definitions.cooperation_settings import quoted
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import SOURCE, line_in_entry

ESTIMATES = "prisanslag"
_YEAR = r"20[0-9]{2}|2100"
_LEAST, _MOST = -0.2, 0.5
PriceYear = Annotated[str, Field(pattern=f"^(?:{_YEAR})$")]
_PERCENT = re.compile(r"([-−+]?\d+(?:[.,]\d+)?)\s*(?:%|prosent)")
_EXAMPLE = '"3 %"'


def _share(given: Any) -> Any:
    """Read «3,5 %» as 0.035; anything else is as it stands."""
    percent = _PERCENT.fullmatch(given.strip()) if isinstance(given, str) else None
    if percent is None:
        return given
    return round(float(percent[1].replace(",", ".").replace("−", "-")) / 100.0, 12)


PriceRise = Annotated[float, BeforeValidator(_share), Field(ge=_LEAST, le=_MOST)]


def estimate_lines(years: Sequence[int]) -> str:
    """Return the lines that estimate some years, as «2025 = "3 %" og 2026 = "3 %"»."""
    return listed([f"{year} = {_EXAMPLE}" for year in years])


def estimate_advice(years: Sequence[int], begun: bool) -> str:
    """Return what to write for years the price index lacks, as sentences without a full stop.

    Parameters
    ----------
    years : sequence of int
        One after the other from the last year that is known.
    begun : bool
        Whether the file has the table already.
    """
    lines = estimate_lines(years)
    where = (
        f"{lines} under [{ESTIMATES}] i utredning.toml"
        if begun
        else f"linjen [{ESTIMATES}] nederst i utredning.toml, og under den {lines}"
    )
    return f"Skriv {where}. {_REPLACE}"


_REPLACE = f"Bytt ut {_EXAMPLE} med prisveksten fra året før, slik dere anslår den"


def check_estimates(given: Any, shown: str, text: str, log: ProblemLog) -> None:
    """Tell each line of ``[prisanslag]`` that is no year with a share.

    Parameters
    ----------
    given : object
        The table, parsed; anything else is told elsewhere.
    shown, text : str
        The file as the user knows it, and its content.
    log : ProblemLog
        Where trouble is told.
    """
    for year, written in given.items() if isinstance(given, dict) else ():
        rise = _share(written)
        place = shown, line_in_entry(text, ESTIMATES, 0, year), f"{ESTIMATES}.{year}"
        if not re.fullmatch(_YEAR, year):
            what = f"«{year}» er ikke et årstall fra 2000 til 2100"
            log.error(*place, f'{what}. Skriv for eksempel 2026 = "3,5 %"')
        elif isinstance(rise, bool) or not isinstance(rise, (int, float)) or not (
            _LEAST <= rise <= _MOST
        ):  # fmt: skip
            log.error(*place, _advised(year, written))


def _advised(year: str, written: Any) -> str:
    """What to write instead; the number itself where it can only be meant as per cent."""
    number = re.fullmatch(r"[-−+]?\d+(?:[.,]\d+)?", str(written).strip())
    percent = str(written).strip().replace(".", ",") if number else "3,5"
    if number and not _LEAST <= float(_share(f"{percent} %")) <= _MOST:
        percent = "3,5"
    return (
        f'{quoted(written)} kan ikke brukes. Skriv veksten i prosent: {year} = "{percent} %", '
        "med anførselstegn"
    )


def extended_index(
    index: pd.DataFrame, estimates: Mapping[str, float], file: Path, log: ProblemLog
) -> pd.DataFrame:
    """Return the price index with the group's estimates chained on its last year.

    index_y = index_{y−1} · (1 + rise_y).

    Parameters
    ----------
    index : DataFrame
        ``år``, ``indeks``, ``kilde`` and ``source``.
    estimates : mapping of str to float
        The rise from the year before, by year.
    file : Path
        ``utredning.toml``, where the estimates stand.
    log : ProblemLog
        Where an estimate that cannot be chained is told; it is reckoned with, so that its year is
        not told as missing too.
    """
    if not estimates or index.empty:
        return index
    text, known = file.read_text(encoding="utf-8-sig"), {int(year) for year in index["år"]}
    last = max(known)
    level, before = float(index.set_index("år")["indeks"][last]), last
    rows = []
    for year in sorted(map(int, estimates)):
        line = line_in_entry(text, ESTIMATES, 0, str(year))
        if message := _out_of_place(year, before, known):
            log.error(file.as_posix(), line, f"{ESTIMATES}.{year}", message)
        if year in known:
            continue
        level, before = level * (1.0 + estimates[str(year)]), year
        place = file.name if line is None else f"{file.name}:{line}"
        rows.append([year, level, f"arbeidsgruppens anslag ({place})", place])
    added = pd.DataFrame(rows, columns=["år", "indeks", "kilde", SOURCE])
    return pd.concat([index, added.astype(index.dtypes[added.columns])], ignore_index=True)


def _out_of_place(year: int, before: int, known: set[int]) -> str:
    """What is wrong with where an estimate stands among the years; empty if nothing."""
    if year in known:
        return "Året står i prisindeks.csv. Slett linjen"
    if year < before:
        return f"Prisindeksen går til {before}, og anslag gjelder bare senere år. Slett linjen"
    if year > before + 1:
        return f"Året før mangler. {estimate_advice(range(before + 1, year), begun=True)}"
    return ""
