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
        inside = view.result(alternative.id).setting.participants
        if not shown(view, alternative.id) or not 0 < inside.sum() < inside.size:
            continue
        out = [name for name, there in zip(_names(view), inside, strict=True) if not there]
        text = (
            f"{capital(several([alternative.id]))} er uten {listed(out)}, men delt på innbyggerne "
            f"i alle {count(inside.size)}"
        )
        if amounts and alternative.id in amounts:
            text += f"; for de {count(inside.sum())} er det {amounts[alternative.id]} kroner"
        told.append(f"{text}.")
    return " ".join(told)


def per_participant(view: View, alternative: str) -> float:
    """What 1 per inhabitant of all is per inhabitant of those who take part."""
    people = view.evaluation.money.region.inhabitants
    inside = view.result(alternative).setting.participants
    return float(people.sum() / people[inside].sum()) if inside.any() else 1.0


def _names(view: View) -> list[str]:
    return [view.names[code] for code in view.codes]
