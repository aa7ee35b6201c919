"""What comes first for one, how sure it is, and what would change it, as sentences.

How strongly a first place is worded is decided in `analysis.decision.conclusion`.
"""

from __future__ import annotations

from analysis.decision import Strength, Variation
from analysis.decision.draws import VariationKind
from analysis.report.findings import drivers, missing, tipping, variations
from analysis.report.findings.wording import named, several
from analysis.report.language import often, together
from analysis.report.language.words import capital, listed
from analysis.report.press import escape
from analysis.report.view import View

# More alternatives than this are told by number alone.
_FEW = 3


def headline(view: View) -> str:
    """The finding in a few words, in plain text, for headings."""
    found = view.conclusion
    if not found.strength.decided:
        return f"Tallene avgjør ikke mellom {several(found.leaders)} for {view.name}"
    first = found.leaders[0]
    best = "Å fortsette som i dag" if first == "0" else capital(named(view, first))
    unsure = ", men forskjellen er usikker" if found.strength is Strength.AHEAD else ""
    return f"{best} {found.strength} for {view.name}{unsure}"


def answer(view: View) -> str:
    """The conclusion as one or two sentences of Markdown."""
    found = view.conclusion
    if not found.strength.decided:
        few = len(found.leaders) <= _FEW
        names = listed([view.phrase(a) for a in found.leaders]) if few else several(found.leaders)
        told = f"Tallene avgjør ikke mellom {names} for {view.md_name}"
        return f"{told}; det avhenger av {depends_on(view)}." if found.weakened_by else f"{told}."
    first = found.leaders[0]
    verb, rest = str(found.strength).split(" ", 1)
    if first == "0":
        told = f"For {view.md_name} {verb} det {rest} å fortsette som i dag"
    else:
        told = f"For {view.md_name} {verb} {view.phrase(first)} {rest}"
    if found.strength is Strength.AHEAD:
        return f"{told}, men forskjellen er usikker."
    if found.strength is Strength.BEST:
        return f"{told}, men det avhenger av {depends_on(view)}."
    return f"{told}."


def how_often(view: View) -> str:
    """In how many of the draws the one that is named is first; empty where none is."""
    found = view.conclusion
    if not found.strength.decided or len(found.shares) == 1:
        return ""
    first = found.leaders[0]
    return f"Alternativ {first} er først i {often(found.shares[first])}."


def how_sure(view: View) -> str:
    """How far the conclusion holds and what would change it, as sentences of Markdown."""
    found = view.conclusion
    if found.strength.decided:
        return f"{_holds(view)} {tipping.turns(view)}".strip()
    first = {a: share for a, share in found.shares.items() if a in found.leaders}
    shares = together(list(first.values()))
    told = [f"alternativ {a} i {share}" for a, share in zip(first, shares, strict=True)]
    told[0] = f"{capital(told[0]).replace(' i ', ' er først i ', 1)} trekninger"
    sentence = f"{told[0]}, {listed(told[1:])}."
    other = variations.with_other(view, found.weakened_by) if found.weakened_by else ""
    return " ".join(filter(None, [sentence, other, tipping.turns(view)]))


def _holds(view: View) -> str:
    found = view.conclusion
    if len(found.shares) == 1:
        return "Ingen andre alternativer kan rangeres."
    if found.weakened_by is not None:
        return variations.chosen_and_other(view, found.weakened_by)
    return f"Konklusjonen holder i {often(found.shares[found.leaders[0]])}."


_UNSETTLED = {
    VariationKind.HOST: "hvem som blir vert",
    VariationKind.COMPANY: "hvilket selskap det blir",
    VariationKind.KEY: "hvordan utgiftene fordeles",
}


def depends_on(view: View) -> str:
    """What a first place hangs on most, as what follows «det avhenger av»; Markdown.

    Who is host, or the key, where that makes the answer weaker, else the assumption that turns it
    alone, else what most of the uncertainty comes from among what can be found out.
    """
    found = view.conclusion
    if found.weakened_by is not None:
        return _unsettled(view, found.weakened_by)
    if found.assumption is not None and found.assumption.inside:
        return f"«{escape(view.dataset.shared.assumptions[found.assumption.name].navn)}»"
    most = drivers.unknowns(view)
    return escape(drivers.in_words(view, most[0][0])) if most else drivers.POLITICAL


def _unsettled(view: View, other: Variation) -> str:
    """What nobody has settled; a key by its name, since it is a matter of a vote."""
    told = _UNSETTLED[other.kind]
    if other.kind is not VariationKind.KEY:
        return told
    does = "svekker svaret" if other.leader == view.conclusion.most_often else "snur svaret"
    return f"{told} ({escape(variations.by_key(str(other.value)))} {does})"


def missing_decides(view: View) -> str:
    """Say so where something missing may decide which alternative is first."""
    told = missing.deciding(view)
    return f"{capital(told)} mangler, og kan avgjøre rekkefølgen." if told else ""
