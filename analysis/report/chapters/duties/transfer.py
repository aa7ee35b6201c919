"""What happens to the staff, and to merverdiavgift, when tasks change employer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.decision import Gate
from analysis.report.findings.explained import explanation
from analysis.report.findings.wording import several
from analysis.report.language import numbers, words
from analysis.report.press import Column, Heading, Stack, Table
from analysis.report.view import View


def within_mandate(view: View) -> list[Alternative]:
    """Alternatives the mandate does not rule out."""
    return [a for a in view.alternatives if view.gate(a.id) != Gate.MANDATE]


def staff(view: View, alternatives: list[Alternative]) -> Stack:
    """Who may get another employer in these, and what must be settled first."""
    moving = [a for a in alternatives if a.tiltak.organisasjon or a.tiltak.tjenestepris]
    told = ["virksomhetsoverdragelse"] if moving else []
    return Stack(
        Heading(_staff_finding(alternatives, moving), 2),
        _staff_table(view, moving),
        explanation(view, *told, "medbestemmelse"),
    )


def _staff_finding(alternatives: list[Alternative], moving: list[Alternative]) -> str:
    if moving:
        return words.capital(f"{several([a.id for a in moving])} kan gi ansatte ny arbeidsgiver")
    kept = several([a.id for a in alternatives]) if alternatives else "alternativ 0"
    return f"De ansatte beholder arbeidsgiveren sin i {kept}"


def _staff_table(view: View, moving: list[Alternative]) -> Table | None:
    if not moving:
        return None
    staff = view.staff

    def posts(alternative: Alternative) -> pd.DataFrame:
        return staff[staff["kommunenummer"].isin(_whose(view, alternative))]

    def pooled(alternative: Alternative) -> float | str:
        rows = posts(alternative)
        inside = rows["funksjon"].isin(alternative.funksjoner)
        hidden = rows[rows["skjult"]]
        # Of hidden rows only their sum is known, so one municipality's cannot be parted.
        parted = inside[hidden.index].groupby(hidden["kommunenummer"]).nunique() > 1
        return numbers.WITHHELD if parted.any() else _total(rows[inside]["årsverk"])

    whose = "kommunenes" if view.joint else "våre"
    return Table.of(
        moving,
        [
            Column("Alternativ", lambda a: view.label(a.id)),
            Column("Funksjoner som samles eller kjøpes", lambda a: words.listed(a.funksjoner)),
            Column("Årsverk i funksjonene", pooled, numbers.decimal),
            Column("Alle årsverk på IKT", lambda a: _total(posts(a)["årsverk"]), numbers.decimal),
        ],
        f"Hvor mange av {whose} årsverk som blir berørt",
        source=view.cite(staff["source"]),
        note=_note(view, moving),
    )


def _total(values: pd.Series) -> float:
    """Sum that is unknown where a part is, or where there are no parts."""
    return float(values.sum()) if len(values) and values.notna().all() else np.nan


def _whose(view: View, alternative: Alternative) -> list[str]:
    """Kommunenummer of those whose staff may get another employer, a report's own alone or all."""
    if not view.joint:
        return [view.code]
    host = view.host(alternative.id)
    return [code for code in view.participants(alternative.id) if code != host]


def _note(view: View, moving: list[Alternative]) -> str:
    """Say who is not counted, and why."""
    hosts = {a.id: view.names[host] for a in moving if (host := view.host(a.id))}
    return words.sentence(
        *(
            f"i {several([a])} er {host} vert i beregningen, og de ansatte der beholder "
            "arbeidsgiveren."
            for a, host in hosts.items()
        ),
        "kommuner som ikke kan delta, er ikke regnet med." if view.joint else "",
    )
