"""The settings of one analysis: ``utredning.toml``."""

from __future__ import annotations

import datetime as dt
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
from analysis.dataset.definitions.strict import Share, Strict
from analysis.dataset.notation import CellError, parse_date
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


# What each key means, as a sentence.
HELP = {
    "tittel": "Tittelen på forsiden av rapportene.",
    "dato": "Datoen på forsiden. Ingen rapport leser dagens dato.",
    "saksnummer": "Saksnummeret i arkivsystemet. Kan utelates.",
    "vedtaksdato": "Dagen kommunestyrene skal behandle saken. Året er år 0 i beregningene.",
    "analyseperiode": "Antall år virkningene regnes for.",
    "kalkulasjonsrente": "Realrente som framtidige kroner regnes om til dagens verdi med.",
    "skattefinansieringskostnad": (
        "Samfunnets kostnad ved å kreve inn én skattekrone. Brukes bare i samfunnsøkonomien."
    ),
    "kroneverdi": (
        "Alle beløp vises i kroner fra dette året. Står det ikke i inputs/felles/prisindeks.csv, "
        "skriver dere et anslag under [prisanslag]."
    ),
    "trekninger": "Antall trekninger når usikkerheten regnes ut.",
    "startverdi": "Startverdi for trekningene. Samme startverdi gir samme tall hver gang.",
    "fordeling": (
        "Hvordan felles kostnader fordeles mellom kommunene. Andelene skal bli 1 til sammen."
    ),
    "lonnsfordeling": (
        "Hvordan lønnen til dem som arbeider for alle, fordeles. Andelene skal bli 1 til sammen."
    ),
    "direkte_kostnader": (
        "Kostnadsgrupper som ikke deles etter fordelingsnøkkelen: hver betaler for det den selv "
        "bruker. Kan utelates."
    ),
    "nokkel_bestemt": (
        "true når kommunene har bestemt fordelingsnøkkelen. Til da prøver rapportene også andre."
    ),
    "vert": (
        "Kommunenummeret til vertskommunen, når kommunene har bestemt hvem det skal være. Til da "
        "prøves alle. Kan utelates."
    ),
    "selskap": (
        "Navnet på selskapet i selskaper.csv, når kommunene har bestemt hvilket det skal være. Til "
        "da prøves alle. Kan utelates."
    ),
    "uten": (
        "Kommunenumrene til kommuner som har trukket seg for godt. Radene deres blir stående, men "
        "brukes ikke. Kan utelates."
    ),
    "prisanslag": (
        "Arbeidsgruppens anslag på prisveksten fra året før, for år etter det siste i "
        "inputs/felles/prisindeks.csv. Kan utelates."
    ),
    "nokkel": (
        "Flere fordelingsnøkler som rapportene sammenligner med utredningens egen. Kan utelates."
    ),
    "uttreden": "Når noen går ut eller kommer inn senere. Kan utelates.",
}
_SHARES = {
    "fordeling": "for eksempel lik = 0.3 og innbyggere = 0.7; de må til sammen bli 1",
    "lonnsfordeling": "for eksempel brukere = 1.0; de må til sammen bli 1",
}
# What to write for each key; also the help in a new file.
ADVICE = {
    "tittel": 'en tekst i anførselstegn, for eksempel tittel = "IKT-samarbeid i regionen"',
    "dato": "en dato, for eksempel dato = 2026-06-01",
    "saksnummer": 'en tekst i anførselstegn, for eksempel saksnummer = "2026/1234"',
    "vedtaksdato": "en dato, for eksempel vedtaksdato = 2026-09-15",
    "analyseperiode": "et helt antall år fra 1 til 40, for eksempel analyseperiode = 10",
    "kalkulasjonsrente": "en andel fra 0 til 0.2, for eksempel 0.04",
    "skattefinansieringskostnad": "en andel fra 0 til 1, for eksempel 0.20",
    "kroneverdi": "et årstall fra 2000 til 2100, for eksempel kroneverdi = 2024",
    "trekninger": "et helt tall fra 1 til 1000000, for eksempel trekninger = 10000",
    "startverdi": "et helt tall som er 0 eller større, for eksempel startverdi = 1",
    **{
        table: f"linjen [{table}] og under den andelene, {example}"
        for table, example in _SHARES.items()
    },
    "direkte_kostnader": (
        f"en liste med en eller flere av {', '.join(COST_GROUPS)}, "
        'for eksempel direkte_kostnader = ["lisens"]'
    ),
    "nokkel_bestemt": "true eller false, for eksempel nokkel_bestemt = true",
    "vert": 'et kommunenummer i anførselstegn, for eksempel vert = "3305"',
    "selskap": 'et navn i anførselstegn, for eksempel selskap = "Regionens IKT-selskap"',
    "uten": 'en liste med kommunenumre i anførselstegn, for eksempel uten = ["3305"]',
    "prisanslag": (
        'linjen [prisanslag] og under den veksten hvert år i prosent, for eksempel 2026 = "3,5 %"'
    ),
    "nokkel": (
        "linjen [[nokkel]] for hver nøkkel, og under den navn og andeler, for eksempel "
        'navn = "Etter brukere" og brukere = 1.0'
    ),
    "uttreden": "linjen [uttreden] og under den for eksempel oppsigelsestid = [1, 2, 3]",
}


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
    return f"{quoted(detail['input'])} kan ikke brukes. Skriv {ADVICE[key]}"


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
            f"Ingen andeler er oppgitt. Skriv dem under linjen [{table}], {_SHARES[table]}",
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
                f"{quoted(share)} kan ikke brukes. Skriv en andel fra 0 til 1, for eksempel 0.5",
            )
            good = False
    if good and (message := sum_trouble(shares.values())):
        log.error(shown, start, table, message)
