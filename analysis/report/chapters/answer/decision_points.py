"""Forslag til vedtak: the group's own text, or one decision for all, told to each council."""

from __future__ import annotations

import numpy as np

from analysis.dataset import Severity
from analysis.decision import Support, thresholds
from analysis.report.chapters.basis import gaps
from analysis.report.findings import advice, wording
from analysis.report.language.numbers import about_kroner
from analysis.report.language.words import capital, listed, sentence
from analysis.report.press import Element, Heading, Stack, Text, UserText, escape
from analysis.report.view import View

# What was mapped, as where something is missing.
_MAPPED = {
    "kommuner": "folketall og brukere",
    "budsjett": "budsjettet",
    "bemanning": "bemanningen",
    "applikasjoner": "systemlisten",
}
# Where these are missing an assumption stands in, so nothing waits for them.
_ASSUMED = ("avtaleslutt", "systemtype", "driftskostnad")


def chapter(view: View) -> Stack:
    """The numbered proposal, and the other way to vote."""
    return Stack(
        Heading("Forslag til vedtak", 1, "forslag-til-vedtak"),
        proposal(view),
        *_else(view),
    )


def proposal(view: View) -> Element:
    """The group's own text where it has one, else points made from the one recommendation."""
    texts, name = view.dataset.texts, "forslag-til-vedtak"
    own = texts.get((view.code, name)) or texts.get(("", name))
    if own:
        return UserText(own)
    return _numbered(points(view))


def _else(view: View) -> list[Element]:
    other = otherwise(view)
    return [] if other is None else [Heading("Hvis svaret er nei", 2), other]


def otherwise(view: View) -> Element | None:
    """What to vote instead, for a council that wants something else."""
    made = other_points(view)
    return _numbered(made) if made else None


def _numbered(made: list[str]) -> Text:
    return Text("\n".join(f"{n}. {point}" for n, point in enumerate(made, start=1)))


def points(view: View) -> list[str]:
    """The points as Markdown: the same decision for all, with the municipality's own amounts."""
    found = view.recommendation
    if found.alternative == "0":
        made = [_as_today(view), _help(view), _gaps(view)]
    elif not view.joint and not found.of(view.code).takes_part:
        made = [_outside(view), _as_today(view)]
    else:
        made = [
            _goes_on(view),
            _pays(view),
            _in_place(view),
            _agreement(view),
            _help(view),
            _gaps(view),
        ]
    return [point for point in made if point]


def other_points(view: View) -> list[str]:
    """Points for a council that says no; none where the proposal is to go on as today."""
    found = view.recommendation
    if found.alternative == "0" or (not view.joint and not found.of(view.code).takes_part):
        return []
    if view.joint:
        return [
            f"Kommunene fortsetter som i dag, uten {view.phrase(found.alternative)}.",
            "Dagens ordning føres videre i budsjett og økonomiplan "
            f"{wording.plan_period(view)}. Kommunedirektørene legger fram hvordan funksjoner med "
            "høyst én person skal sikres i hver kommune.",
        ]
    who = view.md_name
    return [
        f"{who} fortsetter som i dag og går ikke inn i {view.phrase(found.alternative)}.",
        f"Dagens ordning føres videre i budsjett og økonomiplan {wording.plan_period(view)}. "
        "Kommunedirektøren legger fram hvordan funksjonene med høyst én person skal sikres.",
        "De andre kommunene får melding, så de kan avgjøre om de går videre uten.",
    ]


def _goes_on(view: View) -> str:
    found = view.recommendation
    name = view.phrase(found.alternative)
    if view.joint:
        return f"{capital(advice.together(view))} går sammen om {name}."
    others = [code for code in found.participants if code != view.code]
    return (
        f"{view.md_name} går sammen med {wording.who(view, others, escape)} om {name}."
        if others
        else (f"{view.md_name} går videre med {name}.")
    )


def _pays(view: View) -> str:
    """What it costs, once and each year, and by which key."""
    alternative = view.recommendation.alternative
    who = "Kommunene" if view.joint else view.md_name
    if not np.isfinite(view.budget_effect(alternative)).all():
        return f"Beløpene for {who} regnes ut når tallene som mangler, er på plass."
    once = view.one_time(alternative)
    paid_once = f", og {about_kroner(once)} én gang" if once >= thresholds.NO_ONE_TIME_COST else ""
    key = (
        f" Bare det som er felles, deles {wording.divided(view.dataset.settings.fordeling)}."
        if alternative != "4"
        else ""
    )
    return (
        f"Utgiftene tas inn i budsjett og økonomiplan {wording.plan_period(view)}: "
        f"{advice.yearly(view, alternative)} enn om alt fortsetter som i dag{paid_once}.{key}"
    )


def _in_place(view: View) -> str:
    """What has to be settled first, by whom."""
    found = view.recommendation
    own = None if view.joint else found.of(view.code)
    host = escape(view.names[found.host]) if found.host else ""
    asked = f"{host} spørres om å være vertskommune." if host else ""
    if own is not None and own.hosts:
        asked = f"{host} sier ja til å utrede vertskapet."
    clarify = found.to_clarify if own is None else [c for c in found.to_clarify if c == own.code]
    names = wording.who(view, clarify, escape)
    unsettled = not view.dataset.settings.nokkel_bestemt and found.alternative != "4"
    return sentence(
        asked,
        f"Mandatet til {names} avklares." if clarify else "",
        "Fordelingsnøkkelen i punkt 2 er et forslag, og avtales før avtalen undertegnes."
        if unsettled
        else "",
    )


def _agreement(view: View) -> str:
    who = "Kommunedirektørene" if view.joint else "Kommunedirektøren"
    forms = view.dataset.shared.alternative(view.recommendation.alternative).rettsformer
    form = "hvem som har det juridiske ansvaret (rettsform), " if forms else ""
    return (
        f"{who} legger fram en avtale og drøfter den med de tillitsvalgte. Avtalen sier {form}hvem "
        "som gjør hva, hvor raskt og hvor godt det skal gjøres (tjenestenivå), hvordan regningen "
        "gjøres opp (oppgjør), og hva som skal til for å gå ut."
    )


def _as_today(view: View) -> str:
    return f"Dagens ordning føres videre i budsjett og økonomiplan {wording.plan_period(view)}."


def _outside(view: View) -> str:
    name = view.phrase(view.recommendation.alternative)
    return f"{view.md_name} deltar ikke i {name}, fordi mandatet ikke åpner for det."


def _help(view: View) -> str:
    """Whether to buy a detailed description: the same answer in every municipality."""
    found = view.recommendation
    if found.support is Support.CARRIED:
        return "Det kjøpes ikke ekstern bistand til å sammenligne alternativene."
    return (
        "Kommunene innhenter sammen ekstern bistand til å beskrive "
        f"{view.phrase(found.alternative)} nærmere, siden tallene ikke er entydige for alle. "
        "Prisen skal være kjent før bestilling."
    )


def _gaps(view: View) -> str:
    """What must be filled in before a final decision, and by whom."""
    if view.joint:
        return _joint_gaps(view)
    figures, places = "", _missing_places(view)
    if places or view.lacks_criteria(computed=True):
        inside = f" i {listed(places)}" if places else ""
        figures = f"Tall som mangler{inside}, fylles ut før endelig vedtak."
    judged = view.lacks_criteria(computed=False)
    return sentence(figures, "Vurderinger som mangler, gjøres ferdig først." if judged else "")


def _missing_places(view: View) -> list[str]:
    """Where figures the calculation needs are missing."""
    return [
        _MAPPED[place]
        for place in dict.fromkeys(
            remark.kind[0]
            for remark in gaps.remarks(view, Severity.MISSING)
            if remark.code == view.code and remark.kind[1] not in _ASSUMED
        )
        if place in _MAPPED
    ]


def _joint_gaps(view: View) -> str:
    lacking = [
        own.md_name
        for own in map(view.of_municipality, view.codes)
        if own.lacks_criteria(computed=True) or _missing_places(own)
    ]
    return f"{listed(lacking)} fyller ut tall som mangler, før endelig vedtak." if lacking else ""
