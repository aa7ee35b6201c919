"""Names that may be the same system are proposed, and nothing else happens."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.checks.name_proposals import (
    PROPOSAL_COLUMNS,
    propose_system_names,
    propose_types,
)

NOTHING = pd.DataFrame(columns=["skrivemåte", "system", "leverandør"])


def apps(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Rows of (kommunenummer, fagområde, system, leverandør, systemtype)."""
    frame = pd.DataFrame(
        rows, columns=["kommunenummer", "fagområde", "system", "leverandør", "systemtype"]
    )
    return frame.assign(source=[f"applikasjoner.csv:{i + 2}" for i in range(len(frame))])


def pairs(frame: pd.DataFrame, names: pd.DataFrame = NOTHING, similarity: float = 85) -> list:
    found = propose_system_names(frame, names, similarity)
    assert list(found.columns) == list(PROPOSAL_COLUMNS)
    return [tuple(row) for row in found[["skrivemåte", "system"]].to_numpy()]


def test_words_in_another_order_and_the_vendors_name_are_seen_through() -> None:
    frame = apps(
        ("1", "helse", "Visma Profil", "Visma", "journal"),
        ("2", "helse", "Visma Profil", "Visma", "journal"),
        ("3", "helse", "Profil (Visma)", "Visma AS", "journal"),
        ("4", "helse", "Profil", "Visma", ""),
    )
    found = propose_system_names(frame, NOTHING, 85)
    assert found[["skrivemåte", "system", "likhet"]].to_numpy().tolist() == [
        ["Profil", "Visma Profil", 100.0],
        ["Profil (Visma)", "Visma Profil", 100.0],
    ]
    assert found["kommuner_system"].tolist() == [2, 2]
    assert (
        found["kilder"].iloc[0] == "applikasjoner.csv:5; applikasjoner.csv:2; applikasjoner.csv:3"
    )


def test_a_slip_of_the_pen_is_seen_through() -> None:
    frame = apps(
        ("1", "økonomi", "Framsikt", "Framsikt", ""),
        ("2", "økonomi", "Framsikkt", "", ""),
        ("3", "økonomi", "Framsikt", "Framsikt", "budsjett"),
    )
    assert pairs(frame) == [("Framsikkt", "Framsikt")]


def test_other_products_of_a_vendor_and_other_areas_are_left_alone() -> None:
    frame = apps(
        ("1", "oppvekst", "Visma Flyt Skole", "Visma", "skole"),
        ("2", "oppvekst", "Visma Flyt Kulturskole", "Visma", "kulturskole"),
        ("1", "oppvekst", "Visma Barnehage", "Visma", "barnehage"),
        ("2", "oppvekst", "Vigilo Barnehage", "Vigilo", "barnehage"),
        ("1", "helse", "Kontakt", "A", ""),
        ("2", "felles", "Kontakt+", "A", ""),
    )
    assert pairs(frame) == []


def test_names_with_different_numbers_are_different_systems() -> None:
    frame = apps(
        ("1", "felles", "Office 2016", "Microsoft", ""),
        ("2", "felles", "Office 2019", "Microsoft", ""),
        ("3", "felles", "Public 360°", "Tietoevry", ""),
        ("1", "felles", "Public 360", "Tietoevry", ""),
    )
    assert pairs(frame) == [("Public 360°", "Public 360")]


def test_nearly_the_same_name_is_proposed_whatever_the_type() -> None:
    frame = apps(
        ("1", "helse", "Visma Profil", "Visma", "elektronisk pasientjournal"),
        ("2", "helse", "Profil (Visma)", "Visma", "EPJ"),
        ("3", "helse", "VismaProfil", "Visma", "journal"),
        # Only somewhat alike, or in another area: the type decides.
        ("4", "helse", "Visma Profilering", "Visma", "kommunikasjon"),
        ("5", "felles", "Visma-profil", "Visma", "grafisk profil"),
    )
    found = propose_system_names(frame, NOTHING, 70)
    assert {frozenset(pair) for pair in found[["skrivemåte", "system"]].to_numpy()} == {
        frozenset({"Visma Profil", "Profil (Visma)"})
    }
    without = frame[frame["system"] != "Profil (Visma)"]
    assert {"Visma Profil", "VismaProfil"} in map(set, pairs(without, similarity=70))
    assert (found["likhet"] == 100.0).all()
    assert not {"Visma Profilering", "Visma-profil"} & {*found["skrivemåte"], *found["system"]}
    row = found[(found[["skrivemåte", "system"]] == "Profil (Visma)").any(axis=1)].iloc[0]
    assert "EPJ" in (row["type_skrivemåte"], row["type_system"])


def test_a_name_within_another_of_the_same_vendor_and_type_is_proposed() -> None:
    frame = apps(
        ("1", "helse", "Gerica", "Tietoevry", "EPJ"),
        ("2", "helse", "CGM Gerica", "", "EPJ"),
        ("3", "helse", "Gerica EPJ", "Tietoevry", "EPJ"),
        ("4", "helse", "Gerica Mobil", "Tietoevry", "mobil omsorg"),
        ("1", "felles", "Microsoft 365", "Microsoft", "kontorstøtte"),
        ("2", "felles", "MS 365", "Microsoft", "kontorstøtte"),
        ("1", "økonomi", "Visma Økonomi", "Visma", "økonomisystem"),
        ("2", "økonomi", "Visma Enterprise Økonomi", "Visma AS", "økonomisystem"),
    )
    found = {frozenset(pair) for pair in pairs(frame)}
    assert found == {
        frozenset({"Gerica", "CGM Gerica"}),
        frozenset({"Microsoft 365", "MS 365"}),
        frozenset({"Visma Økonomi", "Visma Enterprise Økonomi"}),
    }  # fmt: skip


def test_types_that_are_spelt_alike_are_one() -> None:
    frame = apps(
        ("1", "helse", "Compilo", "Compilo", "kvalitetssystem"),
        ("2", "felles", "Compillo", "", "kvalitets-system"),
        ("3", "felles", "Annet", "", "kart"),
        ("2", "helse", "Tredje", "", "kvalitetssystem"),
        ("1", "oppvekst", "Fjerde", "", "skoleadministrasjon"),
        ("1", "helse", "Fjerrde", "", "klientadministrasjon"),
    )
    assert pairs(frame) == [("Compilo", "Compillo")]
    found = propose_types(frame, 85)
    assert found[["systemtype", "ligner", "kommuner", "kommuner_ligner"]].to_numpy().tolist() == [
        ["kvalitetssystem", "kvalitets-system", 2, 1]
    ]
    assert propose_types(apps(), 85).empty


def test_one_type_under_two_areas_is_compared() -> None:
    frame = apps(
        ("1", "helse", "Compilo", "Compilo", "kvalitet"),
        ("2", "felles", "Compilo!", "", "kvalitet"),
    )
    assert pairs(frame) == [("Compilo!", "Compilo")]


def test_a_pair_that_is_decided_on_is_not_proposed_again() -> None:
    frame = apps(
        ("1", "felles", "Kurs A", "", ""),
        ("2", "felles", "Kurs B", "", ""),
        ("3", "felles", "Kurs C", "", ""),
    )
    decided = pd.DataFrame(
        {"skrivemåte": ["kurs a", "Kurs B"], "system": ["Kurs A", "Kurs B"], "leverandør": ""}
    )
    assert pairs(frame, similarity=80) == [("Kurs B", "Kurs A"), ("Kurs C", "Kurs A")]
    # Both A and B are right as they stand; C may still be one of them.
    assert pairs(frame, decided, 80) == [("Kurs C", "Kurs A")]


def test_a_chain_is_no_cluster() -> None:
    """CGM Gerica is like Gerica, and Gerica like Gerica EPJ, but the two ends are not alike."""
    frame = apps(
        ("1", "helse", "Gerica", "Tietoevry", "EPJ"),
        ("2", "helse", "CGM Gerica", "", "EPJ"),
        ("3", "helse", "Gerica EPJ", "Tietoevry", "EPJ"),
    )
    assert pairs(frame) == [("Gerica", "CGM Gerica")]
    settled = pd.DataFrame({"skrivemåte": ["Gerica"], "system": ["CGM Gerica"], "leverandør": ""})
    assert pairs(frame.replace({"system": {"Gerica": "CGM Gerica"}}), settled) == []


def test_a_name_that_is_settled_names_the_cluster() -> None:
    frame = apps(
        ("1", "helse", "Visma Profil", "Visma", ""),
        ("2", "helse", "Visma Profil", "Visma", ""),
        ("3", "helse", "Profil", "Visma", ""),
    )
    decided = pd.DataFrame({"skrivemåte": ["Profil"], "system": ["Profil"], "leverandør": ""})
    assert pairs(frame, decided) == [("Visma Profil", "Profil")]


def test_nothing_to_compare() -> None:
    assert pairs(apps()) == []
    assert pairs(apps(("1", "helse", "Journal", "", ""))) == []
    assert pairs(apps(("1", "helse", "!!!", "", ""), ("2", "helse", "???", "?", ""))) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from("123"),
            st.sampled_from(["helse", "felles"]),
            st.text("abÅø (+°", max_size=8),
            st.sampled_from(["", "A", "B AS"]),
            st.sampled_from(["", "annet", "x", "y"]),
        ),
        max_size=12,
    ),
    st.integers(1, 100),
)
def test_proposals_are_pairs_of_names_that_are_there_and_as_alike_as_asked(
    rows: list[tuple[str, ...]], similarity: int
) -> None:
    frame = apps(*rows)
    found = propose_system_names(frame, NOTHING, similarity)
    names = set(frame["system"])
    assert set(found["skrivemåte"]) | set(found["system"]) <= names
    assert (found["skrivemåte"] != found["system"]).all()
    assert found["likhet"].between(similarity, 100).all()
    # One proposal for each name, and none that leads on to another.
    assert not found["skrivemåte"].duplicated().any()
    assert not set(found["skrivemåte"]) & set(found["system"])
    again = propose_system_names(frame.iloc[::-1], NOTHING, similarity)
    pd.testing.assert_frame_equal(found.drop(columns="kilder"), again.drop(columns="kilder"))
