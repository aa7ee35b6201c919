"""What has moved since the previous report, and why."""

from __future__ import annotations

from functools import partial

from analysis.dataset.notation import norwegian_date
from analysis.decision import Conclusion, Strength
from analysis.decision.change.changes import Changes
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS
from analysis.decision.change.splitting import BEFORE, NOW
from analysis.report.chapters.change.change_causes import causes
from analysis.report.chapters.change.changed_inputs import changed_inputs, source_line
from analysis.report.findings.changes import answer, enough, facts, gates, rank
from analysis.report.language.numbers import decimal, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_TITLE = "Endringer siden forrige rapport"
_SIDES = (BEFORE, NOW)


def chapter(view: View) -> Stack:
    """Answer, results and causes since the previous report; nothing where there is none.

    A municipal report has one page; the joint one tells of every municipality, and of what is
    changed in the inputs.
    """
    changes = view.changes
    if changes is None:
        return Stack()
    date = norwegian_date(changes.before.date)
    if changes.nothing:
        same = f"Inndata, forutsetninger og resultater er de samme som i rapporten fra {date}."
        return Stack(Heading(f"{_TITLE}: ingen ting er endret", 1), Text(same))
    if view.code in changes.joined:
        new = f"Forrige rapport er fra {date}. Fellesrapporten viser hva som er endret siden da."
        return Stack(Heading(f"{_TITLE}: {view.name} var ikke med", 1), Text(new))
    known = facts(changes)
    told: list[Element] = [
        Heading(_finding(view, changes), 1),
        Text(_answer(view, changes)),
        *([Text(escape(" ".join(known)))] if known else []),
    ]
    if not changes.results.empty:
        told += [_results(view, changes), *causes(view, changes)]
    if view.joint:
        told += [Heading(_municipal_finding(changes), 2), _municipalities(view, changes)]
    return Stack(*told, *changed_inputs(view, changes))


def briefly(view: View) -> Stack:
    """The answer before and now in a paragraph of the case; nothing where it had none before."""
    changes = view.changes
    if changes is None or view.code in changes.joined:
        return Stack()
    then, now = changes.conclusions[view.code]
    assert then is not None and now is not None  # who has joined is told otherwise
    told = _answer(view, changes)
    if (then.leaders, then.strength) == (now.leaders, now.strength):
        told = f"Svaret er det samme som i rapporten fra {norwegian_date(changes.before.date)}."
    return Stack(Text(f"**Siden forrige rapport.** {told}"))


def _finding(view: View, changes: Changes) -> str:
    then, now = changes.conclusions[view.code]
    assert then is not None and now is not None  # who has joined is told otherwise
    if then.leaders != now.leaders:
        return f"{_TITLE}: svaret for {view.name} er et annet"
    order = list(Strength)
    step = order.index(then.strength) - order.index(now.strength)
    sure = "" if not step else ", men sikrere" if step > 0 else ", men mindre sikkert"
    return f"{_TITLE}: svaret for {view.name} er det samme{sure}"


def _answer(view: View, changes: Changes) -> str:
    then, now = (_said(view, one) for one in changes.conclusions[view.code])
    date = norwegian_date(changes.before.date)
    text = f"Svaret i rapporten fra {date} var at {then}. Nå er det at {now}."
    if view.code not in changes.turning:
        return text
    why = capital(enough(changes, view.code))
    return f"{text} Rekkefølgen øverst er en annen. {why}."


def _said(view: View, conclusion: Conclusion | None) -> str:
    assert conclusion is not None
    names = [view.phrase(a) for a in conclusion.leaders]
    if not conclusion.strength.decided:
        return f"tallene ikke avgjør mellom {listed(names)}"
    return f"{names[0]} {conclusion.strength}"


def _results(view: View, changes: Changes) -> Table:
    columns: list[Column[str]] = [Column("Alternativ", view.label)]
    for name, measure in (("Nåverdi", NPV), ("Økonomiplan", PLAN)):
        for side in _SIDES:
            cell = partial(_amount, changes, view.code, measure, side)
            columns.append(Column(f"{name} {side}", cell, whole))
    columns += [
        Column(f"Poeng {side}", partial(_points, changes, view.code, side)) for side in _SIDES
    ]
    kind = "samfunnsøkonomisk netto nåverdi" if view.joint else "netto nåverdi"
    return Table.of(
        [a.id for a in view.alternatives],
        columns,
        "Resultatene før og nå",
        source=source_line(view, changes),
        note=f"Nåverdi er {kind} i kroner per innbygger; minus er en kostnad. Økonomiplan er "
        f"merutgift i 1000 kr over de fire første årene. Begge er mot alternativ 0, i "
        f"{changes.after.kroner}-kroner. Plassen står i parentes.",
    )


def _closed(changes: Changes, code: str, side: str, alternative: str) -> bool:
    return bool(gates(changes, code, alternative)[_SIDES.index(side)])


def _amount(changes: Changes, code: str, measure: str, side: str, alternative: str) -> float | None:
    """A result before or now; None where the alternative has no figures."""
    if _closed(changes, code, side, alternative):
        return None
    return float(changes.result(code, alternative, measure)[side])


def _points(changes: Changes, code: str, side: str, alternative: str) -> str | None:
    """Points with the place in brackets."""
    points = _amount(changes, code, POINTS, side, alternative)
    ends = changes.places(code, alternative)[_SIDES.index(side)]
    return None if points is None else f"{decimal(points)} ({rank(*ends)})"


def _cost(changes: Changes, side: str, code: str) -> float | None:
    return _amount(changes, code, COST, side, "0")


def _answered(changes: Changes, side: str, code: str) -> str:
    return answer(changes.conclusions[code][_SIDES.index(side)])


def _municipalities(view: View, changes: Changes) -> Table:
    """Today's cost and the answer of each municipality, before and now."""
    money = [
        Column[str](f"Kostnad {side} (1000 kr)", partial(_cost, changes, side), whole)
        for side in _SIDES
        if not changes.results.empty
    ]
    answers = [Column[str](f"Svar {side}", partial(_answered, changes, side)) for side in _SIDES]
    return Table.of(
        changes.codes,
        [Column("Kommune", lambda code: changes.names[code]), *money, *answers],
        "IKT-kostnad i dag og svar for hver kommune, før og nå",
        source=source_line(view, changes),
        note=f"Kostnaden er siste budsjettår, i {changes.after.kroner}-kroner.",
    )


def _municipal_finding(changes: Changes) -> str:
    pairs = [both for code, both in changes.conclusions.items() if code and None not in both]
    other = sum(then.leaders != now.leaders for then, now in pairs if then and now)
    if not other:
        return "Svaret er det samme for alle kommunene som var med sist"
    return f"Svaret er et annet for {count(other)} av {count(len(pairs))} kommuner"
