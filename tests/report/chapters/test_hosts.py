"""Why a host the table puts before others is not among those the figures do not decide between."""

from analysis.decision.candidates import undecided
from analysis.report.chapters import hosts
from analysis.report.language.words import listed
from tests.report.texts import prose


def test_a_cheaper_host_that_is_never_best_is_told_to_be_left_out(view):
    joint = view("")
    found = joint.evaluation.money.hosts
    value = {host.name: host.result.social_npv[0] for host in found}
    named = undecided(found, joint.people, joint.dataset.settings.analyseperiode)
    ahead = [
        name
        for name in value
        if name not in named and any(value[name] > value[other] for other in named)
    ]
    behind = [other for other in named if any(value[name] > value[other] for name in ahead)]
    assert ahead and behind
    who, those = (listed([joint.names[name] for name in names]) for names in (ahead, behind))
    assert (
        f"{who} er ikke det i noen av de tre, og er derfor ikke med, selv om tabellen viser lavere "
        f"kostnad enn med {those} som vert."
    ) in prose(hosts.candidates(joint))


def test_nothing_is_explained_where_nobody_is_passed_over(view):
    joint = view("")
    few = tuple(h for h in joint.evaluation.money.hosts if h.name in ("3305", "3316"))
    assert len(few) == 2
    assert hosts._cheaper_but_not_named(joint, few) == ""
