"""Load and check ``inputs/felles/``."""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError

from analysis.dataset.definitions.alternatives import Alternative, LegalForm
from analysis.dataset.definitions.assumption_checks import check_assumptions, unknown_assumption
from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST, EVERY_NAME
from analysis.dataset.definitions.assumptions import Assumption
from analysis.dataset.definitions.criteria import Criterion, CriterionGroup
from analysis.dataset.definitions.explanations import EXPLANATIONS, Explanation
from analysis.dataset.definitions.shared import NEVER, QuestionLimits, Shared
from analysis.dataset.definitions.toml_entries import EntryFile
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import line_of_key, nearest_text, problem_texts
from analysis.dataset.tables import ALTERNATIVE_IDS, COMPUTED_CRITERIA, JUDGED_CRITERIA
from analysis.places import SHARED_FOLDER

_ASSUMPTIONS = "forutsetninger.toml"
_MOST_IMPORTANT = "viktigst"
_PERIODS = "perioder"
_SHORTEST, _LONGEST = 1, 40  # as `Settings.analyseperiode`

# Numbers at the top of the file: what each has to be above and below, and what it means.
_LIMITS: dict[str, tuple[float, float, str]] = {
    "belopsgrense": (0, inf, "øvre grense for ett beløp, i tusen kroner"),
    "avviksgrense": (1, inf, "hvor mange ganger medianen som utløser et spørsmål, over 1"),
    "navnelikhet": (
        0,
        101,
        "hvor like to navn må være for å bli foreslått som samme system, 1–100",
    ),
    "innkjop_minst": (1, inf, "hvor mange kommuner et felles innkjøp må ha, minst 2"),
    "kostnadsramme": (0.5, 1, "andelen av beregningene en ramme skal holde i, fra 0.5 til 1"),
    "avtale_maneder": (0, 37, "måneder fra vedtaket til avtalen legges fram, 1–36"),
    "evaluering_aar": (0, 11, "hele år fra full virkning til ordningen evalueres, 1–10"),
}


def load_shared_definitions(folder: Path, log: ProblemLog) -> Shared | None:
    """Read alternatives, criteria and assumptions; None where a file could not be read at all.

    Parameters
    ----------
    folder : Path
        ``inputs/felles``.
    log : ProblemLog
        Where every problem is told.
    """
    alternatives = EntryFile(
        folder,
        "alternativer.toml",
        (*_LIMITS, _MOST_IMPORTANT, _PERIODS, "sporsmaal", "alternativ", "rettsform"),
        log,
    )
    criteria = EntryFile(folder, "kriterier.toml", ("gruppe", "kriterium"), log)
    assumptions = EntryFile(folder, _ASSUMPTIONS, ("forutsetning",), log)
    explanations = EntryFile(folder, "forklaringer.toml", ("forklaring",), log)
    forms = alternatives.entries("rettsform", LegalForm)
    bundles = alternatives.entries("alternativ", Alternative)
    groups = criteria.entries("gruppe", CriterionGroup)
    judged = criteria.entries("kriterium", Criterion)
    values = assumptions.entries("forutsetning", Assumption)
    texts = explanations.entries("forklaring", Explanation)
    _check_explanations(explanations, texts)
    check_assumptions(assumptions, values)
    _check_every_assumption(assumptions, values)
    _check_alternatives(alternatives, bundles, forms)
    _check_criteria(criteria, judged, groups)
    limits = {key: _limit(alternatives, key, *wanted) for key, wanted in _LIMITS.items()}
    files = (alternatives, criteria, assumptions, explanations)
    if not all(file.readable for file in files):
        return None
    return Shared(
        alternatives=tuple(entry for _, entry in bundles.values()),
        legal_forms={key: entry for key, (_, entry) in forms.items()},
        groups=tuple(entry for _, entry in groups.values()),
        criteria=tuple(entry for _, entry in judged.values()),
        assumptions={key: entry for key, (_, entry) in values.items()},
        cost_ceiling=limits["belopsgrense"],
        outlier_ratio=limits["avviksgrense"],
        name_similarity=limits["navnelikhet"],
        fewest_buyers=limits["innkjop_minst"],
        cost_frame=limits["kostnadsramme"],
        months_to_agreement=limits["avtale_maneder"],
        years_to_evaluation=limits["evaluering_aar"],
        experience=pd.DataFrame(),
        price_index=pd.DataFrame(columns=["år", "indeks", "kilde"]),
        limits=_question_limits(alternatives),
        periods=_periods(alternatives),
        explanations={key: entry for key, (_, entry) in texts.items()},
        most_important=_most_important(alternatives),
        assumption_sources={
            key: f"{SHARED_FOLDER}/{_ASSUMPTIONS}:{line}" for key, (line, _) in values.items()
        },
    )


def _limit(file: EntryFile, key: str, above: float, below: float, wanted: str) -> float:
    """A number of the file between bounds; infinite, with the trouble told, where it is not."""
    value = file.data.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool) and above < value < below:
        return float(value)
    if file.readable:
        file.error(line_of_key(file.text, key), key, f"Oppgi {wanted}")
    return float("inf")


def _question_limits(file: EntryFile) -> QuestionLimits:
    """The limits of ``[sporsmaal]``; where they are wrong, that is told and nothing is asked."""
    key, found = "sporsmaal", file.data.get("sporsmaal")
    if not file.readable:
        return NEVER
    if not isinstance(found, dict):
        names = ", ".join(QuestionLimits.model_fields)
        file.error(line_of_key(file.text, key), key, f"Mangler. Skriv [{key}] med {names}")
        return NEVER
    try:
        limits = QuestionLimits.model_validate(found)
    except ValidationError as failure:
        for location, message in problem_texts(failure, QuestionLimits):
            name = str(location[0])
            file.error(line_of_key(file.text, name), f"{key}.{name}", message)
        return NEVER
    low, high = limits.andel_av_administrasjon
    if low > high:
        name = "andel_av_administrasjon"
        message = f"{low:g} er større enn {high:g}. Skriv den laveste først"
        file.error(line_of_key(file.text, name), f"{key}.{name}", message)
    return limits


def _periods(file: EntryFile) -> tuple[int, ...]:
    """Lengths of the period to try, in years; none where not given."""
    found = file.data.get(_PERIODS, [])
    if isinstance(found, list) and all(
        type(years) is int and _SHORTEST <= years <= _LONGEST for years in found
    ):
        return tuple(sorted(set(found)))
    message = f"Skriv en liste med hele år fra {_SHORTEST} til {_LONGEST}, for eksempel [5, 10]"
    file.error(line_of_key(file.text, _PERIODS), _PERIODS, message)
    return ()


def _most_important(file: EntryFile) -> tuple[str, ...]:
    """Ids of the assumptions a group does best to take a stand on first; none where not given."""
    found = file.data.get(_MOST_IMPORTANT, [])
    line = line_of_key(file.text, _MOST_IMPORTANT)
    if not (isinstance(found, list) and all(isinstance(name, str) for name in found)):
        message = 'Skriv en liste med forutsetninger, for eksempel ["innkjop_pris"]'
        file.error(line, _MOST_IMPORTANT, message)
        return ()
    for name in dict.fromkeys(found):
        if name not in EVERY_NAME:
            file.error(line, _MOST_IMPORTANT, f"«{name}»: {unknown_assumption(name)}")
        elif found.count(name) > 1:
            file.error(line, _MOST_IMPORTANT, f"«{name}» står to ganger. Slett den ene")
    return tuple(found)


def _check_every_assumption(file: EntryFile, entries: dict[str, Any]) -> None:
    if file.readable:
        for missing in [n for n in ASSUMPTION_LIST if n not in entries and n not in file.refused]:
            file.error(
                None,
                missing,
                'Forutsetningen mangler. Legg den til, eventuelt med anslag = "ukjent"',
            )


def _check_alternatives(
    file: EntryFile,
    entries: dict[str, tuple[int | None, Alternative]],
    forms: dict[str, tuple[int | None, LegalForm]],
) -> None:
    for entry_id, (line, entry) in entries.items():
        for used in entry.tiltak.assumption_ids():
            if used not in ASSUMPTION_LIST:
                near = nearest_text(used, ASSUMPTION_LIST)
                file.error(line, f"{entry_id}.tiltak", f"«{used}» er ikke en forutsetning{near}")
        for form in entry.rettsformer:
            if form not in forms and form not in file.refused:
                near = nearest_text(form, forms)
                file.error(line, f"{entry_id}.rettsformer", f"«{form}» er ikke en rettsform{near}")
        _check_forms(file, line, entry)
        if abs(sum(entry.engangsprofil) - 1) > 1e-9:
            file.error(line, f"{entry_id}.engangsprofil", "Andelene må til sammen bli 1")
        if entry.innfasing[0] != 0:
            file.error(
                line,
                f"{entry_id}.innfasing",
                "Den første andelen må være 0, fordi løpende virkninger begynner i år 1",
            )
        if list(entry.innfasing) != sorted(entry.innfasing):
            file.error(line, f"{entry_id}.innfasing", "Andelene må stige fra år til år")
    if file.readable:
        _require(file, "alternativ", ALTERNATIVE_IDS, entries)


def _check_forms(file: EntryFile, line: int | None, entry: Alternative) -> None:
    """Check what one legal form alone costs."""
    place = f"{entry.id}.formkostnader"
    if entry.formkostnader and (entry.vert or entry.selskap):
        file.error(line, place, "Kan ikke brukes der en vert eller et selskap velges. Slett den")
    ids = [costs.id for costs in entry.formkostnader]
    for costs in entry.formkostnader:
        if costs.id not in entry.rettsformer:
            near = nearest_text(costs.id, entry.rettsformer)
            file.error(line, place, f"«{costs.id}» er ikke en av alternativets rettsformer{near}")
        if ids.count(costs.id) > 1:
            file.error(line, place, f"«{costs.id}» står to ganger. Slett den ene")
        for name in costs.names:
            if name not in EVERY_NAME:
                near = nearest_text(name, EVERY_NAME)
                file.error(line, place, f"«{name}» er ikke en forutsetning{near}")
        for lever in ("styring", "etablering"):
            if getattr(costs, lever) and not getattr(entry.tiltak, lever):
                message = f"Alternativet har ikke tiltaket {lever}. Slett {lever} for «{costs.id}»"
                file.error(line, place, message)


def _check_criteria(
    file: EntryFile,
    entries: dict[str, tuple[int | None, Criterion]],
    groups: dict[str, tuple[int | None, CriterionGroup]],
) -> None:
    for entry_id, (line, entry) in entries.items():
        if entry_id not in (*COMPUTED_CRITERIA, *JUDGED_CRITERIA):
            near = nearest_text(entry_id, (*COMPUTED_CRITERIA, *JUDGED_CRITERIA))
            file.error(line, entry_id, f"Modellen kjenner ikke dette kriteriet{near}")
        if entry.gruppe not in groups:
            near = nearest_text(entry.gruppe, groups)
            file.error(line, f"{entry_id}.gruppe", f"«{entry.gruppe}» er ikke en gruppe{near}")
        if (entry.best > entry.verst) != (entry.retning == "høy") or entry.best == entry.verst:
            file.error(
                line,
                f"{entry_id}.retning",
                f"«{entry.retning}» stemmer ikke med verst og best. Rett én av dem",
            )
    if file.readable:
        _require(file, "kriterium", (*COMPUTED_CRITERIA, *JUDGED_CRITERIA), entries)


def _check_explanations(file: EntryFile, entries: dict[str, tuple[int | None, Any]]) -> None:
    for entry_id, (line, _) in entries.items():
        if entry_id not in EXPLANATIONS:
            near = nearest_text(entry_id, EXPLANATIONS)
            file.error(line, entry_id, f"Ingen rapport bruker denne forklaringen{near}")
    if file.readable:
        _require(file, "forklaring", EXPLANATIONS, entries)


def _require(file: EntryFile, table: str, wanted: Iterable[str], found: dict[str, Any]) -> None:
    for name in wanted:
        if name not in found and name not in file.refused:
            file.error(None, table, f"«{name}» mangler. Legg til en [[{table}]] med denne id-en")
