"""The csv tables of who goes together, against the arrays they are made from."""

import numpy as np
import pandas as pd
import pytest

from analysis.dataset.changing.write import write_csv
from analysis.report.tables import participation as made_by

KEYS = {
    "grupper": ["kommunenummer", "alternativ", "gruppe", "størrelse", "grense"],
    "fordeling": ["kommunenummer", "alternativ", "nøkkel", "størrelse", "år", "grense"],
    "stabilitet": ["kommunenummer", "alternativ", "nøkkel", "størrelse", "grense"],
    "uttreden": ["kommunenummer", "alternativ", "går_ut", "oppsigelse", "størrelse", "grense"],
    "innmelding": ["kommunenummer", "alternativ", "størrelse", "grense"],
}


@pytest.fixture(scope="module")
def made(figures):
    return figures, made_by.participation_tables(figures)


def test_every_table_has_the_agreed_columns_and_sources(made) -> None:
    _, tables = made
    assert set(tables) == set(KEYS)
    for frame in tables.values():
        assert list(frame.columns[:2]) == ["kommunenummer", "alternativ"]
        assert list(frame.columns[-3:]) == ["verdi", "enhet", "kilder"]
        assert frame["kilder"].str.contains("budsjett.csv:").all()


@pytest.mark.parametrize("name", KEYS)
def test_no_row_stands_twice(made, name) -> None:
    frame = made[1][name]
    keys = KEYS[name] + ([] if name == "grupper" else ["enhet"])
    assert not frame.duplicated(keys).any(), frame[frame.duplicated(keys, keep=False)]


def test_the_members_gain_what_their_group_gains(made) -> None:
    _, tables = made
    rows = tables["grupper"]
    gains = rows[(rows["størrelse"] == "gevinst") & (rows["alternativ"] == "1")]
    own = gains[gains["kommunenummer"] != ""].groupby(["gruppe", "grense"])["verdi"].sum()
    whole = gains[gains["kommunenummer"] == ""].set_index(["gruppe", "grense"])["verdi"]
    pd.testing.assert_series_equal(own, whole[own.index], check_names=False)
    # Nobody together gains nothing.
    assert (whole[""] == 0).all()


def test_shares_of_the_draws_sum_to_one(made) -> None:
    _, tables = made
    best = tables["grupper"]
    best = best[best["størrelse"] == "best"]
    np.testing.assert_allclose(best.groupby("alternativ")["verdi"].sum(), 1.0)


def test_what_everyone_pays_and_gains(made) -> None:
    figures, tables = made
    rows = tables["fordeling"]
    found = figures.participation.cooperations["3"]
    own = rows[(rows["alternativ"] == "3") & (rows["kommunenummer"] == "3310")]
    place = found.division.key("innbyggere")
    told = own[(own["nøkkel"] == "innbyggere") & (own["størrelse"] == "tjener")]
    told = told[told["grense"] != ""]
    np.testing.assert_allclose(
        sorted(told["verdi"]), sorted(found.division.yearly_gain[:, 0, place, 1])
    )
    account = own[own["størrelse"] == "andel av felles kasse"]
    shares = rows[(rows["alternativ"] == "3") & (rows["størrelse"] == "andel av felles kasse")]
    by_key = shares[shares["grense"] == "lav"].groupby("nøkkel")["verdi"].sum(min_count=1)
    np.testing.assert_allclose(by_key.dropna(), 1.0)
    assert len(account) == 2 * len(found.division.keys)


def test_what_everyone_pays_a_year_sums_to_the_ore(made) -> None:
    figures, tables = made
    rows = tables["fordeling"].query("størrelse == 'betaler til felles kasse' and grense == 'lav'")
    assert (rows["verdi"].dropna() * 1e5 % 1).round(4).isin([0.0, 1.0]).all()
    for alternative in ("0+", "1"):  # where nobody's own unknown cells decide
        division = figures.participation.cooperations[alternative].division
        by_key = rows[rows["alternativ"] == alternative].groupby("nøkkel", sort=False)
        paid = by_key["verdi"].sum(min_count=1) * 1e5
        bill = [division.yearly_payment[0, 0, division.key(name)].sum() for name in paid.index]
        assert len(paid) == len(division.keys)
        np.testing.assert_array_equal(paid.round(), np.round(np.array(bill) * 1e5))


def test_our_own_unknown_cells_leave_two_ends(made) -> None:
    _, tables = made
    rows = tables["fordeling"]
    own = rows[(rows["kommunenummer"] == "3236") & (rows["alternativ"] == "2")]
    gains = own[own["størrelse"] == "tjener"].set_index(["nøkkel", "grense"])["verdi"].unstack()
    known = gains.dropna()  # a loss has no nucleolus
    assert len(known) and (known["lav"] < known["høy"]).all()
    known = rows[(rows["kommunenummer"] == "3236") & (rows["alternativ"] == "0+")]
    assert known[known["størrelse"] == "betaler til felles kasse"]["verdi"].notna().any()


def test_who_would_go_is_named_by_number(made) -> None:
    figures, tables = made
    rows = tables["stabilitet"]
    found = figures.participation.cooperations["2"]
    row = rows[(rows["alternativ"] == "2") & (rows["nøkkel"] == "likt")]
    named = row[row["størrelse"] == "vinner på å gå for seg selv"]
    place = found.division.key("likt")
    members = figures.participation.members(int(found.division.blocking[0, 0, place]))
    assert named["gruppe"].iloc[0] == " ".join(members)
    assert named["verdi"].iloc[0] == pytest.approx(found.division.excess[0, 0, place])


def test_what_is_left_behind_is_the_sum_of_its_causes(made) -> None:
    _, tables = made
    rows = tables["uttreden"]
    rows = rows[(rows["alternativ"] == "1") & (rows["kommunenummer"] == "")]
    wide = rows.pivot_table(
        index=["går_ut", "oppsigelse", "grense"], columns="størrelse", values="verdi"
    )
    causes = ["tapt stordrift", "faste kostnader på færre", "bidraget som er borte",
              "ny start eller utflytting"]  # fmt: skip
    np.testing.assert_allclose(wide[causes].sum(axis=1), wide["blir igjen hos de andre"], atol=1e-6)
    assert set(wide["de andre fortsetter"]) <= {0.0, 1.0}
    assert set(wide["de andre fortsetter om ingen går"]) <= {0.0, 1.0}
    found = made[0].participation.cooperations["1"]
    first, *_ = found.withdrawals
    alone = rows[
        (rows["størrelse"] == "de andre, om de hadde gått sammen alene")
        & (rows["går_ut"] == " ".join(made[0].participation.members(first.leavers)))
    ]
    assert len(alone) == 2 and alone["oppsigelse"].isna().all()
    np.testing.assert_allclose(alone["verdi"].min(), first.rest_alone[:, 0].min())


def joined(figures) -> int:
    """The first year of one who comes late."""
    settings = figures.dataset.settings
    return settings.vedtaksdato.year + settings.uttreden.innmelding + 1


def test_late_comers_have_a_price_that_is_never_negative(made) -> None:
    figures, tables = made
    rows = tables["innmelding"]
    own = rows[(rows["alternativ"] == "1") & (rows["kommunenummer"] == "3316")]
    late = figures.participation.cooperations["1"].joinings[3]
    told = own[own["størrelse"] == "de andre tjener"]["verdi"]
    np.testing.assert_allclose(told, -late.others_extra[0, 0])
    assert (rows[rows["størrelse"] == "pris for å komme inn"]["verdi"] >= 0).all()
    assert (rows["år"] == joined(figures)).all()


def test_only_the_groups_that_gain_most_are_written_where_there_are_many(made, monkeypatch) -> None:
    figures, _ = made
    monkeypatch.setattr(made_by, "MOST_CELLS", 5 * 6)
    rows = made_by.participation_tables(figures)["grupper"]
    found = figures.participation.cooperations["3"]
    rows = rows[rows["alternativ"] == "3"]
    whole = " ".join(figures.participation.members(found.group))
    written = set(rows.loc[rows["størrelse"] == "gevinst", "gruppe"])
    assert len(written) == 6 and whole in written
    told = rows[rows["enhet"] == "antall"].set_index("størrelse")["verdi"]
    assert told.to_dict() == {"grupper regnet ut": 64.0, "grupper i tabellen": 6.0}


def test_all_groups_of_eight_municipalities_are_written() -> None:
    assert made_by.MOST_CELLS // 8 == 2**8


@pytest.mark.thorough
def test_they_can_be_written_as_csv(made, tmp_path) -> None:
    for name, frame in made[1].items():
        write_csv(frame, tmp_path / f"{name}.csv")
        text = (tmp_path / f"{name}.csv").read_text(encoding="utf-8-sig")
        assert "nan" not in text
        assert text.count("\n") == len(frame) + 1
    told = (tmp_path / "innmelding.csv").read_text(encoding="utf-8-sig")
    assert f";{joined(made[0])};" in told
