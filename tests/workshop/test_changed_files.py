"""Files stay as they were written, whatever wrote them, where they do not change."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from analysis.dataset import Trial, load, tried
from analysis.workshop import CannotSave, save
from tests.workshop.files import (
    CITED,
    DECIDED,
    SHOWN,
    contents,
    lines,
    said,
)


def test_an_own_assumption_keeps_what_else_it_says(folder: Path) -> None:
    own = """# Våre egne tall.\r
[[forutsetning]]\r
id = "innkjop_pris"  # avtalt\r
bekreftet = true\r
\r
[[forutsetning]]\r
id = "utflytting_andel"\r
bekreftet = true\r
anslag = { p10 = 0.1, p50 = 0.2, p90 = 0.3 } # møtet\r
kilder = [\r
    "møtet i mars", # referatet\r
]\r
kvalitet = "anslag"\r
eier = "Hole"\r
"""
    (folder / "forutsetninger.toml").write_bytes(own.encode())
    trial = Trial(assumptions={"innkjop_pris": 0.04, "utflytting_andel": 0.5})
    save(folder, load(folder), trial, **DECIDED)
    low, _, high = SHOWN.shared.assumptions["innkjop_pris"].anslag.points
    earlier = ", ".join(f'"{s}"' for s in SHOWN.shared.assumptions["innkjop_pris"].kilder)
    source = f"{CITED}: Dette ble vi enige om"
    assert (folder / "forutsetninger.toml").read_bytes().decode() == own.replace(
        "bekreftet = true\r\n\r\n",
        f"bekreftet = true\r\nanslag = {{ p10 = {low}, p50 = 0.04, p90 = {high} }}\r\n"
        'kvalitet = "anslag"\r\neier = "arbeidsgruppen"\r\n'
        f'kilder = ["{source}", {earlier}]\r\n\r\n',
    ).replace("p50 = 0.2, p90 = 0.3", "p50 = 0.5, p90 = 0.5").replace(
        '    "møtet', f'    "{source}",\r\n    "møtet'
    ).replace('eier = "Hole"', 'eier = "arbeidsgruppen"')  # fmt: skip


def test_an_xlsx_file_is_refused_with_advice_and_others_are_written(folder: Path) -> None:
    rows = list(csv.reader(lines(folder, "vekter.csv"), delimiter=";"))
    (folder / "vekter.csv").unlink()
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    frame["vekt"] = frame["vekt"].astype(float)
    frame.to_excel(folder / "vekter.xlsx", index=False)
    shown, before = load(folder), contents(folder)
    with pytest.raises(CannotSave, match=r"vekter.xlsx kan ikke .*navnet vekter.csv, og flytt"):
        save(folder, shown, Trial(weights={"": {"ansatte": 1.0}}, host="3305"), **DECIDED)
    assert contents(folder) == before
    assert save(folder, shown, Trial(host="3305"), **DECIDED).dataset.settings.vert == "3305"


def test_cp1252_and_crlf_stay(folder: Path) -> None:
    for name in ("vurderinger.csv", "vekter.csv", "utredning.toml"):
        text = (folder / name).read_text("utf-8-sig").replace("\n", "\r\n")
        encoding = "cp1252" if name == "vurderinger.csv" else "utf-8-sig"
        (folder / name).write_bytes(text.encode(encoding))
    trial = Trial(
        judgements={("3312", "3", "ansatte"): -2.0}, weights={"": {"ansatte": 1.0}}, host="3305"
    )
    shown = load(folder)
    with pytest.raises(CannotSave, match="Windows-tegnsettet, som ikke har «→»"):
        save(folder, shown, trial, **DECIDED | {"why": "dyrere → dårligere"})
    saved = save(folder, shown, trial, **DECIDED | {"why": "små øyer"})
    assert said(saved.dataset) == said(tried(shown, trial))
    for name in ("vurderinger.csv", "vekter.csv", "utredning.toml"):
        data = (folder / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 0
        assert data.startswith(b"\xef\xbb\xbf") == (name != "vurderinger.csv")
    assert "små øyer".encode("cp1252") in (folder / "vurderinger.csv").read_bytes()


def test_files_that_are_not_there_yet_are_made(folder: Path) -> None:
    for name in ("vekter", "vurderinger", "mandat"):
        (folder / f"{name}.csv").unlink()
    shown = load(folder)
    trial = Trial(
        weights={"": {"ansatte": 1.0, "lokal_styring": 0.5}},
        judgements={("", "2", "ansatte"): 2.0},
        mandate={("3305", "2"): "nei"},
        assumptions={"innkjop_pris": 0.05},
    )
    saved = save(folder, shown, trial, **DECIDED)
    assert said(saved.dataset) == said(tried(shown, trial))
    assert lines(folder, "vekter.csv") == [
        "kommunenummer;kriterium;vekt;begrunnelse;kilde",
        f";ansatte;1;Dette ble vi enige om;{CITED}",
        f";lokal_styring;0,5;Dette ble vi enige om;{CITED}",
    ]
    assert lines(folder, "forutsetninger.toml")[0].startswith("# Forutsetninger arbeidsgruppen")


@pytest.mark.parametrize("why", ["=1+1", "@SUM(A1)", '+ bedre; "vakt"', "-2 er for lite"])
def test_a_reason_is_never_run_as_a_formula(folder: Path, why: str) -> None:
    trial = Trial(
        weights={"3312": {"ansatte": 1.0}},
        judgements={("3312", "2", "ansatte"): -2.0},
        mandate={("3312", "2"): "ja"},
    )
    there = save(folder, load(folder), trial, **DECIDED | {"why": why}).dataset
    rows = there.judgements.set_index(["kommunenummer", "alternativ", "kriterium"])
    assert rows.loc[("3312", "2", "ansatte"), "begrunnelse"] == why
    names = ("vekter.csv", "vurderinger.csv", "mandat.csv", "verkstedlogg.csv")
    kept = next((folder / "tidligere").iterdir())
    for path in (*(folder / name for name in names), kept / "endringer.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
        assert [cell for cell in cells if why in cell]
        for cell in cells:
            number = cell.replace(",", "").removeprefix("-").isdigit()
            assert number or not cell.startswith(("=", "+", "-", "@"))


def test_a_log_somebody_has_saved_from_excel_goes_on(folder: Path) -> None:
    (folder / "verkstedlogg.csv").write_bytes("tid;hvem;før\r\n2025;Hole;å\r\n".encode("cp1252"))
    save(folder, load(folder), Trial(host="3305"), **DECIDED)
    first, second, third = (folder / "verkstedlogg.csv").read_bytes().decode("cp1252").splitlines()
    assert first == "tid;hvem;før;fil;felt;etter;hvorfor" and second == "2025;Hole;å"
    assert third.startswith("2026-06-12 10:30:00;arbeidsgruppen;;utredning.toml;vert;3305;")


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf", b"\n\n", b"tid;\x81\n"])
def test_a_log_that_cannot_be_read_is_told(folder: Path, data: bytes) -> None:
    (folder / "verkstedlogg.csv").write_bytes(data)
    with pytest.raises(CannotSave, match="verkstedlogg.csv kan ikke leses. Flytt den ut"):
        save(folder, load(folder), Trial(host="3305"), **DECIDED)
    assert (folder / "verkstedlogg.csv").read_bytes() == data


def test_a_setting_written_in_another_way_is_refused(folder: Path) -> None:
    (folder / "forutsetninger.toml").write_text(
        '[[forutsetning]]\nid = "innkjop_pris"\nbekreftet = true\nkilder = ["a"]\neier = "b"\n'
        "anslag.p10 = 0.0\nanslag.p50 = 0.01\nanslag.p90 = 0.02\n"
    )
    with pytest.raises(CannotSave, match="forutsetninger.toml er skrevet på en måte"):
        save(folder, load(folder), Trial(assumptions={"innkjop_pris": 0.05}), **DECIDED)
