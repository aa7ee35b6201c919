"""Every group in an alternative, what each municipality brings the others, and who runs it."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Cooperation, fewest
from analysis.report.chapters.together import contributions as each_adds
from analysis.report.chapters.together import how_often, phrases
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_LONGEST = 64


def every_group(view: View, alternative: str = "") -> Stack:
    """All groups by what they gain in all; those in front, or the alternative asked for."""
    tables = [_group_table(view, a) for a in phrases.chosen(view, alternative)]
    return Stack(*tables) if tables else Stack(Text("Her kan ingen grupper regnes ut."))


def _group_table(view: View, alternative: str) -> Table:
    found = phrases.cooperation(view, alternative)
    smallest = fewest(view.dataset.shared.alternative(alternative))
    groups = [int(g) for g in found.groups if int(g).bit_count() >= smallest]
    order = sorted(groups, key=lambda g: (-round(phrases.total(view, found, g)[0], 3), g))
    rows = [_group_row(view, alternative, found, group) for group in order[:_LONGEST]]
    frame = pd.DataFrame(rows, dtype=object)
    money = [column for column in frame.columns if "1000 kr" in column]
    left = len(order) - len(rows)
    note = f"De {whole(left)} gruppene som gir minst, er ikke vist." if left else ""
    notes = [phrases.evenly(view), phrases.by_own_key(view), how_often.counted_how(view)]
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver gruppe tjener i året, den beste først",
        formats=dict.fromkeys(money, signed),
        source=phrases.sources(view, alternative),
        note=" ".join(filter(None, [*notes, phrases.left_out(view, alternative), note])),
    )


def _group_row(view: View, alternative: str, found: Cooperation, group: int) -> dict[str, object]:
    row: dict[str, object] = {
        "Gruppe": capital(phrases.named_group(view, found, group)),
        "I alt (1000 kr)": phrases.cell(phrases.total(view, found, group)),
    }
    if not view.joint:
        member = view.code in view.participation.members(group)
        ours = phrases.cell(phrases.gain(view, found, group, view.code)) if member else None
        row[f"{view.name} (1000 kr)"] = ours
    row |= {
        "Tjener": phrases.some_of(view, group, phrases.winners(view, found, group)),
        "Taper": phrases.some_of(view, group, phrases.losers(view, found, group)),
    }
    runs = found.runs[found.place(group)]
    if runs:
        row["Drives av"] = phrases.run_by(view, alternative, runs)
    if found.chances is not None:
        share = found.chances.best[found.place(group)]
        row["Best i (av 100)"] = how_often.share_cell(found.chances, share)
    return row


def contributions(view: View, alternative: str = "") -> Stack:
    """What each municipality adds to the group, and whom the key gives it to."""
    parts = [
        part
        for chosen in phrases.chosen(view, alternative)
        for part in each_adds.section(view, chosen)
    ]
    return Stack(*(parts or [Text("Det er ingen andre å tilføre noe.")]))


def runners(view: View) -> Stack:
    """Which host, company or legal form is best for which group."""
    out = []
    for alternative, found in view.participation.cooperations.items():
        chosen = view.dataset.shared.alternative(alternative)
        if chosen.vert:
            out.append(_hosts(view, alternative))
        elif chosen.selskap:
            out.append(_companies(view, alternative))
        elif found.runs_whole:
            out.append(
                f"{_cheapest(view, found, 'rettsformen ')}. De andre rettsformene skiller seg "
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
    for alternative, found in view.participation.cooperations.items():
        if view.dataset.shared.alternative(alternative).vert:
            best, inside = _as_host(found, view.codes.index(found.runs_whole))
            if best == inside:
                name = view.names[found.runs_whole]
                return f"{name} er rimeligst som vert i alle gruppene kommunen er med i"
            return "Hvem som er rimeligst som vert, avhenger av hvem som er med"
    return "Hvem som driver samarbeidet"


def _as_host(found: Cooperation, m: int) -> tuple[int, int]:
    """In how many groups a municipality is the best host, and in how many it is a member."""
    code = found.runs[found.place(found.group)]
    inside = [n for n, g in enumerate(found.groups) if int(g) >> m & 1 and found.runs[n]]
    return sum(found.runs[n] == code for n in inside), len(inside)


def _counts(found: Cooperation) -> Counter[str]:
    return Counter(runs for runs in found.runs if runs)


def _hosts(view: View, alternative: str) -> str:
    found = phrases.cooperation(view, alternative)
    whole_host, counts = found.runs_whole, _counts(found)
    m = view.codes.index(whole_host)
    best, inside = _as_host(found, m)
    often = f"i {'alle' if best == inside else f'{whole(best)} av de {whole(inside)}'} gruppene"
    text = (
        f"I {view.phrase(alternative)} er {escape(view.names[whole_host])} rimeligst som vert når "
        f"{phrases.everyone(found.group.bit_count())} er med, og {often} kommunen er med i. Det er "
        f"regnet med {wording.calculation(SCENARIOS[0])}."
    )
    without = Counter(
        found.runs[n] for n, g in enumerate(found.groups) if found.runs[n] and not int(g) >> m & 1
    )
    if without:
        second, times = without.most_common(1)[0]
        text += (
            f" Uten {escape(view.names[whole_host])} er det oftest "
            f"{escape(view.names[second])} ({whole(times)} av {whole(without.total())} grupper)."
        )
    never = [code for code in view.participation.members(found.group) if code not in counts]
    if never:
        text += f" {escape(phrases.names(view, never))} er ikke det i noen gruppe."
    return text


def _cheapest(view: View, found: Cooperation, kind: str = "") -> str:
    """Which of those who could run it is best for how many groups, without a full stop."""
    start, counts = f"I {view.phrase(found.alternative)} er", _counts(found)
    if len(counts) == 1:
        return f"{start} {kind}{escape(found.runs_whole)} rimeligst for alle gruppene"
    each = [f"{escape(name)} for {counted(n, 'gruppe', 'grupper')}" for name, n in counts.items()]
    return f"{start} {kind}{listed(each)} rimeligst"


def _companies(view: View, alternative: str) -> str:
    found = phrases.cooperation(view, alternative)
    text = _cheapest(view, found)
    if len(view.evaluation.money.companies) < 2:
        name = escape(found.runs_whole)
        text = f"I {view.phrase(alternative)} er {name} det eneste selskapet med kjent pris"
    if found.differs:
        text += (
            f". Resten av rapporten bruker {escape(found.evaluation_runs)}, som er best for "
            "samfunnet: der er fortjenesten i prisen ikke en kostnad"
        )
    return f"{text}."
