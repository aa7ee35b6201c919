"""What the tests read back from a Word document."""

import io
import zipfile
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"


class Document:
    """A Word document whose every part can be read."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            self.parts = {one: archive.read(one) for one in archive.namelist()}
            self.times = {one.date_time for one in archive.infolist()}
        self.trees = {
            name: ElementTree.fromstring(data)
            for name, data in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }
        self.body = self.trees["word/document.xml"]
        self.names = {
            style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")  # type: ignore[union-attr]
            for style in self.trees["word/styles.xml"].iter(f"{W}style")
        }

    def styled(self, name: str) -> list[str]:
        """The text of each paragraph of a style, by the style's name."""
        return [words(p) for p in self.body.iter(f"{W}p") if self.style(p) == name]

    def style(self, paragraph: Element) -> str | None:
        found = paragraph.find(f"{W}pPr/{W}pStyle")
        return None if found is None else self.names.get(found.get(f"{W}val"))

    def headings(self) -> list[tuple[int, str]]:
        named = ((self.style(p) or "", words(p)) for p in self.body.iter(f"{W}p"))
        return [(int(n[8:]), text) for n, text in named if n.startswith("heading ")]

    def tables(self) -> list[Element]:
        return list(self.body.iter(f"{W}tbl"))

    def pictures(self) -> list[str]:
        """The alternative text of each."""
        return [one.get("descr", "") for one in self.body.iter(_DRAWING)]

    def faults(self) -> list[str]:
        """What keeps somebody from reading the document."""
        levels = [0, *(level for level, _ in self.headings())]
        used = {one.get(f"{W}val") for one in self.body.iter(f"{W}pStyle")}
        marks = {one.get(f"{W}name") for one in self.body.iter(f"{W}bookmarkStart")}
        links = {one.get(f"{W}anchor") for one in self.body.iter(f"{W}hyperlink")} - {None}
        styles = self.trees["word/styles.xml"]
        default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
        said = self.trees["docProps/core.xml"].find(_LANGUAGE)
        found = {
            "language": default is None or default.get(f"{W}val") != "nb-NO",
            "told language": said is None or said.text != "nb-NO",
            "levels": any(after > before + 1 for before, after in pairwise(levels)),
            "empty heading": not all(text for _, text in self.headings()),
            "header row": any(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is None for t in self.tables()),
            "alternative text": not all(text.strip() for text in self.pictures()),
            "unknown style": not used <= set(self.names),
            "pointing at nothing": not links <= marks,
        }
        return [fault for fault, there in found.items() if there]


def words(element: Element) -> str:
    """All the text in an element."""
    return "".join(one.text or "" for one in element.iter(f"{W}t"))
