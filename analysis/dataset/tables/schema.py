"""All input tables, in the order in which they are read and documented.

Everything that reads, checks, documents or starts an input file goes by these tables.
"""

from __future__ import annotations

from dataclasses import replace

from analysis.dataset.tables.columns import (
    SOURCE,
    YEAR,
    InputColumn,
    InputTable,
    category,
    key,
    needed,
    text,
)
from analysis.dataset.tables.decision_tables import COMPANIES, JUDGEMENTS, MANDATE, RISKS, WEIGHTS
from analysis.dataset.tables.mapping_tables import (
    APPLICATIONS,
    BUDGET,
    MUNICIPALITIES,
    ORGANISATION,
    STAFF,
    SYSTEM_NAMES,
)
from analysis.dataset.tables.official_table import OFFICIAL

TABLES = (
    MUNICIPALITIES,
    BUDGET,
    STAFF,
    APPLICATIONS,
    SYSTEM_NAMES,
    ORGANISATION,
    MANDATE,
    JUDGEMENTS,
    WEIGHTS,
    COMPANIES,
    RISKS,
    OFFICIAL,
)

_FIGURE = "Oppgi et tall, for eksempel 1250,5, eller la cellen stå tom"
_EXPERIENCE_YEAR = "Oppgi et årstall, for eksempel 2017, eller la cellen stå tom"

EXPERIENCE = InputTable(
    "erfaringer",
    "Hva som skjedde i virkelige samarbeid: planlagt mot faktisk, med kilde.",
    (
        needed(text("samarbeid", "Samarbeidets navn", "eSunnmøre")),
        replace(YEAR, kind="tall", advice=_EXPERIENCE_YEAR, if_empty="lov", minimum=1980),
        needed(
            category(
                "tema",
                (
                    "kostnad", "engangskostnad", "bemanning", "organisering", "styring",
                    "anskaffelse", "omfang", "uttreden",
                ),
                "Hva erfaringen handler om",
                "kostnad",
            )
        ),
        InputColumn("planlagt", "tall", "Det som var planlagt", _FIGURE, "20000", if_empty="lov"),
        InputColumn("faktisk", "tall", "Det som ble resultatet", _FIGURE, "26500", if_empty="lov"),
        replace(text("enhet", "Enheten tallene er i", "1000 kr"), if_empty="lov"),
        needed(text("beskrivelse", "Hva som skjedde", "Innføringen tok ett år mer enn planlagt")),
        replace(
            category(
                "samarbeidsform",
                ("faglig samarbeid", "felles driftsstøtte", "vertskommune", "outsourcing", "annet"),
                "Formen samarbeidet hadde",
                "vertskommune",
            ),
            if_empty="lov",
        ),
        replace(
            category(
                "område",
                ("infrastruktur", "fagsystemer", "publikumstjenester"),
                "Det samarbeidet gjaldt",
                "infrastruktur",
            ),
            if_empty="lov",
        ),
        replace(
            text("alternativ", "Alternativene erfaringen gjelder, skilt med mellomrom", "3 5"),
            if_empty="lov",
        ),
        needed(SOURCE),
    ),
    required=True,
)  # fmt: skip
PRICE_INDEX = InputTable(
    "prisindeks",
    "Prisindeksen som regner beløp fra ett år om til kroner i et annet. Hvert år har et nivå eller "
    "en vekst fra året før.",
    (
        key(YEAR),
        InputColumn(
            "indeks",
            "tall",
            "Prisnivået det året",
            "Oppgi et tall over 0, for eksempel 112,4",
            "112,4",
            if_empty="lov",
            optional=True,
            minimum=0.001,
        ),
        needed(SOURCE),
        InputColumn(
            "vekst",
            "tall",
            "Hvor mange prosent prisene har steget fra året før; brukes når indeks er tom",
            "Oppgi prosenten som et tall fra −20 til 50, for eksempel 3,9",
            "3,9",
            if_empty="lov",
            optional=True,
            minimum=-20,
            maximum=50,
        ),
    ),
    required=True,
)
