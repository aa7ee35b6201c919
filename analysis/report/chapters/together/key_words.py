"""Sharing keys in plain words, methods named in notes alone, and whether a key holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from analysis.decision.participation import Key, Members, Method, Outlook, Settlement
from analysis.report.chapters.today.spending import GROUP_NAMES
from analysis.report.chapters.together import group_words
from analysis.report.language import span
from analysis.report.language.numbers import percent
from analysis.report.language.words import capital, count, listed
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
    every = list(keys)
    outside = {key.direct for key in every if key.method not in PLAIN}
    direct = outside.pop() if len(outside) == 1 else ()
    rules = [
        _divides_gain(key) if key.method in PLAIN else _divides_bill(key, direct) for key in every
    ]
    return " ".join(filter(None, [*rules, _paid_direct(direct)]))


def _divides_gain(key: Key) -> str:
    return f"«{capital(PLAIN[key.method])}» {_DOES[key.method]}."


def _divides_bill(key: Key, direct: Sequence[str]) -> str:
    """The rule of a key the working group has named, as sentences; empty for the others.

    What all the keys leave out of the account is told once, after them.
    """
    outside = "" if key.direct == direct else _paid_direct(key.direct)
    if key.own or (key.name in SIMPLE and not _limited(key)):
        return outside
    told = f"«{capital(key.name)}» deler {rule(key.weights)}"
    least = f"minst {_share(key.floor)}" if key.floor > 0.0 else ""
    most = f"høyst {_share(key.cap)}" if key.cap < 1.0 else ""
    if least or most:
        told += f", men hver betaler {listed([part for part in (least, most) if part])}"
    return f"{told}. {outside}".rstrip()


def _paid_direct(groups: Sequence[str]) -> str:
    """Cost groups outside the account; empty with none."""
    if not groups:
        return ""
    names = capital(listed([GROUP_NAMES[group] for group in groups]))
    return f"{names} er ikke med i nøkkelen: der betaler hver for det den selv bruker."


def _limited(key: Key) -> bool:
    return bool(key.floor > 0.0 or key.cap < 1.0)


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
    """The analysis' own key with its rule."""
    key = view.participation.keys[0]
    return f"{key.name} ({rule(key.weights)})"


def by_own_key(view: View) -> str:
    """That what each gains is under the analysis' own key, for the note of a table."""
    return f"Det hver kommune tjener, er med {own_key(view)}."


def listed_keys(keys: Iterable[Settlement]) -> str:
    """Some keys by name: «likt» og «brukere»."""
    return listed([f"«{key_name(key.key)}»" for key in keys])


# Whether a key keeps the group together, in sentences of plain text ------------------------------


def who_would_go(view: View, key: Settlement) -> str:
    """Whether somebody would rather go under one key."""
    rather, tried = key.rather, group_words.tried(key.within)
    if rather.stays:
        return f"Ingen gruppe{tried} har noe å vinne på å gå for seg selv."
    if rather.unsure:
        return f"Hvem som har noe å vinne på å gå for seg selv, {group_words.DEPENDS}."
    if not rather.worked_out:
        return "Om noen har noe å vinne på å gå for seg selv, kan ikke regnes ut."
    who, amount = capital(_who_goes(view, key.within, rather.group)), span(*rather.gain)
    in_all = "til sammen " if key.within.size(rather.group) > 1 else ""
    if rather.together:
        return f"{who} hadde {in_all}tjent {amount} mer i året på å gå sammen uten de andre."
    return f"{who} hadde {in_all}spart {amount} i året på å stå utenfor."


def _who_goes(view: View, within: Members, group: int) -> str:
    """Those who go as the subject of a sentence: «de fem utenom Lier»."""
    name, start = part_of_group(view, within, group), "alle uten "
    if not name.startswith(start):
        return name
    return f"de {count(within.size(group))} utenom {name.removeprefix(start)}"


def part_of_group(view: View, within: Members, group: int) -> str:
    """A part of the whole group."""
    return group_words.named_group(view, within, group).removesuffix(" alene")


def which_hold(outlook: Outlook) -> str:
    """Which keys keep the whole group together."""
    if outlook.loses:
        return (
            "Ingen nøkkel kan få alle til å tjene når gruppen samlet taper. Nøkkelen avgjør da "
            "bare hvem som bærer tapet."
        )
    stable = [key for key in outlook.usable if key.stable]
    if len(stable) == len(outlook.usable):
        return "Alle nøklene holder gruppen sammen."
    sure = surely(outlook)
    if stable:
        names = listed_keys(stable)
        return f"Av nøklene holder {names} gruppen sammen, de andre ikke {sure}".strip() + "."
    return f"Ingen av nøklene holder {sure}gruppen sammen. {_any_division(outlook)}"


def surely(outlook: Outlook) -> str:
    """«sikkert » where unknown cells decide whether some of the keys keep the group together."""
    return "sikkert " if any(key.rather.unsure for key in outlook.usable) else ""


def _any_division(outlook: Outlook) -> str:
    """Whether any division at all keeps the group together."""
    if outlook.divisible is None:
        why = group_words.DEPENDS if outlook.unsure else "er ikke regnet ut"
        return f"Om noen fordeling gjør det, {why}."
    if outlook.divisible:
        return "Men det finnes fordelinger som gjør det."
    return "Ingen fordeling i det hele tatt gjør det."


def without_figures(outlook: Outlook) -> str:
    """Keys without figures, and why; empty where all have."""
    return " ".join(filter(None, [cannot_be_used(outlook), _no_nucleolus(outlook)]))


def cannot_be_used(outlook: Outlook) -> str:
    """Keys that cannot be used on the whole group, and why."""
    return " ".join(
        f"«{capital(key_name(key.key))}» kan ikke brukes. {key.unusable}"
        for key in outlook.keys
        if key.unusable
    )


def _no_nucleolus(outlook: Outlook) -> str:
    key = outlook.without_nucleolus
    if key is None:
        return ""
    why = "finnes bare når det er en gevinst å dele og ingen har mer alene"
    if not outlook.figures.exact:
        why = "er ikke regnet ut for så mange kommuner"
    return f"«{capital(key_name(key))}» ({key.name}) {why}."
