"""The closed list of assumptions: every number a reader could dispute has a name here.

The values, intervals and sources stand in ``inputs/felles/forutsetninger.toml``; this module
only says which names the model knows, their unit, the range in which a value makes sense, and
whether the name is an effect (unknown counts as zero) or a cost (unknown blocks a ranking).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.dataset.tables import COST_GROUPS

SHARE = "andel"
RATE = "andel per år"
YEARS = "år"
MONTHS = "måneder"
FTE = "årsverk"
NOK_THOUSAND = "1000 kr"
NOK_THOUSAND_YEAR = "1000 kr per år"
NOK_THOUSAND_FTE = "1000 kr per årsverk"
NOK_USER = "kr per bruker"
DAYS = "dager per år"
COUNT = "antall"
FTE_SYSTEM = "årsverk per fagsystem"
FTE_HUNDRED_USERS = "årsverk per 100 brukere"
FTE_THOUSAND_USERS = "årsverk per 1000 brukere"
NOK_USER_YEAR = "kr per bruker per år"
NOK_INHABITANT = "kr per innbygger"
# Amounts that grow with size, for which a smallest amount may be given.
PER_SIZE = (NOK_USER, NOK_USER_YEAR, FTE_THOUSAND_USERS)


@dataclass(frozen=True)
class AssumptionName:
    """One name of the closed list."""

    unit: str
    lower: float
    upper: float
    kind: Literal["virkning", "kostnad"]

    @property
    def has_kroner(self) -> bool:
        """Whether the unit holds kroner, so that a price year is required."""
        return "kr" in self.unit.split()


def _effect(unit: str, lower: float, upper: float) -> AssumptionName:
    return AssumptionName(unit, lower, upper, "virkning")


def _cost(unit: str, upper: float) -> AssumptionName:
    return AssumptionName(unit, 0.0, upper, "kostnad")


_ASCII = {"lønn": "lonn"}

ASSUMPTION_LIST: dict[str, AssumptionName] = {
    **{f"realpris_{_ASCII.get(g, g)}": _effect(RATE, -0.2, 0.2) for g in COST_GROUPS},
    **{f"volumvekst_{_ASCII.get(g, g)}": _effect(RATE, -0.2, 0.2) for g in COST_GROUPS},
    "avgang_lokal_drift": _effect(RATE, 0.0, 1.0),
    "lisens_av_avgang": _effect(SHARE, 0.0, 2.0),
    "konvergerbar_andel": _effect(SHARE, 0.0, 1.0),
    "ukjent_avtaleslutt": _effect(YEARS, 0.0, 40.0),
    "applikasjonsandel_drift": _effect(SHARE, 0.0, 1.0),
    "konsulentandel": _effect(SHARE, 0.0, 1.0),
    "innkjop_pris": _effect(SHARE, -1.0, 1.0),
    "drift_per_dobling": _effect(SHARE, -1.0, 0.9),
    "organisasjon_per_dobling": _effect(SHARE, -1.0, 0.9),
    "konsulent_pris": _effect(SHARE, -1.0, 1.0),
    "volum_felles": _effect(SHARE, -1.0, 2.0),
    "vertspaaslag": _cost(SHARE, 1.0),
    "felles_stillinger": _cost(FTE_THOUSAND_USERS, 100.0),
    "vaktordning": _cost(NOK_USER_YEAR, 100_000.0),
    "vakt_i_dag": _effect(NOK_THOUSAND_YEAR, 0.0, 100_000.0),
    "felleskostnad_lonn": _effect(SHARE, 0.0, 1.0),
    "utstyr_unngaatt": _effect(SHARE, 0.0, 1.0),
    "lonn_per_arsverk": _cost(NOK_THOUSAND_FTE, 5_000.0),
    "bestiller_arsverk": _cost(FTE_THOUSAND_USERS, 100.0),
    "pris_folger_drift": _effect(SHARE, 0.0, 1.0),
    "selskapsmargin": _effect(SHARE, 0.0, 0.5),
    "styring_faggrupper": _cost(NOK_USER_YEAR, 100_000.0),
    "styring_avtale": _cost(NOK_USER_YEAR, 100_000.0),
    "styring_vertskommune": _cost(NOK_USER_YEAR, 100_000.0),
    "styring_selskap": _cost(NOK_USER_YEAR, 100_000.0),
    "styring_deltaker_lett": _cost(NOK_THOUSAND_YEAR, 100_000.0),
    "styring_deltaker_tung": _cost(NOK_THOUSAND_YEAR, 100_000.0),
    "etablering_avtale": _cost(NOK_USER, 1_000_000.0),
    "etablering_felles_drift": _cost(NOK_USER, 1_000_000.0),
    "etablering_selskap": _cost(NOK_USER, 1_000_000.0),
    "restverdi_andel": _effect(SHARE, 0.0, 1.0),
    "omstilling_prosjekt_lite": _cost(NOK_USER, 1_000_000.0),
    "omstilling_prosjekt_stort": _cost(NOK_USER, 1_000_000.0),
    "omstilling_kommune_lite": _cost(NOK_THOUSAND, 1_000_000.0),
    "omstilling_kommune_stort": _cost(NOK_THOUSAND, 1_000_000.0),
    "flytting_per_applikasjon": _cost(NOK_THOUSAND, 100_000.0),
    "opplaering_per_bruker": _cost(NOK_USER, 1_000_000.0),
    "dobbel_drift": _cost(MONTHS, 60.0),
    "gjenvaerende_andel": _cost(SHARE, 1.0),
    "gjenvaerende_aar": _cost(YEARS, 40.0),
    "fravaer": _effect(SHARE, 0.0, 1.0),
    "arbeidsdager": _effect(DAYS, 1.0, 366.0),
    "forsinkelse": _effect(YEARS, 0.0, 40.0),
    "samvariasjon_kostnad": _effect(SHARE, 0.0, 1.0),
    "samvariasjon_innsparing": _effect(SHARE, 0.0, 1.0),
    "samvariasjon_vekst": _effect(SHARE, 0.0, 1.0),
    "vurdering_usikkerhet": _effect(SHARE, 0.0, 1.0),
    "vekt_konsentrasjon": _effect(COUNT, 1.0, 100_000.0),
    "anskaffelsestid": _effect(MONTHS, 0.0, 120.0),
    "flytting_arsverk": _cost(FTE_SYSTEM, 20.0),
    "integrasjon_arsverk": _cost(FTE_SYSTEM, 20.0),
    "opplaering_arsverk": _cost(FTE_HUNDRED_USERS, 20.0),
    "flyttekapasitet": _effect(SHARE, 0.0, 1.0),
    "utflytting_andel": _cost(SHARE, 5.0),
    "hendelse_kostnad": _effect(NOK_INHABITANT, 0.0, 1_000_000.0),
}

# What one legal form alone costs. Left out, the form costs what the alternative does.
OPTIONAL_NAMES: dict[str, AssumptionName] = {
    "styring_iks": _cost(NOK_USER_YEAR, 100_000.0),
    "styring_as": _cost(NOK_USER_YEAR, 100_000.0),
    "etablering_iks": _cost(NOK_USER, 1_000_000.0),
    "etablering_as": _cost(NOK_USER, 1_000_000.0),
}
EVERY_NAME = ASSUMPTION_LIST | OPTIONAL_NAMES

# How the draws are made; what the alternatives do does not depend on them.
TIED = ("samvariasjon_kostnad", "samvariasjon_innsparing", "samvariasjon_vekst")
SAMPLING_NAMES = (*TIED, "vurdering_usikkerhet", "vekt_konsentrasjon")

# What a plan is held against: how long a procurement takes, and what moving asks of the staff. No
# cost and no criterion rests on them, so they are not drawn.
PLANNING_NAMES = (
    "anskaffelsestid",
    "flytting_arsverk",
    "integrasjon_arsverk",
    "opplaering_arsverk",
    "flyttekapasitet",
)
# What moving out of a cooperation costs, told beside the alternatives: none of them rests on it.
MOVING_OUT = "utflytting_andel"
# What an incident costs: what an alternative must be worth in incidents avoided, told beside it.
INCIDENT = "hendelse_kostnad"
NOT_DRAWN = (*SAMPLING_NAMES, *PLANNING_NAMES, MOVING_OUT, INCIDENT)

# Savings and growth rates, which tend to be misjudged the same way.
SAVINGS = ("innkjop_pris", "drift_per_dobling", "organisasjon_per_dobling", "konsulent_pris")


def growth_names(prefix: str) -> tuple[str, ...]:
    """Assumption names ``prefix_<group>`` in the order of the cost groups."""
    return tuple(f"{prefix}_{_ASCII.get(group, group)}" for group in COST_GROUPS)
