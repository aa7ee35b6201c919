"""The whole way on the example: seven PDFs read back, and another region with no code touched."""

import json
import re
import shutil
from pathlib import Path

import pytest
from report import reading

from analysis.dataset import load
from analysis.places import CASE_FORMATS, REPORT_FORMATS, report_name
from analysis.run.reports import write_reports
from analysis.run.run import compute, hand_over

EXAMPLE = Path(__file__).parents[2] / "inputs" / "ringeriksregionen"
SHOWN = Path(__file__).parents[2] / "docs" / "eksempel"  # what a visitor sees without running it
MOST_SHOWN = 4_000_000  # bytes
TABLES = {
    *("nokkeltall", "kostnader", "nullalternativ", "naaverdi", "vertskommuner"),
    *("kriterieverdier", "poeng", "rangering", "forutsetninger", "plasseringer", "spenn"),
    *("tornado", "variasjoner"),
    *("vippepunkter", "vektintervaller", "sentralvekter", "usikkerhetskilder", "metoder"),
    *("fellessystemer", "overlapp", "vinduer", "avtaleslutt", "flytteplan", "navneforslag"),
    *("kommunenummernokkel", "ringeliste", "regnemaater"),
    *("kilder", "datakvalitet", "grupper", "fordeling", "stabilitet", "uttreden", "innmelding"),
}
OTHER = {"3305": "4203", "3310": "4204", "3236": "4205"}
OTHER_NAMES = {"Ringerike": "Arendal", "Hole": "Kristiansand", "Jevnaker": "Lindesnes"}


def fewer_draws(analysis: Path) -> None:
    """Let an analysis make fewer draws, where what is tested does not hang on them."""
    settings = analysis / "utredning.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("trekninger = 10000", "trekninger = 200"), "utf-8")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The example as another analysis, beside its own copy of what analyses share."""
    shutil.copytree(EXAMPLE, tmp_path / "inputs" / "prøve")
    shutil.copytree(EXAMPLE.parent / "felles", tmp_path / "inputs" / "felles")
    fewer_draws(tmp_path / "inputs" / "prøve")
    return tmp_path / "inputs" / "prøve"


@pytest.mark.thorough
def test_the_example_gives_seven_accessible_reports(tmp_path):
    out = tmp_path / "ut"
    outcome = write_reports(EXAMPLE.as_posix(), out=out)
    assert not outcome.failed
    dataset = load(EXAMPLE)
    names = {f"{report_name(str(c), n)}.pdf" for c, n in dataset.municipalities["navn"].items()}
    cases = {f"saksframlegg-{name}" for name in names}
    assert {path.name for path in out.glob("*.pdf")} == {"fellesrapport.pdf", *names, *cases}
    assert {path.stem for path in (out / "tables").iterdir()} == TABLES
    assert json.loads((out / "manifest.json").read_text("utf-8"))["startverdi"] == 31760601
    shown = sorted(SHOWN.iterdir())
    assert len(shown) == 3 and sum(path.stat().st_size for path in shown) <= MOST_SHOWN
    for path in shown:
        assert (out / path.name).read_bytes() == path.read_bytes(), "Er det ment: make eksempel"
    for name in cases:
        made = {end: (out / name).with_suffix(end).read_bytes() for end in CASE_FORMATS}
        reading.check_case(made, dataset, tmp_path)
    for path in (out / name for name in ("fellesrapport.pdf", *names)):
        code = "" if path.stem == "fellesrapport" else path.stem[:4]
        reading.check_report(path.read_bytes(), dataset, code, tmp_path)
        made = {end: path.with_suffix(end).read_bytes() for end in REPORT_FORMATS}
        reading.check_word_and_web(made, dataset, code)


@pytest.mark.thorough
def test_another_region_needs_no_code(copied, tmp_path):
    for path in copied.glob("*.csv"):
        header, *lines = path.read_text("utf-8-sig").splitlines()
        kept = [header]
        for line in lines:
            code = line.split(";")[0]
            if path.stem == "vurderinger":
                code = line.split(";")[2]
            if code in OTHER or not code[:2].isdigit() or len(code) != 4:
                kept.append(line)
        text = "\n".join(kept) + "\n"
        for old, new in (OTHER | OTHER_NAMES).items():
            text = text.replace(old, new)
        path.write_bytes(text.encode("cp1252"))
    (copied / "organisering.csv").unlink()
    (copied / "kart.geojson").unlink()
    shutil.rmtree(copied / "tekst")
    settings = copied / "utredning.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("mellom seks kommuner", "på Agder"), "utf-8"
    )
    out = tmp_path / "ut"
    assert not write_reports(copied.as_posix(), out=out).failed
    municipal = ("4203-arendal.pdf", "4204-kristiansand.pdf", "4205-lindesnes.pdf")
    assert {path.name for path in out.glob("*.pdf")} == {
        "fellesrapport.pdf",
        *municipal,
        *(f"saksframlegg-{name}" for name in municipal),
    }
    six = ("Ringerike", "Hole", "Jevnaker", "Modum", "Lier", "Øvre Eiker", "Buskerud", "Akershus")
    for path in out.glob("*.pdf"):
        told = reading.words(path.read_bytes())
        assert not [name for name in six if f"{name} " in told or f"{name}," in told], path.name


@pytest.mark.thorough
def test_one_budget_row_changes_answer_figures_and_proposal(copied, tmp_path):
    from analysis.places import notebooks_folder
    from analysis.report.press.exporter import export
    from analysis.run.notebook_engine import run_notebook

    def report() -> str:
        run = compute(copied, "forventet")
        hand_over(run)
        given = {
            "analyse": copied.as_posix(),
            "kommunenummer": "3310",
            "scenario": "forventet",
            "kjoring": run.identity,
        }
        notebook = run_notebook(notebooks_folder() / "kommunerapport.ipynb", given, tmp_path)
        return reading.words(export(notebook))

    before = report()
    budget = copied / "budsjett.csv"
    text = budget.read_text("utf-8")
    line = next(row for row in text.splitlines() if re.match("3310;[0-9]{4};lønn;", row))
    budget.write_text(text.replace(line, line.replace(line.split(";")[3], "9195")), "utf-8")
    after = report()
    for heading in ("Kort sagt", "Forslag til vedtak", "IKT-kostnad, kroner per innbygger"):
        parts = [told.partition(heading)[2][:900] for told in (before, after)]
        assert parts[0] != parts[1], heading


@pytest.mark.thorough
def test_every_printed_number_has_its_source(computed):
    from analysis.report.tables import as_written, run_tables

    run = computed("forventet")
    tables = as_written(run_tables(run))
    assert set(tables) == TABLES
    sets = dict(tables.pop("kilder")[["nøkkel", "kilder"]].to_numpy())
    assumptions = set(run.dataset.shared.assumptions)
    for name, frame in tables.items():
        for key in frame["kilder"].unique():
            sources = sets[key]
            used = {p.removeprefix("forutsetning:") for p in sources.split("; ") if ":" in p}
            known = {one for one in used if ".csv" in one or ".toml" in one}
            assert name == "forutsetninger" or used - known <= assumptions, (name, sources)
