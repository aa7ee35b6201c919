"""Under which keys somebody would rather go, and who."""

from dataclasses import replace

from decision.participation.small_cooperations import BUY, CODES, buying, dataset

from analysis.report.chapters.together import key_words, stability
from analysis.report.language.numbers import signed
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding
from tests.report.texts import prose, rows, tables


def table(element):
    return rows(tables(element)[0])


def test_nobody_goes_where_all_gain_most() -> None:
    cells = table(stability.table(together.of(buying(), leaders=("0+",))))
    assert {row[2] for row in cells.values()} == {"ingen"}
    assert {row[3] for row in cells.values()} == {"–"}


def test_whoever_would_rather_go_is_named_with_how_much() -> None:
    """The third pays 50 for nothing; what each adds leaves 10 on it, and 20 to gain without."""
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 60.0, "styring_deltaker_lett": 30.0},
        systems=(("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9903", "Kart", 500)),
    )
    cells = table(stability.table(together.of(data, leaders=("0+",))))
    pair = "Kommune 1 og Kommune 2"
    assert cells["Utredningens nøkkel"][:4] == [pair, "Kommune 3", "Kommune 3", "+50"]
    assert cells["Etter hva hver tilfører"][:4] == [pair, "Kommune 3", pair, "+20"]


def test_all_are_better_off_apart_where_the_whole_group_loses(view) -> None:
    one = concluding(view("", "ugunstig"), ("2",))
    cells, found = table(stability.table(one)), one.cooperation("2")
    # All lose, though all together are no part of the group.
    saved = -sum(found.total(found.group)) / 2
    assert cells["Brukere"][:3] == ["ingen", "alle seks", "alle seks"]
    assert cells["Brukere"][3] == signed(saved).replace("\u00a0", " ")


def test_some_keys_hold_and_others_do_not(view) -> None:
    one = concluding(view("", "gunstig"), ("3",))
    found = one.cooperation("3")
    stable = {key_words.key_name(key.key) for key in found.keys if key.stable}
    assert 0 < len(stable) < len(found.keys)
    cells = table(stability.table(one))
    assert {name.lower() for name, row in cells.items() if row[2] == "ingen"} == stable


def test_fills_that_disagree_name_nobody(view) -> None:
    one = concluding(view(""), ("2",))
    found = one.participation.cooperations["2"]
    blocking = found.division.blocking.copy()
    places = one.cooperation("2").s, 0
    for told, groups in (("avhenger av tall som mangler", [0, 3]), ("mangler", [-1, -1])):
        blocking[(slice(None), *places)] = groups
        odd = replace(found, division=replace(found.division, blocking=blocking))
        cells = table(stability.table(cooperating(one, {"2": odd})))
        assert cells["Utredningens nøkkel"][2:4] == [told, "–"]


def cooperating(view, given):
    """The same figures with other cooperations."""
    there = replace(view, figures=replace(view.figures))
    there.figures.__dict__.update(
        view.figures.__dict__, participation=replace(view.participation, cooperations=given)
    )
    return there


def test_nobody_to_go_together_with_is_told() -> None:
    view = together.of(together.refusing(buying(), "0+", CODES), leaders=("0",))
    assert "kan ingen grupper regnes ut" in prose(stability.table(view))
