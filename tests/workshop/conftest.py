"""A workshop that is served, and a browser to look at it with."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from analysis.workshop.server import Served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from tests.browsing import chromium

    with chromium() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example to change."""
    from tests.workshop.files import copy_of_example

    return copy_of_example(tmp_path / "ringeriksregionen")


@pytest.fixture
def serving() -> Iterator[Callable[[Path], Served]]:
    """Serve a folder, from a thread of its own, until the test is over."""
    with contextlib.ExitStack() as stack:
        yield lambda folder: stack.enter_context(_served(folder))


@pytest.fixture
def served(tmp_path: Path, serving: Callable[[Path], Served]) -> Served:
    """A copy of the example with few draws."""
    from tests.golden.rendered import with_few_draws

    return serving(with_few_draws(tmp_path))


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    from tests.browsing import opened
    from tests.workshop.at_the_table import settled

    with opened(browser, served.address) as found:
        settled(found)
        yield found


@contextlib.contextmanager
def _served(folder: Path) -> Iterator[Served]:
    from analysis.dataset import load
    from analysis.workshop import serve

    async def begin() -> Served:
        return serve(load(folder))

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    found = asyncio.run_coroutine_threadsafe(begin(), loop).result(300)
    try:
        yield found
    finally:
        asyncio.run_coroutine_threadsafe(found.stop(), loop).result(300)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()
