"""What the employees' representatives and a minority say, in their own words."""

from __future__ import annotations

from analysis.report.press import Element, Heading, Stack, UserText
from analysis.report.view import View

_UNIONS, _MINORITY = "uttalelse-fra-de-tillitsvalgte", "mindretall"
_TITLES = {_UNIONS: "Uttalelse fra de tillitsvalgte", _MINORITY: "Særuttalelse fra et mindretall"}


def chapter(view: View) -> Stack:
    """Statements as they were given, or the place kept for them; empty where there are none.

    A municipality's own statement goes before the common one. The joint report has the common
    ones and those of each municipality, by name.
    """
    given = {kind: _statements(view, kind) for kind in _TITLES}
    if not any(given.values()):
        return Stack()
    parts: list[Element] = [Heading("Uttalelser", 1)]
    for kind, statements in given.items():
        for code, text in statements:
            of = f", {view.names[code]}" if code and view.joint else ""
            parts += [Heading(f"{_TITLES[kind]}{of}", 2), UserText(text)]
    return Stack(*parts)


def _statements(view: View, kind: str) -> list[tuple[str, str]]:
    """Statements of a kind that belong in this report, with whose they are."""
    texts = view.dataset.texts
    if view.joint:
        return [(code, texts[code, kind]) for code in ("", *view.codes) if (code, kind) in texts]
    owner = view.code if (view.code, kind) in texts else ""
    return [(owner, texts[owner, kind])] if (owner, kind) in texts else []
