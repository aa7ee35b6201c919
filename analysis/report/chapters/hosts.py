"""Which municipality as host, and which company: what each choice would cost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import COST_GROUPS, SCENARIOS
from analysis.decision import MOST_TRIED, Candidate, Result, best_of, undecided
from analysis.model import latest_budget
from analysis.report.findings import wording
from analysis.report.language.numbers import signed, thousand, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
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
    values = sorted((_per_inhabitant(view, host, view.s) for host in hosts), reverse=True)
    if wording.about_same(view, values[0] - values[-1]):
        return "Hvem som er vert, betyr lite for den samlede kostnaden"
    if len(names) == 1:
        return f"{names[0]} som vert gir lavest samlet kostnad i alle de tre beregningene"
    return f"Tallene avgjør ikke mellom {listed(names)} som vert"


def _undecided(view: View, hosts: tuple[Candidate, ...]) -> tuple[str, ...]:
    people = float(view.evaluation.money.region.inhabitants.sum())
    return undecided(hosts, people, view.dataset.settings.analyseperiode)


def _per_inhabitant(view: View, host: Candidate, scenario: int) -> float:
    people = view.evaluation.money.region.inhabitants.sum()
    return float(host.result.social_npv[scenario]) * 1000.0 / float(people)


def _wages(view: View) -> pd.Series:
    """Salaries per person-year, 1000 kr, by kommunenummer; NaN where a cell is unknown."""
    prices, year = view.dataset.shared.price_index, view.dataset.settings.kroneverdi
    amounts = latest_budget(view.dataset.budget, view.codes, prices, year)
    pay = pd.Series(amounts[:, COST_GROUPS.index("lønn")], index=list(view.codes))
    figures = view.key_figures
    posts = figures[figures["størrelse"] == "arsverk"].set_index("kommunenummer")["verdi"]
    posts = posts.reindex(list(view.codes)).astype(float)
    return pay / posts.where(posts > 0)


def _host_table(view: View, alternative: Alternative, hosts: tuple[Candidate, ...]) -> Table:
    wages, users = _wages(view), view.dataset.municipalities["ikt_brukere"].astype(float)
    own = "For oss (1000 kr)" if not view.joint else "For verten selv (1000 kr)"
    rows = []
    for host in hosts:
        m = view.codes.index(host.name)
        inside = host.result.setting.participants
        reader = m if view.joint else view.r
        value = float(host.result.npv[view.s, reader])
        unknown = view.evaluation.uncertain(view.codes[reader], alternative.id)
        outside = not inside[reader]
        rows.append(
            {
                "Vert": view.names[host.name],
                "Alle samlet (1000 kr)": float(host.result.social_npv[view.s]),
                own: None if outside else (np.nan if unknown else value),
                "Lønn per årsverk (1000 kr)": float(wages[host.name]),
                "Systemer som flyttes": float(host.result.outcome.moved[view.s].sum()),
                "Brukere hos de andre": float(users[inside].drop(host.name).sum(skipna=False)),
            }
        )
    frame = pd.DataFrame(rows, index=[host.name for host in hosts], dtype=object)
    columns = list(frame.columns)
    chosen = best_of(hosts).name
    return Table(
        frame,
        f"{view.label(alternative.id)}: netto nåverdi med hver av kommunene som vert",
        formats={
            columns[1]: signed,
            columns[2]: signed,
            columns[3]: thousand,
            columns[4]: whole,
            columns[5]: whole,
        },
        source=view.cite(result_sources(view.dataset, alternative, "")),
        note="Minus er en kostnad mot alternativ 0. «Alle samlet» er samfunnsøkonomisk. Uthevet "
        f"rad er verten som er brukt i resten av rapporten. {wording.gaps(view)}",
        highlight=chosen,
    )


def _host_text(view: View, alternative: Alternative, hosts: tuple[Candidate, ...]) -> str:
    chosen = view.names[best_of(hosts).name]
    others = [escape(view.names[name]) for name in _undecided(view, hosts)[1:]]
    values = [_per_inhabitant(view, host, view.s) for host in hosts]
    apart = wording.kroner(max(values) - min(values))
    parts = [
        "Vertene gir ulik kostnad av tre grunner: felles årsverk får vertens lønnsnivå, de andre "
        "går over til systemene verten har, og verten selv flytter ingen brukere og beholder "
        "ingen kostnader.",
        f"Mellom den rimeligste og den dyreste verten skiller det {apart} per innbygger over "
        f"{wording.years(view)}.",
        f"Resten av rapporten bruker {escape(chosen)} som vert, fordi det gir lavest samlet "
        "kostnad i den sannsynlige beregningen. Om en kommune har kapasitet eller vilje til å være "
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
    value = {host.name: float(host.result.social_npv[view.s]) for host in hosts}
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
    priced = {company.name: company.result for company in view.evaluation.money.companies}
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
    view: View, alternative: Alternative, table: pd.DataFrame, priced: Mapping[str, Result]
) -> Table:
    rows = []
    for _, row in table.iterrows():
        result = priced.get(row["selskap"])
        own = np.nan if result is None else _own_value(view, alternative, result)
        rows.append(
            {
                "Selskap": row["selskap"],
                "Form": row["form"],
                "Pris (kr per bruker per år)": row["pris_per_bruker"],
                "Inngang (1000 kr)": row["inngangspris"],
                "Oppsigelse (måneder)": row["oppsigelsestid"],
                "Alle samlet (1000 kr)": np.nan
                if result is None
                else float(result.social_npv[view.s]),
                "For oss (1000 kr)": own,
            }
        )
    frame = pd.DataFrame(rows, dtype=object)
    if view.joint:
        frame = frame.drop(columns="For oss (1000 kr)")
    forms = {c: (signed if c in frame.columns[5:] else whole) for c in frame.columns[2:]}
    return Table(
        frame,
        f"{view.label(alternative.id)}: pris, vilkår og netto nåverdi",
        formats=forms,
        source=view.cite(table["source"]),
        note="Inngangspris er per kommune. Minus er en kostnad mot alternativ 0.",
        widths=[4.2, 2.4, 2.5, 2.1, 2.4, 2.2, 2.2][: len(frame.columns)],
    )


def _own_value(view: View, alternative: Alternative, result: Result) -> float | None:
    if view.joint or view.gate(alternative.id):
        return None
    return float(view.known(alternative.id, float(result.npv[view.s, view.r])))
