"""Whether a key keeps a group together, and who would rather go, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.decision.participation import (
    KRONE,
    NO_FIGURES,
    Cooperation,
    Division,
    Method,
    mask_of,
)
from analysis.report.chapters.together import key_names, phrases
from analysis.report.language.words import capital, count, listed
from analysis.report.view import View

# No part of the group can be named, as unknown cells decide which.
UNSURE = -2


@dataclass(frozen=True)
class Leaving:
    """Who would rather go than stay under one key.

    Attributes
    ----------
    group : int
        The part of the group with most to gain, 0 where nobody gains, `NO_FIGURES` and `UNSURE`.
    gain : (float, float)
        What it gains each year, 1000 kr.
    together : bool
        Whether it gains by going together without the others, and not by staying apart.
    """

    group: int
    gain: phrases.Ends = phrases.UNKNOWN
    together: bool = False

    @property
    def stays(self) -> bool:
        """Whether the key keeps the group together."""
        return self.group == 0

    @property
    def unsure(self) -> bool:
        """Whether unknown cells decide who would go."""
        return self.group == UNSURE


def leaving(view: View, found: Cooperation, k: int) -> Leaving:
    """Who would rather go from the whole group under key number k."""
    division = found.division
    named = [int(group) for group in division.blocking[:, view.s, k]]
    if NO_FIGURES in named:
        return Leaving(NO_FIGURES)
    places = [found.place(group) for group in named]
    alone = found.total[range(len(named)), view.s, places]
    lost = np.asarray(division.losers[view.s, k])
    if all(named) and (alone <= 0).all() and lost.any():
        # Whoever loses is better off apart, one by one and all of them.
        gain = -division.yearly_gain[:, view.s, k][:, lost].sum(axis=-1)
        return Leaving(mask_of(lost), (float(gain.min()), float(gain.max())))
    if len(set(named)) > 1:
        return Leaving(UNSURE)
    gain = division.excess[:, view.s, k] / division.annuity
    ends = (float(gain.min()), float(gain.max())) if named[0] else phrases.UNKNOWN
    return Leaving(named[0], ends, bool((alone > 0).all()))


def usable(view: View, division: Division) -> list[int]:
    """Keys that can be used on the group and have figures, in order."""
    known = np.asarray(np.isfinite(division.gain[:, view.s]).all(axis=(0, 2)))
    return [k for k in range(len(division.keys)) if known[k]]


def loses(view: View, found: Cooperation) -> bool:
    """Whether the whole group loses, however unknown cells fall."""
    return bool((found.total[:, view.s, found.place(found.group)] < 0).all())


def in_words(view: View, found: Cooperation, k: int) -> str:
    """Whether somebody would rather go under one key, as a sentence of plain text."""
    exit_ = leaving(view, found, k)
    if exit_.stays:
        return f"Ingen gruppe{phrases.tried(found)} har noe å vinne på å gå for seg selv."
    if exit_.unsure:
        return f"Hvem som har noe å vinne på å gå for seg selv, {phrases.DEPENDS}."
    if exit_.group < 0:
        return "Om noen har noe å vinne på å gå for seg selv, kan ikke regnes ut."
    who, amount = capital(_who_goes(view, found, exit_.group)), phrases.amount(*exit_.gain)
    in_all = "til sammen " if exit_.group.bit_count() > 1 else ""
    if exit_.together:
        return f"{who} hadde {in_all}tjent {amount} mer i året på å gå sammen uten de andre."
    return f"{who} hadde {in_all}spart {amount} i året på å stå utenfor."


def _who_goes(view: View, found: Cooperation, group: int) -> str:
    """Those who go as the subject of a sentence: «de fem utenom Lier»."""
    name, start = named(view, found, group), "alle uten "
    if not name.startswith(start):
        return name
    return f"de {count(group.bit_count())} utenom {name.removeprefix(start)}"


def named(view: View, found: Cooperation, group: int) -> str:
    """A part of the whole group, in plain text."""
    return phrases.named_group(view, found, group).removesuffix(" alene")


def which_keys(view: View, found: Cooperation) -> str:
    """Which keys keep the whole group together, as a sentence of plain text."""
    division = found.division
    if loses(view, found):
        return (
            "Ingen nøkkel kan få alle til å tjene når gruppen samlet taper. Nøkkelen avgjør da "
            "bare hvem som bærer tapet."
        )
    keys = usable(view, division)
    stable = [k for k in keys if division.stable[view.s, k]]
    if len(stable) == len(keys):
        return "Alle nøklene holder gruppen sammen."
    sure = surely(view, found, keys)
    if stable:
        names = listed([f"«{key_names.key_name(division.keys[k])}»" for k in stable])
        return f"Av nøklene holder {names} gruppen sammen, de andre ikke {sure}".strip() + "."
    return f"Ingen av nøklene holder {sure}gruppen sammen. {_any_division(view, division)}"


def surely(view: View, found: Cooperation, keys: Sequence[int]) -> str:
    """«sikkert » where unknown cells decide whether some of the keys keep the group together."""
    return "sikkert " if any(leaving(view, found, k).unsure for k in keys) else ""


def _any_division(view: View, division: Division) -> str:
    """Whether any division at all keeps the group together."""
    least = division.least_core[:, view.s]
    if np.isnan(least).any():
        why = phrases.DEPENDS if len(least) > 1 else "er ikke regnet ut"
        return f"Om noen fordeling gjør det, {why}."
    if (least > KRONE).all():
        return "Ingen fordeling i det hele tatt gjør det."
    if (least <= KRONE).all():
        return "Men det finnes fordelinger som gjør det."
    return f"Om noen fordeling gjør det, {phrases.DEPENDS}."


def left_out_keys(view: View, found: Cooperation) -> str:
    """Keys without figures, and why; plain text, empty where all have."""
    return " ".join(filter(None, [unusable_keys(found), _no_nucleolus(view, found)]))


def unusable_keys(found: Cooperation) -> str:
    """Keys that cannot be used on the whole group, and why; plain text."""
    division = found.division
    return " ".join(
        f"«{capital(key_names.key_name(key))}» kan ikke brukes. {why}"
        for key, why in zip(division.keys, division.unusable, strict=True)
        if why
    )


def _no_nucleolus(view: View, found: Cooperation) -> str:
    division = found.division
    place = next((k for k, key in enumerate(division.keys) if key.method is Method.NUCLEOLUS), None)
    if place is None or place in usable(view, division):
        return ""
    key = division.keys[place]
    why = "finnes bare når det er en gevinst å dele og ingen har mer alene"
    if not found.exact:
        why = "er ikke regnet ut for så mange kommuner"
    return f"«{capital(key_names.key_name(key))}» ({key.name}) {why}."
