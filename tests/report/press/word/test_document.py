"""Reports for Word, read back."""

import io
import os
import re
import struct
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.report.press import Cover, Heading, Table, Text
from analysis.report.press.glyphs import least_width, printed_widths
from analysis.report.press.payload import ReportError
from analysis.report.press.word import write_word
from tests.report.press.every_kind import everything
from tests.report.press.made import report, typeset
from tests.report.press.test_elements import figure, frame
from tests.report.press.test_markup import HOSTILE
from tests.report.press.word.document_reading import Document, W, words
from tests.report.reading import words as words_on_paper


@pytest.fixture(scope="module")
def content() -> bytes:
    return write_word(everything())


@pytest.fixture(scope="module")
def document(content: bytes) -> Document:
    return Document(content)


def test_everybody_can_read_it(document: Document) -> None:
    assert document.faults() == []
    assert document.pictures() == ["En stigende linje.", "Enda en linje."]


def test_the_file_says_what_it_is(document: Document) -> None:
    core = document.parts["docProps/core.xml"].decode()
    assert "<dc:title>Skal Eksempelvik gå videre?</dc:title>" in core
    assert "<dc:creator>Utredningen</dc:creator>" in core
    assert core.count("2022-06-01T00:00:00Z") == 2
    settings = document.trees["word/settings.xml"]
    assert settings.find(f"{W}themeFontLang").get(f"{W}val") == "nb-NO"  # type: ignore[union-attr]
    assert 'w:name="compatibilityMode"' in document.parts["word/settings.xml"].decode()


def test_the_front_comes_first(document: Document) -> None:
    shown = [words(p) for p in document.body.iter(f"{W}p")][:5]
    assert shown == [
        "Tallene er illustrative.",
        "Eksempelvik kommune",
        "Skal Eksempelvik gå videre?",
        "Undertittel",
        "1. juni 2022 · Sak 22/01234",
    ]
    assert document.styled("Title") == ["Skal Eksempelvik gå videre?"]


def test_headings_are_real_numbered_and_never_skip(document: Document) -> None:
    assert document.headings() == [
        (1, "1 Første kapittel"),
        (1, "2 Uttalelser"),
        (2, "2.1 Fra de tillitsvalgte"),
        (3, "2.1.1 For dypt"),
    ]


def test_the_contents_are_there_before_anybody_updates_them(document: Document) -> None:
    chapters = ["1 Første kapittel", "2 Uttalelser"]
    assert document.styled("toc 1") == [*chapters, *chapters]
    assert document.styled("toc 2") == ["2.1 Fra de tillitsvalgte"]
    fields = [one.text for one in document.body.iter(f"{W}instrText")]
    assert fields == [' TOC \\o "1-2" \\h \\z \\u ', ' TOC \\o "1-1" \\h \\z \\u ']
    ends = [one.get(f"{W}fldCharType") for one in document.body.iter(f"{W}fldChar")]
    assert ends == ["begin", "separate", "end"] * 2


def test_tables_have_title_header_row_and_row_headings(document: Document) -> None:
    assert document.styled("caption") == [
        "Det stiger",
        "Ås er størst",
        "En bred tabell",
        "En lang tabell",
    ]
    first = document.tables()[0]
    rows = list(first.iter(f"{W}tr"))
    assert [words(cell) for cell in rows[0].iter(f"{W}tc")] == [
        "Navn",
        "Beløp (1000\u00a0kr)",
        "Poeng",
    ]
    assert len(list(first.iter(f"{W}tblHeader"))) == 1
    looks = [t.find(f"{W}tblPr/{W}tblLook") for t in document.tables()]
    columns = [look.get(f"{W}firstColumn") for look in looks if look is not None]
    assert columns[:2] == ["1", "0"]


def test_our_own_row_is_shaded_and_bold(document: Document) -> None:
    rows = list(document.tables()[0].iter(f"{W}tr"))
    marked = [bool(list(row.iter(f"{W}shd"))) and bool(list(row.iter(f"{W}b"))) for row in rows]
    assert marked == [False, True, False, False]


def test_short_tables_stay_whole_with_their_source_and_long_ones_break(document: Document) -> None:
    first, *_, long = document.tables()
    assert all(p.find(f"{W}pPr/{W}keepNext") is not None for p in first.iter(f"{W}p"))
    kept = [bool(list(row.iter(f"{W}keepNext"))) for row in long.iter(f"{W}tr")]
    assert kept == [True, *[False] * 40]


def test_columns_have_room_for_their_words(document: Document) -> None:
    for table in document.tables():
        grid = [int(c.get(f"{W}w", 0)) for c in table.iter(f"{W}gridCol")]
        assert sum(grid) <= 9300
    table = Table(frame(), "T", widths=(1, 1, 30)).payload()
    narrow, number, _ = printed_widths(table)
    assert narrow > 20 and number > 40
    assert sum(printed_widths(table)) == pytest.approx(16.4 / 2.54 * 72)


def test_amounts_break_before_words_where_a_table_is_too_wide() -> None:
    wide = pd.DataFrame({f"Nøkkel {n}": ["17\u00a0603 (−17\u00a0136)"] * 2 for n in range(8)})
    table = Table(wide.assign(Kommunenavn="Øvre Eiker"), "T").payload()
    *_, names = printed_widths(table)
    word = Table(pd.DataFrame({"Kommunenavn": ["a"]}), "T").payload()
    assert names >= least_width(word) * 9.4


def test_footnotes_links_and_breaks_are_words_own(document: Document) -> None:
    notes = [words(one) for one in document.trees["word/footnotes.xml"]]
    assert [note.strip() for note in notes if note.strip()] == ["En note her.", "Egen fotnote."]
    assert len(list(document.body.iter(f"{W}footnoteReference"))) == 2
    anchors = [one.get(f"{W}anchor") for one in document.body.iter(f"{W}hyperlink")]
    assert "forste" in anchors
    assert b"https://www.ssb.no" in document.parts["word/_rels/document.xml.rels"]


def test_pages_are_a4_with_title_and_number(document: Document) -> None:
    size = next(document.body.iter(f"{W}pgSz"))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
    head, foot = (document.trees[f"word/{part}1.xml"] for part in ("header", "footer"))
    assert words(head) == "Skal Eksempelvik gå videre?Eksempelvik kommune"
    fields = [one.get(f"{W}instr") for one in foot.iter(f"{W}fldSimple")]
    assert (words(foot), fields) == ("Side 1 av 1", [" PAGE ", " NUMPAGES "])


def test_drawings_are_sharp_enough_for_print(document: Document) -> None:
    pictures = [data for name, data in document.parts.items() if name.endswith(".png")]
    assert len(pictures) == 2
    assert all(struct.unpack(">I", data[16:20])[0] > 1250 for data in pictures)


def test_text_is_shown_as_it_was_written(document: Document) -> None:
    told = words(document.body)
    assert HOSTILE in told
    odd = "a\x00b\x0b <&> \ufffe \U0001f600"
    elements = [Heading(odd), Text(odd), figure(alt=odd), Table(pd.DataFrame({odd: [odd]}), odd)]
    document = Document(write_word(report(Cover(odd, odd, HOSTILE, author=odd), *elements)))
    assert document.styled("IKT kommune") == [HOSTILE]
    assert words(document.body).count("\U0001f600") == 7


def test_word_and_paper_say_the_same(document: Document) -> None:
    one = everything()
    told = words(document.body) + words(document.trees["word/footnotes.xml"])
    for word in set(re.findall(r"[a-zæøå]{5,}", words_on_paper(typeset([one.cover, *one.parts])))):
        assert word in told or word in told.lower(), word


def test_the_same_elements_give_the_same_bytes_anywhere(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    time.tzset()
    try:
        assert write_word(everything()) == content
        assert os.listdir(tmp_path) == []
    finally:
        monkeypatch.undo()
        time.tzset()
    # What comes from the template has the oldest time there is.
    assert Document(content).times == {(1980, 1, 1, 0, 0, 0), (2022, 6, 1, 0, 0, 0)}


def own_template(name: str) -> bytes:
    """A municipality's template: Norwegian ids, narrow margins, a header of its own."""
    made = io.BytesIO()
    document = write_word(report(Cover(name), Text("Malens tekst.")))
    with (
        zipfile.ZipFile(io.BytesIO(document)) as given,
        zipfile.ZipFile(made, "w") as archive,
    ):
        for part in given.namelist():
            data = given.read(part).decode("utf-8")
            if part == "word/styles.xml":
                data = data.replace('"Heading1"', '"Overskrift1"').replace("nb-NO", "en-US")
                data = re.sub(r"<w:style [^>]*IktKilde.*?</w:style>", "", data, flags=re.DOTALL)
            if part == "word/document.xml":
                data = re.sub(r'w:right="1191"', 'w:right="3000"', data)
            archive.writestr(part, data.encode("utf-8"))
    return made.getvalue()


def test_a_municipalitys_own_template_gives_the_look() -> None:
    document = Document(write_word(everything(), own_template("Vår egen topptekst")))
    assert document.faults() == []
    assert words(document.trees["word/header1.xml"]) == "Vår egen topptekst"
    assert "Malens tekst." not in words(document.body)
    assert document.headings()[0] == (1, "1 Første kapittel")
    assert b'w:val="Overskrift1"' in document.parts["word/document.xml"]
    # Ours where it lacks one, and no table wider than its text.
    assert "Kilde: kilden" in document.styled("IKT kilde")
    width = 11906 - 1417 - 3000
    for table in document.tables():
        if table.find(f"{W}tblPr/{W}tblCaption") is None:
            continue  # in a user's own text
        assert sum(int(c.get(f"{W}w", 0)) for c in table.iter(f"{W}gridCol")) <= width + 5


@pytest.mark.parametrize("template", [b"", b"PK", b"tekst"])
def test_a_template_that_cannot_be_read_is_told(template: bytes) -> None:
    with pytest.raises(ReportError, match="Word-malen kan ikke brukes"):
        write_word(report(Cover("T")), template)


def test_a_figure_that_cannot_be_shown_is_told() -> None:
    one = report(Cover("T"), figure())
    for change, said in (({"alt": " "}, "mangler alternativ tekst"), ({"svg": "<svg"}, "i Word")):
        with pytest.raises(ReportError, match=said):
            write_word(type(one)(one.cover, [{**one.parts[0], **change}], one.words))
