"""How findings are put into words: the sentences that are shared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from analysis.decision import Gate, thresholds
from analysis.report.language import with_span
from analysis.report.language.numbers import NBSP, about_kroner, short_percent, whole
from analysis.report.language.words import capital, count, listed, lower_first
from analysis.report.press import escape
from analysis.report.view import Spread, View

_CALCULATIONS = {"forventet": "forventede", "ugunstig": "ugunstige", "gunstig": "gunstige"}
_REASONS = {
    Gate.MANDATE: "det er utenfor mandatet",
    Gate.PARTNERS: "for få kommuner kan delta",
    Gate.NO_COMPANY: "ingen selskap med kjent pris er kartlagt",
    Gate.NO_FORM: "det mangler en rettsform",
}
# What each part of a key follows, as it divides.
DIVIDES = {
    "lik": "likt",
    "innbyggere": "etter innbyggere",
    "brukere": "etter IKT-brukere",
    "ansatte": "etter årsverk",
}


def divided(weights: Mapping[str, float]) -> str:
    """How a key divides: «30 % likt og 70 % etter innbyggere», «likt»."""
    parts = {part: share for part, share in weights.items() if share}
    if len(parts) == 1:
        return "".join(DIVIDES[part] for part in parts)
    return listed([f"{short_percent(share)} {DIVIDES[part]}" for part, share in parts.items()])


def calculation(scenario: str) -> str:
    """Name a scenario as in sentences: «den forventede beregningen»."""
    return f"den {_CALCULATIONS[scenario]} beregningen"


def named(view: View, alternative: str) -> str:
    """Name an alternative in plain text, for headings and titles; `View.phrase` is Markdown."""
    short = view.dataset.shared.alternative(alternative).kortnavn
    return f"alternativ {alternative} ({lower_first(short)})"


def several(alternatives: Sequence[str], last: str = "og") -> str:
    """Name several alternatives by number: «alternativ 0+, 2 og 3»."""
    return f"alternativ {listed(alternatives, last)}"


def years(view: View) -> str:
    """The period in words: «10 år»."""
    return f"{view.dataset.settings.analyseperiode}{NBSP}år"


def plan_years(view: View) -> range:
    """Years 1–4 after the decision, counted from year 0; fewer in a shorter period."""
    return range(1, min(4, view.dataset.settings.analyseperiode) + 1)


def calendar_plan_years(view: View) -> list[int]:
    """The same years as they are written: 2023 and on."""
    return [view.first_year + t for t in plan_years(view)]


def plan_period(view: View) -> str:
    """The years of the økonomiplan: «2023–2026»."""
    first, *rest = map(str, calendar_plan_years(view))
    return "–".join([first, *rest[-1:]])


def kroner(amount: float) -> str:
    """Size of an amount in kroner, rounded for a sentence: «om lag 990 kroner»."""
    return about_kroner(abs(amount) / 1000.0)


def about_same(view: View, npv_per_inhabitant: float) -> bool:
    """Whether a net present value per inhabitant is under a krone for each year."""
    return (
        abs(npv_per_inhabitant)
        < thresholds.SAME_KRONER_PER_YEAR * view.dataset.settings.analyseperiode
    )


def shown(view: View, alternative: str) -> bool:
    """Whether the alternative has figures here: open, and not resting on what is missing."""
    return not view.gate(alternative) and bool(np.isfinite(view.npv(alternative)))


def reason(view: View, alternative: str) -> str:
    """Why an alternative cannot be ranked, as what follows «fordi»; plain text."""
    gate = view.gate(alternative)
    if gate == Gate.UNKNOWN_COST:
        unknown = view.evaluation.gates.unknown[alternative]
        names = listed([f"«{view.dataset.shared.assumptions[name].navn}»" for name in unknown])
        return f"kostnaden ikke er kjent: {names}"
    return _REASONS[Gate(gate)]


def left_out(view: View) -> str:
    """Sentences on alternatives without figures here, and why; plain text, empty with none."""
    reasons: dict[str, list[str]] = {}
    for alternative in view.conclusion.not_ranked:
        reasons.setdefault(reason(view, alternative), []).append(alternative)
    out = [
        f"{capital(named(view, ids[0]) if len(ids) == 1 else several(ids))} kan ikke rangeres "
        f"fordi {why}."
        for why, ids in reasons.items()
    ]
    missing = [a.id for a in view.alternatives if not view.gate(a.id) and not shown(view, a.id)]
    if missing:
        out.append(f"Kostnaden ved {several(missing)} mangler fordi tall fra {view.name} mangler.")
    return " ".join(out)


# So many names at most stand in a sentence or a cell; of more, so many.
_MOST_NAMES, _FIRST_NAMES = 8, 3


def who(view: View, codes: Iterable[str], write: Callable[[str], str] = str) -> str:
    """Municipalities by name, or «alle uten Lier», «Hole, Lier, Modum og ni til» where many."""
    inside = list(codes)
    named = [write(view.names[code]) for code in inside]
    outside = [write(view.names[code]) for code in view.codes if code not in inside]
    if len(named) <= _MOST_NAMES:
        return listed(named)
    if not view.joint and view.code not in inside and len(outside) == 1:
        return f"de {count(len(named))} andre kommunene"
    if len(outside) <= _FIRST_NAMES:
        left = f" uten {listed(outside)}" if outside else f" {count(len(named))} kommunene"
        return f"alle{left}"
    return listed([*named[:_FIRST_NAMES], f"{count(len(named) - _FIRST_NAMES)} til"])


def gaps(view: View) -> str:
    """How unknown figures are counted; plain text, empty where none is unknown."""
    figures = view.key_figures
    unknown = set(figures.loc[figures["verdi"].isna(), "kommunenummer"])
    names = who(view, [code for code in view.codes if code in unknown])
    if not names:
        return ""
    return f"Tall som mangler fra {names}, er satt midt mellom det laveste og høyeste de kan være."


def in_brackets(view: View) -> str:
    """What a draw is, and an amount in brackets; said once on page one, as Markdown."""
    told = (
        f"Alt er regnet {whole(view.robustness.draws)} ganger med ulike anslag, her kalt "
        "trekninger."
    )
    alternative = view.recommendation.alternative
    if not view.drawn or alternative == "0" or not shown(view, alternative):
        return told
    return f"{told} I parentes står beløpene 8 av 10 trekninger ligger mellom."


def cost_ends(view: View, alternative: str) -> tuple[float, float]:
    """Cost in kroner per inhabitant in today's value, the cheapest end first; NaN if missing."""
    low, high = (-v.npv_per_inhabitant(alternative) for v in view.at_both_ends)
    return min(low, high), max(low, high)


def paid_for_better(view: View, alternative: str) -> float:
    """What an alternative pays for a better offer than today's, in today's value, 1000 kr."""
    return view.npv(alternative, today=True) - view.npv(alternative)


def against_today(view: View, alternative: str) -> str:
    """What an alternative costs against alternative 0, as a Markdown verb phrase."""
    low, expected, high = view.npv_spread(alternative).turned
    costs = "koster samfunnet" if view.joint else "koster"
    if np.isnan(expected):
        return f"har en kostnad som ikke kan regnes ut før tall fra {view.md_name} er på plass"
    if about_same(view, expected):
        return f"{costs} om lag det samme som å fortsette som i dag"
    amount = with_span(expected / 1e3, low / 1e3, high / 1e3, "mindre", "mer")
    return (
        f"{costs} til sammen {amount} per innbygger over {years(view)} enn å fortsette som i dag, "
        "i dagens verdi"
    )


def cost_spread(spread: Spread) -> str:
    """A change of cost in 1000 kr: «om lag 480 000 kroner (300 000–600 000) mer»."""
    if abs(spread.expected) < thresholds.ROUNDS_TO_ZERO:
        return "det samme"
    return with_span(spread.expected, spread.low, spread.high, "mindre", "mer")


def cost_and_when(view: View, alternative: str) -> str:
    """What an alternative costs and when, as a few sentences of Markdown."""
    name = view.phrase(alternative)
    if view.gate(alternative):
        why = escape(reason(view, alternative))
        return f"Kostnaden ved {name} er ikke regnet ut fordi {why}."
    if alternative == "0":
        return "Å fortsette som i dag har ingen engangskostnad."
    if not shown(view, alternative):
        return f"Kostnaden ved {name} kan ikke regnes ut før tall fra {view.md_name} er på plass."
    effect, once = view.budget_effect(alternative), view.one_time(alternative)
    cost = (
        f"en engangskostnad på {about_kroner(once)}"
        if once >= thresholds.NO_ONE_TIME_COST
        else "ingen engangskostnad"
    )
    return f"{capital(name)} har {cost}, og {_in_plan(view, effect)}. {_deepest(view, effect)}"


def cost_and_provision(view: View, alternative: str) -> str:
    """What an alternative costs and when, and what to set aside; Markdown."""
    return f"{cost_and_when(view, alternative)} {_provision(view, alternative)}".strip()


def _provision(view: View, alternative: str) -> str:
    """What to set aside for an uncertain one-time cost; empty where it is nothing."""
    aside = view.provision(alternative)
    if not aside >= thresholds.NO_ONE_TIME_COST:
        return ""
    held = whole(100 * view.dataset.shared.cost_frame)
    return (
        f"Settes det av {about_kroner(aside)} til usikkerhet, dekkes engangskostnaden i {held} av "
        "100 beregninger. Slik setter staten kostnadsrammen for sine prosjekter."
    )


def last_year(view: View) -> int:
    """Return the last year that is reckoned."""
    return view.first_year + view.dataset.settings.analyseperiode


def _in_plan(view: View, effect: np.ndarray) -> str:
    """How much higher or lower expenditure is in the økonomiplan."""
    when, change = (
        f"i økonomiplanen {plan_period(view)}",
        float(effect[list(plan_years(view))].sum()),
    )
    if abs(change) < small(view) * len(plan_years(view)):
        return f"{when} blir utgiftene om lag som i alternativ 0"
    way = "lavere" if change < 0 else "høyere"
    return f"{when} blir utgiftene til sammen {about_kroner(abs(change))} {way} enn i alternativ 0"


def small(view: View) -> float:
    """Return the amount a year, in 1000 kr, under which a change is told as none."""
    return thresholds.SAME_KRONER_PER_YEAR * view.people / 1000.0


def _deepest(view: View, effect: np.ndarray) -> str:
    """When most is laid out, and what has come back by the end of the period."""
    outlay = np.cumsum(effect)
    peak, end = int(outlay.argmax()), float(outlay[-1])
    owner = "Kommunene" if view.joint else "Kommunen"
    if outlay[peak] < small(view):
        return f"{owner} legger aldri ut nevneverdig mer enn det som er spart."
    most = about_kroner(outlay[peak])
    last_year = view.first_year + len(effect) - 1
    if peak == len(effect) - 1:
        return f"Merutgiften fortsetter ut perioden og er {most} i alt fram til {last_year}."
    text = f"Mest er lagt ut ved utgangen av {view.first_year + peak}, {most}"
    if end > small(view):
        return f"{text}; av dette gjenstår {about_kroner(end)} i {last_year}."
    back = peak + int((outlay[peak:] <= small(view)).argmax())
    return f"{text}; det er spart inn igjen i {view.first_year + back}."
