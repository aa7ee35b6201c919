"""The tables of what the draws show, against the arrays they are made from."""

import numpy as np
import pytest

from analysis.report.tables.draws import draw_tables
from analysis.report.view import View


@pytest.fixture(scope="module")
def made(figures):
    return figures.robustness, draw_tables(View(figures, "ugunstig"), "budsjett.csv:2")


def test_places_are_shares_that_sum_to_one_for_each_alternative_and_each_place(made):
    _, tables = made
    places = tables["plasseringer"]
    for keys in (["kommunenummer", "alternativ"], ["kommunenummer", "plass"]):
        np.testing.assert_allclose(places.groupby(keys)["verdi"].sum(), 1.0)
    assert (places["standardfeil"] <= 0.5 / np.sqrt(500) + 1e-12).all()


def test_what_is_outside_the_mandate_has_no_rows(made):
    _, tables = made
    places = tables["plasseringer"]
    own = places[places["kommunenummer"] == "3312"]
    assert "5" not in set(own["alternativ"]) and "4" in set(own["alternativ"])


def test_spans_are_those_of_the_draws(made, figures):
    found, tables = made
    spans = tables["spenn"]
    rows = spans[(spans["kommunenummer"] == "3310") & (spans["alternativ"] == "3")]
    r, a = found.row("3310"), found.alternatives.index("3")
    npv = rows[rows["størrelse"] == "netto nåverdi"].set_index("grense")["verdi"]
    np.testing.assert_allclose(npv[["P10", "P50", "P90"]], found.npv[r, a])
    # What is expected is of the central calculation: the other tables are of another.
    assert npv["forventet"] == pytest.approx(
        View(figures, "forventet", "3310").npv_per_inhabitant("3")
    )
    once = rows[rows["størrelse"] == "engangskostnad"].set_index("grense")["verdi"]
    assert once["P85"] == pytest.approx(found.one_time_frame[r, a])
    effect = rows[
        (rows["år"] == figures.dataset.settings.vedtaksdato.year + 4) & (rows["grense"] == "P50")
    ]["verdi"]
    assert effect.item() == pytest.approx(found.budget[r, a, 4, 1])


def test_turning_points_name_who_takes_over(made):
    found, tables = made
    turns = tables["vippepunkter"].set_index(["kommunenummer", "slag", "grense", "navn"])
    flip = found.nearest_weight[found.row("3310")]
    row = turns.loc[("3310", "vekt", "vippepunkt", flip.name)]
    assert row["overtar"] == flip.taker
    assert row["verdi"] == pytest.approx(flip.value)


def test_all_turning_points_have_their_units_and_which_lie_inside(made):
    found, tables = made
    turns = tables["vippepunkter"]
    turns = turns[(turns["slag"] == "forutsetning") & (turns["grense"] == "vippepunkt")]
    for code in found.codes:
        r, own = found.row(code), turns[turns["kommunenummer"] == code].set_index("navn")
        assert len(own) == np.count_nonzero(~np.isnan(found.break_evens[r]))
        for name, row in own.iterrows():
            n = found.assumptions.index(name)
            low, _, high = found.ends[n]
            assert row["verdi"] == found.break_evens[r, n]
            assert row["innenfor"] == ("ja" if low <= row["verdi"] <= high else "nei")
        nearest = own.index[own["nærmest"] == "ja"]
        assert list(nearest) == [found.nearest_assumption[r].name]
    units = turns.set_index("navn")["enhet"].to_dict()
    assert "egen enhet" not in set(units.values())
    assert units["organisasjon_per_dobling"] == "andel"
    assert all(unit.endswith("(2022-kroner)") for unit in units.values() if "kr" in unit.split())


def test_the_tornado_has_the_lead_and_both_ends_of_every_assumption(made):
    found, tables = made
    table = tables["tornado"]
    own = table[table["kommunenummer"] == "3305"]
    r = found.row("3305")
    lead = own[own["grense"] == "forsprang"]
    assert lead["verdi"].item() == pytest.approx(found.margin[r])
    assert lead["mot"].item() == found.alternatives[found.leaders[r, 1]]
    ends = own.set_index(["forutsetning", "grense"])
    n = found.assumptions.index("innkjop_pris")
    for side, end in enumerate(("lav", "høy")):
        row = ends.loc[("innkjop_pris", end)]
        assert row["verdi"] == pytest.approx(found.tornado[r, n, side])
        assert row["satt_til"] == found.ends[n, 2 * side]
        assert (row["satt_til_enhet"], row["enhet"]) == ("andel", "poeng")
    assert len(own) == 1 + 2 * len(found.assumptions)


def test_every_variation_has_all_alternatives(made):
    found, tables = made
    table = tables["variasjoner"]
    totals = table.groupby(["kommunenummer", "slag", "satt_til"])["verdi"].sum()
    np.testing.assert_allclose(totals, 1.0)
    assert len(totals) == len(found.codes) * len(found.variants)
    assert {"vert", "vurdering_usikkerhet", "vekt_konsentrasjon"} < set(table["slag"])


def test_every_part_of_the_uncertainty_has_its_error(made):
    found, tables = made
    table = tables["usikkerhetskilder"].set_index(["kommunenummer", "navn"])
    row = table.loc[("3305", "vurderinger:informasjonssikkerhet")]
    r = found.row("3305")
    assert row["verdi"] == found.sobol["vurderinger:informasjonssikkerhet"][r]
    assert row["standardfeil"] == found.sobol_error["vurderinger:informasjonssikkerhet"][r] > 0


def test_every_row_has_its_sources(made):
    _, tables = made
    for frame in tables.values():
        assert len(frame)
        assert list(frame.columns[[0, 1, -3, -2, -1]]) == [
            "kommunenummer",
            "alternativ",
            "verdi",
            "enhet",
            "kilder",
        ]
        assert (frame["kilder"] == "budsjett.csv:2").all()
