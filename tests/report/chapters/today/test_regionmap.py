from dataclasses import replace

from analysis.report.chapters.today import regionmap
from tests.report import texts


def test_everyone_is_on_the_map_of_the_study(view):
    (figure,) = texts.parts(regionmap.participants(view("3310")))
    assert figure["title"] == "Kommunene i utredningen"
    assert "Kartverket" in figure["source"]
    assert "Hole" in figure["alt"]


def test_without_borders_there_is_nothing(view):
    joint = view("")
    bare = replace(
        joint, figures=replace(joint.figures, dataset=replace(joint.dataset, borders=None))
    )
    assert list(texts.parts(regionmap.participants(bare))) == []
