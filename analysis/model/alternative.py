"""What an alternative costs each municipality beyond the null alternative, lever by lever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.dataset.definitions import Alternative, Organisation, Transition
from analysis.dataset.tables import COST_GROUPS, FUNCTIONS
from analysis.model import levers
from analysis.model.assumptions import Draws
from analysis.model.conversion import Conversion, conversion, moved_platform, no_conversion
from analysis.model.forecast import Forecast
from analysis.model.region import Bools, Floats, Region
from analysis.model.scope import (
    Matches,
    hosted_share,
    match,
    operation_scope,
    purchase_scope,
)

COMPONENTS = (
    "innkjøp",
    "drift",
    "ressurser",
    "organisasjon",
    "tjenestepris",
    "bestillerfunksjon",
    "volum",
    "styring",
    "etablering",
    "omstilling",
    "gjenværende",
    "fordeling",
)


@dataclass(frozen=True)
class Company:
    """An existing company's offer: price (kr per user per year), entry price (1000 kr), staff."""

    name: str
    price: float
    entry: float
    persons: tuple[float, ...]


@dataclass(frozen=True)
class Setting:
    """Who takes part, on what terms.

    Attributes
    ----------
    participants : ndarray of bool (M,)
    shares : ndarray (M,)
        Shares of the common pool, 0 for those who stand outside, summing to 1.
    host : int or None
        Position of the host municipality (alternatives with a host).
    company : Company or None
        The company (alternatives that buy from one).
    form : str
        The legal form, where forms have costs of their own.
    """

    participants: Bools
    shares: Floats
    host: int | None = None
    company: Company | None = None
    form: str = ""

    @property
    def movers(self) -> Bools:
        """Participants who move (M,): all but the host."""
        movers = self.participants.copy()
        if self.host is not None:
            movers[self.host] = False
        return movers


@dataclass(frozen=True)
class Outcome:
    """Extra cost against the null alternative, by component (D, M, T+1), 1000 kr.

    ``residual`` (D, M) is the value that remains of capital in the last year, ``margin``
    (D, M, T+1) the part of ``tjenestepris`` that is a company's margin, and ``conversion`` what
    is moved when.
    """

    components: Mapping[str, Floats]
    residual: Floats
    margin: Floats
    matches: Matches
    conversion: Conversion = field(repr=False)

    @property
    def moved(self) -> Floats:
        """Applications moved over the whole period (D, M)."""
        return self.conversion.applications.sum(axis=-1)

    @property
    def budget_effect(self) -> Floats:
        """What is paid more than in the null alternative, volume included (D, M, T+1)."""
        return sum(self.components.values(), start=np.zeros(()))

    def extra_cost(self, *, volume: bool) -> Floats:
        """Extra cost for a net present value, residual value deducted in the last year."""
        cost = self.budget_effect.copy()
        if not volume:
            cost -= self.components["volum"]
        cost[..., -1] -= self.residual
        return cost


def outcome(
    region: Region, forecast: Forecast, draws: Draws, alternative: Alternative, setting: Setting
) -> Outcome:
    """Cost of an alternative beyond the null alternative for every municipality.

    Retained cost + own one-time cost + remaining cost + share of the common pool − the null
    alternative. Each lever changes the cost in its scope; the pooled groups are then collected
    and divided by the key (component ``fordeling``, which sums to 0 over the municipalities), and
    costs without an owner (shared posts, host overhead, volume, fixed governance, capital and
    project) are divided by the same key. Fewer than two participants, where partners are
    needed, change nothing.

    Parameters
    ----------
    region, forecast, draws
        Today's figures, the null alternative and the assumptions.
    alternative : Alternative
        The bundle of levers.
    setting : Setting
        Participants, key, host, company and legal form.
    """
    alternative = alternative.in_form(setting.form, draws)
    years = forecast.growth.shape[-1] - 1
    shape = (forecast.cost.shape[0], region.size, years + 1)
    nobody = np.zeros(len(region.applications), dtype=bool)
    inert = Outcome(
        {name: np.zeros(shape) for name in COMPONENTS},
        np.zeros(shape[:2]),
        np.zeros(shape),
        Matches(nobody, nobody, nobody),
        no_conversion(shape[0], region.size, years),
    )
    enough = 2 if alternative.needs_partners else 1
    if setting.participants.sum() < enough:
        return inert
    case = _Case.build(region, forecast, draws, alternative, setting)
    components = dict(inert.components)
    pooled = case.running(components)
    components["fordeling"] = levers.redistribution(pooled, setting.shares, case.phase)
    case.common(components, pooled)
    residual = case.one_time(components)
    return Outcome(components, residual, case.margin(), case.matches, case.conversion)


def _on_one_platform(
    matches: Matches, region: Region, inside: Bools, alternative: Alternative
) -> Matches:
    """Where the platform changes, every system run locally meets the others' on it."""
    if not alternative.plattformbytte:
        return matches
    everything = inside[region.applications.municipality]
    return replace(matches, same=everything, similar=np.zeros_like(everything))


@dataclass(frozen=True)
class _Case:
    """One alternative with one group of participants: its scopes, and what each lever does."""

    region: Region
    forecast: Forecast
    draws: Draws
    alternative: Alternative
    setting: Setting
    phase: Floats
    matches: Matches
    conversion: Conversion
    operation_share: Floats

    @classmethod
    def build(
        cls,
        region: Region,
        forecast: Forecast,
        draws: Draws,
        alternative: Alternative,
        setting: Setting,
    ) -> _Case:
        years = forecast.growth.shape[-1] - 1
        inside = setting.participants
        phase = levers.phase_profile(alternative.innfasing, years)
        matches = match(
            region.applications, inside, converge=alternative.konvergens, host=setting.host
        )
        share = operation_scope(
            region, _on_one_platform(matches, region, inside, alternative), draws
        )
        platform = moved_platform(
            region, alternative, matches, setting.movers, forecast.local_share, share
        )
        return cls(
            region=region,
            forecast=forecast,
            draws=draws,
            alternative=alternative,
            setting=setting,
            phase=phase,
            matches=matches,
            conversion=conversion(
                region, matches, draws, platform, phase=phase, staying=forecast.staying_local
            ),
            operation_share=share,
        )

    def _group(self, name: str) -> Floats:
        """Today's cost of a group, grown, for the participants (D, M, T+1)."""
        group = COST_GROUPS.index(name)
        today = self.region.budget[:, group] * self.setting.participants
        return today[None, :, None] * self.forecast.growth[:, None, group, :]

    def _salaries(self) -> Floats:
        """Salaries in scope: by the share of person-years in the pooled functions."""
        fte = self.region.staff_fte
        chosen = [FUNCTIONS.index(name) for name in self.alternative.funksjoner]
        total = fte.sum(axis=1)
        share = np.divide(
            fte[:, chosen].sum(axis=1), total, out=np.zeros(len(fte)), where=total > 0
        )
        return self._group("lønn") * share[None, :, None]

    def _own_operation(self) -> Floats:
        """The operation budget a company takes over: what has not left, less hosted applications.

        B · max(0, 1 − ℓ_0 (1 − (1 − κ)^t) − hosted / B_0).
        """
        left = self.forecast.local_share[None, :, None] * (1.0 - self.forecast.staying_local)
        hosted = hosted_share(self.region)[None, :, None]
        return self._group("drift") * np.maximum(0.0, 1.0 - left - hosted)

    def running(self, components: dict[str, Floats]) -> Floats:
        """Levers on each municipality's own cost; returns what is pooled after them."""
        use, draws, phase = self.alternative.tiltak, self.draws, self.phase
        pooled = dict.fromkeys(COST_GROUPS, np.zeros(self.forecast.cost[:, :, 0].shape))
        users, inside = self.region.users, self.setting.participants
        if use.innkjop:
            years = len(phase) - 1
            scope = purchase_scope(self.region, self.matches, draws, years)
            licence = scope.licence * self._group("lisens")
            hosted = scope.operation * self._group("drift")
            cut = draws[use.innkjop.pris]
            components["innkjøp"] = levers.price_change(licence + hosted, cut, phase)
            pooled["lisens"] = licence * (1.0 - cut)
        if use.drift:
            cost = self.operation_share * self._group("drift") * self.forecast.staying_local
            factor = levers.scale_factor(draws[use.drift.per_dobling], users, inside)
            components["drift"] = levers.scale_change(cost, factor, phase)
            pooled["drift"] = cost * factor
        if use.ressurser:
            cost = self._group("konsulent") * draws["konsulentandel"]
            cut = draws[use.ressurser.konsulent]
            components["ressurser"] = levers.price_change(cost, cut, phase)
            pooled["konsulent"] = cost * (1.0 - cut)
            pooled["lønn"] = self._salaries()
        if use.organisasjon:
            cost, factor = self._salaries(), self._organisation_factor(use.organisasjon)
            components["organisasjon"] = levers.scale_change(cost, factor, phase)
            pooled["lønn"] = cost * factor
        if use.tjenestepris:
            components["tjenestepris"] = self._service_price()
        if use.bestillerfunksjon:
            stays = draws[use.bestillerfunksjon.arsverk] * self._post()
            components["bestillerfunksjon"] = phase * stays * inside[None, :, None]
        return sum(
            (pooled[group] for group in self.alternative.felles_kasse),
            start=np.zeros(self.forecast.cost[:, :, 0].shape),
        )

    def _organisation_factor(self, lever: Organisation) -> Floats:
        inside = self.setting.participants
        factor = levers.scale_factor(self.draws[lever.per_dobling], self.region.users, inside)
        if self.setting.host is None:
            return factor
        wages = levers.wage_factor(
            self.region.budget[:, COST_GROUPS.index("lønn")],
            self.region.staff_fte.sum(axis=1),
            inside,
            self.setting.host,
        )
        return factor * wages[None, :, None]

    def _post(self) -> Floats:
        """Cost of one person-year over the years (D, 1, T+1)."""
        group = COST_GROUPS.index("lønn")
        return self.draws["lonn_per_arsverk"] * self.forecast.price[:, None, group, :]

    def _service_price(self) -> Floats:
        company = self.setting.company
        if company is None:
            return np.zeros(self.forecast.cost[:, :, 0].shape)
        price = self.forecast.price[:, None, COST_GROUPS.index("drift"), :]
        users = self.region.users * self.setting.participants
        replaced = self._own_operation() + self._salaries()
        return levers.service_price_change(replaced, company.price, users, price, self.phase)

    def margin(self) -> Floats:
        """The part of the service price that is the company's margin (D, M, T+1)."""
        lever, company = self.alternative.tiltak.tjenestepris, self.setting.company
        shape = self.forecast.cost[:, :, 0].shape
        if lever is None or company is None:
            return np.zeros(shape)
        price = self.forecast.price[:, None, COST_GROUPS.index("drift"), :]
        users = self.region.users * self.setting.participants
        bill = levers.service_price_change(np.zeros(shape), company.price, users, price, self.phase)
        return self.draws[lever.margin] * bill

    def common(self, components: dict[str, Floats], pooled: Floats) -> None:
        """Running cost without an owner, by the key: posts, overhead, volume, governance."""
        use, draws, phase = self.alternative.tiltak, self.draws, self.phase
        share = self.setting.shares[None, :, None]
        total = pooled.sum(axis=1, keepdims=True)
        if use.ressurser:
            duty = draws[use.ressurser.vakt] * self.forecast.price[:, None, 0, :]
            posts = draws[use.ressurser.stillinger] * self._post() + duty
            components["ressurser"] = components["ressurser"] + share * phase * posts
            total = total + posts
        if use.organisasjon and use.organisasjon.vertspaaslag and self.setting.host is not None:
            factor = self._organisation_factor(use.organisasjon)
            salaries = (self._salaries() * factor).sum(axis=1, keepdims=True)
            overhead = draws[use.organisasjon.vertspaaslag] * salaries
            components["organisasjon"] = components["organisasjon"] + share * phase * overhead
            total = total + overhead
        if use.volum:
            components["volum"] = share * phase * draws[use.volum.vekst] * total
        if use.styring:
            started = (np.arange(len(phase)) >= 1).astype(float)
            fixed = draws[use.styring.fast] * share if use.styring.fast else 0.0
            own = draws[use.styring.per_deltaker] * self.setting.participants[None, :, None]
            components["styring"] = (fixed + own) * started

    def one_time(self, components: dict[str, Floats]) -> Floats:
        """Establishment, transition and remaining cost; returns the residual value (D, M)."""
        use, draws = self.alternative.tiltak, self.draws
        profile = levers.one_time_profile(self.alternative.engangsprofil, len(self.phase) - 1)
        share = self.setting.shares[None, :, None]
        shape = self.forecast.cost[:, :, 0].shape
        residual = np.zeros(shape[:2])
        if use.etablering:
            capital = draws[use.etablering.kapital] * share
            components["etablering"] = np.broadcast_to(capital * profile, shape)
            residual = np.broadcast_to(
                (draws[use.etablering.restverdi] * capital)[:, :, 0], shape[:2]
            )
        if self.setting.company is not None:
            entry = self.setting.company.entry * self.setting.participants[None, :, None] * profile
            components["etablering"] = components["etablering"] + entry
        if use.omstilling:
            components["omstilling"] = self._transition(use.omstilling, profile)
        if use.gjenvaerende:
            components["gjenværende"] = levers.remaining_cost(
                self._salaries() * self.setting.movers[None, :, None],
                draws[use.gjenvaerende.andel],
                draws[use.gjenvaerende.aar],
                self.phase,
            )
        return residual

    def _transition(self, lever: Transition, profile: Floats) -> Floats:
        """Project and own work by the profile; the rest when something moves (D, M, T+1)."""
        draws, moved = self.draws, self.conversion
        project = (
            draws[lever.prosjekt] * self.setting.shares[None, :, None] if lever.prosjekt else 0.0
        )
        inside = self.setting.participants[None, :, None]
        twice = draws[lever.dobbel_drift] / 12.0 * (moved.operation + moved.licence)
        return (
            (project + draws[lever.per_kommune] * inside) * profile
            + draws[lever.per_applikasjon] * moved.applications
            + draws[lever.per_bruker] * moved.users / 1000.0
            + twice
        )
