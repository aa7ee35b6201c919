"""Those the settings name: the host, and who has left for good."""

from pathlib import Path

import pytest
from dataset.analysis_folder import SETTINGS, SHARED, Analysis

from analysis.dataset import InputProblems, load, without

KNOWN = "Skriv et av dem: 1101 Eigersund, 1106 Haugesund, 1108 Sandnes"


def leave(analysis: Analysis, *lines: str) -> None:
    given = "\n".join(["startverdi = 7", *lines])
    analysis.write("utredning.toml", SETTINGS.replace("startverdi = 7", given))


def test_one_who_has_left_is_as_if_left_out(analysis: Analysis) -> None:
    files = {path: path.read_bytes() for path in analysis.folder.glob("*.csv")}
    tried = without(analysis.load(), ["1108"])
    leave(analysis, 'uten = ["1108"]')
    gone = analysis.load()
    assert gone.withdrawn == {"1108": "Sandnes"}
    for name in ("municipalities", "budget", "staff", "applications"):
        assert getattr(gone, name).equals(getattr(tried, name))
        assert len(getattr(gone, name)) > 0
    assert {path: path.read_bytes() for path in files} == files


def test_to_leave_out_one_who_has_left_changes_nothing(analysis: Analysis) -> None:
    leave(analysis, 'uten = ["1108"]')
    gone = analysis.load()
    assert without(gone, ["1108"]) is gone
    assert list(without(gone, ["1106", "1108"]).withdrawn) == ["1106", "1108"]


def test_nothing_is_asked_of_or_compared_with_one_who_has_left(analysis: Analysis) -> None:
    analysis.rows("budsjett", *(line for line in analysis.tables["budsjett"].splitlines()[1:]
                                if not line.startswith("1108")))  # fmt: skip
    analysis.change("kommuner", "1108;Sandnes;40000", "1108;Sandnes;")
    assert any("Sandnes" in note for note in analysis.notes("mangel"))
    leave(analysis, 'uten = ["1108"]')
    assert analysis.own_problems() == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('uten = ["9999"]', f"uten: «9999» er ikke kommunenummeret til noen av kommunene i "
         f"utredningen. {KNOWN}"),
        ('uten = ["1101", "1106", "1108"]', "uten: Alle kommunene er tatt ut, og da er det "
         "ingen å lage rapporter for. La minst én kommune stå utenfor listen"),
        ("uten = 1108", 'uten: «1108» kan ikke brukes. Skriv uten = ["1108"]'),
        ("uten = [1108]", 'uten: «1108» kan ikke brukes. Skriv "1108", med anførselstegn'),
        ('uten = "1108"', 'uten: «1108» kan ikke brukes. Skriv uten = ["1108"]'),
        ('uten = ["Sandnes kommune"]', "uten: «Sandnes kommune» er ikke et kommunenummer. Skriv "
         "1108"),
        ('vert = "1108"\nuten = ["1108"]', "vert: Sandnes er tatt ut med uten og kan ikke være "
         "vert. Slett linjen vert, eller skriv en kommune som er med"),
    ],
)  # fmt: skip
def test_what_cannot_be_left_out(analysis: Analysis, line: str, said: str) -> None:
    leave(analysis, line)
    assert analysis.errors() == [f"{(analysis.folder / 'utredning.toml').as_posix()}:6: {said}"]


def test_every_check_of_a_whole_analysis_passes_without_one(analysis: Analysis) -> None:
    leave(analysis, 'uten = ["1101"]', 'vert = "1106"')
    assert load(analysis.folder, SHARED).municipalities.index.tolist() == ["1106", "1108"]


@pytest.mark.parametrize("wrong", ["", "kroneverdi = 22", "ukjent = 1", "[fordeling]\nlik = 0.9"])
def test_one_who_has_left_is_asked_for_nothing_whatever_else_is_wrong(
    analysis: Analysis, wrong: str
) -> None:
    # In each file one thing of Sandnes is missing, and one of Eigersund.
    for table in ("budsjett", "bemanning", "applikasjoner"):
        for code in ("1108", "1101"):
            row = next(x for x in analysis.tables[table].splitlines() if x.startswith(code))
            cells = row.split(";")
            cells[5 if table == "applikasjoner" else 3] = ""
            analysis.change(table, row, ";".join(cells))
    analysis.change("bemanning", "1108;sikkerhet;45,5", "1108;sikkerhet;mange")
    analysis.write("tekst/1108/bakgrunn.md", "")
    leave(analysis, 'uten = ["1108"]')
    if wrong:
        text = (analysis.folder / "utredning.toml").read_text("utf-8")
        key = wrong.partition(" =")[0]
        kept = [line for line in text.split("\n") if not line.startswith(key)]
        if wrong.startswith("["):
            kept = text.split("[fordeling]")[0].split("\n")
        where = len(kept) if wrong.startswith("[") else 1
        analysis.write("utredning.toml", "\n".join([*kept[:where], wrong, *kept[where:]]))
    with pytest.raises(InputProblems) as caught:
        analysis.load()
    told = [(p.severity, Path(p.file).name, p.line) for p in caught.value.problems]
    asked = {file: line for severity, file, line in told if severity != "feil"}
    assert asked == {"budsjett.csv": 2, "bemanning.csv": 2, "applikasjoner.csv": 2}
    # What cannot be read stands in the file, whoever it is about.
    refused = [file for severity, file, _ in told if severity == "feil"]
    assert refused == ["bemanning.csv", *(["utredning.toml"] if wrong else [])]


def test_what_one_who_has_left_weighs_and_counts_stops_nobody(analysis: Analysis) -> None:
    analysis.write("vekter.csv", "kommunenummer;kriterium;vekt\n1108;ansatte;0\n")
    analysis.change("kommuner", "1108;Sandnes;40000", "1108;Sandnes;10")
    analysis.change("kommuner", ";2800,5;4000;", ";2800,5;1;")
    assert any("Vektene til 1108 Sandnes" in said for said in analysis.errors())
    leave(analysis, 'uten = ["1108"]')
    assert analysis.own_problems() == ()


def test_a_size_only_one_who_has_left_has_is_lacking(analysis: Analysis) -> None:
    analysis.change("kommuner", "1101;Eigersund;10000", "1101;Eigersund;")
    analysis.change("kommuner", "1106;Haugesund;20000", "1106;Haugesund;")
    leave(analysis, 'uten = ["1108"]')
    assert "Ingen av kommunene har oppgitt tallet" in analysis.errors()[0]
