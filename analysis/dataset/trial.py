"""What is tried without being decided: the same inputs with a few things different."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset.dataset import Dataset
from analysis.dataset.definitions import KEYS, Assumption, Bounds, sum_trouble
from analysis.dataset.notation import norwegian_number
from analysis.dataset.without import CannotLeaveOut, without
from analysis.places import PlainFault, did_you_mean

TRIED = "utprøving"
ANSWERS = ("ja", "nei", "avklares")
# Ends of the pluss-minus scale.
_MOST = 4.0


class CannotTry(PlainFault, ValueError):
    """What cannot be tried, every reason at once; ``reasons`` has them one by one."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


@dataclass(frozen=True)
class Trial:
    """What is different; nothing where nothing is given.

    Attributes
    ----------
    weights : mapping of str to mapping
        Whole sets of weights by kommunenummer, "" for the common one: criterion to weight. A
        municipality's empty set is none of its own: the common one applies.
    judgements : mapping of tuple to float or None
        −4…4 by kommunenummer ("" for all), alternative and criterion. None is no judgement of the
        municipality's own: the common one applies.
    key : mapping of str to float or None
        Shares by lik, innbyggere, brukere and ansatte, summing to 1.
    mandate : mapping of tuple to str
        ja, nei or avklares by kommunenummer and alternative.
    leaving : tuple of str
        Kommunenummer of those left out of everything.
    host, company : str or None
        Who is settled; "" for nobody.
    assumptions : mapping of str to float
        The middle of the interval, by id.
    """

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    judgements: Mapping[tuple[str, str, str], float | None] = field(default_factory=dict)
    key: Mapping[str, float] | None = None
    mandate: Mapping[tuple[str, str], str] = field(default_factory=dict)
    leaving: tuple[str, ...] = ()
    host: str | None = None
    company: str | None = None
    assumptions: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) not in (None, {}, ()) for each in fields(self))

    @property
    def ground(self) -> Trial:
        """Only what the model has to be run anew for: not weights, judgements and key."""
        return replace(self, weights={}, judgements={}, key=None)

    def among(self, codes: Collection[str]) -> Trial:
        """Without what is said of others than these."""
        inside = {"", *codes}
        return replace(
            self,
            weights={code: own for code, own in self.weights.items() if code in inside},
            judgements={place: one for place, one in self.judgements.items() if place[0] in inside},
            mandate={place: one for place, one in self.mandate.items() if place[0] in inside},
            leaving=tuple(code for code in self.leaving if code in inside),
            host=self.host if (self.host or "") in inside else None,
        )


def tried(dataset: Dataset, trial: Trial) -> Dataset:
    """Return the inputs as they would be with a trial.

    Parameters
    ----------
    dataset : Dataset
    trial : Trial

    Raises
    ------
    CannotTry
        With every reason, if there is at least one.
    """
    if reasons := why_not(dataset, trial):
        raise CannotTry(reasons)
    changed: dict[str, Any] = {}
    if trial.key is not None:
        changed["fordeling"] = dict(trial.key)
    if trial.host is not None:
        changed["vert"] = trial.host or None
    if trial.company is not None:
        changed["selskap"] = trial.company or None
    frames = {}
    if trial.weights:
        frames["vekter"] = _weights(dataset.weights, trial)
    if trial.judgements:
        frames["vurderinger"] = _judgements(dataset.judgements, trial)
    if trial.mandate:
        frames["mandat"] = _mandate(dataset.mandate, trial)
    assumptions = {
        name: _with_middle(known, trial.assumptions[name]) if name in trial.assumptions else known
        for name, known in dataset.shared.assumptions.items()
    }
    different = replace(
        dataset.with_frames(frames),
        settings=dataset.settings.model_copy(update=changed),
        shared=replace(dataset.shared, assumptions=assumptions),
    )
    return without(different, trial.leaving)


def _weights(rows: pd.DataFrame, trial: Trial) -> pd.DataFrame:
    kept = rows[~rows["kommunenummer"].isin(list(trial.weights))]
    new = [
        {"kommunenummer": code, "kriterium": criterion, "vekt": float(weight)}
        for code, weights in trial.weights.items()
        for criterion, weight in weights.items()
    ]
    return _together(kept, new)


def _judgements(rows: pd.DataFrame, trial: Trial) -> pd.DataFrame:
    columns = ["kommunenummer", "alternativ", "kriterium"]
    places = map(tuple, rows[columns].to_numpy().tolist())
    kept = rows[np.array([place not in trial.judgements for place in places], bool)]
    new = [
        {**dict(zip(columns, place, strict=True)), "omfang": float(value)}
        for place, value in trial.judgements.items()
        if value is not None
    ]
    return _together(kept, new)


def _mandate(rows: pd.DataFrame, trial: Trial) -> pd.DataFrame:
    places = zip(rows["kommunenummer"], rows["alternativ"], strict=True)
    kept = rows[np.array([place not in trial.mandate for place in places], bool)]
    new = [
        {"kommunenummer": code, "alternativ": alternative, "tillatt": answer}
        for (code, alternative), answer in trial.mandate.items()
    ]
    return _together(kept, new)


def _together(kept: pd.DataFrame, new: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows that stand, and the tried ones after them.

    What a trial says nothing of is text: reasons and sources.
    """
    columns = {name: [row.get(name, "") for row in new] for name in kept.columns}
    rows = pd.DataFrame(columns | {"source": TRIED})
    return pd.concat([kept, rows], ignore_index=True) if len(kept) else rows


def _with_middle(assumption: Assumption, value: float) -> Assumption:
    """The assumption with another middle; an end it passes follows."""
    if isinstance(assumption.anslag, str):
        given: Any = Bounds(min=value, sannsynlig=value, maks=value)
    else:
        low, _, high = assumption.anslag.points
        names = list(type(assumption.anslag).model_fields)
        points = min(low, value), value, max(high, value)
        given = type(assumption.anslag)(**dict(zip(names, points, strict=True)))
    return assumption.model_copy(update={"anslag": given, "kilder": (TRIED,)})


def why_not(dataset: Dataset, trial: Trial) -> list[str]:
    """Every reason why a trial cannot be tried, in plain text."""
    return list(_reasons(dataset, trial))


def _reasons(dataset: Dataset, trial: Trial) -> Iterator[str]:
    codes = {str(code): str(name) for code, name in dataset.municipalities["navn"].items()}
    yield from _wrong_weights(dataset, trial, codes)
    yield from _wrong_judgements(dataset, trial, codes)
    if trial.key is not None:
        yield from _wrong_key(trial.key)
    yield from _wrong_mandate(dataset, trial, codes)
    try:
        without(dataset, trial.leaving)
    except CannotLeaveOut as refused:
        yield f"{refused}."
    if trial.host:
        yield from _unknown("vert", trial.host, codes)
        if trial.host in trial.leaving:
            yield f"{codes[trial.host]} er tatt ut og kan ikke være vert."
    if trial.company:
        yield from _unknown("selskap", trial.company, set(dataset.companies["selskap"]))
    for name, value in trial.assumptions.items():
        yield from _wrong_assumption(dataset, name, value)


def _wrong_mandate(dataset: Dataset, trial: Trial, codes: Mapping[str, str]) -> Iterator[str]:
    hosted = {str(a.id): a.vert for a in dataset.shared.alternatives}
    host = dataset.settings.vert if trial.host is None else trial.host
    for (code, alternative), answer in trial.mandate.items():
        yield from _unknown("kommunenummer", code, codes)
        yield from _unknown("alternativ", alternative, hosted)
        if answer not in ANSWERS:
            yield f"Mandatet er {', '.join(ANSWERS[:-1])} eller {ANSWERS[-1]}, ikke «{answer}»."
        if alternative == "0" and answer == "nei":
            yield "Alternativ 0 er å fortsette som i dag og kan ikke være utenfor mandatet."
        if hosted.get(alternative) and answer == "nei" and code == host:
            yield f"{codes.get(code, code)} er bestemt som vert og kan ikke si nei."


def _unknown(what: str, given: str, known: Collection[str]) -> Iterator[str]:
    if given not in known:
        hint = did_you_mean(given, known) or f" De er: {', '.join(sorted(known))}."
        yield f"Finner ikke {what} «{given}».{hint.removeprefix('.')}"


def _wrong_weights(dataset: Dataset, trial: Trial, codes: Mapping[str, str]) -> Iterator[str]:
    criteria = {criterion.id for criterion in dataset.shared.criteria}
    for code, weights in trial.weights.items():
        if code:
            yield from _unknown("kommunenummer", code, codes)
        for name, weight in weights.items():
            yield from _unknown("kriteriet", name, criteria)
            if not isfinite(weight) or weight < 0:
                yield f"Vekten på {name} må være 0 eller mer."
        if not sum(weights.values()) > 0 and (weights or not code):
            yield f"Minst én vekt må være større enn 0{f' for {codes.get(code)}' if code else ''}."


def _wrong_judgements(dataset: Dataset, trial: Trial, codes: Mapping[str, str]) -> Iterator[str]:
    criteria = {c.id: c for c in dataset.shared.criteria}
    alternatives = {str(a.id) for a in dataset.shared.alternatives} - {"0"}
    for (code, alternative, name), value in trial.judgements.items():
        if code:
            yield from _unknown("kommunenummer", code, codes)
        yield from _unknown("alternativ", alternative, alternatives)
        yield from _unknown("kriteriet", name, set(criteria))
        if name in criteria and criteria[name].computed:
            yield f"{criteria[name].navn} regnes ut og kan ikke vurderes."
        if value is None and not code:
            yield "En felles vurdering kan ikke tas bort. Sett den til et tall fra −4 til +4."
        if value is not None and not -_MOST <= value <= _MOST:
            yield "En vurdering er et tall fra −4 til +4."


def _wrong_key(key: Mapping[str, float]) -> Iterator[str]:
    for part, share in key.items():
        yield from _unknown("nøkkelen", part, set(KEYS))
        if not 0 <= share <= 1:
            yield f"Andelen {part} må være fra 0 til 1."
    if trouble := sum_trouble(key.values()):
        yield f"{trouble}."


def _wrong_assumption(dataset: Dataset, name: str, value: float) -> Iterator[str]:
    known = dataset.shared.assumptions
    yield from _unknown("forutsetningen", name, set(known))
    if name in known and not known[name].name.lower <= value <= known[name].name.upper:
        entry = known[name]
        low, high = (norwegian_number(end) for end in (entry.name.lower, entry.name.upper))
        yield f"{entry.navn} må være fra {low} til {high} {entry.enhet}."
