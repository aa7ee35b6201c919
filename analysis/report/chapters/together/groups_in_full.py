"""Every group in an alternative, what each municipality brings the others, and who runs it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from analysis.dataset.categories import SCENARIOS
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.groups import fewest
from analysis.report import wording
from analysis.report.chapters.together import draw_words
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.words import capital, counted, listed
from analysis.report.elements import Element, Heading, Stack, Table, Text, escape
from analysis.report.numbers import signed, whole
from analysis.report.view import View

_LONGEST = 64


def every_group(view: View, alternative: str = "") -> Stack:
    """All groups by what they gain in all; those in front, or the alternative asked for."""
    tables = [_group_table(view, a) for a in told.chosen(view, alternative)]
    return Stack(*tables) if tables else Stack(Text("Her kan ingen grupper regnes ut."))


def _group_table(view: View, alternative: str) -> Table:
    found = told.cooperation(view, alternative)
    smallest = fewest(view.dataset.shared.alternative(alternative))
    groups = [int(g) for g in found.groups if int(g).bit_count() >= smallest]
    order = sorted(groups, key=lambda g: (-round(told.total(view, found, g)[0], 3), g))
    rows = [_group_row(view, alternative, found, group) for group in order[:_LONGEST]]
    frame = pd.DataFrame(rows, dtype=object)
    money = [column for column in frame.columns if "1000 kr" in column]
    left = len(order) - len(rows)
    note = f"De {whole(left)} gruppene som gir minst, er ikke vist." if left else ""
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver gruppe tjener i året, den beste først",
        formats=dict.fromkeys(money, signed),
        source=told.sources(view, alternative),
        note=" ".join(filter(None, [told.evenly(view), told.left_out(view, alternative), note])),
    )


def _group_row(view: View, alternative: str, found: Cooperation, group: int) -> dict[str, object]:
    row: dict[str, object] = {
        "Gruppe": capital(told.named_group(view, found, group)),
        "I alt (1000 kr)": told.cell(told.total(view, found, group)),
    }
    if not view.joint:
        member = view.code in view.participation.members(group)
        ours = told.cell(told.gain(view, found, group, view.code)) if member else None
        row[f"{view.name} (1000 kr)"] = ours
    row |= {
        "Tjener": told.some_of(view, group, told.winners(view, found, group)),
        "Taper": told.some_of(view, group, told.losers(view, found, group)),
    }
    runs = found.runs[found.place(group)]
    if runs:
        row["Drives av"] = told.run_by(view, alternative, runs)
    if found.chances is not None:
        share = found.chances.best[found.place(group)]
        row["Best i (av 100)"] = draw_words.share_cell(found.chances, share)
    return row


def contributions(view: View, alternative: str = "") -> Stack:
    """What each municipality gains itself, and what its taking part gives the others."""
    parts: list[Element] = []
    for chosen in told.chosen(view, alternative):
        found = told.cooperation(view, chosen)
        if found.group.bit_count() > 1:
            parts += [Heading(_brings_finding(view, chosen), 2), _brings_table(view, chosen)]
    return Stack(*(parts or [Text("Det er ingen andre å tilføre noe.")]))


def _brought(view: View, found: Cooperation, code: str) -> np.ndarray:
    """What a member brings each of the others each year (F, M), 1000 kr; 0 for itself."""
    m = view.codes.index(code)
    values: np.ndarray = found.brings[:, view.s, :, m] / found.division.annuity
    values[:, m] = 0.0
    return values


def _to_all(view: View, found: Cooperation, code: str) -> told.Ends:
    values = _brought(view, found, code).sum(axis=-1)
    return float(values.min()), float(values.max())


def _brings_finding(view: View, alternative: str) -> str:
    found = told.cooperation(view, alternative)
    sums = {c: _to_all(view, found, c) for c in view.participation.members(found.group)}
    most = max(sums, key=lambda code: sums[code][0])
    name = wording.named(view, alternative)
    if sums[most][0] < wording.small(view.of_municipality("")):
        return f"Ingen kommune gjør {name} billigere for de andre samlet"
    return f"{view.names[most]} betyr mest for de andre i {name}: {told.amount(*sums[most])} i året"


def _brings_table(view: View, alternative: str) -> Table:
    found = told.cooperation(view, alternative)
    rows = {}
    for code in view.participation.members(found.group):
        others = [c for c in view.participation.members(found.group) if c != code]
        each = _brought(view, found, code).mean(axis=0)
        to = {c: each[view.codes.index(c)] for c in others}
        rows[code] = {
            "Kommune": view.names[code],
            "Tjener selv (1000 kr)": told.cell(told.gain(view, found, found.group, code)),
            "Tilfører de andre (1000 kr)": told.cell(_to_all(view, found, code)),
            "Betyr mest for": _pick(view, to, max(others, key=lambda c: to[c])),
            "Betyr minst for": _pick(view, to, min(others, key=lambda c: to[c])),
        }
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    return Table(
        frame,
        f"{view.label(alternative)}: hva hver kommune tjener, og hva den tilfører de andre, i året",
        formats=dict.fromkeys(frame.columns[1:3], signed),
        source=told.sources(view, alternative),
        note="Tilfører er forskjellen for de andre mellom at alle er med og at alle uten denne er "
        f"med. {told.evenly(view)} {told.left_out(view, alternative)}".strip(),
        highlight=view.code if view.code in rows else None,
    )


def _pick(view: View, to: dict[str, float], code: str) -> str:
    return f"{view.names[code]} ({signed(to[code])})"


def runners(view: View) -> Stack:
    """Which host and which company is best for which group, and what the legal form changes."""
    out = []
    for alternative in view.participation.cooperations:
        chosen = view.dataset.shared.alternative(alternative)
        if chosen.vert:
            out.append(_hosts(view, alternative))
        elif chosen.selskap:
            out.append(_companies(view, alternative))
        if {"iks", "as"} <= set(chosen.rettsformer):
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
                return f"{view.names[found.runs_whole]} er rimeligst som vert i alle gruppene"
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
    found = told.cooperation(view, alternative)
    whole_host, counts = found.runs_whole, _counts(found)
    m = view.codes.index(whole_host)
    best, inside = _as_host(found, m)
    often = f"i {'alle' if best == inside else f'{whole(best)} av de {whole(inside)}'} gruppene"
    text = (
        f"I {view.phrase(alternative)} er {escape(view.names[whole_host])} rimeligst som vert når "
        f"{told.everyone(found.group.bit_count())} er med, og {often} kommunen er med i. Det er "
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
        text += f" {escape(told.names(view, never))} er ikke det i noen gruppe."
    return text


def _companies(view: View, alternative: str) -> str:
    found, counts = (
        told.cooperation(view, alternative),
        _counts(told.cooperation(view, alternative)),
    )
    phrase = view.phrase(alternative)
    if len(counts) == 1:
        text = f"I {phrase} er {escape(found.runs_whole)} rimeligst for alle gruppene"
    else:
        each = [
            f"{escape(name)} for {counted(n, 'gruppe', 'grupper')}" for name, n in counts.items()
        ]
        text = f"I {phrase} er {listed(each)} rimeligst"
    if len(view.evaluation.money.companies) < 2:
        text = f"I {phrase} er {escape(found.runs_whole)} det eneste selskapet med kjent pris"
    if found.differs:
        text += (
            f". Resten av rapporten bruker {escape(found.evaluation_runs)}, som er best for "
            "samfunnet: der er fortjenesten i prisen ikke en kostnad"
        )
    return f"{text}."
