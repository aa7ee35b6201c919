"""Systems that key on kommunenummer, counted on paper."""

from __future__ import annotations

from model.systems.small_applications import table

from analysis.model.systems.municipality_keys import by_area


def test_keys_by_area() -> None:
    keyed = {"kommunenummer_nøkkel": "ja"}
    frame = table(
        {"kommunenummer": "A", "system": "Journal", **keyed, "driftsform": "lokal"},
        {"kommunenummer": "B", "system": "Journal", **keyed},
        {"kommunenummer": "B", "system": "Kart", **keyed},
        {"kommunenummer": "C", "system": "Journal"},
        {"kommunenummer": "C", "system": "Arkiv", "kommunenummer_nøkkel": ""},
        {"kommunenummer": "C", "system": "Sak", "fagområde": "sak og arkiv"},
    )
    found = by_area(frame)
    # Journal keys in A and B and is common; Kart keys in B alone; for Arkiv it is not known.
    assert found.loc["helse"].tolist() == [3, 2, 2, 1, 1, 1]
    assert found.loc["sak og arkiv"].tolist() == [0, 0, 0, 0, 0, 0]
    # B's own: Journal, which A has too, and Kart.
    assert by_area(frame, "B").loc["helse"].tolist() == [2, 2, 1, 1, 0, 0]
    assert by_area(table()).empty
