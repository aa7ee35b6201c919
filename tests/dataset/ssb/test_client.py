"""What is said when a source is busy, fails or is not there."""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from dataset.ssb.server import HTML, Fault, Handler, Server

from analysis.dataset.ssb.client import Client
from analysis.dataset.ssb.settings import SourceSettings
from analysis.dataset.ssb.source_fault import SourceFault

TABLE = "/api/pxwebapi/v2/tables/12134/data"
Make = Callable[..., SourceSettings]
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


def sending(status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Fault:
    return lambda handler: handler.send(status, body, kind, **headers)


def broken_off(handler: Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"version":')
    handler.close_connection = True


class Asked:
    """A client whose waits are noted and not slept, and whose clock is moved by hand."""

    def __init__(self, settings: SourceSettings) -> None:
        self.waits: list[float] = []
        self.told: list[str] = []
        self.passed = 0.0
        self.client = Client(
            settings,
            self.told.append,
            clock=lambda: self.passed,
            sleep=self.waits.append,
            now=lambda: NOW,
        )

    def ask(self, server: Server) -> Any:
        with self.client:
            return self.client.ask(server.address + TABLE, {"selection": []})

    def refused(self, server: Server) -> str:
        with pytest.raises(SourceFault) as caught:
            self.ask(server)
        return str(caught.value).replace(server.address.removeprefix("http://"), "SERVER")


@pytest.fixture
def asked(settings: Make) -> Asked:
    return Asked(settings())


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (sending(200, b"<html>Logg inn</html>"), "svarte med en nettside og ikke med tall"),
        (sending(200, b"<html>", "text/plain"), "svarte med en nettside og ikke med tall"),
        (sending(200, b'{"version":"2.0","cl', "application/json"), "SERVER er ikke helt"),
        (sending(200, b"[" * 100_000, "application/json"), "SERVER er ikke helt"),
        (broken_off, "SERVER ble brutt før hele svaret var kommet"),
        (sending(404, HTML), "har ingenting på denne adressen (404)"),
        (sending(403, b"nei"), "slapp ikke spørringen gjennom (403)"),
        (sending(407), "slapp ikke spørringen gjennom (407)"),
        (sending(302, Location="https://portal.example.no/inn"), "videre til portal.example.no"),
        (sending(302), "videre til et annet sted"),
        (sending(418), "svarte med feil 418"),
        (
            sending(400, b'{"title":"Non-existent value","status":400}', "application/json"),
            "sier nei til spørringen (400: «Non-existent value»). Kodene kan være endret",
        ),
        (
            sending(404, b'{"title":"Non-existent table"}', "application/json"),
            "sier nei til spørringen (404: «Non-existent table»)",
        ),
    ],
)
def test_an_answer_that_is_none_is_explained_at_once(
    asked: Asked, server: Server, fault: Fault, said: str
) -> None:
    server.faults = {"": [fault]}
    text = asked.refused(server)
    assert said in text
    assert text.endswith((".", "?"))
    assert len(server.requests) == 1 and asked.waits == []


def test_a_source_that_never_answers_is_given_up(settings: Make, server: Server) -> None:
    given_up = threading.Event()
    server.faults = {"": [lambda handler: given_up.wait() and None]}
    asked = Asked(settings(tidsgrense=0.1))
    try:
        said = asked.refused(server)
    finally:
        given_up.set()
    assert said == "SERVER svarte ikke innen 0,1 sekunder. Prøv igjen senere."


def test_a_source_that_answers_a_little_at_a_time_is_given_up(asked: Asked, server: Server) -> None:
    """No single wait is long, but all together are."""

    def dripping(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "40")
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(40):
                asked.passed += 20.0
                handler.wfile.write(b" ")
                handler.wfile.flush()

    server.faults = {"": [dripping]}
    assert asked.refused(server) == "SERVER svarte ikke innen 600 sekunder. Prøv igjen senere."


def test_headers_that_come_a_sign_at_a_time_are_given_up(settings: Make, server: Server) -> None:
    """Each sign comes before a wait is too long, so that only the whole of them is."""
    given_up = threading.Event()

    def dripping(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        with contextlib.suppress(OSError):
            while not given_up.wait(0.02):
                handler.wfile.write(b"x")
                handler.wfile.flush()
        handler.close_connection = True

    server.faults = {"": [dripping]}
    asked = Asked(settings(tidsgrense=0.5))
    try:
        said = asked.refused(server)
    finally:
        given_up.set()
    assert said == "SERVER svarte ikke innen 0,5 sekunder. Prøv igjen senere."


def test_a_source_that_is_not_there(settings: Make, server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with Client(settings(), print) as client, pytest.raises(SourceFault) as caught:
        client.ask(gone)
    assert "Får ikke kontakt med 127.0.0.1" in str(caught.value)
    assert "inputs/felles/kommunedata.toml" in str(caught.value)
    assert caught.value.for_all


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failing_source_is_asked_again_with_longer_pauses(
    asked: Asked, server: Server, status: int
) -> None:
    server.faults = {"": [sending(status)]}
    assert asked.refused(server) == f"SERVER har en feil hos seg ({status}). Prøv igjen senere."
    assert len(server.requests) == 3
    assert asked.waits == [2.0, 4.0]


def test_a_source_that_comes_back_gives_its_answer(asked: Asked, server: Server) -> None:
    answer = sending(200, b'{"a": 1}', "application/json")
    server.faults = {"": [sending(503), sending(429, Retry_After="7"), answer]}
    assert asked.ask(server) == {"a": 1}
    assert asked.waits == [2.0, 7.0]
    assert [text.split(" ", 1)[1] for text in asked.told] == [
        "svarer med feil 503. Prøver igjen om 2 sekunder …",
        "har fått mange spørringer. Prøver igjen om 7 sekunder …",
    ]


def test_the_pause_asked_for_may_be_a_time_of_day(asked: Asked, server: Server) -> None:
    later = NOW + dt.timedelta(seconds=40)
    when = email.utils.format_datetime(later, usegmt=True)
    answer = sending(200, b"{}", "application/json")
    server.faults = {"": [sending(429, Retry_After=when), answer]}
    asked.ask(server)
    assert asked.waits == [40.0]


def test_a_long_pause_is_left_to_the_user(asked: Asked, server: Server) -> None:
    server.faults = {"": [sending(429, Retry_After="600")]}
    text = asked.refused(server)
    assert "for mange spørringer fra dette nettverket (429). Vent minst 10 minutter" in text
    assert len(server.requests) == 1 and asked.waits == []


@pytest.mark.parametrize(
    "pause", ["Fri, 31 Dec 9999 23:59:59 GMT", "999999999"], ids=["year 9999", "years"]
)
def test_a_pause_of_years_is_left_to_the_user(asked: Asked, server: Server, pause: str) -> None:
    server.faults = {"": [sending(429, Retry_After=pause)]}
    assert "for mange spørringer fra dette nettverket (429). Vent minst" in asked.refused(server)
    assert asked.waits == []


@pytest.mark.parametrize(
    "pause", ["", "snart", "-5", "Wed, 99 Foo 2026", "²", "1e400", "nan", "9" * 5000]
)
def test_a_pause_that_cannot_be_read_is_a_short_one(
    asked: Asked, server: Server, pause: str
) -> None:
    server.faults = {"": [sending(429, Retry_After=pause)]}
    assert "Vent minst ett minutt" in asked.refused(server)
    assert asked.waits == [2.0, 4.0]


def test_attempts_count_as_calls(settings: Make, server: Server) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        now[0] += seconds

    waits: list[float] = []
    server.faults = {"": [sending(500)]}
    chosen = settings(kall_per_minutt=2, forsok=3)
    client = Client(chosen, print, clock=lambda: now[0], sleep=sleep)
    with client, pytest.raises(SourceFault):
        client.ask(server.address + TABLE)
    # Two pauses after failures, and the third attempt waits until the first is a minute old.
    assert waits == [2.0, 4.0, 54.0]


def test_a_question_is_posted_so_that_no_address_is_too_long(asked: Asked, server: Server) -> None:
    codes = [f"{code:04}" for code in range(2000)]
    question = {"selection": [{"variableCode": "Region", "valueCodes": codes}]}
    with asked.client as client, pytest.raises(SourceFault, match="Missing selection"):
        client.ask(server.address + TABLE, question)
    assert server.requests == [("POST", TABLE, question)]
    with Client(asked.client._settings, print) as client, pytest.raises(SourceFault, match="404"):
        client.ask(f"{server.address}{TABLE}?valueCodes[Region]={','.join(codes)}")
