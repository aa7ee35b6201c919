"""Amounts per inhabitant of all, where not all take part in the alternative."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.report.findings.wording import several, shown
from analysis.report.language.words import capital, count, listed
from analysis.report.view import View


def divided_on_all(view: View, amounts: Mapping[str, str] | None = None) -> str:
    """Say which alternatives are without someone whom their kroner are still divided on.

    Parameters
    ----------
    view : View
        The text is empty where it is not of all together.
    amounts : dict of str to str, optional
        By alternative, as written: the amount divided on the participants alone.
    """
    told = []
    for alternative in view.alternatives if view.joint else ():
        inside = view.participants(alternative.id)
        out = [view.names[code] for code in view.codes if code not in inside]
        if not shown(view, alternative.id) or not inside or not out:
            continue
        text = (
            f"{capital(several([alternative.id]))} er uten {listed(out)}, men delt på innbyggerne "
            f"i alle {count(len(view.codes))}"
        )
        if amounts and alternative.id in amounts:
            text += f"; for de {count(len(inside))} er det {amounts[alternative.id]} kroner"
        told.append(f"{text}.")
    return " ".join(told)


def per_participant(view: View, alternative: str) -> float:
    """What 1 per inhabitant of all is per inhabitant of those who take part."""
    people = view.evaluation.money.region.inhabitants
    inside = view.result(alternative).setting.participants
    return float(people.sum() / people[inside].sum()) if inside.any() else 1.0
