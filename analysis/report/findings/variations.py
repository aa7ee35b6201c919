"""What another host, company or key would mean for the answer, in words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.decision import Variation
from analysis.decision.draws import VariationKind
from analysis.report.language import often, together
from analysis.report.language.words import listed
from analysis.report.press import escape
from analysis.report.view import View


def with_other(view: View, variation: Variation) -> str:
    """«Med X som vert er alternativ 2 først i 8 av 10 trekninger.» as Markdown."""
    first = view.conclusion.most_often
    most = "" if variation.leader == first else f", og alternativ {variation.leader} oftest"
    return (
        f"Med {escape(who(view, [variation]))} er alternativ {first} først i "
        f"{often(variation.share)}{most}."
    )


def chosen_and_other(view: View, variation: Variation) -> str:
    """The share with the host, company or key that is counted on, and with the other; Markdown."""
    share = view.conclusion.shares[view.conclusion.most_often]
    ours, theirs = together([share, variation.share])
    return (
        f"Konklusjonen holder i {ours} trekninger med "
        f"{escape(chosen(view, variation.kind))}, og i {theirs} med "
        f"{escape(who(view, [variation]))}."
    )


def who(view: View, same: Sequence[Variation]) -> str:
    """The hosts, companies or keys in plain text: «X, Y eller Z som vert»."""
    names = [_name(view, one) for one in same]
    if same[0].kind is VariationKind.KEY:
        return listed([by_key(name) for name in names], "eller")
    return f"{listed(names, 'eller')} som {same[0].kind.value}"


def by_key(name: str) -> str:
    """A sharing key by its name, in plain text."""
    return f"nøkkelen «{name}»"


def chosen(view: View, kind: VariationKind) -> str:
    """The host, the company or the key the draws count on, in plain text."""
    if kind is VariationKind.KEY:
        return "utredningens nøkkel"
    for alternative in view.alternatives:
        host, company = view.host(alternative.id), view.result(alternative.id).setting.company
        if kind is VariationKind.HOST and host is not None:
            return f"{view.names[host]} som {kind.value}"
        if kind is VariationKind.COMPANY and company is not None:
            return f"{company.name} som {kind.value}"
    return f"samme {kind.value} som i rapporten"


def _name(view: View, variation: Variation) -> str:
    value = str(variation.value)
    return view.names[value] if variation.kind is VariationKind.HOST else value
