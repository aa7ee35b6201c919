"""What has moved since the previous report, and why."""

from __future__ import annotations

import pandas as pd

from analysis.dataset.notation import norwegian_date
from analysis.decision import Conclusion, Strength
from analysis.decision.change.changes import Changes
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS
from analysis.decision.change.splitting import BEFORE, NOW
from analysis.report.chapters.change.change_causes import causes
from analysis.report.chapters.change.changed_inputs import changed_inputs, own_rows, source_line
from analysis.report.findings.changes import answer, enough, facts, gates, rank
from analysis.report.language.numbers import decimal, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_TITLE = "Endringer siden forrige rapport"


def chapter(view: View) -> Stack:
    """Answer, results and causes since the previous report; nothing where there is none.

    A municipal report has one page; the joint one tells of every municipality, and of what is
    changed in the inputs.
    """
    changes = view.changes
    if changes is None:
        return Stack()
    if changes.nothing:
        return Stack(Heading(f"{_TITLE}: ingen ting er endret", 1), _same(changes))
    if view.code in changes.joined:
        return Stack(Heading(f"{_TITLE}: {view.name} var ikke med", 1), _new(changes))
    told: list[Element | None] = [
        Heading(_finding(view, changes), 1),
        Text(_answer(view, changes)),
        *([Text(escape(" ".join(known)))] if (known := facts(changes)) else []),
    ]
    if not changes.results.empty:
        told += [_results(view, changes), *causes(view, changes)]
    if view.joint:
        told += [*_municipalities(view, changes), *changed_inputs(view, changes)]
    else:
        told += own_rows(view, changes)
    return Stack(*told)


def _same(changes: Changes) -> Text:
    date = norwegian_date(changes.before.date)
    return Text(f"Inndata, forutsetninger og resultater er de samme som i rapporten fra {date}.")


def _new(changes: Changes) -> Text:
    date = norwegian_date(changes.before.date)
    return Text(f"Forrige rapport er fra {date}. Fellesrapporten viser hva som er endret siden da.")


def _finding(view: View, changes: Changes) -> str:
    then, now = changes.conclusions[view.code]
    assert then is not None and now is not None  # who has joined is told otherwise
    if then.leaders != now.leaders:
        return f"{_TITLE}: svaret for {view.name} er et annet"
    order = list(Strength)
    step = order.index(then.strength) - order.index(now.strength)
    if step:
        sure = "sikrere" if step > 0 else "mindre sikkert"
        return f"{_TITLE}: svaret for {view.name} er det samme, men {sure}"
    return f"{_TITLE}: svaret for {view.name} er det samme"


def _answer(view: View, changes: Changes) -> str:
    then, now = (_said(view, one) for one in changes.conclusions[view.code])
    date = norwegian_date(changes.before.date)
    text = f"Svaret i rapporten fra {date} var at {then}. Nå er det at {now}."
    return f"{text} {_turning(view, changes)}".strip()


def _said(view: View, conclusion: Conclusion | None) -> str:
    assert conclusion is not None
    names = [view.phrase(a) for a in conclusion.leaders]
    if not conclusion.strength.decided:
        return f"tallene ikke avgjør mellom {listed(names)}"
    return f"{names[0]} {conclusion.strength}"


def _turning(view: View, changes: Changes) -> str:
    """Which causes alone put another alternative first, as a sentence; empty with no other."""
    if view.code not in changes.turning:
        return ""
    return f"Rekkefølgen øverst er en annen. {capital(enough(changes, view.code))}."


def _results(view: View, changes: Changes) -> Table:
    rows = []
    for alternative in view.alternatives:
        closed = gates(changes, view.code, alternative.id)
        row: dict[str, object] = {"Alternativ": view.label(alternative.id)}
        for name, measure in (("Nåverdi", NPV), ("Økonomiplan", PLAN)):
            told = changes.result(view.code, alternative.id, measure)
            for side, gate in zip((BEFORE, NOW), closed, strict=True):
                row[f"{name} {side}"] = None if gate else told[side]
        points = changes.result(view.code, alternative.id, POINTS)
        places = changes.places(view.code, alternative.id)
        for side, ends, gate in zip((BEFORE, NOW), places, closed, strict=True):
            row[f"Poeng {side}"] = None if gate else f"{decimal(points[side])} ({rank(*ends)})"
        rows.append(row)
    frame = pd.DataFrame(rows, dtype=object)
    kind = "samfunnsøkonomisk netto nåverdi" if view.joint else "netto nåverdi"
    return Table(
        frame,
        "Resultatene før og nå",
        formats=dict.fromkeys(frame.columns[1:5], whole),
        source=source_line(view, changes),
        note=f"Nåverdi er {kind} i kroner per innbygger; minus er en kostnad. Økonomiplan er "
        f"merutgift i 1000 kr over de fire første årene. Begge er mot alternativ 0, i "
        f"{changes.after.kroner}-kroner. Plassen står i parentes.",
    )


def _municipalities(view: View, changes: Changes) -> list[Element]:
    """Today's cost and the answer of each municipality, before and now."""
    rows = []
    for code in changes.codes:
        then, now = changes.conclusions[code]
        row: dict[str, object] = {"Kommune": changes.names[code]}
        if not changes.results.empty:
            cost, closed = changes.result(code, "0", COST), gates(changes, code, "0")
            row["Kostnad før (1000 kr)"] = None if closed[0] else cost[BEFORE]
            row["Kostnad nå (1000 kr)"] = None if closed[1] else cost[NOW]
        rows.append(row | {"Svar før": answer(then), "Svar nå": answer(now)})
    frame = pd.DataFrame(rows, dtype=object)
    amounts = [name for name in frame.columns if name.startswith("Kostnad")]
    return [
        Heading(_municipal_finding(changes), 2),
        Table(
            frame,
            "IKT-kostnad i dag og svar for hver kommune, før og nå",
            formats=dict.fromkeys(amounts, whole),
            source=source_line(view, changes),
            note=f"Kostnaden er siste budsjettår, i {changes.after.kroner}-kroner.",
        ),
    ]


def _municipal_finding(changes: Changes) -> str:
    pairs = [both for code, both in changes.conclusions.items() if code and None not in both]
    other = sum(then.leaders != now.leaders for then, now in pairs if then and now)
    if not other:
        return "Svaret er det samme for alle kommunene som var med sist"
    return f"Svaret er et annet for {count(other)} av {count(len(pairs))} kommuner"
