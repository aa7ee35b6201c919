"""Every way to reckon, as a table of all together and of a municipality."""

from analysis.decision.reckonings import Way
from analysis.report.chapters.sureness import reckonings


def test_each_way_is_a_row_with_who_is_first(view):
    for code in ("", "3310"):
        own = view(code)
        shown = reckonings.table(own).payload()["rows"]
        assert shown[0][0] == "Alt som i rapporten"
        row = own.evaluation.row(code)
        assert [cells[1] for cells in shown] == [
            " eller ".join(w.first[row]) for w in own.reckonings
        ]


def test_another_first_is_told_with_what_it_takes(view):
    others = {way.way for way in view("").reckonings if way.first[-1] != ("2",)}
    assert others == {Way.PRICED}
    shown = {row[0]: row[1:] for row in reckonings.table(view("")).payload()["rows"]}
    assert shown["Bare kroner"] == ["0+", "0+ i alle"]


def test_where_municipalities_differ_it_is_told_beside_the_joint_one(view):
    joint = view("")
    way = joint.reckonings[0]
    split = type(way)(way.way, way.value, (("2",), ("3",), *way.first[2:]))
    assert reckonings._everywhere(joint, split).endswith(f"men 3 i {joint.names[joint.codes[1]]}")
    none = type(way)(way.way, way.value, ((),) * len(way.first))
    assert reckonings._everywhere(joint, none) == "– i alle"
