"""What is tried: the inputs with a few things different, or every reason why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.dataset import load
from analysis.dataset.dataset import Dataset
from analysis.dataset.trial import TRIED, CannotTry, Trial, tried

EXAMPLE = Path("inputs/ringeriksregionen")


@pytest.fixture(scope="module")
def example() -> Dataset:
    return load(EXAMPLE)


def test_nothing_tried_is_the_inputs_as_they_are(example: Dataset) -> None:
    assert not Trial()
    same = tried(example, Trial())
    for table in ("vekter", "vurderinger", "mandat", "budsjett"):
        assert same.frame(table).equals(example.frame(table))
    assert same.settings == example.settings and same.shared == example.shared


def test_each_thing_tried_stands_in_its_table(example: Dataset) -> None:
    trial = Trial(
        weights={"3310": {"netto_naaverdi": 60.0, "ansatte": 40.0}},
        judgements={("", "2", "ansatte"): 3.0, ("3312", "3", "ansatte"): -2.0},
        key={"innbyggere": 1.0},
        mandate={("3316", "5"): "nei"},
        leaving=("3236",),
        host="3305",
        company="",
        assumptions={"innkjop_pris": 0.05},
    )
    found = tried(example, trial)
    own = found.weights[found.weights["kommunenummer"] == "3310"]
    assert dict(zip(own["kriterium"], own["vekt"], strict=True)) == trial.weights["3310"]
    common = found.weights[found.weights["kommunenummer"] == ""]
    assert len(common) == len(example.weights[example.weights["kommunenummer"] == ""])
    rows = found.judgements.set_index(["kommunenummer", "alternativ", "kriterium"])["omfang"]
    assert rows.index.is_unique
    assert rows[("", "2", "ansatte")] == 3.0 and rows[("3312", "3", "ansatte")] == -2.0
    mandate = found.mandate.set_index(["kommunenummer", "alternativ"])["tillatt"]
    assert mandate.index.is_unique and mandate[("3316", "5")] == "nei"
    assert "3236" not in found.municipalities.index and list(found.withdrawn) == ["3236"]
    assert (found.settings.fordeling, found.settings.vert) == ({"innbyggere": 1.0}, "3305")
    assert found.settings.selskap is None
    assert found.shared.assumptions["innkjop_pris"].anslag.points[1] == 0.05
    assert {TRIED} == set(own["source"])


def test_an_end_of_the_interval_follows_a_middle_that_passes_it(example: Dataset) -> None:
    low, _, high = example.shared.assumptions["innkjop_pris"].anslag.points
    past = tried(example, Trial(assumptions={"innkjop_pris": high + 0.1}))
    ends = past.shared.assumptions["innkjop_pris"].anslag.points
    assert ends == pytest.approx((low, high + 0.1, high + 0.1))


def test_the_first_weights_and_judgements_of_an_analysis_can_be_tried(example: Dataset) -> None:
    empty = example.with_frames(
        {name: example.frame(name).iloc[:0] for name in ("vekter", "vurderinger", "mandat")}
    )
    found = tried(
        empty,
        Trial(weights={"": {"ansatte": 1.0}}, judgements={("", "2", "ansatte"): 1.0},
              mandate={("3310", "2"): "ja"}),
    )  # fmt: skip
    for name in ("vekter", "vurderinger", "mandat"):
        assert len(found.frame(name)) == 1
        assert list(found.frame(name)) == list(example.frame(name))
        assert list(tried(empty, Trial()).frame(name)) == list(example.frame(name))


def test_every_reason_is_told_at_once(example: Dataset) -> None:
    trial = Trial(
        weights={"": {"lokal styring": 20.0, "ansatte": -1.0}, "9999": {"ansatte": 1.0}},
        judgements={("", "2", "saarbarhet"): 1.0, ("", "0", "ansatte"): 9.0},
        key={"innbyggere": 0.5, "hoder": 0.2},
        mandate={("3310", "0"): "nei", ("3310", "2"): "kanskje"},
        host="3312",
        leaving=("3312",),
        company="Finnes ikke",
        assumptions={"innkjop_pris": 7.0, "inkjop_pris": 0.1},
    )
    with pytest.raises(CannotTry) as caught:
        tried(example, trial)
    said = "\n".join(caught.value.reasons)
    for part in (
        "Finner ikke kriteriet «lokal styring». Mente du «lokal_styring»?",
        "Vekten på ansatte må være 0 eller mer.",
        "Finner ikke kommunenummer «9999».",
        "regnes ut og kan ikke vurderes.",
        "Finner ikke alternativ «0».",
        "En vurdering er et tall fra −4 til +4.",
        "Finner ikke nøkkelen «hoder».",
        "Andelene blir til sammen 0,7.",
        "Alternativ 0 er å fortsette som i dag",
        "Mandatet er ja, nei eller avklares, ikke «kanskje».",
        "Lier er tatt ut og kan ikke være vert.",
        "Finner ikke selskap «Finnes ikke».",
        "må være fra -1 til 1 andel",
        "Finner ikke forutsetningen «inkjop_pris». Mente du «innkjop_pris»?",
    ):
        assert part in said, part


def test_who_is_settled_as_host_cannot_be_outside(example: Dataset) -> None:
    with pytest.raises(CannotTry, match="Hole er bestemt som vert"):
        tried(example, Trial(host="3310", mandate={("3310", "3"): "nei"}))


def test_only_what_asks_for_new_draws_is_ground() -> None:
    trial = Trial(key={"lik": 1.0}, weights={"": {"a": 1.0}}, leaving=("3310",), host="3305")
    assert trial.ground == Trial(leaving=("3310",), host="3305")
