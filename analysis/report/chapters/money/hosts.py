"""Which municipality as host, and which company: what each choice would cost."""

from __future__ import annotations

from collections.abc import Collection
from operator import itemgetter

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import SCENARIOS
from analysis.decision import MOST_TRIED, Candidate, best_of, undecided
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, thousand, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def candidates(view: View) -> Stack:
    """Every possible host, and every company that is mapped."""
    hosting = next((a for a in view.alternatives if a.vert), None)
    buying = next((a for a in view.alternatives if a.selskap), None)
    return Stack(
        *(_hosts(view, hosting) if hosting else []),
        *(_companies(view, buying) if buying else []),
    )


def _hosts(view: View, alternative: Alternative) -> list[Element]:
    hosts = view.evaluation.money.hosts
    if len(hosts) < 2:
        return [
            Heading("Ingen kommuner å velge mellom som vert", 1),
            Text(
                f"{capital(view.phrase(alternative.id))} trenger minst to kommuner med mandat til "
                "å delta, og så mange er det ikke."
            ),
        ]
    return [
        Heading(_host_finding(view, hosts), 1),
        _host_table(view, alternative, hosts),
        Text(_host_text(view, alternative, hosts)),
    ]


def _host_finding(view: View, hosts: tuple[Candidate, ...]) -> str:
    """Name a host only if it is best in all three scenarios and by more than a trifle."""
    names = [view.names[name] for name in _undecided(view, hosts)]
    if wording.about_same(view, _apart(view, hosts)):
        return "Hvem som er vert, betyr lite for den samlede kostnaden"
    if len(names) == 1:
        return f"{names[0]} som vert gir lavest samlet kostnad i alle de tre beregningene"
    return f"Tallene avgjør ikke mellom {listed(names)} som vert"


def _undecided(view: View, hosts: tuple[Candidate, ...]) -> tuple[str, ...]:
    people = view.of_municipality("").people
    return undecided(hosts, people, view.dataset.settings.analyseperiode)


def _apart(view: View, hosts: tuple[Candidate, ...]) -> float:
    """Kroner per inhabitant between the cheapest and the dearest host."""
    together = view.of_municipality("")
    values = [together.npv_if("hosts", host.name) * 1000.0 / together.people for host in hosts]
    return max(values) - min(values)


def _host_table(view: View, alternative: Alternative, hosts: tuple[Candidate, ...]) -> Table:
    together, inside = view.of_municipality(""), view.participants(alternative.id)
    wages = view.latest_costs["lønn"] / view.today["arsverk"].where(view.today["arsverk"] > 0)
    users = view.dataset.municipalities["ikt_brukere"].astype(float)[list(inside)]

    def of_all(host: Candidate) -> float:
        return together.npv_if("hosts", host.name)

    def own(host: Candidate) -> float | None:
        reader = view.of_municipality(host.name if view.joint else view.code)
        if reader.code not in inside:
            return None
        return float(reader.known(alternative.id, reader.npv_if("hosts", host.name)))

    return Table.of(
        {host.name: host for host in hosts},
        [
            Column("Vert", lambda host: view.names[host.name]),
            Column("Alle samlet (1000 kr)", of_all, signed),
            Column(f"For {'verten selv' if view.joint else 'oss'} (1000 kr)", own, signed),
            Column("Lønn per årsverk (1000 kr)", lambda host: wages[host.name], thousand),
            Column("Systemer som flyttes", lambda host: together.moved(host.result), whole),
            Column(
                "Brukere hos de andre",
                lambda host: users.drop(host.name).sum(skipna=False),
                whole,
            ),
        ],
        f"{view.label(alternative.id)}: netto nåverdi med hver av kommunene som vert",
        source=view.cite(result_sources(view.dataset, alternative, "")),
        note="Minus er en kostnad mot alternativ 0. «Alle samlet» er samfunnsøkonomisk. Uthevet "
        f"rad er verten som er brukt i resten av rapporten. {wording.gaps(view)}",
        highlight=best_of(hosts).name,
    )


def _host_text(view: View, alternative: Alternative, hosts: tuple[Candidate, ...]) -> str:
    chosen = view.names[best_of(hosts).name]
    others = [escape(view.names[name]) for name in _undecided(view, hosts)[1:]]
    apart = wording.kroner(_apart(view, hosts))
    parts = [
        "Vertene gir ulik kostnad av tre grunner: felles årsverk får vertens lønnsnivå, de andre "
        "går over til systemene verten har, og verten selv flytter ingen brukere og beholder "
        "ingen kostnader.",
        f"Mellom den rimeligste og den dyreste verten skiller det {apart} per innbygger over "
        f"{wording.years(view)}.",
        f"Resten av rapporten bruker {escape(chosen)} som vert, fordi det gir lavest samlet "
        "kostnad i den forventede beregningen. Om en kommune har kapasitet eller vilje til å være "
        "vert, er ikke regnet med. Hvem som skal være vert, må kommunene avtale.",
    ]
    if others:
        parts.append(
            f"{listed(others)} er best eller om lag like god{'' if len(others) == 1 else 'e'} i "
            "minst én av de tre beregningene, og førsteplassen er derfor prøvd med dem som vert."
        )
        parts.append(_cheaper_but_not_named(view, hosts))
    if not view.joint and view.gate(alternative.id):
        parts.append(f"For {view.md_name} er alternativet {view.gate(alternative.id)}.")
    return " ".join(filter(None, parts))


def _cheaper_but_not_named(view: View, hosts: tuple[Candidate, ...]) -> str:
    """Hosts not among the undecided that the table puts before some who are, and why."""
    named = _undecided(view, hosts)
    if len(named) == MOST_TRIED:
        return ""
    value = {host.name: view.of_municipality("").npv_if("hosts", host.name) for host in hosts}
    passed = {
        name: [other for other in named if round(value[other], 3) < round(value[name], 3)]
        for name in value
        if name not in named
    }
    ahead = [name for name, others in passed.items() if others]
    if not ahead:
        return ""
    behind = [other for other in named if any(other in passed[name] for name in ahead)]
    who, those = (escape(listed([view.names[name] for name in n])) for n in (ahead, behind))
    return (
        f"{who} er ikke det i noen av de tre, og er derfor ikke med, selv om tabellen viser lavere "
        f"kostnad enn med {those} som vert."
    )


def _companies(view: View, alternative: Alternative) -> list[Element]:
    table = view.dataset.companies
    if table.empty:
        return [
            Heading("Ingen eksisterende selskaper er kartlagt", 2),
            Text(
                f"{capital(view.phrase(alternative.id))} kan ikke rangeres før minst ett selskap "
                "med pris er lagt inn i selskaper.csv."
            ),
        ]
    priced = [company.name for company in view.evaluation.money.companies]
    return [
        Heading(_company_finding(view, alternative), 2),
        _company_table(view, alternative, table, priced),
        Text(
            "Tallene viser hva det koster om alle deltakerne velger samme selskap. Prisene må "
            "hentes inn på nytt før det tas stilling til avtale, og regelverket for anskaffelser "
            "må avklares for hver av dem."
        ),
    ]


def _company_finding(view: View, alternative: Alternative) -> str:
    companies = view.evaluation.money.companies
    if not companies:
        return "Ingen av de kartlagte selskapene har oppgitt pris"
    best = {best_of(companies, s).name for s in range(len(SCENARIOS))}
    if len(companies) > 1 and len(best) == 1:
        return f"{best.pop()} gir lavest kostnad av selskapene som er kartlagt"
    return f"Selskapene som er kartlagt for {wording.named(view, alternative.id)}"


def _company_table(
    view: View, alternative: Alternative, table: pd.DataFrame, priced: Collection[str]
) -> Table:
    together, closed = view.of_municipality(""), view.gate(alternative.id)

    def of_all(company: pd.Series) -> float:
        name = company["selskap"]
        return together.npv_if("companies", name) if name in priced else np.nan

    def own(company: pd.Series) -> float | None:
        name = company["selskap"]
        if name not in priced:
            return np.nan
        if closed:
            return None
        return float(view.known(alternative.id, view.npv_if("companies", name)))

    columns: list[Column[pd.Series]] = [
        Column("Selskap", itemgetter("selskap"), width=4.2),
        Column("Form", itemgetter("form"), width=2.4),
        Column("Pris (kr per bruker per år)", itemgetter("pris_per_bruker"), whole, 2.5),
        Column("Inngang (1000 kr)", itemgetter("inngangspris"), whole, 2.1),
        Column("Oppsigelse (måneder)", itemgetter("oppsigelsestid"), whole, 2.4),
        Column("Alle samlet (1000 kr)", of_all, signed, 2.2),
        Column("For oss (1000 kr)", own, signed, 2.2),
    ]
    return Table.of(
        [company for _, company in table.iterrows()],
        columns[:-1] if view.joint else columns,
        f"{view.label(alternative.id)}: pris, vilkår og netto nåverdi",
        source=view.cite(table["source"]),
        note="Inngangspris er per kommune. Minus er en kostnad mot alternativ 0.",
    )
