"""The tables a working group fills in when it maps what the municipalities have."""

from __future__ import annotations

from dataclasses import replace

from analysis.dataset.tables.categories import COST_GROUPS, FUNCTIONS
from analysis.dataset.tables.columns import (
    CODE,
    QUALITY,
    SHIELDED,
    SOURCE,
    YEAR,
    InputColumn,
    InputTable,
    amount,
    category,
    key,
    needed,
    number,
    text,
)

MUNICIPALITIES = InputTable(
    "kommuner",
    "Kommunene som er med i utredningen, én rad for hver.",
    (
        key(CODE),
        replace(needed(text("navn", "Kommunens navn", "Eksempel")), longest=60),
        replace(
            number("innbyggere", "Innbyggere 1. januar", "12500", whole=True),
            minimum=1,
            advice="Oppgi et helt tall over 0, for eksempel 12500",
        ),
        number("årsverk_totalt", "Avtalte årsverk i hele kommunen", "980,5", unit="årsverk"),
        replace(
            number(
                "ikt_brukere", "Ansatte og andre med brukerkonto, uten elever", "1100", whole=True
            ),
            minimum=1,
            advice="Oppgi et helt tall over 0, for eksempel 1100, eller la cellen stå tom",
        ),
        SOURCE,
        QUALITY,
    ),
    required=True,
)
BUDGET = InputTable(
    "budsjett",
    "IKT-kostnader for hver kommune, hvert år og hver kostnadsgruppe. Skriv 0 hvis kommunen ikke "
    "har kostnaden; en tom celle eller en rad som mangler, regnes som ukjent.",
    (
        key(CODE),
        key(YEAR),
        key(category("kostnadsgruppe", COST_GROUPS, "Hva pengene går til", "lisens")),
        amount(
            "beløp",
            "1000 kr uten merverdiavgift; lønn med pensjon og arbeidsgiveravgift",
            "1250,5",
        ),
        SOURCE,
        QUALITY,
    ),
    required=True,
)
STAFF = InputTable(
    "bemanning",
    "Hvem som arbeider med IKT, én rad for hver kommune og funksjon. Skriv 0 årsverk og 0 "
    "personer hvis ingen har oppgaven.",
    (
        key(CODE),
        key(category("funksjon", FUNCTIONS, "Oppgaven", "sikkerhet")),
        number(
            "årsverk",
            "Årsverk brukt på oppgaven, høyst like mange som personer",
            "0,5",
            unit="årsverk",
        ),
        number("personer", "Hvor mange som kan utføre oppgaven", "1", whole=True),
        category("vakt", ("ja", "nei"), "Om funksjonen har vakt utenom arbeidstid", "nei"),
        SOURCE,
        QUALITY,
        SHIELDED,
    ),
    required=True,
)
APPLICATIONS = InputTable(
    "applikasjoner",
    "Systemene kommunene bruker, én rad for hver kommune, hvert fagområde og hvert system. Skriv "
    "samme system likt i alle kommuner.",
    (
        key(CODE),
        key(
            category(
                "fagområde",
                (
                    "oppvekst", "helse", "sak og arkiv", "økonomi", "personal",
                    "teknisk og geodata", "felles", "annet",
                ),
                "Tjenesten systemet hører til",
                "helse",
            )
        ),
        key(text("system", "Systemets navn", "Eksempel Journal", proper=True)),
        text("leverandør", "Den kommunen har avtale med", "Eksempel AS", proper=True),
        category(
            "driftsform",
            ("lokal", "sky", "ekstern", "felles"),
            "Hvem som drifter: kommunen selv, leverandøren i skyen, en ekstern driftsleverandør "
            "eller flere kommuner sammen",
            "sky",
        ),
        amount(
            "årskostnad",
            "1000 kr per år uten merverdiavgift; inngår i lisens, "
            "eller i drift når driftsformen er ekstern",
            "420",
        ),
        number("brukere", "Hvor mange som bruker systemet", "310", whole=True),
        InputColumn(
            "avtaleslutt",
            "dato",
            "Siste dag i avtalen; tom hvis datoen er ukjent eller avtalen løper uten slutt",
            "Skriv datoen som 31.12.2026 eller 2026-12-31, eller la cellen stå tom",
            "31.12.2026",
            if_empty="telles",
        ),
        category(
            "anskaffelsesstatus",
            ("kontrakt", "forhandling", "anbud ute", "ikke startet", "ukjent"),
            "Hvor langt kommunen er kommet med å ha avtale: kontrakt når avtalen holder til den "
            "går ut, forhandling eller anbud ute når en ny er på vei, ikke startet når en ny "
            "trengs, men arbeidet ikke er begynt",
            "kontrakt",
        ),
        category(
            "kommunenummer_nøkkel",
            ("ja", "nei"),
            "Om systemet bruker kommunenummer som nøkkel",
            "nei",
        ),
        SOURCE,
        QUALITY,
        replace(
            text(
                "systemtype",
                "Hva systemet gjør, skrevet likt i alle kommuner",
                "journalsystem",
                proper=True,
            ),
            optional=True,
            if_empty="telles",
        ),
        replace(
            amount("driftskostnad", "1000 kr per år for å drifte systemet, hvis kjent", "85"),
            optional=True,
            if_empty="lov",
        ),
        SHIELDED,
        InputColumn(
            "opsjon_til",
            "dato",
            "Siste dag avtalen kan forlenges til med opsjon; tom hvis avtalen ikke har opsjon",
            "Skriv datoen som 31.12.2028 eller 2028-12-31, eller la cellen stå tom",
            "31.12.2028",
            optional=True,
            if_empty="lov",
        ),
    ),
    required=True,
)  # fmt: skip
SYSTEM_NAMES = InputTable(
    "systemnavn",
    "Systemer som er skrevet på flere måter, og hva de skal hete. Skriv samme navn i begge "
    "kolonnene for å si at navnet er riktig slik det står. `ikt sjekk NAVN --navneforslag` lager "
    "en liste over navn som kan være samme system; svar ja eller nei i den, og ta den inn med "
    "`ikt importer`, som fyller denne filen.",
    (
        key(text("skrivemåte", "Navnet slik noen har skrevet det", "Journal (Eksempel)")),
        needed(text("system", "Navnet systemet skal ha, et som står i applikasjoner",
                    "Eksempel Journal")),
        replace(
            text("leverandør", "Leverandøren systemet skal stå med; tom beholder den som står",
                 "Eksempel AS"),
            optional=True,
            if_empty="lov",
        ),
    ),
)  # fmt: skip


def _told(name: str, help: str, example: str) -> InputColumn:
    """Return a column that is only there to be read."""
    return replace(text(name, help, example), optional=True, if_empty="lov")


NAME_ANSWERS = InputTable(
    "navneforslag",
    "Navn som kan være samme system. Skriv ja eller nei under svar.",
    (
        key(text("skrivemåte", "Et navn som kan være en skrivemåte", "Journal (Eksempel)")),
        needed(text("system", "Navnet flest bruker", "Eksempel Journal")),
        replace(
            category("svar", ("ja", "nei"), "ja når det er samme system, nei når det er to", "ja"),
            if_empty="lov",
        ),
        _told("fagområde", "Tjenesten systemet hører til", "helse"),
        _told("leverandør", "Leverandøren til systemet flest bruker", "Eksempel AS"),
        _told("type_skrivemåte", "Hva systemet med skrivemåten gjør", "journal"),
        _told("type_system", "Hva systemet flest bruker, gjør", "journal"),
        _told("kommuner_skrivemåte", "Hvor mange kommuner som har skrivemåten", "1"),
        _told("kommuner_system", "Hvor mange kommuner som har det andre navnet", "4"),
        _told("likhet", "Hvor like navnene er, fra 0 til 100", "95"),
    ),
    required=True,
)
ORGANISATION = InputTable(
    "organisering",
    "Hvordan kommunene er organisert, og hvilke avtaler de har.",
    (
        CODE,
        needed(
            category(
                "tema",
                ("organisering", "eksisterende samarbeid", "oppsigelsestid", "vakt", "annet"),
                "Hva svaret gjelder",
                "eksisterende samarbeid",
            )
        ),
        text(
            "svar",
            "Svaret, som det skal stå i rapporten",
            "Felles sak- og arkivsystem med nabokommunen",
        ),
        SOURCE,
    ),
)
