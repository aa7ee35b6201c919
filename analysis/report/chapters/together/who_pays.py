"""Headings on what the keys mean, worded by how often it holds over the draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analysis.decision import Strength, strength
from analysis.decision.participation import Chances, Cooperation
from analysis.model import Floats
from analysis.report.chapters.together import (
    charts,
    key_names,
    phrases,
    stable_keys,
)
from analysis.report.findings import wording
from analysis.report.view import View

_HEDGES = {
    Strength.CLEAR: "",
    Strength.BEST: ", men det avhenger av forutsetningene",
    Strength.AHEAD: ", men ikke sikkert",
}


def by_strength(finding: str, share: float | None, otherwise: str) -> str:
    """A finding worded by the share of the draws it holds in; another where they do not decide.

    None, or a share that is not known, is that nothing is drawn.
    """
    if share is None or np.isnan(share):
        return finding
    found = strength(share, turned=False)
    return f"{finding}{_HEDGES[found]}" if found.decided else otherwise


# Whether the keys keep the group together ---------------------------------------------------------


def holding(view: View, alternative: str) -> str:
    """Which keys keep the whole group together, as a heading."""
    found, name = phrases.cooperation(view, alternative), wording.named(view, alternative)
    division, chances = found.division, found.chances
    if not phrases.has_account(view, found):
        return f"Nøkkelen har ingenting å si i {name}"
    if stable_keys.loses(view, found):
        pays = None if chances is None else 1.0 - float(chances.pays[found.place(found.group)])
        return by_strength(
            f"Ingen nøkkel får alle til å tjene på {name}",
            pays,
            f"Tallene avgjør ikke om noen nøkkel kan få alle til å tjene på {name}",
        )
    keys = stable_keys.usable(view, division)
    stable = [k for k in keys if division.stable[view.s, k]]
    unclear = f"Tallene avgjør ikke om nøklene holder gruppen sammen i {name}"
    if len(stable) == len(keys):
        least = _holds(chances, stable, np.nanmin)
        return by_strength(f"Alle nøklene holder gruppen sammen i {name}", least, unclear)
    if not stable:
        surely = stable_keys.surely(view, found, keys)
        most = _holds(chances, keys, np.nanmax)
        share = None if most is None else 1.0 - most
        return by_strength(
            f"Ingen av nøklene holder {surely}gruppen sammen i {name}", share, unclear
        )
    one = f"«{key_names.key_name(division.keys[stable[0]])}» holder"
    which = one if len(stable) == 1 else "Noen nøkler holder"
    best = _holds(chances, stable, np.nanmax)
    return by_strength(f"{which} gruppen sammen i {name}", best, unclear)


def _holds(
    chances: Chances | None, keys: Sequence[int], end: Callable[[Floats], float]
) -> float | None:
    """The least or largest share in which those keys keep the group together."""
    if chances is None or np.isnan(chances.stable[list(keys)]).all():
        return None
    return float(end(chances.stable[list(keys)]))


# What the keys mean for one municipality ----------------------------------------------------------


def own(view: View, alternative: str) -> str:
    """What the choice of key means for us, as a heading."""
    low, high = _range(view, alternative)
    name, little = wording.named(view, alternative), wording.small(view)
    unclear = f"Tallene avgjør ikke om {view.name} tjener eller taper på {name}"
    if high - low < little:
        return f"Nøkkelen betyr lite for {view.name} i {name}"
    if low <= -little and high >= little:
        finding = f"Nøkkelen avgjør om {view.name} tjener eller taper på {name}"
        return by_strength(finding, _both_ways(view, alternative, view.r), unclear)
    if low > little or high < -little:
        verb = "tjener" if low > little else "taper"
        finding = f"{view.name} {verb} på {name} med alle nøklene, men ikke like mye"
        return by_strength(finding, _one_way(view, alternative, view.r, low > little), unclear)
    verb = "tjener" if high >= little else "taper"
    return f"Hvor mye {view.name} {verb} på {name}, avhenger av nøkkelen"


def _range(view: View, alternative: str) -> tuple[float, float]:
    """What we gain each year under the worst and the best key, 1000 kr."""
    values = charts.yearly(view, alternative)[:, view.r].mean(axis=-1)
    known = values[stable_keys.usable(view, phrases.cooperation(view, alternative).division)]
    return float(known.min()), float(known.max())


def gains_in(view: View, found: Cooperation, m: int) -> np.ndarray | None:
    """Share of the draws in which a municipality gains under each key that can be used."""
    if found.chances is None:
        return None
    shares: np.ndarray = found.chances.gains[stable_keys.usable(view, found.division), m]
    return None if np.isnan(shares).all() else shares


def _both_ways(view: View, alternative: str, m: int) -> float | None:
    """How often it both gains under the best key and loses under the worst, at most."""
    shares = gains_in(view, phrases.cooperation(view, alternative), m)
    return None if shares is None else float(min(np.nanmax(shares), 1.0 - np.nanmin(shares)))


def _one_way(view: View, alternative: str, m: int, gains: bool) -> float | None:
    """How often it gains, or loses, under the key where it does so least often."""
    shares = gains_in(view, phrases.cooperation(view, alternative), m)
    if shares is None:
        return None
    return float(np.nanmin(shares) if gains else 1.0 - np.nanmax(shares))


# What the keys mean for all of them ---------------------------------------------------------------


def joint(view: View, alternative: str) -> str:
    """For whom the choice of key decides, as a heading."""
    name, turning = wording.named(view, alternative), _turning(view, alternative)
    unclear = f"Tallene avgjør ikke hvem som tjener og taper på {name}"
    if turning:
        sure = {m: _both_ways(view, alternative, m) for m in turning}
        often = {m: share for m, share in sure.items() if share is None or _decided(share)}
        if not often:
            return unclear
        who = phrases.names(view, [view.codes[m] for m in often])
        share = min((share for share in often.values() if share is not None), default=None)
        finding = f"Nøkkelen avgjør om {who} tjener eller taper på {name}"
        return by_strength(finding, share, unclear)
    return _same_for_all(view, alternative, unclear)


def _decided(share: float) -> bool:
    return strength(share, turned=False).decided


def _same_for_all(view: View, alternative: str, unclear: str) -> str:
    found, name = phrases.cooperation(view, alternative), wording.named(view, alternative)
    keys = stable_keys.usable(view, found.division)
    won, lost = (
        hit[view.s][keys].all(axis=0) for hit in (found.division.winners, found.division.losers)
    )
    if (won | lost).sum() != found.group.bit_count():
        return f"Hva nøkkelen betyr for kommunene i {name}"
    shares = [
        share
        for m in np.flatnonzero(won | lost)
        if (share := _one_way(view, alternative, int(m), bool(won[m]))) is not None
    ]
    finding = f"Hvem som tjener og taper på {name}, er det samme med alle nøklene"
    return by_strength(finding, min(shares, default=None), unclear)


def _turning(view: View, alternative: str) -> list[int]:
    """Those who gain under some keys and lose under others, however unknown cells fall."""
    division = phrases.cooperation(view, alternative).division
    both = division.winners[view.s].any(axis=0) & division.losers[view.s].any(axis=0)
    return [int(m) for m in np.flatnonzero(both)]
