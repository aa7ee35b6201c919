"""The table of official figures that `ikt kommunedata` writes."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.dataset.tables.columns import (
    CODE,
    SOURCE,
    YEAR,
    InputColumn,
    InputTable,
    category,
    key,
    needed,
)

INHABITANTS = "innbyggere"
ADMINISTRATION = "administrasjon_brutto"
MAN_YEARS = "årsverk"
# What each quantity is counted in.
UNITS = {
    INHABITANTS: "personer",
    ADMINISTRATION: "1000 kr",
    "administrasjon_netto": "1000 kr",
    "funksjon_120_brutto": "1000 kr",
    "funksjon_120_netto": "1000 kr",
    "funksjon_121_brutto": "1000 kr",
    "funksjon_121_netto": "1000 kr",
    "funksjon_130_brutto": "1000 kr",
    "funksjon_130_netto": "1000 kr",
    MAN_YEARS: "årsverk",
    "årsverk_administrasjon": "årsverk",
}
FINAL, UNREVISED = "endelig", "urevidert"
PUBLISHED = (3, 15)  # month and day of the year after, when KOSTRA is first published
REVISED = (6, 15)  # month and day of the year after, when Statistics Norway has revised KOSTRA
_DATE = "Skriv datoen som 15.06.2026 eller 2026-06-15, eller la cellen stå tom"

OFFICIAL = InputTable(
    "kommunedata",
    "Offisielle tall for kommunene, fra Statistisk sentralbyrå. `ikt kommunedata` "
    "skriver filen; dere kan også føre inn rader selv.",
    (
        key(CODE),
        key(YEAR),
        key(
            category(
                "størrelse",
                tuple(UNITS),
                "Hva tallet gjelder; innbyggere er per 1. januar, resten gjelder regnskapsåret",
                ADMINISTRATION,
            )
        ),
        InputColumn(
            "verdi",
            "tall",
            "Tallet, slik det er publisert",
            "Oppgi et tall, for eksempel 45262",
            "45262",
            if_empty="feil",
        ),
        needed(
            category(
                "enhet", tuple(dict.fromkeys(UNITS.values())), "Enheten tallet er i", "1000 kr"
            )
        ),
        replace(SOURCE, example="SSB tabell 12362 (CC BY 4.0)"),
        InputColumn(
            "oppdatert",
            "dato",
            "Dagen SSB sist endret tabellen tallet er fra; tom hvis ukjent",
            _DATE,
            "15.06.2026",
            if_empty="lov",
        ),
        InputColumn(
            "hentet",
            "dato",
            "Dagen tallet ble hentet; tom hvis ukjent",
            _DATE,
            "22.11.2026",
            if_empty="lov",
        ),
        replace(
            category(
                "status",
                (FINAL, UNREVISED),
                "urevidert til SSB har rettet tallene, 15. juni året etter, og når SSB kaller "
                "tallet foreløpig; tom hvis ukjent",
                FINAL,
            ),
            if_empty="lov",
        ),
    ),
)


def official_values(official: pd.DataFrame, quantity: str) -> pd.Series:
    """Return the values of a quantity, indexed by kommunenummer and år."""
    rows = official[official["størrelse"] == quantity]
    return rows.set_index(["kommunenummer", "år"])["verdi"]


# Of each unit, more than the whole country has: a slip of the keyboard, or no figure at all.
_MOST = {"personer": 10_000_000, "1000 kr": 1_000_000_000, "årsverk": 10_000_000}


def impossible(quantity: str, value: float) -> str:
    """Why a value cannot be of a quantity, as a sentence without a full stop; empty if it can."""
    unit = UNITS.get(quantity)
    if unit is None or value != value:
        return ""
    if quantity == INHABITANTS and (value <= 0 or value != int(value)):
        return "Innbyggere er et helt tall over 0"
    if value < 0 and not quantity.endswith("_netto"):
        return "Tallet kan ikke være mindre enn 0"
    if abs(value) > _MOST[unit]:
        return "Tallet er større enn for hele landet"
    return ""
