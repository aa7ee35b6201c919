"""What the reports explain in words of the secretariat, marked where the law must be read."""

from __future__ import annotations

from analysis.report.press import Text, escape
from analysis.report.view import View

CHECK = "må kontrolleres"
_MARK = r"\*"


def explained(view: View, name: str) -> str:
    """A text of ``forklaringer.toml`` as Markdown, with a star where it must be checked."""
    found = view.dataset.shared.explanations[name]
    return escape(found.tekst) + (f" {_MARK}" if found.maa_kontrolleres else "")


def explanation(view: View, *names: str) -> Text:
    """One or more of the texts as one paragraph."""
    return Text(" ".join(explained(view, name) for name in names))


def law_note() -> Text:
    """What the star means; stands once in a report."""
    return Text(f"{_MARK} Ikke lest i selve loven. Det {CHECK} før det legges til grunn.")
