"""Where a number comes from: file and lines, and assumption ids, as one readable text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

from analysis.dataset.definitions import Alternative, growth_names

_PLACE = re.compile(r"(?P<file>.+):(?P<lines>\d+(?:–\d+)?(?:,\d+(?:–\d+)?)*)")


def join_sources(*parts: Iterable[str] | str) -> str:
    """Join sources to one text, each file once with its lines as ranges.

    ``budsjett.csv:12``, ``budsjett.csv:13`` and ``forutsetning:fravaer`` give
    ``budsjett.csv:12–13; forutsetning:fravaer``. Files come first, in the order met, then
    the rest, each once.
    """
    lines: dict[str, set[int]] = defaultdict(set)
    others: dict[str, None] = {}
    for part in parts:
        for source in [part] if isinstance(part, str) else part:
            for piece, numbers in _pieces(source):
                if numbers:
                    lines[piece].update(numbers)
                else:
                    others[piece] = None
    files = [f"{file}:{_ranges(sorted(numbers))}" for file, numbers in lines.items()]
    return "; ".join([*files, *others])


@lru_cache(maxsize=4096)
def _pieces(source: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The pieces of a source: files with their lines, other pieces with none.

    A row of the inputs is a source of many numbers.
    """
    pieces = []
    for piece in filter(None, source.split("; ")):
        place = _PLACE.fullmatch(piece)
        found = (place["file"], tuple(_numbers(place["lines"]))) if place else (piece, ())
        pieces.append(found)
    return tuple(pieces)


def _numbers(spans: str) -> Iterator[int]:
    """The lines of «12–13,15»."""
    for span in spans.split(","):
        first, _, last = span.partition("–")
        yield from range(int(first), int(last or first) + 1)


def _ranges(numbers: list[int]) -> str:
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def assumptions_used(alternative: Alternative, given: Container[str] = ()) -> tuple[str, ...]:
    """Ids of all assumptions the money of an alternative rests on, sorted.

    The forecast always, which says how much is run locally; then those of its levers, when they
    begin and what their scopes are read with, and of those that hold for one legal form alone the
    ones that are given.
    """
    use = alternative.tiltak
    used = {*growth_names("realpris"), *growth_names("volumvekst")}
    used |= {"avgang_lokal_drift", "lisens_av_avgang", "applikasjonsandel_drift"}
    levers = {*use.assumption_ids()}
    used |= levers
    if levers:
        used.add("forsinkelse")
    used |= {*alternative.form_assumptions(given)}
    if alternative.konvergens:
        used.add("konvergerbar_andel")
    if use.innkjop or (use.omstilling and alternative.konvergens):
        used.add("ukjent_avtaleslutt")
    if use.ressurser:
        used.add("konsulentandel")
    if use.ressurser or use.bestillerfunksjon:
        used.add("lonn_per_arsverk")
    return tuple(sorted(used))
