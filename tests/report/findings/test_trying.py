"""A trial in words: what is different, and not what follows of it."""

from __future__ import annotations

import pytest

from analysis.dataset import Dataset, Trial
from analysis.report.findings import trying

COMMON = {
    "netto_naaverdi": 22.0, "engangskostnad": 6.0, "saarbarhet": 17.0,
    "informasjonssikkerhet": 13.0, "tjenestekvalitet": 11.0, "utviklingskraft": 9.0,
    "systemharmonisering": 4.0, "lokal_styring": 7.0, "reversibilitet": 4.0, "ansatte": 3.0,
    "gjennomforingsrisiko": 4.0,
}  # fmt: skip


def moved(code: str = "", **weights: float) -> Trial:
    """The common weights with some of them another."""
    return Trial(weights={code: COMMON | weights})


def test_a_weight_that_moves_is_told_and_not_those_that_give_way(dataset: Dataset) -> None:
    assert trying.told(dataset, moved(lokal_styring=30.0)) == ["lokal styring veier 24,39 prosent"]
    assert trying.told(dataset, moved("3312", ansatte=0.0, lokal_styring=20.0)) == [
        "lokal styring veier 18,18 prosent og ansatte 0 prosent for Lier"
    ]


def test_many_weights_that_move_are_told_as_one(dataset: Dataset) -> None:
    equal = Trial(weights={"3312": dict.fromkeys(COMMON, 100.0 / len(COMMON))})
    assert trying.told(dataset, equal) == ["vektene er endret for Lier"]


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (Trial(weights={"3310": {}}), "Hole bruker de felles vektene"),
        (Trial(judgements={("3316", "1", "lokal_styring"): None}),
         "Modum har ingen egen vurdering av lokal styring i alternativ 1"),
        (Trial(judgements={("", "2", "ansatte"): -2.0}),
         "ansatte i alternativ 2 er vurdert til −2"),
        (Trial(mandate={("3312", "3"): "avklares"}), "Lier har ikke avklart alternativ 3"),
        (Trial(leaving=("3310", "3312")), "Hole og Lier er ikke med"),
        (Trial(host=""), "ingen er bestemt som vert"),
        (Trial(key={"lik": 1.0, "innbyggere": 0.0}), "felles kostnader deles likt"),
        (Trial(assumptions={"vakt_i_dag": 200.0}),
         "egen vakt som den felles vakten erstatter er 200 tusen kroner per år"),
        (Trial(assumptions={"innkjop_pris": 0.0555}),
         "prisreduksjon ved felles innkjøp er 5,55 prosent"),
    ],
)  # fmt: skip
def test_each_change_is_a_phrase(dataset: Dataset, trial: Trial, said: str) -> None:
    assert trying.told(dataset, trial) == [said]
