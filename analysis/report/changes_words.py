"""How what has moved is put into words, the same on screen, in csv and on the page."""

from __future__ import annotations

import datetime as dt

from analysis.dataset.numbers import norwegian_date, norwegian_number
from analysis.decision.change.changes import Changes, Edition
from analysis.decision.change.input_changes import Kind, RowChange
from analysis.decision.change.row_pairs import CODE, Value
from analysis.decision.change.splitting import BEFORE, MODEL, NOW, REMAINDER, SCENARIO
from analysis.decision.change.swapping import FRAME, INDEX, KEY, KRONER, MEMBERS, causes_of
from analysis.decision.conclusion import Conclusion
from analysis.report.chapters.words import listed
from analysis.report.numbers import MINUS, MISSING, decimal

# Each cause as a reader knows it, with the definite article where it stands alone.
CAUSES = {
    MEMBERS: "hvem som er med",
    "kommuner": "innbyggere, brukere og årsverk",
    "budsjett": "budsjettene",
    "bemanning": "bemanningen",
    "applikasjoner": "fagsystemene",
    "mandat": "mandatene",
    "vurderinger": "vurderingene",
    "vekter": "vektene",
    "selskaper": "selskapene",
    KEY: "fordelingsnøkkelen",
    FRAME: "rente, periode og vedtaksdato",
    "forutsetninger": "forutsetningene",
    "alternativer": "tiltakene i alternativene",
    "kriterier": "kriteriene",
    INDEX: "prisindeksen",
    KRONER: "kroneverdien",
    SCENARIO: "valg av beregning",
    MODEL: "programmet",
    REMAINDER: "samspill",
}
SHIELDED, NOT_THERE = "skjermet rad", "ikke med"
# Columns that do not tell what is special to a new row.
_GIVEN = (CODE, "kilde", "kvalitet", "skjermes")
# From here on, thousands are parted; years and codes stay whole.
_LONG = 10_000


def written(value: Value) -> str:
    """A value of the inputs as a reader writes it; «mangler» where it is empty."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, dt.date):
        return norwegian_date(value)
    if isinstance(value, str):
        return value
    text = norwegian_number(value)
    digits = len(text.partition(",")[2])
    return decimal(value, digits) if abs(value) >= _LONG else text.replace("-", MINUS)


def row_name(change: RowChange) -> str:
    """What tells the row from others in its file; a shielded row is not named."""
    return SHIELDED if change.shielded else change.row


def summary(change: RowChange) -> str:
    """What a new or removed row holds, in one line; nothing of a shielded row."""
    if change.shielded:
        return ""
    new = change.kind is Kind.NEW
    values = {cell.column: cell.after if new else cell.before for cell in change.cells}
    return ", ".join(
        f"{name} {written(value)}"
        for name, value in values.items()
        if name not in _GIVEN and value is not None and written(value) not in change.row
    )


def edition(one: Edition) -> str:
    """Name one of the two reports: title, date, scenario, kroner and program."""
    program = f", versjon {one.version}" if one.version else ""
    return (
        f"«{one.title}», {norwegian_date(one.date)} ({one.scenario}, {one.kroner}-kroner{program})"
    )


def answer(conclusion: Conclusion | None) -> str:
    """A conclusion in a cell: «2, kommer best ut»."""
    if conclusion is None:
        return NOT_THERE
    return f"{listed(conclusion.leaders)}, {conclusion.strength}"


def gates(changes: Changes, code: str, alternative: str) -> tuple[str, str]:
    """Why an alternative has no figures before and now; empty where it has."""
    row = changes.ranks.xs((code, alternative))
    told = (row[f"merknad_{side}"] for side in (BEFORE, NOW))
    then, now = (one if isinstance(one, str) else NOT_THERE for one in told)
    return then, now


def enough(changes: Changes, code: str) -> str:
    """Which causes alone give the first place to another, as a clause without a full stop."""
    alone = [CAUSES[cause] for cause in changes.turning[code]]
    if not alone:
        return "ingen av endringene er nok til det alene"
    if len(alone) == 1:
        return f"{alone[0]} er nok til det alene"
    return f"hver av disse er nok til det alene: {listed(alone)}"


def rank(best: float, worst: float) -> str:
    """A place or the interval of places, as «2» or «1–3»; «–» where it is not ranked."""
    if not best > 0:
        return "–"
    return f"{best:.0f}" if best == worst else f"{best:.0f}–{worst:.0f}"


def facts(changes: Changes) -> list[str]:
    """What must be known to read the comparison, as sentences of plain text."""
    told = [_moved(changes, changes.joined, "ny"), _moved(changes, changes.left, "ute")]
    told += [
        f"{changes.names.get(new, new)} har skiftet kommunenummer fra {old} til {new}."
        for old, new in changes.recoded.items()
    ]
    return [*filter(None, told), *_kroner(changes), *_period(changes), *changes.notes]


def _moved(changes: Changes, codes: tuple[str, ...], how: str) -> str:
    if not codes:
        return ""
    names = listed([f"{code} {changes.names[code]}" for code in codes])
    if how == "ny":
        return f"{names} er med nå, men var ikke med i forrige rapport."
    return f"{names} var med i forrige rapport, men er ikke med nå."


def _kroner(changes: Changes) -> list[str]:
    then, now = changes.before.kroner, changes.after.kroner
    if changes.years_without_index:
        years = listed([str(year) for year in changes.years_without_index])
        return [
            f"Beløpene kan ikke sammenlignes, fordi prisindeksen mangler {years}. Legg til en rad "
            "for hvert år i inputs/felles/prisindeks.csv, og skriv den nye rapporten på nytt."
        ]
    if then == now:
        return []
    told = [
        f"Beløpene i forrige rapport er regnet om fra {then}- til {now}-kroner med prisindeksen "
        f"(ganget med {decimal(changes.kroner_factor, 3)})."
    ]
    told += [
        f"Beløpene i {name} er ikke endret, men gjelder nå {now}-kroner. Stemmer det?"
        for name in ("applikasjoner", "selskaper")
        if name in changes.causes and not any(name in causes_of(c) for c in changes.inputs)
    ]
    return told


def _period(changes: Changes) -> list[str]:
    then, now = changes.before.year, changes.after.year
    if then == now:
        return []
    return [f"År 0 er flyttet fra {then} til {now}. «Økonomiplan» er år 1–4 i hver av rapportene."]
