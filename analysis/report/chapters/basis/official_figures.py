"""The cost figures beside what Statistics Norway publishes: a check of the level, no more."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from analysis import model
from analysis.dataset.tables import ADMINISTRATION, INHABITANTS, PUBLISHED, UNREVISED
from analysis.report.chapters.today.spending import cost_sources
from analysis.report.language import dashed, numbers
from analysis.report.language.words import capital, count, listed, norwegian_date, per_cent
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_NAMED = 3
_WHY = (
    "KOSTRA har ingen egen post for IKT, og mye av IKT-kostnaden føres på tjenestene. Andelen "
    "viser derfor bare om nivået er rimelig."
)


def administration(view: View) -> pd.DataFrame:
    """Every municipality's IKT cost beside its administration cost, as the model's."""
    dataset = view.dataset
    return model.administration(
        dataset.official, dataset.budget, dataset.shared.price_index, view.codes
    )


def share_sentence(view: View) -> str:
    """The IKT cost as a share of the administration cost; for one, with what that can tell."""
    frame = administration(view)
    if not view.joint:
        own = frame.T[view.code]
        if np.isnan(own["andel"]):
            return ""
        least = "minst " if own["mangler"] else ""
        moved = own["regnskapsår"] != own["år"]
        when = f" i {own['år']}" if moved else ""
        value = f", regnet om til {own['år']}-kroner" if moved else ""
        sentences = [
            f"IKT-kostnaden{when} svarer til "
            f"{least}{per_cent(float(own['andel']))} av det kommunen brukte på administrasjon i "
            f"{own['regnskapsår']} (KOSTRA{value}).",
            _awaited(view, frame.loc[[view.code]]),
            _WHY,
        ]
        return " ".join(filter(None, sentences))
    known = frame[frame["andel"].notna()]
    if known.empty:
        return ""
    whom = "alle kommunene" if len(known) == len(frame) > 1 else _named(view, known.index)
    other = model.of_other_years(known)
    years = sorted(set(known["regnskapsår"]))
    when = f"i {listed([str(year) for year in years])}" if other.any() else "samme år"
    value = ", regnet om til budsjettårets kroner" if other.any() else ""
    return (
        f"For {whom} kan IKT-kostnaden holdes mot det som ble brukt på administrasjon {when} "
        f"(KOSTRA{value}). Den svarer til {_shares(view, known)}."
    )


def _awaited(view: View, frame: pd.DataFrame) -> str:
    """Say when the accounts of the budget's own year will be published."""
    years = sorted(set(frame.loc[model.of_other_years(frame) & frame["andel"].notna(), "år"]))
    today = view.dataset.settings.dato
    return " ".join(
        f"Regnskapet for {year} kommer fra SSB i mars {year + 1}."
        for year in years
        if dt.date(year + 1, *PUBLISHED) > today
    )


def _named(view: View, codes: pd.Index) -> str:
    if len(codes) > _NAMED:
        return f"{count(len(codes))} av {count(len(view.codes))} kommuner"
    return listed([escape(view.names[str(code)]) for code in codes])


def _shares(view: View, known: pd.DataFrame) -> str:
    """Say the shares: each where they are few, else from the lowest to the highest."""
    if len(known) <= _NAMED:
        least = ["minst " if lacking else "" for lacking in known["mangler"]]
        told = [
            f"{word}{per_cent(share)} i {escape(view.names[str(code)])}"
            for word, (code, share) in zip(least, known["andel"].items(), strict=True)
        ]
        return listed(told)
    return _spread(known["andel"])


def _spread(shares: pd.Series) -> str:
    return f"{dashed(shares * 100)}{numbers.NBSP}prosent"


def comparison(view: View) -> Stack:
    """Every municipality's cost beside its administration cost."""
    frame = administration(view)
    known = frame["andel"].dropna()
    if known.empty:
        return Stack(
            Heading("IKT-kostnaden er ikke holdt mot offisielle tall", 2),
            Text(
                "Utredningen har ikke SSBs tall for administrasjon i år som kan holdes mot "
                "budsjettene. De hentes med kommandoen `.venv/bin/ikt kommunedata`."
            ),
        )
    return Stack(Heading(_finding(view, frame), 2), _table(view, frame), Text(_text(view, frame)))


def _finding(view: View, frame: pd.DataFrame) -> str:
    """Name the level where it is known whole, and for whom."""
    whole = frame.loc[frame["mangler"].eq(0) & frame["andel"].notna(), "andel"]
    if whole.empty:
        return "IKT-kostnaden kan bare delvis holdes mot offisielle tall"
    where = f" i {view.names[str(whole.index[0])]}" if len(whole) == 1 else ""
    return f"IKT-kostnaden{where} svarer til {_spread(whole)} av administrasjonsutgiftene"


def _table(view: View, frame: pd.DataFrame) -> Table:
    shown = pd.DataFrame({"Kommune": pd.Series(view.names)}).reindex(frame.index)
    moved = bool(model.of_other_years(frame).any())
    shown["Budsjettår" if moved else "År"] = [str(year) if year else None for year in frame["år"]]
    if moved:
        shown["Regnskapsår"] = [str(year) if year else None for year in frame["regnskapsår"]]
    shown["IKT-kostnad (1000 kr)"] = _at_least(frame, "kjent", 1.0)
    shown["Administrasjon (1000 kr)"] = frame["administrasjon"]
    shown["IKT av administrasjon (%)"] = _at_least(frame, "andel", 100.0)
    shown["Administrasjon per innbygger (kr)"] = frame["per_innbygger"]
    whole = dict.fromkeys(shown.columns[-3:], numbers.whole)
    title = "IKT-kostnaden og utgiftene til administrasjon"
    return Table(
        shown,
        f"{title}, i kroner fra budsjettåret"
        if moved
        else f"{title} det samme året, i årets kroner",
        formats={**whole, "IKT-kostnad (1000 kr)": numbers.thousand},
        source=view.cite(*cost_sources(view), *official_sources(view.of_municipality(""))),
        note=f"Administrasjon er KOSTRA FGK1b brutto: funksjon 120, 121 og 130. {origin(view)}",
        highlight=view.code or None,
    )


def _at_least(frame: pd.DataFrame, column: str, scale: float) -> pd.Series:
    """Figures, with «minst» where a part of the cost is unknown."""
    shown = [
        f"minst {numbers.whole(value * scale)}"
        if lacking and not np.isnan(value)
        else value * scale
        for value, lacking in zip(frame[column], frame["mangler"], strict=True)
    ]
    return pd.Series(shown, index=frame.index, dtype=object)


def official_sources(view: View) -> list[pd.Series]:
    """Return the sources of the official figures that costs here are held against."""
    beside = administration(view) if view.joint else administration(view).loc[[view.code]]
    dataset = view.dataset
    return model.official_sources(dataset.official, dataset.shared.price_index, beside)


def origin(view: View) -> str:
    """Where official figures come from, and which years they are for."""
    rows = view.dataset.official
    rows = rows[rows["størrelse"].isin([ADMINISTRATION, INHABITANTS])]
    told = [_dated(str(name), own) for name, own in rows.groupby("kilde", sort=False) if name]
    return f"{capital('; '.join(told))}." if told else ""


def _dated(source: str, rows: pd.DataFrame) -> str:
    """A source with the years and the state of its figures.

    The day they were fetched may be later than the report, and says nothing about the figures.
    """
    known = [day for day in rows["oppdatert"] if day is not None]
    updated = [f"oppdatert av SSB {norwegian_date(max(known))}"] if known else []
    return ", ".join([source, f"tall for {dashed(rows['år'], str)}", *updated])


def _text(view: View, frame: pd.DataFrame) -> str:
    low, high = view.dataset.shared.limits.andel_av_administrasjon
    sentences = [
        _WHY,
        f"Den ventes å ligge fra {numbers.whole(low * 100)} til {per_cent(high)}. Utenfor det blir "
        "kommunen spurt om budsjettet stemmer.",
        "Beløp per innbygger er delt på folketallet 1. januar året etter regnskapsåret, slik SSB "
        "gjør.",
        _awaited(view, frame),
    ]
    unrevised = frame.index[frame["status"] == UNREVISED]
    if len(unrevised):
        names = listed([escape(view.names[str(code)]) for code in unrevised])
        sentences.append(f"Tallene fra KOSTRA for {names} er ureviderte og kan bli rettet.")
    lacking = frame.index[frame["administrasjon"].isna()]
    if len(lacking):
        names = listed([escape(view.names[str(code)]) for code in lacking])
        sentences.append(f"Tall fra KOSTRA som kan brukes, mangler for {names}.")
    return " ".join(filter(None, sentences))
