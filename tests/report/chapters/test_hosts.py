"""Why a host the table puts before others is not among those the figures do not decide between."""

from analysis.report.chapters import hosts
from tests.report.texts import prose


def test_a_cheaper_host_that_is_never_best_is_told_to_be_left_out(view):
    joint = view("")
    value = {h.name: h.result.social_npv[0] for h in joint.evaluation.money.hosts}
    assert value["3312"] > max(value[code] for code in ("3316", "3310", "3236"))
    assert (
        "Lier er ikke det i noen av de tre, og er derfor ikke med, selv om tabellen viser lavere "
        "kostnad enn med Modum, Hole og Jevnaker som vert."
    ) in prose(hosts.candidates(joint))


def test_nothing_is_explained_where_nobody_is_passed_over(view):
    joint = view("")
    few = tuple(h for h in joint.evaluation.money.hosts if h.name in ("3305", "3316"))
    assert len(few) == 2
    assert hosts._cheaper_but_not_named(joint, few) == ""
