"""What the figures rest on: how good they are, what is missing and what is assumed."""

from __future__ import annotations

import math

import pandas as pd

from analysis.dataset.definitions import Assumption
from analysis.decision import thresholds
from analysis.model import cost_by_quality
from analysis.report.chapters.basis import data_quality, gaps
from analysis.report.chapters.basis.sources import source_list
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed, per_cent
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

__all__ = ["assumptions_appendix", "source_list", "what_figures_rest_on"]

_UNKNOWN = "ikke tallfestet"
_TOP = 5


def what_figures_rest_on(view: View) -> Stack:
    """How sure the figures are, what must be answered, and the assumptions that weigh most."""
    return Stack(
        Heading(_finding(view), 1),
        Text(_text(view)),
        data_quality.summary(view) if view.joint else None,
        *([] if view.joint else gaps.to_answer(view)),
        _main_assumptions(view),
        Text(method_note(view)),
    )


def _finding(view: View) -> str:
    amounts = cost_by_quality(view.dataset.budget, view.codes).drop(columns="mangler")
    own = amounts.drop(index="") if view.joint else amounts.loc[[view.code]]
    total = own.sum(axis=1)
    where = "" if view.joint else f" i {view.name}"
    if (total == 0).all():
        return f"Hva tallene bygger på: IKT-kostnaden{where} er ikke kjent"
    if (own["illustrativ"] >= thresholds.ALL_COST * total).all():
        return "Hva tallene bygger på: illustrative tall, som ikke sier hva vurderingen blir"
    if (own["regnskap"] >= thresholds.MOST_OF_COST * total).all():
        return f"Hva tallene bygger på: det meste av IKT-kostnaden{where} er fra regnskapet"
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


def _spread(assumption: Assumption) -> float:
    """Width of the interval against its expected value; unknown and expected 0 come first."""
    if isinstance(assumption.anslag, str):
        return math.inf
    low, _, high = assumption.anslag.points
    expected = assumption.value("forventet")
    return (high - low) / abs(expected) if expected else (math.inf if high > low else 0.0)


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
    ids = listed([alternative.id for alternative in chosen])
    frame = _assumption_frame(widest).drop(columns=["Spenn", "Kilde"])
    frame["Forutsetning"] = [assumption.navn for assumption in widest]
    frame["Hvem kjenner det"] = [assumption.eier for assumption in widest]
    return Table(
        frame,
        f"De {count(len(widest), 'n')} mest usikre forutsetningene i alternativ {ids}"
        if len(widest) > 1
        else f"Forutsetningen i alternativ {ids}",
        formats=_FORMATS,
        source=_files(view, widest),
        note="Mest usikker er den som har størst spenn mot sin egen forventede verdi. "
        f"Alle forutsetningene står i vedlegget{'' if view.joint else ' til fellesrapporten'}.",
        widths=[4.6, 1.2, 1.6, 1.2, 2.8, 3.4],
    )


def assumptions_appendix(view: View) -> Stack:
    """All assumptions with interval, unit and source."""
    every = list(view.dataset.shared.assumptions.values())
    unknown = [escape(a.navn) for a in every if not a.known]
    text = (
        "Forventet verdi er gjennomsnittet av det som kan skje. Er spennet skjevt, ligger den ikke "
        "midt i. Den ugunstige beregningen bruker den dårlige enden av alle spennene samtidig, og "
        "den gunstige bruker den gode. "
        "«8 av 10» betyr at verdien ventes å havne mellom lav og høy i åtte av ti tilfeller. "
        "«Hele» betyr at lav og høy er det minste og det største som regnes som mulig."
    )
    if unknown:
        text += f" Ikke tallfestet: {listed(unknown)}."
    return Stack(
        Heading("Forutsetningene", 2),
        Text(text),
        Table(
            _assumption_frame(every),
            "Alle forutsetningene, med lav, forventet og høy verdi",
            formats=_FORMATS,
            source=_files(view, every),
            note="Navnet i parentes er det forutsetningen heter i filen og i kildelinjene.",
            widths=[3.2, 0.9, 1.5, 0.9, 1.6, 1.15, 4.0],
        ),
    )


def _files(view: View, assumptions: list[Assumption]) -> str:
    return view.cite(view.dataset.shared.assumption_files(a.id for a in assumptions))


def _assumption_frame(assumptions: list[Assumption]) -> pd.DataFrame:
    rows = [
        [
            f"{a.navn} ({a.id})",
            *_points(a),
            _unit(a),
            None if isinstance(a.anslag, str) else _span(a),
            "; ".join(capital(source) for source in a.kilder),
        ]
        for a in assumptions
    ]
    columns = ["Forutsetning", "Lav", "Forventet", "Høy", "Enhet", "Spenn", "Kilde"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _points(assumption: Assumption) -> list[object]:
    if isinstance(assumption.anslag, str):
        return [None, _UNKNOWN, None]
    scale = 100.0 if assumption.enhet.startswith("andel") else 1.0
    low, _, high = assumption.anslag.points
    return [round(point * scale, 9) for point in (low, assumption.value("forventet"), high)]


def _fewest_digits(value: float) -> str:
    """One decimal where there are fractions; two figures that tell where it is less than 1."""
    if float(value).is_integer():
        return numbers.decimal(value, 0)
    size = math.floor(math.log10(abs(value)))
    ones, _, fraction = numbers.decimal(value, max(1, 1 - size)).partition(",")
    return f"{ones},{fraction.rstrip('0') or '0'}"


def _span(assumption: Assumption) -> str:
    return f"8{numbers.NBSP}av{numbers.NBSP}10" if hasattr(assumption.anslag, "p10") else "hele"


def _unit(assumption: Assumption) -> str:
    unit = assumption.enhet
    if unit.startswith("andel"):
        unit = unit.replace("andel", "prosent", 1)
    return f"{unit} ({assumption.kroneverdi})" if assumption.kroneverdi else unit


_FORMATS = dict.fromkeys(("Lav", "Forventet", "Høy"), _fewest_digits)


def method_note(view: View) -> str:
    """How the figures are worked out, in ten sentences or fewer; Markdown."""
    settings = view.dataset.settings
    rate = settings.kalkulasjonsrente * 100.0
    money = (
        "Alle alternativene sammenlignes med å fortsette som i dag i "
        f"{count(settings.analyseperiode, 'n')} år. "
        f"Beløpene er uten merverdiavgift og i {settings.kroneverdi}-kroner, så vanlig "
        "prisstigning er holdt utenfor. "
        f"Framtidige beløp er regnet om til dagens verdi med en rente på {_fewest_digits(rate)} "
        "prosent."
    )
    unknown = (
        "Tall som mangler, er ukjente og aldri null: beregningen gjøres med både det laveste og "
        "det høyeste de kan være, og «mangler» står bare der ingenting begrenser dem. "
        "En virkning ingen har tallfestet, teller null. En kostnad ingen har tallfestet, gjør at "
        "alternativet ikke rangeres."
    )
    told = [money, _for_all(view), unknown] if view.joint else [money, unknown]
    return "\n\n".join(told)


def _for_all(view: View) -> str:
    """What only the joint report shows: the economy of society, and the three calculations."""
    return (
        "Kommuneøkonomien viser hva kommunen selv betaler. Samfunnsøkonomien regner alle kommunene "
        f"sammen og legger til {per_cent(view.dataset.settings.skattefinansieringskostnad)} for "
        "det det koster samfunnet å kreve inn skatt. Finansdepartementets rundskriv R-109 og "
        "utredningsinstruksen gjelder staten, og er brukt her som god praksis. "
        "De tre beregningene er gjort med forventet verdi av hver forutsetning, med alle de "
        "dårlige endene (ugunstig) og med alle de gode (gunstig); hvor sikkert svaret er, er "
        "regnet med trekninger i tillegg."
    )
