"""Whether the price index has every year that amounts are turned from and into."""

from __future__ import annotations

from collections.abc import Collection

from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.definitions import ESTIMATES, estimate_advice
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.notation import number_runs
from analysis.dataset.problems import ProblemLog

FIND_INDEX = (
    "Veksten er kommunal deflator i prosent fra året før, som Teknisk beregningsutvalg og KS oppgir"
)


def check_price_years(inputs: Inputs, log: ProblemLog) -> None:
    """Tell each year of budget, assumptions and ``kroneverdi`` that the price index lacks.

    Years after the last one known can be estimated in the settings; earlier ones have to stand in
    the index.

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
    budget_years = {year for year in inputs.columns("budsjett")["år"] if year > 0}
    assumed = {a.kroneverdi for a in inputs.shared.assumptions.values() if a.kroneverdi}
    used = budget_years | assumed
    lacking = missing_years(used, base, index)
    later = {year for year in lacking if year > max(index, default=year)}
    for years in filter(None, (later, lacking - later)):
        advice = price_advice(years, index, inputs.settings)
        usable = sorted(index if used <= index else used if len(used) == 1 else ())
        if base in years and usable:
            advice = f"{advice}. Dere kan også sette kroneverdi til {number_runs(usable, 'eller')}"
        what = "Beløpene" if years & (assumed | {base}) else _rows_of(years, inputs)
        log.error(
            *inputs.setting("kroneverdi"),
            f"{what} kan ikke regnes om til kroner i {base}, fordi {inputs.price_file} mangler "
            f"{lacking_years(years, index)}. {advice}",
        )


def missing_years(used: Collection[int], base: int, index: Collection[int]) -> set[int]:
    """Return the years that amounts of some years need, to be told in ``base`` kroner.

    Amounts that are all in ``base`` kroner already need none.
    """
    return ({*used, base} if set(used) - {base} else set()) - set(index)


def _rows_of(years: Collection[int], inputs: Inputs) -> str:
    rows = sum(year in years for year in inputs.columns("budsjett")["år"])
    shown = number_runs(sorted(years), "og")
    return f"Beløp fra {shown} ({rows} {'rad' if rows == 1 else 'rader'} i budsjett)"


def lacking_years(wanted: Collection[int], index: Collection[int]) -> str:
    """Return the years to add before an index has the wanted ones, as «2025 og 2026».

    Each year is reckoned from the one before, so the years on the way are among them.
    """
    return number_runs(_needed(wanted, index), "og")


def price_advice(wanted: Collection[int], index: Collection[int], settings: Settings) -> str:
    """Return what to write before an index has the wanted years, without the last full stop.

    Parameters
    ----------
    wanted, index : collection of int
        Years; the wanted ones are all after the last of the index, or none of them.
    settings : Settings
        Where estimates may stand already.
    """
    years = _needed(wanted, index)
    if index and years[0] > max(index):
        return estimate_advice(years, begun=ESTIMATES in settings.model_fields_set)
    growth = number_runs(_growth_years(wanted, index), "og")
    return (
        f"Skriv veksten fra året før, i prosent, for {growth} i kolonnen vekst der (legg til "
        f"kolonnen hvis den mangler). {FIND_INDEX}"
    )


def _growth_years(wanted: Collection[int], index: Collection[int]) -> list[int]:
    """The years whose growth leads from the index, or from the first wanted year, to the rest."""
    known = index or {min(wanted)}
    first = min(known)
    later = {year for year in wanted if year > first}
    years = set(_needed(later, known))
    for year in set(wanted) - later:
        years |= set(range(year + 1, first + 1))
    return sorted(years) or [first]


def _needed(wanted: Collection[int], index: Collection[int]) -> list[int]:
    years = set()
    for year in set(wanted) - set(index):
        last = max((known for known in index if known < year), default=year - 1)
        years |= set(range(last + 1, year + 1))
    return sorted(years)
