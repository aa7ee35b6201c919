"""Who goes together: what each alternative gives the groups, and the best group for us."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.decision.participation import Outlook
from analysis.report.chapters.together import contributions, group_words, how_often, key_words
from analysis.report.chapters.together.how_often import Sureness
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_ONLY_KRONER = (
    "Her telles bare kroner. Mindre sårbarhet og andre virkninger uten pris er ikke med, og kan "
    "være grunn nok til å gå sammen."
)
_UNTIL_OURS = "Vår del kan ikke regnes ut før tallene våre er på plass."
# What a municipality gains depends on how the common bill is shared.
_KEYED = "Med utredningens nøkkel"
_SIDES = {"tjener": (Sureness.YES, Sureness.LIKELY), "taper": (Sureness.NO, Sureness.HARDLY)}


def chapter(view: View) -> Stack:
    """What each alternative gives when all go together, and which group is best."""
    if not group_words.front(view):
        return _nothing(view)
    needing: list[str] = [
        alternative.id for alternative in view.alternatives if alternative.id != "0"
    ]
    if view.joint:
        heading, text, brought = _finding(view), _text(view), []
        rows = {alternative: _row(view, alternative) for alternative in needing}
    else:
        heading, text, brought = _own_finding(view), _own_text(view), contributions.for_us(view)
        rows = {alternative: _own_row(view, alternative) for alternative in needing}
    text = f"{_ONLY_KRONER} {text}"
    return Stack(Heading(heading, 1), Text(text), _table(view, rows), *brought)


def _nothing(view: View) -> Stack:
    name = "kommunene" if view.joint else view.name
    why = escape(_closed(view)) or "Ingen alternativer med andre kommuner kan rangeres her."
    return Stack(
        Heading(f"Hvem {name} kan gå sammen med, er ikke regnet ut", 1),
        Text(f"{_ONLY_KRONER} {why}"),
    )


def _closed(view: View) -> str:
    """Alternatives that cannot be worked out, and why; plain text."""
    reasons: dict[str, list[str]] = {}
    for alternative, why in view.participation.closed.items():
        reasons.setdefault(why, []).append(alternative)
    return " ".join(
        f"{capital(wording.several(chosen))} er ikke regnet ut: {why}."
        for why, chosen in reasons.items()
    )


def _table(view: View, rows: dict[str, dict[str, object]]) -> Table:
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    money = [column for column in frame.columns if "kr" in column]
    who = "kommunene" if view.joint else view.name
    front, worked = group_words.front(view)[0], list(view.participation.cooperations)
    leads = front in view.conclusion.considered
    marked = "alternativet i front" if leads else "det av dem som oftest er først"
    note = [group_words.evenly(view), key_words.by_own_key(view), how_often.counted_how(view)]
    note += [f"Uthevet rad er {marked}.", _closed(view)]
    return Table(
        frame,
        f"Hva {who} tjener i året på hvert alternativ: når alle går sammen, og i den beste gruppen",
        formats=dict.fromkeys(money, signed),
        source=group_words.sources(view, *worked),
        note=" ".join(filter(None, [*note, *(group_words.left_out(view, a) for a in worked)])),
        highlight=front,
        widths=[3.6, 3.3, 2.7, 2.6, 2.1, 2.7, 1.9]
        if view.joint
        else [4.0, 3.2, 2.7, 2.7, 2.7, 2.7],
    )


def _when_all(view: View, outlook: Outlook) -> str:
    """What all together, and we, gain when all take part."""
    region = view.of_municipality("").people
    total = outlook.total(outlook.group)
    together = group_words.then(total, region, "kommunene samlet")
    everyone = group_words.everyone(outlook.size())
    start = f"Går {everyone} sammen om {view.phrase(outlook.alternative)}, {together}."
    if view.joint:
        return start
    ours = outlook.gain(outlook.group, view.code)
    if np.isnan(ours[0]):
        return f"{start} {_UNTIL_OURS}"
    return f"{start} {_KEYED} {group_words.then(ours, view.people, 'vi')}."


def _losers(view: View, outlook: Outlook, group: int) -> str:
    """Who loses in a group, for a table."""
    return group_words.some_of(view, outlook.size(group), outlook.losers(group))


# All together ----------------------------------------------------------------------------------


def _paying(view: View, scenario: str) -> list[str]:
    """Alternatives where some group gains, however unknown cells fall."""
    return [a for a, outlook in view.cooperations.items() if outlook.at(scenario).best_group()]


def _some_pays(outlook: Outlook) -> Sureness:
    """How surely some group gains."""
    best = outlook.best_group()
    return how_often.sureness(None if best is None else bool(best), outlook.some_group_pays_in)


def _finding(view: View) -> str:
    worked = view.cooperations
    sure = {a: _some_pays(outlook) for a, outlook in worked.items()}
    yes, likely, unsure = (
        [a for a, how in sure.items() if how is wanted]
        for wanted in (Sureness.YES, Sureness.LIKELY, Sureness.UNSURE)
    )
    if yes or likely:
        return _which_pay(yes, likely, alone=not unsure, every=len(worked))
    if all(worked[a].best_group() is None for a in unsure) and unsure:
        return f"Om samarbeid lønner seg i kroner, {group_words.DEPENDS}"
    if unsure:
        return f"Tallene avgjør ikke om {wording.several(unsure)} lønner seg i kroner"
    likely_not = " trolig" if Sureness.HARDLY in sure.values() else ""
    return f"I kroner lønner samarbeid seg{likely_not} ikke for noen gruppe"


def _which_pay(yes: list[str], likely: list[str], *, alone: bool, every: int) -> str:
    """Heading where some alternatives surely or likely pay, alone where no other may."""
    perhaps = "" if yes else "trolig "
    if len(yes) + len(likely) == every > 1:
        perhaps = "trolig " if likely else ""
        return f"I kroner er det {perhaps}en gruppe som tjener på hvert av alternativene"
    if alone and len(yes) + len(likely) == 1:
        return f"I kroner lønner {perhaps}bare {wording.several(yes or likely)} seg"
    also = f", og trolig også {wording.several(likely)}" if yes and likely else ""
    which = wording.several(yes or likely)
    return f"I kroner lønner {perhaps}{which} seg for minst én gruppe{also}"


def _text(view: View) -> str:
    out = []
    for alternative in group_words.front(view):
        outlook = view.cooperation(alternative)
        out += [_when_all(view, outlook), _best_in_words(view, outlook)]
    return " ".join(filter(None, [*out, _other_scenarios(view), _how_often(view)]))


def _how_often(view: View) -> str:
    """In how many of the draws some group gains by each alternative."""
    share = {a: outlook.some_group_pays_in for a, outlook in view.cooperations.items()}
    if np.isnan(list(share.values())).any():
        return ""
    often = [a for a, each in share.items() if each >= thresholds.SELDOM_SHARE]
    few = f"færre enn {whole(thresholds.SELDOM_SHARE * 100)}"
    if not often:
        return f"Hvert av alternativene lønner seg for en gruppe i {few} av 100 trekninger."
    each_of = [f"på {wording.several([a])} i {_in_hundreds(share[a])}" for a in often]
    each_of += [f"på de andre i {few}"] if len(often) < len(share) else []
    each_of[0] += " av 100 trekninger"
    return f"En gruppe tjener {listed(each_of)}."


def _in_hundreds(share: float) -> str:
    return "mer enn 99" if 0.995 < share < 1.0 else whole(share * 100)


def _best_in_words(view: View, outlook: Outlook) -> str:
    best = outlook.best_group()
    if best is None:
        return f"Om en annen gruppe tjener på det, {group_words.DEPENDS}."
    if best == 0:
        return (
            "Ingen mindre gruppe tjener på det heller. Tapet er prisen for virkningene uten pris."
        )
    if best == outlook.group:
        return f"Ingen mindre gruppe{group_words.tried(outlook)} tjener mer."
    name = capital(escape(group_words.named_group(view, outlook, best)))
    gains = group_words.does(outlook.total(best), view.people)
    lost = escape(group_words.names(view, outlook.losers(best)))
    but = f", men med utredningens nøkkel taper {lost}" if lost else ""
    return f"{name} {gains} samlet om de går sammen{but}."


def _other_scenarios(view: View) -> str:
    """Which alternatives pay for some group in the other calculations."""
    pays = {scenario: _paying(view, scenario) for scenario in SCENARIOS}
    if all(paying == pays[view.scenario] for paying in pays.values()):
        return "Svaret er det samme i alle de tre beregningene."
    each = [
        f"i {wording.calculation(scenario)} lønner "
        f"{wording.several(paying) if paying else 'ingen av dem'} seg"
        for scenario, paying in pays.items()
        if scenario != view.scenario
    ]
    return f"{capital(', og '.join(each))}."


def _row(view: View, alternative: str) -> dict[str, object]:
    row: dict[str, object] = {
        "Alternativ": group_words.label(view, alternative),
        "Alle samlet (1000 kr)": None,
        "Beste gruppe": "ikke regnet ut",
        "Den tjener (1000 kr)": None,
        "Taper da": None,
        "Best uten tap": None,
        "Best i (av 100)": None,
    }
    if alternative not in view.participation.cooperations:
        return row
    outlook = view.cooperation(alternative)
    best, chances = outlook.best_group(), outlook.figures.chances
    row["Alle samlet (1000 kr)"] = group_words.cell(outlook.total(outlook.group))
    row["Beste gruppe"] = _group_cell(view, outlook, best)
    row["Best uten tap"] = _group_cell(view, outlook, outlook.best_group(agreed=True))
    if best:
        row["Den tjener (1000 kr)"] = group_words.cell(outlook.total(best))
        row["Taper da"] = _losers(view, outlook, best)
    if best is not None and chances is not None:
        row["Best i (av 100)"] = how_often.share_cell(chances, outlook.best_in(best))
    return row


def _group_cell(view: View, outlook: Outlook, group: int | None) -> str:
    if group is None:
        return group_words.DEPENDS
    return group_words.named_group(view, outlook, group) if group else "ingen"


# One municipality ------------------------------------------------------------------------------


def _own_finding(view: View) -> str:
    sure = {
        alternative: _we_gain(view, outlook)
        for alternative, outlook in view.cooperations.items()
        if not view.gate(alternative)
    }
    known = [how for how in sure.values() if how]
    sides = {
        verb: [[a for a, how in sure.items() if how is wanted] for wanted in wanted_of]
        for verb, wanted_of in _SIDES.items()
    }
    for verb, (surely, likely) in sides.items():
        if len(known) == len(surely) + len(likely) > 1:
            perhaps = "trolig " if likely else ""
            return f"{_KEYED} {verb} {view.name} {perhaps}på alle alternativene som er regnet ut"
    unsure = [a for a, how in sure.items() if how is Sureness.UNSURE]
    by_verb = [(verb, _on(*lists)) for verb, lists in sides.items() if any(lists)]
    if by_verb:
        (verb, on), *rest = by_verb
        more = [f", og {other} {those}" for other, those in rest]
        more += [f"; {wording.several(unsure)} er usikkert"] if unsure else []
        return f"{_KEYED} {verb} {view.name} {on}{''.join(more)}"
    if unsure:
        return f"Tallene avgjør ikke om {view.name} tjener på {wording.several(unsure)}"
    return f"Hva {view.name} tjener eller taper på å gå sammen med andre"


def _we_gain(view: View, outlook: Outlook) -> Sureness | None:
    """How surely we gain when all go together; None where we do so little or it is unknown."""
    low, high = outlook.gain(outlook.group, view.code)
    small = wording.small(view)
    if np.isnan(low) or max(abs(low), abs(high)) < small:
        return None
    gains = True if low >= small else False if high <= -small else None
    return how_often.sureness(gains, outlook.keys[0].gains_in(view.code))


def _on(surely: list[str], likely: list[str]) -> str:
    """«på alternativ 2, og trolig på 3»."""
    both = [f"på {wording.several(surely)}"] if surely else []
    few = wording.several(likely).removeprefix("alternativ " if surely else "")
    both += [f"trolig på {few}"] if likely else []
    return ", og ".join(both)


def _own_text(view: View) -> str:
    out = []
    for alternative in group_words.front(view):
        outlook = view.cooperation(alternative)
        if outlook.includes(view.code):
            out += [_when_all(view, outlook), _best_for_us(view, outlook)]
        else:
            out.append(f"For {view.phrase(alternative)} mangler det tall. {_UNTIL_OURS}")
    return " ".join(out)


def _best_for_us(view: View, outlook: Outlook) -> str:
    """The group that gives us most, who loses by it, and how sure that is."""
    best = outlook.best_group(view.code)
    if best is None:
        return f"Hvilken gruppe som er best for oss, {group_words.DEPENDS}."
    hidden = np.isnan(outlook.gain(outlook.group, view.code)[0])
    start = _KEYED if hidden else "Med den nøkkelen"
    if best == 0:
        start += f" gir ingen gruppe{group_words.tried(outlook)} oss gevinst"
        start += ", verken med laveste eller høyeste anslag for dem" if hidden else ""
    elif best == outlook.group:
        start += f" er ingen mindre gruppe{group_words.tried(outlook)} bedre for oss"
    else:
        gains = group_words.does(outlook.gain(best, view.code), view.people)
        group = escape(group_words.named_group(view, outlook, best))
        start += f" er det best for oss om {group} går sammen, der vi {gains}"
        lost = [code for code in outlook.losers(best) if code != view.code]
        start += f", men der taper {escape(group_words.names(view, lost))}" if lost else ""
    chances = outlook.figures.chances
    if chances is None:
        return f"{start}."
    return f"{start}. {how_often.holds(chances, outlook.best_for_in(view.code, best))}"


def _own_row(view: View, alternative: str) -> dict[str, object]:
    row: dict[str, object] = {
        "Alternativ": group_words.label(view, alternative),
        "Alle samlet (1000 kr)": None,
        "Vi (kr per innb.)": None,
        "Best for oss": "ikke regnet ut",
        "Da får vi (kr per innb.)": None,
        "Taper da": None,
    }
    if alternative not in view.participation.cooperations:
        return row
    outlook = view.cooperation(alternative)
    row["Alle samlet (1000 kr)"] = group_words.cell(outlook.total(outlook.group))
    if view.code not in outlook.invited:
        return row | {"Best for oss": "utenfor mandatet"}
    ours = outlook.gain(outlook.group, view.code)
    row["Vi (kr per innb.)"] = group_words.cell(group_words.per_inhabitant(view, ours))
    if not outlook.includes(view.code):
        return row | {"Best for oss": np.nan, "Da får vi (kr per innb.)": np.nan}
    return row | _best_cells(view, outlook)


def _best_cells(view: View, outlook: Outlook) -> dict[str, object]:
    best = outlook.best_group(view.code)
    if not best:
        return {"Best for oss": "å stå utenfor" if best == 0 else group_words.DEPENDS}
    ours = group_words.per_inhabitant(view, outlook.gain(best, view.code))
    return {
        "Best for oss": group_words.named_group(view, outlook, best),
        "Da får vi (kr per innb.)": group_words.cell(ours),
        "Taper da": _losers(view, outlook, best),
    }
