"""The recommendation in words: what, why, what speaks against it, and how sure it is."""

from __future__ import annotations

import numpy as np

from analysis.decision import COUNTED, Support, thresholds
from analysis.report.findings import verdict
from analysis.report.findings.wording import (
    against_today,
    cost_spread,
    in_brackets,
    plan_years,
    who,
    years,
)
from analysis.report.language.numbers import about_kroner, decimal, whole
from analysis.report.language.words import capital, count, listed, lower_first, sentence
from analysis.report.press import escape
from analysis.report.view import View


def answer(view: View) -> str:
    """What is recommended for all, and what it is for this municipality; Markdown."""
    return sentence(_for_all(view), "" if view.joint else _for_us(view))


def _for_all(view: View) -> str:
    found, name = view.recommendation, view.phrase(view.recommendation.alternative)
    if found.alternative == "0":
        return "Tallene taler for at kommunene fortsetter som i dag."
    whom = together(view)
    if found.support is Support.CARRIED:
        return f"Tallene taler for {name} for {whom}."
    rule = (
        "ingen som er med, får det dårligere enn i dag, og den som gir mest avkall på sitt eget "
        "beste, gir minst avkall her"
    )
    if found.support is Support.ACCEPTED:
        return f"{capital(name)} er det {whom} kan gå sammen om: {rule}."
    return f"Tallene avgjør ikke, men taler mest for {name} for {whom}: {rule}."


def together(view: View) -> str:
    """Those who take part in what is recommended: «alle seks kommunene», or their names."""
    inside = view.recommendation.participants
    if len(inside) == len(view.codes):
        return f"alle {count(len(inside))} kommunene"
    return who(view, inside, escape)


def _for_us(view: View) -> str:
    found = view.recommendation
    own = found.of(view.code)
    if found.alternative != "0" and not own.takes_part:
        return f"{view.md_name} er ikke med, fordi mandatet ikke åpner for det."
    if own.own_best == found.alternative:
        return f"Det er også det som er best for {view.md_name} alene."
    best = view.phrase(own.own_best)
    if own.loss < thresholds.SAME_POINTS:
        return f"For {view.md_name} alene er {best} like godt."
    return (
        f"For {view.md_name} alene er {best} bedre, men det kan ikke {view.md_name} velge uten de "
        "andre."
        if view.dataset.shared.alternative(own.own_best).needs_partners
        else f"For {view.md_name} alene er {best} bedre."
    )


def reasons(view: View) -> list[str]:
    """What is wrong today, what gets better, and what it costs: one figure each, as Markdown."""
    alternative = view.recommendation.alternative
    today = "" if alternative == "0" else _today(view)
    return [told for told in (today, _better(view, alternative), _cost(view)) if told]


def _today(view: View) -> str:
    alone = view.today["alene"]
    if view.joint:
        some = int((alone > 0).sum())
        if not some:
            return ""
        every = f"Alle {count(len(alone))} kommunene"
        who = every if some == len(alone) else f"{capital(count(some))} av {count(len(alone))}"
        return f"{who} har IKT-funksjoner med høyst én person."
    own = float(alone[view.code])
    if not own > 0:
        return ""
    return f"{capital(count(own))} av seks IKT-funksjoner i {view.md_name} har høyst én person."


def _better(view: View, alternative: str) -> str:
    if alternative == "0":
        return ""
    now, then = view.covered("0")[0], view.covered(alternative)[0]
    if np.isnan([now, then]).any():
        return ""
    if then < now + thresholds.SURE_COUNT:
        return "" if view.joint else _has_already(view, now)
    name, of = lower_first(view.dataset.shared.alternative(alternative).kortnavn), len(COUNTED)
    if view.joint:
        return (
            f"Med {name} har en kommune i snitt {_mean(then)} av {of} funksjoner utenom ledelse "
            f"med minst to som kan spørres, mot {_mean(now)} i dag."
        )
    return (
        f"Med {name} har {count(then)} av {count(of)} funksjoner utenom ledelse minst to som kan "
        f"spørres, mot {count(now)} i dag."
    )


def _has_already(view: View, now: float) -> str:
    """Where as many functions are covered today; nothing where that is none."""
    if now < thresholds.SURE_COUNT:
        return ""
    return (
        f"{view.md_name} har {count(now)} av {count(len(COUNTED))} funksjoner utenom ledelse med "
        "minst to som kan spørres, også i dag."
    )


def _mean(value: float) -> str:
    told = decimal(value)
    return whole(value) if told.endswith(",0") else told


def _cost(view: View) -> str:
    alternative = view.recommendation.alternative
    if alternative == "0":
        return "Å fortsette som i dag har ingen engangskostnad."
    told = f"{capital(view.phrase(alternative))} {against_today(view, alternative)}."
    return f"{told}{_paid_by_municipalities(view)}" if view.joint else told


def _paid_by_municipalities(view: View) -> str:
    """What the municipalities pay themselves, beside what it costs society."""
    paid = sum(
        own.npv * people
        for own, people in zip(
            view.recommendation.standings, view.dataset.municipalities["innbyggere"], strict=True
        )
    )
    if np.isnan(paid):
        return ""
    more = "mer" if paid < 0 else "mindre"
    return (
        f" Kommunene selv betaler i snitt {about_kroner(abs(paid) / view.people / 1000.0)} {more}; "
        "for samfunnet er også kostnaden ved å kreve inn skatt regnet med."
    )


def against(view: View) -> list[str]:
    """What stays wrong, what the working group has written, and who pays; Markdown."""
    found = view.recommendation
    stays = _today(view).removesuffix(".") if found.alternative == "0" else ""
    told = [stays] if stays else []
    told += [escape(one) for one in view.dataset.shared.alternative(found.alternative).ulemper]
    dearer = [own for own in found.standings if own.takes_part and own.npv < 0]
    if view.joint and dearer:
        most = min(dearer, key=lambda own: own.npv)
        told.append(
            f"{escape(view.names[most.code])} betaler mest per innbygger: "
            f"{about_kroner(-most.npv / 1000.0)} over {years(view)}"
        )
    return told


def yearly(view: View, alternative: str) -> str:
    """What it costs in the first and the last year of the økonomiplan, with its spread."""
    plan, effect = plan_years(view), view.budget_spread(alternative)
    ends = dict.fromkeys((plan[0], plan[-1]))
    return listed([f"{cost_spread(effect[t])} i {view.first_year + t}" for t in ends])


def in_short(view: View) -> str:
    """Why, what speaks against it and how sure it is, a paragraph each; Markdown."""
    answer, often = verdict.answer(view), verdict.how_often(view)
    sure = [answer, verdict.missing_decides(view), in_brackets(view), often]
    told = {
        "Hvorfor": reasons(view),
        "Det som taler mot": [f"{one}." for one in against(view)],
        "Hvor sikkert": list(filter(None, sure)),
    }
    return "\n\n".join(f"**{head}.** {' '.join(said)}" for head, said in told.items() if said)
