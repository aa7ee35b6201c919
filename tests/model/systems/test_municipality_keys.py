"""Systems that key on kommunenummer, counted on paper."""

from __future__ import annotations

from model.systems.small_applications import table

from analysis.model.systems.municipality_keys import by_system


def test_systems_dearest_first() -> None:
    frame = table(
        {"kommunenummer": "A", "system": "Journal", "driftsform": "lokal", "årskostnad": 10.0},
        {"kommunenummer": "B", "system": "Journal", "driftsform": "sky", "årskostnad": 20.0},
        {"kommunenummer": "B", "system": "Kart", "driftsform": "sky", "årskostnad": 40.0},
    )
    found = by_system(frame)
    columns = ["system", "kommuner", "lokale", "kostnad"]
    assert found[columns].to_numpy().tolist() == [["Kart", 1, 0, 40.0], ["Journal", 2, 1, 30.0]]
    assert by_system(table()).empty
