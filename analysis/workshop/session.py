"""What the group has on the table: a trial, how it came about, and others it has named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from analysis.dataset import Dataset, Trial, why_not

# Changes of the same thing closer than this, in seconds, are one step to undo.
SAME_STEP = 2.0
# Steps that can be undone, and trials that can be named.
STEPS, NAMED = 200, 12
_LONGEST = 500


# Kommunenummer, alternative and criterion of a judgement.
_Place = tuple[str, str, str]


class Refused(ValueError):
    """A change that cannot be made; the message says why."""


class Tabled(NamedTuple):
    """A trial with why each judgement in it is tried."""

    trial: Trial
    reasons: Mapping[_Place, str]


@dataclass
class Session:
    """The state of one workshop; every change gives it another number.

    Attributes
    ----------
    dataset : Dataset
        The inputs as they are read, that nothing here changes.
    trial : Trial
        What is on the table.
    reasons : mapping of tuple to str
        Why a judgement is tried, by kommunenummer, alternative and criterion.
    named : dict of str to Tabled
    number : int
        Rises with every change.
    """

    dataset: Dataset
    trial: Trial = field(default_factory=Trial)
    reasons: Mapping[_Place, str] = field(default_factory=dict)
    named: dict[str, Tabled] = field(default_factory=dict)
    number: int = 0
    _before: list[Tabled] = field(default_factory=list)
    _last: tuple[Any, float] = (None, 0.0)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return bool(self._before)

    def change(self, message: Mapping[str, Any], now: float) -> None:
        """Do what a page asks for.

        Parameters
        ----------
        message : mapping
            ``hva`` says what; the rest depends on it.
        now : float
            Seconds of any clock.

        Raises
        ------
        Refused
            Where it cannot be done; nothing is then changed.
        """
        what = message.get("hva")
        act = _ACTS.get(str(what))
        if act is None:
            raise Refused("Siden ba om noe som ikke finnes. Last den på nytt.")
        try:
            act(self, message, now)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as trouble:
            if isinstance(trouble, Refused):
                raise
            raise Refused("Siden sendte noe som ikke kan leses. Last den på nytt.") from trouble

    def with_draft(self, code: str, weights: Mapping[str, float]) -> Trial:
        """What is on the table with weights that are not shown to the others yet."""
        return replace(self.trial, weights={**self.trial.weights, code: dict(weights)})

    def _try(self, trial: Trial, place: Any, now: float) -> None:
        """Put another trial on the table, if it can be tried at all."""
        if reasons := why_not(self.dataset, trial):
            raise Refused(" ".join(reasons))
        if trial == self.trial:
            return
        same, then = self._last
        if not (place is not None and same == place and now - then < SAME_STEP):
            self._before = [*self._before, self._now][-STEPS:]
        self._last = place, now
        self.trial, self.number = trial, self.number + 1

    def _undo(self, message: Mapping[str, Any], now: float) -> None:
        if not self._before:
            raise Refused("Det er ingenting å angre.")
        self.trial, self.reasons = self._before.pop()
        self._last, self.number = (None, now), self.number + 1

    def _reset(self, message: Mapping[str, Any], now: float) -> None:
        self._try(Trial(), None, now)
        self.reasons = {}

    def _weights(self, message: Mapping[str, Any], now: float) -> None:
        code = str(message["kommune"])
        given = message["verdier"]
        sets = dict(self.trial.weights)
        if given is None:
            sets.pop(code, None)
        else:
            sets[code] = in_per_cent({str(k): float(v) for k, v in given.items()}) if given else {}
        self._try(replace(self.trial, weights=sets), ("vekter", code), now)

    def _judgement(self, message: Mapping[str, Any], now: float) -> None:
        code, alternative = str(message["kommune"]), str(message["alternativ"])
        place = code, alternative, str(message["kriterium"])
        found = dict(self.trial.judgements)
        if message.get("fjern"):
            found[place] = None
        elif message["verdi"] is None:
            found.pop(place, None)
        else:
            found[place] = float(message["verdi"])
        judged = found.get(place) is not None
        reason = _text(message.get("begrunnelse"), _LONGEST) if judged else ""
        self._try(replace(self.trial, judgements=found), ("vurdering", place), now)
        if self.reasons.get(place, "") != reason:
            kept = {one: told for one, told in self.reasons.items() if one != place}
            self.reasons = kept | ({place: reason} if reason else {})
            self.number += 1

    def _key(self, message: Mapping[str, Any], now: float) -> None:
        given = message["verdier"]
        key = None
        if given is not None:
            shares = in_per_cent({str(k): float(v) for k, v in given.items()}, 0)
            key = {name: share / 100.0 for name, share in shares.items()}
        self._try(replace(self.trial, key=key), ("nøkkel",), now)

    def _mandate(self, message: Mapping[str, Any], now: float) -> None:
        place = str(message["kommune"]), str(message["alternativ"])
        found = {**self.trial.mandate, place: str(message["verdi"])}
        self._try(replace(self.trial, mandate=found), ("mandat", place), now)

    def _leaving(self, message: Mapping[str, Any], now: float) -> None:
        code, out = str(message["kommune"]), bool(message["verdi"])
        left = {*self.trial.leaving, code} if out else {*self.trial.leaving} - {code}
        self._try(replace(self.trial, leaving=tuple(sorted(left))), ("uten", code), now)

    def _assumption(self, message: Mapping[str, Any], now: float) -> None:
        name, value = str(message["id"]), message["verdi"]
        found = {n: v for n, v in self.trial.assumptions.items() if n != name}
        if value is not None:
            found[name] = float(value)
        self._try(replace(self.trial, assumptions=found), ("forutsetning", name), now)

    def _host(self, message: Mapping[str, Any], now: float) -> None:
        value = message["verdi"]
        host = None if value is None else str(value)
        self._try(replace(self.trial, host=host), ("vert",), now)

    def _company(self, message: Mapping[str, Any], now: float) -> None:
        value = message["verdi"]
        company = None if value is None else str(value)
        self._try(replace(self.trial, company=company), ("selskap",), now)

    def _name(self, message: Mapping[str, Any], now: float) -> None:
        name = _text(message["navn"], 60)
        if not name:
            raise Refused("Gi forsøket et navn.")
        if name not in self.named and len(self.named) >= NAMED:
            raise Refused(f"Det er navn på {NAMED} forsøk. Slett et av dem først.")
        self.named[name] = self._now
        self.number += 1

    def _open(self, message: Mapping[str, Any], now: float) -> None:
        named = self._of(message)
        self._try(named.trial, None, now)
        self.reasons = named.reasons

    def _forget(self, message: Mapping[str, Any], now: float) -> None:
        self._of(message)
        del self.named[str(message["navn"])]
        self.number += 1

    @property
    def _now(self) -> Tabled:
        return Tabled(self.trial, self.reasons)

    def _of(self, message: Mapping[str, Any]) -> Tabled:
        name = str(message["navn"])
        if name not in self.named:
            raise Refused(f"Det er ikke lenger noe forsøk som heter «{name}».")
        return self.named[name]


_ACTS: dict[str, Callable[[Session, Mapping[str, Any], float], None]] = {
    "angre": Session._undo,
    "tilbake": Session._reset,
    "vekter": Session._weights,
    "vurdering": Session._judgement,
    "nøkkel": Session._key,
    "mandat": Session._mandate,
    "uten": Session._leaving,
    "forutsetning": Session._assumption,
    "vert": Session._host,
    "selskap": Session._company,
    "navngi": Session._name,
    "åpne": Session._open,
    "glem": Session._forget,
}


def _text(given: Any, most: int) -> str:
    """Text from a page, on one line.

    Raises
    ------
    Refused
        If it has halves of letters, which no file and no other page can take.
    """
    text = " ".join(str(given or "").split())[:most]
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("Teksten har tegn som ikke kan lagres. Skriv den på nytt.") from None
    return text


def in_per_cent(points: Mapping[str, float], digits: int = 1) -> dict[str, float]:
    """Points of any scale as per cent that sum to 100 as they are written.

    What rounding leaves goes to the largest remainders, so that what is tried is what is saved.

    Examples
    --------
    >>> in_per_cent({"a": 1, "b": 1, "c": 1})
    {'a': 33.4, 'b': 33.3, 'c': 33.3}

    Raises
    ------
    Refused
        If a number is negative, or all of them are 0.
    """
    total = sum(points.values())
    if not 0 < total < float("inf") or min(points.values()) < 0:
        raise Refused("Minst ett tall må være større enn 0, og ingen kan være mindre enn 0.")
    unit = 10**digits
    exact = {name: 100.0 * unit * value / total for name, value in points.items()}
    whole = {name: int(value + 1e-9) for name, value in exact.items()}
    left = 100 * unit - sum(whole.values())
    for name in sorted(exact, key=lambda name: whole[name] - exact[name])[:left]:
        whole[name] += 1
    return {name: value / unit for name, value in whole.items()}
