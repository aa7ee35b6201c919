"""Sharing keys in plain words, with the names of methods in notes alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.decision.participation import Key, Method
from analysis.report.language.numbers import percent
from analysis.report.language.words import capital, listed
from analysis.report.press import escape
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
_REFERENCES = {
    Method.SHAPLEY: "Shapley-verdien: Shapley, L. S. (1953), «A value for n-person games», i Kuhn "
    "og Tucker (red.), Contributions to the Theory of Games II, Princeton University Press",
    Method.NUCLEOLUS: "Nukleolus: Schmeidler, D. (1969), «The nucleolus of a characteristic "
    "function game», SIAM Journal on Applied Mathematics 17, s. 1163–1170",
}
# After a sentence on whether anybody would rather go, and at the end of its text.
CORE_MARK = "[^kjernen]"
CORE_NOTE = (
    "\n\n[^kjernen]: Kjernen: Gillies, D. B. (1959), «Solutions to general non-zero-sum games», i "
    "Tucker og Luce (red.), Contributions to the Theory of Games IV, Princeton University Press."
)
# Keys whose name says what they follow.
SIMPLE = ("likt", "innbyggere", "brukere", "årsverk")
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
    return listed([f"{_share(share)} {_PARTS[part]}" for part, share in parts.items()])


def explained(keys: Iterable[Key]) -> str:
    """What those keys do that a name alone does not tell, for the note of a table."""
    told = [_divides_gain(key) if key.method in PLAIN else _divides_bill(key) for key in keys]
    return " ".join(filter(None, told))


def _divides_gain(key: Key) -> str:
    return f"«{capital(PLAIN[key.method])}» {_DOES[key.method]}."


def _divides_bill(key: Key) -> str:
    """The rule of a key the working group has named, as sentences; empty for the others."""
    if key.own or (key.name in SIMPLE and not _limited(key)):
        return ""
    told = f"«{capital(key.name)}» deler {rule(key.weights)}"
    least = f"minst {_share(key.floor)}" if key.floor > 0.0 else ""
    most = f"høyst {_share(key.cap)}" if key.cap < 1.0 else ""
    if least or most:
        told += f", men hver betaler {listed([part for part in (least, most) if part])}"
    if not key.direct:
        return f"{told}."
    groups = listed(key.direct)
    return f"{told}. {capital(groups)} er ikke med: der betaler hver for det den selv bruker."


def _limited(key: Key) -> bool:
    return bool(key.floor > 0.0 or key.cap < 1.0 or key.direct)


def _share(share: float) -> str:
    """A share with a decimal only where it has one."""
    return percent(share, 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1)


def footnoted(keys: Iterable[Key]) -> str:
    """What keys that divide the gain do, in running text, with the reference in a footnote."""
    chosen = [key for key in keys if key.method in PLAIN]
    text = [f"Nøkkelen «{PLAIN[key.method]}» {_DOES[key.method]}.[^{key.method}]" for key in chosen]
    notes = [f"\n\n[^{key.method}]: {_REFERENCES[key.method]}." for key in chosen]
    return " ".join(text) + "".join(notes)


def own_key(view: View) -> str:
    """The analysis' own key with its rule, in Markdown."""
    key = view.participation.keys[0]
    return f"{escape(key.name)} ({rule(key.weights)})"
