"""Make the fonts of the web reports: the cuts of the PDF with fewer signs.

`python -m tests.report.press.web_fonts` writes them anew. Their licence lets nobody call a
changed font by its reserved name, so they get another.
"""

import io

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from analysis.report.press.style import FONT_FOLDER

CUTS = ("Regular", "SemiBold", "Italic")
# Latin with the letters of all our neighbours, punctuation, arrows and the signs of arithmetic.
SIGNS = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2040),
    *map(ord, "€™←↑→↓−≈≠≤≥□·"),
}
_NAMES = {1: "Rapport", 3: "Rapport {}", 4: "Rapport {}", 6: "Rapport-{}"}


def subset(cut: str) -> bytes:
    """One cut with few signs, as woff; the same bytes each time."""
    font = TTFont(FONT_FOLDER / f"SourceSans3-{cut}.ttf", recalcTimestamp=False)
    options = Options(
        layout_features=["kern"],
        hinting=False,
        notdef_outline=True,
        name_IDs=[0, *_NAMES, 13, 14],
    )
    cutter = Subsetter(options)
    cutter.populate(unicodes=SIGNS)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in _NAMES:
            record.string = _NAMES[record.nameID].format(cut)
    font.flavor = "woff"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    for each in CUTS:
        (FONT_FOLDER / "web" / f"{each}.woff").write_bytes(subset(each))
