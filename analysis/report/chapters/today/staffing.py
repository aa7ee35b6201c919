"""How IKT is organised, who does the work, and where one person stands alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analysis.dataset.tables import FUNCTIONS
from analysis.decision import COUNTED, thresholds
from analysis.model import days_without_staff
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_DAYS = "Beregnet sårbarhet (dager i året)"
_UNMANNED = "ubemannet"
_COUNTED_NAMES = [FUNCTIONS[f] for f in COUNTED]
_DAYS_NOTE = (
    "Beregnet sårbarhet er dager da alle i funksjonen er borte samtidig, regnet ut fra antall "
    "personer og vanlig fravær. Fravær som faller sammen, som i juli, er ikke med, så tallene er "
    "heller for lave. Ledelse regnes ikke."
)


def organisation(view: View) -> Stack:
    """How IKT is staffed here, and who is alone."""
    return Stack(
        Heading(_finding(view), 1),
        _joint_staff(view) if view.joint else _own_staff(view),
        Text(text) if (text := _text(view)) else None,
    )


def staff_table(view: View, code: str) -> pd.DataFrame:
    """A municipality's staff by function, as it may be told.

    Returns
    -------
    DataFrame
        Indexed by function in order; columns årsverk, personer, vakt, dager (NaN: unknown) and
        skjult, which is True for what may only be told in sum.
    """
    own = view.of_municipality(code).staff
    frame = own.set_index("funksjon")[["årsverk", "personer", "vakt", "skjult"]]
    frame = frame.reindex(list(FUNCTIONS))
    given = view.dataset.shared.assumptions
    absence, days = (given[name].value(view.scenario) for name in ("fravaer", "arbeidsdager"))
    persons = frame["personer"].where(frame.index.isin(_COUNTED_NAMES))
    frame["dager"] = days_without_staff(persons.to_numpy(float), absence, days)
    return frame.assign(skjult=frame["skjult"].eq(True))


def _finding(view: View) -> str:
    if view.joint:
        alone = view.today["alene"]
        if alone.isna().all():
            return "IKT-bemanningen er ikke kjent"
        some = int((alone > 0).sum())
        if not some:
            return "Alle funksjonene har minst to personer i kommunene som har svart"
        if some == len(alone) > 1:
            return "Alle kommunene har funksjoner med høyst én person"
        return f"{capital(count(some))} av {count(len(alone))} kommuner har funksjoner med høyst " \
               "én person"  # fmt: skip
    own = float(view.today["alene"][view.code])
    if view.rows("bemanning").empty:
        return f"IKT-bemanningen i {view.name} er ikke oppgitt"
    if np.isnan(own):
        told = "vises bare samlet" if view.staff["skjult"].all() else "er bare delvis kjent"
        return f"IKT-bemanningen i {view.name} {told}"
    if own:
        return (
            f"{capital(count(own))} av {count(len(FUNCTIONS))} IKT-funksjoner i {view.name} har "
            "høyst én person"
        )
    return f"Alle IKT-funksjonene i {view.name} har minst to personer"


def _text(view: View) -> str:
    """What the staff figures mean; names only functions that may be named."""
    if view.joint:
        return _joint_text(view)
    if view.rows("bemanning").empty:
        return "Uten tall for bemanningen kan sårbarheten ikke regnes ut."
    staff = staff_table(view, view.code)
    open_rows = staff[~staff["skjult"]]
    nobody = [str(name) for name in open_rows.index[open_rows["personer"] == 0]]
    worst = open_rows.loc[open_rows["personer"] > 0, "dager"]
    sentences = []
    if nobody:
        sentences.append(f"Kommunen har ingen som arbeider med {listed(nobody)}.")
    if len(worst) and worst.max() >= thresholds.SURE_DAYS:
        sentences.append(
            f"For {worst.idxmax()} er den beregnede sårbarheten om lag "
            f"{numbers.whole(worst.max())} av {_working_days(view)} arbeidsdager i året."
        )
    sentences.append(_duty_sentence(open_rows, bool(staff["skjult"].any())))
    return " ".join(filter(None, sentences))


def _working_days(view: View) -> str:
    return numbers.whole(view.dataset.shared.assumptions["arbeidsdager"].value(view.scenario))


def _duty_sentence(open_rows: pd.DataFrame, withheld: bool) -> str:
    """Say which functions are on duty; silent where a withheld row could be the one."""
    duty = [str(name) for name in open_rows.index[open_rows["vakt"] == "ja"]]
    if duty:
        return f"Vakt utenom arbeidstid dekker {listed(duty)}."
    known = (open_rows["vakt"] == "nei").all()
    return "Ingen har vakt utenom arbeidstid." if known and not withheld else ""


def _joint_text(view: View) -> str:
    staff = view.staff
    duty = set(staff.loc[staff["vakt"] == "ja", "kommunenummer"])
    names = [escape(view.names[code]) for code in view.codes if code in duty]
    text = "En funksjon med én person stopper når personen er borte. "
    if names:
        text += f"{listed(names)} har vakt utenom arbeidstid for minst én funksjon."
    elif (staff["vakt"] == "nei").all() and len(staff):
        text += "Ingen av kommunene har vakt utenom arbeidstid."
    return text


def _own_staff(view: View) -> Table | None:
    own = view.rows("bemanning")
    if own.empty:
        return None
    staff = staff_table(view, view.code)
    shown = staff[~staff["skjult"]]
    rows = [
        (capital(str(name)), row["årsverk"], row["personer"], _duty(row["vakt"]), _days(row))
        for name, row in shown.iterrows()
    ]
    hidden = staff[staff["skjult"]]
    if len(hidden):
        label = f"{'Andre' if len(shown) else 'Alle'} funksjoner ({len(hidden)})"
        rows.append((label, hidden["årsverk"].sum(skipna=False), None, numbers.WITHHELD, None))
    rows.append(("I alt", staff["årsverk"].sum(skipna=False), None, "", None))
    columns = ["Funksjon", "Årsverk", "Personer", "Vakt utenom arbeidstid", _DAYS]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return Table(
        frame,
        f"Hvem som arbeider med IKT i {view.name}",
        formats={"Årsverk": numbers.decimal, "Personer": numbers.whole, _DAYS: numbers.whole},
        source=view.cite(own["source"], "forutsetning:fravaer", "forutsetning:arbeidsdager"),
        note=_DAYS_NOTE + (_hidden_note(len(hidden)) if len(hidden) else ""),
        highlight=len(frame) - 1,
    )


def _hidden_note(number: int) -> str:
    return f" {capital(count(number))} funksjoner vises samlet, fordi opplysninger er skjermet."


def _duty(value: object) -> str | float:
    return value if isinstance(value, str) and value else float("nan")


def _joint_staff(view: View) -> Stack | None:
    if view.dataset.staff.empty:
        return None
    tables = {code: staff_table(view, code) for code in view.codes}
    names = {code: view.names[code] for code in view.codes}
    withheld = any(table["skjult"].any() for table in tables.values())
    note = _DAYS_NOTE + (
        f" «{capital(numbers.WITHHELD)}»: feltet er skjermet, eller kan røpe et felt som er det."
        if withheld
        else ""
    )
    source = view.dataset.staff["source"]
    return Stack(
        _matrix(tables, names, _cell_staff, "Årsverk, med antall personer i parentes",
                view.cite(source), ""),
        _matrix(tables, names, _cell_days, "Beregnet sårbarhet, dager i året",
                view.cite(source, "forutsetning:fravaer", "forutsetning:arbeidsdager"), note),
    )  # fmt: skip


def _matrix(
    tables: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    cell: Callable[[pd.Series], str | float | None],
    title: str,
    source: str,
    note: str,
) -> Table:
    rows = [
        [names[code], *(cell(row) for _, row in table.iterrows())] for code, table in tables.items()
    ]
    columns = ["Kommune", *(capital(name) for name in FUNCTIONS)]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    whole = dict.fromkeys(columns[1:], numbers.whole)
    return Table(frame, title, formats=whole, source=source, note=note)


def _cell_staff(row: pd.Series) -> str | float:
    if row["skjult"]:
        return numbers.WITHHELD
    if np.isnan(row["årsverk"]) and np.isnan(row["personer"]):
        return float("nan")
    return f"{numbers.decimal(row['årsverk'])} ({numbers.whole(row['personer'])})"


def _cell_days(row: pd.Series) -> str | float | None:
    return numbers.WITHHELD if row["skjult"] else _days(row)


def _days(row: pd.Series) -> float | str | None:
    """Computed days; told apart where nobody is there, None where the function is not counted."""
    if row.name not in _COUNTED_NAMES:
        return None
    return _UNMANNED if row["personer"] == 0 else float(row["dager"])


def answers(view: View) -> Element | None:
    """What the municipalities have answered on how IKT is organised, side by side."""
    rows = view.dataset.organisation
    if rows.empty:
        return None
    themes = [("organisering", "eksisterende samarbeid"), ("vakt", "oppsigelsestid"), ("annet",)]
    titles = ["Organisering og samarbeid i dag", "Vakt og oppsigelsestid", "Andre opplysninger"]
    return Stack(
        *(_answers(view, rows, pair, title) for pair, title in zip(themes, titles, strict=True))
    )


def _answers(view: View, rows: pd.DataFrame, themes: tuple[str, ...], title: str) -> Table | None:
    chosen = rows[rows["tema"].isin(themes)]
    if chosen.empty:
        return None
    answers = chosen.groupby(["kommunenummer", "tema"])["svar"].agg(" ".join).unstack()
    frame = answers.reindex(index=list(view.codes), columns=list(themes))
    frame = frame.dropna(how="all") if len(themes) == 1 else frame
    frame = frame.rename(columns=capital).replace("", float("nan"))
    frame.insert(0, "Kommune", [view.names[str(code)] for code in frame.index])
    return Table(
        frame, title, source=view.cite(chosen["source"]), widths=[1.0, *[2.4] * len(themes)]
    )
