"""The workshop as a browser shows it: by mouse, by keyboard, and on every size of screen."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.dataset import load
from analysis.report import View
from analysis.report.chapters.alternatives import points
from analysis.run.run import compute
from analysis.workshop import serve
from analysis.workshop.server import Served
from tests.browsing import Browser, Chromium, axe_source, chromium, needs_browser
from tests.golden.rendered import with_few_draws

pytestmark = needs_browser
# Nothing is on its way, and what is told is shown.
DONE = "now.svar && now.svar.ferdig && !waiting && pending.timer === null"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with chromium(tmp_path_factory.mktemp("nettleser")) as found:
        yield found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A copy of the example with few draws, served from a thread of its own."""
    data = load(with_few_draws(tmp_path))
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), []

    async def begin() -> None:
        found.append(serve(data))
        ready.set()

    def run() -> None:
        loop.create_task(begin())
        loop.run_forever()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(60)
    try:
        yield found[0]
    finally:
        asyncio.run_coroutine_threadsafe(found[0].stop(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


@pytest.fixture
def page(started: Chromium, served: Served) -> Iterator[Browser]:
    with contextlib.closing(started.open()) as opened:
        opened.show(served.address, 1920)
        opened.until(DONE)
        yield opened


def text(page: Browser, name: str) -> str:
    return str(page.value(f"document.getElementById({name!r}).textContent"))


def test_a_weight_is_set_by_mouse_and_everything_follows(page: Browser, served: Served) -> None:
    before = page.value("now.svar.deler[''].alternativer[2].poeng")
    page.drag("#vekt-lokal_styring", 1.0)
    page.until(f"now.endringer.length == 1 && {DONE}")
    assert "De felles vektene" in text(page, "lagret")
    assert page.value("now.svar.deler[''].alternativer[2].poeng") != before
    told = served.workshop.session.trial.weights[""]
    assert max(told, key=lambda name: told[name]) in ("netto_naaverdi", "lokal_styring")
    page.value("document.getElementById('angre').click()")
    page.until(f"now.endringer.length == 0 && {DONE}")
    assert page.value("now.svar.deler[''].alternativer[2].poeng") == before
    assert text(page, "lagret") == "Alt er som i utredningen."


def test_a_weight_is_set_by_keyboard_alone(page: Browser, served: Served) -> None:
    page.value("document.body.focus()")
    for _ in range(40):
        page.press("Tab")
        if page.value("document.activeElement.id") == "vekt-netto_naaverdi":
            break
    assert page.value("document.activeElement.id") == "vekt-netto_naaverdi"
    page.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
    page.until(f"now.endringer.length == 1 && {DONE}")
    assert served.workshop.session.trial.weights[""]
    assert page.value("document.activeElement.getAttribute('aria-valuetext')").endswith("%")


def test_one_municipality_disagrees_and_says_why(page: Browser, served: Served) -> None:
    page.value("document.getElementById('del').value = '3310'; $('del').onchange()")
    page.value("document.getElementById('vurderinger').open = true")
    page.value(
        "(row => { row.reason.value = 'Vi har <b>egen</b> vakt'; row.value.value = '-2'; "
        "row.value.onchange() })(judged.rows.tjenestekvalitet)"
    )
    page.until(f"now.endringer.length == 1 && {DONE}")
    place = ("3310", "0+", "tjenestekvalitet")
    assert served.workshop.session.trial.judgements == {place: -2.0}
    assert "Vi har <b>egen</b> vakt" in text(page, "uenighet")
    assert page.value("document.querySelectorAll('#uenighet b').length") == 0


def test_a_municipality_goes_out_and_in_again(page: Browser, served: Served) -> None:
    page.value("document.getElementById('deltakere').open = true")
    page.value("taking.boxes['3312'].click()")
    page.until(f"now.endringer.length == 1 && {DONE}")
    assert not page.value("'3312' in now.svar.deler")
    assert "Lier" not in text(page, "kommuner")
    page.value("taking.boxes['3312'].click()")
    page.until(f"now.endringer.length == 0 && {DONE}")
    assert "Lier" in text(page, "kommuner")


def test_another_browser_sees_the_same(page: Browser, started: Chromium, served: Served) -> None:
    with contextlib.closing(started.open()) as other:
        other.show(served.address, 1024)
        other.until(DONE)
        page.drag("#vekt-ansatte", 0.9)
        page.until("now.endringer.length == 1")
        other.until(f"now.endringer.length == 1 && {DONE}")
        page.until(DONE)
        assert text(page, "anbefaling") == text(other, "anbefaling")
        assert text(other, "hvem-ser").startswith("2 sider er åpne")


def test_two_trials_stand_side_by_side(page: Browser) -> None:
    page.value("document.getElementById('forsok').open = true")
    page.value("send({hva: 'nøkkel', verdier: {innbyggere: 1}})")
    page.until(f"now.endringer.length == 1 && {DONE}")
    page.value("send({hva: 'navngi', navn: 'Etter innbyggere'})")
    page.until("now.navngitte.length == 1")
    page.value("send({hva: 'tilbake'})")
    page.until(f"now.endringer.length == 0 && {DONE}")
    page.until("!!document.querySelector('#side-om-side table')")
    assert "Etter innbyggere" in text(page, "side-om-side")


def test_what_is_taken_into_use_is_in_the_next_report(page: Browser, served: Served) -> None:
    folder = served.workshop.session.dataset.folder
    page.value("document.getElementById('bruk').open = true")
    page.drag("#vekt-lokal_styring", 0.95)
    page.until(f"now.endringer.length == 1 && {DONE}")
    page.value("$('lagre').click()")
    page.until("$('melding').textContent.includes('Skriv hvorfor')")
    page.value("$('hvem').value = 'arbeidsgruppen'; $('hvorfor').value = 'Enige 12. juni'")
    page.until(DONE)
    shown = page.value("now.svar.deler[''].vekter.lokal_styring.andel")
    page.value("$('lagre').click()")
    page.until(f"now.endringer.length == 0 && {DONE}")
    assert text(page, "melding").startswith("Tatt i bruk:")
    assert page.value("now.svar.deler[''].vekter.lokal_styring.andel") == shown
    run = compute(folder, "forventet")
    told = points.points_table(View.of(run))
    assert "verksted" in json.dumps(told.payload(), ensure_ascii=False)
    page.call("Page.reload")
    page.until(DONE)
    assert page.value("now.svar.deler[''].vekter.lokal_styring.andel") == shown


def test_a_lost_server_is_told(page: Browser, served: Served) -> None:
    page.value("socket.close()")
    page.until("document.getElementById('melding').textContent.includes('mistet forbindelsen')")
    page.until("socket.readyState == 1 && document.getElementById('melding').textContent == ''")


@pytest.mark.parametrize("width", [1920, 1024, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page: Browser, width: int) -> None:
    page.resize(width)
    page.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    root = "document.documentElement"
    assert page.value(f"{root}.scrollWidth - {root}.clientWidth") == 0
    assert page.breaches(axe_source()) == []


def test_no_request_leaves_the_machine_and_nothing_fails(page: Browser, served: Served) -> None:
    assert all(one.startswith(served.address.rstrip("/")) for one in page.requests)
    assert page.faults == []
