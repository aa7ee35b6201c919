"""How IKT is organised, who does the work, and where one person stands alone."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import pandas as pd

from analysis.dataset.tables import FUNCTIONS
from analysis.model import days_without_staff
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View


def organisation(view: View) -> Stack:
    """How IKT is staffed here, and who is alone."""
    if view.rows("bemanning").empty:
        return Stack(
            Heading(f"IKT-bemanningen i {view.name}", 1),
            Text("Uten tall for bemanningen kan sårbarheten ikke regnes ut."),
        )
    told = f"{_nobody(view)} {_duty(view)}".strip()
    return Stack(
        Heading(_finding(view), 1),
        _joint_staff(view) if view.joint else _own_staff(view),
        Text(told) if told else None,
    )


def _finding(view: View) -> str:
    known = view.today["alene"].dropna()
    if known.empty or not (view.joint or view.code in known):
        return f"IKT-bemanningen i {view.name}"
    if view.joint:
        some, of = int((known > 0).sum()), f"{count(len(known))} kommuner har funksjoner med"
    else:
        some, of = (
            int(known[view.code]),
            f"{count(len(FUNCTIONS))} IKT-funksjoner i {view.name} har",
        )
    return f"{capital(count(some)) if some else 'Ingen'} av {of} høyst én person"


def _nobody(view: View) -> str:
    """Functions nobody here works with, of those that may be named."""
    rows = view.staff
    none = rows.loc[(rows["personer"] == 0) & ~rows["skjult"], "funksjon"]
    if view.joint or none.empty:
        return ""
    return f"Kommunen har ingen som arbeider med {listed(list(none))}."


def _duty(view: View) -> str:
    """Who is on duty outside working hours; silent where a row that is withheld could be."""
    rows = view.staff
    on_duty = rows[(rows["vakt"] == "ja") & ~rows["skjult"]]
    if view.joint and len(on_duty):
        told = set(on_duty["kommunenummer"])
        names = wording.who(view, [code for code in view.codes if code in told], escape)
        return f"{capital(names)} har vakt utenom arbeidstid for minst én funksjon."
    if len(on_duty):
        return f"Vakt utenom arbeidstid dekker {listed(list(on_duty['funksjon']))}."
    nobody = (rows["vakt"] == "nei").all() and not rows["skjult"].any()
    return "Ingen har vakt utenom arbeidstid." if nobody else ""


def _by_function(view: View) -> pd.DataFrame:
    """A municipality's staff as it may be told; rows with ``skjult`` only in sum."""
    rows = view.staff.set_index("funksjon").reindex(list(FUNCTIONS))
    return rows.assign(skjult=rows["skjult"].eq(True))


def _own_staff(view: View) -> Table:
    staff = _by_function(view)
    shown, hidden = staff[~staff["skjult"]], staff[staff["skjult"]]
    rows = [
        (capital(str(name)), row["årsverk"], row["personer"], row["vakt"] or np.nan)
        for name, row in shown.iterrows()
    ]
    if len(hidden):
        label = f"{'Andre' if len(shown) else 'Alle'} funksjoner ({len(hidden)})"
        rows.append((label, hidden["årsverk"].sum(skipna=False), None, numbers.WITHHELD))
    rows.append(("I alt", staff["årsverk"].sum(skipna=False), None, ""))
    return Table.of(
        rows,
        [
            Column("Funksjon", itemgetter(0)),
            Column("Årsverk", itemgetter(1), numbers.decimal),
            Column("Personer", itemgetter(2), numbers.whole),
            Column("Vakt utenom arbeidstid", itemgetter(3)),
        ],
        f"Hvem som arbeider med IKT i {view.name}",
        source=_sources(view),
        note=_note(view),
        highlight=len(rows) - 1,
    )


def _sources(view: View) -> str:
    return view.cite(view.staff["source"], "forutsetning:fravaer", "forutsetning:arbeidsdager")


def _note(view: View) -> str:
    """How many days a year a function has nobody, by its persons, and what is withheld."""
    given = view.dataset.shared.assumptions
    absence, days = (given[name].value(view.scenario) for name in ("fravaer", "arbeidsdager"))
    one, two, three = map(numbers.whole, days_without_staff(np.arange(1.0, 4.0), absence, days))
    withheld = (
        f" «{capital(numbers.WITHHELD)}»: feltet er skjermet, eller kan røpe et felt som er det."
    )
    return (
        f"En funksjon med én person er med vanlig fravær ubemannet om lag {one} av "
        f"{numbers.whole(days)} arbeidsdager i året, med to personer {two} og med tre {three}. "
        "Fravær som faller sammen, som i juli, er ikke med, så tallene er heller for lave."
        f"{withheld if view.staff['skjult'].any() else ''}"
    )


def _joint_staff(view: View) -> Table:
    rows = {c: _by_function(view.of_municipality(c)).apply(_cell, axis=1) for c in view.codes}
    frame = pd.DataFrame.from_dict(rows, orient="index", dtype=object).rename(columns=capital)
    frame.insert(0, "Kommune", [view.names[code] for code in view.codes])
    return Table(
        frame,
        "Årsverk, med antall personer i parentes",
        source=_sources(view),
        note=_note(view),
    )


def _cell(row: pd.Series) -> str | float:
    if row["skjult"]:
        return numbers.WITHHELD
    if np.isnan(row["årsverk"]) and np.isnan(row["personer"]):
        return np.nan
    return f"{numbers.decimal(row['årsverk'])} ({numbers.whole(row['personer'])})"


def answers(view: View) -> Table | None:
    """What the municipalities have answered on how IKT is organised, theme by theme."""
    rows = view.dataset.organisation
    if rows.empty:
        return None
    themes = list(rows["tema"].unique())
    given = rows.groupby(["tema", "kommunenummer"])["svar"].agg(" ".join)
    return Table.of(
        sorted(given.index, key=lambda key: (themes.index(key[0]), view.codes.index(key[1]))),
        [
            Column("Tema", lambda key: capital(key[0]), width=2.2),
            Column("Kommune", lambda key: view.names[key[1]], width=1.8),
            Column("Svar", lambda key: given[key] or None, width=7.0),
        ],
        "Organisering, samarbeid, vakt og oppsigelsestid i dag",
        source=view.cite(rows["source"]),
        row_header=False,
    )
