from dataclasses import replace

import pytest

from analysis.report.chapters.alternatives import options
from analysis.report.chapters.answer import decision_points
from analysis.report.chapters.duties import experience, legal
from analysis.report.chapters.today import background
from analysis.report.language.words import norwegian_date
from tests.report.texts import headings, parts, prose, rows, tables


def mandate(view, **answers):
    """The mandate table with other answers for one municipality."""
    frame = view("").dataset.mandate.copy()
    for key, answer in answers.items():
        code, alternative = key.lstrip("k").split("_")
        chosen = (frame["kommunenummer"] == code) & (frame["alternativ"] == alternative)
        frame.loc[chosen, "tillatt"] = answer
    return frame


def test_the_finding_is_what_the_mandate_says(view, changed):
    assert headings(background.chapter(view("3312")))[0] == "Lier har ikke mandat til alternativ 5"
    assert (
        headings(background.chapter(view("3316")))[0]
        == "Mandatet må avklares for alternativ 4 og 5"
    )
    assert (
        headings(background.chapter(view("3310")))[0]
        == "Mandatet til Hole åpner for alle alternativene"
    )
    shut = changed("3310", mandate=mandate(view, k3310_3="nei", k3310_4="nei"))
    assert headings(background.chapter(view("3310")))[1:] == ["Bakgrunn"]
    assert headings(background.chapter(shut))[0] == "Hole har ikke mandat til alternativ 3 og 4"


def test_the_joint_table_names_who_stands_outside(view):
    chapter = background.chapter(view(""))
    table = rows(tables(chapter)[0])
    assert table["0+ Som i dag +"] == ["Alle", "–", "–"]
    assert table["5 Nytt selskap"] == ["Ringerike, Hole", "Jevnaker, Modum, Øvre Eiker", "Lier"]
    assert "Lier er utenfor alternativ 5" in prose(chapter)


def test_a_silent_municipality_is_told_as_to_be_settled(view, changed):
    frame = view("").dataset.mandate
    silent = changed("3310", mandate=frame[frame["kommunenummer"] != "3310"])
    chapter = background.chapter(silent)
    assert headings(chapter)[0].startswith("Mandatet må avklares for alternativ")
    table = rows(tables(chapter)[0])
    assert "0 Som i dag" not in table
    assert {row[0] for row in table.values()} == {"Må avklares"}
    assert "ikke har meldt inn mandat" in prose(chapter)
    nobody = changed("", mandate=frame.iloc[:0])
    assert headings(background.chapter(nobody))[0] == "Bakgrunn og mandat"


def test_the_municipalitys_own_text_wins_and_is_not_trusted(view, changed):
    texts = dict(view("").dataset.texts) | {("3310", "bakgrunn"): "Eget <b>ord</b>"}
    own = [p for p in parts(background.chapter(changed("3310", texts=texts))) if "trusted" in p][0]
    assert own["markdown"] == "Eget <b>ord</b>"
    assert not own["trusted"]
    other = prose(background.chapter(changed("3312", texts=texts)))
    assert "Eget" not in other
    assert "Fagforbundet" in other


def test_without_a_text_a_neutral_one_is_made_from_the_inputs(view, changed):
    text = prose(background.chapter(changed("3310", texts={})))
    assert "Ringerike, Hole, Jevnaker, Modum, Lier og Øvre Eiker har gått sammen" in text
    assert "Sju alternativer er vurdert" in text
    assert norwegian_date(view("").dataset.settings.vedtaksdato) in text


@pytest.mark.parametrize("code", ["", "3310"])
def test_hostile_text_in_the_inputs_stays_text(view, changed, code):
    hostile = "<b>Hole</b> *x* [y](http://x) #"
    data = view("").dataset
    kommuner = data.municipalities.copy()
    kommuner.loc["3310", "navn"] = hostile
    reasons = data.mandate.assign(begrunnelse=hostile, tillatt="nei")
    offers = data.companies.assign(selskap=hostile)
    titled = data.settings.model_copy(update={"tittel": hostile})
    one = changed(
        code,
        municipalities=kommuner,
        texts={},
        mandate=reasons[(reasons["kommunenummer"] == "3310") & (reasons["alternativ"] == "5")],
        companies=offers,
        settings=titled,
    )
    for module in (background, options, legal, experience, decision_points):
        html = module.chapter(one)._repr_mimebundle_()["text/html"]
        assert "<b>" not in html, module
        assert "<em>" not in html, module
        assert 'http://x"' not in html, module


def test_one_municipality_alone(view, changed):
    data = view("").dataset
    only = {
        "municipalities": data.municipalities.loc[["3310"]],
        **{
            name: getattr(data, name)[getattr(data, name)["kommunenummer"] == "3310"]
            for name in ("budget", "staff", "applications", "mandate", "organisation")
        },
    }
    alone = changed("", **only, texts={}, judgements=data.judgements.iloc[:0])
    assert "Hole utreder IKT-samarbeid" in prose(background.chapter(alone))
    assert replace(alone, code="3310").name == "Hole"
