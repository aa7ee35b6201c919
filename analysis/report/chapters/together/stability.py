"""Whether a key keeps a group together, and who would rather go, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.division import Division
from analysis.decision.participation.fairness import KRONE, NO_FIGURES
from analysis.decision.participation.keys import Method
from analysis.decision.participation.masks import mask_of
from analysis.report import wording
from analysis.report.chapters.together import draw_words, key_words
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import Element, Heading, Stack, Table, Text, escape
from analysis.report.numbers import signed
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
    gain: told.Ends = told.UNKNOWN
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
    ends = (float(gain.min()), float(gain.max())) if named[0] else told.UNKNOWN
    return Leaving(named[0], ends, bool((alone > 0).all()))


def usable(view: View, division: Division) -> list[int]:
    """Keys that can be used on the group and have figures, in order."""
    known = np.asarray(np.isfinite(division.gain[:, view.s]).all(axis=(0, 2)))
    return [k for k in range(len(division.keys)) if known[k]]


def loses(view: View, found: Cooperation) -> bool:
    """Whether the whole group loses, however unknown cells fall."""
    return bool((found.total[:, view.s, found.place(found.group)] < 0).all())


def in_words(view: View, found: Cooperation, k: int) -> str:
    """Whether somebody would rather go under one key, as a sentence of Markdown."""
    exit_ = leaving(view, found, k)
    if exit_.stays:
        return f"Ingen gruppe{told.tried(found)} har noe å vinne på å gå for seg selv."
    if exit_.unsure:
        return f"Hvem som har noe å vinne på å gå for seg selv, {told.DEPENDS}."
    if exit_.group < 0:
        return "Om noen har noe å vinne på å gå for seg selv, kan ikke regnes ut."
    who = capital(escape(_named(view, found, exit_.group)))
    amount = told.amount(*exit_.gain)
    if exit_.together:
        return f"{who} hadde tjent {amount} mer i året på å gå sammen uten de andre."
    return f"{who} hadde spart {amount} i året på å stå utenfor."


def _named(view: View, found: Cooperation, group: int) -> str:
    return told.named_group(view, found, group).removesuffix(" alene")


def which_keys(view: View, found: Cooperation) -> str:
    """Which keys keep the whole group together, as a sentence of Markdown."""
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
    surely = "sikkert " if any(leaving(view, found, k).unsure for k in keys) else ""
    if stable:
        names = listed([f"«{escape(key_words.key_name(division.keys[k]))}»" for k in stable])
        return f"Av nøklene holder {names} gruppen sammen, de andre ikke {surely}".strip() + "."
    return f"Ingen av nøklene holder {surely}gruppen sammen. {_any_division(view, division)}"


def _any_division(view: View, division: Division) -> str:
    """Whether any division at all keeps the group together."""
    least = division.least_core[:, view.s]
    if np.isnan(least).any():
        why = told.DEPENDS if len(least) > 1 else "er ikke regnet ut"
        return f"Om noen fordeling gjør det, {why}."
    if (least > KRONE).all():
        return "Ingen fordeling i det hele tatt gjør det."
    if (least <= KRONE).all():
        return "Men det finnes fordelinger som gjør det."
    return f"Om noen fordeling gjør det, {told.DEPENDS}."


def left_out_keys(view: View, found: Cooperation) -> str:
    """Keys without figures, and why; plain text, empty where all have."""
    division, out = found.division, []
    for k, key in enumerate(division.keys):
        if division.unusable[k]:
            out.append(
                f"«{capital(key_words.key_name(key))}» kan ikke brukes. {division.unusable[k]}"
            )
        elif k not in usable(view, division) and key.method is Method.NUCLEOLUS:
            why = "finnes bare når det er en gevinst å dele og ingen har mer alene"
            if not found.exact:
                why = "er ikke regnet ut for så mange kommuner"
            out.append(f"«{capital(key_words.key_name(key))}» ({key.name}) {why}.")
    return " ".join(out)


def chapter(view: View, alternative: str = "") -> Stack:
    """Under which keys somebody would rather go, in those in front or the one asked for."""
    parts: list[Element] = []
    for chosen in told.chosen(view, alternative):
        found = told.cooperation(view, chosen)
        parts += [Heading(_finding(view, chosen), 2), Text(_text(view, found))]
        if told.has_account(view, found):
            parts.append(_table(view, chosen))
    return Stack(*(parts or [Text("Ingen nøkler kan prøves.")]))


def _text(view: View, found: Cooperation) -> str:
    if not told.has_account(view, found):
        return f"Det er ingen felles kostnader å fordele. {in_words(view, found, 0)}"
    told_of = which_keys(view, found)
    if found.division.stable[view.s, usable(view, found.division)].all():
        return f"{told_of} {in_words(view, found, 0)}"
    return f"{told_of} Med {key_words.own_key(view)} er svaret: {in_words(view, found, 0)}"


def _finding(view: View, alternative: str) -> str:
    found = told.cooperation(view, alternative)
    division, name = found.division, wording.named(view, alternative)
    keys = usable(view, division)
    stable = [k for k in keys if division.stable[view.s, k]]
    if loses(view, found) or not told.has_account(view, found):
        if not told.has_account(view, found):
            return f"Nøkkelen har ingenting å si i {name}"
        return f"Ingen nøkkel får alle til å tjene på {name}"
    if len(stable) == len(keys):
        return f"Alle nøklene holder gruppen sammen i {name}"
    if not stable:
        surely = "sikkert " if any(leaving(view, found, k).unsure for k in keys) else ""
        return f"Ingen av nøklene holder {surely}gruppen sammen i {name}"
    one = f"«{key_words.key_name(division.keys[stable[0]])}» holder"
    return f"{one if len(stable) == 1 else 'Noen nøkler holder'} gruppen sammen i {name}"


def _table(view: View, alternative: str) -> Table:
    found = told.cooperation(view, alternative)
    keys = usable(view, found.division)
    rows = [_row(view, found, k) for k in keys]
    frame = pd.DataFrame(rows, dtype=object)
    note = [
        key_words.explained(found.division.keys[k] for k in keys),
        left_out_keys(view, found),
    ]
    return Table(
        frame,
        f"{view.label(alternative)}: hvem som tjener og taper, og hvem som heller ville gått",
        formats={"De vinner (1000 kr i året)": signed},
        source=told.sources(view, alternative),
        note=" ".join(filter(None, [*note, told.left_out(view, alternative)])),
        highlight=0,
        widths=[3.0, 3.2, 3.6, 3.2, 3.0, 1.8],
    )


def _row(view: View, found: Cooperation, k: int) -> dict[str, object]:
    division, exit_ = found.division, leaving(view, found, k)
    sides = {}
    for head, hit in (("Tjener", division.winners), ("Taper", division.losers)):
        codes = [c for c, side in zip(view.codes, hit[view.s, k], strict=True) if side]
        sides[head] = told.some_of(view, found.group, codes)
    who = _named(view, found, exit_.group) if exit_.group > 0 else "ingen"
    row: dict[str, object] = {
        "Nøkkel": capital(key_words.key_name(division.keys[k])),
        **sides,
        "Ville heller gått": told.DEPENDS if exit_.unsure else who,
        "De vinner (1000 kr i året)": told.cell(exit_.gain) if exit_.group > 0 else None,
    }
    if found.chances is not None:
        row["Holder i (av 100)"] = draw_words.share_cell(found.chances, found.chances.stable[k])
    return row
