"""Forslag til vedtak: the group's own text, or what the figures and the mandate carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analysis.dataset import Severity
from analysis.decision import Gate, Strength
from analysis.report.chapters import gaps
from analysis.report.chapters.effects import cost_change
from analysis.report.findings import verdict, wording
from analysis.report.language.words import capital, listed, sentence
from analysis.report.press import Element, Heading, Stack, Text, UserText, escape
from analysis.report.view import View

# More than these are told by number, and their amounts in the table over the økonomiplan.
_MOST_NAMED = 3
_MAPPED = ("kommuner", "budsjett", "bemanning", "applikasjoner")
# Where these are missing an assumption stands in, so nothing waits for them.
_ASSUMED = ("avtaleslutt", "systemtype", "driftskostnad")


def chapter(view: View) -> Stack:
    """Numbered proposal under its heading."""
    return Stack(Heading("Forslag til vedtak", 1, "forslag-til-vedtak"), proposal(view))


def proposal(view: View) -> Element:
    """The group's own text where it has one, else points made from figures and mandate."""
    texts, name = view.dataset.texts, "forslag-til-vedtak"
    own = texts.get((view.code, name)) or texts.get(("", name))
    if own:
        return UserText(own)
    return Text("\n".join(f"{n}. {point}" for n, point in enumerate(points(view), start=1)))


def points(view: View) -> list[str]:
    """The points as Markdown, made from the figures and the mandate alone."""
    made = _joint_points(view) if view.joint else _own_points(view)
    return [point for point in made if point]


def _own_points(view: View) -> list[str]:
    read = f"Kommunestyret tar rapporten «{escape(view.dataset.settings.tittel)}» til orientering."
    return [read, _taking_part(view), *_if_on(view), _gaps(view)]


def _if_on(view: View) -> list[str]:
    """Points on the work that follows; only alternative 0 leaves none of it."""
    if not _further(view):
        if not view.ranked_others and not _only_mandate(view):
            return []
        return [
            f"Dagens ordning føres videre i budsjett og økonomiplan {wording.plan_period(view)}."
        ]
    return [_alternatives(view), _help(view), _budget(view, "Kommunedirektøren")]


def _further(view: View) -> list[str]:
    """Alternatives to go on with, beside alternative 0."""
    return [a for a in view.conclusion.considered if a != "0"]


def _only_mandate(view: View) -> bool:
    """Whether the mandate alone leaves nothing but alternative 0."""
    return all(view.gate(a.id) == Gate.MANDATE for a in view.others)


def _taking_part(view: View) -> str:
    name = view.md_name
    if _only_mandate(view):
        return (
            f"{name} går ikke videre etter kartleggingen, fordi mandatet bare åpner for "
            "alternativ 0."
        )
    if not view.ranked_others:
        return (
            f"Kommunestyret avgjør om {name} går videre etter kartleggingen. Ingen alternativer "
            "kan rangeres mot alternativ 0 ennå."
        )
    if not _further(view):
        return (
            f"{name} går ikke videre etter kartleggingen. Alternativ 0 {view.conclusion.strength}."
        )
    if "0" in view.conclusion.considered:
        undecided = wording.several(view.conclusion.considered)
        return (
            f"Kommunestyret avgjør om {name} går videre etter kartleggingen. Tallene avgjør ikke "
            f"sikkert mellom {undecided}."
        )
    return f"{name} går videre i arbeidet etter kartleggingen."


def _alternatives(view: View) -> str:
    chosen = _further(view)
    few = len(chosen) <= _MOST_NAMED
    names = listed([view.phrase(a) for a in chosen]) if few else wording.several(chosen)
    torn = "0" in view.conclusion.considered
    start = "Går kommunen videre, arbeides det med" if torn else "Det arbeides videre med"
    unsettled = [] if view.joint else [a for a in chosen if view.mandate(a) == "avklares"]
    return sentence(
        f"{start} {names}, målt mot alternativ 0.",
        f"Mandatet for {wording.several(unsettled)} avklares først." if unsettled else "",
        _also_in_some(view, chosen),
        _ruled_out(view),
    )


def _also_in_some(view: View, chosen: list[str]) -> str:
    """What some may have first beside what all go on with; the joint proposal alone."""
    if not view.joint:
        return ""
    more: dict[str, list[str]] = {}
    for code in view.codes:
        own = view.of_municipality(code)
        if also := [a for a in _further(own) if a not in chosen]:
            more[own.md_name] = also
    if not more:
        return ""
    groups = _alike(more)
    if len(groups) > _MOST_NAMED:
        every = [a.id for a in view.alternatives if any(a.id in also for also in more.values())]
        return f"I noen av kommunene gjelder det også {wording.several(every)}."
    (which, names), *rest = groups.items()
    others = "".join(f", i {listed(where)} også {what}" for what, where in rest)
    return f"I {listed(names)} gjelder det også {which}{others}."


def _alike(alternatives: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Those with the same alternatives, by the alternatives in words."""
    found: dict[str, list[str]] = {}
    for name, own in alternatives.items():
        found.setdefault(wording.several(own), []).append(name)
    return found


def _ruled_out(view: View) -> str:
    out = [a for a, why in view.conclusion.not_ranked.items() if why == Gate.MANDATE]
    return f"{capital(wording.several(out))} er utenfor mandatet og tas ikke med." if out else ""


def _help(view: View) -> str:
    """Whether to buy a detailed description; needed where the figures do not decide."""
    found = view.conclusion
    if found.strength in (Strength.CLEAR, Strength.BEST):
        first = (
            "Det kjøpes ikke ekstern bistand til å sammenligne alternativene nå, siden "
            f"{wording.several(found.leaders)} {found.strength}."
        )
        if found.strength is Strength.CLEAR:
            return first
        depends = verdict.depends_on(view)
        return f"{first} Før endelig vedtak avklares det konklusjonen avhenger mest av: {depends}."
    if _lacks_figures(view):
        return (
            "Det tas stilling til ekstern bistand når tallene som mangler, er på plass. De kan "
            "avgjøre hvilket alternativ som kommer først."
        )
    return (
        "Det innhentes ekstern bistand til en detaljert beskrivelse av fordeler og ulemper ved "
        f"{wording.several(found.considered)}, siden tallene ikke avgjør mellom dem. "
        "Prisen skal være kjent før bestilling."
    )


def _budget(view: View, who: str) -> str:
    plan = wording.plan_period(view)
    first = f"{who} tar følgene inn i budsjett og økonomiplan {plan} når alternativ er valgt."
    amounts = [_amount(view, a) for a in _further(view)]
    known = [amount for amount in amounts if amount]
    if not known:
        return f"{first} Beløpene kan ikke regnes ut før tallene som mangler, er på plass."
    if len(amounts) > _MOST_NAMED:
        return f"{first} Beløpene står i rapporten."
    missing = "" if len(known) == len(amounts) else " Resten av beløpene mangler."
    return f"{first} Mot alternativ 0 koster {'; '.join(known)}.{missing}"


def _amount(view: View, alternative: str) -> str:
    """What an alternative costs in the first and the last year of the økonomiplan."""
    plan = wording.plan_years(view)
    effect = view.budget_effect(alternative)
    if np.isnan(effect).any():
        return ""
    years = list(dict.fromkeys((plan[0], plan[-1])))
    told = listed([f"{cost_change(float(effect[t]))} i {view.first_year + t}" for t in years])
    return f"alternativ {alternative} {told}"


def _lacks_figures(view: View) -> bool:
    """Whether a figure that is missing here leaves a computed criterion open."""
    codes = view.codes if view.joint else (view.code,)
    return any(view.of_municipality(code).lacks_criteria(computed=True) for code in codes)


def _gaps(view: View) -> str:
    """What must be filled in before a final decision."""
    figures = ""
    if view.lacks_criteria(computed=True):
        where = escape(listed(_missing_places(view)))
        inside = f" ({where})" if where else ""
        figures = f"Tall som mangler{inside}, fylles ut før endelig vedtak."
    judged = view.lacks_criteria(computed=False)
    return sentence(figures, "Vurderinger som mangler, gjøres ferdig først." if judged else "")


def _missing_places(view: View) -> list[str]:
    """Where figures the calculation needs are missing; the files where there are many."""
    found = [
        remark.place
        for remark in gaps.remarks(view, Severity.MISSING)
        if remark.code == view.code and remark.kind[0] in _MAPPED and remark.kind[1] not in _ASSUMED
    ]
    places = list(dict.fromkeys(found))
    if len(places) <= _MOST_NAMED:
        return places
    return list(dict.fromkeys(place.split(" ")[0] for place in places))


def _joint_points(view: View) -> list[str]:
    return [
        "Kommunestyrene tar rapporten til orientering.",
        _who_goes_on(view),
        *_joint_work(view),
        _joint_gaps(view),
    ]


def _who_goes_on(view: View) -> str:
    groups: dict[str, list[str]] = {"another": [], "open": [], "today": []}
    for code in view.codes:
        open_to = view.of_municipality(code).conclusion.considered
        kind = "another" if "0" not in open_to else "open" if len(open_to) > 1 else "today"
        groups[kind].append(escape(view.names[code]))
    another, open_, today = groups["another"], groups["open"], groups["today"]
    everyone = len(another) == len(view.codes) > 1
    return sentence(
        "Hvert kommunestyre avgjør om kommunen går videre etter kartleggingen.",
        f"Et annet alternativ enn 0 kommer først for {'alle' if everyone else listed(another)}."
        if another
        else "",
        f"Alternativ 0 kan også komme først for {listed(open_)}." if open_ else "",
        f"Alternativ 0 kommer først for {listed(today)}." if today else "",
    )


def _joint_work(view: View) -> list[str]:
    if not _further(view):
        return []
    return [_alternatives(view), _joint_help(view), _budget(view, "Hver kommunedirektør")]


def _joint_help(view: View) -> str:
    views = [view.of_municipality(code) for code in view.codes]
    torn = [one for one in views if not one.conclusion.strength.decided]
    if not view.conclusion.strength.decided or not torn:
        return _help(view)
    return (
        f"{listed([t.md_name for t in torn])}, der tallene ikke avgjør, tar stilling til ekstern "
        "bistand til en detaljert beskrivelse av fordeler og ulemper ved alternativene der."
    )


def _joint_gaps(view: View) -> str:
    lacking = [
        own.md_name
        for own in map(view.of_municipality, view.codes)
        if own.lacks_criteria(computed=True)
    ]
    return f"{listed(lacking)} fyller ut tall som mangler, før endelig vedtak." if lacking else ""
