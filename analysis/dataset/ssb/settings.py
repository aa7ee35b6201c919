"""Where official figures are fetched, and how: ``inputs/felles/kommunedata.toml``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import line_of_key, problem_texts, read_toml

FILE = "kommunedata.toml"
# Environment variables that override an address for one run.
OVERRIDES = {"statistikkbanken": "IKT_STATISTIKKBANKEN", "klass": "IKT_KLASS"}
_ADVICE = "Skriv en adresse som begynner med https:// eller http:// og slutter med /"


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or not value.endswith("/"):
        raise ValueError("address")
    return value


Address = Annotated[str, AfterValidator(_address)]
Seconds = Annotated[float, Field(gt=0, le=600)]


class SourceSettings(BaseModel):
    """How Statistics Norway is asked.

    Attributes
    ----------
    statistikkbanken, klass : str
        Addresses of PxWebApi v2 and KLASS, ending in ``/``.
    kall_per_minutt : int
        Most questions a minute; Statistics Norway allows 30.
    tidsgrense : float
        Seconds before a question without answer is given up.
    forsok : int
        Times a question is asked when the source is busy or fails.
    lengste_ventetid : float
        Longest wait between two attempts, in seconds.
    antall_aar : int
        Years fetched, the one asked for included.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    statistikkbanken: Address
    klass: Address
    kall_per_minutt: Annotated[int, Field(ge=1, le=30)]
    tidsgrense: Seconds
    forsok: Annotated[int, Field(ge=1, le=10)]
    lengste_ventetid: Annotated[float, Field(ge=0, le=600)]
    antall_aar: Annotated[int, Field(ge=1, le=20)]


def read_source_settings(
    shared: Path, environment: Mapping[str, str] = os.environ
) -> SourceSettings:
    """Read the settings, with addresses overridden by the environment.

    Parameters
    ----------
    shared : Path
        ``inputs/felles``.
    environment : mapping of str to str
        The environment variables.

    Raises
    ------
    InputProblems
        With every problem of the file.
    """
    log = ProblemLog()
    shown = (shared / FILE).as_posix()
    content = read_toml(shared / FILE, shown, log)
    log.raise_if_errors()
    assert content is not None  # else there was a feil
    data, text = content
    given = {key: environment[name] for key, name in OVERRIDES.items() if environment.get(name)}
    try:
        return SourceSettings.model_validate(data | given)
    except ValidationError as failure:
        for (key, *_), message in problem_texts(failure, SourceSettings):
            name = str(key)
            if name in OVERRIDES and name in (data | given):
                message = f"«{(data | given)[name]}» er ikke en adresse som kan brukes. {_ADVICE}"
            if name in given:
                log.error(OVERRIDES[name], None, None, message)
            else:
                log.error(shown, line_of_key(text, name), name, message)
        log.raise_if_errors()
        raise
