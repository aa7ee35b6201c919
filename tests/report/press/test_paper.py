"""Reports on paper: accessible, the same every time, and readable back."""

import datetime
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.report.press import (
    Box,
    Contents,
    Cover,
    Figure,
    Heading,
    PageBreak,
    Stack,
    Table,
    Text,
    UserText,
)
from analysis.report.press.glyphs import column_widths, printable
from analysis.report.press.markup import Prose, Words
from analysis.report.press.payload import ReportError
from tests.report.press.every_kind import COVER, long_table
from tests.report.press.made import payloads, typeset
from tests.report.press.test_elements import figure, frame
from tests.report.press.test_markup import HOSTILE
from tests.report.reading import faults, reader, tag_names, tags, words

USER_TEXT = """# Uttalelse

Vi *støtter* dette[^1].

[^1]: En fotnote.

| Tema | Innspill |
|---|--:|
| Vakt | 2 |

> Et sitat.

1. en
   - to

***

`kode` og ~~strøket~~ <https://www.ssb.no>

```
uavsluttet
"""


@pytest.fixture(scope="module")
def everything() -> bytes:
    return typeset(
        payloads(
            COVER,
            Stack(Text("Ingress."), figure(source="budsjett.csv linje 2")),
            Heading("Første kapittel", id="forste"),
            Text("Se [kapitlet](#forste). Fotnote[^1].\n\n[^1]: Forklart."),
            Table(frame(), "Ås er størst", highlight="0001", note="Merknad", source="kilden"),
            Box("**Fet** og `kode`", "Ramme"),
            PageBreak(),
            Heading("Uttalelser"),
            UserText(USER_TEXT),
            UserText("Neste tekst[^1].\n\n[^1]: Egen fotnote."),
            Heading("For dypt", 4),
            Contents(1),
            long_table(90),
        )
    )


def test_the_independent_checker_finds_no_fault(everything: bytes, tmp_path: Path) -> None:
    assert faults(everything, tmp_path) == []


def test_the_file_says_what_it_is(everything: bytes) -> None:
    pdf = reader(everything)
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "nb-NO"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Skal Eksempelvik gå videre?"
    assert pdf.metadata.author == "Utredningen"
    assert pdf.metadata.creation_date == datetime.datetime(2022, 6, 1, tzinfo=datetime.UTC)
    assert pdf.xmp_metadata is not None


def test_pages_are_a4_and_numbered(everything: bytes) -> None:
    pdf = reader(everything)
    pages = len(pdf.pages)
    assert pages >= 4
    for number, page in enumerate(pdf.pages, start=1):
        size = [float(side) for side in page.mediabox[2:]]
        assert size == pytest.approx([595.28, 841.89], abs=0.01)
        text = " ".join(page.extract_text().split())
        assert f"Side {number} av {pages}" in text
        assert ("Eksempelvik kommune" in text) and COVER.title in text


def test_bookmarks_follow_the_headings(everything: bytes) -> None:
    outline = reader(everything).outline
    chapters = [mark.title for mark in outline if not isinstance(mark, list)]
    assert chapters == ["1 Første kapittel", "2 Uttalelser"]


def test_everything_is_tagged(everything: bytes) -> None:
    names = tag_names(everything)
    for name in ("H1", "H2", "Table", "Caption", "TH", "TD", "Figure", "Note", "L", "TOC", "Link"):
        assert name in names, name
    assert [tag["/Alt"] for tag in tags(everything) if tag["/S"] == "/Figure"] == [
        "En stigende linje."
    ]
    # Three for our table, two for each of the two others; the repetitions are not tagged.
    assert names.count("TH") == 7


def test_the_header_row_stands_on_every_page_of_a_long_table() -> None:
    pdf = reader(typeset(payloads(Cover("T"), long_table(120))))
    assert len(pdf.pages) >= 3
    assert all("System Kr" in " ".join(page.extract_text().split()) for page in pdf.pages)


def test_a_short_table_is_not_broken() -> None:
    text = "Et avsnitt.\n\n" * 27
    pdf = reader(typeset(payloads(Cover("T"), Text(text), long_table(12))))
    (page,) = (page for page in pdf.pages if "System 0" in page.extract_text())
    assert "System 11" in page.extract_text()
    assert "En lang tabell" in page.extract_text()


def test_text_is_printed_as_it_was_written(everything: bytes) -> None:
    text = words(everything)
    for wanted in ("1 234,5", "mangler", "–", "utenfor mandat", "Kilde: kilden", "Innhold",
                   "1. juni 2022 · Sak 22/01234", "Tallene er illustrative.", "uavsluttet",
                   "Neste tekst", "Egen fotnote."):  # fmt: skip
        assert wanted in text, wanted


def test_hostile_text_is_shown_in_every_place(tmp_path: Path) -> None:
    data = pd.DataFrame({HOSTILE: [HOSTILE], "x": [1]})
    elements = [
        Cover(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        Heading(HOSTILE),
        Table(data, HOSTILE, source=HOSTILE, note=HOSTILE, highlight=0, widths=(9, 1)),
        figure(alt=HOSTILE, title=HOSTILE, source=HOSTILE),
        Box("a", HOSTILE),
        UserText(HOSTILE),
    ]
    pdf = typeset(payloads(*elements))
    # Line breaks and hyphens of narrow cells aside, every sign stands as it was written.
    squeezed = words(pdf).replace(" ", "")
    marks = ["<script>alert(1)</script>", '#import"x"', "$x^2$", "{{x}}", "@ref\\", "[h](http:"]
    for mark in marks:
        assert squeezed.count(mark) >= 12, mark
    assert reader(pdf).metadata.title == HOSTILE  # type: ignore[union-attr]
    assert HOSTILE in {tag.get("/Alt") for tag in tags(pdf)}
    assert faults(pdf, tmp_path) == []


def test_signs_of_norwegian_text_are_in_the_font() -> None:
    signs = "ÆØÅæøå«»−–…½¼¾§°×≥≤→·€\u00a0\u202f"
    assert printable(signs) == signs
    assert printable("a\u200eb 😀 漢") == "ab □ □"


def test_text_in_unknown_scripts_does_not_stop_the_report() -> None:
    odd = "Hei 😀 漢字 \u202e\x00 &#128512; ✓ Ж Ω"
    pdf = typeset(payloads(Cover(odd), UserText(odd), Table(pd.DataFrame({odd: [odd]}), odd)))
    assert "Ж Ω" in words(pdf)


def test_an_empty_table_is_possible(tmp_path: Path) -> None:
    pdf = typeset(payloads(Cover("T"), Table(frame().iloc[:0], "Ingen rader")))
    assert faults(pdf, tmp_path) == []


def test_the_same_elements_give_the_same_bytes_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elements = payloads(COVER, Text("Tekst[^1]\n\n[^1]: note"), figure(), Table(frame(), "T"))
    first = typeset(elements)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    time.tzset()
    try:
        assert typeset(elements) == first
        assert os.listdir(tmp_path) == []
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_figure_that_lost_its_alternative_text_is_refused_by_name() -> None:
    part = {**figure().payload(), "alt": ""}
    with pytest.raises(ReportError, match="Figuren «Det stiger» kan ikke settes på papir"):
        typeset([Cover("T").payload(), Text("a").payload(), part])


def test_a_broken_part_is_named() -> None:
    part = {**figure().payload(), "svg": "<svg", "title": "Ødelagt"}
    with pytest.raises(ReportError, match="Figuren «Ødelagt»"):
        typeset([Cover("T").payload(), part])
    with pytest.raises(ReportError, match="ukjent slag: «film»"):
        typeset([Cover("T").payload(), {"type": "film"}])


def test_two_covers_are_one_too_many() -> None:
    with pytest.raises(ReportError, match="mer enn én forside"):
        typeset(payloads(Cover("A"), Cover("B")))


def test_number_columns_are_as_wide_as_their_numbers() -> None:
    numbers = {f"Kolonne nummer {number} (1000 kr)": [12345.0] for number in range(6)}
    data = pd.DataFrame({"Navn": ["a"], **numbers})
    first, *widths = column_widths(Table(data, "T").payload())
    assert first == "auto"
    assert len(set(widths)) == 1
    # Three lines of heading: six columns of two would not leave room for the names.
    assert 45 < float(widths[0].removesuffix("pt")) < 60
    (alone,) = column_widths(Table(data.iloc[:, [1]], "T").payload())
    assert float(alone.removesuffix("pt")) > 120
    assert column_widths(Table(data[["Navn"]], "T", widths=(2,)).payload()) == ["2.0fr"]


def test_many_figures_keep_their_place() -> None:
    figures: list[Figure] = [figure(alt=f"Figur {number}") for number in range(5)]
    pdf = typeset(payloads(Cover("T"), *figures))
    found = [tag["/Alt"] for tag in tags(pdf) if tag["/S"] == "/Figure"]
    assert found == [f"Figur {number}" for number in range(5)]
    assert np.all([len(name) for name in found])


def test_the_part_that_stops_the_report_is_named_among_many() -> None:
    broken = {**figure().payload(), "svg": "<svg", "title": "Ødelagt"}
    parts = payloads(
        Cover("T"),
        Heading("Ett"),
        Heading("To", 2),
        Text("Se [tre](#tre)."),
        Heading("Under", 2),
        figure(),
    )
    after = payloads(Heading("Tre", id="tre"), Heading("Fire", 2), Text("Slutt."))
    with pytest.raises(ReportError, match=r"^Figuren «Ødelagt» .*tegningen er ødelagt"):
        typeset([*parts, broken, *after])


def test_the_writer_of_a_text_that_stops_the_report_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made(texts: Sequence[Prose], _: bool) -> list[Words]:
        return [Words("#panic()" if "feil" in text.markdown else "a", []) for text in texts]

    monkeypatch.setattr("analysis.report.press.parts.convert", made)
    with pytest.raises(ReportError, match=r"^Teksten «en feil» .* i filen i tekst/"):
        typeset(payloads(Cover("T"), Text("a"), UserText("en feil"), Text("b")))
