"""Pages as a real browser shows them: the machine's own Chromium, driven by Playwright."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
# A build machine is to have all of it; elsewhere what cannot be tried is skipped.
_DEMANDED = bool(os.environ.get("CI"))
_MISSING = "Chromium er ikke her. På Debian og Ubuntu: sudo apt install chromium"
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# Milliseconds; never a measure, only the end of a wait in vain.
_PATIENCE = 300_000
_RULES = """() => axe.run({resultTypes: ["violations"]}).then(found =>
    found.violations.map(one => [one.id, one.impact, one.nodes[0].html.slice(0, 200)]))"""

needs_browser = [
    pytest.mark.thorough,
    pytest.mark.skipif(BROWSER is None and not _DEMANDED, reason=_MISSING),
]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser."""
    if BROWSER is None:
        _lacking(_MISSING)
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=BROWSER, args=_FLAGS, timeout=_PATIENCE
        )
        with contextlib.closing(started):
            yield started


@contextlib.contextmanager
def opened(browser: Browser, address: str, width: int = 1920, **given: Any) -> Iterator[Page]:
    """Open a page in a profile of its own; it may fetch only from its own place, and never fail."""
    context = browser.new_context(
        viewport={"width": width, "height": 1080}, locale="nb-NO", **given
    )
    context.set_default_timeout(_PATIENCE)
    page, faults, fetched = context.new_page(), [], []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(address)
    try:
        yield page
    finally:
        context.close()
    assert faults == []
    own = address.partition("?")[0]
    assert [url for url in fetched if not url.startswith((own, "data:"))] == []


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def overflow(page: Page) -> int:
    """How many pixels the page is wider than its screen."""
    root = "document.documentElement"
    return int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))


def breaches(page: Page) -> list[Any]:
    """What axe finds on the page as it is; the page must let the check in (`bypass_csp`)."""
    page.add_script_tag(content=_axe())
    return list(page.evaluate(_RULES))


def _axe() -> str:
    npm = shutil.which("npm")
    if npm is None:
        _lacking("npm er ikke her, og da heller ikke axe-core")
    root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=True).stdout
    path = Path(root.strip()) / "axe-core" / "axe.min.js"
    if not path.is_file():
        _lacking("axe-core er ikke her: npm install -g axe-core")
    return path.read_text("utf-8")


def _lacking(what: str) -> NoReturn:
    if _DEMANDED:
        pytest.fail(what)
    pytest.skip(what)
