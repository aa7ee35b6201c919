import pytest

from analysis.report.language.spans import between, is_interval


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (0.0264, 0.0506, "mellom 26 og 51 kroner høyere"),
        (-0.0506, -0.0264, "mellom 26 og 51 kroner lavere"),
        (0.0063, -0.0185, "mellom 19 kroner lavere og 6 kroner høyere"),
        (980.0, 1100.0, "mellom 980 000 kroner og 1,1 millioner kroner høyere"),
        (3100.0, 3400.0, "mellom 3,1 og 3,4 millioner kroner høyere"),
        (1000.0, 3400.0, "mellom 1 million kroner og 3,4 millioner kroner høyere"),
        (381.0, 382.0, "om lag 380 000 kroner høyere"),
        (-381.0, -381.0, "om lag 380 000 kroner lavere"),
        (-0.0185, 0.0002, "mellom 0 og 19 kroner lavere"),
        (-0.0002, 0.0185, "mellom 0 og 19 kroner høyere"),
        (0.0, 0.0, "0 kroner høyere"),
    ],
)
def test_both_ends_are_told_where_a_reader_would_see_them_differ(first, last, told):
    found = between(first, last, "lavere", "høyere")
    assert found.replace("\u00a0", " ") == told
    assert between(last, first, "lavere", "høyere") == found
    assert is_interval(found) == told.startswith("mellom")
