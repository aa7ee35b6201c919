"""What can be done now, whatever is decided: each piece of advice only where its rule holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.report.chapters.systems.municipality_keys import common_keyed
from analysis.report.chapters.systems.published import DIFI, KARTVERKET, PROCUREMENT
from analysis.report.chapters.systems.window_rules import planned, planned_years, several
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Heading, Stack, Table
from analysis.report.view import View

_OWN = "egne tall"
_NAMED, _CALLED = 3, 4


@dataclass(frozen=True)
class Advice:
    """One thing to do, why the figures say so, and who has said it; plain text.

    Attributes
    ----------
    share : float
        How much it concerns: as a rule the contracts it is about over all contracts here.
    rests_on : tuple of str
        Assumptions and files beside the applications.
    """

    what: str
    why: str
    source: str
    share: float = 0.0
    rests_on: tuple[str, ...] = ()


def chapter(view: View) -> Stack:
    """All the advice the figures give rise to, most pressing first."""
    found = advice(view)
    if not found:
        return Stack()
    return Stack(Heading(_finding(view), 1), _table(view, found))


def own(view: View) -> Table | None:
    """One municipality's advice; first what concerns it more than the others."""
    found = advice(view)
    if not found:
        return None
    note = f"Først står det som gjelder {view.name} mer enn kommunene samlet."
    return _table(view, found, note if len(view.codes) > 1 and len(found) > 1 else "")


def advice(view: View) -> list[Advice]:
    """Pieces of advice whose rules hold here: most pressing first, or most particular to us."""
    found = _rules(view)
    if view.joint:
        return found
    common = {one.what: one.share for one in _rules(view.of_municipality(""))}
    return sorted(found, key=lambda one: common.get(one.what, 0.0) - one.share)


def _rules(view: View) -> list[Advice]:
    rows = view.rows("applikasjoner")
    if rows.empty:
        return []
    soon = _soon(view)
    rules = (
        _pressing(view, soon),
        _prolong(view),
        _buy_together(view, soon),
        _pace(view),
        _many_numbers(view),
        _find_dates(view),
        _decide_names(view),
    )
    return [one for one in rules if one is not None]


def _finding(view: View) -> str:
    found = view.own(view.systems.calls)
    if found.empty:
        return "Det kommunene kan gjøre uten å vente på vedtak"
    number = capital(counted(len(found), "avtale", "avtaler"))
    return f"{number} bør tas opp med leverandøren nå, uansett hva som vedtas"


def _table(view: View, found: list[Advice], note: str = "") -> Table:
    what = {"Gjør dette": [one.what for one in found]}
    if view.joint:
        because = {
            "Fordi": [one.why for one in found],
            "Kilde": [one.source for one in found],
        }
    else:  # A page has room for a column less.
        told = [f" ({one.source})" if one.source != _OWN else "" for one in found]
        because = {"Fordi": [one.why + end for one, end in zip(found, told, strict=True)]}
    rests_on = (source for one in found for source in one.rests_on)
    return Table(
        pd.DataFrame({**what, **because}),
        "Hva bør gjøres nå?",
        source=view.cite(view.dataset.applications["source"], rests_on),
        note=note,
        widths=[3.5, 9.0, 1.9] if view.joint else [4.3, 10.1],
    )


def _of(view: View, number: float) -> float:
    return number / len(view.rows("applikasjoner"))


def _pressing(view: View, soon: pd.DataFrame) -> Advice | None:
    """Talk to the vendor; and where time is short, off-the-shelf now and innovation later."""
    found = view.own(view.systems.calls)
    if found.empty:
        return None
    _, most = view.systems.procurement_months
    ended = int((found["måneder"] < 0).sum())
    others = len(found) - ended
    parts = [
        f"{counted(ended, 'avtale', 'avtaler')} er gått ut" if ended else "",
        f"{counted(others, 'avtale', 'avtaler')} går ut innen {numbers.whole(most)} måneder"
        if others
        else "",
    ]
    why = (
        f"{capital(listed([p for p in parts if p]))} uten at det er oppgitt at neste anskaffelse "
        "er i gang."
    )
    return Advice(
        "Snakk med leverandøren nå",
        why
        + (_dearest(view, found) + _several(view, soon) if view.joint else _whom(view, found))
        + _short_of_time(view, found),
        KARTVERKET,
        _of(view, len(found)),
        (view.systems.time_source,),
    )


def _short_of_time(view: View, found: pd.DataFrame) -> str:
    short = int(found["for_kort"].sum())
    if not short:
        return ""
    if len(found) == 1:
        whose = "Tiden er kortere"
    else:
        whose = "For alle" if short == len(found) else f"For {numbers.whole(short)} av dem"
        whose += " er tiden kortere"
    usual, _ = view.systems.procurement_months
    return (
        f" {whose} enn en konkurranse vanligvis tar ({numbers.whole(usual)} måneder): kjøp "
        "en standardløsning, og legg en plan for innovasjon etterpå."
    )


def _whom(view: View, found: pd.DataFrame) -> str:
    """Name the vendors to call and about what, soonest first."""
    named = view.nameable(found)
    first = named.head(_CALLED)
    calls = [
        f"{str(vendor) or 'leverandøren'} om {listed(list(dict.fromkeys(own['system'])))}"
        for vendor, own in first.groupby("leverandør", sort=False)
    ]
    if not calls:
        return ""
    rest = " Resten står i ringeliste.csv." if len(named) > len(first) else ""
    return f" Ring {listed(calls)}.{rest}"


def _dearest(view: View, rows: pd.DataFrame) -> str:
    named = view.nameable(rows).nlargest(_NAMED, "årskostnad")
    names = list(dict.fromkeys(named["system"]))
    return f" De dyreste er {listed(names)}." if len(names) > 1 else ""


def _several(view: View, soon: pd.DataFrame) -> str:
    """Remind of the other vendors where the next purchases have more than one."""
    more = int((soon["leverandører"] > 1).sum())
    return (
        " Har kommunene flere leverandører av det samme, må alle kontaktes."
        if more and view.joint
        else ""
    )


def _soon(view: View) -> pd.DataFrame:
    """Windows in year 0 and the year after."""
    found = view.systems.windows
    found = found[found["år"] <= view.first_year + 1]
    if view.joint:
        return found
    # A list would pick columns where there are no windows.
    ours = np.array([view.code in codes for codes in found["koder"]], dtype=bool)
    return found[ours]


def _buy_together(view: View, soon: pd.DataFrame) -> Advice | None:
    if soon.empty:
        return None
    names = [str(name) for name in view.nameable(soon).nlargest(_NAMED, "kostnad")["gruppe"]]
    largest = f" Størst er {listed(names)}." if names else ""
    number = capital(counted(len(soon), "innkjøp", "innkjøp", "n"))
    together = f"er klare for {several(view)}"
    buyers = soon["koder"].map(len).sum() if view.joint else len(soon)
    years = [str(year) for year in sorted(soon["år"].unique())]
    return Advice(
        "Bli enige om hvem som leder de første innkjøpene",
        f"{number} {together} i {' eller '.join(years)}.{largest}",
        _OWN,
        _of(view, buyers),
    )


def _prolong(view: View) -> Advice | None:
    found = planned(view)
    if view.joint:
        number = int(found["forlenges"].sum())
    else:
        number = sum(view.code in codes for codes in found["forlenges_koder"])
    if not number:
        return None
    what = (
        counted(number, "avtale", "avtaler")
        if view.joint
        else f"{'avtalen' if number == 1 else 'avtalene'} i "
        f"{counted(number, 'innkjøp', 'innkjøp', 'n')}"
    )
    years = planned_years(view)
    return Advice(
        "Finn ut hva som skjer mellom avtalene",
        f"Før felles innkjøp i {years[0]}–{years[-1]} er {what} ute, også med opsjonene. Tiden "
        "imellom krever en ny konkurranse eller en egen hjemmel.",
        PROCUREMENT,
        _of(view, number),
    )


def _pace(view: View) -> Advice | None:
    over = [plan for plan in view.moving_plans if plan.overloaded]
    if not over:
        return None
    which = wording.several([plan.alternative for plan in over])
    asked = [own for plan in over for own in (plan.lacking or [plan])]
    worst = min(asked, key=lambda own: own.capacity / own.effort.max())
    needed, year = float(worst.effort.max()), view.first_year + int(worst.effort.argmax())
    where = f" i {view.names[worst.code]}" if view.joint else ""
    whole = next(plan for plan in over if plan.alternative == worst.alternative)
    return Advice(
        "Legg flytteplanen etter bemanningen",
        f"{capital(which)} krever mer enn det er folk til. Lengst over er alternativ "
        f"{worst.alternative}{where}: {numbers.decimal(needed)} årsverk i {year}, mot "
        f"{numbers.decimal(worst.capacity)} som kan settes av, til flytting, integrasjon og "
        "opplæring.",
        DIFI,
        max(0.0, 1.0 - whole.capacity / float(whole.effort.max())),
        (*view.dataset.staff["source"], *view.systems.moving_sources),
    )


def _many_numbers(view: View) -> Advice | None:
    keyed = view.own(view.systems.keyed)
    common = keyed.loc[keyed["felles"], "system"].nunique()
    shared_base = any(a.tiltak.drift and not view.gate(a.id) for a in view.alternatives)
    if not common or not shared_base:
        return None
    dear = common_keyed(view)["system"].head(_NAMED)
    # A municipality's own are named where its keys are told.
    names = [str(name) for name in dear] if view.joint else []
    dearest = f" Begynn med {listed(names)}." if names else ""
    return Advice(
        "Spør om systemet tåler flere kommunenummer",
        f"{capital(counted(common, 'system', 'systemer', 'n'))} som flere har, bruker "
        f"kommunenummeret som nøkkel. Svaret avgjør om dere kan dele base.{dearest}",
        KARTVERKET,
        _of(view, int(keyed["felles"].sum())),
    )


def _find_dates(view: View) -> Advice | None:
    rows = view.rows("applikasjoner")
    undated = int(rows["avtaleslutt"].isna().sum())
    if not undated:
        return None
    number = capital(counted(undated, "avtale", "avtaler"))
    return Advice(
        "Finn ut når avtalene slutter",
        f"{number} mangler sluttdato og er ikke med i noe felles innkjøp.",
        _OWN,
        _of(view, undated),
    )


def _decide_names(view: View) -> Advice | None:
    waiting = len(view.systems.name_proposals(shielded=view.names_shielded)) if view.joint else 0
    if not waiting:
        return None
    number = capital(counted(waiting, "par", "par", "n"))
    return Advice(
        "Avklar navn som kan være samme system",
        f"{number} av navn er like nok til å være skrivemåter av det samme. Avgjørelsen skrives i "
        "systemnavn.csv.",
        _OWN,
    )
