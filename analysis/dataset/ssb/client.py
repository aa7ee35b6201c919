"""Ask a source over the network: patient where it is busy, plain where it does not answer."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from importlib import metadata
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import httpx

from analysis.dataset.ssb.settings import FILE, SourceSettings
from analysis.dataset.ssb.source_fault import SourceFault

_BUSY = 429
_TRY_AGAIN = (_BUSY, 500, 502, 503, 504)
_LARGEST = 50_000_000  # bytes; what is asked for here is far below
_MINUTE = 60.0
_SECONDS = re.compile("[0-9]{1,9}")
_FIRST_PAUSE = 2.0  # seconds, doubled for each attempt
_ADDRESSES = f"Adressene står i inputs/felles/{FILE}"


class Limiter:
    """Lets calls through, and holds the next one back until a minute has room for it.

    Parameters
    ----------
    calls : int
        Most calls in any 60 seconds.
    clock, sleep : callable
        Seconds that never go back, and a pause of so many seconds.
    """

    def __init__(
        self,
        calls: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._latest: deque[float] = deque(maxlen=calls)

    def wait(self) -> None:
        """Return when one more call may be made, and count it."""
        if len(self._latest) == self._latest.maxlen:
            while (pause := self._latest[0] + _MINUTE - self._clock()) > 0:
                self._sleep(pause)
        self._latest.append(self._clock())


class Client:
    """Asks for JSON, never more often than allowed.

    Parameters
    ----------
    settings : SourceSettings
    tell : callable
        Told in Norwegian when there is a wait.
    clock, sleep : callable
        Seconds that never go back, and a pause of so many seconds.
    now : callable
        The time of day, for a source that says until when to wait.
    """

    def __init__(
        self,
        settings: SourceSettings,
        tell: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self._settings, self._tell, self._clock, self._sleep = settings, tell, clock, sleep
        self._now = now
        self._limiter = Limiter(settings.kall_per_minutt, clock, sleep)
        version = metadata.version("ikt-utredning")
        self._http = httpx.Client(
            timeout=settings.tidsgrense,
            headers={"User-Agent": f"ikt-utredning/{version}", "Accept": "application/json"},
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, address: str, question: Mapping[str, Any] | None = None) -> Any:
        """Return the answer, parsed; a question is posted, without one the address is fetched.

        Raises
        ------
        SourceFault
            If there is no answer, or one that cannot be used.
        """
        host = urlsplit(address).netloc
        for attempt in range(1, self._settings.forsok + 1):
            status, headers, body = self._send(address, question, host)
            if status not in _TRY_AGAIN:
                break
            pause = _pause(headers, attempt, self._now())
            if attempt == self._settings.forsok or pause > self._settings.lengste_ventetid:
                raise SourceFault(_refusal(host, status, pause), for_all=status == _BUSY)
            why = "har fått mange spørringer" if status == _BUSY else f"svarer med feil {status}"
            self._tell(f"{host} {why}. Prøver igjen om {pause:.0f} sekunder …")
            self._sleep(pause)
        if status != httpx.codes.OK:
            raise SourceFault(_trouble(host, status, headers, body))
        return _parsed(host, headers, body)

    def _send(
        self, address: str, question: Mapping[str, Any] | None, host: str
    ) -> tuple[int, httpx.Headers, bytes]:
        """Ask once, and have the answer within the time limit.

        The limits of the library hold for each wait, and a source may send its headers a sign at a
        time. So another thread waits, and is left to itself when the time is up.
        """
        self._limiter.wait()
        came: SimpleQueue[tuple[int, httpx.Headers, bytes] | Exception] = SimpleQueue()

        def wait() -> None:
            try:
                came.put(self._answer(address, question, host))
            except Exception as fault:
                came.put(fault)

        Thread(target=wait, daemon=True).start()
        try:
            answer = came.get(timeout=self._settings.tidsgrense)
        except Empty:
            raise self._too_slow(host) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _too_slow(self, host: str) -> SourceFault:
        limit = f"{self._settings.tidsgrense:g} sekunder".replace(".", ",")
        return SourceFault(f"{host} svarte ikke innen {limit}. Prøv igjen senere.", for_all=True)

    def _answer(
        self, address: str, question: Mapping[str, Any] | None, host: str
    ) -> tuple[int, httpx.Headers, bytes]:
        end = self._clock() + self._settings.tidsgrense
        method = "GET" if question is None else "POST"
        body = bytearray()
        try:
            with self._http.stream(method, address, json=question) as response:
                for chunk in response.iter_bytes():
                    body += chunk
                    if self._clock() > end:
                        raise httpx.ReadTimeout("slow")
                    if len(body) > _LARGEST:
                        raise SourceFault(f"Svaret fra {host} er for stort til å være riktig.")
                return response.status_code, response.headers, bytes(body)
        except httpx.TimeoutException:
            raise self._too_slow(host) from None
        except httpx.RemoteProtocolError:
            raise SourceFault(
                f"Forbindelsen til {host} ble brutt før hele svaret var kommet. Prøv igjen."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise SourceFault(
                f"Får ikke kontakt med {host}. Er maskinen på nett, og slipper nettverket "
                f"programmet ut? {_ADDRESSES}.",
                for_all=True,
            ) from None


def _pause(headers: httpx.Headers, attempt: int, now: dt.datetime) -> float:
    """Seconds to wait: what the source asks for, else longer for each attempt."""
    asked = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(asked):
        return float(asked)
    try:
        until = email.utils.parsedate_to_datetime(asked)
    except (ValueError, TypeError, OverflowError):
        return _FIRST_PAUSE * 2 ** (attempt - 1)
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0.0, (until - now).total_seconds())


def _refusal(host: str, status: int, pause: float) -> str:
    if status == _BUSY:
        minutes = max(1, round(pause / 60))
        wait = "ett minutt" if minutes == 1 else f"{minutes} minutter"
        return (
            f"{host} har fått for mange spørringer fra dette nettverket (429). "
            f"Vent minst {wait} og prøv igjen."
        )
    return f"{host} har en feil hos seg ({status}). Prøv igjen senere."


def _trouble(host: str, status: int, headers: httpx.Headers, body: bytes) -> str:
    """Say why an answer is no answer."""
    title = _title(body)
    if title:
        return f"{host} sier nei til spørringen ({status}: «{title}»). Kodene kan være endret."
    if 300 <= status < 400:
        where = urlsplit(headers.get("Location", "")).netloc or "et annet sted"
        return (
            f"{host} sender oss videre til {where}. Krever nettverket innlogging, eller er "
            f"adressen endret? {_ADDRESSES}."
        )
    if status in (401, 403, 407):
        return f"{host} eller nettverket her slapp ikke spørringen gjennom ({status})."
    if status == httpx.codes.NOT_FOUND:
        return f"{host} har ingenting på denne adressen (404). {_ADDRESSES}."
    return f"{host} svarte med feil {status}. Prøv igjen senere."


def _title(body: bytes) -> str:
    """The reason Statistics Norway gives, or an empty text."""
    try:
        reason = json.loads(body)["title"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return " ".join(str(reason).split())[:100]


def _parsed(host: str, headers: httpx.Headers, body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        pass
    if "html" in headers.get("Content-Type", "") or body.lstrip()[:1] == b"<":
        raise SourceFault(
            f"{host} svarte med en nettside og ikke med tall. Krever nettverket innlogging i "
            "nettleseren først?"
        )
    raise SourceFault(f"Svaret fra {host} er ikke helt, og kan ikke leses. Prøv igjen.")
