"""Application tables for tests, a row at a time."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import strategies as st

FIRST_YEAR = 2022


def table(*rows: dict[str, object]) -> pd.DataFrame:
    """Applications as the loader gives them, from what a test says of each."""
    usual = {
        "kommunenummer": "A",
        "fagområde": "helse",
        "system": "Journal",
        "leverandør": "Leverandør",
        "driftsform": "sky",
        "årskostnad": 100.0,
        "brukere": 10.0,
        "avtaleslutt": None,
        "anskaffelsesstatus": "kontrakt",
        "kommunenummer_nøkkel": "nei",
        "systemtype": "",
        "driftskostnad": np.nan,
        "skjermes": "nei",
        "opsjon_til": None,
    }
    made = [
        {**usual, **row, "source": f"applikasjoner.csv:{line + 2}"} for line, row in enumerate(rows)
    ]
    frame = pd.DataFrame(made, columns=[*usual, "source"])
    dates = frame[["avtaleslutt", "opsjon_til"]].astype(object)
    return frame.assign(**dates.where(dates.notna(), None)).astype(
        {"årskostnad": float, "brukere": float, "driftskostnad": float}
    )


def ends(year: int, option: int | None = None) -> dict[str, object]:
    """A contract to the end of a year, with an option to the end of another."""
    last = {"avtaleslutt": dt.date(year, 12, 31)}
    return last if option is None else last | {"opsjon_til": dt.date(option, 12, 31)}


@st.composite
def tables(draw: st.DrawFn, most: int = 14) -> pd.DataFrame:
    """Generated tables: up to four municipalities, few systems, types and years."""
    number = draw(st.integers(1, most))
    pick = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rows = []
    for _ in range(number):
        end = int(pick.integers(2019, 2030))
        option = end + int(pick.integers(0, 4))
        dates = [{}, ends(end), ends(end, option)][pick.integers(0, 3)]
        rows.append(
            {
                "kommunenummer": str(pick.choice(list("ABCD"))),
                "fagområde": str(pick.choice(["helse", "felles"])),
                "system": str(pick.choice(["Arkiv", "Barn", "Kart", "Sak", "Post"])),
                "leverandør": str(pick.choice(["", "En", "To"])),
                "systemtype": str(pick.choice(["", "annet", "fag", "sak"])),
                "årskostnad": float(pick.choice([np.nan, 0.0, 40.0, 100.0])),
                "driftsform": str(pick.choice(["lokal", "sky"])),
                "anskaffelsesstatus": str(
                    pick.choice(["kontrakt", "forhandling", "anbud ute", "ikke startet", "ukjent"])
                ),
                "kommunenummer_nøkkel": str(pick.choice(["ja", "nei", ""])),
                **dates,
            }
        )
    key = ["kommunenummer", "fagområde", "system"]
    return table(*rows).drop_duplicates(key, ignore_index=True)
