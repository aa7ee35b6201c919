"""Regions made up for the measurements: real municipalities, everything else illustrative.

Names and numbers of inhabitants 1 January 2026 are from Statistics Norway, table 07459 (CC BY
4.0), by way of Folkehelseinstituttet's R package csdata (MIT). The rest follows the municipality
of the example that is nearest in size, with amounts in proportion to the inhabitants.
"""

import csv
import io
import math
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from analysis.places import inputs_folder

EXAMPLE = inputs_folder() / "ringeriksregionen"
POPULATION = Path(__file__).with_name("innbyggere.csv")
SOURCE = "laget til målingen"
# What grows with the municipality, and the least it may be.
_GROWING = {
    "kommuner": {"årsverk_totalt": 20, "ikt_brukere": 20},
    "budsjett": {"beløp": 50},
    "bemanning": {"årsverk": 0, "personer": 1},
    "applikasjoner": {"årskostnad": 1, "driftskostnad": 1, "brukere": 1},
}
_WHOLE = ("ikt_brukere", "brukere", "personer")
Row = dict[str, str]


def municipalities() -> list[tuple[str, str, int]]:
    """Return kommunenummer, name and inhabitants of every municipality in the country."""
    with POPULATION.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return [(row["kommunenummer"], row["navn"], int(row["innbyggere"])) for row in rows]


def regions(size: int) -> Iterator[list[tuple[str, str, int]]]:
    """Yield the whole country in regions of neighbours by number, the last one smaller."""
    every = municipalities()
    for start in range(0, len(every), size):
        yield every[start : start + size]


def write_region(folder: Path, members: Sequence[tuple[str, str, int]]) -> None:
    """Write the inputs of a made region."""
    folder.mkdir(parents=True)
    like = _likes(members)
    for name in ("kommuner", "budsjett", "bemanning", "applikasjoner"):
        rows = _rows(name)
        made = [row for code, *_ in members for row in _made(name, rows, code, members, like)]
        _write(folder / f"{name}.csv", made)
    for name in ("vekter", "vurderinger"):
        _write(folder / f"{name}.csv", [row for row in _rows(name) if not row["kommunenummer"]])
    shutil.copy(EXAMPLE / "selskaper.csv", folder)
    settings = (EXAMPLE / "utredning.toml").read_text("utf-8")
    title = f'tittel = "Måling med {len(members)} kommuner (illustrativ)"'
    settings = re.sub(r'(?m)^tittel = ".*"$', title, settings)
    (folder / "utredning.toml").write_text(settings, "utf-8")


def _likes(members: Sequence[tuple[str, str, int]]) -> Mapping[str, tuple[str, float]]:
    """The municipality of the example nearest in size to each, and how many times as large."""
    sizes = {row["kommunenummer"]: int(row["innbyggere"]) for row in _rows("kommuner")}
    nearest = {c: min(sizes, key=lambda s: abs(sizes[s] - count)) for c, _, count in members}
    return {code: (nearest[code], count / sizes[nearest[code]]) for code, _, count in members}


def _made(
    name: str,
    rows: Sequence[Row],
    code: str,
    members: Sequence[tuple[str, str, int]],
    like: Mapping[str, tuple[str, float]],
) -> Iterator[Row]:
    model, times = like[code]
    own = next({"navn": n, "innbyggere": str(count)} for c, n, count in members if c == code)
    for row in rows:
        if row["kommunenummer"] == model:
            grown = {
                column: _grown(row[column], times, least, column in _WHOLE)
                for column, least in _GROWING.get(name, {}).items()
                if row[column]
            }
            head = own if name == "kommuner" else {}
            told = {"kommunenummer": code, "kilde": SOURCE, "kvalitet": "illustrativ"}
            yield {**row, **grown, **head, **told}


def _grown(value: str, times: float, least: float, whole: bool) -> str:
    grown = max(least, float(value.replace(",", ".")) * times)
    return str(math.ceil(grown)) if whole else f"{grown:.1f}".replace(".", ",")


def _rows(name: str) -> list[Row]:
    text = (EXAMPLE / f"{name}.csv").read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def _write(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
