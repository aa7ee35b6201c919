"""The workshop as a browser shows it: by mouse, in several browsers, on every size of screen."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from analysis.dataset import load
from analysis.report.language.words import long_date
from analysis.run.reports import write_reports
from analysis.workshop.server import Served
from tests.browsing import breaches, needs_browser, opened, overflow, unfold
from tests.report import reading
from tests.workshop.at_the_table import answer, drag, settled, told, unfold_part

pytestmark = needs_browser
POINTS = "deler[''].alternativer[2].poeng"
EMPLOYEES = "deler[''].vekter.ansatte.andel"
LIER = "deler['3312'].alternativer.filter(one => !one.sperre)"
AUTONOMY = "deler[''].vekter.lokal_styring.andel"


def test_a_weight_is_set_by_mouse_and_everything_follows(page: Page, served: Served) -> None:
    before = answer(page, POINTS)
    drag(page, "vekt-lokal_styring", 1.0)
    settled(page, 1)
    assert re.fullmatch(
        r"Ikke tatt i bruk: lokal styring veier [\d,]+ prosent\.", told(page, "lagret")
    )
    assert answer(page, POINTS) != before
    weights = served.workshop.session.trial.weights[""]
    assert max(weights, key=lambda name: weights[name]) in ("netto_naaverdi", "lokal_styring")
    page.get_by_role("button", name="Angre").click()
    settled(page)
    assert answer(page, POINTS) == before
    assert told(page, "lagret") == "Alt er som i utredningen."


def test_one_municipality_disagrees_and_says_why(page: Page, served: Served) -> None:
    page.get_by_label("Se på").select_option("Hole")
    unfold_part(page, "Vurderinger")
    page.get_by_label("Tjenestekvalitet, virkning").select_option("-2")
    settled(page, 1)
    reason = page.get_by_label("Tjenestekvalitet, begrunnelse")
    reason.fill("Vi har <b>egen</b> vakt")
    reason.press("Tab")
    expect(page.locator("#uenighet")).to_contain_text("Vi har <b>egen</b> vakt")
    expect(page.locator("#uenighet b")).to_have_count(0)
    place = ("3310", "0+", "tjenestekvalitet")
    assert served.workshop.session.trial.judgements == {place: -2.0}
    assert served.workshop.session.reasons == {place: "Vi har <b>egen</b> vakt"}


def test_another_key_moves_the_money_between_them_and_not_the_sum(page: Page) -> None:
    own = "base.kommuner.map(one => now.svar.deler[one.id].alternativer[3].innbygger)"
    before, total = page.evaluate(own), answer(page, "deler[''].alternativer[3].innbygger")
    unfold_part(page, "Fordelingsnøkkel")
    drag(page, "nokkel-lik", 0.0)
    settled(page, 1)
    expect(page.locator("#nokkel-lik + .value")).to_have_text("0 %")
    expect(page.locator("#nokkel-innbyggere + .value")).to_have_text("100 %")
    assert page.evaluate(own) != before
    assert answer(page, "deler[''].alternativer[3].innbygger") == total
    page.get_by_role("button", name="Utredningens nøkkel").click()
    settled(page)
    assert page.evaluate(own) == before


def test_a_municipality_goes_out_and_in_again(page: Page) -> None:
    unfold_part(page, "Hvem er med")
    page.get_by_label("Lier er med").uncheck()
    settled(page, 1)
    expect(page.locator("#kommuner")).not_to_contain_text("Lier")
    page.get_by_label("Lier er med").check()
    settled(page)
    expect(page.locator("#kommuner")).to_contain_text("Lier")


def test_one_goes_back_to_the_common_judgement_and_another_leaves_for_good(
    page: Page, served: Served
) -> None:
    folder = served.workshop.session.dataset.folder
    page.get_by_label("Se på").select_option("Modum")
    unfold_part(page, "Vurderinger")
    page.get_by_label("Alternativ", exact=True).select_option("1 Felles drift")
    expect(page.locator("#uenighet")).to_contain_text("Modum om lokal styring i alternativ 1")
    page.get_by_label("Lokal styring, virkning").select_option("ingen egen: den felles gjelder")
    settled(page, 1)
    expect(page.locator("#uenighet")).not_to_contain_text("Modum om lokal styring i alternativ 1")
    page.get_by_label("Se på").select_option("Alle samlet")
    unfold_part(page, "Hvem er med")
    page.get_by_label("Lier er med").uncheck()
    settled(page, 2)
    unfold_part(page, "Ta i bruk")
    decide(page, "arbeidsgruppen", "Lier har trukket seg")
    settled(page)
    expect(page.locator("#deltakere")).to_contain_text("Lier har trukket seg. Rett linjen «uten»")
    assert load(folder).withdrawn == {"3312": "Lier"}
    assert not re.search("^1;lokal_styring;3316;", (folder / "vurderinger.csv").read_text(), re.M)
    page.get_by_role("button", name="Ta i bruk").click(force=True)
    expect(page.get_by_role("alert")).to_have_text("Det er ingenting å ta i bruk.")


def test_another_browser_sees_the_same(page: Page, browser: Browser, served: Served) -> None:
    with opened(browser, served.address, 1024) as other:
        settled(other)
        drag(page, "vekt-ansatte", 0.9)
        settled(other, 1)
        settled(page, 1)
        assert told(page, "anbefaling") == told(other, "anbefaling")
        assert answer(page, POINTS) == answer(other, POINTS)
        expect(other.locator("#hvem-ser")).to_contain_text("2 sider er åpne")


def test_weights_set_in_peace_are_the_others_when_they_are_shown(
    page: Page, browser: Browser, served: Served
) -> None:
    with opened(browser, f"{served.address}?kommune=3310", 1024) as other:
        settled(other)
        other.get_by_label("I fred").check()
        drag(other, "vekt-ansatte", 1.0)
        expect(other.get_by_role("button", name="Vis for alle")).to_be_enabled()
        settled(other)
        settled(page)
        other.get_by_role("button", name="Vis for alle").click()
        settled(page, 1)
        expect(page.locator("#lagret")).to_contain_text("for Hole")


def test_two_trials_stand_side_by_side(page: Page) -> None:
    unfold_part(page, "Fordelingsnøkkel")
    drag(page, "nokkel-lik", 0.0)
    settled(page, 1)
    unfold_part(page, "Forsøk")
    page.get_by_label("Navn på det som prøves nå").fill("Etter innbyggere")
    page.get_by_role("button", name="Gi navn").click()
    page.get_by_role("button", name="Tilbake til utredningen", exact=True).click()
    settled(page)
    expect(page.locator("#side-om-side table")).to_contain_text("Etter innbyggere")
    page.get_by_role("button", name="Åpne").click()
    settled(page, 1)


def test_what_is_left_of_the_trials_is_opened_by_its_own_name(page: Page) -> None:
    unfold_part(page, "Forsøk")
    for count, criterion in enumerate(["ansatte", "lokal_styring"], start=1):
        drag(page, f"vekt-{criterion}", 1.0)
        settled(page, 1)
        page.get_by_label("Navn på det som prøves nå").fill(criterion)
        page.get_by_role("button", name="Gi navn").click()
        expect(page.locator("#navngitte li")).to_have_count(count)
    page.get_by_role("button", name="Tilbake til utredningen", exact=True).click()
    settled(page)
    page.get_by_role("button", name="Slett ansatte").click()
    expect(page.locator("#navngitte li")).to_have_count(1)
    page.get_by_role("button", name="Åpne lokal_styring").click()
    settled(page, 1)
    expect(page.locator("#lagret")).to_contain_text("lokal styring")


def test_an_answer_leaves_what_is_read_where_it_is(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    where = "document.querySelector('#vektene').scrollLeft"
    settled(page)
    page.evaluate(f"{where} = 120")
    drag(page, "vekt-ansatte", 1.0)
    settled(page, 1)
    assert page.evaluate(where) == 120


def decide(page: Page, who: str, why: str) -> None:
    page.get_by_label("Hvem bestemmer?").fill(who)
    page.get_by_label("Hvorfor?").fill(why)
    page.get_by_role("button", name="Ta i bruk").click()


def test_what_is_taken_into_use_is_there_again_and_in_the_reports(
    page: Page, served: Served, tmp_path: Path
) -> None:
    folder = served.workshop.session.dataset.folder
    unfold_part(page, "Ta i bruk")
    drag(page, "vekt-lokal_styring", 0.95)
    settled(page, 1)
    decide(page, "arbeidsgruppen", "")
    expect(page.get_by_role("alert")).to_contain_text("Skriv hvorfor")
    shown, rows = answer(page, AUTONOMY), answer(page, LIER)
    decide(page, "arbeidsgruppen", "Enige 12. juni")
    settled(page)
    expect(page.get_by_role("alert")).to_contain_text("Tatt i bruk:")
    assert answer(page, AUTONOMY) == shown
    page.reload()
    settled(page)
    assert (answer(page, AUTONOMY), answer(page, LIER)) == (shown, rows)
    written = tmp_path / "rapporter"
    outcome = write_reports(str(folder), out=written, municipalities=["3312"])
    assert not outcome.failed
    report = reading.words((written / "3312-lier.pdf").read_bytes())
    assert f"verksted {long_date(dt.datetime.now())}" in report
    for row in rows:
        assert f"{row['poeng']} ({row['plass']})" in report


def test_two_who_change_the_same_are_shown_both_values(
    page: Page, served: Served, browser: Browser, serving: Callable[[Path], Served]
) -> None:
    folder = served.workshop.session.dataset.folder
    # Two machines that share a disk: neither knows what the other has on the table.
    with opened(browser, serving(folder).address, 1024) as other:
        settled(other)
        for one, part in ((page, 1.0), (other, 0.0)):
            drag(one, "vekt-ansatte", part)
            unfold_part(one, "Ta i bruk")
            settled(one, 1)
        decide(page, "Hole", "De ansatte er alt")
        settled(page)
        before = (folder / "vekter.csv").read_bytes()
        decide(other, "Lier", "Det går seg til")
        table = other.get_by_role("region", name="Konflikter")
        expect(table).to_contain_text("felles, ansatte, vekt")
        row = table.get_by_role("row", name="felles, ansatte, vekt").inner_text().split("\t")
        theirs, ours = (one.evaluate(f"now.svar.{EMPLOYEES}") for one in (page, other))
        assert [float(cell.replace(",", ".")) for cell in row[2:4]] == [
            pytest.approx(theirs), pytest.approx(ours)
        ]  # fmt: skip
        assert (folder / "vekter.csv").read_bytes() == before
        expect(other.locator("#lagret")).to_contain_text("Ikke tatt i bruk")
        other.get_by_role("button", name="Skriv vårt likevel").click()
        settled(other)
        with (folder / "verkstedlogg.csv").open(encoding="utf-8-sig", newline="") as file:
            log = [row for row in csv.DictReader(file, delimiter=";") if "ansatte" in row["felt"]]
        assert [row["hvem"] for row in log] == ["Hole", "Lier"]
        assert log[1]["før"] == log[0]["etter"]


def test_a_lost_server_is_told(page: Page) -> None:
    page.evaluate("socket.close()")
    expect(page.get_by_role("alert")).to_contain_text("mistet forbindelsen")
    expect(page.get_by_role("alert")).to_have_text("")


@pytest.mark.parametrize("width", [1920, 1024, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, served: Served, width: int
) -> None:
    # One who judges for itself sees most.
    with opened(browser, f"{served.address}?kommune=3316", width, bypass_csp=True) as page:
        settled(page)
        unfold(page)
        settled(page)
        assert overflow(page) == 0
        labels = page.locator(".row > label").evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)"
        )
        assert labels == []
        assert breaches(page) == []
