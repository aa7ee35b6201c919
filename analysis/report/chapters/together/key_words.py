"""Sharing keys in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.decision.participation import Key, Method, Outlook
from analysis.report.chapters.today.spending import GROUP_NAMES
from analysis.report.findings import wording
from analysis.report.language.numbers import short_percent
from analysis.report.language.words import capital, listed
from analysis.report.view import View

# The plain names of the keys that divide the gain; what they do stands among the explanations.
PLAIN = {
    Method.SHAPLEY: "etter hva hver tilfører",
    Method.NUCLEOLUS: "minst grunn til å gå",
}
# Keys whose name says what they follow.
SIMPLE = ("likt", "innbyggere", "brukere", "årsverk")


def key_name(key: Key) -> str:
    """A key as the reader knows it, in plain text."""
    return PLAIN.get(key.method, key.name)


def own_key(view: View) -> str:
    """The analysis' own key with its rule."""
    key = view.participation.keys[0]
    return f"{key.name} ({wording.divided(key.weights)})"


def explained(view: View, keys: Iterable[Key]) -> str:
    """What those keys do that a name alone does not tell, as plain text."""
    every, texts = list(keys), view.dataset.shared.explanations
    told = [_divides_bill(key) for key in every if key.method not in PLAIN]
    told += [texts[f"nokkel_{key.method}"].tekst for key in every if key.method in PLAIN]
    return " ".join(filter(None, [*told, *_paid_direct(every)]))


def _divides_bill(key: Key) -> str:
    """The rule of a key the working group has named; empty for the others."""
    limits = [f"minst {short_percent(key.floor)}"] if key.floor > 0.0 else []
    limits += [f"høyst {short_percent(key.cap)}"] if key.cap < 1.0 else []
    if key.own or (key.name in SIMPLE and not limits):
        return ""
    but = f", men hver betaler {listed(limits)}" if limits else ""
    return f"«{capital(key.name)}» deler {wording.divided(key.weights)}{but}."


def _paid_direct(keys: Sequence[Key]) -> list[str]:
    """Cost groups outside the account, by the keys that leave the same ones out."""
    leaving: dict[tuple[str, ...], list[Key]] = {}
    for key in keys:
        if key.method not in PLAIN:
            leaving.setdefault(key.direct, []).append(key)
    told = []
    for groups, chosen in leaving.items():
        what = capital(listed([GROUP_NAMES[group] for group in groups]))
        which = "nøkkelen" if len(leaving) == 1 else quoted(chosen)
        if groups:
            told.append(f"{what} er ikke med i {which}: der betaler hver for det den selv bruker.")
    return told


def quoted(keys: Iterable[Key]) -> str:
    """Some keys by name: «likt» og «brukere»."""
    return listed([f"«{key_name(key)}»" for key in keys])


def cannot_be_used(outlook: Outlook) -> str:
    """Keys that cannot be used on the whole group, and why."""
    return " ".join(
        f"«{capital(key_name(key.key))}» kan ikke brukes. {key.unusable}"
        for key in outlook.keys
        if key.unusable
    )
