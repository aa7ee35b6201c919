"""What must hold across rows and tables: keys, codes, and sums; everything here is a feil."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import isnan
from typing import Any

from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.notation import listed, norwegian_date, norwegian_number
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, TableData
from analysis.dataset.tables import KEY_COLUMNS, UNITS, impossible


def check_consistency(inputs: Inputs, log: ProblemLog) -> None:
    """Tell every feil that shows only when rows or tables are held against each other.

    Parameters
    ----------
    inputs : Inputs
        What was read; a cell that was refused is empty here and is not told again.
    log : ProblemLog
        Where trouble is told.
    """
    _check_municipalities(inputs, log)
    sound = _codes_are_sound(inputs.tables["kommuner"])
    for data in inputs.tables.values():
        check_duplicates(data, log)
        if sound:
            _check_codes(data, inputs.names, log)
    _check_staff(inputs.tables["bemanning"], log)
    _check_options(inputs.tables["applikasjoner"], log)
    _check_sizes(inputs.of_those_in, log)
    _check_weights(inputs.of_those_in, log)
    _check_null_alternative(inputs.tables["vurderinger"], log)
    _check_null_mandate(inputs.tables["mandat"], log)
    _check_official(inputs.tables["kommunedata"], log)


def _check_municipalities(inputs: Inputs, log: ProblemLog) -> None:
    data = inputs.tables["kommuner"]
    if data.found and not len(data) and not log.has_errors(data.file):
        log.error(
            data.file, None, None, "Filen har ingen kommuner. Legg inn én rad for hver kommune"
        )


def check_duplicates(data: TableData, log: ProblemLog) -> None:
    """Tell each row whose key another row of the table has."""
    key = data.table.key
    if not key:
        return
    filled = [place for place, name in enumerate(key) if data.table[name].if_empty != "lov"]
    first_lines: dict[tuple[Any, ...], int] = {}
    for *row, line in data.rows(*key, LINE):
        if any(row[place] in ("", 0) for place in filled):
            continue
        compared = tuple(cell.casefold() if isinstance(cell, str) else cell for cell in row)
        first = first_lines.setdefault(compared, line)
        if first == line:
            continue
        shown = ", ".join(str(value) for value in row if value != "")
        column = key[0] if len(key) == 1 else None
        log.error(
            data.file,
            line,
            column,
            f"«{shown}» står også på linje {first}{_older(data, line, first)}. "
            f"{_ONCE[len(key) > 1]}",
        )


def _older(data: TableData, *lines: int) -> str:
    """Name the older codes that make rows the same, where it cannot be seen in the file."""
    codes = list(dict.fromkeys(data.older_codes[n] for n in lines if n in data.older_codes))
    if not codes:
        return ""
    told = listed([f"«{code}»" for code in codes])
    return f" ({told} er {'eldre numre' if len(codes) > 1 else 'et eldre nummer'} for kommunen)"


_ONCE = {
    False: "Slett den ene raden",
    True: "Slå sammen de to radene, eller rett den som er feil",
}


def _codes_are_sound(municipalities: TableData) -> bool:
    """Whether ``kommuner`` has neither refused nor double codes, which would be told many times."""
    codes = municipalities.columns["kommunenummer"]
    return "" not in codes and len(set(codes)) == len(codes)


def _check_codes(data: TableData, names: Mapping[str, str], log: ProblemLog) -> None:
    """Tell codes that ``kommuner`` lacks."""
    if data.table.name == "kommuner" or "kommunenummer" not in data.columns or not names:
        return
    unknown: dict[str, list[int]] = defaultdict(list)
    for code, line in data.rows("kommunenummer", LINE):
        if code and code not in names:
            unknown[code].append(line)
    known = ", ".join(f"{code} {name}" for code, name in names.items())
    for code, (line, *others) in unknown.items():
        more = len(others)
        rest = f" (og på {more} {'linje' if more == 1 else 'linjer'} til)" if more else ""
        log.error(
            data.file,
            line,
            "kommunenummer",
            f"{_as_written(data, line, code)}{rest} står ikke i kommuner. Legg kommunen til "
            f"der, eller bruk en av disse: {known}",
        )


def _as_written(data: TableData, line: int, code: str) -> str:
    """Return «1638, som nå er 5059» where the row has an older code, else «5059»."""
    older = data.older_codes.get(line)
    return f"«{older}», som nå er {code}," if older else f"«{code}»"


def _check_staff(data: TableData, log: ProblemLog) -> None:
    for fte, persons, line in data.rows("årsverk", "personer", LINE):
        if not fte > persons + 1e-9:
            continue
        who = "1 person" if persons == 1 else f"{norwegian_number(persons)} personer"
        log.error(
            data.file,
            line,
            "årsverk",
            f"{norwegian_number(fte)} årsverk er mer enn {who} kan utføre. "
            f"Rett årsverk eller personer{_if_percent(fte, persons)}",
        )


def _if_percent(fte: float, persons: float) -> str:
    """What to write where årsverk look like percent: «50» for one person."""
    share = norwegian_number(round(fte / 100, 9))
    looks_so = fte == int(fte) and max(9, 5 * persons) < fte <= 100 * persons
    return f". Er det {norwegian_number(fte)} prosent, skriver du {share}" if looks_so else ""


def _check_options(data: TableData, log: ProblemLog) -> None:
    for end, option, line in data.rows("avtaleslutt", "opsjon_til", LINE):
        if end is not None and option is not None and option < end:
            log.error(
                data.file,
                line,
                "opsjon_til",
                f"{norwegian_date(option)} er før avtaleslutt {norwegian_date(end)}. Skriv siste "
                "dag opsjonen gir rett til, eller la cellen stå tom",
            )


def _check_sizes(inputs: Inputs, log: ProblemLog) -> None:
    """Tell sizes of 0, and sizes nobody has given though the keys need them."""
    data, file = inputs.tables["kommuner"], inputs.file("kommuner")
    if not len(data) or log.has_errors(file):
        return
    settings = inputs.settings
    keys = (settings.fordeling, settings.lonnsfordeling) if settings else ()
    parts = [part for part in KEY_COLUMNS if any(key.get(part) for key in keys)]
    needed = {"innbyggere"} | {KEY_COLUMNS[part] for part in parts}
    for column in sorted(needed):
        for size, line in data.rows(column, LINE):
            if size == 0:
                log.error(file, line, column, _SHARED_BY)
        if all(map(isnan, data.columns[column])):
            log.error(
                file,
                None,
                column,
                "Ingen av kommunene har oppgitt tallet. Fyll det inn, eller velg andre andeler "
                "under [fordeling] og [lonnsfordeling] i utredning.toml",
            )


_SHARED_BY = (
    "0 kan ikke brukes, fordi felles kostnader deles etter dette tallet. Rett det, la cellen stå "
    "tom hvis tallet er ukjent, eller velg en annen fordelingsnøkkel"
)


def _check_weights(inputs: Inputs, log: ProblemLog) -> None:
    data, names = inputs.tables["vekter"], inputs.names
    if log.has_errors(data.file):
        return
    first_lines: dict[str, int] = {}
    weighing = set()
    for code, weight, line in data.rows("kommunenummer", "vekt", LINE):
        first_lines.setdefault(code, line)
        if weight > 0:
            weighing.add(code)
    for code, line in first_lines.items():
        if code not in weighing:
            whose = f"Vektene til {code} {names.get(code, '')}" if code else "De felles vektene"
            log.error(
                data.file,
                line,
                "vekt",
                f"{whose} blir til sammen 0. Gi minst ett kriterium en vekt over 0",
            )


def _check_null_alternative(data: TableData, log: ProblemLog) -> None:
    for alternative, extent, line in data.rows("alternativ", "omfang", LINE):
        if alternative == "0" and extent and not isnan(extent):
            log.error(
                data.file,
                line,
                "omfang",
                "Alternativ 0 er det de andre måles mot, men har "
                f"omfang {norwegian_number(extent)}. Skriv 0",
            )


def _check_null_mandate(data: TableData, log: ProblemLog) -> None:
    for alternative, allowed, line in data.rows("alternativ", "tillatt", LINE):
        if alternative == "0" and allowed == "nei":
            log.error(
                data.file,
                line,
                "tillatt",
                "Alternativ 0 er å fortsette som i dag og kan ikke være utenfor mandatet. "
                "Skriv ja, eller slett raden",
            )


def _check_official(data: TableData, log: ProblemLog) -> None:
    for quantity, value, unit, line in data.rows("størrelse", "verdi", "enhet", LINE):
        if unit and UNITS.get(quantity, unit) != unit:
            log.error(
                data.file,
                line,
                "enhet",
                f"«{unit}» er ikke enheten for {quantity}. Oppgi tallet i {UNITS[quantity]}",
            )
        elif why := impossible(quantity, value):
            shown = f"«{norwegian_number(value)}» kan ikke stemme"
            log.error(data.file, line, "verdi", f"{shown}. {why}. Rett tallet, eller slett raden")
