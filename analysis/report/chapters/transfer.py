"""What happens to the staff, and to merverdiavgift, when tasks change employer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.decision import Gate
from analysis.report.chapters.staffing import WITHHELD
from analysis.report.findings.wording import several
from analysis.report.language import numbers, words
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

CHECK = "må kontrolleres"


def within_mandate(view: View) -> list[Alternative]:
    """Alternatives the mandate does not rule out."""
    return [a for a in view.alternatives if view.gate(a.id) != Gate.MANDATE]


def staff(view: View) -> Stack:
    """Who may get another employer, and what must be settled first."""
    return Stack(Heading(_staff_finding(view), 2), _staff_table(view), Text(_staff_text(view)))


def vat() -> Stack:
    """How merverdiavgift is treated in the figures."""
    return Stack(Heading("Merverdiavgift", 2), Text(_vat()))


def _moving_staff(view: View) -> list[Alternative]:
    """Alternatives within the mandate where staff get another employer or their work leaves."""
    return [a for a in within_mandate(view) if a.tiltak.organisasjon or a.tiltak.tjenestepris]


def _staff_finding(view: View) -> str:
    moving = [a.id for a in _moving_staff(view)]
    if not moving:
        return "Ingen av alternativene gir de ansatte ny arbeidsgiver"
    return words.capital(f"{several(moving)} kan gi ansatte ny arbeidsgiver")


def _staff_table(view: View) -> Table | None:
    moving = _moving_staff(view)
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
        return WITHHELD if parted.any() else _total(rows[inside]["årsverk"])

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
        note=_host_note(view, moving),
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


def _joint_note(view: View, moving: list[Alternative]) -> str:
    """Say who is not counted, and why."""
    told = []
    for alternative in moving:
        name, host = several([alternative.id]), view.host(alternative.id)
        out = view.outside(alternative.id)
        if out:
            told.append(f"{words.capital(name)} er uten {words.listed(out)}.")
        if host:
            told.append(
                f"I {name} er {view.names[host]} vert i beregningen, og de ansatte der beholder "
                "arbeidsgiver og er ikke regnet med."
            )
    return " ".join(told)


def _host_note(view: View, moving: list[Alternative]) -> str:
    if view.joint:
        return _joint_note(view, moving)
    hosted = [a.id for a in moving if a.vert and view.host(a.id)]
    if not hosted or view.host(hosted[0]) != view.code:
        return ""
    return f"I {several(hosted)} er vi vert i beregningen, og våre ansatte beholder arbeidsgiver."


def _staff_text(view: View) -> str:
    if not _moving_staff(view):
        return (
            "De ansatte beholder arbeidsgiveren de har. Arbeidssted og oppgaver må likevel avtales."
        )
    return words.sentence(
        "når oppgaver går over til en annen arbeidsgiver, kan reglene om virksomhetsoverdragelse "
        f"gjelde (arbeidsmiljøloven kap. 16, {CHECK}).",
        "Da følger lønn og rettigheter som utgangspunkt med, og saken skal drøftes med de "
        "tillitsvalgte.",
        "Ansatte fra ulike kommuner kan ha ulike pensjonsordninger: fra 2020 tilbød to "
        "forsikringsselskaper offentlig tjenestepensjon, ved siden av egne pensjonskasser "
        "(Pensjonsveileder 2019).",
        "Reguleringspremien for pensjon som er tjent opp, omfatter også dem som har sluttet, så "
        "kommunen kan sitte igjen med kostnader etter en overføring (NOU 2016: 12 kap. 6).",
    )


def _vat() -> str:
    return (
        "Alle beløp i rapporten er uten merverdiavgift. Kommuner får kompensert merverdiavgift på "
        "kjøp, så avgiften påvirker først og fremst likviditet og arbeid med oppgjør. Om et "
        f"samarbeid må legge avgift på det det selger til deltakerne, {CHECK} med "
        "skattemyndighetene for den formen som velges."
    )
