import shlex
import shutil
from pathlib import Path

import pytest
from dataset.analysis_folder import SETTINGS, SHARED, Analysis, with_most_important

from analysis import cli

CONFIRMED = '[[forutsetning]]\nid = "{}"\nbekreftet = true\n'


@pytest.fixture
def analysis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Analysis:
    """An analysis beside what is shared, with three assumptions that matter most."""
    monkeypatch.chdir(tmp_path)
    shared = Path(shutil.copytree(SHARED, "inputs/felles"))
    with_most_important(shared, "innkjop_pris", "fravaer", "felles_stillinger")
    return Analysis(Path("inputs") / "x")


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert cli.main(["sjekk", "inputs/x"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return str(out).splitlines()


def test_what_the_group_has_not_taken_a_stand_on_is_told_with_a_line_for_each_to_begin_with(
    analysis: Analysis, capsys: pytest.CaptureFixture[str]
) -> None:
    given = analysis.load().shared.assumptions
    names = [f"{given[n].navn} ({n})" for n in ("innkjop_pris", "fravaer", "felles_stillinger")]
    *lines, last = told(capsys)
    assert lines == [
        f"{len(given)} av {len(given)} forutsetninger er forslag i verktøyet, ikke bekreftet av "
        "arbeidsgruppen. Bekreft dem, eller oppgi egne, i inputs/x/forutsetninger.toml.",
        "Disse betyr mest å ta stilling til, den viktigste først:",
        *(f"  {name}" for name in names),
    ]
    assert last.endswith("Ingen mangler og ingen advarsler.")
    analysis.write("forutsetninger.toml", CONFIRMED.format("fravaer"))
    line, _, *begin, _ = told(capsys)
    assert line.startswith(f"{len(given) - 1} av {len(given)} ")
    assert begin == [f"  {names[0]}", f"  {names[2]}"]


def test_nothing_is_told_when_all_are_confirmed(
    analysis: Analysis, capsys: pytest.CaptureFixture[str]
) -> None:
    given = analysis.load().shared.assumptions
    important = ("innkjop_pris", "fravaer", "felles_stillinger")
    analysis.write("forutsetninger.toml", "".join(map(CONFIRMED.format, important)))
    assert told(capsys)[0].endswith("i inputs/x/forutsetninger.toml.")
    analysis.write("forutsetninger.toml", "".join(map(CONFIRMED.format, given)))
    assert len(told(capsys)) == 1


def test_a_command_that_is_advised_can_be_typed_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(SHARED, "felles mappe/felles")
    folder = "felles mappe/region øst"
    analysis = Analysis(Path(folder))
    analysis.change("applikasjoner", "1101;helse;Journal;", "1101;helse;Journalen;")
    assert cli.main(["sjekk", folder]) == 0
    ask = next(x for x in capsys.readouterr().out.splitlines() if x.endswith("--navneforslag"))
    command = shlex.split(ask.partition(": ikt ")[2])
    assert command == ["sjekk", folder, "--navneforslag"]
    assert cli.main(command) == 0
    answer = capsys.readouterr().out.partition(": ikt ")[2].splitlines()[0]
    assert shlex.split(answer)[1:] == [folder, f"{folder}/skjema/navneforslag.csv"]


def test_who_has_left_for_good_is_told(
    analysis: Analysis, capsys: pytest.CaptureFixture[str]
) -> None:
    analysis.write("utredning.toml", SETTINGS.replace("\n\n[", '\nuten = ["1108"]\n\n['))
    assert told(capsys)[0] == (
        "Tatt ut med uten i utredning.toml: 1108 Sandnes. Radene deres blir stående og brukes ikke."
    )
