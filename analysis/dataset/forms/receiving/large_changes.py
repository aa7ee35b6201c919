"""Answers far from what stood there before: asked about, never corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.dataset.checks import against, figure, is_far, latest_budget
from analysis.dataset.forms.receiving.answer_changes import Change
from analysis.dataset.forms.registered import Registered
from analysis.dataset.problems import ProblemLog, Severity
from analysis.dataset.tables import CODE

# What a change is measured against before it is asked about; one person more or less is not asked
# about at all.
_ASKED = {
    ("kommuner", "innbyggere"): "",
    ("kommuner", "årsverk_totalt"): "",
    ("kommuner", "ikt_brukere"): "",
    ("budsjett", "beløp"): "beløp",
    ("bemanning", "årsverk"): "årsverk",
    ("applikasjoner", "årskostnad"): "beløp",
    ("applikasjoner", "driftskostnad"): "beløp",
    ("applikasjoner", "brukere"): "ikt_brukere",
}


def warn_large_changes(changes: Iterable[Change], registered: Registered, log: ProblemLog) -> None:
    """Ask about numbers far from those the form replaces (``endring_fra_aaret_foer``).

    A change of less than ``minste_andel`` of the municipality's IKT cost, staff or users is not
    asked about.

    Parameters
    ----------
    changes : iterable of Change
        What the forms change.
    registered : Registered
        What there is, and how far is far.
    log : ProblemLog
        Where it is asked.
    """
    limits = registered.shared.limits
    for change in changes:
        if change.before is None or change.after is None:
            continue
        for name in change.columns:
            whole = _ASKED.get((change.sheet.table.name, name))
            if whole is None:
                continue
            own, old = float(change.after.values[name]), float(change.before.values[name])
            least = limits.minste_andel * _whole(registered, change.form.identity.code, whole)
            # NaN, an unknown, is never far from anything.
            if abs(own - old) >= least and is_far(own, old, limits.endring_fra_aaret_foer):
                replace(change.answers.log, log=log).tell(
                    f"{figure(own, 2)} er {against(own, old)} det som sto her før "
                    f"({figure(old, 2)}). Stemmer det?",
                    row=change.after.row, column=change.after.places[name], name=name,
                    severity=Severity.WARNING,
                )  # fmt: skip


def _whole(registered: Registered, code: str, what: str) -> float:
    """Return the municipality's IKT cost (1000 kr), IKT staff or users; 0 for none of them."""
    match what:
        case "beløp":
            frame = latest_budget(registered.tables["budsjett"].frame)
        case "årsverk":
            frame = registered.tables["bemanning"].frame
        case "ikt_brukere":
            frame = registered.tables["kommuner"].frame
        case _:
            return 0.0
    return float(frame.loc[frame[CODE.name] == code, what].sum())
