"""Answers that are begun: half a set of weights, and a reason without a judgement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import fsum

from analysis.dataset.forms.receiving.answer_changes import Change, unfinished
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.read_sheet import FormRow, SheetAnswers
from analysis.dataset.forms.registered import Registered, Row
from analysis.dataset.forms.sheets import CRITERION, TOP_WEIGHT
from analysis.dataset.notation import listed, norwegian_number
from analysis.dataset.problems import ProblemLog, Severity

# What one weight may have lost in being written with one decimal.
_ROUNDED = 0.05


def tell_unfinished(
    forms: Iterable[Form], changes: Sequence[Change], registered: Registered, log: ProblemLog
) -> None:
    """Tell what cannot be taken in before more is answered, and criteria forms are older than.

    Parameters
    ----------
    forms : iterable of Form
        The forms that are taken in.
    changes : sequence of Change
        What they change.
    registered : Registered
        What there is.
    log : ProblemLog
        Where it is told.
    """
    for form in forms:
        for answers, lacking in unfinished(form, registered):
            tell = _tell_half_a_set if answers.sheet.whole else _tell_without_value
            tell(answers, lacking, registered, log)
        for answers in form.answers:
            if answers.newer and not answers.sheet.whole:
                replace(answers.log, log=log).tell(
                    f"{_older(answers)}. Der gjelder det utredningen har", severity=Severity.WARNING
                )
            if answers.sheet.whole and any(change.answers is answers for change in changes):
                known = registered.rows(answers.sheet, form.identity.code, form.identity.year)
                if answers.sheet.total:
                    _tell_wrong_total(answers, log)
                else:
                    _ask_about_the_highest(answers, known, log)


def _tell_half_a_set(
    answers: SheetAnswers, lacking: Sequence[FormRow], registered: Registered, log: ProblemLog
) -> None:
    sheet, here = answers.sheet, replace(answers.log, log=log)
    if lacking:
        names = {c.id: c.navn for c in registered.shared.criteria}
        missing = listed([names[row.values[CRITERION]] for row in lacking])
        here.tell(
            f"{len(lacking)} av {len(answers.rows)} kriterier mangler {sheet.value}: {missing}. "
            "Vektene hører sammen og tas inn samlet. Gi også disse en vekt, med 0 for det som "
            "ikke skal telle, eller tøm alle, så gjelder de felles vektene",
            row=lacking[0].row, column=lacking[0].places[sheet.value], name=sheet.value,
        )  # fmt: skip
    if answers.newer:
        here.tell(
            f"{_older(answers)}. Vektene hører sammen og tas inn samlet. Lag et nytt skjema med "
            "ikt skjema, kopier vektene dit, og spør kommunen hva det nye skal telle"
        )


def _older(answers: SheetAnswers) -> str:
    names = [f"«{name}»" for name in answers.newer.values()]
    what = "kriteriene" if len(names) > 1 else "kriteriet"
    return f"Skjemaet er laget før {what} {listed(names)} kom med"


def _ask_about_the_highest(answers: SheetAnswers, known: Sequence[Row], log: ProblemLog) -> None:
    """Ask about a set with another highest weight than the form asks for, unless it had it."""
    name = answers.sheet.value
    weights = {row.row: float(row.values[name]) for row in answers.rows}
    at = max(answers.rows, key=lambda row: weights[row.row])
    highest = weights[at.row]
    had = max((float(row.values[name]) for row in known), default=0.0)
    if highest > 0 and highest not in (TOP_WEIGHT, had):
        replace(answers.log, log=log).tell(
            f"Den høyeste vekten er {norwegian_number(highest)}. Skjemaet ber om {TOP_WEIGHT} for "
            "det som er mest verdt. Bare forholdet mellom vektene betyr noe. Stemmer det?",
            row=at.row, column=at.places[name], name=name, severity=Severity.WARNING,
        )  # fmt: skip


def _tell_wrong_total(answers: SheetAnswers, log: ProblemLog) -> None:
    """Tell weights that do not add up to what they should; a rounding of each is let pass."""
    name, total = answers.sheet.value, answers.sheet.total
    found = fsum(float(row.values[name]) for row in answers.rows)
    if answers.rows and abs(found - total) > _ROUNDED * len(answers.rows):
        first = answers.rows[0]
        replace(answers.log, log=log).tell(
            f"Vektene blir {norwegian_number(round(found, 2))} til sammen, og skal bli "
            f"{norwegian_number(total)}. Rett dem",
            row=first.row, column=first.places[name], name=name,
        )  # fmt: skip


def _tell_without_value(
    answers: SheetAnswers, lacking: Sequence[FormRow], registered: Registered, log: ProblemLog
) -> None:
    name = answers.sheet.value
    for row in lacking:
        replace(answers.log, log=log).tell(
            "Raden har et svar, men ingen vurdering. Velg i listen, eller tøm raden hvis dere er "
            "enige i den felles vurderingen",
            row=row.row, column=row.places[name], name=name,
        )  # fmt: skip
