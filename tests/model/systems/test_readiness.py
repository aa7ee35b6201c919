"""What cannot wait."""

from __future__ import annotations

import datetime as dt

from model.systems.small_applications import table

from analysis.model.systems.readiness import urgent

DECISION = dt.date(2022, 6, 30)


def test_urgent_is_what_has_not_begun_and_ends_too_soon() -> None:
    frame = table(
        {"system": "Utløpt", "anskaffelsesstatus": "ukjent", "avtaleslutt": dt.date(2021, 12, 31)},
        {"system": "Snart", "anskaffelsesstatus": "ikke startet",
         "avtaleslutt": dt.date(2023, 3, 31)},
        {"system": "Knapt", "anskaffelsesstatus": "ikke startet",
         "avtaleslutt": dt.date(2023, 9, 30)},
        {"system": "Senere", "anskaffelsesstatus": "ikke startet",
         "avtaleslutt": dt.date(2024, 6, 30)},
        {"system": "I gang", "anskaffelsesstatus": "anbud ute",
         "avtaleslutt": dt.date(2022, 7, 31)},
        {"system": "Uten dato", "anskaffelsesstatus": "ikke startet"},
    )  # fmt: skip
    found = urgent(frame, DECISION, 18.0)
    assert found["system"].tolist() == ["Utløpt", "Snart", "Knapt"]
    assert found["måneder"].round(1).tolist() == [-5.9, 9.0, 15.0]
    # When nobody knows how long a procurement takes, nothing can be said to be too late.
    assert urgent(frame, DECISION, float("nan")).empty
