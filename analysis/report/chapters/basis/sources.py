"""Where everything comes from: sources, licences and the version of the program."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata

from analysis.places import PACKAGE
from analysis.report.language import numbers
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Heading, Stack, Text, escape
from analysis.report.result_sources import kind
from analysis.report.view import View

_MOST = 30
_SSB = "Statistikk fra Statistisk sentralbyrå (SSB) er brukt under lisensen CC BY 4.0."
_CODES = "Kommunenumrene følger SSBs kommuneinndeling, KLASS 131 (CC BY 4.0)."


def source_list(view: View) -> Stack:
    """Sources of figures and rules, and what made the report."""
    figures = _data_sources(view)
    if not view.joint:
        told = "; ".join(_first(figures))
        return Stack(Heading("Kilder", 1), Text(f"{told}.\n\n{_credits(view)}"))
    return Stack(
        Heading("Kilder", 2),
        *_section("Tall og opplysninger", figures),
        *_section("Regler og veiledning", _legal_sources(view)),
        Heading("Lisenser og program", 3),
        Text(_credits(view)),
    )


def _first(sources: list[str]) -> list[str]:
    more = len(sources) - _MOST
    rest = [f"og {numbers.whole(more)} til, som står i kolonnen kilde i filene"] if more > 0 else []
    return [*map(escape, sources[:_MOST]), *rest]


def _section(title: str, sources: list[str]) -> tuple[Element, ...]:
    if not sources:
        return ()
    return Heading(title, 3), Text("\n".join(f"- {source}" for source in _first(sources)))


def _distinct(texts: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(str(text).strip() for text in texts if str(text).strip()))


def _data_sources(view: View) -> list[str]:
    """Distinct sources of the rows told about here, with the files that rest on them."""
    files: dict[str, list[str]] = {}
    tables = ("kommuner", "budsjett", "bemanning", "applikasjoner", "organisering", "selskaper")
    for name in (*tables, "kommunedata"):
        common = name in ("kommuner", "selskaper")
        frame = view.dataset.frame(name) if common else view.rows(name)
        for source in _distinct(frame["kilde"]):
            files.setdefault(source, []).append(name)
    return [
        f"{capital(source)} ({listed(list(dict.fromkeys(map(kind, names))))})"
        for source, names in files.items()
    ]


def _legal_sources(view: View) -> list[str]:
    shared = view.dataset.shared
    told = [form.kilde for form in shared.legal_forms.values()]
    told += [text.kilde for text in shared.explanations.values()]
    every = (source for sources in told for source in sources.split("; "))
    return sorted(_distinct(capital(source) for source in every))


def _credits(view: View) -> str:
    dataset = view.dataset
    sources = _data_sources(view)
    borders = str((dataset.borders or {}).get("kilde", ""))
    sentences = [
        _SSB if any("SSB" in source for source in sources) else "",
        _CODES,
        f"Kommunegrensene på kartet: {escape(borders)}." if borders else "",
        f"Rapporten er laget med {PACKAGE} versjon {metadata.version(PACKAGE)}.",
    ]
    if view.joint:
        sentences += [
            "Filen manifest.json, som ligger sammen med rapportene, har fingeravtrykk av hver fil "
            "som er brukt, så det kan kontrolleres at ingen er endret.",
            "Kilden til hver erfaring fra andre samarbeid står ved erfaringen.",
        ]
    else:
        sentences.append(
            "Kildene til reglene og til erfaringene fra andre samarbeid står i fellesrapporten."
        )
    return " ".join(filter(None, sentences))
