"""Who pays what: kroner by hand under each key, and who would rather go."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from decision.participation.small_cooperations import BUY, buying, dataset, pooling

from analysis.decision.keys import NUCLEOLUS, SHAPLEY
from analysis.report.chapters.together import (
    cost_sharing,
    groups,
    joining,
    key_words,
    keys,
    payments,
    stability,
    withdrawal,
)
from analysis.report.language.numbers import signed
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding, recommending
from tests.report.texts import headings, parts, prose, rows, tables

CHAPTERS = (groups.chapter, cost_sharing.chapter, stability.chapter, withdrawal.chapter)


def table(element):
    return rows(tables(element)[0])


def column(shown, name):
    place = [one["name"] for one in shown["columns"]].index(name)
    return [row[place].replace("\u00a0", " ") for row in shown["rows"]]


@pytest.fixture(scope="module")
def by_hand():
    """4920 on the account; 800, 1060 and 3060 handed to it; twice the people in the third."""
    return together.of(pooling(inhabitants=(10_000.0, 10_000.0, 20_000.0)), leaders=("2",))


def test_kroner_under_each_key_by_hand(by_hand) -> None:
    shown = tables(cost_sharing.chapter(recommending(by_hand, "2")))[0]
    assert column(shown, "Utredningens nøkkel")[:4] == [
        "1 640 (−840)", "1 640 (−580)", "1 640 (+1 420)", "4 920 (0)"
    ]  # fmt: skip
    assert column(shown, "Innbyggere")[:3] == ["1 230 (−430)", "1 230 (−170)", "2 460 (+600)"]
    assert column(shown, "Etter hva hver tilfører")[:3] == ["800 (0)", "1 060 (0)", "3 060 (0)"]


def test_nothing_to_divide_is_told_as_that(view) -> None:
    assert tables(cost_sharing.chapter(recommending(view(""), "4"))) == []
    assert "ingen felles kostnader" in prose(stability.chapter(view(""), "4"))


@pytest.mark.thorough
def test_so_many_that_not_every_group_is_tried() -> None:
    codes = tuple(f"99{n:02}" for n in range(1, 14))
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 130.0},
        systems=tuple((code, "Arkiv", 1000) for code in codes),
        codes=codes,
        inhabitants=(10_000.0,) * 13,
    )
    view = together.of(data, leaders=("0+",))
    assert "Ingen mindre gruppe som er prøvd, tjener mer." in prose(groups.chapter(view))
    note = tables(cost_sharing.chapter(recommending(view, "0+")))[-1]["note"]
    assert "er et anslag fra" in note
    assert "det finnes for mange til å prøve alle" in note
    assert "Ingen gruppe som er prøvd, har noe å vinne" in prose(stability.chapter(view))


def test_a_key_that_cannot_be_used_is_named_with_why() -> None:
    keys = [{"navn": "For lavt tak", "innbyggere": 1.0, "tak": 0.3}]
    view = together.of(buying(nokkel=keys), leaders=("0+",))
    made = tables(cost_sharing.chapter(recommending(view, "0+")))[0]
    assert "«For lavt tak» kan ikke brukes." in made["note"]
    assert "For lavt tak" not in rows(made)


def test_all_keys_keep_a_group_together_where_all_gain_most() -> None:
    chapter = stability.chapter(together.of(buying(), leaders=("0+",)))
    assert headings(chapter) == ["Alle nøklene holder gruppen sammen i alternativ 0+ (prøve)"]
    assert "Ingen gruppe har noe å vinne på å gå for seg selv." in prose(chapter)
    assert {cells[2] for cells in table(chapter).values()} == {"ingen"}


def test_the_reference_stands_once_in_a_footnote() -> None:
    view = recommending(together.of(buying(), leaders=("0+",)), "0+")
    said = prose(stability.chapter(view)) + prose(cost_sharing.chapter(view))
    for name in ("Gillies, D. B. (1959)", "Shapley, L. S. (1953)", "Schmeidler, D. (1969)"):
        assert said.count(name) == 1
    notes = "".join(made["note"] for made in tables(cost_sharing.chapter(view)))
    assert "Shapley" not in notes


@pytest.mark.parametrize(
    ("share", "heading"),
    [
        (0.95, "Alle nøklene holder gruppen sammen i alternativ 0+ (prøve)"),
        (0.75, "Alle nøklene holder gruppen sammen i alternativ 0+ (prøve), men det avhenger av "
        "forutsetningene"),
        (0.55, "Alle nøklene holder gruppen sammen i alternativ 0+ (prøve), men ikke sikkert"),
        (0.45, "Tallene avgjør ikke om nøklene holder gruppen sammen i alternativ 0+ (prøve)"),
    ],
)  # fmt: skip
def test_a_heading_is_worded_by_how_often_it_holds(share, heading) -> None:
    view = together.of(buying(), leaders=("0+",))
    found = view.participation.cooperations["0+"]
    stable = np.full_like(found.chances.stable, 0.99)
    stable[1] = share
    changed = replace(found, chances=replace(found.chances, stable=stable))
    there = replace(view.participation, cooperations={"0+": changed})
    view.figures.__dict__["participation"] = there
    assert headings(stability.chapter(view)) == [heading]


def test_a_named_key_is_told_with_its_rule() -> None:
    keys = [
        {"navn": "Avtalt", "lik": 0.4, "innbyggere": 0.6, "gulv": 0.125, "tak": 0.5,
         "direkte": ["lisens", "drift"]},
        {"navn": "Kommune", "brukere": 1.0},
        {"navn": "Likt", "brukere": 1.0, "tak": 0.4},
    ]  # fmt: skip
    view = together.of(buying(nokkel=keys), leaders=("0+",))
    (made,) = tables(cost_sharing.chapter(recommending(view, "0+")))
    note = made["note"].replace("\u00a0", " ")
    assert (
        "«Avtalt» deler 40 % likt og 60 % etter innbyggere, men hver betaler minst 12,5 % og høyst "
        "50 %. Lisenser og drift er ikke med i nøkkelen: der betaler hver for det den selv bruker."
        in note
    )
    assert "«Kommune» deler etter brukere." in note
    heads = [one["name"] for one in made["columns"]]
    assert len(heads) == len(set(heads)) == 7
    assert heads[-2:] == ["Etter hva hver tilfører", "Minst grunn til å gå"]
    assert "«brukere» og «årsverk» er det ikke plass til" in note


def test_whoever_would_rather_go_is_named_with_how_much() -> None:
    """The third pays 50 for nothing; what each adds leaves 10 on it, and 20 to gain without."""
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 60.0, "styring_deltaker_lett": 30.0},
        systems=(("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9903", "Kart", 500)),
    )
    view = together.of(data, leaders=("0+",))
    chapter = stability.chapter(view)
    said = prose(chapter)
    assert "Kommune 3 hadde spart om lag 50 000 kroner i året på å stå utenfor." in said
    assert "Ingen fordeling i det hele tatt gjør det." in said
    cells = table(chapter)
    pair = "Kommune 1 og Kommune 2"
    assert cells["Utredningens nøkkel"][:4] == [pair, "Kommune 3", "Kommune 3", "+50"]
    assert cells["Etter hva hver tilfører"][:4] == [pair, "Kommune 3", pair, "+20"]
    (key,) = (key for key in view.cooperation("0+").keys if key.key == SHAPLEY)
    assert key_words.who_would_go(view, key).startswith(
        "Kommune 1 og Kommune 2 hadde til sammen tjent om lag 20\u00a0000\u00a0kroner mer i året "
        "på å gå sammen uten de andre"
    )


def test_those_who_would_go_are_told_by_number_and_for_all_of_them(view) -> None:
    one = concluding(view(""), ("2",))
    found = one.cooperation("2")
    (lier,) = (n for n, code in enumerate(one.codes) if code == "3312")
    others = found.group & ~(1 << lier)
    rather = SimpleNamespace(
        stays=False, unsure=False, worked_out=True, together=False, group=others, gain=(2800, 2900)
    )
    said = key_words.who_would_go(one, SimpleNamespace(within=found, rather=rather))
    assert said.replace("\u00a0", " ") == (
        "De fem utenom Lier hadde til sammen spart mellom 2,8 og 2,9 millioner kroner i året på å "
        "stå utenfor."
    )
    (shown,) = tables(stability.chapter(one))
    assert shown["columns"][4]["name"].replace("\u00a0", " ") == "Spart ved å gå (1000 kr i året)"


def test_a_whole_group_that_loses_has_no_key_that_pleases_all(view) -> None:
    one = concluding(view("", "ugunstig"), ("2",))
    chapter = stability.chapter(one)
    assert headings(chapter) == [
        "Ingen nøkkel får alle til å tjene på alternativ 2 (felles ressurser)"
    ]
    assert "Nøkkelen avgjør da bare hvem som bærer tapet." in prose(chapter)
    cells, found = table(chapter), one.cooperation("2")
    # All lose, so all are better off apart, though all together are no part of the group.
    saved = -sum(found.total(found.group)) / 2
    assert cells["Brukere"][:3] == ["ingen", "alle seks", "alle seks"]
    assert cells["Brukere"][3] == signed(saved).replace("\u00a0", " ")


def test_some_keys_hold_and_others_do_not(view) -> None:
    one = concluding(view("", "gunstig"), ("3",))
    found = one.cooperation("3")
    chapter = stability.chapter(one)
    stable = [key_words.key_name(key.key) for key in found.keys if key.stable]
    assert 0 < len(stable) < len(found.keys)
    assert all(f"«{name}»" in prose(chapter) for name in stable)
    held = {name.lower() for name, cells in table(chapter).items() if cells[2] == "ingen"}
    assert held == set(stable)


def test_fills_that_disagree_name_nobody(view) -> None:
    one = view("")
    found = one.cooperation("2")
    division = found.figures.division
    blocking = division.blocking.copy()
    blocking[:, found.s, 0] = [0, 3]
    odd = replace(found.figures, division=replace(division, blocking=blocking))
    key = replace(found, figures=odd).keys[0]
    assert key.rather.unsure
    assert key_words.who_would_go(one, key).endswith("avhenger av tall som mangler.")
    blocking[:, found.s, 0] = -1
    assert key_words.who_would_go(one, key).endswith("kan ikke regnes ut.")


@pytest.mark.parametrize("scenario", ["forventet", "gunstig"])
def test_a_methods_name_stands_in_notes_alone(view, scenario) -> None:
    """A council member meets no game theory in what stands on the page."""
    for code in ("", *view("").codes):
        one = view(code, scenario)
        for chapter in CHAPTERS if not code else (joining.chapter, keys.chapter):
            shown = [
                {k: v for k, v in part.items() if k not in ("note", "svg")}
                for part in parts(chapter(one))
            ]
            text = re.sub(r"\\n\[\^\w+\]: [^\\']*", "", repr(shown)).replace("[^shapley]", "")
            text = text.replace("[^nukleolus]", "").replace("[^kjernen]", "")
            for name in (SHAPLEY.name, NUCLEOLUS.name, "shapley", "koalisjon", "kjerne"):
                assert name.lower() not in text.lower(), (code, chapter.__module__, name)


def test_what_is_estimated_is_said_with_its_error(view) -> None:
    one = view("")
    found = one.cooperation("2")
    division = found.figures.division
    orders = np.full_like(division.orders, 120)
    error = np.full_like(division.error, 100.0)
    estimate = replace(found.figures, division=replace(division, orders=orders, error=error))
    drawn = replace(found, figures=estimate)
    said = payments.estimated(drawn).replace("\u00a0", " ")
    assert "anslag fra 120 rekkefølger" in said
    # 196 in present value is 24 a year over ten years at 4 percent.
    assert "bomme med om lag 24 000 kroner i året" in said
    assert payments.estimated(found) == ""


def test_every_page_names_its_sources(view) -> None:
    for chapter in (*CHAPTERS, joining.chapter):
        for part in tables(chapter(view(""))):
            assert "kommunenes kartlegging" in part["source"]
            assert "Illustrative tall" in part["source"]
