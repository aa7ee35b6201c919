"""What every analysis shares: alternatives, criteria, assumptions and legal forms.

The files are ``alternativer.toml``, ``kriterier.toml`` and ``forutsetninger.toml`` in
``inputs/felles/``, and two tables, ``erfaringer.csv`` and ``prisindeks.csv``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from analysis.dataset.definitions.assumption_list import EVERY_NAME, AssumptionName
from analysis.dataset.tables import COMPUTED_CRITERIA, COST_GROUPS, FUNCTIONS

Share = Annotated[float, Field(ge=0, le=1)]
NonEmpty = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Quantiles(_Strict):
    """An interval given as the 10th, 50th and 90th percentile."""

    p10: float
    p50: float
    p90: float

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, central and high value."""
        return self.p10, self.p50, self.p90


class Bounds(_Strict):
    """An interval given as smallest, most likely and largest value."""

    min: float
    sannsynlig: float
    maks: float

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, central and high value."""
        return self.min, self.sannsynlig, self.maks


class Assumption(_Strict):
    """One assumption with interval, source and owner."""

    id: NonEmpty
    navn: NonEmpty
    enhet: NonEmpty
    kroneverdi: Annotated[int, Field(ge=2000, le=2100)] | None = None
    anslag: Quantiles | Bounds | Literal["ukjent"]
    retning: Literal["høy", "lav"]
    kilder: Annotated[tuple[NonEmpty, ...], Field(min_length=1, strict=False)]
    kvalitet: Literal["regnskap", "rapportert", "anslag"]
    eier: NonEmpty
    gyldig_til: dt.date

    @property
    def known(self) -> bool:
        """Whether a value is given."""
        return self.anslag != "ukjent"

    @property
    def name(self) -> AssumptionName:
        """The entry of the closed list."""
        return EVERY_NAME[self.id]

    def value(self, scenario: str) -> float:
        """Value in a scenario; an unknown assumption counts as 0.

        ``ugunstig`` takes the bad and ``gunstig`` the good end according to ``retning``.
        """
        if isinstance(self.anslag, str):
            return 0.0
        low, central, high = self.anslag.points
        good, bad = (high, low) if self.retning == "høy" else (low, high)
        return {"sannsynlig": central, "ugunstig": bad, "gunstig": good}[scenario]


class Criterion(_Strict):
    """One criterion with fixed anchors and the reason for each."""

    id: NonEmpty
    navn: NonEmpty
    gruppe: NonEmpty
    retning: Literal["høy", "lav"]
    enhet: NonEmpty
    verst: float
    best: float
    begrunnelse_verst: NonEmpty
    begrunnelse_best: NonEmpty
    forklaring: NonEmpty

    @property
    def computed(self) -> bool:
        """Whether the model computes the value (otherwise it is judged)."""
        return self.id in COMPUTED_CRITERIA


class CriterionGroup(_Strict):
    """A heading under which criteria stand."""

    id: NonEmpty
    navn: NonEmpty


class LegalForm(_Strict):
    """What a legal form means for a municipality that chooses it."""

    id: NonEmpty
    navn: NonEmpty
    rettssubjekt: NonEmpty
    ansvar: NonEmpty
    uttreden: NonEmpty
    anskaffelse: NonEmpty
    kilde: NonEmpty
    maa_kontrolleres: bool


class Procurement(_Strict):
    """Felles innkjøp: a price effect on licence cost in scope."""

    pris: str


class Operation(_Strict):
    """Felles drift: a saving per doubling of users on local operation in scope."""

    per_dobling: str


class Resources(_Strict):
    """Felles ressurser: price effect on consultants, shared posts and one duty scheme."""

    konsulent: str
    stillinger: str
    vakt: str


class Organisation(_Strict):
    """Felles organisasjon: a saving per doubling on salaries, and the host's overhead."""

    per_dobling: str
    vertspaaslag: str | None = None


class Volume(_Strict):
    """Volum: growth of what a common organisation delivers."""

    vekst: str


class ServicePrice(_Strict):
    """Tjenestepris: local operation and salaries replaced by a price per user."""

    margin: str


class Purchaser(_Strict):
    """Bestillerfunksjon: person-years that stay in each municipality."""

    arsverk: str


class Governance(_Strict):
    """Styring: a fixed amount a year and an amount per participant."""

    fast: str | None = None
    per_deltaker: str


class Establishment(_Strict):
    """Etablering: capital or set-up, and the share that remains as residual value."""

    kapital: str
    restverdi: str


class Transition(_Strict):
    """Omstilling: project, municipality, application, user and double running."""

    prosjekt: str | None = None
    per_kommune: str
    per_applikasjon: str
    per_bruker: str
    dobbel_drift: str


class Remaining(_Strict):
    """Gjenværende kostnader: share of replaced salaries that stays for some years."""

    andel: str
    aar: str


class Levers(_Strict):
    """The levers an alternative pulls; each names the assumptions it uses."""

    innkjop: Procurement | None = None
    drift: Operation | None = None
    ressurser: Resources | None = None
    organisasjon: Organisation | None = None
    volum: Volume | None = None
    tjenestepris: ServicePrice | None = None
    bestillerfunksjon: Purchaser | None = None
    styring: Governance | None = None
    etablering: Establishment | None = None
    omstilling: Transition | None = None
    gjenvaerende: Remaining | None = None

    def assumption_ids(self) -> Iterator[str]:
        """All assumption ids the levers refer to."""
        for name in type(self).model_fields:
            lever = getattr(self, name)
            if lever is not None:
                yield from (v for v in lever.model_dump().values() if v is not None)


class FormCosts(_Strict):
    """Assumptions that hold for one legal form instead of the alternative's own, where given."""

    id: NonEmpty
    styring: NonEmpty | None = None
    etablering: NonEmpty | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the assumptions."""
        return tuple(name for name in (self.styring, self.etablering) if name is not None)


class Alternative(_Strict):
    """One form of cooperation, as a bundle of levers."""

    id: Literal["0", "0+", "1", "2", "3", "4", "5"]
    navn: NonEmpty
    kortnavn: NonEmpty
    beskrivelse: NonEmpty
    fordeler: Annotated[tuple[NonEmpty, ...], Field(strict=False)]
    ulemper: Annotated[tuple[NonEmpty, ...], Field(strict=False)]
    rettsformer: Annotated[tuple[NonEmpty, ...], Field(strict=False)] = ()
    innfasing: Annotated[tuple[Share, ...], Field(strict=False, min_length=1)] = (0.0, 1.0)
    engangsprofil: Annotated[tuple[Share, ...], Field(strict=False, min_length=1)] = (1.0,)
    funksjoner: Annotated[tuple[Literal[FUNCTIONS], ...], Field(strict=False)] = ()  # type: ignore[valid-type]
    felles_kasse: Annotated[tuple[Literal[COST_GROUPS], ...], Field(strict=False)] = ()  # type: ignore[valid-type]
    konvergens: bool = False
    plattformbytte: bool = False
    vert: bool = False
    selskap: bool = False
    formkostnader: Annotated[tuple[FormCosts, ...], Field(strict=False)] = ()
    tiltak: Levers = Levers()

    def form_assumptions(self, given: Container[str]) -> tuple[str, ...]:
        """Ids of the given assumptions that hold for one legal form alone; none: no form differs.

        Parameters
        ----------
        given : container of str
            Ids of the assumptions that have an entry.
        """
        return tuple(n for costs in self.formkostnader for n in costs.names if n in given)

    def in_form(self, form: str, given: Container[str]) -> Alternative:
        """The alternative in one legal form, with the costs of its own that are given."""
        own = next((costs for costs in self.formkostnader if costs.id == form), None)
        use = self.tiltak
        if own is None:
            return self
        changed: dict[str, _Strict] = {}
        if use.styring and own.styring in given:
            changed["styring"] = use.styring.model_copy(update={"fast": own.styring})
        if use.etablering and own.etablering in given:
            changed["etablering"] = use.etablering.model_copy(update={"kapital": own.etablering})
        return self.model_copy(update={"tiltak": use.model_copy(update=changed)})

    @property
    def needs_partners(self) -> bool:
        """Whether the alternative exists only with two or more participants."""
        return self.id not in ("0", "4")


class QuestionLimits(_Strict):
    """When a figure is asked about; nothing is corrected by them.

    Attributes
    ----------
    endring_fra_aaret_foer : float
        Times last year's cost, up or down.
    minste_andel : float
        Share of a municipality's IKT cost below which a change is not asked about.
    lonn_per_arsverk : float
        Times the others' median, up or down.
    arsverk_mot_ssb : float
        Times Statistics Norway's figure, up or down.
    andel_av_administrasjon : tuple of float
        Lowest and highest share of the administration cost.
    """

    endring_fra_aaret_foer: Annotated[float, Field(gt=1)]
    minste_andel: Share
    lonn_per_arsverk: Annotated[float, Field(gt=1)]
    arsverk_mot_ssb: Annotated[float, Field(gt=1)]
    andel_av_administrasjon: Annotated[
        tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(gt=0)]], Field(strict=False)
    ]


NEVER = QuestionLimits(
    endring_fra_aaret_foer=float("inf"),
    minste_andel=1.0,
    lonn_per_arsverk=float("inf"),
    arsverk_mot_ssb=float("inf"),
    andel_av_administrasjon=(0.0, float("inf")),
)


@dataclass(frozen=True)
class Shared:
    """All of ``inputs/felles/``, checked."""

    alternatives: tuple[Alternative, ...]
    legal_forms: Mapping[str, LegalForm]
    groups: tuple[CriterionGroup, ...]
    criteria: tuple[Criterion, ...]
    assumptions: Mapping[str, Assumption]
    cost_ceiling: float
    outlier_ratio: float
    name_similarity: float
    fewest_buyers: float
    experience: pd.DataFrame
    price_index: pd.DataFrame
    limits: QuestionLimits = NEVER

    def alternative(self, alternative_id: str) -> Alternative:
        """Return the alternative with this id."""
        return next(a for a in self.alternatives if a.id == alternative_id)

    def criterion(self, criterion_id: str) -> Criterion:
        """Return the criterion with this id."""
        return next(c for c in self.criteria if c.id == criterion_id)


def price_factor(price_index: pd.DataFrame, from_year: int, to_year: int) -> float:
    """Factor that turns kroner of one year into kroner of another.

    Raises
    ------
    KeyError
        If the price index lacks one of the years; the year is the argument.
    """
    if from_year == to_year:
        return 1.0
    index = price_index.set_index(price_index["år"].astype(int))["indeks"]
    return float(index[to_year]) / float(index[from_year])
