"""Groups of municipalities, sharing keys and amounts a year, put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from analysis.decision import thresholds
from analysis.decision.participation import KRONE, Cooperation
from analysis.model import Bools, Floats
from analysis.report.chapters.together.key_names import rule
from analysis.report.findings import wording
from analysis.report.language.numbers import NBSP, about_kroner, signed, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.result_sources import result_sources
from analysis.report.view import View

Ends = tuple[float, float]
Form = Callable[[float], str]
UNKNOWN: Ends = (np.nan, np.nan)

# Said of amounts that are not yearly.
TODAY = "Beløp er i dagens verdi over resten av perioden, ikke i året."
DEPENDS = "avhenger av tall som mangler"
# 1000 kr that round to nothing.
_HALF = 0.5
# Groups with more names than this are told by those left out, or by their number.
_MOST_NAMES = 5


def front(view: View, most: int = 2) -> list[str]:
    """Alternatives in front that can be worked out, most often first before the others.

    Where none of those in front needs anybody, the one that is most often first of the rest.
    """
    worked = [a for a in view.conclusion.shares if a in view.participation.cooperations]
    considered = [a for a in worked if a in view.conclusion.considered]
    return (considered or worked[:1])[:most]


def chosen(view: View, alternative: str = "") -> list[str]:
    """The alternative asked for where it can be worked out, or those in front."""
    if not alternative:
        return front(view)
    return [alternative] if alternative in view.participation.cooperations else []


def cooperation(view: View, alternative: str) -> Cooperation:
    """Who may go together in an alternative."""
    return view.participation.cooperations[alternative]


def inside(view: View, found: Cooperation, code: str) -> bool:
    """Whether a municipality is among those whose groups are worked out."""
    return code in view.participation.members(found.group)


def everyone(number: int) -> str:
    """All of so many: «begge», «alle seks»."""
    return "begge" if number == 2 else f"alle {count(number)}"


def named_group(view: View, found: Cooperation, group: int) -> str:
    """Name a group in plain text: «alle seks», «alle uten Lier», «Hole og Modum»."""
    members, whole_group = view.participation.members(group), _members(view, found)
    left = [code for code in whole_group if code not in members]
    if len(members) == 1:
        return f"{view.names[members[0]]} alene"
    if not left:
        return everyone(len(whole_group))
    if len(left) < len(members) > 2 and len(left) <= _MOST_NAMES:
        return f"alle uten {listed([view.names[code] for code in left])}"
    if len(members) <= _MOST_NAMES:
        return listed([view.names[code] for code in members])
    return f"{count(len(members))} av {count(len(whole_group))} kommuner"


def _members(view: View, found: Cooperation) -> tuple[str, ...]:
    return view.participation.members(found.group)


def names(view: View, codes: Iterable[str], last: str = "og") -> str:
    """Names of municipalities as «Hole, Lier og Modum»; by number where they are many."""
    chosen = [view.names[code] for code in codes]
    if len(chosen) > 2 * _MOST_NAMES:
        return f"{count(len(chosen))} kommuner"
    return listed(chosen, last)


def tried(found: Cooperation) -> str:
    """Said of a group where not every one is worked out; else empty."""
    return "" if found.exact else " som er prøvd,"


def some_of(view: View, group: int, codes: Sequence[str]) -> str:
    """Some of a group's members: «alle seks», «ingen», or their names."""
    if len(codes) == group.bit_count() > 1:
        return everyone(len(codes))
    return names(view, codes) or "ingen"


def has_account(view: View, found: Cooperation) -> bool:
    """Whether there is a common account for a key to divide."""
    payment = np.nan_to_num(found.division.payment[:, view.s])
    return bool(np.abs(payment).max(initial=0.0) > KRONE)


def total(view: View, found: Cooperation, group: int) -> Ends:
    """What a group gains in all each year, 1000 kr."""
    values = found.total[:, view.s, found.place(group)] / found.division.annuity
    return float(values.min()), float(values.max())


def gain(view: View, found: Cooperation, group: int, code: str) -> Ends:
    """What one municipality gains each year in a group, 1000 kr; NaN where its cells decide."""
    if not inside(view, found, code):
        return UNKNOWN
    values = found.known_interval(found.gain[:, view.s, found.place(group)])
    low, high = values[view.codes.index(code)] / found.division.annuity
    return float(low), float(high)


def losers(view: View, found: Cooperation, group: int) -> list[str]:
    """Members who lose in a group, however unknown cells fall."""
    return _where(view, found.gain[:, view.s, found.place(group)] < -KRONE)


def winners(view: View, found: Cooperation, group: int) -> list[str]:
    """Members who gain in a group, however unknown cells fall."""
    return _where(view, found.gain[:, view.s, found.place(group)] > KRONE)


def _where(view: View, hit: Bools) -> list[str]:
    """Municipalities for which something holds in every fill (F, M)."""
    return [view.codes[m] for m in np.flatnonzero(hit.all(axis=0))]


def cell(ends: Sequence[float] | Floats, form: Form = signed) -> float | str:
    """An amount for a table: a number, «a til b» where unknown cells decide, NaN where missing."""
    low, high = float(ends[0]), float(ends[1])
    if np.isnan(low) or form(low) == form(high):
        return low
    return f"{form(low)} til {form(high)}"


def per_inhabitant(view: View, ends: Ends) -> Ends:
    """1000 kr as kroner per inhabitant here."""
    low, high = ends
    return low * 1000.0 / view.people, high * 1000.0 / view.people


def amount(low: float, high: float) -> str:
    """1000 kr in words: «om lag 190 000 kroner», «mellom 100 000 og 190 000 kroner»."""
    first, last = about_kroner(low), about_kroner(high)
    if first == last:
        return first
    bare = first.removeprefix("om lag ").removesuffix("kroner").rstrip(f" {NBSP}")
    for unit in ("millioner", "milliarder"):
        if f"{unit} kroner" in last:
            bare = bare.removesuffix(unit).removesuffix(unit.removesuffix("er")).rstrip(NBSP)
    return f"mellom {bare} og {last.removeprefix('om lag ')}"


def does(ends: Ends, people: float, when: str = " i året") -> str:
    """What a gain means, as a verb phrase: «taper om lag 190 000 kroner i året».

    Parameters
    ----------
    ends : (float, float)
        1000 kr.
    people : float
        Inhabitants it falls on, for what is too little to tell.
    when : str
        Said after each amount.
    """
    return " ".join(_verb_and_rest(ends, people, when))


def then(ends: Ends, people: float, who: str, when: str = " i året") -> str:
    """The same after something else in the sentence: «taper kommunene samlet om lag …»."""
    verb, rest = _verb_and_rest(ends, people, when)
    return f"{verb} {who} {rest}"


def _verb_and_rest(ends: Ends, people: float, when: str) -> tuple[str, str]:
    low, high = ends
    if np.isnan(low):
        return "får", "et beløp som ikke kan regnes ut før tallene som mangler, er på plass"
    little = thresholds.SAME_KRONER_PER_YEAR * people / 1000.0
    if max(abs(low), abs(high)) < little:
        return "verken tjener eller taper", "nevneverdig"
    if low >= little:
        return "tjener", f"{amount(low, high)}{when}"
    if high <= -little:
        return "taper", f"{amount(-high, -low)}{when}"
    # An end on the other side of nothing is told, however little it is.
    if low > -_HALF:
        return "tjener", f"inntil {about_kroner(high)}{when}"
    if high < _HALF:
        return "taper", f"inntil {about_kroner(-low)}{when}"
    return "kan", (
        f"tape inntil {about_kroner(-low)} eller tjene inntil {about_kroner(high)}{when}, "
        "etter hva tallene som mangler, viser"
    )


def run_by(view: View, alternative: str, runs: str) -> str:
    """Who runs a group, in plain text: a host's name or a company's."""
    return view.names[runs] if view.dataset.shared.alternative(alternative).vert else runs


def label(view: View, alternative: str) -> str:
    """An alternative in a table, with who runs it when all go together."""
    found = view.participation.cooperations.get(alternative)
    name = view.label(alternative)
    if found is None or not found.runs_whole:
        return name
    runs = run_by(view, alternative, found.runs_whole)
    return f"{name} ({runs})"


def sources(view: View, *alternatives: str) -> str:
    """Source line of figures on these alternatives."""
    shared = view.dataset.shared
    chosen = (result_sources(view.dataset, shared.alternative(a), "") for a in alternatives)
    return view.cite(*chosen)


def evenly(view: View) -> str:
    """How amounts are made yearly, for the note of a table."""
    return (
        "Pluss er gevinst og minus er tap mot alternativ 0: netto nåverdi gjort om til samme "
        f"beløp hvert år i {wording.years(view)}."
    )


def by_own_key(view: View) -> str:
    """That what each gains is under the analysis' own key, for the note of a table."""
    return f"Det hver kommune tjener, er med {own_key(view)}."


def own_key(view: View) -> str:
    """The analysis' own key with its rule, in plain text."""
    key = view.participation.keys[0]
    return f"{key.name} ({rule(key.weights)})"


def left_out(view: View, alternative: str) -> str:
    """Who is in none of the groups, and why; empty where all are. Plain text."""
    found, told = cooperation(view, alternative), []
    without = view.participation.members(found.missing)
    if without:
        told.append(
            f"{names(view, without)} har ikke levert det som trengs for alternativ {alternative}, "
            "og er holdt utenfor."
        )
    outside = [code for m, code in enumerate(view.codes) if not found.participants >> m & 1]
    if outside:
        told.append(
            f"{names(view, outside)} er ikke med i alternativ {alternative}, fordi mandatet sier "
            "nei."
        )
    if not found.exact:
        told.append(
            f"Bare {whole(len(found.groups) - 1)} grupper er regnet ut for alternativ "
            f"{alternative}; det finnes for mange til å prøve alle."
        )
    return capital(" ".join(told))
