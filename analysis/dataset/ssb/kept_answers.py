"""Answers kept as they came, so that a run can be made again without asking."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from analysis.dataset.changing import require_inside, write_whole
from analysis.dataset.ssb.client import Client
from analysis.dataset.ssb.source_fault import SourceFault

FOLDER = "kommunedata"
_HASH_LENGTH = 12


@dataclass(frozen=True)
class Question:
    """One question to one address.

    Attributes
    ----------
    name : str
        What the answer is called, such as ``12362`` or ``12362-metadata``.
    base : str
        ``statistikkbanken`` or ``klass``.
    path : str
        The rest of the address.
    body : mapping or None
        What is posted; None where the address is fetched.
    """

    name: str
    base: str
    path: str
    body: Mapping[str, Any] | None = None

    @property
    def file(self) -> str:
        """Name of the file the answer is kept in: it follows from the whole question."""
        text = json.dumps([self.base, self.path, self.body], sort_keys=True, ensure_ascii=False)
        return f"{self.name}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]}.json"


@dataclass(frozen=True)
class Answer:
    """What a source answered, and when.

    Attributes
    ----------
    question : Question
    address : str
        Where it was asked.
    content : object
        The answer, parsed.
    fetched : datetime.datetime
        When it came, with time zone.
    """

    question: Question
    address: str
    content: Any
    fetched: dt.datetime

    @property
    def updated(self) -> str:
        """When the source says it last changed the table; empty where it does not say."""
        return str(self.content.get("updated", "")) if isinstance(self.content, dict) else ""


class Source(Protocol):
    """Whatever answers questions."""

    def ask(self, question: Question) -> Answer:
        """Return the answer, or raise `SourceFault`."""


class Live:
    """Answers over the network.

    Parameters
    ----------
    client : Client
    addresses : mapping of str to str
        By the name of the base.
    now : callable
        The time, with time zone.
    """

    def __init__(
        self, client: Client, addresses: Mapping[str, str], now: Callable[[], dt.datetime]
    ) -> None:
        self._client, self._addresses, self._now = client, addresses, now
        self._given_up: dict[str, SourceFault] = {}

    def ask(self, question: Question) -> Answer:
        """Ask the source itself, unless it is known not to answer."""
        if question.base in self._given_up:
            raise self._given_up[question.base]
        address = self._addresses[question.base] + question.path
        try:
            content = self._client.ask(address, question.body)
        except SourceFault as fault:
            if fault.for_all:
                self._given_up[question.base] = fault
            raise
        if not isinstance(content, dict):
            raise SourceFault("Svaret har en annen form enn før, og er ikke brukt.")
        return Answer(question, address, _without_persons(content), self._now())


class Stored:
    """Answers kept from before.

    Parameters
    ----------
    folder : Path
        The analysis.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def ask(self, question: Question) -> Answer:
        """Return the kept answer to the same question."""
        path = self._folder / question.file
        try:
            kept = json.loads(path.read_bytes())
            fetched = dt.datetime.fromisoformat(kept["hentet"])
            return Answer(question, str(kept["adresse"]), kept["svar"], fetched)
        except FileNotFoundError:
            raise SourceFault(
                f"Det er ikke lagret noe svar på denne spørringen i {self._folder.as_posix()}/."
            ) from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            raise SourceFault(f"{path.as_posix()} kan ikke leses. Slett filen og hent på nytt.") \
                from None  # fmt: skip


def _without_persons(content: dict[str, Any]) -> dict[str, Any]:
    """Leave out the names and telephone numbers of those who made the table."""
    extension = content.get("extension")
    if not isinstance(extension, dict) or "contact" not in extension:
        return content
    return content | {"extension": {k: v for k, v in extension.items() if k != "contact"}}


def keep(folder: Path, answer: Answer) -> Path:
    """Write an answer with its question and times below the analysis; return the file."""
    path = folder / FOLDER / answer.question.file
    content = {
        "adresse": answer.address,
        "spørring": answer.question.body,
        "hentet": answer.fetched.isoformat(timespec="seconds"),
        "oppdatert": answer.updated,
        "svar": answer.content,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    require_inside(folder, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    return path
