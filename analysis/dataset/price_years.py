"""Whether the price index has every year that amounts are turned from and into."""

from __future__ import annotations

from pathlib import PurePosixPath

from analysis.dataset.check import Inputs
from analysis.dataset.parse import LINE
from analysis.dataset.problems import ProblemLog
from analysis.dataset.settings import FILE as SETTINGS_FILE

FIND_INDEX = (
    "Tallet er indeksen året før ganget med 1 pluss kommunal deflator, som Teknisk "
    "beregningsutvalg og KS oppgir"
)


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
    budget = inputs.frame("budsjett")
    budget_years = {int(year) for year in budget["år"] if year > 0}
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
            f"{_listed(sorted(lacking), 'og')}. {_add_row(min(lacking))}"
            + (f", eller sett kroneverdi til {_listed(usable, 'eller')}" if usable else "")
            + f". {FIND_INDEX}",
        )
    other = budget[budget["år"].isin(budget_years - index - {base})].drop_duplicates("år")
    for year, line in zip(other["år"], other[LINE], strict=True):
        log.error(
            inputs.file("budsjett"),
            int(line),
            "år",
            f"Beløp fra {year} kan ikke regnes om til kroner i {base}, fordi {inputs.price_file} "
            f"mangler {year}. {_add_row(year)}, eller oppgi beløpene i {base}-kroner. "
            f"{FIND_INDEX}",
        )


def _add_row(year: int) -> str:
    return f"Legg til en rad der, for eksempel «{year};…;kilde»"


def _listed(years: list[int], word: str) -> str:
    shown = [str(year) for year in years]
    return f" {word} ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
