"""What a member does at the workshop's page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect


def settled(page: Page, changes: int = 0) -> None:
    """Wait until so much differs from the inputs, and all that follows of it is shown."""
    expect(page.locator("#tas-i-bruk li")).to_have_count(changes)
    expect(page.locator("#svar")).to_have_attribute("aria-busy", "false")


def told(page: Page, place: str) -> str:
    """The text of a part of the page."""
    return page.locator(f"#{place}").inner_text()


def answer(page: Page, path: str) -> Any:
    """A figure of the answer that is shown."""
    return page.evaluate(f"now.svar.{path}")


def unfold_part(page: Page, name: str) -> None:
    """Open a folded part by its heading."""
    page.locator("summary", has_text=name).click()


def drag(page: Page, slider: str, part: float) -> None:
    """Drag in a slider to a part of its length."""
    found = page.locator(f"#{slider}")
    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 8 + part * (box["width"] - 16), middle, steps=5)
    page.mouse.up()
