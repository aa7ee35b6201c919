"""What can be done now, whatever is decided: each piece of advice only where its rule holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.model import municipality_keys
from analysis.model.readiness import urgent
from analysis.report import numbers, wording
from analysis.report.chapters.systems import conversion, system_names, windows
from analysis.report.chapters.systems.overlap import marked
from analysis.report.chapters.words import capital, counted, date, listed
from analysis.report.elements import Heading, Stack, Table
from analysis.report.view import View

_KARTVERKET = "Kartverket 2018–2019"
_DIFI = "Difi 2018"
_OWN = "egne tall"
_MOST_IN_OUR_OWN = 4
_NAMED = 3
# As many as one person can call in a day or two; the rest are counted.
_MOST_CALLS = 40


@dataclass(frozen=True)
class Advice:
    """One thing to do, why the figures say so, and who has said it; plain text."""

    what: str
    why: str
    source: str


def chapter(view: View) -> Stack:
    """All the advice the figures give rise to, most pressing first."""
    found = advice(view)
    if not found:
        return Stack()
    return Stack(Heading(_finding(view), 1), _table(view, found))


def own(view: View) -> Table | None:
    """The most pressing advice for one municipality."""
    found = advice(view)[:_MOST_IN_OUR_OWN]
    return _table(view, found) if found else None


def to_call(view: View) -> Table | None:
    """The contracts that cannot wait, soonest first: whom to call on Monday."""
    every = _urgent(view)
    every = every[(every["skjermes"] != "ja") | view.names_shielded]
    if every.empty:
        return None
    found = every.head(_MOST_CALLS)
    columns = ["Måneder igjen", "Kostnad (1000 kr)"]
    frame = pd.DataFrame(
        {
            "Avtalen slutter": found["avtaleslutt"].map(date),
            "Kommune": found["kommunenummer"].map(view.names),
            "System": found["system"],
            "Leverandør": found["leverandør"],
            "Neste anskaffelse": found["anskaffelsesstatus"],
            columns[0]: found["måneder"],
            columns[1]: found["årskostnad"],
        }
    )
    return Table(
        frame,
        "Avtaler å ta opp med leverandøren nå",
        formats={columns[0]: numbers.whole, columns[1]: numbers.thousand},
        source=view.cite(found["source"], "forutsetning:anskaffelsestid"),
        note=f"{numbers.whole(len(found))} av {numbers.whole(len(every))}. Minus betyr at avtalen "
        "alt er gått ut.",
    )


def advice(view: View) -> list[Advice]:
    """Pieces of advice whose rules hold here, most pressing first."""
    if view.rows("applications").empty:
        return []
    found = windows.found_windows(view)
    soon = _soon(view, found)
    rules = (
        *_pressing(view, soon),
        _buy_together(view, soon),
        _prolong(view, found),
        _pace(view),
        _many_numbers(view),
        _find_dates(view),
        _decide_names(view),
    )
    return [one for one in rules if one is not None]


def _finding(view: View) -> str:
    pressing = _urgent(view)
    if pressing.empty:
        return "Det kommunene kan gjøre uten å vente på vedtak"
    number = capital(counted(len(pressing), "avtale", "avtaler"))
    return f"{number} bør tas opp med leverandøren nå, uansett hva som vedtas"


def _table(view: View, found: list[Advice]) -> Table:
    frame = pd.DataFrame(
        {
            "Gjør dette": [one.what for one in found],
            "Fordi": [one.why for one in found],
            "Kilde": [one.source for one in found],
        }
    )
    return Table(
        frame,
        "Hva gjør vi på mandag?",
        source=view.cite(view.dataset.applications["source"], "forutsetning:anskaffelsestid"),
        widths=[3.6, 8.6, 2.2],
    )


def _months(view: View) -> tuple[float, float]:
    """How long a procurement takes, and how long it may take; 0 where nobody knows."""
    assumption = view.dataset.shared.assumptions["anskaffelsestid"]
    return assumption.value("sannsynlig"), assumption.value("ugunstig")


def _urgent(view: View) -> pd.DataFrame:
    rows = marked(view)
    rows = rows if view.joint else rows[rows["kommunenummer"] == view.code]
    return urgent(rows, view.dataset.settings.vedtaksdato, *_months(view))


def _pressing(view: View, soon: pd.DataFrame) -> list[Advice]:
    """Talk to the vendor; and where time is short, off-the-shelf now and innovation later."""
    found = _urgent(view)
    if found.empty:
        return []
    months, most = _months(view)
    ended, short = int((found["måneder"] < 0).sum()), found[found["for_kort"]]
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
    talk = Advice(
        "Snakk med leverandøren nå", why + _dearest(found) + _several(view, soon), _KARTVERKET
    )
    if short.empty:
        return [talk]
    whose = f"{numbers.whole(len(short))} av dem" if len(short) < len(found) else "alle disse"
    buy = Advice(
        "Kjøp hyllevare der tiden er knapp",
        f"For {whose} er det kortere tid igjen enn en konkurranse vanligvis tar "
        f"({numbers.whole(months)} måneder). Hyllevare krever mindre tid og arbeid.",
        _KARTVERKET,
    )
    later = Advice(
        "Legg en plan for innovasjon etterpå",
        "Det som kjøpes når tiden er knapp, er ikke alltid det beste for kommunen. Sett av tid til "
        "å se på det på nytt.",
        _KARTVERKET,
    )
    return [talk, buy, later]


def _dearest(rows: pd.DataFrame) -> str:
    named = rows[rows["skjermes"] != "ja"].nlargest(_NAMED, "årskostnad")
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


def _soon(view: View, found: pd.DataFrame) -> pd.DataFrame:
    """Windows in year 0 and the year after."""
    found = found[found["år"] <= view.first_year + 1]
    if view.joint:
        return found
    # A list would pick columns where there are no windows.
    ours = np.array([view.code in codes for codes in found["koder"]], dtype=bool)
    return found[ours]


def _buy_together(view: View, soon: pd.DataFrame) -> Advice | None:
    if soon.empty:
        return None
    names = [str(name) for name in soon[~soon["skjermes"]].nlargest(_NAMED, "kostnad")["gruppe"]]
    largest = f" Størst er {listed(names)}." if names else ""
    number = capital(counted(len(soon), "innkjøp", "innkjøp", "n"))
    together = f"er klare for {windows.several(view)}"
    return Advice(
        "Bli enige om hvem som leder de første innkjøpene",
        f"{number} {together} i {view.first_year} eller {view.first_year + 1}.{largest}",
        _OWN,
    )


def _prolong(view: View, found: pd.DataFrame) -> Advice | None:
    found = found[found["år"].isin(windows.plan(view))]
    if view.joint:
        number = int(found["forlenges"].sum())
    else:
        number = sum(view.code in codes for codes in found["forlenges_koder"])
    if not number:
        return None
    what = (
        counted(number, "avtale", "avtaler")
        if view.joint
        else f"avtalene i {counted(number, 'innkjøp', 'innkjøp', 'n')}"
    )
    years = windows.plan(view)
    return Advice(
        "Kunngjør intensjonen før dere forlenger",
        f"Skal kommunene kjøpe sammen i {years[0]}–{years[-1]}, må {what} forlenges utover "
        "opsjonene. Uten reell konkurranse må det gjøres kjent med en intensjonskunngjøring etter "
        "gjeldende regler.",
        _KARTVERKET,
    )


def _pace(view: View) -> Advice | None:
    over = [plan for plan in conversion.plans(view) if plan.overloaded]
    if not over:
        return None
    which = wording.several([plan.alternative for plan in over])
    return Advice(
        "Legg flytteplanen etter bemanningen",
        f"I {which} ber planen om mer enn det kan settes av folk til. Systemene må også "
        "integreres, og brukerne læres opp.",
        _DIFI,
    )


def _many_numbers(view: View) -> Advice | None:
    keyed = municipality_keys.by_area(view.dataset.applications, view.code)
    common = int(keyed["felles_systemer"].sum())
    shared_base = any(a.tiltak.drift and not view.gate(a.id) for a in view.alternatives)
    if not common or not shared_base:
        return None
    return Advice(
        "Spør om systemet tåler flere kommunenummer",
        f"{capital(counted(common, 'system', 'systemer', 'n'))} som flere har, bruker "
        "kommunenummeret som nøkkel. Det avgjør om kommunene kan dele base.",
        _KARTVERKET,
    )


def _find_dates(view: View) -> Advice | None:
    rows = view.rows("applications")
    undated = int(rows["avtaleslutt"].isna().sum())
    if not undated:
        return None
    number = capital(counted(undated, "avtale", "avtaler"))
    return Advice(
        "Finn ut når avtalene slutter",
        f"{number} mangler sluttdato og er ikke med i noe felles innkjøp her.",
        _OWN,
    )


def _decide_names(view: View) -> Advice | None:
    waiting = len(system_names.proposals(view)) if view.joint else 0
    if not waiting:
        return None
    number = capital(counted(waiting, "par", "par", "n"))
    return Advice(
        "Avklar navn som kan være samme system",
        f"{number} av navn er like nok til å være skrivemåter av det samme. Avgjørelsen skrives i "
        "systemnavn.csv.",
        _OWN,
    )
