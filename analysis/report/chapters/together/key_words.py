"""Sharing keys in plain words, with the names of methods in notes alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.decision.participation.keys import Key, Method
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import escape
from analysis.report.numbers import percent
from analysis.report.view import View

# A key's plain name where the literature has another, what it does, and that other name.
PLAIN = {
    Method.SHAPLEY: "etter hva hver tilfører",
    Method.NUCLEOLUS: "minst grunn til å gå",
}
_DOES = {
    Method.SHAPLEY: "deler gevinsten eller tapet etter det hver kommune i snitt tilfører dem som "
    "alt er med",
    Method.NUCLEOLUS: "deler gevinsten slik at den gruppen som har mest å vinne på å gå for seg "
    "selv, vinner minst mulig",
}
_METHODS = {
    Method.SHAPLEY: "Shapley-verdien (Shapley 1953)",
    Method.NUCLEOLUS: "nukleolus (Schmeidler 1969)",
}
_PARTS = {
    "lik": "likt",
    "innbyggere": "etter innbyggere",
    "brukere": "etter brukere",
    "ansatte": "etter årsverk",
}


def key_name(key: Key) -> str:
    """A key as the reader knows it, in plain text."""
    return PLAIN.get(key.method, key.name)


def rule(weights: Mapping[str, float]) -> str:
    """How a key divides: «30 % likt og 70 % etter innbyggere», «likt»."""
    parts = {part: share for part, share in weights.items() if share}
    if len(parts) == 1:
        return "".join(_PARTS[part] for part in parts)
    return listed([f"{percent(share)} {_PARTS[part]}" for part, share in parts.items()])


def explained(keys: Iterable[Key]) -> str:
    """What those keys do that a name alone does not tell, for the note of a table."""
    return " ".join(
        f"«{capital(PLAIN[key.method])}» {_DOES[key.method]}: {_METHODS[key.method]}."
        for key in keys
        if key.method in PLAIN
    )


def footnoted(keys: Iterable[Key]) -> str:
    """The same in running text, with the method's name in a footnote."""
    chosen = [key.method for key in keys if key.method in PLAIN]
    text = [f"Nøkkelen «{PLAIN[method]}» {_DOES[method]}.[^{method}]" for method in chosen]
    notes = [f"\n\n[^{method}]: {capital(_METHODS[method])}." for method in chosen]
    return " ".join(text) + "".join(notes)


def own_key(view: View) -> str:
    """The analysis' own key with its rule, in Markdown."""
    key = view.participation.keys[0]
    return f"{escape(key.name)} ({rule(key.weights)})"
