"""Reports for the web as a browser shows them, where there is one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from analysis.report.press.web import write_web
from tests.browsing import breaches, chromium, needs_browser, opened, overflow, unfold
from tests.report.press.every_kind import everything

pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("side") / "rapport.html"
    path.write_bytes(write_web(everything()))
    return path.as_uri()


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(browser: Browser, address: str, width: int) -> None:
    with opened(browser, address, width, bypass_csp=True) as page:
        unfold(page)
        assert breaches(page) == []


def test_nothing_is_wider_than_the_smallest_screen_or_fetched(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, 320) as page:
        unfold(page)
        assert page.evaluate("innerWidth") == 320 and overflow(page) == 0
        assert page.evaluate("document.fonts.check('16px Rapport')")
