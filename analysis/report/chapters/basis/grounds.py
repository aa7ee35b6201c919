"""What the figures rest on: how good they are, what must be answered and what is assumed."""

from __future__ import annotations

import math
from functools import partial

from analysis.dataset.definitions import Assumption
from analysis.decision import thresholds
from analysis.model import cost_by_quality
from analysis.report.chapters.basis import data_quality, gaps
from analysis.report.findings.explained import explanation
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

_UNKNOWN = "ikke tallfestet"
_TOP = 5


def what_figures_rest_on(view: View) -> Stack:
    """How sure the figures are, what must be answered, and the assumptions that weigh most."""
    told = ("okonomier", "ukjente_tall") if view.joint else ("ukjente_tall",)
    return Stack(
        Heading(_finding(view), 1),
        Text(_text(view)),
        *([data_quality.summary(view)] if view.joint else gaps.to_answer(view)),
        _main_assumptions(view),
        Text(_method(view)),
        *(explanation(view, name) for name in told),
    )


def _finding(view: View) -> str:
    own = cost_by_quality(view.dataset.budget, view.codes).loc[view.code].drop("mangler")
    if own["illustrativ"] > 0 and own["illustrativ"] >= thresholds.ALL_COST * own.sum():
        return "Hva tallene bygger på: illustrative tall, som ikke sier hva vurderingen blir"
    return "Hva tallene bygger på"


def _text(view: View) -> str:
    sentences = []
    if view.illustrative:
        sentences.append(
            "Tall merket illustrativt er laget for å vise hvordan vurderingen gjøres. "
            "De må byttes ut med kommunenes egne tall før saken avgjøres."
        )
    assumptions = view.assumptions
    guesses, every = sum(a.kvalitet == "anslag" for a in assumptions), len(assumptions)
    if guesses:
        which = f"Alle de {every}" if guesses == every else f"{capital(count(guesses))} av {every}"
        sentences.append(f"{which} forutsetningene tallene bygger på, er anslag, ikke målt.")
    return " ".join(sentences)


def _method(view: View) -> str:
    """What the alternatives are held against, and in which kroner; Markdown."""
    settings = view.dataset.settings
    return (
        "Alle alternativene sammenlignes med å fortsette som i dag i "
        f"{count(settings.analyseperiode, 'n')} år. "
        f"Beløpene er uten merverdiavgift og i {settings.kroneverdi}-kroner, så vanlig "
        "prisstigning er holdt utenfor. Framtidige beløp er regnet om til dagens verdi med en "
        f"rente på {_fewest_digits(settings.kalkulasjonsrente * 100.0)} prosent."
    )


def _main_assumptions(view: View) -> Table | None:
    """What sets the recommended alternative apart from today, widest intervals first."""
    recommended = view.recommendation.alternative
    of = [a for a in view.alternatives if recommended in ("0", a.id)]
    chosen = [a for a in of if list(a.tiltak.assumption_ids())]
    used = {name for alternative in chosen for name in alternative.tiltak.assumption_ids()}
    found = [a for name, a in view.dataset.shared.assumptions.items() if name in used]
    widest = sorted(found, key=_spread, reverse=True)[:_TOP]
    if not widest:
        return None
    return Table.of(
        widest,
        [
            Column("Forutsetning", lambda a: a.navn, width=4.6),
            *_ENDS,
            Column("Hvem kjenner det", lambda a: a.eier, width=3.4),
        ],
        f"De mest usikre forutsetningene i alternativ {listed([a.id for a in chosen])}",
        source=_files(view, widest),
        note="Mest usikker er den som har størst spenn mot sin egen forventede verdi. "
        f"Alle forutsetningene står i vedlegget{'' if view.joint else ' til fellesrapporten'}.",
    )


def _spread(assumption: Assumption) -> float:
    """Width of the interval against its expected value; unknown and expected 0 come first."""
    if isinstance(assumption.anslag, str):
        return math.inf
    low, _, high = assumption.anslag.points
    expected = assumption.value("forventet")
    return (high - low) / abs(expected) if expected else (math.inf if high > low else 0.0)


def assumptions_appendix(view: View) -> Stack:
    """All assumptions with interval, unit and source."""
    every = list(view.dataset.shared.assumptions.values())
    return Stack(
        Heading("Forutsetningene", 2),
        explanation(view, "spenn"),
        Table.of(
            every,
            [
                Column("Forutsetning", lambda a: f"{a.navn} ({a.id})", width=4.4),
                *_ENDS,
                Column("Spenn", _span, width=1.5),
                Column(
                    "Kilde",
                    lambda a: "; ".join(capital(source) for source in a.kilder),
                    width=5.4,
                ),
            ],
            "Alle forutsetningene, med lav, forventet og høy verdi",
            source=_files(view, every),
            note="Navnet i parentes er det forutsetningen heter i filen og i kildelinjene.",
        ),
    )


def _files(view: View, assumptions: list[Assumption]) -> str:
    return view.cite(view.dataset.shared.assumption_files(a.id for a in assumptions))


def _end(place: int, assumption: Assumption) -> float | None:
    """The low (0) or the high (2) end, None where it is unknown."""
    if isinstance(assumption.anslag, str):
        return None
    return _shown(assumption, assumption.anslag.points[place])


def _expected(assumption: Assumption) -> float | str:
    return _shown(assumption, assumption.value("forventet")) if assumption.known else _UNKNOWN


def _shown(assumption: Assumption, value: float) -> float:
    """The value in the unit it is told in: a share in per cent."""
    return round(value * (100.0 if assumption.enhet.startswith("andel") else 1.0), 9)


def _fewest_digits(value: float) -> str:
    """One decimal where there are fractions; two figures that tell where it is less than 1."""
    if float(value).is_integer():
        return numbers.decimal(value, 0)
    size = math.floor(math.log10(abs(value)))
    ones, _, fraction = numbers.decimal(value, max(1, 1 - size)).partition(",")
    return f"{ones},{fraction.rstrip('0') or '0'}"


def _span(assumption: Assumption) -> str | None:
    if isinstance(assumption.anslag, str):
        return None
    return f"8{numbers.NBSP}av{numbers.NBSP}10" if hasattr(assumption.anslag, "p10") else "hele"


def _unit(assumption: Assumption) -> str:
    unit = assumption.enhet
    if unit.startswith("andel"):
        unit = unit.replace("andel", "prosent", 1)
    return f"{unit} ({assumption.kroneverdi})" if assumption.kroneverdi else unit


_ENDS = (
    Column("Lav", partial(_end, 0), _fewest_digits, 1.2),
    Column("Forventet", _expected, _fewest_digits, 1.9),
    Column("Høy", partial(_end, 2), _fewest_digits, 1.2),
    Column("Enhet", _unit, width=2.4),
)
