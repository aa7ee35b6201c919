"""Every way to reckon, as a table of the joint report and of a municipality's."""

from analysis.decision.reckonings import Way
from analysis.report.chapters.sureness import reckonings
from tests.report.texts import headings, prose, tables


def test_each_way_is_a_row_and_the_finding_counts_them(view):
    for code in ("", "3310"):
        own = view(code)
        chapter = reckonings.section(own)
        (table,) = tables(chapter)
        assert len(table["rows"]) == len(own.reckonings)
        assert table["rows"][0][0] == "Alt som i rapporten"
        first = own.reckonings[0].first[own.evaluation.row(code)]
        same = sum(way.first[own.evaluation.row(code)] == first for way in own.reckonings)
        (heading,) = headings(chapter)
        every = same == len(own.reckonings)
        assert ("på alle de" in heading) == every
        assert ("Ingen av valgene" in prose(chapter)) == every


def test_another_first_is_named_with_what_it_takes(view):
    told = prose(reckonings.section(view("")))
    others = {way.way for way in view("").reckonings if way.first[-1] != ("2",)}
    assert others == {Way.PRICED}
    assert "alternativ 0+ er først med bare kroner" in told


def test_where_municipalities_differ_it_is_told_beside_the_joint_one(view):
    joint = view("")
    way = joint.reckonings[0]
    split = type(way)(way.way, way.value, (("2",), ("3",), *way.first[2:]))
    assert reckonings._everywhere(joint, split).endswith(f"men 3 i {joint.names[joint.codes[1]]}")
