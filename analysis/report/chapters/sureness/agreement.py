"""Where the municipalities agree and where they do not: places, losses and judgements."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from analysis.decision import thresholds
from analysis.report.chapters.alternatives.points import rank_text
from analysis.report.findings import wording
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Heading, Stack, Table, Text
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def rankings(view: View) -> Table:
    """The place of every alternative in each municipality side by side."""
    return Table.of(
        [view.of_municipality(code) for code in (*view.codes, "")],
        [
            Column[View]("Kommune", lambda own: capital(own.name)),
            *(Column(a.id, partial(rank_text, alternative=a.id)) for a in view.alternatives),
        ],
        f"Plassen hvert alternativ får i hver kommune, i {wording.calculation(view.scenario)}",
        source=view.cite(
            *(result_sources(view.dataset, a, "") for a in view.alternatives),
            view.dataset.judgements["source"],
            view.dataset.weights["source"],
            view.dataset.mandate["source"],
        ),
    )


def regret(view: View) -> Stack:
    """What each municipality loses at most if all choose the same alternative."""
    losses = _losses(view)
    common = _common(losses)
    best = str(common.idxmin())
    return Stack(
        Heading(_finding(view, best, float(common[best])), 1),
        _loss_table(view, losses, best),
        Text(
            "Av alternativene alle kan velge, er det største tapet minst med "
            f"{view.phrase(best)}. Tapet er hvor mange poeng kommunen får mindre enn med sin egen "
            "førsteplass."
        ),
    )


def _losses(view: View) -> pd.DataFrame:
    """Points each municipality (rows) loses with each alternative; NaN where not ranked."""
    names = [a.id for a in view.alternatives]
    own = [view.of_municipality(code) for code in view.codes]
    scores = [[one.regret(a) for a in names] for one in own]
    return pd.DataFrame(scores, index=list(view.codes), columns=names)


def _common(losses: pd.DataFrame) -> pd.Series:
    """Largest loss of each alternative that is ranked in every municipality."""
    return losses.loc[:, losses.notna().all()].max()


def _finding(view: View, best: str, largest: float) -> str:
    loses = "ser ut til å tape" if _unsure(view) else "taper"
    most = whole(math.ceil(largest))
    much = "nevneverdig" if largest < thresholds.SAME_POINTS else f"mer enn {most} poeng"
    return f"Ingen {loses} {much} på {wording.named(view, best)}"


def _unsure(view: View) -> bool:
    """Whether the points of some municipality are not known to a point: figures are missing."""
    own = map(view.of_municipality, view.codes)
    ends = [one.points(a.id) for one in own for a in view.alternatives]
    return any(high - low > thresholds.SAME_POINTS for low, high in ends)


def _loss_table(view: View, losses: pd.DataFrame, best: str) -> Table:
    def most(alternative: str) -> str | None:
        own = losses[alternative]
        lose = np.isclose(own, own.max()) & bool(own.max() > 0)
        return _named(view, losses.index[lose])

    def barred(alternative: str) -> str | None:
        return _named(view, losses.index[losses[alternative].isna()])

    return Table.of(
        {a.id: a.id for a in view.alternatives},
        [
            Column("Alternativ", view.label, width=4),
            Column("Største tap (poeng)", lambda a: _known(losses[a].max()), decimal, 3),
            Column("Hvem som taper mest", most, width=5),
            Column("Kan ikke velge det", barred, width=4),
        ],
        "Det meste en kommune taper på hvert alternativ, mot sin egen førsteplass",
        source=view.ranking_source,
        note=wording.gaps(view),
        highlight=best,
    )


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _named(view: View, codes: Iterable[str]) -> str | None:
    return capital(wording.who(view, codes)) or None


def judgements_that_differ(view: View) -> Element:
    """Municipalities' own judgements where they are not the common one, with their reasons."""
    found = view.own(_different(view.dataset.judgements))
    if found.empty:
        return Text("Alle vurderinger av virkninger uten pris er som de felles.")
    return Table.of(
        found.to_dict("records"),
        [
            Column("Kommune", lambda row: view.names[row["kommunenummer"]], width=2.0),
            Column("Alternativ", lambda row: row["alternativ"], width=1.8),
            Column(
                "Kriterium",
                lambda row: view.dataset.shared.criterion(row["kriterium"]).navn,
                width=3.2,
            ),
            Column("Felles", lambda row: row["omfang_felles"], signed, 1.2),
            Column("Egen", lambda row: row["omfang"], signed, 1.2),
            Column("Begrunnelse", lambda row: row["begrunnelse"] or None, width=6.0),
        ],
        "Vurderinger som er ulike, fra −4 til +4 mot alternativ 0",
        source=view.cite(found["source"]),
    )


def _different(judgements: pd.DataFrame) -> pd.DataFrame:
    """Own judgements that are not the common one, which stands beside as ``omfang_felles``."""
    known = judgements.dropna(subset="omfang")
    common = known["kommunenummer"] == ""
    felles = known.loc[common, ["alternativ", "kriterium", "omfang"]]
    both = known[~common].merge(
        felles, "left", on=["alternativ", "kriterium"], suffixes=("", "_felles")
    )
    return both[both["omfang"] != both["omfang_felles"]]
