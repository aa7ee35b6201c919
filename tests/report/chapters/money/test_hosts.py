"""Why a host the table puts before others is not among those the figures do not decide between."""

from dataclasses import replace

import numpy as np

from analysis.report.chapters.money import hosts
from tests.report.texts import prose


def worth(view, **values):
    """The view with these hosts alone, worth this in each scenario for all together."""
    found = view.evaluation.money
    candidates = tuple(
        replace(h, result=replace(h.result, social_npv=np.array(values[f"h{h.name}"], dtype=float)))
        for h in found.hosts
        if f"h{h.name}" in values
    )
    money = replace(found, hosts=candidates)
    evaluation = replace(view.evaluation, money=money, money_high=None)
    return replace(view, figures=replace(view.figures, evaluation=evaluation))


def test_a_cheaper_host_that_is_never_best_is_told_to_be_left_out(view):
    # Modum is best where all goes badly, and Lier nowhere, though it costs less than Modum.
    one = worth(view(""), h3305=[0, -9e5, 0], h3312=[-1e5, -8e5, -1e5], h3316=[-2e5, 0, -2e5])
    assert (
        "Lier er ikke det i noen av de tre, og er derfor ikke med, selv om tabellen viser lavere "
        "kostnad enn med Modum som vert."
    ) in prose(hosts.candidates(one))


def test_nothing_is_explained_where_nobody_is_passed_over(view):
    joint = view("")
    few = tuple(h for h in joint.evaluation.money.hosts if h.name in ("3305", "3316"))
    assert len(few) == 2
    assert hosts._cheaper_but_not_named(joint, few) == ""
