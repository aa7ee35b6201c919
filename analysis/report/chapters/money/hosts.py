"""Which municipality as host, and which company: what each choice would cost."""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.decision import Candidate, best_of
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, thousand, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Stack, Table, Text
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def candidates(view: View) -> Stack:
    """What every possible host, and every company that is mapped, would cost."""
    hosting = next((a for a in view.alternatives if a.vert), None)
    return Stack(_hosts(view, hosting) if hosting else None, companies(view))


def _hosts(view: View, alternative: Alternative) -> Element:
    hosts = view.evaluation.money.hosts
    if len(hosts) < 2:
        return Text(
            f"{capital(view.phrase(alternative.id))} trenger minst to kommuner med mandat til å "
            "delta, og så mange er det ikke."
        )
    together, inside = view.of_municipality(""), view.participants(alternative.id)
    wages = view.latest_costs["lønn"] / view.today["arsverk"].where(view.today["arsverk"] > 0)
    users = view.dataset.municipalities["ikt_brukere"].astype(float)[list(inside)]

    def own(host: Candidate) -> float | None:
        reader = view.of_municipality(host.name if view.joint else view.code)
        if reader.code not in inside:
            return None
        return -float(reader.known(alternative.id, reader.npv_if("hosts", host.name)))

    return Table.of(
        {host.name: host for host in hosts},
        [
            Column("Vert", lambda host: view.names[host.name]),
            Column("Alle samlet (1000 kr)", lambda h: -together.npv_if("hosts", h.name), signed),
            Column(f"For {'verten selv' if view.joint else 'oss'} (1000 kr)", own, signed),
            Column("Lønn per årsverk (1000 kr)", lambda host: wages[host.name], thousand),
            Column("Systemer som flyttes", lambda host: together.moved(host.result), whole),
            Column(
                "Brukere hos de andre",
                lambda host: users.drop(host.name).sum(skipna=False),
                whole,
            ),
        ],
        f"{view.label(alternative.id)}: kostnad i dagens verdi med hver av kommunene som vert",
        source=view.cite(result_sources(view.dataset, alternative, "")),
        note="Pluss er en kostnad mot alternativ 0. «Alle samlet» er samfunnsøkonomisk. Uthevet "
        f"rad er verten som er brukt i rapportene. {wording.gaps(view)}".strip(),
        highlight=best_of(hosts).name,
    )


def companies(view: View) -> Element | None:
    """Every company that is mapped, with its terms; None where no alternative buys from one."""
    alternative = next((a for a in view.alternatives if a.selskap), None)
    if alternative is None:
        return None
    rows = view.dataset.companies
    if rows.empty:
        return Text(
            "Ingen eksisterende selskaper er kartlagt, så "
            f"{view.phrase(alternative.id)} kan ikke rangeres."
        )
    priced = [company.name for company in view.evaluation.money.companies]
    together = view.of_municipality("")

    def of_all(company: pd.Series) -> float:
        name = company["selskap"]
        return -together.npv_if("companies", name) if name in priced else np.nan

    return Table.of(
        [company for _, company in rows.iterrows()],
        [
            Column("Selskap", itemgetter("selskap"), width=4.2),
            Column("Form", itemgetter("form"), width=2.4),
            Column("Pris (kr per bruker per år)", itemgetter("pris_per_bruker"), whole, 2.5),
            Column("Inngang per kommune (1000 kr)", itemgetter("inngangspris"), whole, 2.5),
            Column("Oppsigelse (måneder)", itemgetter("oppsigelsestid"), whole, 2.4),
            Column("Alle samlet, i dagens verdi (1000 kr)", of_all, signed, 2.6),
        ],
        f"{view.label(alternative.id)}: pris, vilkår og kostnad om alle velger samme selskap",
        source=view.cite(rows["source"]),
        note="Pluss er en kostnad mot alternativ 0. Prisene må hentes inn på nytt før en avtale.",
    )
