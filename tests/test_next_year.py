"""A whole year as a secretariat meets it: forms out, answers in, official figures, what moved."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from commands.kommunedata.fetching import NOW, parsed
from dataset.forms.filling import cell, edit, reviewed
from dataset.ssb.server import running
from openpyxl.workbook import Workbook

from analysis import cli
from analysis.commands import kommunedata
from analysis.dataset import load
from analysis.dataset.tables.categories import COST_GROUPS
from analysis.decision.change.main_results import COST
from analysis.decision.change.splitting import CHANGE, REMAINDER
from tests.later_figures import (
    DAY,
    DECISION,
    KRONER,
    change,
    compared,
    copy_example,
    quick_draws,
    write_report,
)

FOLDER = Path("inputs/ringeriksregionen")
HOLE = {"lønn": 4100, "lisens": 7000, "drift": 2500, "konsulent": 900, "utstyr": 2400}


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example among its reports, with recorded answers where Statistics Norway would be."""
    copy_example(tmp_path / "inputs")
    # The inhabitants of the year before, so that there is something newer to fetch.
    change(tmp_path / FOLDER / "kommuner.csv", "3310;Hole;7205;", "3310;Hole;7065;")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("analysis.comparison.compare_reports", compared)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as server, quick_draws():
        monkeypatch.setenv("IKT_STATISTIKKBANKEN", f"{server.address}/api/pxwebapi/v2/")
        monkeypatch.setenv("IKT_KLASS", f"{server.address}/api/klass/v1/")
        yield tmp_path


def ikt(*arguments: str) -> int:
    return cli.main([*arguments])


def fetch(*arguments: str) -> int:
    """Run `ikt kommunedata` without waiting between the questions."""
    return kommunedata.run(parsed(*arguments), now=lambda: NOW, sleep=lambda seconds: None)


def answered(amounts: dict[str, int]) -> object:
    """Fill in the budget, and say that the form is looked over."""

    def change(book: Workbook) -> None:
        for group, amount in amounts.items():
            cell(book["Budsjett"], group, "beløp").value = amount
        reviewed(book)

    return change


def costs(code: str, year: int) -> dict[str, float]:
    """What a municipality's budget of a year is, by cost group."""
    budget = load(FOLDER).budget
    own = budget[(budget["kommunenummer"] == code) & (budget["år"] == year)]
    return dict(zip(own["kostnadsgruppe"], own["beløp"], strict=True))


@pytest.mark.thorough
def test_from_forms_to_what_moved_without_a_network(example: Path, capsys) -> None:
    before = {group: int(amount) for group, amount in costs("3310", KRONER).items()}
    write_report(FOLDER, Path("reports/forrige"))
    for old, new in (
        (f"kroneverdi = {KRONER}", "kroneverdi = 2026"),
        (f"vedtaksdato = {DECISION}", "vedtaksdato = 2027-03-15"),
        (f"dato = {DAY}", "dato = 2027-03-01"),
    ):
        change(FOLDER / "utredning.toml", old, new)
    with Path("inputs/felles/prisindeks.csv").open("a", encoding="utf-8") as stream:
        stream.write("2026;125,4;prøve\n")

    assert ikt("skjema", str(FOLDER), "--år", "2026") == 0
    shutil.copytree(FOLDER / "skjema", "svar")
    forms = sorted(Path("svar").glob("*.xlsx"))
    assert len(forms) == 6
    for number, form in enumerate(forms):
        own = HOLE if "hole" in form.name else {g: 3000 + 100 * number for g in COST_GROUPS}
        edit(form, answered(own))
    assert fetch(str(FOLDER), "--år", "2026", "--oppdater") == 0
    assert ikt("importer", str(FOLDER), "svar", "--bekreft") == 0, capsys.readouterr().err

    write_report(FOLDER, Path("reports/ringeriksregionen"))
    capsys.readouterr()
    assert ikt("sammenlign", "reports/forrige", "reports/ringeriksregionen") == 0
    shown = capsys.readouterr().out
    assert "3310 Hole  innbyggere 7065 → 7205" in shown
    told = f"3310 Hole: 2026, lisens  år {KRONER} → 2026; beløp {before['lisens']} → 7000"
    assert told in shown

    assert costs("3310", 2026) == HOLE
    with (Path("reports") / "ringeriksregionen-endringer.csv").open(
        encoding="utf-8-sig", newline=""
    ) as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert {row["del"] for row in rows} >= {"inndata", "resultat", "årsak", "plass", "svar"}

    moved = compared(Path("reports/forrige"), Path("reports/ringeriksregionen"))
    cost = moved.result("3310", "0", COST)
    then = sum(before.values()) * moved.kroner_factor
    assert cost[CHANGE] == pytest.approx(sum(HOLE.values()) - then)
    assert cost["budsjett"] == pytest.approx(cost[CHANGE])
    parts = moved.results[[*moved.causes, REMAINDER]].sum(axis=1, min_count=1)
    known = moved.results[CHANGE].notna()
    np.testing.assert_allclose(parts[known], moved.results.loc[known, CHANGE], atol=1e-6)
