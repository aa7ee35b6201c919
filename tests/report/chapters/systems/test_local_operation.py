from analysis.report.chapters.systems import local_operation
from tests.report import texts


def test_forecast_goes_from_todays_share_to_what_stays(view):
    figure = local_operation.local_forecast(view("3310"))
    # 40,3 % × (1 − 0,1)^10 = 14,1 %
    assert figure is not None
    first = view("3310").first_year
    assert f"fra 40 prosent i {first} til 14 prosent i {first + 10}" in figure.title
    assert "4–24 prosent" in figure.alt


def test_what_is_left_in_years_3_5_and_8(view):
    table = local_operation.left_to_gain(view(""))
    assert table is not None
    rows, first = table.payload()["rows"], view("").first_year
    assert [row[0] for row in rows] == [str(first + later) for later in (0, 3, 5, 8)]
    # 0,9^3 = 0,729, 0,9^5 = 0,590 and 0,9^8 = 0,430.
    assert [row[1] for row in rows] == ["100", "73", "59", "43"]
    money = view("").evaluation.money
    saved = money.results["1"].outcome.components["drift"][0, :, 3].sum()
    assert rows[1][3].replace("\u00a0", "") == f"−{abs(round(saved))}"
    assert texts.headings(local_operation.chapter(view("")))[0] == (
        f"57 prosent av den lokale driften kan være borte i {first + 8}"
    )


def test_a_short_period_leaves_out_the_later_years(changed, dataset):
    settings = dataset.settings.model_copy(update={"analyseperiode": 4})
    table = local_operation.left_to_gain(changed("", settings=settings))
    assert table is not None
    first = settings.vedtaksdato.year
    assert [row[0] for row in table.payload()["rows"]] == [str(first), str(first + 3)]


def test_an_alternative_outside_the_mandate_is_not_applicable(view):
    table = local_operation.left_to_gain(view("3312"))
    assert table is not None
    assert [row[-1] for row in table.payload()["rows"]] == ["–"] * 4


def test_nothing_local(changed, dataset):
    rows = dataset.applications.assign(driftsform="sky")
    shown = changed("", applications=rows)
    assert texts.everything(local_operation.chapter(shown)) == "[]"
    assert local_operation.left_to_gain(shown) is None


def test_the_share_is_told_with_what_is_known(changed, view, dataset):
    text = local_operation.sentence(view("3310")).replace("\u00a0", " ")
    assert text.startswith("I dag går 40 prosent av kostnaden")
    rows = dataset.applications.copy()
    rows.loc[rows["kommunenummer"] == "3310", "årskostnad"] = float("nan")
    assert local_operation.sentence(changed("3310", applications=rows)) == ""
    settings = dataset.settings.model_copy(update={"analyseperiode": 2})
    assert local_operation.sentence(changed("3310", settings=settings)).endswith("driftes lokalt.")


def test_a_municipality_without_a_list_is_unknown_and_not_without_local_operation(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    shown = changed("", applications=rows)
    table = local_operation.left_to_gain(shown)
    assert table is not None
    assert {cell for row in table.payload()["rows"] for cell in row[2:]} == {"mangler"}
    assert table.note.endswith("Hole har ikke oppgitt systemene sine.")
    figure = local_operation.local_forecast(shown)
    assert figure is not None and "Hole har ikke oppgitt systemene sine" in figure.title
