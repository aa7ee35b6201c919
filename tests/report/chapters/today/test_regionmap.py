from dataclasses import replace

from analysis.report.chapters.today import regionmap
from tests.report import texts


def test_everyone_is_on_the_map_of_the_study(view):
    (figure,) = texts.parts(regionmap.participants(view("3310")))
    assert figure["title"] == "Kommunene i utredningen"
    assert "Kartverket" in figure["source"]
    assert "deltar ikke" not in figure["alt"]


def test_who_is_outside_the_mandate_is_said(view):
    (figure,) = texts.parts(regionmap.participants(view(""), "5"))
    assert figure["title"] == "Utenfor mandatet i alternativ 5: Lier"
    assert "Lier deltar ikke." in figure["alt"]
    assert "kommunenes mandater" in figure["source"]
    (inside,) = texts.parts(regionmap.participants(view(""), "1"))
    assert inside["title"] == "Alle kommunene kan være med i alternativ 1"


def test_without_borders_there_is_nothing(view):
    joint = view("")
    bare = replace(
        joint, figures=replace(joint.figures, dataset=replace(joint.dataset, borders=None))
    )
    assert list(texts.parts(regionmap.participants(bare))) == []
