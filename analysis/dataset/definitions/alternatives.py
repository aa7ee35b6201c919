"""Alternatives, the levers they pull, and legal forms: ``alternativer.toml``."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Annotated, Literal

from pydantic import Field

from analysis.dataset.definitions.strict import NonEmpty, Share, Strict
from analysis.dataset.tables import COST_GROUPS, FUNCTIONS


class LegalForm(Strict):
    """What a legal form means for a municipality that chooses it."""

    id: NonEmpty
    navn: NonEmpty
    rettssubjekt: NonEmpty
    ansvar: NonEmpty
    uttreden: NonEmpty
    anskaffelse: NonEmpty
    kilde: NonEmpty
    maa_kontrolleres: bool


class Procurement(Strict):
    """Felles innkjøp: a price effect on licence cost in scope."""

    pris: str


class Operation(Strict):
    """Felles drift: a saving per doubling of users on local operation in scope."""

    per_dobling: str


class Resources(Strict):
    """Felles ressurser: price effect on consultants, shared posts and one duty scheme.

    The duty scheme takes the place of those the municipalities have (``vakt_i_dag``).
    """

    konsulent: str
    stillinger: str
    vakt: str
    vakt_i_dag: str


class Organisation(Strict):
    """Felles organisasjon: a saving per doubling on salaries, and the host's overhead."""

    per_dobling: str
    vertspaaslag: str | None = None


class Equipment(Strict):
    """Utstyr: reinvestment in own equipment that is avoided on a common platform."""

    andel: str


class Overhead(Strict):
    """Felleskostnader: the overhead of salaries that follows those who move."""

    andel: str


class Volume(Strict):
    """Volum: growth of what a common organisation delivers."""

    vekst: str


class ServicePrice(Strict):
    """Tjenestepris: local operation and salaries replaced by a price per user.

    ``folger_drift`` is how far the price falls as local operation leaves.
    """

    margin: str
    folger_drift: str


class Purchaser(Strict):
    """Bestillerfunksjon: person-years that stay where somebody else runs the service."""

    arsverk: str


class Governance(Strict):
    """Styring: a fixed amount a year and an amount per participant."""

    fast: str | None = None
    per_deltaker: str


class Establishment(Strict):
    """Etablering: capital or set-up, and the share that remains as residual value."""

    kapital: str
    restverdi: str


class Transition(Strict):
    """Omstilling: project, municipality, application, user and double running."""

    prosjekt: str | None = None
    per_kommune: str
    per_applikasjon: str
    per_bruker: str
    dobbel_drift: str


class Remaining(Strict):
    """Gjenværende kostnader: share of replaced salaries that stays for some years."""

    andel: str
    aar: str


class Levers(Strict):
    """The levers an alternative pulls; each names the assumptions it uses."""

    innkjop: Procurement | None = None
    drift: Operation | None = None
    ressurser: Resources | None = None
    organisasjon: Organisation | None = None
    felleskostnader: Overhead | None = None
    utstyr: Equipment | None = None
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


class FormCosts(Strict):
    """Assumptions that hold for one legal form instead of the alternative's own, where given."""

    id: NonEmpty
    styring: NonEmpty | None = None
    etablering: NonEmpty | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the assumptions."""
        return tuple(name for name in (self.styring, self.etablering) if name is not None)


class Alternative(Strict):
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
    vaktfunksjoner: Annotated[tuple[Literal[FUNCTIONS], ...], Field(strict=False)] = ()  # type: ignore[valid-type]
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
        changed: dict[str, Strict] = {}
        if use.styring and own.styring in given:
            changed["styring"] = use.styring.model_copy(update={"fast": own.styring})
        if use.etablering and own.etablering in given:
            changed["etablering"] = use.etablering.model_copy(update={"kapital": own.etablering})
        return self.model_copy(update={"tiltak": use.model_copy(update=changed)})

    @property
    def needs_partners(self) -> bool:
        """Whether the alternative exists only with two or more participants."""
        return self.id not in ("0", "4")
