from dataclasses import replace

from analysis.report.chapters.duties import risks
from tests.report.texts import headings, rows, tables


def test_the_most_serious_are_first_and_counted_in_the_heading(view):
    one = view("3310")
    told = risks.section(one)
    table = tables(told)[0]
    listed = list(rows(table).values())
    size = {"lav": 1, "middels": 2, "høy": 3}
    weight = [size[row[0]] * size[row[1]] for row in listed]
    assert weight == sorted(weight, reverse=True)
    serious = sum(w >= 6 for w in weight)
    assert serious == 1 and headings(told) == ["Én risiko må ha tiltak før oppstart"]
    assert "forslag i verktøyet" in table["source"]


def test_the_groups_own_rows_are_told_as_theirs(view, changed):
    one = view("3310")
    own = one.dataset.shared.risks.iloc[:1].assign(
        alternativ=one.recommendation.alternative, sannsynlighet="lav", konsekvens="lav"
    )
    told = risks.section(changed("3310", risks=own))
    assert headings(told) == ["Ingen risiko er vurdert som høy"]
    assert tables(told)[0]["source"] == "arbeidsgruppen"


def test_nothing_is_told_where_no_risk_is_listed(view, changed):
    none = replace(view("").dataset.shared, risks=view("").dataset.shared.risks.iloc[:0])
    assert not headings(risks.section(changed("3310", shared=none)))
