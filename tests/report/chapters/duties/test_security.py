import pytest

from analysis.report.chapters.duties import security
from tests.report.texts import prose


@pytest.mark.parametrize(
    ("alternative", "said"),
    [
        ("0+", "drifter kommunen systemene sine som før."),
        ("2", "ansatte i andre kommuner får tilgang"),
        ("3", "trenger en databehandleravtale før noe flyttes"),
        ("4", "trenger en databehandleravtale før noe flyttes"),
    ],
)
def test_who_runs_the_systems_follows_the_levers(view, alternative, said):
    assert said in security.who_runs(view("3310"), alternative)


def test_the_texts_are_those_of_the_file_and_marked_where_the_law_must_be_read(view):
    one = view("3310")
    told = prose(security.section(one))
    for name in ("informasjonssikkerhet", "beredskap", "personvern"):
        text = one.dataset.shared.explanations[name]
        assert text.tekst in told
        assert (text.tekst + " *" in told) == text.maa_kontrolleres
