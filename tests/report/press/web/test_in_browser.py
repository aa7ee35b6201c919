"""Reports for the web as a browser shows them, where there is one."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.report.press.web import write_web
from tests.browsing import Browser, axe_source, chromium, needs_browser
from tests.report.press.every_kind import everything

pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    profile = tmp_path_factory.mktemp("nettleser")
    with chromium(profile) as started, contextlib.closing(started.open()) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("side") / "rapport.html"
    path.write_bytes(write_web(everything()))
    return path


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(browser: Browser, page: Path, width: int) -> None:
    axe = axe_source()
    browser.show(page.as_uri(), width)
    browser.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert browser.breaches(axe) == []


def test_nothing_is_wider_than_the_smallest_screen(browser: Browser, page: Path) -> None:
    browser.show(page.as_uri(), 320)
    browser.value("document.querySelectorAll('details').forEach(one => one.open = true)")
    root = "document.documentElement"
    assert browser.value("innerWidth") == 320
    assert browser.value(f"{root}.scrollWidth - {root}.clientWidth") == 0


def test_nothing_is_fetched(browser: Browser, page: Path) -> None:
    browser.requests.clear()
    browser.show(page.as_uri(), 800)
    assert [one for one in browser.requests if not one.startswith("data:")] == [page.as_uri()]
    assert browser.value("document.fonts.check('16px Rapport')")
