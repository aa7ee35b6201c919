"""When the municipalities could buy together, what waiting costs, and who must prolong."""

from __future__ import annotations

import pandas as pd

from analysis.model import windows as model
from analysis.report import numbers, wording
from analysis.report.chapters.systems.contract_ends import ends_figure
from analysis.report.chapters.systems.overlap import marked
from analysis.report.chapters.words import capital, count, counted, listed, per_cent
from analysis.report.elements import Heading, Stack, Table, Text
from analysis.report.numbers import about_kroner, thousand, whole
from analysis.report.view import View

_TOP = 8
_TOP_OF_OUR_OWN = 5
PRICE = "innkjop_pris"
KARTVERKET = "Kartverket 2018–2019, råd til de nye kommunene"


def found_windows(view: View) -> pd.DataFrame:
    """All windows, as `analysis.model.windows.windows` gives them."""
    return model.windows(marked(view), view.first_year, view.dataset.shared.fewest_buyers)


def chapter(view: View) -> Stack:
    """When contracts end, and the years in which enough municipalities could buy together."""
    if view.dataset.applications.empty:
        return Stack()
    found = found_windows(view)
    return Stack(
        Heading(_finding(view, found), 1),
        ends_figure(view, found),
        Text(_text(view, found)) if len(found) else None,
        largest(view, found),
    )


def several(view: View) -> str:
    """How many have to be together: «tre eller flere kommuner»."""
    return f"{count(view.dataset.shared.fewest_buyers)} eller flere kommuner"


def _finding(view: View, found: pd.DataFrame) -> str:
    planned = found[found["år"].isin(plan(view))]
    if planned.empty:
        return f"Ingen avtaler om det samme gir {several(view)} et felles innkjøpsår nå"
    years = model.by_year(planned)
    best = years.sort_values("kostnad", ascending=False, kind="stable").iloc[0]
    purchases = counted(int(best["innkjøp"]), "innkjøp", "innkjøp", "n")
    return f"I {best.name} kan {several(view)} gå sammen om {purchases}"


def plan(view: View) -> range:
    """Year 0 and the years of the økonomiplan."""
    return range(view.first_year, view.first_year + wording.plan_years(view)[-1] + 1)


def price_cut(view: View) -> float:
    """What common purchase is taken to take off the price, as a share."""
    return view.dataset.shared.assumptions[PRICE].value(view.scenario)


def _text(view: View, found: pd.DataFrame) -> str:
    planned = found[found["år"].isin(plan(view))]
    return " ".join(
        [
            f"Tabellen viser det første året avtalene til {several(view)} om det samme er gått ut. "
            "En felles avtale kan gjelde fra året etter.",
            _waiting(view, planned),
            _early(planned),
            _prolonging(planned),
        ]
    ).strip()


def _waiting(view: View, planned: pd.DataFrame) -> str:
    waits, cut = float(planned["venter"].sum()), price_cut(view)
    if not view.dataset.shared.assumptions[PRICE].known:
        return "Hva det koster å vente, er ikke tallfestet, fordi prisvirkningen er ukjent."
    if not waits > 0:
        return "Ingen må vente på de andre."
    if cut <= 0:
        return (
            "I denne beregningen gir felles innkjøp ikke lavere pris, så å vente koster ikke noe."
        )
    return (
        "Den som er ledig før de andre og venter, går glipp av den lavere prisen: til sammen "
        f"{about_kroner(waits * cut)} i året hvis felles innkjøp gir {per_cent(cut)} lavere pris."
    )


def _early(planned: pd.DataFrame) -> str:
    later = int(planned["senere"].sum())
    if not later:
        return ""
    return (
        f"{capital(counted(later, 'avtale', 'avtaler'))} løper lenger. Å kjøpe nytt før de er ute "
        f"betyr dobbel kostnad, til sammen {about_kroner(float(planned['dobbelt'].sum()))}. Da er "
        "det bedre å få rett til å slutte seg til senere."
    )


def _prolonging(planned: pd.DataFrame) -> str:
    number = int(planned["forlenges"].sum())
    if not number:
        return "Ingen avtaler må forlenges utover opsjonene for å vente på de andre."
    return (
        f"{capital(counted(number, 'avtale', 'avtaler'))} må forlenges lenger enn opsjonene "
        "rekker. Videreføres et system uten reell konkurranse, må det gjøres kjent med en "
        f"intensjonskunngjøring etter gjeldende regler ({KARTVERKET})."
    )


def largest(view: View, found: pd.DataFrame, limit: int = _TOP) -> Table | None:
    """The windows with most cost in the years of the økonomiplan, by year."""
    planned = found[found["år"].isin(plan(view)) & ~found["skjermes"]]
    if planned.empty:
        return None
    chosen = planned.nlargest(limit, "kostnad").sort_values(
        ["år", "kostnad"], ascending=[True, False]
    )
    waiting = "Å vente koster (1000 kr i året)"
    frame = pd.DataFrame(
        {
            "År": chosen["år"].map(str),
            "Hva": chosen["gruppe"].map(capital),
            "Kommuner": [len(codes) for codes in chosen["koder"]],
            "Ulike systemer": chosen["systemer"],
            "Kostnad (1000 kr)": chosen["kostnad"],
            "Må forlenges (avtaler)": chosen["forlenges"],
            waiting: _priced(view, chosen["venter"]),
        }
    )
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table(
        frame,
        "De største innkjøpene kommunene kan gå sammen om",
        formats={
            "Kommuner": whole,
            "Ulike systemer": whole,
            "Kostnad (1000 kr)": thousand,
            "Må forlenges (avtaler)": whole,
            waiting: thousand,
        },
        source=_source(view),
        note=f"{whole(len(frame))} av {whole(len(planned))} innkjøp i {plan(view)[0]}–"
        f"{plan(view)[-1]}.{hidden}",
        widths=[1.0, 3.7, 1.8, 1.7, 1.6, 2.0, 2.1],
    )


def _priced(view: View, waiting: pd.Series) -> pd.Series:
    """The price effect lost a year; NaN where it is not known."""
    if not view.dataset.shared.assumptions[PRICE].known:
        return pd.Series(float("nan"), index=waiting.index)
    return waiting * price_cut(view)


def _source(view: View) -> str:
    return view.cite(view.dataset.applications["source"], f"forutsetning:{PRICE}")


def everything(view: View) -> Table | None:
    """All windows with names: who can buy, who must prolong, and who can join later."""
    found = found_windows(view)
    found = found[~found["skjermes"] | view.names_shielded]
    if found.empty:
        return None
    frame = pd.DataFrame(
        {
            "År": found["år"].map(str),
            "Hva": found["gruppe"].map(capital),
            "Kan kjøpe sammen": [_names(view, codes) for codes in found["koder"]],
            "Må forlenge": [_names(view, codes) for codes in found["forlenges_koder"]],
            "Løper lenger": [_names(view, codes) for codes in found["senere_koder"]],
            "Å vente koster (1000 kr i året)": _priced(view, found["venter"]),
            "Å kjøpe tidlig koster (1000 kr)": found["dobbelt"],
        },
        dtype=object,  # nobody is «–», not «mangler»
    )
    return Table(
        frame,
        f"Alle innkjøp {several(view)} kan gå sammen om",
        formats=dict.fromkeys(frame.columns[5:], thousand),
        source=_source(view),
        note="Å vente koster den lavere prisen de som er ledige, går glipp av. Å kjøpe tidlig "
        "koster dobbelt til egen avtale er ute, for dem som er bundet lenger.",
        widths=[0.9, 2.6, 3.0, 2.2, 2.4, 1.7, 1.7],
    )


def _names(view: View, codes: tuple[str, ...]) -> str | None:
    return listed([view.names[code] for code in codes]) or None


def by_year(view: View) -> Table | None:
    """Year by year: how many purchases open, what must be prolonged and what waiting costs."""
    found = found_windows(view)
    if found.empty:
        return None
    years = model.by_year(found)
    frame = pd.DataFrame(
        {
            "År": [str(year) for year in years.index],
            "Innkjøp": years["innkjøp"].to_numpy(),
            "Uten forlengelse": years["uten_forlengelse"].to_numpy(),
            "Kostnad (1000 kr)": years["kostnad"].to_numpy(),
            "Må forlenges (avtaler)": years["forlenges"].to_numpy(),
            "Å vente koster (1000 kr i året)": _priced(view, years["venter"]).to_numpy(),
            "Å kjøpe tidlig koster (1000 kr)": years["dobbelt"].to_numpy(),
        }
    )
    return Table(
        frame,
        f"Årene da {several(view)} kan kjøpe sammen",
        formats=dict.fromkeys(frame.columns[1:], numbers.whole),
        source=_source(view),
    )


def own(view: View) -> Table | None:
    """Our own contracts in the purchases that open in the years of the økonomiplan."""
    found = found_windows(view)
    found = found[found["år"].isin(plan(view)) & ~found["skjermes"]].set_index("gruppe")
    buyers = found["koder"].map(len)
    mine = model.contracts(view.rows("applications"), view.first_year)
    mine = mine[mine["gruppe"].isin(found.index)]
    if mine.empty:
        return None
    first = mine.sort_values("kostnad", ascending=False, kind="stable").head(_TOP_OF_OUR_OWN)
    years = first["gruppe"].map(found["år"])
    first = first.assign(år=years).sort_values(["år", "kostnad"], ascending=[True, False])
    frame = pd.DataFrame(
        {
            "År": first["år"].map(str),
            "Hva": first["gruppe"].map(capital),
            "Vårt system": first["system"],
            "Kommuner som kan kjøpe da": first["gruppe"].map(buyers),
            "Vår avtale": [_term(row) for _, row in first.iterrows()],
            "Det betyr": [_meaning(row) for _, row in first.iterrows()],
        }
    )
    return Table(
        frame,
        f"De dyreste systemene {view.name} kan kjøpe sammen med andre",
        formats={"Kommuner som kan kjøpe da": whole},
        source=view.cite(view.dataset.applications["source"]),
        note=f"{whole(len(frame))} av {whole(len(mine))} avtaler.",
        widths=[0.9, 3.0, 2.8, 1.7, 2.4, 3.0],
    )


def _term(row: pd.Series) -> str:
    option = f", opsjon {row['til']}" if row["til"] > row["slutt"] else ""
    return f"til {row['slutt']}{option}"


def _meaning(row: pd.Series) -> str:
    if row["åpen"] > row["år"]:
        return f"kan slutte seg til i {row['åpen']}"
    return "er klar" if row["til"] >= row["år"] else f"må forlenges til {row['år']}"
