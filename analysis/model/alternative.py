"""What an alternative costs each municipality beyond the null alternative, lever by lever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.dataset.definitions import Alternative, Organisation, Transition
from analysis.dataset.tables import COST_GROUPS, FUNCTIONS
from analysis.model import levers
from analysis.model.assumptions import Draws, sized
from analysis.model.conversion import Conversion, conversion, moved_platform, no_conversion
from analysis.model.forecast import Forecast
from analysis.model.outcome import LØNN, Outcome, Setting
from analysis.model.region import Bools, Floats, Region
from analysis.model.scope import (
    Matches,
    hosted_share,
    match,
    operation_scope,
    purchase_scope,
)


def outcome(
    region: Region, forecast: Forecast, draws: Draws, alternative: Alternative, setting: Setting
) -> Outcome:
    """Cost of an alternative beyond the null alternative for every municipality.

    Own cost after the levers + own one-time cost + remaining cost + share of the common account.
    Each lever changes the cost in its scope. The pooled groups but salaries are collected and
    divided by the key, together with costs without an owner (shared posts, duty, volume, fixed
    governance, capital and project). Pooled salaries, with the host's overhead, are divided by a
    key of their own (component ``lønnsfordeling``, which sums to 0 over the municipalities).
    Fewer than two participants, where partners are needed, change nothing.

    Parameters
    ----------
    region, forecast, draws
        Today's figures, the null alternative and the assumptions.
    alternative : Alternative
        The bundle of levers.
    setting : Setting
        Participants, keys, host, company and legal form.
    """
    alternative = alternative.in_form(setting.form, draws)
    shape = forecast.shape
    years = shape[-1] - 1
    enough = 2 if alternative.needs_partners else 1
    if setting.participants.sum() < enough:
        nobody = np.zeros(len(region.applications), dtype=bool)
        return Outcome(
            own={},
            common={},
            pooled={},
            overhead=np.zeros((shape[0], 1, years + 1)),
            setting=setting,
            margin=np.zeros(shape),
            residual=np.zeros((shape[0], 1)),
            matches=Matches(nobody, nobody, nobody),
            conversion=no_conversion(shape[0], region.size, years),
        )
    return _Case.build(region, forecast, draws, alternative, setting).outcome()


def _on_one_platform(
    matches: Matches, region: Region, inside: Bools, alternative: Alternative
) -> Matches:
    """Where the platform changes, every system run locally meets the others' on it."""
    if not alternative.plattformbytte:
        return matches
    everything = inside[region.applications.municipality]
    return replace(matches, same=everything, similar=np.zeros_like(everything))


Costs = dict[str, Floats]


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
        phase = levers.phase_profile(alternative.innfasing, years, draws["forsinkelse"])
        matches = match(
            region.applications,
            inside,
            converge=alternative.konvergens,
            host=setting.host,
            groups=setting.groups,
        )
        share = operation_scope(
            region, _on_one_platform(matches, region, inside, alternative), draws
        )
        platform = moved_platform(region, alternative, matches, setting.movers, share)
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

    def outcome(self) -> Outcome:
        """Pull every lever."""
        own: Costs = {}
        common: Costs = {}
        pooled = self._running(own)
        shape = self.forecast.shape
        overhead = self._overhead()
        delivered = self.setting.together(sum(pooled.values(), start=np.zeros(shape)))
        self._common(own, common, delivered + overhead)
        residual = self._one_time(own, common)
        return Outcome(
            own={name: np.broadcast_to(cost, shape) for name, cost in own.items()},
            common=common,
            pooled=pooled,
            overhead=overhead,
            setting=self.setting,
            margin=self._margin(),
            residual=residual,
            matches=self.matches,
            conversion=self.conversion,
        )

    @cached_property
    def _inside(self) -> Floats:
        return self.setting.participants[None, :, None].astype(float)

    @property
    def _users(self) -> Floats:
        """Users of all participants, by which common amounts grow (G, 1)."""
        return self.setting.together((self.region.users * self.setting.participants)[:, None])

    def _scale(self, saving: Floats) -> Floats:
        together = self.setting.each(self._users)[:, 0] * self.setting.participants
        return levers.scale_factor(saving, self.region.users, together)

    def _group(self, name: str) -> Floats:
        """Today's cost of a group, grown, for the participants (D, M, T+1)."""
        if name not in self._grown:
            group = COST_GROUPS.index(name)
            today = self.region.budget[:, group] * self.setting.participants
            self._grown[name] = today[None, :, None] * self.forecast.growth[:, None, group, :]
        return self._grown[name]

    @cached_property
    def _grown(self) -> Costs:
        """The groups asked for so far."""
        return {}

    @cached_property
    def _salaries(self) -> Floats:
        """Salaries in scope: by the share of person-years in the pooled functions."""
        fte = self.region.staff_fte
        chosen = [FUNCTIONS.index(name) for name in self.alternative.funksjoner]
        total = fte.sum(axis=1)
        share = np.divide(
            fte[:, chosen].sum(axis=1), total, out=np.zeros(len(fte)), where=total > 0
        )
        return self._group(LØNN) * share[None, :, None]

    def _running(self, own: Costs) -> Costs:
        """Levers on each municipality's own cost; returns what is pooled after them, phased in."""
        use, draws, phase = self.alternative.tiltak, self.draws, self.phase
        after: Costs = {}
        if use.innkjop:
            scope = purchase_scope(self.region, self.matches, draws, phase.shape[-1] - 1)
            licence = scope.licence * self._group("lisens")
            hosted = scope.operation * self._group("drift")
            cut = draws[use.innkjop.pris]
            own["innkjøp"] = levers.price_change(licence + hosted, cut, phase)
            after["lisens"] = licence * (1.0 - cut)
        if use.drift:
            cost = self.operation_share * self._group("drift") * self.forecast.staying_local
            factor = self._scale(draws[use.drift.per_dobling])
            own["drift"] = levers.scale_change(cost, factor, phase)
            after["drift"] = cost * factor
        if use.ressurser:
            cost = self._group("konsulent") * draws["konsulentandel"]
            cut = draws[use.ressurser.konsulent]
            own["ressurser"] = levers.price_change(cost, cut, phase)
            after["konsulent"] = cost * (1.0 - cut)
        if use.organisasjon:
            cost, factor = self._salaries, self._organisation_factor(use.organisasjon)
            own["organisasjon"] = levers.scale_change(cost, factor, phase)
            after[LØNN] = cost * factor
        if use.utstyr:
            own["utstyr"] = levers.price_change(
                self._group("utstyr"), draws[use.utstyr.andel], phase
            )
        if use.felleskostnader:
            moved = self._salaries * self.setting.movers[None, :, None]
            saved = draws[use.felleskostnader.andel]
            own["felleskostnader"] = levers.price_change(moved, saved, phase)
        if use.tjenestepris:
            own["tjenestepris"] = self._service_price()
        if use.bestillerfunksjon:
            own["bestillerfunksjon"] = phase * self._purchasers(use.bestillerfunksjon.arsverk)
        kept = self.alternative.felles_kasse
        return {group: phase * cost for group, cost in after.items() if group in kept}

    def _organisation_factor(self, lever: Organisation) -> Floats:
        factor = self._scale(self.draws[lever.per_dobling])
        if self.setting.host is None:
            return factor
        wages = levers.wage_factor(
            self.region.budget[:, COST_GROUPS.index(LØNN)],
            self.region.staff_fte.sum(axis=1),
            self.setting.participants,
            self.setting.hosts,
        )
        return factor * wages[None, :, None]

    def _post(self) -> Floats:
        """Cost of one person-year over the years (D, 1, T+1)."""
        group = COST_GROUPS.index(LØNN)
        return self.draws["lonn_per_arsverk"] * self.forecast.price[:, None, group, :]

    def _purchasers(self, name: str) -> Floats:
        """Person-years that order and follow up, where somebody else runs it (D, M, T+1)."""
        posts = sized(self.draws, name, self.region.users[None, :, None] / 1000.0)
        return posts * self._post() * self.setting.movers[None, :, None]

    def _service_price(self) -> Floats:
        if self.setting.company is None:
            return np.zeros(self.forecast.shape)
        replaced = (self._own_operation(self._left) + self._salaries) * self._inside
        return self.phase * (self._bill - replaced)

    @cached_property
    def _left(self) -> Floats:
        """The share of today's operation budget that has left by then (D, M, T+1)."""
        return self.forecast.local_share * (1.0 - self.forecast.staying_local)

    def _own_operation(self, left: Floats | float) -> Floats:
        """The operation budget a company takes over, B · max(0, 1 − what has left − hosted)."""
        hosted = hosted_share(self.region)[None, :, None]
        return self._group("drift") * np.maximum(0.0, 1.0 - left - hosted)

    @cached_property
    def _bill(self) -> Floats:
        """What a company is paid at full effect (D, M, T+1); see `levers.service_price`."""
        company, lever = self.setting.company, self.alternative.tiltak.tjenestepris
        assert company is not None and lever is not None
        staff = self._salaries
        remains = self._own_operation(self._left) + staff
        today = self._own_operation(0.0) + staff
        falls = 1.0 - np.divide(remains, today, out=np.ones_like(today), where=today > 0)
        return levers.service_price(
            company.price,
            self.region.users * self.setting.participants,
            self.forecast.price[:, None, COST_GROUPS.index("drift"), :],
            self.draws[lever.folger_drift] * falls,
        )

    def _margin(self) -> Floats:
        """The part of the service price that is the company's margin (D, M, T+1)."""
        lever = self.alternative.tiltak.tjenestepris
        if lever is None or self.setting.company is None:
            return np.zeros(self.forecast.shape)
        return self.draws[lever.margin] * self.phase * self._bill

    def _overhead(self) -> Floats:
        """The host's overhead on pooled salaries (D, G, T+1)."""
        lever = self.alternative.tiltak.organisasjon
        if lever is None or lever.vertspaaslag is None or self.setting.host is None:
            return np.zeros((len(self.phase), self.setting.groups, self.phase.shape[-1]))
        salaries = self.setting.together(self._salaries * self._organisation_factor(lever))
        return self.phase * self.draws[lever.vertspaaslag] * salaries

    def _common(self, own: Costs, common: Costs, delivered: Floats) -> None:
        """Running cost without an owner: posts, duty, volume of what is delivered, governance."""
        use, draws, phase = self.alternative.tiltak, self.draws, self.phase
        if use.ressurser:
            per_user = self._users / 1000.0
            posts = sized(draws, use.ressurser.stillinger, per_user) * self._post()
            wages = self.forecast.price[:, None, COST_GROUPS.index(LØNN), :]
            duty = sized(draws, use.ressurser.vakt, per_user) * wages
            today = draws[use.ressurser.vakt_i_dag] * wages * self.region.on_duty[None, :, None]
            common["stillinger"], common["vakt"] = phase * posts, phase * duty
            own["vakt"] = -phase * today * self._inside
            delivered = delivered + phase * (posts + duty)
        if use.volum:
            common["volum"] = draws[use.volum.vekst] * delivered
        if use.styring:
            started = (np.arange(phase.shape[-1]) >= 1).astype(float)
            if use.styring.fast:
                common["styring"] = sized(draws, use.styring.fast, self._users / 1000.0) * started
            own["styring"] = draws[use.styring.per_deltaker] * self._inside * started

    def _one_time(self, own: Costs, common: Costs) -> Floats:
        """Establishment, transition and remaining cost; returns the residual value (D, G)."""
        use, draws = self.alternative.tiltak, self.draws
        years = self.phase.shape[-1] - 1
        profile = levers.one_time_profile(self.alternative.engangsprofil, years)
        residual = np.zeros((len(self.phase), self.setting.groups))
        if use.etablering:
            capital = sized(draws, use.etablering.kapital, self._users / 1000.0)
            common["etablering"] = capital * profile
            residual = (draws[use.etablering.restverdi] * capital)[:, :, 0]
        if self.setting.company is not None:
            own["etablering"] = self.setting.company.entry * self._inside * profile
        if use.omstilling:
            if use.omstilling.prosjekt:
                project = sized(draws, use.omstilling.prosjekt, self._users / 1000.0)
                common["omstilling"] = project * profile
            own["omstilling"] = self._transition(use.omstilling, profile)
        if use.gjenvaerende:
            own["gjenværende"] = levers.remaining_cost(
                self._salaries * self.setting.movers[None, :, None],
                draws[use.gjenvaerende.andel],
                draws[use.gjenvaerende.aar],
                self.phase,
            )
        return residual

    def _transition(self, lever: Transition, profile: Floats) -> Floats:
        """Own work by the profile; the rest when something moves (D, M, T+1)."""
        draws, moved = self.draws, self.conversion
        twice = draws[lever.dobbel_drift] / 12.0 * (moved.operation + moved.licence)
        return (
            draws[lever.per_kommune] * self._inside * profile
            + draws[lever.per_applikasjon] * moved.applications
            + draws[lever.per_bruker] * moved.users / 1000.0
            + twice
        )
