import math

import pytest

from analysis.report.language.spans import span, with_span


@pytest.mark.parametrize(
    ("expected", "low", "high", "told"),
    [
        (0.35, 0.26, 0.48, "om lag 350 kroner (260–480) høyere"),
        (-0.35, -0.48, -0.26, "om lag 350 kroner (260–480) lavere"),
        (0.08, -0.16, 0.34, "om lag 80 kroner høyere (160 lavere til 340 høyere)"),
        # Both ends on the other side of nothing.
        (-0.01, 0.24, 0.47, "om lag 10 kroner lavere (240 høyere til 470 høyere)"),
        (900.0, 800.0, 1000.0, "om lag 900 000 kroner (800 000–1 million) høyere"),
        (1100.0, 1000.0, 1200.0, "om lag 1,1 millioner kroner (1–1,2 millioner) høyere"),
        (2.5e6, 1.3e6, 3.5e6, "om lag 2,5 milliarder kroner (1,3–3,5 milliarder) høyere"),
        (381.0, 379.0, 382.0, "om lag 380 000 kroner høyere"),
        (381.0, math.nan, math.nan, "om lag 380 000 kroner høyere"),
    ],
)
def test_an_amount_has_what_it_lies_between_in_brackets(expected, low, high, told):
    found = with_span(expected, low, high, "lavere", "høyere")
    assert found.replace("\u00a0", " ") == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (820.0, 1900.0, "mellom 820 000 og 1,9 millioner kroner"),
        (1000.0, 1900.0, "mellom 1 og 1,9 millioner kroner"),
        (820.0, 821.0, "om lag 820 000 kroner"),
    ],
)
def test_kroner_stands_once_in_a_span(low, high, told):
    assert span(low, high).replace("\u00a0", " ") == told
