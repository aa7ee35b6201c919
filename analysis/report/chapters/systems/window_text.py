"""What is said of common purchases: when they open, what waiting costs, and who must prolong."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.model.systems.purchases import waiting_by_year
from analysis.model.systems.windows import by_year
from analysis.report.chapters.systems.window_rules import (
    left_out,
    planned,
    planned_years,
    several,
)
from analysis.report.language.numbers import about_kroner, whole
from analysis.report.language.words import capital, count, counted, per_cent
from analysis.report.press import escape
from analysis.report.view import View


def finding(view: View) -> str:
    """The heading: the year with most to buy together, or a neutral one without ends to tell of."""
    if view.dataset.applications["avtaleslutt"].isna().all():
        return "Når avtalene går ut, er ikke kartlagt"
    if len(view.codes) < view.dataset.shared.fewest_buyers:
        return "Når avtalene om fagsystemene går ut"
    soon = planned(view)
    if soon.empty:
        return (
            f"Ingen avtaler med kjent slutt gir {several(view)} et felles innkjøpsår i "
            f"{planned_years(view)[0]}–{planned_years(view)[-1]}"
        )
    years = by_year(soon)
    best = years.sort_values("kostnad", ascending=False, kind="stable").iloc[0]
    purchases = counted(int(best["innkjøp"]), "innkjøp", "innkjøp", "n")
    return f"I {best.name} kan {several(view)} gå sammen om {purchases}"


def text(view: View) -> str:
    """The prose under the figure, as Markdown."""
    ends = view.dataset.applications["avtaleslutt"]
    if ends.isna().all():
        return (
            f"Ingen av {counted(len(ends), 'avtale', 'avtaler')} har en kjent sluttdato. Uten den "
            "kan ikke felles innkjøp planlegges."
        )
    fewest = view.dataset.shared.fewest_buyers
    if len(view.codes) < fewest:
        return (
            f"Et felles innkjøp er her regnet som et der minst {count(fewest)} kommuner er med, og "
            f"utredningen har {count(len(view.codes))}."
        )
    soon = planned(view)
    if soon.empty:
        return escape(" ".join(left_out(view)))
    buyers = view.systems.buyers
    rows = buyers[buyers["gruppe"].isin(soon["gruppe"])]
    return " ".join(
        filter(None, [_opening(view), _waiting(view, rows), _early(soon), _prolonging(soon)])
    )


def _opening(view: View) -> str:
    rules = view.systems.rules
    text_ = (
        f"Tabellen viser det første året avtalene til {several(view)} om det samme er gått ut. "
        "En felles avtale kan gjelde fra året etter."
    )
    if rules.earliest > view.first_year:
        text_ += (
            f" En konkurranse er regnet til {whole(rules.months)} måneder, så det tidligste året "
            f"er {rules.earliest}."
        )
    return text_


def _waiting(view: View, rows: pd.DataFrame) -> str:
    waits, cut = rows[rows["med"] & (rows["fra"] < rows["år"])], view.price_cut
    if np.isnan(cut):
        return "Hva det koster å vente, er ikke tallfestet, fordi prisvirkningen er ukjent."
    if waits.empty:
        return "Ingen må vente på de andre."
    if cut <= 0:
        return (
            "I denne beregningen gir felles innkjøp ikke lavere pris, så å vente koster ikke noe."
        )
    years = waiting_by_year(waits)
    if waits["kostnad"].isna().all():
        return "Hva det koster å vente, er ikke kjent: avtalene det gjelder, mangler kostnad."
    some = "minst " if waits["kostnad"].isna().any() else ""
    return (
        "Den som er ledig før de andre og venter, går glipp av den lavere prisen: inntil "
        f"{some}{about_kroner(years.max() * cut)} i ett år og {some}"
        f"{about_kroner(years.sum() * cut)} i alt hvis felles innkjøp gir {per_cent(cut)} "
        "lavere pris."
    ).replace("inntil minst", "minst")


def _early(soon: pd.DataFrame) -> str:
    later, unknown = int(soon["senere"].sum()), int(soon["ukjent_dobbelt"].sum())
    if not later:
        return ""
    cost = float(soon["dobbelt"].sum())
    amount = f"til sammen {'minst ' if unknown else ''}{about_kroner(cost)}"
    known = f", {amount}" if cost > 0 else ""
    return (
        f"{capital(counted(later, 'avtale', 'avtaler'))} løper lenger. Å kjøpe nytt før de er ute "
        f"betyr dobbel kostnad{known}. Da er det bedre å få rett til å slutte seg til senere."
    )


def _prolonging(soon: pd.DataFrame) -> str:
    number, ended = int(soon["forlenges"].sum()), int(soon["utgått"].sum())
    if not number and not ended:
        return "Ingen avtaler er ute før de andre er klare."
    longest = counted(int(soon["måneder"].max()), "måned", "måneder")
    told = [
        f"{capital(counted(number, 'avtale', 'avtaler'))} er ute før de andre er klare, også med "
        f"opsjonene, {'inntil ' if number > 1 else ''}{longest}."
        if number
        else "",
        f"{capital(counted(ended, 'avtale', 'avtaler'))} var gått ut før vedtaket og kan ikke "
        "forlenges."
        if ended
        else "",
        "Tiden imellom krever en ny konkurranse eller en egen hjemmel.",
    ]
    return " ".join(filter(None, told))
