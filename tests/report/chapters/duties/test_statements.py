from analysis.report.chapters.duties import statements
from tests.report.texts import headings, parts


def test_a_municipality_gets_the_common_statement_and_its_own_minority(view):
    assert headings(statements.chapter(view("3316"))) == [
        "Uttalelser",
        "Uttalelse fra de tillitsvalgte",
        "Særuttalelse fra et mindretall",
    ]
    assert headings(statements.chapter(view("3310"))) == [
        "Uttalelser",
        "Uttalelse fra de tillitsvalgte",
    ]


def test_the_joint_report_names_whose_statement_it_is(view):
    assert "Særuttalelse fra et mindretall, Modum" in headings(statements.chapter(view("")))


def test_own_statement_goes_before_the_common_one(changed):
    texts = {
        ("", "mindretall"): "Felles",
        ("3310", "mindretall"): "Eget",
    }
    told = [
        p["markdown"]
        for p in parts(statements.chapter(changed("3310", texts=texts)))
        if "trusted" in p
    ]
    assert told == ["Eget"]
    joint = statements.chapter(changed("", texts=texts))
    assert [p["markdown"] for p in parts(joint) if "trusted" in p] == ["Felles", "Eget"]


def test_nothing_where_nothing_is_given(changed):
    assert list(parts(statements.chapter(changed("3310", texts={})))) == []
