"""What is missing: unknown, not zero. Reports are written, and say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from math import isnan

from analysis.dataset.checks.inputs import Inputs, by_municipality
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.tables import COST_GROUPS, FUNCTIONS


def check_coverage(inputs: Inputs, log: ProblemLog) -> None:
    """Tell every mangel that shows only when a table is held against the others.

    A file with a feil is left out: a refused cell must not be told as missing, too.

    Parameters
    ----------
    inputs : Inputs
        What was read.
    log : ProblemLog
        Where trouble is told.
    """
    checks = {
        "budsjett": _check_budget,
        "bemanning": _check_staff,
        "applikasjoner": _check_applications,
        "vurderinger": _check_judgements,
        "selskaper": _check_companies,
    }
    _forget_unneeded(inputs, log)
    if not inputs.names or log.has_errors(inputs.file("kommuner")):
        return
    for name, check in checks.items():
        if not log.has_errors(inputs.file(name)):
            check(inputs, log)


def _forget_unneeded(inputs: Inputs, log: ProblemLog) -> None:
    """Take back mangler that need no answer: no reason for a ja, no source of what is unknown."""
    unneeded = (
        ("mandat", "tillatt", lambda allowed: allowed == "ja", ("begrunnelse",)),
        ("bemanning", "personer", lambda persons: persons == 0, ("vakt",)),
        ("budsjett", "beløp", isnan, ("kilde", "kvalitet")),
        ("vurderinger", "omfang", isnan, ("begrunnelse", "kilde")),
    )
    for name, asked, is_so, columns in unneeded:
        lines = {line for value, line in inputs.rows(name, asked, LINE) if is_so(value)}
        log.forget_missing(inputs.file(name), lines, columns)


def _check_budget(inputs: Inputs, log: ProblemLog) -> None:
    file = inputs.file("budsjett")
    newest = max(inputs.columns("budsjett")["år"], default=0)
    for _, who, rows in by_municipality(inputs, "budsjett", "år", "kostnadsgruppe", LINE):
        if not rows:
            log.missing(file, None, None, f"{who} har ingen rader, og kostnadene er ukjente")
            continue
        year = max(own for own, _, _ in rows)
        log.forget_missing(file, {line for own, _, line in rows if own < year})
        if year < newest:
            log.missing(
                file,
                None,
                "år",
                f"{who} har ikke tall for {newest}; tallene for {year} brukes",
            )
        lacking = _lacking(COST_GROUPS, {group for own, group, _ in rows if own == year})
        if lacking:
            log.missing(
                file,
                None,
                "kostnadsgruppe",
                f"{who} har ingen rad for {lacking} i {year}. Skriv "
                "0 hvis kommunen ikke har kostnaden",
            )


def _check_staff(inputs: Inputs, log: ProblemLog) -> None:
    file = inputs.file("bemanning")
    for _, who, rows in by_municipality(inputs, "bemanning", "funksjon"):
        if not rows:
            log.missing(file, None, None, f"{who} har ingen rader, og bemanningen er ukjent")
            continue
        lacking = _lacking(FUNCTIONS, {function for (function,) in rows})
        if lacking:
            log.missing(
                file,
                None,
                "funksjon",
                f"{who} har ingen rad for {lacking}. Skriv 0 hvis ingen har oppgaven",
            )


def _check_applications(inputs: Inputs, log: ProblemLog) -> None:
    file = inputs.file("applikasjoner")
    uses_types = any(inputs.columns("applikasjoner")["systemtype"])
    for _, who, rows in by_municipality(inputs, "applikasjoner", "avtaleslutt", "systemtype"):
        if not rows:
            log.missing(file, None, None, f"{who} har ingen rader, og systemene er ukjente")
            continue
        open_ended = sum(end is None for end, _ in rows)
        if open_ended:
            log.missing(
                file,
                None,
                "avtaleslutt",
                f"{who} har {open_ended} av {_systems(len(rows))} uten avtaleslutt; "
                "forutsetningen om ukjent avtaleslutt brukes for dem",
            )
        untyped = sum(kind == "" for _, kind in rows)
        if untyped and uses_types:
            log.missing(
                file,
                None,
                "systemtype",
                f"{who} har {untyped} av {_systems(len(rows))} uten systemtype; "
                "de regnes ikke som mulige å samle i ett system",
            )


def _systems(count: int) -> str:
    return "1 system" if count == 1 else f"{count} systemer"


def _check_judgements(inputs: Inputs, log: ProblemLog) -> None:
    if inputs.shared is None:
        return
    file, data = inputs.file("vurderinger"), inputs.tables["vurderinger"]
    if not len(data):
        log.missing(
            file,
            None,
            None,
            "Ingen alternativer er vurdert, og poengene for disse kriteriene er ukjente",
        )
        return
    judged: dict[tuple[str, str], set[str]] = defaultdict(set)
    for alternative, criterion, code in data.rows("alternativ", "kriterium", "kommunenummer"):
        judged[alternative, criterion].add(code)
    for alternative in (a.id for a in inputs.shared.alternatives if a.id != "0"):
        for criterion in (c for c in inputs.shared.criteria if not c.computed):
            codes = judged[alternative, criterion.id]
            lacking = [] if "" in codes else [code for code in inputs.names if code not in codes]
            if lacking:
                whom = "alle kommunene" if len(lacking) == len(inputs.names) else ", ".join(lacking)
                log.missing(
                    file,
                    None,
                    "omfang",
                    f"Alternativ {alternative} er ikke vurdert på "
                    f"{criterion.id} for {whom}. Legg til en rad",
                )


def _check_companies(inputs: Inputs, log: ProblemLog) -> None:
    if not len(inputs.tables["selskaper"]):
        log.missing(
            inputs.file("selskaper"),
            None,
            None,
            "Ingen selskaper er oppgitt, så kjøp fra et eksisterende selskap kan ikke regnes ut",
        )


def _lacking(wanted: Sequence[str], found: Collection[str]) -> str:
    """Return the wanted values that are not found, as «a, b og c»."""
    return listed([value for value in wanted if value not in found])
