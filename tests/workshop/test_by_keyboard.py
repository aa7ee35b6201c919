"""The workshop with the keyboard alone, and as a screen reader reads it."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import Browser, Page, expect

from analysis.workshop.server import Served
from tests.browsing import needs_browser, opened, unfold
from tests.workshop.at_the_table import drag, settled, unfold_part

pytestmark = needs_browser
# Stops of the keyboard there may be before something is found; there are some sixty in all.
_MOST_STOPS = 150
# What the focused control is called.
_FOCUSED = """() => {
    const it = document.activeElement, label = it.labels && it.labels[0];
    return it.getAttribute("aria-label") || (label || it).textContent.trim();
}"""
_SEEN = """() => {
    const it = document.activeElement, box = it.getBoundingClientRect();
    const style = getComputedStyle(it);
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight &&
        style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""


def go_to(page: Page, name: str, key: str = "Tab") -> None:
    """Go on with the tab key to what begins with a name; every stop on the way must be seen."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press(key)
        assert page.evaluate(_SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(_FOCUSED).startswith(name):
            return
    raise AssertionError(f"Kom ikke til «{name}»")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_whole_meeting_without_a_mouse(page: Page, served: Served) -> None:
    folder = served.workshop.session.dataset.folder
    go_to(page, "Gå til svaret")
    press(page, "Enter")
    expect(page.locator("#svar")).to_be_focused()
    go_to(page, "Se på", "Shift+Tab")
    press(page, "ArrowDown", "ArrowDown")  # Hole
    expect(page.locator("#hvis-vekter")).to_contain_text("Hole har egne vekter")
    go_to(page, "Lokal styring")
    press(page, "End")
    settled(page, 1)
    expect(page.get_by_role("slider", name="Lokal styring")).to_be_focused()
    go_to(page, "Bruk de felles vektene")
    press(page, "Enter")
    expect(page.locator("#lagret")).to_contain_text("Hole bruker de felles vektene")
    expect(page.get_by_role("button", name="Bruk de felles vektene")).to_be_focused()
    go_to(page, "Vurderinger")
    press(page, "Enter")
    go_to(page, "Tjenestekvalitet, virkning")
    press(page, "ArrowDown", "ArrowDown")
    go_to(page, "Tjenestekvalitet, begrunnelse")
    page.keyboard.type("Vi har vakt selv")
    go_to(page, "Fordelingsnøkkel")
    settled(page, 2)
    press(page, "Enter")
    go_to(page, "Likt")
    press(page, "Home")
    settled(page, 3)
    go_to(page, "Hvem er med")
    press(page, "Enter")
    go_to(page, "Lier er med")
    press(page, " ")
    settled(page, 4)
    expect(page.get_by_label("Lier er med")).to_be_focused()
    press(page, " ")
    settled(page, 3)
    go_to(page, "Ta i bruk")
    press(page, "Enter")
    go_to(page, "Hvem bestemmer?")
    page.keyboard.type("Hole")
    go_to(page, "Hvorfor?")
    page.keyboard.type("Enige i dag")
    go_to(page, "Ta i bruk")
    press(page, "Enter")
    settled(page)
    expect(page.get_by_role("alert")).to_contain_text("Tatt i bruk")
    # The place is kept, though the page is built anew of what now stands in the files.
    expect(page.get_by_role("button", name="Ta i bruk")).to_be_focused()
    with (folder / "verkstedlogg.csv").open(encoding="utf-8-sig", newline="") as file:
        log = {row["felt"]: row for row in csv.DictReader(file, delimiter=";")}
    assert log["3310, lokal_styring, vekt"]["etter"] == ""
    assert log["3310, 0+, tjenestekvalitet, begrunnelse"]["etter"] == "Vi har vakt selv"
    assert log["fordeling, lik"]["etter"] == "0"


def test_what_others_do_leaves_the_keyboard_where_it_is(
    page: Page, browser: Browser, served: Served
) -> None:
    with opened(browser, served.address, 1024) as other:
        settled(other)
        go_to(page, "Vektene i hver kommune")
        drag(other, "vekt-ansatte", 1.0)
        settled(page, 1)
        expect(page.get_by_role("region", name="Vektene i hver kommune")).to_be_focused()
        unfold_part(other, "Forsøk")
        other.get_by_label("Navn på det som prøves nå").fill("Mer om ansatte")
        other.get_by_role("button", name="Gi navn").click()
        go_to(page, "Forsøk ved siden av hverandre")
        press(page, "Enter")
        expect(page.get_by_label("Første forsøk")).to_be_visible()
        go_to(page, "Første forsøk")
        press(page, "ArrowDown")
        expect(page.get_by_label("Første forsøk")).to_have_value("Mer om ansatte")
        expect(page.get_by_label("Første forsøk")).to_be_focused()
        drag(other, "vekt-ansatte", 0.0)
        settled(page, 1)
        expect(page.get_by_label("Første forsøk")).to_be_focused()


def test_the_page_reads_in_an_order_that_makes_sense(page: Page) -> None:
    unfold(page)
    settled(page)
    expect(page.locator("body")).to_match_aria_snapshot("""
        - link "Gå til svaret"
        - banner:
            - heading /Verksted. / [level=1]
            - combobox "Se på"
            - button "Angre" [disabled]
            - button "Tilbake til utredningen" [disabled]
            - paragraph: Alt er som i utredningen.
            - alert
        - main:
            - region "Svaret":
                - heading "Svaret" [level=2]
                - status: /Tallene taler/
                - paragraph
                - paragraph
                - region "Alternativene":
                    - table /Alternativene for alle samlet/
                - region "Kommunene":
                    - table /i hver kommune/
                - paragraph: /Pluss er dyrere enn i dag/
            - region "Prøv noe annet":
                - heading "Prøv noe annet" [level=2]
                - group:
                    - heading "Vekter" [level=3]
                    - heading "Økonomi" [level=4]
                    - slider "Netto nåverdi"
                    - slider "Engangskostnad"
                    - heading "Robusthet" [level=4]
                - group:
                    - heading "Vurderinger" [level=3]
                    - combobox "Informasjonssikkerhet, virkning mot i dag"
                    - text: /Evnen til/
                    - textbox "Informasjonssikkerhet, begrunnelse"
                    - heading "Hvem er uenig om hva?" [level=4]
                - group:
                    - heading "Fordelingsnøkkel" [level=3]
                    - slider "Likt"
                - group:
                    - heading "Hvem er med, og hvem er vert" [level=3]
                - group:
                    - heading "Forutsetninger" [level=3]
                - group:
                    - heading "Ta i bruk" [level=3]
                    - paragraph:
                        - textbox "Hvem bestemmer?"
                    - paragraph:
                        - textbox "Hvorfor?"
                    - paragraph:
                        - button "Ta i bruk" [disabled]
                - group:
                    - heading "Forsøk ved siden av hverandre" [level=3]
        - contentinfo:
            - paragraph: Bare denne siden er åpen.
            - paragraph: /minne/
        """)
    weight = page.get_by_role("slider", name="Lokal styring")
    expect(weight).to_have_attribute("aria-valuetext", "7 %")
    expect(weight).to_have_accessible_description(re.compile(r"selv bestemmer\. Fra .* kr per"))
