"""Pages as a real browser shows them, asked and told through the browser's own protocol.

Needs Chromium, found as `chromium`, and for the accessibility check also `npm install -g axe-core`.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking "
    "--remote-debugging-port=0 --remote-allow-origins=*"
)
_RULES = """axe.run({resultTypes: ["violations"]}).then(found => JSON.stringify(
    found.violations.map(one => [one.id, one.impact, one.nodes[0].html.slice(0, 200)])))"""

needs_browser = [
    pytest.mark.thorough,
    pytest.mark.skipif(BROWSER is None, reason="Chromium er ikke her"),
]


class Browser:
    """A page open in a browser."""

    def __init__(self, address: str) -> None:
        self._socket = websocket.create_connection(address, timeout=60)
        self._calls = 0
        self.requests: list[str] = []
        self.faults: list[str] = []
        for domain in ("Network", "Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        # Our page lets no script in; the check is one.
        self.call("Page.setBypassCSP", enabled=True)

    def call(self, method: str, **given: Any) -> dict[str, Any]:
        self._calls += 1
        self._socket.send(json.dumps({"id": self._calls, "method": method, "params": given}))
        while True:
            said = json.loads(self._socket.recv())
            match said.get("method"):
                case "Network.requestWillBeSent":
                    self.requests.append(said["params"]["request"]["url"])
                case "Runtime.exceptionThrown" | "Log.entryAdded":
                    self.faults.append(json.dumps(said["params"]))
            if said.get("id") == self._calls:
                assert "error" not in said, said
                return dict(said["result"])

    def value(self, script: str) -> Any:
        made = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in made, made
        return made["result"].get("value")

    def until(self, script: str, seconds: float = 60.0) -> Any:
        """Wait until a script is true, and return what it was."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.value(f"(() => {{ try {{ return {script} }} catch {{}} }})()"):
                return found
            time.sleep(0.02)
        pytest.fail(f"Ventet forgjeves på {script}")

    def resize(self, width: int, height: int = 900) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)  # fmt: skip

    def show(self, address: str, width: int) -> None:
        self.resize(width)
        self.call("Page.navigate", url=address)
        self.until(f"location.href.startsWith({address!r}) && document.readyState == 'complete'")

    def press(self, *keys: str) -> None:
        """Press keys by their names, as «Tab» and «ArrowRight»."""
        codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39, "ArrowLeft": 37, "Home": 36}
        for key in keys:
            given = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
            text = {"text": {"Enter": "\r", " ": " "}[key]} if key in ("Enter", " ") else {}
            self.call("Input.dispatchKeyEvent", type="keyDown", **given, **text)
            self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def drag(self, where: str, part: float) -> None:
        """Drag in a slider, found by its selector, to a part of its length."""
        self.value(f"document.querySelector({where!r}).scrollIntoView({{block: 'center'}})")
        x, y, width, height = self.value(
            f"(({{x, y, width, height}}) => [x, y, width, height])"
            f"(document.querySelector({where!r}).getBoundingClientRect())"
        )
        middle = y + height / 2
        for kind, at in (("mousePressed", 0.5), ("mouseMoved", part), ("mouseReleased", part)):
            self.call("Input.dispatchMouseEvent", type=kind, x=x + 8 + at * (width - 16), y=middle,
                      button="left", buttons=0 if kind == "mouseReleased" else 1,
                      clickCount=1)  # fmt: skip

    def breaches(self, axe: str) -> list[Any]:
        """What axe finds on the page as it is."""
        self.value(f"{axe};0")
        return list(json.loads(self.value(_RULES)))

    def close(self) -> None:
        self._socket.close()


class Chromium:
    """A browser that runs; each page is opened on its own."""

    def __init__(self, port: str) -> None:
        self._port = port

    def open(self) -> Browser:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/json/new?about:blank", method="PUT"
        )
        with urllib.request.urlopen(request) as answer:
            return Browser(str(json.load(answer)["webSocketDebuggerUrl"]))


@contextlib.contextmanager
def chromium(profile: Path) -> Iterator[Chromium]:
    """Start a browser with a profile of its own."""
    command = [str(BROWSER), *_FLAGS.split(), f"--user-data-dir={profile}", "about:blank"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
    try:
        yield Chromium(_port(profile))
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


def axe_source() -> str:
    """The accessibility check as a script; skips where it is not here."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm er ikke her, og da heller ikke axe-core")
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True).stdout
    path = Path(root.strip()) / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core er ikke her: npm install -g axe-core")
    return path.read_text("utf-8")
