"""Erfaringer fra andre: what happened in real cooperations, planned against actual."""

from __future__ import annotations

import math

import pandas as pd

from analysis.decision import Gate, thresholds
from analysis.report.language import dashed, numbers, words
from analysis.report.press import Element, Heading, Stack, Table, Text
from analysis.report.view import View

_THEMES = {
    "kostnad": "Kostnad",
    "engangskostnad": "Engangskostnad",
    "uttreden": "Å gå ut",
    "bemanning": "Bemanning",
    "anskaffelse": "Anskaffelse",
    "organisering": "Organisering",
    "styring": "Styring og fordeling",
    "omfang": "Omfang",
}
# What a council asks about first gets the most rows.
_QUOTAS = {"kostnad": 2, "engangskostnad": 2, "uttreden": 2, "bemanning": 1, "anskaffelse": 1}
_ROWS = 8
# A municipal report points to the joint one for the rest.
_OWN_ROWS = 4
_NO_NUMBER = "«–» betyr at kilden ikke oppgir tallet."


def chapter(view: View) -> Stack:
    """The experiences that matter most for the alternatives at hand."""
    rows = _cases(view)
    chosen = _chosen(view, rows)
    if chosen.empty:
        return Stack(
            Heading("Erfaringer fra andre er ikke samlet", 1),
            Text("Det er ikke lagt inn erfaringer fra andre samarbeid."),
        )
    return Stack(Heading(_finding(rows), 1), _table(view, chosen), Text(_meaning(rows)))


def _cases(view: View) -> pd.DataFrame:
    """All rows but those that only place a cooperation in the matrix of forms and areas."""
    rows = view.dataset.shared.experience
    return rows[~_placed(rows)]


def _placed(rows: pd.DataFrame) -> pd.Series:
    """Rows that are a cross in the matrix; without a form where the cooperation has others."""
    crosses = (rows["tema"] == "omfang") & (rows["område"] != "") & rows["faktisk"].isna()
    sure = crosses & (rows["samarbeidsform"] != "")
    return crosses & rows["samarbeid"].isin(rows.loc[sure, "samarbeid"])


def _finding(rows: pd.DataFrame) -> str:
    """How many show plan and outcome."""
    both = int((rows["planlagt"].notna() & rows["faktisk"].notna()).sum())
    total = words.count(len(rows))
    if both == 0:
        return f"Ingen av {total} erfaringer viser både plan og resultat"
    only = "Bare " if both * 2 < len(rows) else ""
    return words.capital(f"{only}{words.count(both)} av {total} erfaringer viser plan og resultat")


def _chosen(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """The few rows that matter most, one per cooperation: by theme, plan and outcome first."""
    open_ = {a.id for a in view.alternatives if view.gate(a.id) != Gate.MANDATE} - {"0"}
    leading = set(view.conclusion.leaders) & open_
    listed = rows["alternativ"].map(lambda text: set(text.split()))
    known = rows[["planlagt", "faktisk"]].notna()
    order = {
        "_both": ~known.all(axis=1),
        "_leading": listed.map(lambda ids: -len(ids & leading)),
        "_open": listed.map(lambda ids: -len(ids & open_)),
        "_unknown": ~known.any(axis=1),
        "_oldest": -rows["år"].fillna(0),
    }
    ranked = rows.assign(**order).loc[listed.map(lambda ids: bool(ids & open_))]
    ranked = ranked.sort_values(list(order), kind="stable").drop_duplicates("samarbeid")
    place = ranked.groupby("tema").cumcount()
    beyond = place >= ranked["tema"].map(_QUOTAS).fillna(0)
    theme = ranked["tema"].map(list(_THEMES).index)
    ranked = ranked.assign(_beyond=beyond, _theme=theme, _place=place)
    chosen = ranked.sort_values(["_beyond", "_place", "_theme"], kind="stable").head(
        _ROWS if view.joint else _OWN_ROWS
    )
    return rows.loc[chosen.sort_values(["_theme", "_place"], kind="stable").index]


def _table(view: View, rows: pd.DataFrame) -> Table:
    frame = pd.DataFrame(
        {
            "Samarbeid": [_named(row) for _, row in rows.iterrows()],
            **_plan_and_outcome(rows),
            "Hva som skjedde": rows["beskrivelse"].tolist(),
            "Alternativ": rows["alternativ"].str.split().str.join(", ").tolist(),
        },
        dtype=object,
    )
    return Table(
        frame,
        "Erfaringer som gjelder alternativene her",
        source=view.cite(rows["source"]),
        note=_NO_NUMBER,
        widths=(3, 1.9, 2.4, 7.1, 2),
    )


def _named(row: pd.Series) -> str:
    year = "" if math.isnan(row["år"]) else f", {int(row['år'])}"
    return f"{row['samarbeid']}{year}"


def _plan_and_outcome(rows: pd.DataFrame) -> dict[str, list[str | None]]:
    return {
        "Planlagt": [_amount(row["planlagt"], row["enhet"]) for _, row in rows.iterrows()],
        "Faktisk": [_amount(row["faktisk"], row["enhet"]) for _, row in rows.iterrows()],
    }


def _amount(value: float, unit: str) -> str | None:
    if math.isnan(value):
        return None
    form = numbers.whole(value) if value == int(value) else numbers.decimal(value)
    return f"{form} {unit}".strip()


def _meaning(rows: pd.DataFrame) -> str:
    over, both = _overruns(rows)
    notice = rows[(rows["tema"] == "uttreden") & (rows["enhet"] == "måneder")]["faktisk"].dropna()
    return words.sentence(
        _kept(over, both),
        f"uttreden har krevd {dashed(notice)} måneders varsel der vi kjenner varselet."
        if len(notice)
        else "",
        "erfaringene er hentet fra åpne kilder og er ikke et representativt utvalg.",
        "de sier hva som kan skje, ikke hva som vil skje hos oss.",
        "derfor er hvert alternativ regnet ut både med gode og med dårlige anslag.",
    )


def _kept(over: int, both: int) -> str:
    exceeded = words.count(over) if over else "ingen"
    enough = both >= thresholds.ENOUGH_PLANS
    return f"{exceeded} av {words.count(both)} planer med kjent kostnad sprakk." if enough else ""


def _overruns(rows: pd.DataFrame) -> tuple[int, int]:
    """Plans for a cost that were exceeded, of those whose outcome is known."""
    cost = rows[rows["tema"].isin(["kostnad", "engangskostnad"])]
    both = cost[cost["planlagt"].notna() & cost["faktisk"].notna()]
    return int((both["faktisk"] > both["planlagt"]).sum()), len(both)


def full(view: View) -> Stack:
    """Appendix: every experience with its source, by theme."""
    rows = _cases(view)
    if rows.empty:
        return Stack()
    parts: list[Element] = [Heading("Alle erfaringene med kilde", 1)]
    for theme, heading in _THEMES.items():
        chosen = rows[rows["tema"] == theme]
        if not chosen.empty:
            parts.append(_full_table(view, chosen, heading))
    return Stack(*parts)


def _full_table(view: View, rows: pd.DataFrame, heading: str) -> Table:
    frame = pd.DataFrame(
        {
            "Samarbeid": [_named(row) for _, row in rows.iterrows()],
            **_plan_and_outcome(rows),
            "Hva som skjedde": rows["beskrivelse"].tolist(),
            "Kilde": rows["kilde"].tolist(),
        },
        dtype=object,
    )
    return Table(frame, heading, source=view.cite(rows["source"]), widths=(2.8, 1.7, 2.1, 6, 3.8))
