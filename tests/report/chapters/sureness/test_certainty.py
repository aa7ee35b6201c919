"""The chapter on how sure the ranking is, in its three kinds: clear, unsure and alone."""

from dataclasses import replace

from analysis.decision.conclusion import Strength, Variation
from analysis.decision.draws.variations import VariationKind
from analysis.report.chapters.sureness import certainty
from analysis.report.findings import tipping
from tests.report.computed import concluding
from tests.report.texts import headings, parts, rows, tables


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_heading_says_how_often_the_first_is_first(view):
    one = concluding(view("3316"), ("2",), share=0.94)
    assert (
        headings(certainty.chapter(one))[0]
        == "Alternativ 2 er først i 94 av\u00a0100 trekninger for Modum"
    )
    torn = concluding(view("3310"), ("2", "3"), share=0.47)
    assert plain(headings(certainty.chapter(torn))[0]) == (
        "Ingen er klart først: alternativ 2 er oftest først, i 5 av 10 trekninger"
    )


def test_what_is_outside_the_mandate_is_not_in_the_figure(view):
    assert "alternativ 5" not in certainty.places(view("3312")).alt


def test_alone_there_is_nothing_to_be_surer_than(view):
    one = concluding(view("3310"), ("0",), share=1.0)
    one.conclusion.shares.clear()
    one.conclusion.shares["0"] = 1.0
    assert headings(certainty.chapter(one)) == ["Bare alternativ 0 kan rangeres for Hole"]


def test_every_municipality_is_in_the_common_table(view):
    joint = view("")
    table = rows(tables(certainty.everywhere(joint))[0])
    assert set(table) == {*joint.names.values(), "Kommunene samlet"}
    for code in (*joint.codes, ""):
        name = joint.names.get(code, "Kommunene samlet")
        own = joint.of_municipality(code)
        found = own.conclusion
        assert table[name][0] == next(iter(found.shares))
        assert ("avgjør" in table[name][2]) == (found.strength is Strength.UNDECIDED)
        assert table[name][3] == tipping.cell(own)


def test_a_weaker_answer_with_another_host_is_told_where_it_counts(view):
    def table(other):
        joint = view("")
        made = replace(joint)
        own = concluding(view("3316"), ("2",), Strength.BEST, share=0.96)
        own.__dict__["conclusion"] = replace(own.conclusion, weakened_by=other)
        views = {code: concluding(view(code), ("2",)) for code in (*joint.codes, "")}
        views["3316"] = own
        object.__setattr__(made, "of_municipality", views.__getitem__)
        return tables(certainty.everywhere(made))[0]

    weaker = Variation(VariationKind.HOST, "3310", "2", 0.78, Strength.BEST)
    shown = table(weaker)
    assert rows(shown)["Modum"][1:3] == ["96", "best ut (78 med Hole som vert)"]
    assert "svakeste svaret" in shown["note"]
    company = Variation(VariationKind.COMPANY, "A *IKT*", "3", 0.0, Strength.UNDECIDED)
    assert rows(table(company))["Modum"][2] == "best ut (0 med A *IKT* som selskap)"
    assert rows(table(None))["Modum"][2] == "best ut"


def test_the_heading_counts_where_the_first_place_is_clear(view):
    def heading(*strengths):
        made = replace(view(""))
        views = {
            code: concluding(view(code), ("2",), strength)
            for code, strength in zip(made.codes, strengths, strict=True)
        }
        object.__setattr__(made, "of_municipality", views.__getitem__)
        return certainty._everywhere_finding(made)

    clear, best = Strength.CLEAR, Strength.BEST
    assert heading(*[clear] * 6) == "Førsteplassen er klar i alle kommunene"
    assert heading(*[best] * 6) == "Førsteplassen er ikke klar i noen av kommunene"
    assert heading(clear, *[best] * 5) == "Førsteplassen er klar i én av seks kommuner"


def test_no_heading_follows_another_without_anything_between(view):
    for code in ("", "3310", "3236", "3312"):
        kinds = [part["type"] for part in parts(certainty.chapter(view(code)))]
        assert kinds[-1] != "heading"
        assert ("heading", "heading") not in set(zip(kinds, kinds[1:], strict=False)), code
