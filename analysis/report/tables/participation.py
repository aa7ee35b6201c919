"""The csv tables of who goes together, who pays what, and who may leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from analysis.decision.participation import Ends, Exit, Outlook
from analysis.model import join_sources
from analysis.report.result_sources import result_sources
from analysis.report.standpoint import HasFigures

Row = tuple[object, ...]
# Groups × municipalities written for each alternative: all groups of eight municipalities, which
# make a file of about 2 MB; of more, those that gain most.
MOST_CELLS = 256 * 8
_SIDES = ("lav", "høy")
_MONEY, _YEARLY, _SHARE = "1000 kr", "1000 kr i året", "andel"
_OF_DRAWS = "andel av trekningene"
_CAUSES = {
    "scale": "tapt stordrift",
    "fixed": "faste kostnader på færre",
    "contribution": "bidraget som er borte",
    "moving": "ny start eller utflytting",
}
_LEAVERS = {
    "betaler i oppsigelsestiden": Exit.paid_in_notice,
    "betaler for å flytte ut": Exit.moving_out,
    "tjener på å gå": Exit.gain,
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
        self.participation, self.scenario = run.participation, run.scenario
        self.first_year = run.dataset.settings.vedtaksdato.year
        self.notices = run.dataset.settings.uttreden.oppsigelsestid
        shared = run.dataset.shared
        self.sources: Mapping[str, str] = {
            a: join_sources(
                result_sources(run.dataset, shared.alternative(a), ""), "alternativer.toml"
            )
            for a in self.participation.cooperations
        }

    def frame(self, rows_of: Callable[[Outlook], Iterator[Row]], *middle: str) -> pd.DataFrame:
        """Rows of every alternative, with the columns every table has around its own."""
        columns = ["kommunenummer", "alternativ", *middle, "verdi", "enhet", "kilder"]
        rows = [
            (code, alternative, *rest, sources)
            for alternative, sources in self.sources.items()
            for code, *rest in rows_of(self.participation.outlook(alternative, self.scenario))
        ]
        return pd.DataFrame(rows, columns=columns)

    def groups(self, outlook: Outlook) -> Iterator[Row]:
        """What each group and its members gain, and how often it is the best."""
        written = outlook.gaining_most(MOST_CELLS // len(outlook.codes))
        for name, number in (
            ("regnet ut", len(outlook.figures.groups)),
            ("i tabellen", len(written)),
        ):
            yield "", "", "", f"grupper {name}", "", float(number), "antall"
        for group in written:
            own = _named(outlook, group), outlook.runs(group)
            for side, value in zip(_SIDES, outlook.value(group), strict=True):
                yield "", *own, "gevinst", side, value, _MONEY
            for code, side, value in _each(outlook.values(group)):
                yield code, *own, "gevinst", side, value, _MONEY
            yield from self._often(outlook, group, own)

    def _often(self, outlook: Outlook, group: int, own: tuple[str, str]) -> Iterator[Row]:
        if outlook.figures.chances is None:
            return
        for name, share in (("best", outlook.best_in(group)), ("tjener", outlook.pays_in(group))):
            yield "", *own, name, "", share, _OF_DRAWS
            yield "", *own, f"{name}, standardfeil", "", outlook.error(share), _OF_DRAWS
        for code in outlook.members():
            share = outlook.best_for_in(code, group)
            if share > 0:
                yield code, *own, "best for kommunen", "", share, _OF_DRAWS

    def shares(self, outlook: Outlook) -> Iterator[Row]:
        """What each municipality of the whole group pays and gains under each key."""
        for key in outlook.keys:
            for name, ends_of, unit in (
                ("andel av felles kasse", key.share_ends, _SHARE),
                ("betaler til felles kasse", key.payment, _YEARLY),
                ("tjener", key.gain, _YEARLY),
            ):
                for code, side, value in _each({c: ends_of(c) for c in outlook.members()}):
                    yield code, key.key.name, name, None, side, value, unit
            for t, effect in enumerate(key.effect_by_year):
                for code, side, value in _each(effect):
                    year = self.first_year + t
                    yield code, key.key.name, "merutgift", year, side, value, _MONEY
            if outlook.figures.chances is not None:
                for code in outlook.members():
                    yield code, key.key.name, "tjener", None, "", key.gains_in(code), _OF_DRAWS

    def stability(self, outlook: Outlook) -> Iterator[Row]:
        """Which part of the whole group would go under each key, and how often none would."""
        for key in outlook.keys:
            name, holds = key.key.name, "holder gruppen sammen"
            for side, (group, excess) in zip(_SIDES, key.best_off_alone, strict=True):
                who = _named(outlook, group)
                yield "", name, who, "vinner på å gå for seg selv", side, excess, _MONEY
            if outlook.figures.chances is not None:
                error = outlook.error(key.holds_in)
                yield "", name, "", holds, "", key.holds_in, _OF_DRAWS
                yield "", name, "", f"{holds}, standardfeil", "", error, _OF_DRAWS
        for side, value in zip(_SIDES, outlook.least_core, strict=True):
            yield "", "", "", "minste kjerne", side, value, _MONEY

    def withdrawals(self, outlook: Outlook) -> Iterator[Row]:
        """What each that leaves, and each pair, leaves behind and pays."""
        for gone in outlook.exits:
            amounts, who = list(_amounts(gone)), _named(outlook, gone.figures.leavers)
            for side, value in zip(_SIDES, gone.rest_alone, strict=True):
                yield "", who, None, "de andre, om de hadde gått sammen alene", side, value, _MONEY
            for n, notice in enumerate(self.notices):
                own = who, notice
                for code, name, ends in amounts:
                    for side, value in zip(_SIDES, ends[n], strict=True):
                        yield code, *own, name, side, value, _MONEY
                for name, answers in (
                    ("de andre fortsetter", gone.figures.goes_on),
                    ("de andre fortsetter om ingen går", gone.figures.goes_on_with_all),
                ):
                    for side, on in zip(_SIDES, gone.low_and_high(answers)[n], strict=True):
                        yield "", *own, name, side, float(on), "1 er ja, 0 er nei"

    def joinings(self, outlook: Outlook) -> Iterator[Row]:
        """What each that comes late must pay, and what it and the others gain."""
        for one in outlook.latecomers:
            year = self.first_year + one.years_later
            for name, ends in (
                ("de andre tjener", one.others_gain),
                ("pris for å komme inn", one.price),
                ("tjener før prisen", one.gain),
                ("hadde betalt av oppstarten", one.start_share),
            ):
                for side, value in zip(_SIDES, ends, strict=True):
                    yield one.code, year, name, side, value, _MONEY


def _amounts(gone: Exit) -> Iterator[tuple[str, str, list[Ends]]]:
    """Municipality, name and ends for each notice; the whole first."""
    yield "", "blir igjen hos de andre", gone.left()
    for part, name in _CAUSES.items():
        yield "", name, gone.cause(part)
    yield "", "de andre over hele perioden", gone.rest_gain
    for code in gone.rest:
        yield code, "blir igjen hos de andre", gone.left(code)
    for name, amount in _LEAVERS.items():
        for code in gone.leavers:
            yield code, name, amount(gone, code)


def _each(ends: Mapping[str, Ends]) -> Iterator[tuple[str, str, float]]:
    for code, pair in ends.items():
        for side, value in zip(_SIDES, pair, strict=True):
            yield code, side, value


def _named(outlook: Outlook, group: int) -> str:
    return " ".join(outlook.members(group))
