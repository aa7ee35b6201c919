"""Reports for the web as a browser shows them, where there is one.

Needs Chromium, found as `chromium`, and for the accessibility check also `npm install -g axe-core`.
"""

import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

from analysis.report.press.web import write_web
from tests.report.press.every_kind import everything

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--remote-debugging-port=0 --remote-allow-origins=*"
)
_RULES = """axe.run({resultTypes: ["violations"]}).then(found => JSON.stringify(
    found.violations.map(one => [one.id, one.impact, one.nodes[0].html.slice(0, 200)])))"""

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(BROWSER is None, reason="Chromium er ikke her"),
]


class Browser:
    """A page open in a browser, asked and told through the browser's own protocol."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=60)
        self._calls = 0
        self.requests: list[str] = []
        self.call("Network.enable")
        self.call("Page.enable")
        # Our page lets no script in; the check is one.
        self.call("Page.setBypassCSP", enabled=True)

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": given}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("method") == "Network.requestWillBeSent":
                self.requests.append(said["params"]["request"]["url"])
            if said.get("id") == self._calls:
                assert "error" not in said, said
                return dict(said["result"])

    def value(self, script: str) -> Any:
        made = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in made, made
        return made["result"].get("value")

    def show(self, path: Path, width: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                  deviceScaleFactor=1, mobile=False)  # fmt: skip
        self.call("Page.navigate", url=path.as_uri())
        for _ in range(200):
            if self.value("location.protocol + document.readyState") == "file:complete":
                return
            time.sleep(0.05)
        pytest.fail("Siden ble ikke vist")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    profile = tmp_path_factory.mktemp("nettleser")
    command = [str(BROWSER), *_FLAGS.split(), f"--user-data-dir={profile}", "about:blank"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        port = _port(profile)
        with contextlib.closing(Browser(_first_page(port))) as opened:
            yield opened
    finally:
        process.terminate()
        process.wait(timeout=20)


def _port(profile: Path) -> str:
    told = profile / "DevToolsActivePort"
    for _ in range(400):
        if told.exists() and told.read_text():
            return told.read_text().split()[0]
        time.sleep(0.05)
    pytest.fail("Nettleseren startet ikke")


def _first_page(port: str) -> str:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
        pages = json.load(answer)
    return str(next(p["webSocketDebuggerUrl"] for p in pages if p["type"] == "page"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("side") / "rapport.html"
    path.write_bytes(write_web(everything()))
    return path


@pytest.fixture(scope="module")
def axe() -> str:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm er ikke her, og da heller ikke axe-core")
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True).stdout
    path = Path(root.strip()) / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core er ikke her: npm install -g axe-core")
    return path.read_text("utf-8")


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(browser: Browser, page: Path, axe: str, width: int) -> None:
    browser.show(page, width)
    browser.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    browser.value(f"{axe};0")
    assert json.loads(browser.value(_RULES)) == []


def test_nothing_is_wider_than_the_smallest_screen(browser: Browser, page: Path) -> None:
    browser.show(page, 320)
    browser.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    root = "document.documentElement"
    assert browser.value("innerWidth") == 320
    assert browser.value(f"{root}.scrollWidth - {root}.clientWidth") == 0


def test_nothing_is_fetched(browser: Browser, page: Path) -> None:
    browser.requests.clear()
    browser.show(page, 800)
    assert [one for one in browser.requests if not one.startswith("data:")] == [page.as_uri()]
    assert browser.value("document.fonts.check('16px Rapport')")
