"""Fordeler og ulemper of an alternative for us, worded from the figures."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analysis.decision import COUNTED, thresholds
from analysis.report.chapters.effects import Effects, Span, cost_change, span
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.view import View


def computed(
    view: View, alternative: str, found: Mapping[str, Effects]
) -> tuple[list[str], list[str]]:
    """What our own figures say for and against an alternative.

    Parameters
    ----------
    view : View
    alternative : str
    found : mapping of str to Effects
        Figures by alternative; one without figures gets no arguments.

    Returns
    -------
    for_it, against_it : list of str
        Markdown sentences without full stop.
    """
    if alternative not in found:
        return [], []
    if alternative == "0":
        return [], _today(found["0"].days)
    here, today = found[alternative], found["0"]
    for_it: list[str] = []
    against_it: list[str] = []
    for good, line in (
        _staffing(view, here, today),
        _common(view, here.common, today.common),
        _cost(view, here),
        _moved(view, alternative, here),
    ):
        if line:
            (for_it if good else against_it).append(line)
    return for_it, against_it


def _today(days: Span) -> list[str]:
    if np.isnan(days).any():
        return ["Sårbarheten er ikke regnet ut, fordi tall mangler"]
    if days[1] < thresholds.SURE_DAYS:
        return []
    shown = span(days, numbers.whole)
    return [f"Beregnet sårbarhet er {shown} dager i året, i snitt per funksjon"]


def _staffing(view: View, here: Effects, today: Effects) -> tuple[bool, str]:
    """Days without staff, and functions with at least two persons where they change."""
    if np.isnan([*here.days, *today.days]).any():
        return False, "Sårbarheten er ikke regnet ut, fordi tall mangler"
    now, then = span(today.days, numbers.whole), span(here.days, numbers.whole)
    if here.days[1] < today.days[0] - thresholds.SURE_DAYS:
        change = f"Beregnet sårbarhet går ned fra {now} til {then} dager i året"
        return True, change + _functions(view, here.functions, today.functions)
    if here.days[0] > today.days[1] + thresholds.SURE_DAYS:
        return False, f"Beregnet sårbarhet går opp fra {now} til {then} dager i året"
    return False, f"Beregnet sårbarhet blir som i dag, {now} dager i året"


def _functions(view: View, here: Span, today: Span) -> str:
    if np.isnan([*here, *today]).any() or here[0] < today[1] + thresholds.SURE_COUNT:
        return ""
    form = numbers.decimal if view.joint else numbers.whole
    mean = "i snitt " if view.joint else ""
    then, now = span(here, form), span(today, form)
    return f", og {mean}{then} av {len(COUNTED)} funksjoner har minst to personer, mot {now} i dag"


def _common(view: View, here: Span, today: Span) -> tuple[bool, str]:
    if np.isnan([*here, *today]).any() or here[0] < today[1] + thresholds.SURE_SHARE:
        return False, ""
    now, then = span(today, numbers.percent), span(here, numbers.percent)
    mean = "i snitt " if view.joint else ""
    return True, f"Felles systemer utgjør {mean}{then} av kostnaden til systemer, mot {now} i dag"


def _cost(view: View, here: Effects) -> tuple[bool, str]:
    years = wording.calendar_plan_years(view)
    first, last = float(here.cost[0]), float(here.cost[-1])
    if np.isnan([first, last]).any():
        return False, "Kostnaden er ikke regnet ut, fordi tall mangler"
    when = f"{cost_change(first)} i {years[0]}"
    if len(years) > 1:
        link = " og" if (first > 0) == (last > 0) else ", men"
        when = f"{when}{link} {cost_change(last)} i {years[-1]}"
    return first <= 0 and last <= 0, f"Koster {when}, målt mot alternativ 0"


def _moved(view: View, alternative: str, here: Effects) -> tuple[bool, str]:
    if view.host(alternative) == view.code:
        return True, "Vi er vert i beregningen, og ingen av systemene våre flyttes"
    if np.isnan(here.moved) or here.moved < thresholds.SURE_COUNT:
        return False, ""
    listed = numbers.whole(len(view.rows("applikasjoner")))
    whose = "kommunenes" if view.joint else "våre"
    line = f"Om lag {numbers.whole(here.moved)} av {whose} {listed} systemer flyttes"
    users = _new_users(view, alternative)
    if view.dataset.shared.alternative(alternative).plattformbytte and users > 0:
        line += f", og {numbers.whole(users)} IKT-brukere får ny plattform"
    return False, line


def _new_users(view: View, alternative: str) -> float:
    """IKT-brukere who change platform: the participants', less the host's."""
    users = view.dataset.municipalities["ikt_brukere"].astype(float)
    whose = view.codes if view.joint else (view.code,)
    moving = set(view.participants(alternative)) - {view.host(alternative)}
    return float(users[[code for code in whose if code in moving]].to_numpy().sum())
