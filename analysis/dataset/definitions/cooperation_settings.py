"""The parts of ``utredning.toml`` about who pays what: more sharing keys, and leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from analysis.dataset.definitions.strict import Share, Strict
from analysis.dataset.notation import norwegian_number
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import line_in_entry
from analysis.dataset.tables import COST_GROUPS
from analysis.places import did_you_mean

KEYS = ("lik", "innbyggere", "brukere", "ansatte")
KEY_HELP = {
    "lik": "Like stor del til hver kommune.",
    "innbyggere": "Etter innbyggertall.",
    "brukere": "Etter antall ansatte og andre som bruker IKT.",
    "ansatte": "Etter årsverk i kommunen.",
}
SUM_TOLERANCE = 1e-9
Year = Annotated[int, Field(ge=1, le=40)]


class NamedKey(Strict):
    """A sharing key to compare with the analysis' own.

    Attributes
    ----------
    navn : str
        As it stands in the reports.
    lik, innbyggere, brukere, ansatte : float
        Shares that sum to 1.
    gulv, tak : float
        Least and largest share of the pool any municipality pays.
    direkte : tuple of str
        Cost groups that are not pooled: each pays for what it uses itself.
    """

    navn: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
    lik: Share = 0.0
    innbyggere: Share = 0.0
    brukere: Share = 0.0
    ansatte: Share = 0.0
    gulv: Share = 0.0
    tak: Annotated[float, Field(gt=0, le=1)] = 1.0
    direkte: Annotated[tuple[Literal[COST_GROUPS], ...], Field(strict=False)] = ()  # type: ignore[valid-type]

    @property
    def weights(self) -> dict[str, float]:
        """The shares by what they follow, those that are 0 left out."""
        return {name: share for name in KEYS if (share := getattr(self, name)) > 0}


class Leaving(Strict):
    """When somebody leaves or comes in late: what the reports look at, chosen and not estimated.

    Attributes
    ----------
    varsel : int
        The year notice is given; year 0 is that of the decision.
    oppsigelsestid : tuple of int
        Years of notice to compare.
    innmelding : int
        The year before a municipality that comes later takes part.
    """

    varsel: Annotated[int, Field(ge=0, le=40)] = 3
    oppsigelsestid: Annotated[tuple[Year, ...], Field(strict=False, min_length=1, max_length=3)] = (
        1,
        2,
        3,
    )
    innmelding: Annotated[int, Field(ge=0, le=40)] = 3


NAMED_KEY_HELP = {
    "navn": "Navnet på nøkkelen i rapportene.",
    **KEY_HELP,
    "gulv": "Minste andel noen betaler. Kan utelates.",
    "tak": "Største andel noen betaler. Kan utelates.",
    "direkte": "Kostnadsgrupper der hver betaler for det den selv bruker. Kan utelates.",
}
NAMED_KEY_ADVICE = {
    "navn": 'en tekst på høyst 40 tegn i anførselstegn, for eksempel navn = "30 prosent likt"',
    **dict.fromkeys(KEYS, "en andel fra 0 til 1, for eksempel 0.5"),
    "gulv": "en andel fra 0 til 1, for eksempel gulv = 0.05",
    "tak": "en andel over 0 og høyst 1, for eksempel tak = 0.4",
    "direkte": (
        f"en liste med en eller flere av {', '.join(COST_GROUPS)}, "
        'for eksempel direkte = ["lisens"]'
    ),
}
LEAVING_HELP = {
    "varsel": "Året noen sier opp i eksemplene. År 0 er året for vedtaket.",
    "oppsigelsestid": "Oppsigelsestider som skal sammenlignes, i år.",
    "innmelding": "Året før en kommune som kommer senere i eksemplene, er med.",
}
LEAVING_ADVICE = {
    "varsel": "et helt tall fra 0 til 40, for eksempel varsel = 3",
    "oppsigelsestid": "høyst tre hele tall fra 1 til 40, for eksempel oppsigelsestid = [1, 2, 3]",
    "innmelding": "et helt tall fra 0 til 40, for eksempel innmelding = 3",
}


def quoted(value: object) -> str:
    """A value as a message quotes it."""
    if value == "":
        return "En tom tekst"
    if isinstance(value, bool):
        return f"«{str(value).lower()}»"
    return f"«{value}»" if isinstance(value, (str, int, float, dt.date)) else "Verdien"


def sum_trouble(shares: Iterable[float]) -> str:
    """What is wrong with the sum of the shares of a key, or an empty text."""
    total = float(sum(shares))
    if abs(total - 1.0) <= SUM_TOLERANCE:
        return ""
    said = norwegian_number(round(total, 6))
    return f"Andelene blir til sammen {said}. Rett dem så summen blir 1"


def wrong_group(value: object, advice: str) -> str:
    """What is said of a value that is no cost group, where groups are listed."""
    hint = did_you_mean(str(value), COST_GROUPS) or f". Skriv {advice}"
    return f"{quoted(value)} er ikke en kostnadsgruppe{hint}"


def check_cooperation(data: Mapping[str, Any], file: str, text: str, log: ProblemLog) -> None:
    """Tell every trouble inside ``[[nokkel]]`` and ``[uttreden]``, with its line.

    Parameters
    ----------
    data : mapping
        The whole file, parsed.
    file, text : str
        The file as the user knows it, and its content.
    log : ProblemLog
        Where trouble is told.
    """
    leaving = data.get("uttreden")
    if isinstance(leaving, dict):
        place = _Place(file, text, "uttreden", 0, log)
        _read(Leaving, leaving, LEAVING_ADVICE, place)
    entries = data.get("nokkel")
    names: set[str] = set()
    for position, entry in enumerate(entries if isinstance(entries, list) else ()):
        place = _Place(file, text, "nokkel", position, log)
        key = _read(NamedKey, entry, NAMED_KEY_ADVICE, place) if isinstance(entry, dict) else None
        if key is not None:
            _check_named_key(key, names, place)
            names.add(key.navn.casefold())


_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class _Place:
    """An entry of the file, and how to tell what is wrong in it."""

    file: str
    text: str
    table: str
    position: int
    log: ProblemLog

    def tell(self, key: str, message: str) -> None:
        line = line_in_entry(self.text, self.table, self.position, key)
        self.log.error(self.file, line, f"{self.table}.{key}" if key else self.table, message)


def _read(
    model: type[_Model], entry: dict[str, Any], advice: Mapping[str, str], place: _Place
) -> _Model | None:
    try:
        return model.model_validate(entry)
    except ValidationError as failure:
        for detail in failure.errors(include_url=False):
            place.tell(str(detail["loc"][0]), _message(detail, advice))
        return None


def _message(detail: Any, advice: Mapping[str, str]) -> str:
    key = str(detail["loc"][0])
    if detail["type"] == "missing":
        return f"Nøkkelen mangler. Skriv {advice[key]}"
    if detail["type"] == "extra_forbidden":
        hint = did_you_mean(key, advice) or f". Bruk {', '.join(advice)}"
        return f"Ukjent nøkkel{hint}"
    if detail["type"] == "literal_error":
        return wrong_group(detail["input"], advice[key])
    return f"{quoted(detail['input'])} kan ikke brukes. Skriv {advice[key]}"


def _check_named_key(key: NamedKey, names: Collection[str], place: _Place) -> None:
    if message := sum_trouble(key.weights.values()):
        place.tell("", message)
    if key.gulv > key.tak:
        place.tell(
            "gulv", f"Gulvet {quoted(key.gulv)} er over taket {quoted(key.tak)}. Rett det ene"
        )
    if key.navn.casefold() in names:
        place.tell("navn", f"{quoted(key.navn)} står på to nøkler. Gi den ene et annet navn")
