"""What another host, company or key would mean for the answer, in words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.decision import Strength, Variation
from analysis.decision.draws import VariationKind
from analysis.report.language import together
from analysis.report.language.words import listed
from analysis.report.press import escape
from analysis.report.view import View


def unsettled(view: View) -> list[Variation]:
    """The variations nobody has settled: another host, company or sharing key."""
    return [one for one in view.conclusion.variations if one.kind.unsettled]


def differs(view: View, variation: Variation) -> bool:
    """Whether it puts another first, or is worded with another strength."""
    found = view.conclusion
    return variation.leader != found.most_often or variation.strength is not found.strength


def alike(view: View) -> list[list[Variation]]:
    """The unsettled ones, those of a kind that put the same one first as strongly together."""
    groups: dict[tuple[VariationKind, str, Strength], list[Variation]] = {}
    for one in unsettled(view):
        groups.setdefault((one.kind, one.leader, one.strength), []).append(one)
    return list(groups.values())


def with_others(view: View, groups: Sequence[Sequence[Variation]]) -> str:
    """«Med X eller Y som vert er alternativ 2 først i 8 av 10 trekninger.» as Markdown."""
    first = view.conclusion.most_often
    shares = [[one.share for one in same] for same in groups]
    ends = together([end for own in shares for end in (min(own), max(own))])
    told = []
    for same, low, high in zip(groups, ends[::2], ends[1::2], strict=True):
        from_ = "" if low == high else f"{low.split(' av')[0]} til "
        often = f"{from_}{high} trekninger"
        if min(one.share for one in same) >= 1.0:
            often = "alle trekningene"
        leader = same[0].leader
        most = "" if leader == first else f", og alternativ {leader} oftest"
        told.append(f"Med {escape(who(view, same))} er alternativ {first} først i {often}{most}.")
    return " ".join(told)


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
