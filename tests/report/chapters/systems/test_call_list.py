from report.chapters.systems.test_next_steps import begun

from analysis.report.chapters.systems import call_list


def test_whom_to_call_is_the_urgent_rows_soonest_first(changed, dataset):
    rows = begun(dataset, 15, -5, 6, 30)
    table = call_list.to_call(changed("", applications=rows))
    assert table is not None
    shown = table.payload()["rows"]
    assert [row[2] for row in shown] == [rows["system"].iloc[i] for i in (1, 2, 0)]
    assert shown[0][5].startswith("−")
    assert "tables/ringeliste.csv" in table.note
    assert call_list.to_call(changed("", applications=begun(dataset, 30))) is None


def test_a_municipality_sees_its_own(view):
    own, every = (one.own(one.systems.calls) for one in (view("3310"), view("")))
    assert set(own["kommunenummer"]) == {"3310"}
    assert len(own) == (every["kommunenummer"] == "3310").sum() > 0
