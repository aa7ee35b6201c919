"""The csv tables of who goes together, who pays what, and who may leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Cooperation, Withdrawal
from analysis.model import Floats, join_sources
from analysis.report.result_sources import result_sources
from analysis.report.view import HasFigures

Row = tuple[object, ...]
# Groups × municipalities written for each alternative: all groups of eight municipalities, which
# with sources on every row make a file of about 20 MB; of more, those that gain most.
MOST_CELLS = 256 * 8
_SIDES = ("lav", "høy")
_MONEY, _YEARLY, _SHARE = "1000 kr", "1000 kr i året", "andel"
_OF_DRAWS = "andel av trekningene"
_CAUSES = {
    "scale": "tapt stordrift",
    "fixed": "faste kostnader på færre",
    "contribution": "bidraget som er borte",
    "moving": "ny start eller utflytting",
    "rest_gain": "de andre over hele perioden",
}
_LEAVERS = {
    "notice_payment": "betaler i oppsigelsestiden",
    "moving_out": "betaler for å flytte ut",
    "leaver_gain": "tjener på å gå",
}


def participation_tables(run: HasFigures) -> dict[str, pd.DataFrame]:
    """Tables by file name without ``.csv``, in the run's scenario.

    Groups and those who leave are written as kommunenummer with a space between. kommunenummer
    is empty for a whole group. Amounts have a low and a high end, which differ where unknown
    cells decide, and are empty where a municipality's own do.

    Returns
    -------
    dict of str to DataFrame
        grupper, fordeling, stabilitet, uttreden and innmelding.
    """
    made = _Tables(run)
    return {
        "grupper": made.frame(made.groups, "gruppe", "drives_av", "størrelse", "grense"),
        "fordeling": made.frame(made.shares, "nøkkel", "størrelse", "år", "grense"),
        "stabilitet": made.frame(made.stability, "nøkkel", "gruppe", "størrelse", "grense"),
        "uttreden": made.frame(made.withdrawals, "går_ut", "oppsigelse", "størrelse", "grense"),
        "innmelding": made.frame(made.joinings, "år", "størrelse", "grense"),
    }


class _Tables:
    def __init__(self, run: HasFigures) -> None:
        self.participation = run.participation
        self.s = SCENARIOS.index(run.scenario)
        self.first_year = run.dataset.settings.vedtaksdato.year
        self.notices = run.dataset.settings.uttreden.oppsigelsestid
        shared = run.dataset.shared
        self.sources: Mapping[str, str] = {
            a: join_sources(
                result_sources(run.dataset, shared.alternative(a), ""), "alternativer.toml"
            )
            for a in self.participation.cooperations
        }

    def frame(self, rows_of: Callable[[Cooperation], Iterator[Row]], *middle: str) -> pd.DataFrame:
        """Rows of every alternative, with the columns every table has around its own."""
        columns = ["kommunenummer", "alternativ", *middle, "verdi", "enhet", "kilder"]
        rows = [
            (code, alternative, *rest, self.sources[alternative])
            for alternative, found in self.participation.cooperations.items()
            for code, *rest in rows_of(found)
        ]
        return pd.DataFrame(rows, columns=columns)

    def _named(self, group: int) -> str:
        return " ".join(self.participation.members(group))

    def _own(
        self, found: Cooperation, values: Floats, group: int
    ) -> Iterator[tuple[str, str, float]]:
        """Low and high end for each member (F, M), empty where its own unknown cells decide."""
        known = found.known_interval(values)
        for m, code in enumerate(self.participation.codes):
            if group >> m & 1:
                for side, value in zip(_SIDES, known[m], strict=True):
                    yield code, side, float(value)

    def groups(self, found: Cooperation) -> Iterator[Row]:
        """What each group and its members gain, and how often it is the best."""
        total = found.total[:, self.s]
        most = MOST_CELLS // len(self.participation.codes)
        order = np.argsort(-total.min(axis=0), kind="stable")[:most]
        written = sorted({*order.tolist(), found.place(found.group)})
        for name, number in (("regnet ut", len(found.groups)), ("i tabellen", len(written))):
            yield "", "", "", f"grupper {name}", "", float(number), "antall"
        for place in written:
            group = int(found.groups[place])
            own = self._named(group), found.runs[place]
            for side, value in zip(_SIDES, found.interval(total[:, place]), strict=True):
                yield "", *own, "gevinst", side, float(value), _MONEY
            gains = found.gain[:, self.s, place]
            for code, side, value in self._own(found, gains, group):
                yield code, *own, "gevinst", side, value, _MONEY
            yield from self._often(found, place, own)

    def _often(self, found: Cooperation, place: int, own: tuple[str, str]) -> Iterator[Row]:
        chances = found.chances
        if chances is None:
            return
        for name, share in (("best", chances.best[place]), ("tjener", chances.pays[place])):
            yield "", *own, name, "", float(share), _OF_DRAWS
            error = float(chances.error(np.asarray(share)))
            yield "", *own, f"{name}, standardfeil", "", error, _OF_DRAWS
        for m, code in enumerate(self.participation.codes):
            share = float(chances.best_for[m, place])
            if found.group >> m & 1 and share > 0:
                yield code, *own, "best for kommunen", "", share, _OF_DRAWS

    def shares(self, found: Cooperation) -> Iterator[Row]:
        """What each municipality of the whole group pays and gains under each key."""
        division, chances = found.division, found.chances
        for k, key in enumerate(division.keys):
            for name, values, unit in (
                ("andel av felles kasse", division.share[:, k], _SHARE),
                (
                    "betaler til felles kasse",
                    division.bills(k, self.s, self.participation.codes),
                    _YEARLY,
                ),
                ("tjener", division.yearly_gain[:, self.s, k], _YEARLY),
            ):
                for code, side, value in self._own(found, values, division.group):
                    yield code, key.name, name, None, side, value, unit
            effect = division.effect[:, self.s, k]
            for t in range(effect.shape[-1]):
                for code, side, value in self._own(found, effect[..., t], division.group):
                    year = self.first_year + t
                    yield code, key.name, "merutgift", year, side, value, _MONEY
            for m, code in enumerate(self.participation.codes):
                if chances is not None and division.group >> m & 1:
                    share = float(chances.gains[k, m])
                    yield code, key.name, "tjener", None, "", share, _OF_DRAWS

    def stability(self, found: Cooperation) -> Iterator[Row]:
        """Which part of the whole group would go under each key, and how often none would."""
        division, chances = found.division, found.chances
        for k, key in enumerate(division.keys):
            for fill, side in zip(_fills(found), _SIDES, strict=True):
                group = int(division.blocking[fill, self.s, k])
                excess = float(division.excess[fill, self.s, k])
                who = self._named(group) if group > 0 else ""
                yield "", key.name, who, "vinner på å gå for seg selv", side, excess, _MONEY
            if chances is not None:
                share = float(chances.stable[k])
                error = float(chances.error(np.asarray(share)))
                yield "", key.name, "", "holder gruppen sammen", "", share, _OF_DRAWS
                name = "holder gruppen sammen, standardfeil"
                yield "", key.name, "", name, "", error, _OF_DRAWS
        least = found.interval(division.least_core[:, self.s])
        for side, value in zip(_SIDES, least, strict=True):
            yield "", "", "", "minste kjerne", side, float(value), _MONEY

    def withdrawals(self, found: Cooperation) -> Iterator[Row]:
        """What each that leaves, and each pair, leaves behind and pays."""
        for gone in found.withdrawals:
            for n, notice in enumerate(self.notices):
                own = self._named(gone.leavers), notice
                for code, name, side, value in self._withdrawal(found, gone, n):
                    yield code, *own, name, side, value, _MONEY
                for name, answers in (
                    ("de andre fortsetter", gone.goes_on),
                    ("de andre fortsetter om ingen går", gone.goes_on_with_all),
                ):
                    for fill, side in zip((0, -1), _SIDES, strict=True):
                        on = float(answers[fill, self.s, n])
                        yield "", *own, name, side, on, "1 er ja, 0 er nei"

    def _withdrawal(
        self, found: Cooperation, gone: Withdrawal, n: int
    ) -> Iterator[tuple[str, str, str, float]]:
        extra = gone.rest_extra[:, self.s, n]
        for side, value in zip(_SIDES, found.interval(extra.sum(axis=-1)), strict=True):
            yield "", "blir igjen hos de andre", side, float(value)
        for part, name in _CAUSES.items():
            ends = found.interval(getattr(gone, part)[:, self.s, n])
            for side, value in zip(_SIDES, ends, strict=True):
                yield "", name, side, float(value)
        alone = found.interval(gone.rest_alone[:, self.s])
        for side, value in zip(_SIDES, alone, strict=True):
            yield "", "de andre, om de hadde gått sammen alene", side, float(value)
        for code, side, value in self._own(found, extra, gone.rest):
            yield code, "blir igjen hos de andre", side, value
        for part, name in _LEAVERS.items():
            values = getattr(gone, part)[:, self.s, n]
            for code, side, value in self._own(found, values, gone.leavers):
                yield code, name, side, value

    def joinings(self, found: Cooperation) -> Iterator[Row]:
        """What each that comes late must pay, and what it and the others gain."""
        for one in found.joinings:
            m = one.joiner.bit_length() - 1
            code, year = self.participation.codes[m], self.first_year + one.last_year + 1
            for name, values, hidden in (
                ("de andre tjener", 0.0 - one.others_extra, False),
                ("pris for å komme inn", one.entry_price, False),
                ("tjener før prisen", one.gain, bool(found.unknown[m])),
                ("hadde betalt av oppstarten", one.start_share, bool(found.unknown[m])),
            ):
                low, high = found.interval(values[:, self.s])
                if hidden and not np.isclose(low, high, rtol=1e-9, atol=1e-9):
                    low = high = np.nan
                for side, value in zip(_SIDES, (low, high), strict=True):
                    yield code, year, name, side, float(value), _MONEY


def _fills(found: Cooperation) -> tuple[int, int]:
    """Positions of the lowest and the highest filling of unknown cells."""
    return 0, found.total.shape[0] - 1
