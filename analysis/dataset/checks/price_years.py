"""Whether the price index has every year that amounts are turned from and into."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby
from pathlib import PurePosixPath

from analysis.dataset.checks.consistency import Inputs
from analysis.dataset.definitions.settings import FILE as SETTINGS_FILE
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog

FIND_INDEX = (
    "Tallet er indeksen året før ganget med 1 pluss kommunal deflator, som Teknisk "
    "beregningsutvalg og KS oppgir"
)
_RUN = 3  # so many years in a row are written as a span


def check_price_years(inputs: Inputs, log: ProblemLog) -> None:
    """Tell each year of budget, assumptions and ``kroneverdi`` that the price index lacks.

    Parameters
    ----------
    inputs : Inputs
        What was read; an index with a feil of its own is not told again.
    log : ProblemLog
        Where trouble is told.
    """
    if inputs.settings is None or inputs.shared is None or log.has_errors(inputs.price_file):
        return
    base = inputs.settings.kroneverdi
    index = {int(year) for year in inputs.shared.price_index["år"]}
    budget = inputs.columns("budsjett")["år"]
    budget_years = {year for year in budget if year > 0}
    assumed = {a.kroneverdi for a in inputs.shared.assumptions.values() if a.kroneverdi}
    used = budget_years | assumed
    lacking = (assumed | {base}) - index if used - {base} else set()
    usable = sorted(index if used <= index else used if len(used) == 1 else ())
    if lacking:
        log.error(
            PurePosixPath(inputs.file("kommuner")).with_name(SETTINGS_FILE).as_posix(),
            inputs.kroneverdi_line,
            "kroneverdi",
            f"Beløpene kan ikke regnes om til kroner i {base}, fordi {inputs.price_file} mangler "
            f"{lacking_years(lacking, index)}. {add_rows(lacking, index)}"
            + (f", eller sett kroneverdi til {_listed(usable, 'eller')}" if usable else "")
            + f". {FIND_INDEX}",
        )
    others = budget_years - index - {base}
    if others:
        rows = sum(year in others for year in budget)
        log.error(
            inputs.price_file,
            None,
            "år",
            f"Beløp fra {_listed(sorted(others), 'og')} ({rows} {'rad' if rows == 1 else 'rader'} "
            f"i budsjett) kan ikke regnes om til kroner i {base}, fordi indeksen mangler "
            f"{lacking_years(others, index)}. {add_rows(others, index)}. {FIND_INDEX}",
        )


def lacking_years(wanted: Collection[int], index: Collection[int]) -> str:
    """Return the years to add before an index has the wanted ones, as «2025 og 2026».

    Each year is reckoned from the one before, so the years on the way are among them.
    """
    return _listed(_needed(wanted, index), "og")


def add_rows(wanted: Collection[int], index: Collection[int]) -> str:
    """Return what to do about it, as a sentence without a full stop."""
    years = _needed(wanted, index)
    rows = "en rad" if len(years) == 1 else "en rad for hvert år"
    return f"Legg til {rows} der, for eksempel «{years[0]};…;kilde»"


def _needed(wanted: Collection[int], index: Collection[int]) -> list[int]:
    years = set()
    for year in set(wanted) - set(index):
        last = max((known for known in index if known < year), default=year - 1)
        years |= set(range(last + 1, year + 1))
    return sorted(years)


def _listed(years: Iterable[int], word: str) -> str:
    """Write years as «2025 og 2026», and a long run of them as «2025–2031»."""
    shown: list[str] = []
    for _, group in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        run = [year for _, year in group]
        shown += [f"{run[0]}–{run[-1]}"] if len(run) > _RUN else [str(year) for year in run]
    return listed(shown, word)
