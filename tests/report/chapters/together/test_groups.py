"""Who goes together: worked out by hand, missing, refused, and not worth it for anybody."""

import re
from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import BUY, CODES, buying, dataset, pooling
from model.regions import unknown

from analysis.dataset.tables.categories import SCENARIOS
from analysis.report.chapters.together import group_tables
from analysis.report.chapters.together import groups as joining_in
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding
from tests.report.texts import headings, prose, rows, tables


def table(element):
    return rows(tables(element)[0])


@pytest.fixture(scope="module")
def by_hand():
    """180 together in year 1, of which each pays a third of 120: 60, 110 and 10."""
    return together.of(buying(), leaders=("0+",))


def test_all_together_by_hand(by_hand) -> None:
    chapter = joining_in.chapter(by_hand)
    assert headings(chapter) == ["I kroner lønner bare alternativ 0+ seg"]
    said = prose(chapter)
    assert "(prøve), tjener kommunene samlet om lag 180 000 kroner i året." in said
    assert "Ingen mindre gruppe tjener mer." in said
    assert "En gruppe tjener på alternativ 0+ i 100 av 100 trekninger." in said
    assert table(chapter)["0+ prøve"] == ["+180", "alle tre", "+180", "ingen", "alle tre", "100"]


def test_each_by_hand(by_hand) -> None:
    for code, kroner in zip(CODES, (60, 110, 10), strict=True):
        chapter = joining_in.chapter(together.again(by_hand, code, ("0+",)))
        # 10 000 inhabitants each: 1000 kr is a tenth of a krone for each.
        assert table(chapter)["0+ prøve"][:3] == ["+180", f"+{kroner // 10}", "alle tre"]
        said = prose(chapter)
        assert f"Med utredningens nøkkel tjener vi om lag {kroner} 000 kroner i året" in said
        assert "Med den nøkkelen er ingen mindre gruppe bedre for oss. Det holder i alle" in said


@pytest.fixture(scope="module")
def one_too_many():
    """The third shares nothing: 50 a year with it, 80 without."""
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 60.0, "styring_deltaker_lett": 30.0},
        systems=(("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9903", "Kart", 500)),
    )
    return together.of(data, leaders=("0+",))


def test_a_better_group_without_one(one_too_many) -> None:
    chapter = joining_in.chapter(one_too_many)
    pair = "Kommune 1 og Kommune 2"
    assert f"{pair} tjener om lag 80 000 kroner i året samlet" in prose(chapter)
    assert table(chapter)["0+ prøve"][1:5] == [pair, "+80", "ingen", pair]
    outside = joining_in.chapter(together.again(one_too_many, "9903", ("0+",)))
    assert headings(outside)[:1] == ["Med utredningens nøkkel taper Kommune 3 på alternativ 0+"]
    assert "Med den nøkkelen gir ingen gruppe oss gevinst." in prose(outside)
    assert table(outside)["0+ prøve"][2:] == ["å stå utenfor", "–", "–"]


def test_those_who_lose_by_our_best_group_are_named(one_too_many) -> None:
    chapter = joining_in.chapter(together.again(one_too_many, "9901", ("0+",)))
    # Splitting 60 by three and not by two leaves more for us, and a loss for the third.
    assert table(chapter)["0+ prøve"][2:] == ["alle tre", "+5", "Kommune 3"]


def test_a_cooperation_that_pays_for_nobody_is_an_answer() -> None:
    view = together.of(buying(fixed=1000.0), leaders=("0+",))
    chapter = joining_in.chapter(view)
    assert headings(chapter) == ["I kroner lønner samarbeid seg ikke for noen gruppe"]
    told = prose(chapter)
    assert "Ingen mindre gruppe tjener på det heller." in told
    assert "Tapet er prisen for virkningene uten pris." in told
    assert "Svaret er det samme i alle de tre beregningene." in told
    assert "Hvert av alternativene lønner seg for en gruppe i færre enn 10 av 100" in told
    assert table(chapter)["0+ prøve"][1:5] == ["ingen", "–", "–", "ingen"]


def test_whoever_says_nei_is_outside_and_named() -> None:
    data = together.refusing(buying(), "0+", ["9903"])
    view = together.of(data, leaders=("0+",))
    note = tables(joining_in.chapter(view))[0]["note"]
    assert "Kommune 3 er ikke med i alternativ 0+, fordi mandatet sier nei." in note
    outside = joining_in.chapter(together.again(view, "9903", ("0+",)))
    assert table(outside)["0+ prøve"][1:] == ["–", "utenfor mandatet", "–", "–"]


def test_nobody_left_to_go_together_with() -> None:
    view = together.of(together.refusing(buying(), "0+", CODES[1:]), leaders=("0+",))
    for code in ("", "9901"):
        chapter = joining_in.chapter(together.again(view, code, ("0",)))
        assert "er ikke regnet ut" in headings(chapter)[0]
        assert "for få deltakere" in prose(chapter)
        assert not tables(chapter)


def test_an_unknown_cost_leaves_nothing_to_compare() -> None:
    data = buying()
    view = together.of(
        replace(data, shared=unknown(data.shared, "styring_faggrupper")), leaders=("0+",)
    )
    assert "ukjent kostnad" in prose(joining_in.chapter(view))


def test_the_example_tells_who_gains_by_what(view) -> None:
    for scenario in SCENARIOS:
        for code in view("").codes:
            one = view(code, scenario)
            heading = headings(joining_in.chapter(one))[0]
            gains = {a: found.gain(found.group, code) for a, found in one.cooperations.items()}
            for verb, side in (("tjener", 1.0), ("taper", -1.0)):
                told = re.search(rf"{verb} (.*?)(, og (?!trolig)|;|$)", heading)
                named = told[1].replace(",", "").split(" ") if told else []
                for a, (low, high) in gains.items():
                    share = one.cooperation(a).keys[0].gains_in(code)
                    likely = share >= 0.7 if side > 0 else share <= 0.3
                    sure = min(side * low, side * high) > 50 and not one.gate(a) and likely
                    if sure and " alle " not in heading:
                        assert a in named, (scenario, code, heading)


def test_our_own_unknown_cells_leave_our_own_part_an_interval(view) -> None:
    missing = joining_in.chapter(view("3236"))
    cells = table(missing)
    assert " til " in cells["2 Felles ressurser"][1]
    assert cells["0+ Som i dag +"][1].startswith("+")
    others = table(joining_in.chapter(view("3310")))
    assert "mangler" not in {row[1] for row in others.values()}
    # What the others pay where our figures are missing has two ends, in all and for some.
    assert " til " in others["2 Felles ressurser"][0]


def test_an_alternative_outside_our_mandate_has_no_figures_of_ours(view) -> None:
    cells = table(joining_in.chapter(view("3312")))
    assert cells["5 Nytt selskap"][1:] == ["–", "utenfor mandatet", "–", "–"]


def test_every_group_is_there_the_best_first(view) -> None:
    one = concluding(view(""), ("3",))
    found = one.cooperation("3")
    full = tables(group_tables.every_group(one))[0]
    low = [found.total(group)[0] for group in found.best_first(2)]
    assert len(full["rows"]) == len(low)
    first = full["rows"][0][1].replace("\u00a0", "").replace("−", "-").split(" til ")[0]
    assert float(first) == pytest.approx(max(low), abs=0.51)
    assert full["rows"][-1][0] == "Alle seks"


def test_what_each_brings_by_hand(by_hand) -> None:
    chapter = group_tables.contributions(by_hand)
    cells = table(chapter)
    # From the matrix 60 120 20 / 120 110 70 / 20 70 10, what it gains itself left out.
    # The first column is the sum of the next two, and 180 − (−20), 180 − (−120) and 180 − 80.
    assert cells["Kommune 1"] == ["+200", "+60", "+140", "Kommune 2 (+120)", "Kommune 3 (+20)"]
    assert cells["Kommune 2"] == ["+300", "+110", "+190", "Kommune 1 (+120)", "Kommune 3 (+70)"]
    assert cells["Kommune 3"] == ["+100", "+10", "+90", "Kommune 2 (+70)", "Kommune 1 (+20)"]
    (heading,) = headings(chapter)
    assert heading.startswith("Kommune 2 tilfører gruppen mest i alternativ 0+ (prøve): om lag 300")
    note = tables(chapter)[0]["note"]
    assert "er med utredningens nøkkel (likt)" in note
    assert "Det avhenger ikke av nøkkelen." in note


def test_what_each_of_the_others_means_for_us_by_hand(by_hand) -> None:
    chapter = joining_in.chapter(together.again(by_hand, "9901", ("0+",)))
    assert headings(chapter)[1].endswith("betyr Kommune 2 mest for oss i alternativ 0+ (prøve)")
    cells = rows(tables(chapter)[1])
    assert cells == {"Kommune 2": ["+300", "+120"], "Kommune 3": ["+100", "+20"]}


def test_a_key_that_moves_more_than_anybody_adds_is_told_so() -> None:
    # 4 920 paid in all whoever is in: what the dearest gains, the others pay.
    view = together.of(pooling(), leaders=("2",))
    chapter = group_tables.contributions(view)
    assert [row[0] for row in table(chapter).values()] == ["0", "0", "0"]
    assert headings(chapter) == ["Ingen av kommunene tilfører gruppen noe i alternativ 2 (prøve)"]
    own = joining_in.chapter(together.again(view, "9903", ("2",)))
    others = rows(tables(own)[1])
    assert all(row[0] == "0" and row[1].startswith("+") for row in others.values())


def test_what_the_others_mean_where_some_figures_of_ours_are_missing(view) -> None:
    chapter = joining_in.chapter(concluding(view("3236"), ("3", "2")))
    cells = rows(tables(chapter)[1])
    assert cells["Ringerike"][0].startswith("−")
    assert "mangler" not in {row[1] for row in cells.values()}
    assert any(" til " in row[1] for row in cells.values())
    # Lier is outside alternative 5, and has nothing to read about others there.
    refused = joining_in.chapter(concluding(view("3312"), ("5",)))
    assert len(tables(refused)) == 1
    outside = rows(tables(joining_in.chapter(concluding(view("3310"), ("2", "5"))))[1])
    assert outside["Lier"][2:] == ["–", "–"]


def test_two_municipalities_have_one_other_each() -> None:
    view = together.of(together.refusing(buying(), "0+", ["9903"]), leaders=("0+",))
    chapter = joining_in.chapter(together.again(view, "9901", ("0+",)))
    assert headings(chapter)[1] == "Hva Kommune 2 betyr for oss i alternativ 0+ (prøve)"
    # 200 saved together, 120 for being together, and nothing alone.
    assert rows(tables(chapter)[1]) == {"Kommune 2": ["+80", "+40"]}


def test_most_of_many_others_are_left_out_and_that_is_said() -> None:
    codes = tuple(str(9901 + n) for n in range(8))
    data = dataset(BUY, values={"innkjop_pris": 0.1}, codes=codes, inhabitants=(1000.0,) * 8,
                   systems=tuple((code, "Arkiv", 1000) for code in codes))  # fmt: skip
    chapter = joining_in.chapter(together.of(data, "9901", leaders=("0+",)))
    shown = tables(chapter)[1]
    assert len(shown["rows"]) == 5
    assert shown["note"].endswith("To kommuner til er ikke vist.")


def test_amounts_with_two_ends_stand_as_numbers(view) -> None:
    for code in ("", "3310", "3236"):
        for element in (joining_in.chapter(view(code)), group_tables.contributions(view(code))):
            for told in tables(element):
                sides = {column["name"]: column["right"] for column in told["columns"]}
                money = [name for name in sides if "kr" in name or "oss" in name.split(": for ")]
                assert all(sides[name] for name in money), sides


@pytest.mark.parametrize(
    ("shares", "heading"),
    [
        ((0.95, 0.05), "I kroner lønner bare alternativ 0+ seg"),
        ((0.75, 0.05), "I kroner lønner trolig bare alternativ 0+ seg"),
        ((0.95, 0.4), "I kroner lønner alternativ 0+ seg for minst én gruppe"),
        ((0.6, 0.05), "Tallene avgjør ikke om alternativ 0+ lønner seg i kroner"),
    ],
)
def test_the_finding_is_worded_by_how_often_it_holds(view, shares, heading) -> None:
    one = view("")
    assert headings(joining_in.chapter(drawn(one, *shares))) == [heading]


def test_our_finding_is_worded_by_how_often_it_holds(view) -> None:
    one = view("3305")
    for share, said in (
        (0.95, "tjener Ringerike på alternativ 0+"),
        (0.75, "trolig på alternativ 0+"),
    ):
        assert said in headings(joining_in.chapter(drawn(one, share, 0.0)))[0]
    doubtful = headings(joining_in.chapter(drawn(one, 0.6, 0.0)))[0]
    assert doubtful.endswith("alternativ 0+ er usikkert")
    assert "tjener" not in doubtful


def drawn(view, first, others):
    """The same figures where 0+ pays in this share of the draws, and the others in that."""
    given = {}
    for a, found in view.participation.cooperations.items():
        share = first if a == "0+" else others
        best, gains = found.chances.best.copy(), np.full_like(found.chances.gains, share)
        best[0] = 1.0 - share
        chances = replace(found.chances, best=best, gains=gains)
        given[a] = replace(found, chances=chances)
    return cooperating(view, given)


def cooperating(view, given):
    """The same figures with other cooperations."""
    there = replace(view, figures=replace(view.figures))
    there.figures.__dict__.update(
        view.figures.__dict__, participation=replace(view.participation, cooperations=given)
    )
    return there


def test_who_runs_it_and_that_iks_and_as_cost_the_same(view) -> None:
    one = view("")
    said = prose(group_tables.runners(one))
    found = one.cooperation("3")
    host = one.names[found.runs(found.group)]
    assert f"{host} rimeligst som vert når alle seks er med" in said
    assert headings(group_tables.runners(one)) == [
        f"{host} er rimeligst som vert i alle gruppene kommunen er med i"
    ]
    assert "IKS eller AS, endrer ikke tallene" in said
    assert "er det eneste selskapet" in said or "rimeligst" in said


def test_legal_forms_with_costs_of_their_own_are_told_apart(view) -> None:
    one = view("")
    found = one.participation.cooperations["5"]
    names = [form.navn for form in one.dataset.shared.legal_forms.values()][-2:]
    runs = tuple(names[0] if int(g).bit_count() > 1 else "" for g in found.groups)

    def told(runs):
        given = {**one.participation.cooperations, "5": replace(found, runs=runs)}
        return prose(group_tables.runners(cooperating(one, given)))

    assert f"er rettsformen {names[0]} rimeligst for alle gruppene." in told(runs)
    assert "endrer ikke tallene" not in told(runs)
    other = (*runs[:-1], names[1])
    assert f"{names[0]} for 25 grupper og {names[1]} for én gruppe rimeligst" in told(other)


def test_names_are_text_and_not_markup(one_too_many) -> None:
    data = one_too_many.dataset
    named = data.municipalities.assign(navn=["Ho*le*", "[x](y)", "#c"])
    chapter = joining_in.chapter(together.of(replace(data, municipalities=named), leaders=("0+",)))
    markdown = chapter.payload()["elements"][1]["markdown"]
    assert r"Ho\*le\*" in markdown
    assert r"\[x\]\(y\)" in markdown
    assert table(chapter)["0+ prøve"][1] == "Ho*le* og [x](y)"


def test_figures_left_out_are_said_to_be(by_hand) -> None:
    without = by_hand.dataset.applications
    data = replace(by_hand.dataset, applications=without[without["kommunenummer"] != "9903"])
    view = together.of(data, leaders=("0+",))
    note = tables(joining_in.chapter(view))[0]["note"]
    assert "Kommune 3 har ikke levert det som trengs for alternativ 0+" in note
    own = joining_in.chapter(together.again(view, "9903", ("0+",)))
    assert "kan ikke regnes ut før tallene våre er på plass" in prose(own)
    assert table(own)["0+ prøve"][1:4] == ["mangler", "mangler", "mangler"]


def test_missing_figures_that_decide_the_best_group_are_said_to(view) -> None:
    one = view("3236", "gunstig")
    found = one.cooperation("2")
    assert found.best_group(one.code) is None
    chapter = joining_in.chapter(concluding(one, ("2",)))
    assert "Hvilken gruppe som er best for oss, avhenger av tall som mangler." in prose(chapter)
    assert np.isfinite(found.figures.gain).all()
