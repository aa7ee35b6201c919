"""The judged effects that matter most, with the reason given for each."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.report.findings import withdrawn, wording
from analysis.report.language.numbers import MINUS, signed
from analysis.report.language.words import listed
from analysis.report.press import Column, Stack, Table, Text
from analysis.report.view import View

_MOST = 5


def table(view: View) -> Stack:
    """The judgements that move most points for what is recommended.

    Where that is to go on as today, of the others that are ranked.
    """
    recommended = view.recommendation.alternative
    chosen = [recommended] if recommended != "0" else view.ranked_others
    found = _found(view, chosen)
    if found.empty:
        return Stack(
            Text(
                "Ingen virkninger er vurdert som bedre eller dårligere enn i dag. Kriterier som "
                "mangler vurdering, teller som ukjente, og rekkefølgen kan bli uavgjort."
            )
        )
    before = withdrawn.judged_before(view)
    return Stack(_table(view, found), Text(before) if before else None)


def _found(view: View, alternatives: Sequence[str]) -> pd.DataFrame:
    """The rows that move most points from no effect, a municipality's own before the common."""
    rows = view.dataset.judgements
    rows = rows[rows["alternativ"].isin(alternatives)]
    rows = rows[rows["kommunenummer"].isin(["", view.code])].sort_values("kommunenummer")
    rows = rows.drop_duplicates(["alternativ", "kriterium"], keep="last").sort_index()
    points = {
        c.id: view.weight(c.id).share / abs(c.best - c.verst)
        for c in view.criteria
        if not c.computed
    }
    moves = rows["kriterium"].map(points) * rows["omfang"].abs()
    return rows.loc[moves[moves > 0].sort_values(ascending=False, kind="stable").index[:_MOST]]


def _table(view: View, found: pd.DataFrame) -> Table:
    names = {criterion.id: criterion.navn for criterion in view.criteria}
    alternatives = list(found["alternativ"].unique())
    which = Column[pd.Series]("Alternativ", lambda row: view.label(row["alternativ"]), width=3.2)
    own = found.loc[(found["kommunenummer"] != "") & (not view.joint), "kriterium"].map(names)
    return Table.of(
        [row for _, row in found.iterrows()],
        [
            *([which] if len(alternatives) > 1 else []),
            Column("Kriterium", lambda row: names[row["kriterium"]], width=2.9),
            Column("Virkning", lambda row: row["omfang"], signed, 1.2),
            Column("Begrunnelse", lambda row: row["begrunnelse"] or None, width=6.6),
        ],
        f"Det som betyr mest av vurderingene av {wording.several(alternatives)}, fra {MINUS}4 "
        "(meget stor ulempe) til +4 (meget stor fordel) mot i dag",
        source=view.cite(found["source"]),
        note=" ".join(filter(None, [_own(own), _where_from(found["kilde"])])),
    )


def _own(criteria: pd.Series) -> str:
    return f"Kommunens egen vurdering: {listed(list(criteria.unique()))}." if len(criteria) else ""


def _where_from(sources: pd.Series) -> str:
    """Where the judgements are from: a report, a form, a day in the workshop."""
    told = [source for source in sources.unique() if source]
    return f"Hentet fra {'; '.join(told)}." if told else ""
