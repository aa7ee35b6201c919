"""Who is let in, and that everybody is told the same: over real sockets."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from tornado import httpclient, websocket

from analysis.dataset import Dataset, Trial, load, tried
from analysis.decision import conclude, evaluate
from analysis.decision.draws import assess
from analysis.places import inputs_folder
from analysis.workshop.saving import save
from analysis.workshop.server import Served, serve
from tests.golden.rendered import with_few_draws

# Tornado's client leaves the socket of a page that is refused to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

Test = Callable[[Served], Awaitable[None]]
HOLE, LIER = "3310", "3312"


def small(draws: int, folder: Path | None = None) -> Dataset:
    """The example, or a copy of it, with few draws."""
    data = load(folder or inputs_folder() / "ringeriksregionen")
    return replace(data, settings=data.settings.model_copy(update={"trekninger": draws}))


def serving(test: Test, data: Dataset | None = None, **given: Any) -> None:
    async def run() -> None:
        served = serve(data or small(200), **given)
        try:
            await asyncio.wait_for(test(served), 120)
        finally:
            for page in Page.opened:
                page.connection.close()
            Page.opened.clear()
            while served.workshop.seats:
                await asyncio.sleep(0.01)
            await served.stop()

    asyncio.run(run())


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    """Collect what a refused page has left, while it is not told."""
    yield
    gc.collect()


def base(served: Served) -> str:
    return served.address.partition("?")[0]


async def get(served: Served, path: str = "", **headers: str) -> httpclient.HTTPResponse:
    client = httpclient.AsyncHTTPClient()
    return await client.fetch(
        base(served) + path, headers=headers, raise_error=False, follow_redirects=False
    )


class Page:
    """What a page hears and says."""

    opened: ClassVar[list[Page]] = []

    def __init__(self, connection: websocket.WebSocketClientConnection) -> None:
        self.connection = connection
        self.state: dict[str, Any] = {}
        self.opened.append(self)

    @classmethod
    async def open(cls, served: Served, **headers: str) -> Page:
        address = base(served)
        given = {"Origin": address.rstrip("/"), **headers}
        request = httpclient.HTTPRequest(address.replace("http", "ws", 1) + "strom", headers=given)
        return cls(await websocket.websocket_connect(request))

    async def hear(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message = json.loads(await self.connection.read_message())
            if "nummer" in message:  # only what is new in it is sent
                message = self.state = {**self.state, **message}
            if wanted(message):
                return message

    async def say(self, **message: Any) -> None:
        await self.connection.write_message(json.dumps(message))


def settled(message: dict[str, Any]) -> bool:
    answer = message.get("svar")
    return bool(answer) and bool(answer["ferdig"])


def test_the_page_comes_with_a_strict_policy_and_nothing_else_does() -> None:
    async def test(served: Served) -> None:
        page = await get(served)
        assert page.code == 200 and 'lang="nb"' in page.body.decode()
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in page.headers
        for name in ("verksted.js", "verksted.css"):
            assert (await get(served, name)).code == 200
        for name in ("server.py", "..%2fserver.py", "index.html", "page/index.html"):
            assert (await get(served, name)).code == 404

    serving(test)


@pytest.mark.parametrize("host", ["ond.example", "127.0.0.1.ond.example", "ond.example:80", ""])
def test_another_name_is_refused(host: str) -> None:
    async def test(served: Served) -> None:
        assert (await get(served, Host=host)).code in (400, 403)

    serving(test)


@pytest.mark.parametrize("origin", ["http://ond.example", "null", "https://127.0.0.1:1", ""])
def test_another_page_is_refused(origin: str) -> None:
    async def test(served: Served) -> None:
        with pytest.raises(httpclient.HTTPClientError):
            await Page.open(served, Origin=origin)

    serving(test)


def test_on_the_network_only_the_whole_address_lets_in() -> None:
    async def test(served: Served) -> None:
        assert "?adgang=" in served.address
        assert (await get(served)).code == 403
        assert (await get(served, "?adgang=feil")).code == 403
        with pytest.raises(httpclient.HTTPClientError):
            await Page.open(served)
        query = "?" + served.address.partition("?")[2]
        welcome = await get(served, query)
        assert welcome.code == 200 and 'lang="nb"' in welcome.body.decode()
        cookie = welcome.headers["Set-Cookie"]
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        given = cookie.partition(";")[0]
        assert (await get(served, Cookie=given)).code == 200
        page = await Page.open(served, Cookie=given)
        await page.hear(settled)

    serving(test, shared=True)


def test_every_page_is_told_the_same_and_the_answer_is_a_fresh_run() -> None:
    data = small(200)

    async def test(served: Served) -> None:
        one, other = await Page.open(served), await Page.open(served)
        names = [c.id for c in data.shared.criteria]
        await one.say(
            hva="vekter", kommune="", verdier={name: 1.0 + n for n, name in enumerate(names)}
        )
        changed = lambda message: settled(message) and bool(message["endringer"])  # noqa: E731
        seen, seen_too = await one.hear(changed), await other.hear(changed)
        assert seen["svar"] == seen_too["svar"] and seen["forsøk"] == seen_too["forsøk"]
        inputs = tried(data, served.workshop.session.trial)
        evaluation = evaluate(inputs)
        whole = assess(inputs, evaluation, sobol_base=0)
        for code, own in seen["svar"]["deler"].items():
            fresh = conclude(evaluation, whole, code)
            assert own["oftest"] == fresh.most_often

    serving(test, data)


def test_a_draft_is_seen_by_its_own_page_until_it_is_shown() -> None:
    async def test(served: Served) -> None:
        own, other = await Page.open(served), await Page.open(served)
        await other.hear(settled)
        names = [c.id for c in served.workshop.session.dataset.shared.criteria]
        given = {name: float(n == 0) for n, name in enumerate(names)}
        await own.say(hva="kladd", kommune=HOLE, verdier=given)
        seen = await own.hear(lambda m: settled(m) and m["kladd"] == HOLE)
        assert seen["svar"]["deler"][HOLE]["vekter"][names[0]]["andel"] == 100.0
        hidden = await other.hear(settled)
        assert hidden["kladd"] is None and not hidden["endringer"]
        assert hidden["svar"]["deler"][HOLE]["vekter"][names[0]]["andel"] != 100.0
        await own.say(hva="vis")
        shown = await other.hear(lambda m: settled(m) and bool(m["endringer"]))
        assert shown["svar"]["deler"][HOLE]["vekter"][names[0]]["andel"] == 100.0

    serving(test)


@pytest.mark.parametrize(
    "text", ["ikke json", "[]", "{}", '{"hva": "vekter"}', '{"hva": null}', "9" * 30_000]
)
def test_nonsense_is_told_and_changes_nothing(text: str) -> None:
    async def test(served: Served) -> None:
        page = await Page.open(served)
        await page.connection.write_message(text)
        said = await page.hear(lambda message: "feil" in message)
        assert said["feil"].endswith(".") and not served.workshop.session.trial
        await page.hear(settled)

    serving(test)


def test_what_is_told_has_a_part_for_everyone_and_every_alternative() -> None:
    async def test(served: Served) -> None:
        page = await Page.open(served)
        answer = (await page.hear(settled))["svar"]
        assert set(answer["deler"]) == {*served.workshop.session.dataset.municipalities.index, ""}
        for part in answer["deler"].values():
            assert [row["id"] for row in part["alternativer"]] == list("0") + ["0+", *"12345"]
            assert part["svar"] and "\\" not in part["svar"] + part["snur"]
        assert answer["anbefaling"].endswith(".") and "\\" not in answer["anbefaling"]

    serving(test)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return with_few_draws(tmp_path)


def rows(folder: Path, code: str) -> dict[str, float]:
    found = load(folder).weights
    own = found[found["kommunenummer"] == code]
    return dict(zip(own["kriterium"], own["vekt"], strict=True))


def test_what_is_taken_into_use_stands_in_the_files_and_is_nothing_to_save(copied: Path) -> None:
    async def test(served: Served) -> None:
        one, other = await Page.open(served), await Page.open(served)
        names = [c.id for c in served.workshop.session.dataset.shared.criteria]
        await one.say(hva="lagre", hvem="arbeidsgruppen", hvorfor="Enighet i møtet")
        said = await one.hear(lambda m: "feil" in m)
        assert said["feil"] == "Det er ingenting å ta i bruk."
        await one.say(hva="vekter", kommune=HOLE, verdier={name: 1.0 for name in names[:4]})
        await one.hear(lambda m: bool(m.get("endringer")))
        await one.say(hva="lagre", hvem="", hvorfor="")
        said = await one.hear(lambda m: "feil" in m)
        assert "Skriv hvem som bestemmer" in said["feil"] and "Skriv hvorfor" in said["feil"]
        await one.say(hva="lagre", hvem="Hole", hvorfor="Enighet i møtet")
        told_of = await other.hear(lambda m: "melding" in m)
        assert told_of["melding"].startswith("Tatt i bruk:")
        after = await other.hear(lambda m: settled(m) and not m["endringer"])
        assert after["svar"]["deler"][HOLE]["vekter"][names[0]]["andel"] == 25.0
        stands = {name: weight for name, weight in rows(copied, HOLE).items() if weight}
        assert stands == {name: 25.0 for name in names[:4]}
        assert "verksted" in (copied / "vekter.csv").read_text("utf-8")

    serving(test, load(copied))


def test_who_has_left_for_good_is_no_part_of_what_is_still_tried(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something else is changed while it is saved that one has left."""
    changed = threading.Event()

    def slowly(*given: Any, **more: Any) -> Any:
        assert changed.wait(60)
        return save(*given, **more)

    monkeypatch.setattr("analysis.workshop.gathering.save", slowly)

    async def test(served: Served) -> None:
        page, theirs = await Page.open(served), await Page.open(served)
        criteria = served.workshop.session.dataset.shared.criteria
        own = {"kommune": LIER, "verdier": {criteria[0].id: 1.0}}
        await theirs.say(hva="kladd", **own)
        await theirs.hear(lambda m: m.get("kladd") == LIER)
        await page.say(hva="vekter", **own)
        await page.say(hva="uten", kommune=LIER, verdi=True)
        await page.say(hva="navngi", navn="uten Lier")
        await page.say(hva="vekter", kommune=LIER, verdier=None)
        await page.hear(lambda m: bool(m.get("navngitte")) and len(m["endringer"]) == 1)
        await page.say(hva="lagre", hvem="arbeidsgruppen", hvorfor="Vedtak i Lier")
        await page.say(hva="nøkkel", verdier={"lik": 1})
        await page.hear(lambda m: len(m.get("endringer", ())) == 2)
        changed.set()
        await page.hear(lambda m: "melding" in m)
        after = await page.hear(settled)
        assert after["endringer"] == ["felles kostnader deles likt"]
        assert LIER not in after["svar"]["deler"] and load(copied).settings.uten == (LIER,)
        assert served.workshop.session.named["uten Lier"].trial == Trial()
        assert (await theirs.hear(settled))["kladd"] is None

    serving(test, load(copied))


def test_a_conflict_is_told_with_both_values_and_can_be_written_over(copied: Path) -> None:
    async def test(served: Served) -> None:
        page = await Page.open(served)
        await page.say(hva="nøkkel", verdier={"innbyggere": 1})
        await page.hear(lambda m: bool(m.get("endringer")))
        file = copied / "utredning.toml"
        written = file.read_text("utf-8").replace("lik = 0.3", "lik = 0.4")
        file.write_text(written.replace("innbyggere = 0.7", "innbyggere = 0.6"), "utf-8")
        await page.say(hva="lagre", hvem="arbeidsgruppen", hvorfor="Enighet")
        found = (await page.hear(lambda m: "konflikter" in m))["konflikter"]
        values = {(one["vist"], one["nå"], one["vil"]) for one in found}
        assert ("0,7", "0,6", "1") in values
        assert load(copied).settings.fordeling["innbyggere"] == 0.6
        await page.say(hva="lagre", hvem="arbeidsgruppen", hvorfor="Enighet", godta=True)
        await page.hear(lambda m: "melding" in m)
        assert load(copied).settings.fordeling["innbyggere"] == 1.0

    serving(test, load(copied))
