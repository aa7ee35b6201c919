"""Reports for the web, read back."""

import re

import pytest
from matplotlib.ft2font import FT2Font

from analysis.report.press import Cover, Text
from analysis.report.press.payload import ReportError
from analysis.report.press.style import FONT_FOLDER
from analysis.report.press.web import write_web
from tests.report.press.every_kind import everything
from tests.report.press.made import report, typeset
from tests.report.press.test_elements import figure
from tests.report.press.test_markup import HOSTILE
from tests.report.press.web.page_reading import Page
from tests.report.press.web_fonts import CUTS, SIGNS, subset
from tests.report.reading import words


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_web(everything())


@pytest.fixture(scope="module")
def page(content: bytes) -> Page:
    return Page(content)


def test_everybody_can_read_it_and_it_fetches_nothing(page: Page) -> None:
    assert page.faults() == []
    (policy,) = (n for n in page.all("meta") if "http-equiv" in n.attributes)
    assert policy.attributes["content"].startswith("default-src 'none'")


def test_a_fault_would_be_found(content: bytes) -> None:
    for whole, broken, fault in (
        (b'lang="nb"', b'lang="en"', "language"),
        (b'<th scope="col">', b"<th>", "scope"),
        (b'href="#forste"', b'href="#borte"', "pointing at nothing"),
        (b'<svg role="img"', b"<svg", "drawing"),
        (b"<header>", b'<header><img src="https://x.no/a.png">', "fetches"),
        (b'id="forste"', b'id="hoved_del"', "an id twice"),
    ):
        assert whole in content
        assert fault in Page(content.replace(whole, broken)).faults()


def test_the_first_thing_leads_past_the_rest(page: Page) -> None:
    body = next(place for place, node in enumerate(page.nodes) if node.tag == "body")
    skip = page.nodes[body + 1]
    assert (skip.attributes["href"], skip.text) == ("#hoved_del", "Hopp til innholdet")
    (main,) = page.all("main")
    assert main.attributes["id"] == "hoved_del"


def test_the_contents_list_the_headings_of_the_first_levels(page: Page) -> None:
    (nav,) = page.all("nav")
    listed = [n for n in page.all("a") if nav in n.parents]
    headings = {n.attributes.get("id"): n.text for n in page.all("h2", "h3")}
    assert [n.text for n in listed] == [
        "1 Første kapittel",
        "2 Uttalelser",
        "2.1 Fra de tillitsvalgte",
    ]
    assert all(headings[n.attributes["href"][1:]] == n.text for n in listed)


def test_drawings_are_inside_with_title_and_words(page: Page) -> None:
    assert [n.text for n in page.all("desc")] == ["En stigende linje.", "Enda en linje."]
    # «title» within svg, and the page's own.
    assert [n.text for n in page.all("title")][1:] == ["Det stiger", "Figur"]
    assert page.source.count("<metadata") == page.source.count("<?xml") == 0


def test_shapes_are_shared_between_drawings() -> None:
    one, two = (write_web(report(Cover("T"), *[figure()] * n)).decode() for n in (1, 2))
    assert one.count('id="form_') == two.count('id="form_')
    assert two.count("<use") == 2 * one.count("<use")


def test_wide_tables_scroll_and_long_ones_are_folded(page: Page) -> None:
    tables = {n.text: n for n in page.all("caption")}
    scrolling = [n for n in page.all("div") if n.attributes.get("class") == "rull"]
    names = [n.attributes["aria-label"] for n in scrolling]
    assert names[:2] == ["Figur 1: Det stiger", "Figur 2"]
    assert "Tabell 2: En bred tabell" in names and "Tabell 3: En lang tabell" not in names
    for region in scrolling:
        assert (region.attributes["role"], region.attributes["tabindex"]) == ("region", "0")
    folded = [n for n in tables["En lang tabell"].parents if n.tag == "details"]
    assert len(folded) == 1
    assert "En lang tabell (40 rader)" in [n.text for n in page.all("summary")]


def test_rows_have_headings_and_our_own_stands_out(page: Page) -> None:
    rows = [n for n in page.all("th") if n.attributes["scope"] == "row"]
    assert [n.text for n in rows[:3]] == ["Ås", "Bø", "Vik"]
    (own,) = (n for n in page.all("tr") if n.attributes.get("class") == "egen")
    assert own.text.startswith("Ås")


def test_footnotes_are_numbered_through_and_lead_back(page: Page) -> None:
    marks = [n for n in page.all("a") if n.attributes.get("role") == "doc-noteref"]
    back = [n for n in page.all("a") if n.attributes.get("role") == "doc-backlink"]
    assert [n.text for n in marks] == ["1", "2"]
    assert [n.attributes["href"][1:] for n in back] == [n.attributes["id"] for n in marks]
    (notes,) = (n for n in page.all("section"))
    assert "En note her." in notes.text and "Egen fotnote." in notes.text


def test_text_is_shown_as_it_was_written(page: Page) -> None:
    (code,) = page.all("pre")
    assert code.text == " ".join(HOSTILE.split())
    assert "<script>alert(1)</script>" in page.nodes[0].text
    assert page.all("script") == []


def test_page_and_paper_say_the_same() -> None:
    one = everything()
    shown = Page(write_web(one)).nodes[0].text
    for word in set(re.findall(r"[a-zæøå]{5,}", words(typeset([one.cover, *one.parts])))):
        assert word in shown.lower() or word in shown, word


def test_the_same_elements_give_the_same_bytes(content: bytes) -> None:
    assert write_web(everything()) == content


def test_a_figure_that_cannot_be_shown_is_named() -> None:
    one = report(Cover("T"), figure())
    for change, said in (({"alt": " "}, "mangler alternativ tekst"), ({"svg": "<svg"}, "ødelagt")):
        parts = [{**one.parts[0], **change}]
        with pytest.raises(ReportError, match=f"Figuren «Det stiger» .*{said}"):
            write_web(type(one)(one.cover, parts, one.words))


def test_a_page_without_headings_has_no_contents() -> None:
    assert "<nav" not in write_web(report(Cover("T"), Text("a"))).decode()


@pytest.mark.parametrize("cut", CUTS)
def test_the_fonts_are_those_of_the_paper(cut: str) -> None:
    paper = FT2Font(str(FONT_FOLDER / f"SourceSans3-{cut}.ttf")).get_charmap()
    data = (FONT_FOLDER / "web" / f"{cut}.woff").read_bytes()
    assert data[:4] == b"wOFF" and len(data) < 25_000
    assert SIGNS & set(paper) >= {*map(ord, "ÆØÅæøå«»−–…×≥→€\u00a0")}


@pytest.mark.thorough
@pytest.mark.parametrize("cut", CUTS)
def test_the_fonts_are_as_they_are_made(cut: str) -> None:
    assert (FONT_FOLDER / "web" / f"{cut}.woff").read_bytes() == subset(cut)
