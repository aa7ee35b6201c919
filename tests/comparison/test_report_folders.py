import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.comparison.report_folders import EarlierReport, compare_reports
from analysis.comparison.written_tables import written_results
from analysis.dataset import InputProblems, load
from analysis.decision.change.changes import Changes
from analysis.decision.change.main_results import NPV, POINTS, main_results
from analysis.decision.change.splitting import CHANGE
from analysis.decision.evaluation import evaluate
from analysis.report.language.words import norwegian_date
from analysis.run.run import Run
from tests.later_figures import (
    DAY,
    KRONER,
    LATER,
    change,
    compared,
    copy_example,
    edit,
    quick_draws,
    two_years,
    write_report,
)

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True, scope="module")
def few_draws() -> Iterator[None]:
    with quick_draws():
        yield


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with inputs and reports of two years."""
    return two_years(tmp_path_factory.mktemp("years"))


@pytest.fixture(scope="module")
def changes(years: Path) -> Changes:
    return compared(years / "rapport-forst", years / "rapport-senere")


def test_tables_hold_the_main_results(years: Path) -> None:
    dataset = load(years / "i-forst" / "ringeriksregionen")
    told = written_results(years / "rapport-forst" / "tables")
    assert told is not None
    found = main_results(dataset, evaluate(dataset), "forventet")
    pd.testing.assert_series_equal(
        # Written with six figures, and amounts in whole kroner.
        told.reindex(found.index),
        found,
        check_names=False,
        rtol=1e-5,
        atol=0.01,
    )


@pytest.mark.parametrize("figure", ["inf", "-inf", "nan", "1e999", "1.5", "x"])
def test_tables_with_what_is_no_figure_are_not_believed(
    years: Path, tmp_path: Path, figure: str
) -> None:
    tables = shutil.copytree(years / "rapport-forst" / "tables", tmp_path / "tables")
    path = tables / "naaverdi.csv"
    header, first, *rest = path.read_text("utf-8-sig").splitlines()
    cells = first.split(";")
    cells[header.split(";").index("verdi")] = figure
    path.write_text("\n".join([header, ";".join(cells), *rest]), encoding="utf-8-sig")
    assert written_results(tables) is None


def test_two_reports_are_compared_by_what_they_keep(changes: Changes) -> None:
    assert len(changes.causes) == 15 and "modellen" not in changes.causes
    assert changes.notes == ()
    assert (changes.before.kroner, changes.after.kroner) == (KRONER, LATER)


def test_a_cause_is_what_a_folder_with_only_that_file_changed_gives(
    years: Path, changes: Changes, tmp_path: Path
) -> None:
    folder = copy_example(tmp_path)
    shutil.copy(years / "i-senere" / "ringeriksregionen" / "bemanning.csv", folder)
    first = load(years / "i-forst" / "ringeriksregionen")
    then, now = (
        main_results(one, evaluate(one), "forventet", changes.kroner_factor)
        for one in (first, load(folder))
    )
    alone = (now - then).reindex(changes.results.index)
    known = changes.results["bemanning"].notna() & alone.notna()
    np.testing.assert_allclose(
        changes.results.loc[known, "bemanning"], alone[known], rtol=1e-9, atol=1e-6
    )
    assert known.sum() > 100 and (alone[known].abs() > 1).sum() > 20


def test_a_run_is_compared_as_its_report_will_be(years: Path, changes: Changes) -> None:
    dataset = load(years / "i-senere" / "ringeriksregionen")
    run = Run(dataset, evaluate(dataset), "forventet")
    own = EarlierReport(years / "rapport-forst").changes_to(run)
    pd.testing.assert_frame_equal(own.results, changes.results)
    assert own.inputs == changes.inputs


def test_nothing_depends_on_where_the_folders_lie(
    years: Path, changes: Changes, tmp_path: Path
) -> None:
    for name in ("rapport-forst", "rapport-senere"):
        shutil.copytree(years / name, tmp_path / "et annet sted" / name)
    elsewhere = tmp_path / "et annet sted"
    other = compare_reports(elsewhere / "rapport-forst", elsewhere / "rapport-senere")
    assert (other.inputs, other.notes) == (changes.inputs, changes.notes)
    assert (other.before, other.after) == (changes.before, changes.after)
    pd.testing.assert_frame_equal(other.results, changes.results)
    assert years.as_posix() not in repr(changes.inputs) + repr(changes.notes)


def test_a_table_that_says_otherwise_is_the_program(years: Path, tmp_path: Path) -> None:
    first = Path(shutil.copytree(years / "rapport-forst", tmp_path / "a"))
    path = first / "tables" / "naaverdi.csv"
    text = path.read_text(encoding="utf-8-sig")
    text, found = re.subn(r"(?m)^(3310;2;netto nåverdi;[^;]*);[^;]*", r"\1;1000", text)
    assert found == 1
    path.write_text(text, encoding="utf-8-sig")
    same = Path(shutil.copytree(years / "rapport-forst", tmp_path / "b"))
    changes = compare_reports(first, same)
    people = load(years / "i-forst" / "ringeriksregionen").municipalities["innbyggere"]["3310"]
    assert changes.causes == ("modellen",) and not changes.nothing
    assert changes.result("3310", "2", NPV)["før"] == pytest.approx(1_000_000 / people)
    assert changes.result("3310", "2", NPV)["modellen"] == changes.result("3310", "2", NPV)[CHANGE]
    assert changes.result("3310", "3", NPV)[CHANGE] == 0


def test_tables_that_are_gone_are_told(years: Path, tmp_path: Path) -> None:
    first = Path(shutil.copytree(years / "rapport-forst", tmp_path / "a"))
    (first / "tables" / "poeng.csv").unlink()
    changes = compare_reports(first, years / "rapport-forst")
    told = f"Tabellene til rapporten fra {norwegian_date(DAY)} kan ikke leses"
    assert told in changes.notes[0]
    assert changes.nothing


def test_a_new_number_for_the_same_municipality(years: Path, tmp_path: Path) -> None:
    """Hole gets the number 3399 after the first report is written."""
    later = copy_example(tmp_path / "senere")
    recode(later, "3310", "3399")
    changes = compare_reports(years / "rapport-forst", write_report(later, tmp_path / "b"))
    assert changes.recoded == {"3310": "3399"}
    assert (changes.joined, changes.left) == ((), ())
    assert changes.causes == () and changes.names["3399"] == "Hole"
    assert {c.file for c in changes.inputs} <= set(load(later).hashes)
    assert (changes.results[CHANGE].dropna() == 0).all()


def recode(folder: Path, old: str, new: str) -> None:
    """Give a municipality another number from 2025 on, in the history and in the files."""
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?m)(^|;){old};", rf"\g<1>{new};", text), encoding="utf-8")
    history = folder.parent / "felles" / "kommunenummer.csv"
    rows = [
        f"{old};Hole;{new};Hole;2025-01-01;prøve;ja",
        f"{new};Hole;{new};Hole;2025-01-01;prøve;ja",
    ]
    text = history.read_text(encoding="utf-8").rstrip("\n")
    history.write_text("\n".join([text, *rows]) + "\n", encoding="utf-8")
    map_ = folder / "kart.geojson"
    map_.write_text(map_.read_text(encoding="utf-8").replace(f'"{old}"', f'"{new}"'), "utf-8")


def test_a_municipality_that_is_split_or_merged_is_gone(years: Path, tmp_path: Path) -> None:
    later = copy_example(tmp_path / "senere")
    for name in ("3310", "3236"):
        drop(later, name)
    history = later.parent / "felles" / "kommunenummer.csv"
    text = history.read_text(encoding="utf-8").rstrip("\n")
    rows = [
        "3310;Hole;3398;Østre Hole;2025-01-01;prøve;nei",
        "3310;Hole;3399;Vestre Hole;2025-01-01;prøve;nei",
        "3236;Jevnaker;3316;Modum;2025-01-01;prøve;ja",
    ]
    history.write_text("\n".join([text, *rows]) + "\n", encoding="utf-8")
    changes = compare_reports(years / "rapport-forst", write_report(later, tmp_path / "b"))
    assert set(changes.left) == {"3310", "3236"} and changes.recoded == {}
    assert changes.notes == (
        "3310 Hole er delt i 3398 og 3399.",
        "3236 Jevnaker og 3316 Modum er slått sammen til 3316 Modum.",
    )


def drop(folder: Path, code: str) -> None:
    for path in folder.glob("*.csv"):
        edit(path, lambda rows: [row for row in rows if row.get("kommunenummer") != code])
    map_ = folder / "kart.geojson"
    content = json.loads(map_.read_text(encoding="utf-8"))
    kept = [f for f in content["features"] if f["properties"]["kommunenummer"] != code]
    map_.write_text(json.dumps(content | {"features": kept}), encoding="utf-8")


def sign(report: Path) -> None:
    """Let the manifest vouch for what lies in the snapshot now."""
    path = report / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for part, below in (("inndata", "ringeriksregionen/"), ("felles", "")):
        content[part] = {
            name: hashlib.sha256((report / "inndata" / f"{below}{name}").read_bytes()).hexdigest()
            for name in content[part]
        }
    path.write_text(json.dumps(content), encoding="utf-8")


def test_shared_files_this_program_no_longer_reads_give_way(years: Path, tmp_path: Path) -> None:
    first = Path(shutil.copytree(years / "rapport-forst", tmp_path / "a"))
    change(first / "inndata" / "felles" / "forutsetninger.toml", 'id = "fravaer"', 'id = "borte"')
    change(first / "inndata" / "felles" / "kriterier.toml", "verst = -2000", "verst = -1000")
    sign(first)
    table = first / "tables" / "poeng.csv"
    text = re.sub(r"(?m)^(3310;2;poeng;[^;]*);[^;]*", r"\1;1", table.read_text("utf-8-sig"))
    table.write_text(text, encoding="utf-8-sig")
    changes = compare_reports(first, years / "rapport-forst")
    assert "i en form som ikke lenger brukes" in changes.notes[0]
    assert changes.causes == ("modellen",)
    assert [c.file for c in changes.inputs] == [
        "felles/forutsetninger.toml",
        "felles/kriterier.toml",
    ]


def of_old(report: Path, target: Path) -> Path:
    """The same report as one from before: other criteria and a scenario, fewer assumptions."""
    first = Path(shutil.copytree(report, target))
    shared, own = (first / "inndata" / name for name in ("felles", "ringeriksregionen"))
    criteria = shared / "kriterier.toml"
    change(criteria, 'id = "engangskostnad"', 'id = "kapitalbehov"')
    change(criteria, 'navn = "Engangskostnad"', 'navn = "Kapitalbehov"')
    text = criteria.read_text(encoding="utf-8")
    start = text.index("[[kriterium]]", text.index('id = "kapitalbehov"'))
    end = text.index("[[kriterium]]", start + 1)
    more = text[start:end].replace('id = "saarbarhet"', 'id = "kompetanse"')
    more = more.replace('navn = "Sårbarhet"', 'navn = "Kompetanse"')
    criteria.write_text(text[:end] + more + text[end:], encoding="utf-8")
    assumptions = shared / "forutsetninger.toml"
    given = assumptions.read_text(encoding="utf-8")
    begins = given.rindex("[[forutsetning]]", 0, given.index('id = "forsinkelse"'))
    ends = given.index("[[forutsetning]]", begins + 1)
    assumptions.write_text(given[:begins] + given[ends:], encoding="utf-8")
    edit(own / "vekter.csv", _old_weights)
    edit(
        own / "vurderinger.csv",
        lambda rows: [rows[0] | {"kriterium": "kompetanse"}, *rows],
    )
    sign(first)
    told = json.loads((first / "manifest.json").read_text(encoding="utf-8"))
    (first / "manifest.json").write_text(json.dumps(told | {"scenario": "sannsynlig"}), "utf-8")
    return first


def _old_weights(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    old = [
        row | {"kriterium": row["kriterium"].replace("engangskostnad", "Kapitalbehov")}
        for row in rows
    ]
    return [*old, old[0] | {"kriterium": "kompetanse", "vekt": "10"}]


def test_weights_of_criteria_there_no_longer_are_are_left_out_and_named(
    years: Path, tmp_path: Path
) -> None:
    before = of_old(years / "rapport-forst", tmp_path / "a")
    changes = compare_reports(before, years / "rapport-forst")
    assert "i en form som ikke lenger brukes" in changes.notes[0]
    assert changes.notes[1:] == (
        "Kriteriene «Kapitalbehov» og «Kompetanse» finnes ikke lenger. Vekter og vurderinger av "
        "dem er utelatt, så de andre kriteriene teller mer enn i rapporten.",
    )
    # What was called sannsynlig is now forventet, and is no change of the scenario.
    assert changes.before.scenario == changes.after.scenario == "forventet"
    assert changes.causes == ("vekter", "modellen")
    new = [c for c in changes.inputs if c.file == "vekter.csv"]
    assert {(c.row, str(c.kind)) for c in new} == {("engangskostnad", "ny")}
    assert {c.code for c in new} == {"", "3310"}
    assert new[0].sources == ("", "vekter.csv:3")
    # The points told are those of the report; the criteria that are left weigh more.
    row = changes.result("3305", "2", POINTS)
    assert row[CHANGE] == pytest.approx(0.0)
    assert row["vekter"] == pytest.approx(-row["modellen"]) and abs(row["vekter"]) > 0.1
    dataset = load(years / "i-forst" / "ringeriksregionen")
    run = Run(dataset, evaluate(dataset), "forventet")
    assert EarlierReport(before).changes_to(run).notes == changes.notes


def test_criteria_nobody_has_had_are_refused(years: Path, tmp_path: Path) -> None:
    """A weight of a criterion that neither the report nor this program has is a mistake."""
    first = Path(shutil.copytree(years / "rapport-forst", tmp_path / "a"))
    edit(first / "inndata" / "ringeriksregionen" / "vekter.csv", _old_weights)
    sign(first)
    with pytest.raises(InputProblems) as caught:
        compare_reports(first, years / "rapport-forst")
    texts = "\n".join(str(problem) for problem in caught.value.problems[1:])
    assert "«kompetanse» er ikke en gyldig verdi" in texts and "felles/" not in texts


def test_what_is_wrong_beside_old_shared_files_is_what_is_told(years: Path, tmp_path: Path) -> None:
    first = of_old(years / "rapport-forst", tmp_path / "a")
    edit(
        first / "inndata" / "ringeriksregionen" / "kommuner.csv",
        lambda rows: [rows[0] | {"innbyggere": "mange"}, *rows[1:]],
    )
    sign(first)
    with pytest.raises(InputProblems) as caught:
        compare_reports(first, years / "rapport-forst")
    general, *texts = [str(problem) for problem in caught.value.problems]
    assert "blir ikke godtatt av dette programmet" in general
    assert len(texts) == 1 and "«mange» er ikke et tall" in texts[0]


def test_inputs_this_program_no_longer_accepts(years: Path, tmp_path: Path) -> None:
    first = Path(shutil.copytree(years / "rapport-forst", tmp_path / "a"))
    edit(
        first / "inndata" / "ringeriksregionen" / "kommuner.csv",
        lambda rows: [rows[0] | {"innbyggere": "mange"}, *rows[1:]],
    )
    sign(first)
    with pytest.raises(InputProblems) as caught:
        compare_reports(first, years / "rapport-senere")
    texts = [str(problem) for problem in caught.value.problems]
    assert "blir ikke godtatt av dette programmet" in texts[0] and "versjon" in texts[0]
    assert "«mange» er ikke et tall" in texts[1] and len(texts) == 2


def test_reports_of_two_regions_are_not_compared(years: Path, tmp_path: Path) -> None:
    other = copy_example(tmp_path / "inputs")
    codes = ("0301", "1103", "4601", "5001", "1806", "5501")
    for old, new in zip(("3305", "3310", "3236", "3316", "3312", "3314"), codes, strict=True):
        for path in other.glob("*.csv"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"(?m)(^|;){old};", rf"\g<1>{new};", text), encoding="utf-8")
    shutil.rmtree(other / "tekst")
    (other / "kart.geojson").unlink()
    with pytest.raises(InputProblems, match="ingen kommuner felles"):
        compare_reports(years / "rapport-forst", write_report(other, tmp_path / "b"))


def test_the_wrong_way_round_is_asked_about(years: Path) -> None:
    found = compare_reports(dated(years, DAY.replace(year=DAY.year + 1)), years / "rapport-forst")
    assert found.notes == (
        "Rapporten som er oppgitt som den forrige, har en senere dato enn den andre. Skulle de "
        "byttet plass?",
    )
    assert found.causes == ()


def dated(years: Path, day: dt.date) -> Path:
    """The first report, with another date."""
    report = Path(shutil.copytree(years / "rapport-forst", years / "rapport-senest"))
    settings = report / "inndata" / "ringeriksregionen" / "utredning.toml"
    change(settings, f"dato = {DAY}", f"dato = {day}")
    sign(report)
    return report
