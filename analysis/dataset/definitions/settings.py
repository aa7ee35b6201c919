"""The settings of one analysis: ``utredning.toml``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import BeforeValidator, Field, ValidationError

from analysis.dataset.definitions.cooperation_settings import (
    KEY_HELP,
    KEYS,
    Leaving,
    NamedKey,
    check_cooperation,
    quoted,
    sum_trouble,
    wrong_group,
)
from analysis.dataset.definitions.price_estimates import (
    ESTIMATES,
    PriceRise,
    PriceYear,
    check_estimates,
)
from analysis.dataset.definitions.settings_help import ADVICE, HELP, SHARES_ADVICE
from analysis.dataset.definitions.strict import Share, Strict
from analysis.dataset.notation import CellError, meant_date, parse_date
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import line_in_entry, line_of_key, parse_toml, read_toml_text
from analysis.dataset.tables import COST_GROUPS
from analysis.places import did_you_mean

__all__ = [
    "ADVICE",
    "FILE",
    "HELP",
    "KEYS",
    "KEY_HELP",
    "Settings",
    "line_of_setting",
    "read_settings",
    "read_withdrawn",
]

FILE = "utredning.toml"


def _day(value: Any) -> Any:
    """Accept a date written as text, also dd.mm.åååå; leave the rest to pydantic."""
    if not isinstance(value, str):
        return value
    try:
        return parse_date(value)
    except CellError as trouble:
        raise ValueError(trouble.found) from None


Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
Day = Annotated[
    dt.date, BeforeValidator(_day), Field(ge=dt.date(2000, 1, 1), le=dt.date(2100, 12, 31))
]


class Settings(Strict):
    """What the working group decides once for the whole analysis.

    Attributes
    ----------
    tittel, saksnummer : str
        For the front page.
    dato : date
        Date on the front page; nothing reads today's date.
    vedtaksdato : date
        When the councils decide; its year is year 0.
    analyseperiode : int
        Years.
    kalkulasjonsrente, skattefinansieringskostnad : float
        Shares.
    kroneverdi : int
        The year of the kroner.
    trekninger, startverdi : int
        Number of draws, and where the row of random numbers starts.
    fordeling : dict
        Share of the pool by ``lik``, ``innbyggere``, ``brukere`` and ``ansatte``; sums to 1.
    lonnsfordeling : dict
        The same for pooled salaries.
    direkte_kostnader : tuple of str
        Cost groups outside the pool: each pays for what it uses.
    nokkel_bestemt : bool
        Whether the municipalities have settled the key, so that no other is tried.
    vert : str or None
        Kommunenummer of the host, where the municipalities have settled it.
    selskap : str or None
        The existing company, likewise.
    uten : tuple of str
        Kommunenummer of those who have left for good: their rows stand, and are not used.
    prisanslag : dict
        The group's estimate of the rise in prices from the year before, by year, for the years
        after the last one in the price index.
    nokkel : tuple of NamedKey
        More keys to compare with that one.
    uttreden : Leaving
        When somebody leaves or comes in late.
    """

    tittel: Text
    dato: Day
    saksnummer: Text | None = None
    vedtaksdato: Day
    analyseperiode: Annotated[int, Field(ge=1, le=40)] = 10
    kalkulasjonsrente: Annotated[float, Field(ge=0, le=0.2)] = 0.04
    skattefinansieringskostnad: Share = 0.20
    kroneverdi: Annotated[int, Field(ge=2000, le=2100)]
    trekninger: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    startverdi: Annotated[int, Field(ge=0, le=2**32 - 1)] = 1
    fordeling: dict[str, Share]
    lonnsfordeling: dict[str, Share] = Field(default_factory=lambda: {"brukere": 1.0})
    direkte_kostnader: Annotated[tuple[Literal[COST_GROUPS], ...], Field(strict=False)] = ()  # type: ignore[valid-type]
    nokkel_bestemt: bool = False
    vert: Text | None = None
    selskap: Text | None = None
    uten: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    prisanslag: dict[PriceYear, PriceRise] = Field(default_factory=dict)
    nokkel: Annotated[tuple[NamedKey, ...], Field(strict=False)] = ()
    uttreden: Leaving = Leaving()


_MISSING = (
    "Kopier den fra en annen utredning, eller lag en ny utredning med ikt ny NAVN og hent den "
    "derfra"
)


# How deep inside these a trouble is told by a check of its own.
_TOLD_INSIDE = {"fordeling": 2, "lonnsfordeling": 2, ESTIMATES: 2, "nokkel": 3, "uttreden": 2}


def line_of_setting(folder: Path, key: str) -> int | None:
    """Return the line of a key in a readable ``utredning.toml``, or None."""
    return line_of_key((folder / FILE).read_text(encoding="utf-8-sig"), key)


def read_settings(folder: Path, log: ProblemLog) -> Settings | None:
    """Read ``utredning.toml``; None, with every trouble in the log, where it cannot be used.

    Parameters
    ----------
    folder : Path
        The analysis.
    log : ProblemLog
        Where trouble is told, with the line of the key.
    """
    shown = (folder / FILE).as_posix()
    text = read_toml_text(folder / FILE, shown, log, missing=_MISSING)
    if text is None:
        return None
    data, broken = parse_toml(text, shown, log)
    data = _moved_up(data, shown, text, log)
    for table in ("fordeling", "lonnsfordeling"):
        if not broken & {table, *KEYS}:  # a share that could not be read is not lacking, too
            _check_shares(table, data.get(table), shown, text, log)
    check_estimates(data.get(ESTIMATES), shown, text, log)
    check_cooperation(data, shown, text, log)
    try:
        settings = Settings.model_validate(data)
        return None if broken else settings
    except ValidationError as failure:
        for detail in failure.errors(include_url=False):
            keys = [str(part) for part in detail["loc"] if part not in ("[key]",)]
            if len(keys) >= _TOLD_INSIDE.get(keys[0], len(keys) + 1):
                continue  # told already, in the right words and on its own line
            if detail["type"] == "missing" and broken & {"", keys[0]}:
                continue  # it may be the line that could not be read
            log.error(shown, line_of_key(text, keys[0]), keys[0], _message(keys[0], detail))
        return None


def read_withdrawn(folder: Path) -> tuple[str, ...]:
    """Return who has left for good, also where the rest of ``utredning.toml`` cannot be used."""
    unheard = ProblemLog()
    text = read_toml_text(folder / FILE, FILE, unheard, missing=_MISSING)
    data, _ = parse_toml(text, FILE, unheard) if text is not None else ({}, set())
    gone = _moved_up(data, FILE, text or "", unheard).get("uten")
    return tuple(filter(_is_text, gone)) if isinstance(gone, list) else ()


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def _message(key: str, detail: Any) -> str:
    if detail["type"] == "missing":
        return f"Nøkkelen mangler. Skriv {ADVICE[key]}"
    if detail["type"] == "extra_forbidden":
        return _unknown_key(key, Settings.model_fields)
    if detail["type"] == "literal_error":
        return wrong_group(detail["input"], ADVICE[key])
    return f"{quoted(detail['input'])} kan ikke brukes. Skriv {_meant(key, detail) or ADVICE[key]}"


def _meant(key: str, detail: Any) -> str:
    """What to write instead of what is only written wrong; empty where that is a guess."""
    found, most = detail["input"], detail.get("ctx", {}).get("le", 0)
    if key in ("vert", "uten") and re.fullmatch(_SOME_CODES, str(found)):
        codes = ", ".join(f'"{code}"' for code in re.findall("[0-9]{4}", str(found)))
        if key == "vert" or len(detail["loc"]) > 1:
            return f"{codes}, med anførselstegn"
        return f"{key} = [{codes}]"
    if isinstance(found, str) and key in ("dato", "vedtaksdato") and (day := meant_date(found)):
        return f"{key} = {day.isoformat()}"
    if isinstance(found, str) and key in _NUMBERS and re.fullmatch(r"[0-9]+([.,][0-9]+)?", found):
        return f"{key} = {found.replace(',', '.')}, uten anførselstegn"
    return _as_share(found, most)


_SOME_CODES = r"[0-9]{4}(?:\s*(?:[,;]|og)\s*[0-9]{4})*"
_NUMBERS = (
    "analyseperiode", "kalkulasjonsrente", "skattefinansieringskostnad", "kroneverdi",
    "trekninger", "startverdi",
)  # fmt: skip


def _as_share(found: object, most: float = 1) -> str:
    """What to write instead of a percentage, where a share is at most so; empty for no such."""
    if isinstance(found, (int, float)) and most <= 1 and 3 <= found <= 100 * most:
        return f"{round(found / 100, 6):g} hvis det er {found:g} prosent"
    return ""


def _unknown_key(key: str, known: Iterable[str]) -> str:
    hint = did_you_mean(key, known) or f". Bruk {', '.join(known)}"
    return f"Ukjent nøkkel{hint}"


def _moved_up(data: Mapping[str, Any], shown: str, text: str, log: ProblemLog) -> dict[str, Any]:
    """Tell keys of the file itself that stand in one of its tables, and put them where they belong.

    What is added at the end of the file is part of the last table there.
    """
    found = dict(data)
    for table, value in data.items():
        entries, heading = ((value, f"[[{table}]]") if isinstance(value, list)
                            else ([value], f"[{table}]"))  # fmt: skip
        for position, entry in enumerate(entries):
            strays = [k for k in entry if k in ADVICE] if isinstance(entry, dict) else []
            for key in strays:
                line = line_in_entry(text, table, position, key)
                log.error(shown, line, key, f"{_TO_THE_TOP}, så den ikke blir en del av {heading}")
                found.setdefault(key, entry.pop(key))
    return found


_TO_THE_TOP = "Flytt linjen opp, over den første linjen i hakeparenteser"


def _check_shares(table: str, shares: Any, shown: str, text: str, log: ProblemLog) -> None:
    """Check the shares of a key; a sum other than 1 is told, never corrected."""
    if not isinstance(shares, dict):
        return
    start = line_of_key(text, table)
    if not shares:
        log.error(
            shown,
            start,
            table,
            f"Ingen andeler er oppgitt. Skriv dem under linjen [{table}], {SHARES_ADVICE[table]}",
        )
        return
    good = True
    for key, share in shares.items():
        place = (shown, line_in_entry(text, table, 0, key), f"{table}.{key}")
        if key not in KEYS:
            log.error(*place, _unknown_key(key, KEYS))
            good = False
        elif isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share <= 1:
            log.error(
                *place,
                f"{quoted(share)} kan ikke brukes. Skriv "
                f"{_as_share(share) or 'en andel fra 0 til 1, for eksempel 0.5'}",
            )
            good = False
    if good and (message := sum_trouble(shares.values())):
        log.error(shown, start, table, message)
