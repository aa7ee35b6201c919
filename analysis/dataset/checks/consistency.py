"""What must hold across rows and tables: keys, codes, and sums; everything here is a feil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.dataset.definitions import Shared
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.notation import listed, norwegian_date, norwegian_number
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, TableData
from analysis.dataset.tables import KEY_COLUMNS, UNITS


@dataclass(frozen=True)
class Inputs:
    """Everything read, before it is held together.

    Attributes
    ----------
    tables : mapping of str to TableData
        By table name.
    settings : Settings or None
        None where they could not be read.
    shared : Shared or None
        None where they could not be read.
    price_file : str
        The price index as the user knows it.
    kroneverdi_line : int or None
        Where ``kroneverdi`` stands in the settings.
    """

    tables: Mapping[str, TableData]
    settings: Settings | None
    shared: Shared | None
    price_file: str
    kroneverdi_line: int | None

    def frame(self, name: str) -> pd.DataFrame:
        """Return the rows of a table."""
        return self.tables[name].frame

    def file(self, name: str) -> str:
        """Return the file of a table as the user knows it."""
        return self.tables[name].file

    @property
    def names(self) -> dict[str, str]:
        """Names of the municipalities by code, in the order of the file."""
        frame = self.frame("kommuner")
        rows = zip(frame["kommunenummer"], frame["navn"], strict=True)
        return {code: name for code, name in rows if code}


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
    for data in inputs.tables.values():
        check_duplicates(data, log)
        if _codes_are_sound(inputs.frame("kommuner")):
            _check_codes(data, inputs.names, log)
    _check_staff(inputs.tables["bemanning"], log)
    _check_options(inputs.tables["applikasjoner"], log)
    _check_sizes(inputs, log)
    _check_weights(inputs.tables["vekter"], inputs.names, log)
    _check_null_alternative(inputs.tables["vurderinger"], log)
    _check_null_mandate(inputs.tables["mandat"], log)
    _check_units(inputs.tables["kommunedata"], log)


def _check_municipalities(inputs: Inputs, log: ProblemLog) -> None:
    data = inputs.tables["kommuner"]
    if data.found and data.frame.empty and not log.has_errors(data.file):
        log.error(
            data.file, None, None, "Filen har ingen kommuner. Legg inn én rad for hver kommune"
        )


def check_duplicates(data: TableData, log: ProblemLog) -> None:
    """Tell each row whose key another row of the table has."""
    if not data.table.key:
        return
    key = list(data.table.key)
    frame = data.frame
    filled = frame[[name for name in key if data.table[name].if_empty != "lov"]]
    usable = frame[~filled.isin(["", 0]).any(axis=1)]
    compared = usable[key].apply(
        lambda column: column.str.casefold() if column.dtype == "str" else column
    )
    double = compared.duplicated()
    if not double.any():
        return
    first_lines = usable[LINE].groupby([compared[name] for name in key]).transform("first")
    values, lines = usable.loc[double, key].to_numpy().tolist(), usable.loc[double, LINE]
    for row, line, first in zip(values, lines, first_lines[double], strict=True):
        shown = ", ".join(str(value) for value in row if value != "")
        column = key[0] if len(key) == 1 else None
        log.error(
            data.file,
            int(line),
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


def _codes_are_sound(municipalities: pd.DataFrame) -> bool:
    """Whether ``kommuner`` has neither refused nor double codes, which would be told many times."""
    codes = municipalities["kommunenummer"]
    return bool(codes.ne("").all() and codes.is_unique)


def _check_codes(data: TableData, names: Mapping[str, str], log: ProblemLog) -> None:
    """Tell codes that ``kommuner`` lacks."""
    if data.table.name == "kommuner" or "kommunenummer" not in data.frame or not names:
        return
    known = ", ".join(f"{code} {name}" for code, name in names.items())
    codes = data.frame["kommunenummer"]
    unknown = data.frame[(codes != "") & ~codes.isin(list(names))]
    for code, lines in unknown.groupby("kommunenummer", sort=False)[LINE]:
        more = len(lines) - 1
        rest = f" (og på {more} {'linje' if more == 1 else 'linjer'} til)" if more else ""
        line = int(lines.iloc[0])
        log.error(
            data.file,
            line,
            "kommunenummer",
            f"{_as_written(data, line, str(code))}{rest} står ikke i kommuner. Legg kommunen til "
            f"der, eller bruk en av disse: {known}",
        )


def _as_written(data: TableData, line: int, code: str) -> str:
    """Return «1638, som nå er 5059» where the row has an older code, else «5059»."""
    older = data.older_codes.get(line)
    return f"«{older}», som nå er {code}," if older else f"«{code}»"


def _check_staff(data: TableData, log: ProblemLog) -> None:
    wrong = data.frame[data.frame["årsverk"] > data.frame["personer"] + 1e-9]
    for fte, persons, line in zip(wrong["årsverk"], wrong["personer"], wrong[LINE], strict=True):
        who = "1 person" if persons == 1 else f"{norwegian_number(persons)} personer"
        log.error(
            data.file,
            int(line),
            "årsverk",
            f"{norwegian_number(fte)} årsverk er mer enn {who} kan utføre. "
            "Rett årsverk eller personer",
        )


def _check_options(data: TableData, log: ProblemLog) -> None:
    ends = zip(data.frame["avtaleslutt"], data.frame["opsjon_til"], data.frame[LINE], strict=True)
    for end, option, line in ends:
        if end is not None and option is not None and option < end:
            log.error(
                data.file,
                int(line),
                "opsjon_til",
                f"{norwegian_date(option)} er før avtaleslutt {norwegian_date(end)}. Skriv siste "
                "dag opsjonen gir rett til, eller la cellen stå tom",
            )


def _check_sizes(inputs: Inputs, log: ProblemLog) -> None:
    """Tell sizes nobody has given, though per-inhabitant figures or the key need them."""
    frame, file = inputs.frame("kommuner"), inputs.file("kommuner")
    if frame.empty or log.has_errors(file):
        return
    key = inputs.settings.fordeling if inputs.settings else {}
    needed = {"innbyggere"} | {KEY_COLUMNS[part] for part in KEY_COLUMNS if key.get(part)}
    for column in sorted(needed):
        for line in frame.loc[frame[column] == 0, LINE]:
            log.error(
                file,
                int(line),
                column,
                "0 kan ikke brukes, fordi felles kostnader deles etter dette tallet. Rett det, la "
                "cellen stå tom hvis tallet er ukjent, eller velg en annen fordelingsnøkkel",
            )
        if frame[column].isna().all():
            log.error(
                file,
                None,
                column,
                "Ingen av kommunene har oppgitt tallet. Fyll det inn, eller velg en "
                "fordelingsnøkkel i utredning.toml som ikke bruker det",
            )


def _check_weights(data: TableData, names: Mapping[str, str], log: ProblemLog) -> None:
    if log.has_errors(data.file):
        return
    sums = data.frame.groupby("kommunenummer", sort=False).agg({"vekt": "sum", LINE: "min"})
    for code, total, line in zip(sums.index, sums["vekt"], sums[LINE], strict=True):
        if not total > 0:
            whose = f"Vektene til {code} {names.get(code, '')}" if code else "De felles vektene"
            log.error(
                data.file,
                int(line),
                "vekt",
                f"{whose} blir til sammen 0. Gi minst ett kriterium en vekt over 0",
            )


def _check_null_alternative(data: TableData, log: ProblemLog) -> None:
    wrong = data.frame[(data.frame["alternativ"] == "0") & data.frame["omfang"].fillna(0).ne(0)]
    for extent, line in zip(wrong["omfang"], wrong[LINE], strict=True):
        log.error(
            data.file,
            int(line),
            "omfang",
            "Alternativ 0 er det de andre måles mot, men har "
            f"omfang {norwegian_number(extent)}. Skriv 0",
        )


def _check_null_mandate(data: TableData, log: ProblemLog) -> None:
    frame = data.frame
    for line in frame.loc[(frame["alternativ"] == "0") & (frame["tillatt"] == "nei"), LINE]:
        log.error(
            data.file,
            int(line),
            "tillatt",
            "Alternativ 0 er å fortsette som i dag og kan ikke være utenfor mandatet. "
            "Skriv ja, eller slett raden",
        )


def _check_units(data: TableData, log: ProblemLog) -> None:
    rows = zip(data.frame["størrelse"], data.frame["enhet"], data.frame[LINE], strict=True)
    for quantity, unit, line in rows:
        if unit and UNITS.get(quantity, unit) != unit:
            log.error(
                data.file,
                int(line),
                "enhet",
                f"«{unit}» er ikke enheten for {quantity}. Oppgi tallet i {UNITS[quantity]}",
            )


def by_municipality(
    frame: pd.DataFrame, names: Mapping[str, str]
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """Yield code, «0301 Oslo» and rows of each municipality, in the order of ``kommuner``."""
    groups = dict(iter(frame.groupby("kommunenummer", sort=False)))
    for code, name in names.items():
        yield code, f"{code} {name}".strip(), groups.get(code, frame.iloc[:0])
