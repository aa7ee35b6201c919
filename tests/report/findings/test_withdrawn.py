"""A report as if some had withdrawn says so on page one, on every page and before their text."""

from dataclasses import replace

import pytest

from analysis.dataset.without import without
from analysis.report.chapters.alternatives import judgements
from analysis.report.chapters.answer import front
from analysis.report.chapters.today import background
from analysis.report.findings import withdrawn
from analysis.report.standpoint import ILLUSTRATIVE
from tests.report.texts import parts, prose


def left(view, code, *gone, **tables):
    """View of the example without some; what is told here needs no new figures."""
    there = view(code)
    data = replace(without(there.dataset, gone), **tables)
    figures = replace(there.figures, dataset=data)
    vars(figures)["recommendation"] = there.recommendation
    return replace(there, figures=figures)


@pytest.mark.parametrize(
    ("gone", "banner", "mark"),
    [
        ((), "", ""),
        (("3312",), "Regnet som om Lier har trukket seg.", ", uten Lier"),
        (("3316", "3312"), "Regnet som om Lier og Modum har trukket seg.", ", uten Lier og Modum"),
        (
            ("3316", "3312", "3236"),
            "Regnet som om Jevnaker, Lier og Modum har trukket seg.",
            ", uten tre kommuner",
        ),
    ],
)
def test_who_is_out_is_said_on_page_one_and_on_every_page(view, gone, banner, mark):
    for code, name in (("", "Fellesrapport"), ("3310", "Hole kommune")):
        cover = front.cover(left(view, code, *gone)).payload()
        whole = f"{banner} {ILLUSTRATIVE} Ingen av de 60 forutsetningene er bekreftet av "
        assert cover["banner"] == f"{whole}arbeidsgruppen.".strip()
        assert cover["municipality"] == f"{name}{mark}"


def test_many_are_told_by_their_number(view):
    one = left(view, "")
    data = replace(one.dataset, withdrawn={str(n): f"Kommune {n}" for n in range(7)})
    many = replace(one, figures=replace(one.figures, dataset=data))
    assert withdrawn.banner(many) == "Regnet som om sju kommuner har trukket seg."


def test_the_groups_own_text_is_said_to_be_from_before(view):
    with_text = background.chapter(left(view, "3310", "3312"))
    told = [part["markdown"] for part in parts(with_text) if "markdown" in part]
    before = next(n for n, text in enumerate(told) if "mens kommunen var med" in text)
    assert told[before].startswith("Denne rapporten er regnet som om Lier har trukket seg.")
    assert "Fagforbundet fulgte arbeidet" in told[before + 1]
    two = prose(background.chapter(left(view, "3310", "3312", "3316")))
    assert "mens kommunene var med" in two
    assert "trukket seg" not in prose(background.chapter(view("3310")))


def test_a_text_made_from_the_inputs_says_who_is_out(view):
    told = prose(background.chapter(left(view, "3310", "3312", texts={})))
    assert "Hole, Jevnaker, Modum og Øvre Eiker har gått sammen" in told
    assert "IKT-samarbeid. Denne rapporten er regnet som om Lier har trukket seg." in told
    assert "Arbeidsgruppens tekst" not in told


def test_the_judgements_are_said_to_be_from_before(view):
    said = "Vurderingene er gjort mens kommunen var med."
    for texts in ({}, {("", "bakgrunn"): "Bakgrunn."}):
        told = prose(background.chapter(left(view, "3310", "3312", texts=texts)))
        assert told.count(said) == 1
    assert said in prose(judgements.table(left(view, "3310", "3312")))
    nothing = view("").dataset.judgements.iloc[:0]
    assert said not in prose(background.chapter(left(view, "3310", "3312", judgements=nothing)))
    assert "mens" not in prose(judgements.table(view("3310")))


def test_names_are_text_and_not_markup(view):
    one = left(view, "3310")
    data = replace(one.dataset, withdrawn={"3312": "<b>Li*er*"})
    hostile = replace(one, figures=replace(one.figures, dataset=data))
    html = background.chapter(hostile)._repr_mimebundle_()["text/html"]
    assert "&lt;b&gt;Li*er*" in html


def test_one_who_has_left_for_good_is_not_told_as_a_trial(view):
    one = left(view, "3310", "3312")
    settings = one.dataset.settings.model_copy(update={"uten": ("3312",)})
    data = replace(one.dataset, settings=settings)
    gone = replace(one, figures=replace(one.figures, dataset=data))
    assert withdrawn.banner(gone) == "Lier har trukket seg. Tallene er uten kommunen."
    assert "som om" not in prose(background.chapter(gone))
    both = replace(one, figures=replace(one.figures, dataset=without(data, ["3316"])))
    assert withdrawn.banner(both) == "Regnet som om Lier og Modum har trukket seg."
