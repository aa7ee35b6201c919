"""How much the answer depends on the host and on how the draws are made."""

from dataclasses import replace

import pytest

from analysis.decision.conclusion import Strength, Variation
from analysis.decision.draws.variations import VariationKind as Kind
from analysis.report.chapters.sureness import dependence
from analysis.report.press import Stack
from tests.report.computed import concluding
from tests.report.texts import headings, prose, rows, tables

CLEAR, BEST, OPEN = Strength.CLEAR, Strength.BEST, Strength.UNDECIDED
SAME = (
    Variation(Kind.JUDGEMENT_CHANCE, 0.2, "2", 0.96, CLEAR),
    Variation(Kind.JUDGEMENT_CHANCE, 0.8, "2", 0.93, CLEAR),
    Variation(Kind.WEIGHT_SPREAD, 20.0, "2", 0.91, CLEAR),
    Variation(Kind.WEIGHT_SPREAD, 200.0, "2", 0.97, CLEAR),
)
HOST = Variation(Kind.HOST, "3314", "2", 0.78, BEST)


def with_(view, *variations, strength=CLEAR, share=0.95):
    leaders = ("2",) if strength.decided else ("2", "3")
    one = concluding(view("3316"), leaders, strength, share=share)
    one.__dict__["conclusion"] = replace(one.conclusion, variations=variations)
    return one


def part(view):
    return Stack(*dependence.section(view))


@pytest.mark.parametrize(
    ("variations", "finding"),
    [
        (SAME, "Svaret er like sikkert uansett hvordan det trekkes"),
        ((HOST, *SAME), "Svaret avhenger av hvem som blir vert"),
        (
            (*SAME, Variation(Kind.ALL_WEIGHTS, "", "2", 0.66, Strength.AHEAD)),
            "Hvor sikkert svaret er, avhenger av hvordan det trekkes",
        ),
        (
            (*SAME, Variation(Kind.ALL_WEIGHTS, "", "3", 0.3, OPEN)),
            "Hvem som er oftest først, avhenger av hvordan det trekkes",
        ),
        (
            (Variation(Kind.COMPANY, "X", "3", 0.3, OPEN),),
            "Svaret avhenger av hvilket selskap det blir",
        ),
        (
            (Variation(Kind.HOST, "3314", "2", 0.94, CLEAR), *SAME),
            "Svaret er like sikkert uansett vert og hvordan det trekkes",
        ),
    ],
)
def test_the_finding_follows_from_what_differs(view, variations, finding):
    assert headings(part(with_(view, *variations))) == [finding]


def test_an_undecided_answer_is_not_called_sure(view):
    open_ = [replace(one, strength=OPEN, share=0.4) for one in SAME]
    assert headings(part(with_(view, *open_, strength=OPEN, share=0.45))) == [
        "Tallene avgjør ikke, uansett hvordan det trekkes"
    ]
    some = [*open_, replace(SAME[0], strength=Strength.AHEAD, share=0.55)]
    assert headings(part(with_(view, *some, strength=OPEN, share=0.45))) == [
        "Hvor sikkert svaret er, avhenger av hvordan det trekkes"
    ]


def test_another_host_is_named_with_its_share(view):
    assert prose(part(with_(view, HOST))) == (
        "Med Øvre Eiker som vert er alternativ 2 først i 8 av 10 trekninger."
    )
    another = replace(HOST, leader="3", share=0.2)
    assert prose(part(with_(view, another))) == (
        "Med Øvre Eiker som vert er alternativ 2 først i 2 av 10 trekninger, og alternativ 3 "
        "oftest."
    )
    assert prose(part(with_(view, *SAME))) == ""


def test_hosts_that_give_the_same_are_named_together(view):
    same = [Variation(Kind.HOST, code, "2", share, CLEAR)
            for code, share in (("3310", 0.954), ("3236", 0.967))]  # fmt: skip
    one = with_(view, HOST, *same)
    assert prose(part(one)) == (
        "Med Øvre Eiker som vert er alternativ 2 først i 78 av 100 trekninger. Med Hole eller "
        "Jevnaker som vert er alternativ 2 først i 95 til 97 av 100 trekninger."
    )
    found = rows(tables(part(one))[0])
    assert found["Hole eller Jevnaker som vert"] == ["95 til 97", "klart best ut"]
    assert found["Øvre Eiker som vert"] == ["78", "best ut"]


def test_both_ends_of_a_setting_share_a_row(view):
    every = Variation(Kind.ALL_WEIGHTS, "", "3", 0.31, OPEN)
    found = rows(tables(part(with_(view, HOST, *SAME, every)))[0])
    found = {name.replace("\u00a0", " "): cells for name, cells in found.items()}
    assert found == {
        "Slik rapporten er regnet, med Ringerike som vert": ["95", "klart best ut"],
        "Øvre Eiker som vert": ["78", "best ut"],
        "2 av 10 og 8 av 10 vurderinger flyttes": ["96 og 93", "klart best ut"],
        "Vektene lenger fra og nærmere gruppens egne": ["91 og 97", "klart best ut"],
        "Alle vekter er like sannsynlige": ["31", "alternativ 3 er oftest først"],
    }


def test_ends_that_are_worded_differently_are_told_apart(view):
    low = replace(SAME[2], strength=BEST, share=0.85)
    found = rows(tables(part(with_(view, low, SAME[3])))[0])
    assert found["Vektene lenger fra og nærmere gruppens egne"] == [
        "85 og 97",
        "best ut og klart best ut",
    ]


def test_nothing_is_said_where_nothing_is_varied(view):
    assert dependence.section(with_(view)) == []


@pytest.mark.parametrize("code", ["", "3305", "3310", "3236", "3312"])
def test_the_example_has_every_way_of_drawing_in_the_table(view, code):
    one = view(code)
    table = rows(tables(part(one))[0])
    assert "Alle vekter er like sannsynlige" in table
    hosts = [v for v in one.conclusion.variations if v.kind is Kind.HOST]
    assert hosts
    for host in hosts:
        row = [name for name in table if one.names[host.value] in name and "som vert" in name]
        assert len(row) == 1, host
