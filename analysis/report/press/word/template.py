"""The Word document that a report takes its styles, headers and footers from.

Our own is put together here from `styles.xml` and a few lines. A municipality's own keeps all it
has; the styles of ours that it lacks are added to it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from analysis.report.press.payload import Payload, ReportError
from analysis.report.press.word.xml import run

_STYLES = Path(__file__).with_name("styles.xml")
_STYLES_PART, _DOCUMENT_PART = "word/styles.xml", "word/document.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAMESPACE}}}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# A4 in twips with the margins of the PDF, and the width they leave.
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:right="1191" w:bottom="1247" '
    'w:left="1417" w:header="624" w:footer="567" w:gutter="0"/>'
)
_TEXT_WIDTH = 9298
_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]+)"><w:name w:val="([^"]+)"/>.*?</w:style>')
_BASE = re.compile(r'<w:(basedOn|next) w:val="([^"]+)"/>')
_LANGUAGE = re.compile(r'(<w:lang [^>]*?w:val=")[^"]*"')


@dataclass(frozen=True)
class Template:
    """A Word document that pandoc takes the look from.

    Attributes
    ----------
    content : bytes
    styles : dict
        Id of each style by its name in lower case: names are the same in every language.
    text_width : int
        Width of the text on a page, in twips.
    """

    content: bytes
    styles: dict[str, str]
    text_width: int

    def style(self, name: str) -> str:
        """Id of a style, by its name."""
        return self.styles[name.lower()]


def own_template(cover: Payload) -> Template:
    """Our own look, with the report's title and municipality at the top of each page but one."""
    styles = _STYLES.read_text("utf-8")
    relations = {
        "rId1": ("styles", "styles.xml"),
        "rId2": ("settings", "settings.xml"),
        "rId3": ("header", "header1.xml"),
        "rId4": ("footer", "footer1.xml"),
    }
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations({"rId1": ("officeDocument", _DOCUMENT_PART)}),
        _DOCUMENT_PART: _document(),
        "word/_rels/document.xml.rels": _relations(relations),
        _STYLES_PART: styles,
        "word/settings.xml": _settings(),
        "word/header1.xml": _header(cover),
        "word/footer1.xml": _footer(),
    }
    made = {name: content.encode("utf-8") for name, content in parts.items()}
    return Template(_zipped(made), _ids(styles), _TEXT_WIDTH)


def given_template(content: bytes) -> Template:
    """A municipality's own Word document, with the styles of ours that it lacks.

    Raises
    ------
    ReportError
        If it cannot be read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as document:
            parts = {name: document.read(name) for name in document.namelist()}
        theirs = parts[_STYLES_PART].decode("utf-8-sig")
        ids = _ids(theirs)
        width = _text_width(parts[_DOCUMENT_PART])
    except (zipfile.BadZipFile, KeyError, ValueError, ElementTree.ParseError) as error:
        raise ReportError(f"Word-malen kan ikke brukes: {error}.") from error
    ours = _STYLES.read_text("utf-8")
    names = {one: name.lower() for one, name in _STYLE.findall(ours)}
    known = {**{name: one for one, name in names.items()}, **ids}
    added = "".join(
        _BASE.sub(lambda base: f'<w:{base[1]} w:val="{known[names[base[2]]]}"/>', style[0])
        for style in _STYLE.finditer(ours)
        if style[2].lower() not in ids
    )
    # Our text is bokmål, whatever language the template was made for.
    spoken = _LANGUAGE.sub(r'\g<1>nb-NO"', theirs)
    parts[_STYLES_PART] = spoken.replace("</w:styles>", f"{added}</w:styles>").encode("utf-8")
    return Template(_zipped(parts), known, width)


def _ids(styles: str) -> dict[str, str]:
    found = {}
    for style in ElementTree.fromstring(styles.encode("utf-8")).iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            found[name.get(f"{_W}val", "").lower()] = style.get(f"{_W}styleId", "")
    return found


def _text_width(document: bytes) -> int:
    """Width between the margins of the last section, in twips."""
    sections = list(ElementTree.fromstring(document).iter(f"{_W}sectPr"))
    size = sections[-1].find(f"{_W}pgSz") if sections else None
    margins = sections[-1].find(f"{_W}pgMar") if sections else None
    if size is None or margins is None:
        return _TEXT_WIDTH
    across = [float(margins.get(f"{_W}{side}", 0)) for side in ("left", "right")]
    return max(round(float(size.get(f"{_W}w", 0)) - sum(across)), 1)


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def _content_types() -> str:
    kinds = {"document": "document.main", "header1": "header", "footer1": "footer"}
    kinds |= {name: name for name in ("styles", "settings")}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _document() -> str:
    return (
        f'{_XML}<w:document xmlns:w="{_NAMESPACE}" xmlns:r="{_OFFICE}"><w:body><w:p/><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/>'
        '<w:footerReference w:type="first" r:id="rId4"/>'
        f"{_PAGE}<w:titlePg/></w:sectPr></w:body></w:document>"
    )


def _settings() -> str:
    return (
        f'{_XML}<w:settings xmlns:w="{_NAMESPACE}"><w:zoom w:percent="100"/><w:autoHyphenation/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="nb-NO"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )


def _header(cover: Payload) -> str:
    right = f"<w:r><w:tab/></w:r>{run(cover['municipality'])}" if cover["municipality"] else ""
    return _edge("hdr", "Header", run(cover["title"]) + right)


def _footer() -> str:
    page, pages = (
        f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        for field in ("PAGE", "NUMPAGES")
    )
    return _edge("ftr", "Footer", f"{run('Side ')}{page}{run(' av ')}{pages}")


def _edge(tag: str, style: str, content: str) -> str:
    return (
        f'{_XML}<w:{tag} xmlns:w="{_NAMESPACE}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"{content}</w:p></w:{tag}>"
    )
