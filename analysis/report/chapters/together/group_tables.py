"""Every group in an alternative, what each municipality brings the others, and who runs it."""

from __future__ import annotations

import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Outlook, fewest
from analysis.report.chapters.together import group_words, how_often, key_words
from analysis.report.chapters.together.contributions import added_by_each
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_LONGEST = 64


def every_group(view: View, alternative: str = "") -> Stack:
    """All groups by what they gain in all; those in front, or the alternative asked for."""
    tables = [
        _group_table(view, view.cooperation(chosen))
        for chosen in group_words.chosen(view, alternative)
    ]
    return Stack(*tables) if tables else Stack(Text("Her kan ingen grupper regnes ut."))


def _group_table(view: View, outlook: Outlook) -> Table:
    alternative = outlook.alternative
    groups = outlook.best_first(fewest(view.dataset.shared.alternative(alternative)))
    rows = [_group_row(view, outlook, group) for group in groups[:_LONGEST]]
    frame = pd.DataFrame(rows, dtype=object)
    money = [column for column in frame.columns if "1000 kr" in column]
    left = len(groups) - len(rows)
    notes = [
        group_words.evenly(view),
        key_words.by_own_key(view),
        how_often.counted_how(view),
        group_words.left_out(view, alternative),
        f"De {whole(left)} gruppene som gir minst, er ikke vist." if left else "",
    ]
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver gruppe tjener i året, den beste først",
        formats=dict.fromkeys(money, signed),
        source=group_words.sources(view, alternative),
        note=" ".join(filter(None, notes)),
    )


def _group_row(view: View, outlook: Outlook, group: int) -> dict[str, object]:
    row: dict[str, object] = {
        "Gruppe": capital(group_words.named_group(view, outlook, group)),
        "I alt (1000 kr)": group_words.cell(outlook.total(group)),
    }
    size = outlook.size(group)
    row["Tjener"] = group_words.some_of(view, size, outlook.winners(group))
    row["Taper"] = group_words.some_of(view, size, outlook.losers(group))
    if runs := outlook.runs(group):
        row["Drives av"] = group_words.run_by(view, outlook.alternative, runs)
    if outlook.figures.chances is not None:
        share = outlook.best_in(group)
        row["Best i (av 100)"] = how_often.share_cell(share)
    return row


def contributions(view: View, alternative: str = "") -> Stack:
    """What each municipality adds to the group, and whom the key gives it to."""
    parts = [
        part
        for chosen in group_words.chosen(view, alternative)
        for part in added_by_each(view, view.cooperation(chosen))
    ]
    return Stack(*(parts or [Text("Det er ingen andre å tilføre noe.")]))


def runners(view: View) -> Stack:
    """Which host, company or legal form is best for which group."""
    out = []
    for alternative, outlook in view.cooperations.items():
        chosen = view.dataset.shared.alternative(alternative)
        if chosen.vert:
            out.append(_hosts(view, outlook))
        elif chosen.selskap:
            out.append(_companies(view, outlook))
        elif outlook.figures.runs_whole:
            out.append(
                f"{_cheapest(view, outlook, 'rettsformen ')}. De andre rettsformene skiller seg "
                "også på ansvar og regler."
            )
        elif {"iks", "as"} <= set(chosen.rettsformer):
            out.append(
                f"Om {view.phrase(alternative)} blir IKS eller AS, endrer ikke tallene: det er "
                "oppgitt ett sett kostnader for begge. De skiller seg på ansvar og regler."
            )
    if not out:
        return Stack()
    return Stack(Heading(_runner_finding(view), 2), Text("\n\n".join(out)))


def _runner_finding(view: View) -> str:
    for alternative, outlook in view.cooperations.items():
        if view.dataset.shared.alternative(alternative).vert:
            host = outlook.figures.runs_whole
            if list(outlook.runners(with_member=host)) == [host]:
                return f"{view.names[host]} er rimeligst som vert i alle gruppene kommunen er med i"
            return "Hvem som er rimeligst som vert, avhenger av hvem som er med"
    return "Hvem som driver samarbeidet"


def _hosts(view: View, outlook: Outlook) -> str:
    host = outlook.figures.runs_whole
    name, inside = escape(view.names[host]), outlook.runners(with_member=host)
    best, groups = inside[host], inside.total()
    often = f"i {'alle' if best == groups else f'{whole(best)} av de {whole(groups)}'} gruppene"
    text = (
        f"I {view.phrase(outlook.alternative)} er {name} rimeligst som vert når "
        f"{group_words.everyone(outlook.size())} er med, og {often} kommunen er med i. Det er "
        f"regnet med {wording.calculation(SCENARIOS[0])}."
    )
    without = outlook.runners(without=host)
    if without:
        second, times = without.most_common(1)[0]
        text += (
            f" Uten {name} er det oftest {escape(view.names[second])} "
            f"({whole(times)} av {whole(without.total())} grupper)."
        )
    never = [code for code in outlook.members() if code not in outlook.runners()]
    if never:
        text += f" {escape(group_words.names(view, never))} er ikke det i noen gruppe."
    return text


def _cheapest(view: View, outlook: Outlook, kind: str = "") -> str:
    """Which of those who could run it is best for how many groups, without a full stop."""
    start, counts = f"I {view.phrase(outlook.alternative)} er", outlook.runners()
    if len(counts) == 1:
        name = escape(outlook.figures.runs_whole)
        return f"{start} {kind}{name} rimeligst for alle gruppene"
    each = [f"{escape(name)} for {counted(n, 'gruppe', 'grupper')}" for name, n in counts.items()]
    return f"{start} {kind}{listed(each)} rimeligst"


def _companies(view: View, outlook: Outlook) -> str:
    text = _cheapest(view, outlook)
    if len(view.evaluation.money.companies) < 2:
        name = escape(outlook.figures.runs_whole)
        text = f"I {view.phrase(outlook.alternative)} er {name} det eneste selskapet med kjent pris"
    if outlook.figures.differs:
        text += (
            f". Resten av rapporten bruker {escape(outlook.figures.evaluation_runs)}, som er best "
            "for samfunnet: der er fortjenesten i prisen ikke en kostnad"
        )
    return f"{text}."
