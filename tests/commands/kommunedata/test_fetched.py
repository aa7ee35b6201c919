"""What is fetched, shown and written when all is well."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

from commands.kommunedata.fetching import LATER, ROOT, TABLES, files, written
from dataset.ssb.server import Server

from analysis.dataset import load
from analysis.dataset.kommunenummer import read_history


def test_a_first_run_writes_its_own_file_and_shows_what_it_would_change(
    ikt: Any, folder: Path, server: Server
) -> None:
    before = files(folder)
    code, out, err = ikt()
    assert (code, err) == (0, "")
    rows = written(folder)
    assert rows["3236", "2022", "administrasjon_brutto"] == {
        "kommunenummer": "3236",
        "år": "2022",
        "størrelse": "administrasjon_brutto",
        "verdi": "41798",
        "enhet": "1000 kr",
        "kilde": "SSB tabell 12362 (CC BY 4.0)",
        "oppdatert": "2026-06-15",
        "hentet": "2026-11-22",
        "status": "endelig",
    }
    assert rows["3310", "2026", "innbyggere"]["verdi"] == "7205"
    assert rows["3312", "2025", "årsverk"]["status"] == "urevidert"
    after = files(folder)
    own = {name for name in after if "kommunedata" in name and "felles" not in name}
    assert {name: data for name, data in after.items() if name not in own} == before
    assert len(own) == 1 + 7
    for line in (
        "07459 innbyggere 1. januar: 30 tall for 2022–2026, oppdatert av SSB 25.02.2026.",
        "  2025 er ureviderte tall. De rettede skulle komme 15.06.2026. Hent dem på nytt senere.",
        "  3305 Ringerike mangler alle tall for 2021–2025: tallgrunnlag mangler.",
        "  3310 Hole mangler 25 av 40 tall for 2021–2025: tallgrunnlag mangler.",
        "kommunenummer (KLASS 131): ingen endringer etter 01.01.2024.",
        "  linje 3, 3310 Hole, innbyggere: 6859 → 7205",
        "  linje 3, 3310 Hole, kilde: 1. januar 2022 → 1. januar 2026",
        "  Filen er ikke endret. Kjør på nytt med --oppdater for å skrive tallene inn.",
        "  3310 Hole, funksjon_121_brutto (1000 kr): 2021: 2473, 2022: 2874, 2023: 3045",
    ):
        assert line in out.splitlines()
    assert load(folder, folder.parent / "felles").official.shape[0] == len(rows)


def test_every_table_is_described_before_it_is_asked(ikt: Any, server: Server) -> None:
    ikt()
    paths = [(method, path.split("?")[0].split("/v2/")[-1]) for method, path, _ in server.requests]
    assert paths[0][1].endswith("classifications/131/changes.json")
    expected = []
    for table in TABLES:
        expected += [("GET", f"tables/{table}/metadata"), ("POST", f"tables/{table}/data")]
    assert paths[1:] == expected


def test_answers_are_kept_with_question_and_times_but_without_persons(
    ikt: Any, folder: Path, server: Server
) -> None:
    ikt()
    kept = sorted((folder / "kommunedata").iterdir())
    assert [re.sub(r"-[0-9a-f]{12}\.json$", "", path.name) for path in kept] == [
        "07459", "07459-metadata", "11918", "11918-metadata", "12362", "12362-metadata",
        "klass-131",
    ]  # fmt: skip
    content = json.loads(kept[0].read_text(encoding="utf-8"))
    assert list(content) == ["adresse", "spørring", "hentet", "oppdatert", "svar"]
    assert content["hentet"] == "2026-11-22T09:30:00+00:00"
    assert content["oppdatert"] == "2026-02-25T07:00:00Z"
    assert content["spørring"]["selection"][0]["variableCode"] == "Region"
    assert content["svar"]["value"]
    assert b"Navnesen" not in b"".join(path.read_bytes() for path in kept)


def test_a_run_is_made_again_from_what_is_kept_without_asking(
    ikt: Any, folder: Path, server: Server
) -> None:
    ikt()
    first = files(folder)
    server.requests.clear()
    code, out, err = ikt("--år", "2026", "--lagret", now=LATER)
    assert (code, err) == (0, "") and "Ingen filer er endret." in out
    assert files(folder) == first
    (folder / "kommunedata.csv").unlink()
    assert ikt("--år", "2026", "--lagret", now=LATER)[0] == 0
    assert files(folder) == first
    assert server.requests == []
    code, out, err = ikt("--aar", "2025", "--lagret")
    assert code == 1
    assert "Det er ikke lagret noe svar på denne spørringen i inputs/ringeriksregionen/" in err
    assert files(folder) == first


def test_a_damaged_kept_answer_is_told(ikt: Any, folder: Path, server: Server) -> None:
    ikt()
    next((folder / "kommunedata").glob("12362-*.json")).write_text("{")
    for path in (folder / "kommunedata").glob("07459-metadata-*.json"):
        path.write_text('{"hentet": "i går"}')
    before = files(folder)
    code, out, err = ikt("--år", "2026", "--lagret")
    assert code == 1 and err.count("kan ikke leses. Slett filen og hent på nytt.") == 2
    assert files(folder) == before


def test_a_second_run_moves_only_the_day_it_was_fetched(
    ikt: Any, folder: Path, server: Server
) -> None:
    ikt()
    before = written(folder)
    code, out, _ = ikt(now=LATER)
    assert code == 0 and "Ingen tall i inputs/ringeriksregionen/kommunedata.csv er endret." in out
    after = written(folder)
    assert {row["hentet"] for row in after.values()} == {"2027-01-31"}
    assert [r | {"hentet": ""} for r in before.values()] == [
        r | {"hentet": ""} for r in after.values()
    ]


def revised(answer: Any) -> Any:
    """Statistics Norway publishes staff again, with one figure changed."""
    position = next(i for i, value in enumerate(answer["value"]) if value == 1546.0)
    answer["value"][position] = 1500.0
    return answer | {"updated": "2026-12-01T07:00:00Z"}


def test_changed_figures_are_shown_row_by_row(ikt: Any, folder: Path, server: Server) -> None:
    ikt()
    server.changes["11918"] = revised
    code, out, _ = ikt(now=LATER)
    assert code == 0
    assert (
        "  3314 Øvre Eiker, årsverk 2025: 1546 → 1500 (årsverk), urevidert → endelig"
        in out.splitlines()
    )
    assert "  3310 Hole, årsverk 2025: urevidert → endelig" in out.splitlines()
    assert (
        "48 tall er de samme i inputs/ringeriksregionen/kommunedata.csv, med ny dato fra SSB."
        in out
    )
    assert written(folder)["3314", "2025", "årsverk"]["verdi"] == "1500"


def test_rows_people_have_added_stay(ikt: Any, folder: Path, server: Server) -> None:
    (folder / "kommunedata.csv").write_text(
        "kommunenummer;år;størrelse;verdi;enhet;kilde;oppdatert;hentet;status\n"
        "3038;2015;administrasjon_brutto;31079;1000 kr;Rapport;;;\n"
        "3310;2026;innbyggere;7000;personer;Anslag;;;\n",
        encoding="utf-8",
    )
    code, out, _ = ikt()
    rows = written(folder)
    assert rows["3310", "2015", "administrasjon_brutto"]["kilde"] == "Rapport"
    assert rows["3310", "2026", "innbyggere"]["verdi"] == "7205"
    assert (
        "  3310 Hole, innbyggere 2026: 7000 → 7205 (personer), ukjent status → endelig, "
        "ny kilde: «Anslag» → «SSB tabell 07459 (CC BY 4.0)»" in out.splitlines()
    )


def test_the_examples_own_figures_get_their_real_source_and_no_other_value(
    ikt: Any, folder: Path, server: Server
) -> None:
    shutil.copy(ROOT / "inputs" / "ringeriksregionen" / "kommunedata.csv", folder)
    before = written(folder)
    code, out, _ = ikt()
    after = written(folder)
    assert code == 0 and "Endret i" not in out
    assert "30 tall er de samme i inputs/ringeriksregionen/kommunedata.csv, med ny kilde:" in out
    assert all(after[key]["verdi"] == row["verdi"] for key, row in before.items())


def test_only_the_cells_shown_are_written_when_asked(
    ikt: Any, folder: Path, server: Server
) -> None:
    path = folder / "kommuner.csv"
    before = path.read_bytes().replace(b"\n", b"\r\n").replace(b"31011;", b'"31 011";')
    path.write_bytes(before)
    code, out, _ = ikt("--år", "2026", "--oppdater")
    assert code == 0 and "  Cellene skrives. Alt annet i filen står som før." in out.splitlines()
    expected = before.replace(b'"31 011"', b"31942").replace(b"januar 2022", b"januar 2026")
    people = {b"6859": b"7205", b"6908": b"7040", b"14273": b"14776", b"27584": b"28797",
              b"20044": b"20965"}  # fmt: skip
    for old, new in people.items():
        expected = expected.replace(b";" + old + b";", b";" + new + b";")
    assert path.read_bytes() == expected
    assert read_history().changes == read_history(Path("inputs/felles/kommunenummer.csv")).changes
    code, out, _ = ikt("--år", "2026", "--oppdater")
    assert path.read_bytes() == expected and "er de samme som SSBs for 1. januar 2026." in out


def test_a_source_in_other_words_is_left_to_people(ikt: Any, folder: Path, server: Server) -> None:
    path = folder / "kommuner.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("innbyggere: SSB tabell 07459 (1. januar 2022)", "Telling", 2))
    _, out, _ = ikt("--år", "2026", "--oppdater")
    assert "  Kilden på linje 2, 3 nevner ikke SSB tabell 07459 og er ikke endret. " in out
    assert path.read_text(encoding="utf-8").count("Telling") == 2


def test_a_workbook_of_municipalities_is_read_and_never_written(
    ikt: Any, folder: Path, server: Server
) -> None:
    import openpyxl

    with (folder / "kommuner.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "kommuner.xlsx")
    (folder / "kommuner.csv").unlink()
    before = (folder / "kommuner.xlsx").read_bytes()
    code, out, _ = ikt("--år", "2026", "--oppdater")
    assert code == 0
    assert "  Programmet skriver ikke i arbeidsbøker. Skriv tallene inn selv." in out.splitlines()
    assert (folder / "kommuner.xlsx").read_bytes() == before


def with_merger(answer: Any) -> Any:
    change = {"oldCode": "3310", "oldName": "Hole", "newCode": "3399", "newName": "Nye Hole",
              "changeOccurred": "2026-01-01"}  # fmt: skip
    return {"codeChanges": [*answer["codeChanges"], change]}


def renumbered(answer: Any) -> Any:
    """The table with Hole under its new code as well, from 2026."""
    region = answer["dimension"][answer["id"][0]]["category"]
    region["index"]["3399"], region["label"]["3399"] = len(region["index"]), "Nye Hole"
    answer["size"][0] += 1
    if answer["value"]:
        row = len(answer["value"]) // (answer["size"][0] - 1)
        answer["value"] += [None] * (row - 1) + [7300]
    return answer


def test_new_kommunenummer_are_shown_and_taken_into_use_when_asked(
    ikt: Any, folder: Path, server: Server
) -> None:
    server.changes = {
        "klass-131-changes": with_merger,
        "07459": renumbered,
        "07459-metadata": renumbered,
    }
    shared = Path("inputs/felles/kommunenummer.csv")
    before = shared.read_bytes()
    code, out, err = ikt()
    assert (code, err) == (0, "")
    assert "  01.01.2026: 3310 Hole blir 3399 Nye Hole" in out.splitlines()
    assert "inputs/felles/kommunenummer.csv er ikke endret. Kjør på nytt med --oppdater" in out
    assert shared.read_bytes() == before
    code, out, err = ikt("--år", "2026", "--oppdater")
    assert (code, err) == (0, "")
    assert shared.read_bytes().startswith(before)
    rows = written(folder)
    assert rows["3399", "2026", "innbyggere"]["verdi"] == "7300"
    assert rows["3399", "2022", "innbyggere"]["verdi"] == "6859"
    assert not [key for key in rows if key[0] == "3310"]
    assert load(folder, shared.parent).municipalities.loc["3399", "navn"] == "Hole"
