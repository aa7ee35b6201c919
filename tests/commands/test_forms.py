"""`ikt skjema` and `ikt importer` as the user meets them."""

import re
from pathlib import Path

import pytest
from dataset.analysis_folder import SETTINGS, SHARED
from dataset.forms.filling import cell, edit, reviewed

from analysis.dataset.problems import InputProblems
from analysis.places import UnknownName
from tests.commands.by_command import files, ikt, sent

ENGLISH = re.compile(
    r"\b(usage|error|options?|positional|required|expected|show|default|file)\b", re.IGNORECASE
)


def amount(value, row="drift"):
    def change(book):
        cell(book["Budsjett"], row, "beløp").value = value

    return change


@pytest.mark.parametrize("command", ["skjema", "importer"])
def test_help_is_norwegian(command, capsys):
    with pytest.raises(SystemExit):
        ikt(command, "--help")
    assert not ENGLISH.search(capsys.readouterr().out.replace("--help", ""))


@pytest.mark.thorough
def test_one_form_for_each_municipality(analysis, capsys):
    assert ikt("skjema", "inputs/x") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Skjemaer for 2022 i inputs/x/skjema:",
        "  1101-eigersund-2022.xlsx",
        "  1106-haugesund-2022.xlsx",
        "  1108-sandnes-2022.xlsx",
    ]
    before = files("inputs/x/skjema")
    assert ikt("skjema", "inputs/x") == 0
    assert files("inputs/x/skjema") == before
    assert analysis.own_problems() == ()  # the forms are not read as tables


def test_one_who_has_left_has_a_form_only_where_it_is_asked_for(analysis, capsys):
    without = SETTINGS.replace("\n\n[", '\nuten = ["1108"]\n\n[')
    analysis.write("utredning.toml", without)
    gone = "Tatt ut med uten i utredning.toml, og ikke med: 1108 Sandnes."
    assert ikt("skjema", "inputs/x") == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in said[1:]] == [
        "1101-eigersund-2022.xlsx",
        "1106-haugesund-2022.xlsx",
        f"{gone} Skal de ha skjema likevel, legger du til --kommune 1108",
    ]
    assert ikt("skjema", "inputs/x", "--gruppe") == 0
    assert capsys.readouterr().out.splitlines()[-1] == gone
    # What is advised is accepted, and the answers go in without holding up the others'.
    assert ikt("skjema", "inputs/x", "--kommune", "1108") == 0
    assert gone not in capsys.readouterr().out
    for name, value in (("1101-eigersund", 950), ("1108-sandnes", 960)):
        edit(Path(f"inputs/x/skjema/{name}-2022.xlsx"), amount(value))
    assert ikt("importer", "inputs/x", "inputs/x/skjema", "--bekreft") == 0
    told = capsys.readouterr()
    assert "1108 Sandnes er tatt ut med uten i utredning.toml. Svarene tas inn, men" in told.err
    written = Path("inputs/x/budsjett.csv").read_text("utf-8")
    assert "1101;2022;drift;950;" in written and "1108;2022;drift;960;" in written


def test_every_error_is_told_at_once_and_no_form_is_made(analysis, capsys):
    analysis.write("utredning.toml", SETTINGS.replace("tittel", "titel"))
    analysis.rows("kommuner")
    with pytest.raises(InputProblems) as caught:
        ikt("skjema", "inputs/x")
    told = [Path(p.file).name for p in caught.value.problems]
    assert told == ["kommuner.csv", "utredning.toml", "utredning.toml"]
    # A form is for the one the number belongs to, whatever the name.
    analysis.rows("kommuner", "1101;Egersund;1;1;1;x;anslag", "1106;Haugesund;1;1;1;x;anslag")
    for settings, count in ((SETTINGS.replace("tittel", "titel"), 3), (SETTINGS, 1)):
        analysis.write("utredning.toml", settings)
        with pytest.raises(InputProblems) as caught:
            ikt("skjema", "inputs/x", "--kommune", "1106")
        assert len(caught.value.problems) == count
        assert str(caught.value.problems[0]) == (
            "inputs/x/kommuner.csv:2: navn: 1101 heter Eigersund; «Egersund» er ikke et navn på "
            "kommunen. Er navnet eller nummeret feil? Rett det før skjemaene lages"
        )
    assert not Path("inputs/x/skjema").exists()
    analysis.change("kommuner", "Egersund", "Eigersund")
    assert ikt("skjema", "inputs/x", "--kommune", "1106") == 0


@pytest.mark.thorough
def test_a_form_that_is_filled_in_is_not_overwritten(analysis, capsys):
    sent()
    path = edit(Path("inputs/x/skjema/1106-haugesund-2022.xlsx"), amount(950))
    answered = path.read_bytes()
    assert ikt("skjema", "inputs/x", "--frist", "1.10.2026") == 1
    assert path.read_bytes() == answered
    left = "ikke rørt: 1101-eigersund-2022.xlsx, 1106-haugesund-2022.xlsx, 1108-sandnes-2022.xlsx."
    assert left in capsys.readouterr().err
    assert ikt("skjema", "inputs/x", "--kommune", "1106", "--ut", "nye", "--år", "2024") == 0
    assert list(files("nye")) == ["1106-haugesund-2024.xlsx"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["skjema", "y"], "Finner ingen utredning som heter «y»"),
        (["skjema", "inputs/x", "--år", "22"], "--år: «22» er for lite. Oppgi et årstall fra 2000"),
        (
            ["skjema", "inputs/x", "--år", "2021"],
            "--år: Budsjett har tall for 2022, og svar for 2021",
        ),
        (["skjema", "inputs/x", "--år", "neste"], "--år: «neste» er ikke et tall."),
        (["skjema", "inputs/x", "--frist", "i morgen"], "--frist: «i morgen» er ikke en dato."),
        (["skjema", "inputs/x", "--kommune", "0301"], "De er: 1101 Eigersund, 1106 Haugesund"),
        (["importer", "inputs/x", "a.xlsx", "--kommune", "b.xlsx"], "«b.xlsx» er ikke kommunenum"),
        (["skjema", "inputs/x", "--kommune", "1507"], "Velg 1508 Ålesund eller 1580 Haram."),
    ],
)
def test_wrong_use(analysis, arguments, said):
    with pytest.raises(UnknownName) as refused:
        ikt(*arguments)
    assert said in str(refused.value)
    assert not Path("inputs/x/skjema").exists()


def test_no_form_rests_on_tables_with_a_feil(analysis):
    analysis.change("budsjett", "900,5", "ni hundre")
    with pytest.raises(InputProblems, match="budsjett.csv:2: beløp: «ni hundre» er ikke et tall"):
        ikt("skjema", "inputs/x")


def test_answers_are_taken_in(analysis, capsys):
    sent()
    path = edit(Path("inputs/x/skjema/1101-eigersund-2022.xlsx"), amount(950))
    edit(path, reviewed)
    capsys.readouterr()
    before = files()
    assert ikt("importer", "inputs/x", str(path), "--prøv") == 0
    assert files() == before
    shown, trouble = capsys.readouterr()
    assert "    endret    drift, 2022: beløp 900,5 → 950\n" in shown
    assert shown.endswith("1 rad endret. Ingenting er skrevet.\n")
    assert trouble == ""
    assert ikt("importer", "inputs/x", "inputs/x/skjema/1101*.xlsx") == 0
    shown, trouble = capsys.readouterr()
    assert "1 rad endret i budsjett.csv." in shown
    (kept,) = Path("inputs/x/tidligere").iterdir()
    assert f"ligger i {kept.as_posix()}." in shown
    assert (kept / "budsjett.csv").read_bytes() == before["budsjett.csv"]
    assert {name for name in before if files()[name] != before[name]} == {"budsjett.csv"}
    assert analysis.own_problems() == ()
    assert ikt("importer", "inputs/x", "inputs/x/skjema") == 0
    assert "Svarene er som før. Filene er ikke rørt." in capsys.readouterr().out


def test_nothing_is_written_until_all_is_right(analysis, capsys):
    sent()
    edit(Path("inputs/x/skjema/1101-eigersund-2022.xlsx"), amount("mye"))
    edit(Path("inputs/x/skjema/1106-haugesund-2022.xlsx"), amount(1850))
    capsys.readouterr()
    before = files()
    assert ikt("importer", "inputs/x", "inputs/x/skjema") == 1
    shown, trouble = capsys.readouterr()
    assert shown == ""
    assert "1101-eigersund-2022.xlsx Budsjett!D10: beløp: «mye» er ikke et tall" in trouble
    assert trouble.endswith(
        "Ingenting er skrevet. Rett feilene, og kjør kommandoen på nytt, eller ta inn bare de "
        "kommunene som har rett utfylte skjemaer: legg til --kommune 1106 1108\n"
    )
    assert files() == before
    assert ikt("importer", "inputs/x", "inputs/x/skjema", "--kommune", "1106", "1108") == 0
    assert "Ikke tatt med: 1101-eigersund-2022.xlsx" in capsys.readouterr().out
    assert b"1106;2022;drift;1850;" in files()["budsjett.csv"]


def two_conflicts(analysis):
    """Return two forms, each with an answer that the analysis has changed since."""
    sent("1101", "1106")
    paths = [f"inputs/x/skjema/{name}-2022.xlsx" for name in ("1101-eigersund", "1106-haugesund")]
    for path, before in zip(
        paths, ("1101;2022;drift;900,5", "1106;2022;drift;1800,5"), strict=True
    ):
        edit(edit(Path(path), amount(950)), reviewed)
        analysis.change("budsjett", before, f"{before.rpartition(';')[0]};901")
    return paths


@pytest.mark.thorough
def test_two_answers_to_one_question_have_to_be_confirmed(analysis, capsys):
    one, other = two_conflicts(analysis)
    capsys.readouterr()
    assert ikt("importer", "inputs/x", one, other) == 1
    trouble = capsys.readouterr().err
    assert (
        "Dette må bekreftes:\n"
        "1101-eigersund-2022.xlsx Budsjett!D10: beløp (drift): Skjemaet har 950, men budsjett.csv "
        "er endret fra 900,5 til 901 etter at skjemaet ble laget. Svaret i skjemaet går foran\n"
        "1106-haugesund-2022.xlsx Budsjett!D10: "
    ) in trouble
    assert trouble.endswith(
        "Ingenting er skrevet. Er det riktig, legger du til --bekreft 1101 1106. Er det ikke det, "
        "retter du skjemaet først.\n"
    )
    assert not Path("inputs/x/tidligere").exists()
    assert ikt("importer", "inputs/x", one, other, "--bekreft") == 0
    assert files()["budsjett.csv"].decode().count(";2022;drift;950;") == 2


@pytest.mark.thorough
def test_one_municipality_can_be_confirmed(analysis, capsys):
    one, other = two_conflicts(analysis)
    capsys.readouterr()
    assert ikt("importer", "inputs/x", one, other, "--bekreft", "1106") == 1
    trouble = capsys.readouterr().err
    assert "1101-eigersund-2022.xlsx Budsjett!D10" in trouble and "1106-haug" not in trouble
    assert "legger du til --bekreft 1101." in trouble
    assert not Path("inputs/x/tidligere").exists()
    assert ikt("importer", "inputs/x", one, other, "--bekreft", "1106", "1101") == 0
    with pytest.raises(UnknownName, match="«9999» er ikke kommunenummeret"):
        ikt("importer", "inputs/x", one, "--bekreft", "9999")


@pytest.mark.thorough
def test_what_must_be_confirmed_is_shown_when_it_is_only_tried(analysis, capsys):
    sent("1101")

    def empty(book):
        sheet = book["Applikasjoner"]
        sheet.delete_rows(cell(sheet, "Journal", "system").row)

    path = edit(edit(Path("inputs/x/skjema/1101-eigersund-2022.xlsx"), empty), reviewed)
    before = files()
    capsys.readouterr()
    assert ikt("importer", "inputs/x", str(path), "--prøv") == 0
    shown, trouble = capsys.readouterr()
    assert "Dette må bekreftes:\n1101-eigersund-2022.xlsx Applikasjoner: Arket har ingen" in trouble
    assert shown.endswith("1 rad fjernet. Ingenting er skrevet.\n")
    assert files() == before


@pytest.mark.thorough
def test_forms_for_a_year_the_price_index_lacks(analysis, capsys):
    shown_index = (SHARED / "prisindeks.csv").as_posix()
    assert ikt("skjema", "inputs/x", "--år", "2031", "--kommune", "1101") == 0
    shown, trouble = capsys.readouterr()
    assert "1101-eigersund-2031.xlsx" in shown
    assert trouble.startswith(
        "Svarene for 2031 kan ikke tas inn før det finnes tall for prisene i "
    )
    assert (
        f"2031, for beløpene regnes om til kroner i 2022, og {shown_index} mangler det" in trouble
    )
    assert "Skriv linjen [prisanslag] nederst i utredning.toml" in trouble
    path = edit(Path("inputs/x/skjema/1101-eigersund-2031.xlsx"), amount(950))
    assert ikt("importer", "inputs/x", str(path)) == 1
    refusal = capsys.readouterr().err
    assert refusal.count("prisindeks.csv") == 1 and "--kommune" not in refusal
    assert refusal.endswith("Ingenting er skrevet. Rett feilene, og kjør kommandoen på nytt.\n")
    lines = re.findall(r'20[0-9]{2} = "3 %"', trouble)
    settings = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
    analysis.write("utredning.toml", "\n".join([settings, "[prisanslag]", *lines, ""]))
    assert ikt("skjema", "inputs/x", "--år", "2030", "--kommune", "1101") == 0
    assert capsys.readouterr().err == ""
    assert ikt("importer", "inputs/x", str(path)) == 0


def test_a_year_that_is_both_asked_for_and_told_in_must_have_a_price_too(analysis, capsys):
    settings = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
    settings = re.sub("(?m)^kroneverdi = .*", "kroneverdi = 2031", settings)
    analysis.write("utredning.toml", settings)
    assert ikt("skjema", "inputs/x", "--år", "2031", "--kommune", "1101") == 0
    trouble = capsys.readouterr().err
    assert trouble.startswith("Svarene for 2031 kan ikke tas inn før det finnes tall for prisene i")
    path = edit(Path("inputs/x/skjema/1101-eigersund-2031.xlsx"), amount(950))
    assert ikt("importer", "inputs/x", str(path)) == 1
    assert "kan ikke regnes om til kroner i 2031" in capsys.readouterr().err
    lines = re.findall(r'20[0-9]{2} = "3 %"', trouble)
    analysis.write("utredning.toml", "\n".join([settings, "[prisanslag]", *lines, ""]))
    assert ikt("skjema", "inputs/x", "--år", "2031", "--kommune", "1102") == 0
    assert capsys.readouterr().err == ""
    assert ikt("importer", "inputs/x", str(path)) == 0


def test_a_folder_without_forms(analysis, capsys):
    Path("tom").mkdir()
    assert ikt("importer", "inputs/x", "tom", "*.xlsx") == 1
    trouble = capsys.readouterr().err
    assert "tom: Dette er en mappe uten skjemaer (.xlsx)" in trouble
    assert "*.xlsx: Filen finnes ikke." in trouble


def test_who_has_not_answered_is_named_in_every_round(analysis, capsys):
    sent()
    first, second = (f"inputs/x/skjema/{n}-2022.xlsx" for n in ("1101-eigersund", "1106-haugesund"))
    none = "Har ikke svart (2 av 3): 1106 Haugesund og 1108 Sandnes\n"
    assert ikt("importer", "inputs/x", first, "--prøv") == 0
    assert none in capsys.readouterr().out
    assert not Path("inputs/x/tidligere").exists()
    assert ikt("importer", "inputs/x", first) == 0  # changes nothing, and is an answer
    assert none in capsys.readouterr().out
    edit(Path(second), amount(1850))
    assert ikt("importer", "inputs/x", second) == 0
    told = capsys.readouterr().out
    assert "Har ikke svart (1 av 3): 1108 Sandnes\n" in told
    assert re.search(
        r"Ikke i denne runden, men tatt inn tidligere: 1101 Eigersund \([0-9.]+\)", told
    )
    edit(
        Path(unread := "inputs/x/skjema/1108-sandnes-2022.xlsx"),
        lambda b: b.remove(b["Veiledning"]),
    )
    assert ikt("importer", "inputs/x", unread) == 1  # no form says the year
    told = capsys.readouterr().out
    assert "ikke kan leses (1 av 3): 1108 Sandnes\n" in told
    assert "tatt inn tidligere: 1101 Eigersund" in told
    kept = len(list(Path("inputs/x/tidligere").iterdir()))
    assert ikt("importer", "inputs/x", first, second) == 0
    assert "Har ikke svart (1 av 3): 1108 Sandnes\n" in capsys.readouterr().out
    assert len(list(Path("inputs/x/tidligere").iterdir())) == kept == 2
