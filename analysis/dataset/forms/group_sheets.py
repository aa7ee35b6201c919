"""The sheets of the working group's own form: weights and judgements that count for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from analysis.dataset.forms.scale import SCALE
from analysis.dataset.forms.sheets import (
    ALTERNATIVE_NAME,
    BEST,
    CRITERION_CONTENT,
    CRITERION_NAME,
    JUDGEMENT_SHEET,
    ORIGIN,
    SHEETS,
    WEIGHT_SHEET,
    WORST,
    Note,
    Sheet,
)
from analysis.dataset.notation import listed

# What the weights of the group add up to.
TOTAL = 100
_SPREAD = Note("spenn", "Fra den laveste til den høyeste", wide=13, spread="range")
_MIDDLE = Note("midten", "Halvparten er over, og halvparten under", wide=11, spread="middle")
_FROM = {"help": "Hvor svaret er hentet. Tom betyr at det er fra dette skjemaet"}
_WEIGHT = {
    "help": "Det gruppen er blitt enig om. Vektene skal bli 100 til sammen",
    "advice": "Oppgi et tall fra 0 til 100. Vektene skal bli 100 til sammen",
}
_EXTENT = {
    "help": "Det gruppen er blitt enig om. Velg i listen",
    "advice": "Velg i listen, eller oppgi et helt tall fra −4 til 4",
}
_OWN = "Hver kommune kan skrive sitt eget tall i kolonnen sin. Tallene leses ikke inn; de viser "


def group_sheets(names: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Return the sheets of the working group's form.

    Parameters
    ----------
    names : mapping of str to str
        The municipalities that take part, by code.
    """
    sheets = {sheet.name: sheet for sheet in SHEETS}
    weights = replace(
        sheets[WEIGHT_SHEET],
        asks="Hvor mye hvert kriterium skal telle for kommunene samlet.",
        intro=(
            "Tenk at alt er på det dårligste. Fordel 100 poeng etter hvor mye det er verdt å løfte "
            "hvert kriterium til det beste.",
            f"{_OWN}hvor dere er uenige. Skriv det dere blir enige om, under vekt.",
        ),
        notes=(
            CRITERION_NAME, CRITERION_CONTENT, WORST, BEST,
            *_members(names, "Hva kommunen mener, 0–100"), _SPREAD, _MIDDLE,
        ),
        asked={"vekt": _WEIGHT, ORIGIN: _FROM},
        total=TOTAL,
    )  # fmt: skip
    words = listed([SCALE[value] for value in sorted(SCALE)])
    judgements = replace(
        sheets[JUDGEMENT_SHEET],
        asks="Pluss-minus-vurderingen av alternativene som gjelder for kommunene samlet.",
        intro=(
            "Alt måles mot å fortsette som i dag. Skriv hvorfor, så kommunestyrene kan følge dere.",
            f"Skalaen: {words}.",
            f"{_OWN}hvor dere er uenige. Velg det dere blir enige om, under omfang.",
        ),
        notes=(
            CRITERION_NAME, CRITERION_CONTENT, ALTERNATIVE_NAME,
            *_members(names, "Hva kommunen mener, −4 til 4"), _SPREAD, _MIDDLE,
        ),
        asked={"omfang": _EXTENT, ORIGIN: _FROM},
        by_last_key=True,
    )  # fmt: skip
    return weights, judgements


def _members(names: Mapping[str, str], help_text: str) -> list[Note]:
    return [Note(name, help_text, wide=12, member=code) for code, name in names.items()]


def sheets_of(names: Mapping[str, str], code: str) -> tuple[Sheet, ...]:
    """Return the sheets of a municipality's form, or of the group's where the code is empty."""
    return SHEETS if code else group_sheets(names)
