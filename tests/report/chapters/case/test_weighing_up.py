from analysis.report.chapters.case import weighing_up
from analysis.report.language.numbers import signed
from tests.report.computed import recommending
from tests.report.texts import headings, prose, rows, tables


def test_every_alternative_has_its_figures_and_those_outside_the_mandate_none(view):
    one = view("3312")
    table = rows(tables(weighing_up.alternatives(one))[0])
    assert len(table) == len(one.alternatives)
    assert set(table["5 Nytt selskap"]) == {"–"}
    points, place, cost, once, days = table["2 Felles ressurser"]
    assert place == "1" and cost == signed(-one.npv_per_inhabitant("2")).replace("\u00a0", " ")
    assert once.replace(" ", "") == f"{one.one_time('2'):.0f}"
    assert days == f"{sum(one.criterion_value('2', 'saarbarhet')) / 2:.0f}"
    assert points.replace(",", ".") == f"{sum(one.points('2')) / 2:.1f}"


def test_what_is_gained_stands_beside_its_price(view):
    one = view("3310")
    days = [f"{one.criterion_value(a, 'saarbarhet')[0]:.0f}" for a in ("0", "2")]
    told = prose(weighing_up.alternatives(one))
    assert (
        f"går sårbarheten fra {days[0]} til {days[1]} dager i året, og alternativet koster" in told
    )
    # Felles drift helps nobody to be more than one.
    assert not prose(weighing_up.alternatives(recommending(one, "1")))


def test_the_plan_adds_up_and_leaves_room_for_how_it_is_covered(view):
    one = view("3310")
    table = rows(tables(weighing_up.plan(one))[0])
    effect, once = one.budget_effect("2"), one.one_time_by_year("2")
    for row, values in (
        ("Drift, løpende", effect - once),
        ("Engangskostnad og investering", once),
        ("Sum endring", effect),
    ):
        assert table[row][:5] == [signed(x).replace("\u00a0", " ") for x in values[:5]]
    assert set(table["Inndekning"][:5]) == {"fylles ut"}


def test_going_on_as_today_has_no_plan(view, changed):
    mandate = view("").dataset.mandate.assign(tillatt="nei")
    one = changed("3310", mandate=mandate[mandate["alternativ"] != "0"])
    assert one.recommendation.alternative == "0"
    assert not headings(weighing_up.plan(one))
