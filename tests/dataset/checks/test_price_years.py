"""Years the price index lacks: what is told, and that the advice can be followed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from dataset.analysis_folder import SETTINGS, SHARED, Analysis

from analysis.dataset import Dataset, InputProblems, load
from analysis.dataset.checks.price_years import FIND_INDEX
from analysis.dataset.definitions import price_factor

INDEX = "inputs/felles/prisindeks.csv"
SHOWN = "inputs/x/utredning.toml"
LEVELS = {2021: 100.0, 2022: 106.7, 2023: 111.29, 2024: 116.08, 2025: 120.5}


def index_to(last: int) -> None:
    """Put a price index from 2021 to a year beside the analysis."""
    rows = [f"{year};{level:g};KS".replace(".", ",") for year, level in LEVELS.items()]
    kept = rows[: last - 2020]
    Path(INDEX).write_text("\n".join(["år;indeks;kilde", *kept, ""]), encoding="utf-8")


@pytest.fixture(params=[2024, 2025])
def last(analysis: Analysis, request: pytest.FixtureRequest) -> int:
    """The last year of the index: also the next one, which is published in between."""
    shutil.copytree(SHARED, "inputs/felles")
    index_to(request.param)
    return int(request.param)


@pytest.fixture
def to_2024(analysis: Analysis) -> None:
    shutil.copytree(SHARED, "inputs/felles")
    index_to(2024)


def settings(analysis: Analysis, kroneverdi: int, more: str = "") -> None:
    text = SETTINGS.replace("kroneverdi = 2022", f"kroneverdi = {kroneverdi}")
    analysis.write("utredning.toml", text + more)


def in_year(analysis: Analysis, year: int) -> None:
    analysis.change("budsjett", ";2022;", f";{year};", count=-1)


def read(analysis: Analysis) -> Dataset:
    return load(analysis.folder)


def refused(analysis: Analysis) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        read(analysis)
    return [str(p) for p in caught.value.problems if p.severity == "feil"]


def follow(analysis: Analysis, message: str) -> None:
    """Write what a message says is to be written, at the end of the file."""
    text = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
    lines = re.findall(r'20[0-9]{2} = "3 %"', message)
    assert lines
    heading = "[prisanslag]\n" if "linjen [prisanslag] nederst" in message else ""
    analysis.write("utredning.toml", text + heading + "".join(f"{line}\n" for line in lines))


def test_who_begins_today_is_told_what_to_write_and_not_stopped_again(
    analysis: Analysis, last: int
) -> None:
    """The budget and the kroner are of this year, and the assumptions are older."""
    in_year(analysis, 2026)
    settings(analysis, 2026)
    (error,) = refused(analysis)
    lines = " og ".join(f'{year} = "3 %"' for year in range(last + 1, 2027))
    years = " og ".join(str(year) for year in range(last + 1, 2027))
    assert error == (
        f"{SHOWN}:4: kroneverdi: Beløpene kan ikke regnes om til kroner i 2026, fordi {INDEX} "
        f"mangler {years}. Skriv linjen [prisanslag] nederst i utredning.toml, og under den "
        f'{lines}. Bytt ut "3 %" med prisveksten fra året før, slik dere anslår den'
    )
    follow(analysis, error)
    dataset = read(analysis)
    index = dataset.shared.price_index
    assert price_factor(index, 2022, 2026) == pytest.approx(
        LEVELS[last] / LEVELS[2022] * 1.03 ** (2026 - last)
    )
    own = index[index["år"] > last]
    place = f"utredning.toml:{10 + 2026 - last}"
    assert own.iloc[-1][["kilde", "source"]].tolist() == [
        f"arbeidsgruppens anslag ({place})", place,
    ]  # fmt: skip
    written = (analysis.folder / "utredning.toml").read_text(encoding="utf-8").splitlines()
    assert written[10 + 2026 - last - 1] == '2026 = "3 %"'
    published = pd.read_csv(INDEX, sep=";", decimal=",")
    assert index["år"].tolist() == [*published["år"], *range(last + 1, 2027)]
    assert index.loc[index["år"] <= last, "indeks"].tolist() == published["indeks"].tolist()


@pytest.mark.usefixtures("to_2024")
def test_the_advice_can_be_followed_where_some_years_are_estimated(analysis: Analysis) -> None:
    in_year(analysis, 2026)
    settings(analysis, 2027, "\n[prisanslag]\n2025 = 0.04\n")
    (error,) = refused(analysis)
    assert 'Skriv 2026 = "3 %" og 2027 = "3 %" under [prisanslag] i utredning.toml. Bytt' in error
    follow(analysis, error)
    assert read(analysis).shared.price_index["år"].tolist() == list(range(2021, 2028))


@pytest.mark.usefixtures("to_2024")
def test_amounts_that_are_in_the_kroner_that_are_shown_need_no_index(analysis: Analysis) -> None:
    in_year(analysis, 2026)
    assumptions = Path("inputs/felles/forutsetninger.toml")
    text = assumptions.read_text(encoding="utf-8")
    assumptions.write_text(re.sub("kroneverdi = 20..", "kroneverdi = 2026", text), encoding="utf-8")
    settings(analysis, 2026)
    assert 2026 not in set(read(analysis).shared.price_index["år"])
    settings(analysis, 2027)
    (error,) = refused(analysis)
    assert error.endswith("slik dere anslår den. Dere kan også sette kroneverdi til 2026")


@pytest.mark.usefixtures("to_2024")
def test_rows_of_a_year_the_index_lacks_are_counted(analysis: Analysis) -> None:
    analysis.append("budsjett", "1101;2026;lønn;5;x;anslag", "1106;2026;lønn;5;x;anslag")
    (error,) = refused(analysis)
    assert error.startswith(
        f"{SHOWN}:4: kroneverdi: Beløp fra 2026 (2 rader i budsjett) kan ikke regnes om til kroner "
        f"i 2022, fordi {INDEX} mangler 2025 og 2026. Skriv linjen [prisanslag]"
    )
    follow(analysis, error)
    assert read(analysis)


@pytest.mark.usefixtures("to_2024")
def test_an_earlier_year_has_to_stand_in_the_index(analysis: Analysis) -> None:
    analysis.append("budsjett", "1101;2003;lønn;5;x;anslag", "1106;2031;lønn;5;x;anslag")
    earlier, later = sorted(refused(analysis), key=lambda error: "prisanslag" in error)
    assert earlier == (
        f"{SHOWN}:4: kroneverdi: Beløp fra 2003 (1 rad i budsjett) kan ikke regnes om til kroner i "
        f"2022, fordi {INDEX} mangler 2003. Skriv veksten fra året før, i prosent, for 2004–2021 "
        f"i kolonnen vekst der (legg til kolonnen hvis den mangler). {FIND_INDEX}"
    )
    assert "mangler 2025–2031. Skriv linjen [prisanslag]" in later
    follow(analysis, later)
    first, *rest = Path(INDEX).read_text(encoding="utf-8").splitlines()[1:]
    grown = [f"{year};;KS;3" for year in range(2004, 2021)]
    lines = ["år;indeks;kilde;vekst", *grown, f"{first};3", *(f"{line};" for line in rest)]
    Path(INDEX).write_text("\n".join(lines), encoding="utf-8")
    index = read(analysis).shared.price_index
    assert price_factor(index, 2003, 2021) == pytest.approx(1.03**18)


@pytest.mark.usefixtures("to_2024")
def test_another_kroneverdi_is_offered_where_all_amounts_can_be_turned_into_it(
    analysis: Analysis,
) -> None:
    settings(analysis, 2031)
    (error,) = refused(analysis)
    assert error.endswith("slik dere anslår den. Dere kan også sette kroneverdi til 2021–2024")
    settings(analysis, 2015)
    (error,) = refused(analysis)
    assert "mangler 2015. Skriv veksten fra året før, i prosent, for 2016–2021 i kolonnen" in error
    assert error.endswith("Dere kan også sette kroneverdi til 2021–2024")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2024 = 0.03", ["12: prisanslag.2024: Året står i prisindeks.csv. Slett linjen"]),
        ("2015 = 0.03", ["12: prisanslag.2015: Prisindeksen går til 2024, og anslag gjelder bare "
         "senere år. Slett linjen"]),
        ("2027 = 0.03\n2028 = 0.02", ["12: prisanslag.2027: Året før mangler. Skriv "
         '2025 = "3 %" og 2026 = "3 %" under [prisanslag] i utredning.toml. Bytt ut "3 %" med '
         "prisveksten fra året før, slik dere anslår den"]),
        ("2025 = 3.5", ["12: prisanslag.2025: «3.5» kan ikke brukes. Skriv veksten i prosent: "
         '2025 = "3,5 %", med anførselstegn']),
        ('2025 = "3,5"', ["12: prisanslag.2025: «3,5» kan ikke brukes. Skriv veksten i prosent: "
         '2025 = "3,5 %", med anførselstegn']),
        ('2025 = "60 %"', ["12: prisanslag.2025: «60 %» kan ikke brukes. Skriv veksten i prosent: "
         '2025 = "3,5 %", med anførselstegn']),
        ("2025 = true", ["12: prisanslag.2025: «true» kan ikke brukes. Skriv veksten i prosent: "
         '2025 = "3,5 %", med anførselstegn']),
        ("2025 = nan", ["12: prisanslag.2025: «nan» kan ikke brukes. Skriv veksten i prosent: "
         '2025 = "3,5 %", med anførselstegn']),
        ("neste = 0.03", ["12: prisanslag.neste: «neste» er ikke et årstall fra 2000 til 2100. "
         'Skriv for eksempel 2026 = "3,5 %"']),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("to_2024")
def test_estimates_that_cannot_be_used(analysis: Analysis, given: str, said: list[str]) -> None:
    settings(analysis, 2022, f"\n[prisanslag]\n{given}\n")
    assert refused(analysis) == [f"{SHOWN}:{one}" for one in said]


@pytest.mark.usefixtures("to_2024")
def test_a_wrong_estimate_is_told_once(analysis: Analysis) -> None:
    """The year it is for is not told as missing, too."""
    in_year(analysis, 2026)
    settings(analysis, 2026, "\n[prisanslag]\n2024 = 0.02\n2026 = 0.03\n")
    assert [error.split(": ")[1] for error in refused(analysis)] == [
        "prisanslag.2024", "prisanslag.2026",
    ]  # fmt: skip


@pytest.mark.usefixtures("to_2024")
def test_estimates_may_stand_in_any_order_and_form(analysis: Analysis) -> None:
    settings(analysis, 2022, '\n[prisanslag]\n2026 = 0\n"2025" = -0.01\n')
    index = read(analysis).shared.price_index
    assert index["source"].tolist()[-2:] == ["utredning.toml:13", "utredning.toml:12"]
    assert index["indeks"].tolist()[-2:] == pytest.approx([LEVELS[2024] * 0.99] * 2)
    given = SETTINGS.replace("kroneverdi", "prisanslag.2025 = 0.01\nkroneverdi")
    analysis.write("utredning.toml", given)
    assert read(analysis).shared.price_index["source"].tolist()[-1] == "utredning.toml"


@pytest.mark.usefixtures("to_2024")
def test_a_table_that_is_none(analysis: Analysis) -> None:
    analysis.write("utredning.toml", f"prisanslag = 0.03\n{SETTINGS}")
    assert refused(analysis) == [
        f"{SHOWN}:1: prisanslag: «0.03» kan ikke brukes. Skriv linjen [prisanslag] og under den "
        'veksten hvert år i prosent, for eksempel 2026 = "3,5 %"'
    ]


@pytest.mark.usefixtures("to_2024")
def test_nothing_is_chained_on_an_index_without_years(analysis: Analysis) -> None:
    Path(INDEX).write_text("år;indeks;kilde\n", encoding="utf-8")
    assumptions = Path("inputs/felles/forutsetninger.toml")
    text = assumptions.read_text(encoding="utf-8")
    assumptions.write_text(re.sub("kroneverdi = 20..", "kroneverdi = 2022", text), encoding="utf-8")
    settings(analysis, 2022, "\n[prisanslag]\n2023 = 0.03\n")
    assert read(analysis).shared.price_index.empty


@pytest.mark.parametrize("written", ['"3,5 %"', '"3.5%"', '" 3,5 prosent "', "0.035"])
@pytest.mark.usefixtures("to_2024")
def test_a_percentage_is_enough(analysis: Analysis, written: str) -> None:
    settings(analysis, 2022, f"\n[prisanslag]\n2025 = {written}\n")
    index = read(analysis).shared.price_index
    assert index["indeks"].iloc[-1] == pytest.approx(LEVELS[2024] * 1.035)


@pytest.mark.usefixtures("to_2024")
def test_a_fall_in_per_cent(analysis: Analysis) -> None:
    settings(analysis, 2022, '\n[prisanslag]\n2025 = "−1 %"\n2026 = "-1,5 %"\n')
    index = read(analysis).shared.price_index
    assert index["indeks"].iloc[-1] == pytest.approx(LEVELS[2024] * 0.99 * 0.985)
