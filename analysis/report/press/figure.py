"""Figures: drawn once as SVG at the width they are printed, never without a text for them."""

from __future__ import annotations

import io
import re
import sys
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as MplFigure
from matplotlib.text import Text as MplText

from analysis.report.press import style
from analysis.report.press.element import Element
from analysis.report.press.markup import one_line
from analysis.report.press.payload import Payload

_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")


class Figure(Element):
    """A matplotlib figure with the text that a reader who cannot see it needs.

    The figure is drawn and closed at once. The drawing is what is shown, and ``figure`` is there
    for those who want to go on with it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Best made by `style.new_figure`, so that it is printed at its own size.
    alt : str
        What the figure shows, with the numbers that carry it. Required.
    title : str
        The finding, above the figure.
    source : str
        Line under the figure, without «Kilde:».
    width : str
        Share of the page's full width, such as ``"100%"``.

    Raises
    ------
    ValueError
        If the alternative text is empty, or text would be smaller than 8 pt in print.
    """

    def __init__(
        self, fig: MplFigure, alt: str, title: str = "", source: str = "", width: str = "100%"
    ) -> None:
        self.alt, self.title, self.source = one_line(alt), one_line(title), one_line(source)
        name = f"Figuren «{self.title}»" if self.title else "Figuren"
        if not self.alt:
            raise ValueError(f"{name} mangler alternativ tekst.")
        match = _PERCENT.fullmatch(width)
        if not match or not 0 < float(match[1]) <= 100:
            raise ValueError(f"{name} har bredden «{width}»; skriv for eksempel 100%.")
        self.width = float(match[1])
        style.make_printable(fig)
        self.figure = fig
        self.svg = _draw(fig)
        printed_cm = style.FULL_WIDTH_CM * self.width / 100
        _refuse_small_text(fig, printed_cm / (fig.get_figwidth() * style.CM_PER_INCH), name)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close(fig)

    def payload(self) -> Payload:
        """Return the drawing and its texts as plain JSON."""
        return {
            "type": "figure",
            "svg": self.svg,
            "alt": self.alt,
            "title": self.title,
            "source": self.source,
            "width": self.width,
        }


def _draw(fig: MplFigure) -> str:
    """Draw the figure as SVG with the same bytes every time."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "ikt", "svg.fonttype": "path"}):
        # `Figure.savefig` would lay it out once more before it is drawn.
        canvas: Any = FigureCanvasSVG(fig)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    return svg[svg.index("<svg") :]


def _refuse_small_text(fig: MplFigure, scale: float, name: str) -> None:
    """Refuse a drawn figure that cannot be read; the numbers along its axes have their text."""
    for text in fig.findobj(MplText):
        assert isinstance(text, MplText)
        size = float(text.get_fontsize()) * scale
        shown = text.get_visible() and text.get_text().strip()
        # A hair of slack, as centimetres and points do not divide evenly.
        if shown and size < style.SMALLEST_PT - 0.05:
            raise ValueError(
                f"{name} har skrift på {size:.1f} punkt på trykk («{text.get_text()}»); "
                f"minst {style.SMALLEST_PT:g} trengs."
            )
