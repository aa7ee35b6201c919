from dataclasses import replace

from analysis.report.findings.explained import explained, explanation
from tests.report.texts import prose


def told(view, **of):
    """The view with one of the texts changed."""
    shared = view.dataset.shared
    found = shared.explanations["beredskap"].model_copy(update=of)
    dataset = replace(
        view.dataset,
        shared=replace(shared, explanations={**shared.explanations, "beredskap": found}),
    )
    return replace(view, figures=replace(view.figures, dataset=dataset))


def test_a_text_stands_as_it_is_written(view):
    one = told(view("3310"), tekst="Se <b>her</b> og *der* og `#raw`.")
    assert prose(explanation(one, "beredskap")) == "Se <b>her</b> og *der* og `#raw`."
    assert "\\*der" in explained(one, "beredskap")


def test_what_is_not_read_in_the_law_has_a_star(view):
    one = view("3310")
    assert not explained(told(one, maa_kontrolleres=False), "beredskap").endswith("*")
    assert explained(told(one, maa_kontrolleres=True), "beredskap").endswith(" \\*")
