"""What looks wrong but may be right: told as advarsler, worded as questions where they ask."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from pathlib import Path

import pandas as pd

from analysis.dataset.checks.inputs import Inputs, by_municipality
from analysis.dataset.checks.official_checks import warn_administration_share, warn_official_sizes
from analysis.dataset.checks.outliers import (
    figure,
    known_sum,
    latest_amounts,
    warn_application_users,
    warn_changes,
    warn_cost_outliers,
    warn_staff_outliers,
    warn_wages,
)
from analysis.dataset.notation import norwegian_date, norwegian_number
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.shielding import kept_apart

_FAR_OVER = 10  # times the whole budget: no system costs that much


def check_plausibility(inputs: Inputs, log: ProblemLog) -> None:
    """Tell every advarsel about the values; a file with a feil is left out.

    Parameters
    ----------
    inputs : Inputs
        What was read.
    log : ProblemLog
        Where trouble is told.
    """
    if not inputs.names or log.has_errors(inputs.file("kommuner")):
        return
    _warn_users(inputs, log)
    checks = (
        (("applikasjoner",), _warn_expired),
        (("applikasjoner",), _warn_options),
        (("applikasjoner",), warn_application_users),
        (("budsjett",), warn_cost_outliers),
        (("budsjett",), warn_changes),
        (("bemanning",), warn_staff_outliers),
        (("budsjett", "bemanning"), warn_wages),
        (("budsjett", "applikasjoner"), _warn_application_cost),
        (("bemanning",), _warn_staff),
        (("bemanning",), _warn_shielding),
        (("kommunedata",), warn_official_sizes),
        (("budsjett", "kommunedata"), warn_administration_share),
    )
    for names, check in checks:
        if not log.has_errors(*(inputs.file(name) for name in names)):
            check(inputs, log)


def _warn_users(inputs: Inputs, log: ProblemLog) -> None:
    for column in ("ikt_brukere", "årsverk_totalt"):
        for number, inhabitants, line in inputs.rows("kommuner", column, "innbyggere", LINE):
            if number > inhabitants:
                log.warning(
                    inputs.file("kommuner"),
                    line,
                    column,
                    f"{figure(number)} er mer enn innbyggertallet "
                    f"{figure(inhabitants)}. Er det riktig?",
                )


def _warn_expired(inputs: Inputs, log: ProblemLog) -> None:
    if inputs.settings is None:
        return
    decision = inputs.settings.vedtaksdato
    for end, line in inputs.rows("applikasjoner", "avtaleslutt", LINE):
        if end is not None and end < decision:
            log.warning(
                inputs.file("applikasjoner"),
                line,
                "avtaleslutt",
                f"{norwegian_date(end)} er før vedtaksdatoen "
                f"{norwegian_date(decision)}. Er avtalen forlenget?",
            )


def _warn_options(inputs: Inputs, log: ProblemLog) -> None:
    for end, option, line in inputs.rows("applikasjoner", "avtaleslutt", "opsjon_til", LINE):
        if end is None and option is not None:
            log.warning(
                inputs.file("applikasjoner"),
                line,
                "opsjon_til",
                f"Opsjonen til {norwegian_date(option)} brukes ikke, fordi avtaleslutt er tom. "
                "Fyll inn dagen avtalen går ut",
            )


def _warn_application_cost(inputs: Inputs, log: ProblemLog) -> None:
    """Application costs lie inside lisens, or inside drift where driftsform is ekstern."""
    latest = latest_amounts(inputs.columns("budsjett"))
    for code, who, found in by_municipality(
        inputs, "applikasjoner", "driftsform", "årskostnad", LINE
    ):
        whole = latest.get((code, "lisens"), nan) + latest.get((code, "drift"), nan)
        for _, cost, line in found:
            if cost > _FAR_OVER * whole > 0:
                log.warning(
                    inputs.file("applikasjoner"),
                    line,
                    "årskostnad",
                    f"{figure(cost)} er mer enn kommunen har til lisens og drift i alt "
                    f"({figure(whole)}). Er beløpet oppgitt i kroner? Da skal det stå "
                    f"{norwegian_number(cost / 1000)}",
                    thousandfold=True,
                )
        rows = [(form, cost) for form, cost, _ in found if not cost > _FAR_OVER * whole > 0]
        for group in ("lisens", "drift"):
            hosted = group == "drift"
            total = known_sum(cost for form, cost in rows if (form == "ekstern") == hosted)
            budget = latest.get((code, group), nan)
            if total > budget:
                kind = "applikasjoner med ekstern drift" if hosted else "applikasjoner"
                log.warning(
                    inputs.file("applikasjoner"),
                    None,
                    "årskostnad",
                    f"{who} oppgir {kind} for {figure(total)} tusen kroner, "
                    f"men bare {figure(budget)} til {group} i budsjettet. Hva er riktig?",
                )


def _warn_staff(inputs: Inputs, log: ProblemLog) -> None:
    totals = dict(inputs.rows("kommuner", "kommunenummer", "årsverk_totalt"))
    for code, who, rows in by_municipality(inputs, "bemanning", "årsverk"):
        staff = known_sum(own for (own,) in rows)
        if staff > totals[code]:
            log.warning(
                inputs.file("bemanning"),
                None,
                "årsverk",
                f"{who} har {figure(staff, 1)} årsverk til IKT, men bare "
                f"{figure(totals[code], 1)} i hele kommunen. Hva er riktig?",
            )


def _warn_shielding(inputs: Inputs, log: ProblemLog) -> None:
    """Tell where shielding costs the reckoning the number of persons."""
    for code in kept_apart(pd.DataFrame(inputs.columns("bemanning"))):
        log.warning(
            inputs.file("bemanning"),
            None,
            "skjermes",
            f"{code} {inputs.names[code]} skjermer rader som kunne regnes ut av de andre. Derfor "
            "vises bare årsverk i alt, og antall personer regnes som ukjent. Fjern skjermingen "
            "hvis den ikke trengs, så blir sårbarheten sikrere",
        )


def warn_expired_assumptions(inputs: Inputs, folders: Mapping[str, Path], log: ProblemLog) -> None:
    """Tell the assumptions nobody has vouched for up to the day of the decision.

    Parameters
    ----------
    inputs : Inputs
        What was read.
    folders : mapping of str to Path
        The shared folder by its name, and the analysis by "".
    log : ProblemLog
        Where trouble is told.
    """
    if inputs.settings is None or inputs.shared is None:
        return
    decision = inputs.settings.vedtaksdato
    for name, assumption in inputs.shared.assumptions.items():
        if assumption.gyldig_til < decision:
            place, _, line = inputs.shared.assumption_sources[name].rpartition(":")
            folder, _, file = place.rpartition("/")
            log.warning(
                (folders[folder] / file).as_posix(),
                int(line),
                name,
                f"Forutsetningen gjaldt til {norwegian_date(assumption.gyldig_til)}, før "
                f"vedtaksdatoen {norwegian_date(decision)}. Gå gjennom den, og rett gyldig_til",
            )
