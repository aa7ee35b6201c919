"""How what has moved is put into words, the same on screen, in csv and on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from analysis.dataset.notation import norwegian_date, norwegian_number
from analysis.decision import Conclusion, thresholds
from analysis.decision.change.changes import Changes, Edition
from analysis.decision.change.input_changes import Kind, RowChange
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS
from analysis.decision.change.row_pairs import CODE, Value
from analysis.decision.change.splitting import BEFORE, CHANGE, MODEL, NOW, REMAINDER, SCENARIO
from analysis.decision.change.swapping import FRAME, INDEX, KEY, KRONER, MEMBERS, STANDING
from analysis.report.language.numbers import MINUS, MISSING, decimal
from analysis.report.language.words import listed

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
    STANDING: "beløp som ikke er oppdatert",
    SCENARIO: "valg av beregning",
    MODEL: "programmet",
    REMAINDER: "samspill",
}
# The smallest part of a result that is told, in its own unit.
SEEN = {
    **dict.fromkeys((NPV, PLAN, COST), thresholds.CHANGED_AMOUNT),
    POINTS: thresholds.CHANGED_POINTS,
}
SHIELDED, NOT_THERE = "skjermet rad", "ikke med"
# Columns that do not tell what is special to a new row.
GIVEN = (CODE, "kilde", "kvalitet", "skjermes")
# From here on, thousands are parted; years and codes stay whole.
_LONG = 10_000


def written(value: Value, *, parted: bool = False) -> str:
    """A value of the inputs as a reader writes it; «mangler» where it is empty.

    Thousands are parted where the number is long, and shorter ones too where it is `parted`.
    """
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
    return decimal(value, digits) if parted or abs(value) >= _LONG else text.replace("-", MINUS)


def row_name(change: RowChange) -> str:
    """What tells the row from others in its file; a shielded row is not named."""
    return SHIELDED if change.shielded else change.row


def only_sources(change: RowChange) -> bool:
    """Whether no more is changed in the row than where it is from and how sure it is.

    Of a shielded row that is not told.
    """
    columns = {cell.column for cell in change.cells}
    known = change.kind is Kind.CHANGED and not change.shielded
    return known and bool(columns) and columns <= set(GIVEN[1:3])


def summary(change: RowChange) -> str:
    """What a new or removed row holds, in one line; nothing of a shielded row."""
    if change.shielded:
        return ""
    new = change.kind is Kind.NEW
    values = {cell.column: cell.after if new else cell.before for cell in change.cells}
    return ", ".join(
        f"{name} {written(value)}"
        for name, value in values.items()
        if name not in GIVEN and value is not None and written(value) not in change.row
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
    told += [*_kroner(changes), *_period(changes), *runners(changes), *changes.notes]
    return [*filter(None, told)]


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
        f"I {name}.csv har {_of_rows(rows, every)} samme beløp som i forrige rapport, og beløpene "
        f"er nå regnet som {now}-kroner."
        for name, (rows, every) in changes.standing.items()
        if rows
    ]
    return told


def _of_rows(rows: int, every: int) -> str:
    return "alle radene" if rows == every else f"{rows} av {every} rader"


def runners(changes: Changes) -> list[str]:
    """Where another is host, or it is another company, than before; as sentences of plain text."""
    told = []
    for alternative, run in changes.runs.items():
        what = "vert" if run.now in changes.names else "selskap"
        if run.before and run.now and run.before != run.now:
            then, now = (changes.names.get(name, name) for name in (run.before, run.now))
            told.append(
                f"I alternativ {alternative} er {now} regnet som {what} nå, og {then} i forrige "
                "rapport."
            )
        for name in dict.fromkeys(run.alone.values()):
            causes = listed([CAUSES[cause] for cause, who in run.alone.items() if who == name])
            told.append(
                f"Når bare {causes} byttes, blir {changes.names.get(name, name)} {what} i "
                f"alternativ {alternative}."
            )
    return told


def tangled(
    changes: Changes, code: str, measure: str, alternatives: Collection[str] | None = None
) -> str:
    """Alternatives in which what comes of several causes at once is larger than the change."""
    parts = changes.parts(code, measure).loc[REMAINDER].abs()
    hit = [
        str(a)
        for a, rest in parts.items()
        if (alternatives is None or a in alternatives)
        and rest > max(abs(changes.result(code, str(a), measure)[CHANGE]), SEEN[measure])
    ]
    if not hit:
        return ""
    where = f"alternativ {listed(hit)}"
    return (
        f"I {where} er samspillet større enn hele endringen i {measure}, så delene må leses med "
        "varsomhet."
    )


def _period(changes: Changes) -> list[str]:
    then, now = changes.before.year, changes.after.year
    if then == now:
        return []
    return [f"År 0 er flyttet fra {then} til {now}. «Økonomiplan» er år 1–4 i hver av rapportene."]
