"""`ikt kommunedata` as the tests ask for it, and what it leaves behind."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from pathlib import Path

from analysis.commands import kommunedata
from analysis.commands.parser import Parser, norwegian

ROOT = Path(__file__).parents[3]
NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2027, 1, 31, 9, 30, tzinfo=dt.UTC)
TABLES = ("07459", "12362", "11918")


def parsed(*arguments: str) -> argparse.Namespace:
    with norwegian():
        parser = Parser(prog="ikt")
        kommunedata.add(parser.add_subparsers(required=True, parser_class=Parser))
        return parser.parse_args(["kommunedata", *arguments])


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in sorted(folder.parent.rglob("*"))
        if path.is_file()
    }


def written(folder: Path) -> dict[tuple[str, str, str], dict[str, str]]:
    with (folder / "kommunedata.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    return {(row["kommunenummer"], row["år"], row["størrelse"]): row for row in rows}
