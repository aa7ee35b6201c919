"""No network, changed tables, wrong use: what was there stays, and the trouble is told."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from commands.kommunedata.fetching import LATER, NOW, files, parsed, written
from dataset.ssb.server import Server

from analysis.dataset import InputProblems, load


def send(status: int, body: bytes = b"", kind: str = "text/html", **headers: str) -> Any:
    return lambda handler: handler.send(status, body, kind, **headers)


FAULTS = {
    "429": send(429, Retry_After="600"),
    "404": send(404, b"<html>"),
    "500": send(500),
    "html": send(200, b"<html>Logg inn</html>"),
    "avkortet": send(200, b'{"class":"data', "application/json"),
    "ikke et objekt": send(200, b"[1, 2]", "application/json"),
    "ukjent tabell": send(404, b'{"title":"Non-existent table"}', "application/json"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_there_stays_byte_for_byte_and_its_age_is_shown(
    ikt: Any, folder: Path, server: Server, fault: str
) -> None:
    ikt()
    before = files(folder)
    server.faults = {"": [FAULTS[fault]]}
    code, out, err = ikt("--år", "2026", "--oppdater", now=LATER)
    assert code == 1
    assert files(folder) == before
    assert out == "Ingen filer er endret.\n"
    assert err.count("Det som var der fra før, brukes videre:") == 1
    assert (
        "  12362 utgifter til administrasjon (KOSTRA): tall for 2021–2023, hentet 22.11.2026, "
        "for 2 måneder siden." in err
    )
    assert "Traceback" not in err


def test_offline_says_so_once_and_reports_can_still_be_made(
    ikt: Any, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ikt()
    before = files(folder)
    for name in ("IKT_STATISTIKKBANKEN", "IKT_KLASS"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")  # the discard port: nobody answers
    code, out, err = ikt(now=NOW + dt.timedelta(days=1))
    assert code == 1 and files(folder) == before
    assert err.count("Får ikke kontakt med 127.0.0.1:9. Er maskinen på nett") == 1
    assert "tall for 2022–2026, hentet 22.11.2026, i går." in err
    assert load(folder, folder.parent / "felles").official.shape[0] == 123


def test_one_table_can_fail_alone(ikt: Any, folder: Path, server: Server) -> None:
    server.faults = {"11918": [send(500)]}
    code, out, err = ikt()
    assert code == 1
    assert "Ikke hentet: 11918 avtalte årsverk (KOSTRA)." in err
    assert "  11918 avtalte årsverk (KOSTRA): ingen tall." in err
    sizes = {size for _, _, size in written(folder)}
    assert "innbyggere" in sizes and "årsverk" not in sizes
    assert len(list((folder / "kommunedata").iterdir())) == 5


def other_codes(answer: Any) -> Any:
    category = answer["dimension"]["KOKart0000"]["category"]
    category["label"]["AGD10"] = "Noe annet"
    return answer


def fewer(answer: Any) -> Any:
    return answer | {"value": answer["value"][:-1]}


def another(answer: Any) -> Any:
    first = answer["id"][0]
    answer["dimension"][first]["category"] = {"index": {"0301": 0}, "label": {"0301": "Oslo"}}
    return answer | {"size": [1, *answer["size"][1:]], "value": answer["value"][: 10 * 8]}


def extra(answer: Any) -> Any:
    """A dimension with the sum over one nobody asked about."""
    answer["id"].insert(1, "Alder")
    answer["size"].insert(1, 1)
    answer["dimension"]["Alder"] = {
        "label": "alder",
        "category": {"index": {"999": 0}, "label": {"999": "I alt"}},
    }
    return answer


@pytest.mark.parametrize(
    ("where", "change", "said"),
    [
        ("changes", {"12362-metadata": other_codes}, "har ikke lenger «AGD10 (brutto"),
        ("spoilt", {"12362": fewer}, "ikke like mange tall som det skulle"),
        ("spoilt", {"12362": another}, "svarte på noe annet enn det som ble spurt om"),
        ("spoilt", {"12362": lambda a: a | {"updated": ""}}, "feltet «updated»"),
    ],
)
def test_a_table_that_has_changed_is_not_used(
    ikt: Any, folder: Path, server: Server, where: str, change: Any, said: str
) -> None:
    ikt()
    before = written(folder)
    setattr(server, where, change)
    code, _, err = ikt(now=LATER)
    assert code == 1 and said in err
    costs = [key for key in before if key[2].startswith(("administrasjon", "funksjon"))]
    assert len(costs) == 33
    after = written(folder)
    assert all(after[key] == before[key] for key in costs)


def test_a_dimension_summed_over_is_no_change(ikt: Any, folder: Path, server: Server) -> None:
    server.spoilt = {"07459": extra}
    assert ikt()[0] == 0
    assert written(folder)["3310", "2026", "innbyggere"]["verdi"] == "7205"


def test_a_year_that_is_not_published_yet(ikt: Any, folder: Path, server: Server) -> None:
    code, out, err = ikt("--år", "2027")
    assert code == 1
    assert "SSB har ikke tall for 2027 ennå. Det siste året er 2026." in err
    assert "  2026 er ikke publisert ennå." in out.splitlines()
    assert "Innbyggere 1. januar" not in out


def test_figures_in_the_months_before_they_are_revised(
    ikt: Any, folder: Path, server: Server
) -> None:
    _, out, _ = ikt(now=dt.datetime(2026, 3, 20, tzinfo=dt.UTC))
    assert "2025 er ureviderte tall. SSB retter dem 15.06.2026; hent dem på nytt da." in out


@pytest.mark.parametrize("year", ["2017", "2101", "tjueseks", "-2026", "", "26"])
def test_wrong_use_is_told_in_norwegian(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parsed("x", f"--år={year}")
    assert left.value.code == 2
    assert f"feil: --år/--aar: «{year}» er ikke et årstall fra 2018" in capsys.readouterr().err


def test_a_year_has_to_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("x")
    assert "dette mangler: --år/--aar" in capsys.readouterr().err


def test_inputs_with_faults_stop_before_anything_is_asked(
    ikt: Any, folder: Path, server: Server
) -> None:
    path = folder / "kommuner.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("3310;", "1507;"), encoding="utf-8")
    with pytest.raises(InputProblems, match="Velg 1508 Ålesund eller 1580 Haram"):
        ikt()
    assert server.requests == []
    shutil.rmtree(folder / "kommunedata", ignore_errors=True)
    Path("inputs/felles/kommunenummer.csv").write_text("x\n")
    with pytest.raises(InputProblems, match="Kolonnen gammel_kode mangler"):
        ikt()


def test_the_rest_of_the_analysis_may_be_unfinished(ikt: Any, folder: Path, server: Server) -> None:
    for path in folder.glob("*.csv"):
        if path.name != "kommuner.csv":
            path.write_text("uferdig")
    (folder / "utredning.toml").unlink()
    assert ikt()[0] == 0


def test_nothing_is_left_half_written(
    ikt: Any, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    ikt()
    before = files(folder)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        ikt(now=LATER)
    assert files(folder) == before


def impossible(answer: Any) -> Any:
    return answer | {"value": [-5 for _ in answer["value"]]}


def strange(answer: Any) -> Any:
    change = answer["codeChanges"][0]
    made_up = change | {"newCode": "33X0;=cmd", "changeOccurred": "2026-01-01"}
    return answer | {"codeChanges": [*answer["codeChanges"], made_up]}


def test_what_cannot_be_is_told_and_written_nowhere(ikt: Any, folder: Path, server: Server) -> None:
    server.changes = {"07459": impossible, "klass-131-changes": strange}
    before = files(folder)
    code, _, err = ikt("--år", "2026", "--oppdater")
    assert code == 1
    assert "Innbyggere er et helt tall over 0, så svaret er ikke brukt" in err
    assert "«33X0;=cmd» der det skulle stå nummeret eller navnet til en kommune" in err
    kept = {name: content for name, content in files(folder).items() if name in before}
    assert kept == before
    assert {quantity for _, _, quantity in written(folder)}.isdisjoint({"innbyggere"})
    load(folder, folder.parent / "felles")
