"""What happens to the staff, and to merverdiavgift, when tasks change employer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.decision import Gate
from analysis.report.chapters.labels import sentence
from analysis.report.findings.wording import several
from analysis.report.language import numbers, words
from analysis.report.press import Heading, Stack, Table, Text
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
    staff = view.rows("bemanning")
    rows = {a.id: staff[staff["kommunenummer"].isin(_whose(view, a))] for a in moving}
    people = "Årsverk i funksjonene"
    frame = pd.DataFrame(
        [
            {
                "Alternativ": view.label(a.id),
                "Funksjoner som samles eller kjøpes": words.listed(list(a.funksjoner)),
                people: _total(rows[a.id][rows[a.id]["funksjon"].isin(a.funksjoner)]["årsverk"]),
                "Alle årsverk på IKT": _total(rows[a.id]["årsverk"]),
            }
            for a in moving
        ]
    )
    whose = "kommunenes" if view.joint else "våre"
    return Table(
        frame,
        f"Hvor mange av {whose} årsverk som blir berørt",
        formats={people: numbers.decimal, "Alle årsverk på IKT": numbers.decimal},
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
    setting = view.result(alternative.id).setting
    inside = [view.codes[int(m)] for m in np.flatnonzero(setting.participants)]
    host = None if setting.host is None else view.codes[setting.host]
    return [code for code in inside if code != host]


def _joint_note(view: View, moving: list[Alternative]) -> str:
    """Say who is not counted, and why."""
    told = []
    for alternative in moving:
        setting = view.result(alternative.id).setting
        name = several([alternative.id])
        out = [view.names[view.codes[int(m)]] for m in np.flatnonzero(~setting.participants)]
        if out:
            told.append(f"{words.capital(name)} er uten {words.listed(out)}.")
        if setting.host is not None:
            host = view.names[view.codes[setting.host]]
            told.append(
                f"I {name} er {host} vert i beregningen, og de ansatte der beholder arbeidsgiver "
                "og er ikke regnet med."
            )
    return " ".join(told)


def _host_note(view: View, moving: list[Alternative]) -> str:
    if view.joint:
        return _joint_note(view, moving)
    hosted = [a.id for a in moving if a.vert and view.result(a.id).setting.host is not None]
    if not hosted:
        return ""
    host = view.result(hosted[0]).setting.host
    if host is None or view.codes[host] != view.code:
        return ""
    return f"I {several(hosted)} er vi vert i beregningen, og våre ansatte beholder arbeidsgiver."


def _staff_text(view: View) -> str:
    if not _moving_staff(view):
        return (
            "De ansatte beholder arbeidsgiveren de har. Arbeidssted og oppgaver må likevel avtales."
        )
    return sentence(
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
