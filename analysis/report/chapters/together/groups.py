"""Who goes together: what each alternative gives the groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.decision.participation import Outlook
from analysis.report.chapters.together import group_words, how_often, key_words
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


def chapter(view: View) -> Stack:
    """What each alternative gives when all go together, and which group is best."""
    if not group_words.front(view):
        return _nothing(view)
    rows: dict[str, dict[str, object]] = {
        a.id: _row(view, a.id) for a in view.alternatives if a.id != "0"
    }
    text = Text(f"{_ONLY_KRONER} {_text(view)}")
    return Stack(Heading(_finding(view), 1), text, _table(view, rows))


def _nothing(view: View) -> Stack:
    why = (
        escape(group_words.closed(view))
        or "Ingen alternativer med andre kommuner kan rangeres her."
    )
    return Stack(
        Heading("Hvem kommunene kan gå sammen med, er ikke regnet ut", 1),
        Text(f"{_ONLY_KRONER} {why}"),
    )


def _table(view: View, rows: dict[str, dict[str, object]]) -> Table:
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    money = [column for column in frame.columns if "kr" in column]
    front, worked = group_words.front(view)[0], list(view.participation.cooperations)
    leads = front in view.conclusion.considered
    marked = "alternativet i front" if leads else "det av dem som oftest er først"
    note = [group_words.evenly(view), key_words.by_own_key(view), how_often.counted_how(view)]
    note += [f"Uthevet rad er {marked}.", group_words.closed(view)]
    return Table(
        frame,
        "Hva kommunene tjener i året på hvert alternativ: alle sammen, og i den beste gruppen",
        formats=dict.fromkeys(money, signed),
        source=group_words.sources(view, *worked),
        note=" ".join(filter(None, [*note, *(group_words.left_out(view, a) for a in worked)])),
        highlight=front,
        widths=[3.6, 3.3, 2.7, 2.6, 2.1, 2.7, 1.9],
    )


def _when_all(view: View, outlook: Outlook) -> str:
    """What all together gain when all take part."""
    together = group_words.then(outlook.total(outlook.group), view.people, "kommunene samlet")
    everyone = group_words.everyone(outlook.size())
    return f"Går {everyone} sammen om {view.phrase(outlook.alternative)}, {together}."


def _losers(view: View, outlook: Outlook, group: int) -> str:
    """Who loses in a group, for a table."""
    return group_words.some_of(view, outlook.size(group), outlook.losers(group))


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
        row["Best i (av 100)"] = how_often.share_cell(outlook.best_in(best))
    return row


def _group_cell(view: View, outlook: Outlook, group: int | None) -> str:
    if group is None:
        return group_words.DEPENDS
    return group_words.named_group(view, outlook, group) if group else "ingen"
