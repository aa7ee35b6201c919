import pytest

from analysis.report.chapters.answer import front
from analysis.report.findings import advice, own_advice
from tests.report.texts import prose


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("Vi anbefaler alternativ 2.", ""),
        ("Vi går for Alternativ 3, ikke alternativ 2.", ""),
        ("Vi anbefaler å vente.", ""),
        (
            "Vi anbefaler alternativ 3.",
            "Alternativ 3 i arbeidsgruppens anbefaling er ikke det tallene taler for.",
        ),
        (
            "Alternativ 0+ først, og så alternativ 5.",
            "Alternativ 0+ og 5 i arbeidsgruppens anbefaling er ikke det tallene taler for.",
        ),
        ("Alternativ 20 finnes ikke.", ""),
    ],
)
def test_it_is_said_where_the_text_names_others_than_the_figures_speak_for(view, own, said):
    one = view("3310")
    assert one.recommendation.alternative == "2"
    assert own_advice.differs(one, own) == said


@pytest.mark.parametrize("owner", ["", "3310"])
def test_the_groups_own_text_stands_first_and_the_figures_beside_it(view, changed, owner):
    one = changed("3310", texts={(owner, "anbefaling"): "Vi anbefaler alternativ 3, fordi …"})
    told = prose(front.summary(one))
    assert told.startswith("Vi anbefaler alternativ 3, fordi …")
    assert advice.answer(view("3310")) in told and "er ikke det tallene taler for" in told


def test_a_municipality_goes_by_its_own_text(changed):
    texts = {("", "anbefaling"): "For alle.", ("3310", "anbefaling"): "For oss."}
    told = prose(front.summary(changed("3310", texts=texts)))
    assert "For oss." in told and "For alle." not in told
