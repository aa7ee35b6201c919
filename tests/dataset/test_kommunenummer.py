"""Municipality codes of any year since 2017."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from dataset.analysis_folder import CODES, SHARED, Analysis

from analysis.dataset.kommunenummer import (
    AmbiguousCode,
    Change,
    History,
    UnknownCode,
    current,
    read_history,
)

KLASS = Path(__file__).with_name("klass131")
NEW_YEAR = {year: dt.date(year, 1, 1) for year in range(2017, 2027)}


@pytest.mark.parametrize(
    ("code", "carried"),
    [
        ("0301", "0301"),
        ("1534", "1580"),
        ("1504", "1508"),
        ("1523", "1508"),
        ("1529", "1508"),
        ("1546", "1508"),
        ("0101", "3101"),
        ("5001", "5001"),
        ("1601", "5001"),
    ],
)
def test_carries_a_code_to_the_current_one(code: str, carried: str) -> None:
    assert current(code) == carried
    assert current(code, on=NEW_YEAR[2024]) == carried


@pytest.mark.parametrize(
    ("code", "candidates"),
    [
        ("1507", ("1508", "1580")),
        ("0720", ("3905", "3907")),
        ("1850", ("1806", "1875")),
        ("5012", ("5055", "5056", "5059")),
        ("1613", ("5055", "5056", "5059")),
    ],
)
def test_asks_where_a_municipality_was_split(code: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(AmbiguousCode) as caught:
        current(code)
    assert caught.value.candidates == candidates
    assert all(candidate in str(caught.value) for candidate in candidates)


def test_a_split_code_is_sound_until_the_day_it_is_split() -> None:
    assert current("1507", on=dt.date(2023, 12, 31)) == "1507"
    with pytest.raises(AmbiguousCode) as caught:
        current("1507", on=NEW_YEAR[2024])
    assert caught.value.candidates == ("1508", "1580")


def test_answers_for_the_day_that_is_asked_for() -> None:
    assert current("1534", on=NEW_YEAR[2019]) == "1534"
    assert current("1534", on=dt.date(2019, 12, 31)) == "1534"
    assert current("1534", on=NEW_YEAR[2020]) == "1507"
    assert current("1507", on=NEW_YEAR[2023]) == "1507"
    with pytest.raises(UnknownCode, match="01.01.2021"):
        current("1580", on=NEW_YEAR[2021])


@pytest.mark.parametrize("code", ["9999", "0000", "", "abcd", "605"])
def test_refuses_codes_no_municipality_has_had(code: str) -> None:
    with pytest.raises(UnknownCode):
        current(code)


def test_the_shipped_history_has_as_many_municipalities_as_norway() -> None:
    history = read_history()
    codes = {change.old for change in history.changes} | {c.new for c in history.changes}
    for year, number in ((2017, 426), (2018, 422), (2019, 422), (2020, 356), (2024, 357)):
        valid = set()
        for code in codes:
            try:
                valid.add(history.current(code, NEW_YEAR[year]))
            except (AmbiguousCode, UnknownCode):
                continue
        assert len(valid) == number, year


def test_every_code_is_carried_to_one_that_stays() -> None:
    history = read_history()
    for change in history.changes:
        try:
            ends = {history.current(change.old)}
        except AmbiguousCode as split:
            ends = set(split.candidates)
        assert ends
        assert all(history.current(end) == end and history.name(end) for end in ends)


def test_follows_another_history() -> None:
    merged = Change("1111", "Vik", "2222", "Nes", NEW_YEAR[2020], True)
    unchanged = Change("2222", "Nes", "2222", "Nes", NEW_YEAR[2017], True)
    history = History((merged, unchanged))
    assert current("1111", history=history) == "2222"
    assert current("1111", NEW_YEAR[2019], history) == "1111"
    assert current("2222", NEW_YEAR[2019], history) == "2222"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("0001;A;0002;B;i fjor;SSB;ja", "Linje 2: «i fjor» er ikke en dato"),
        ("1;A;0002;B;2020-01-01;SSB;ja", "Linje 2: Kommunenummer skal ha fire sifre"),
        ("0001;A;0002;B;2020-01-01;SSB;kanskje", "«kanskje» er ikke ja eller nei"),
    ],
)
def test_a_damaged_history_says_where(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "kommunenummer.csv"
    path.write_text(f"gammel_kode;gammelt_navn;ny_kode;nytt_navn;dato;kilde;entydig\n{row}\n")
    with pytest.raises(ValueError, match=message.replace("?", r"\?")):
        read_history(path)
    path.write_text("gammel_kode;ny_kode\n")
    with pytest.raises(ValueError, match="Kolonnen gammelt_navn mangler"):
        read_history(path)


def klass(name: str) -> list[dict[str, str]]:
    """Rows of a list from Statistics Norway, without the code for unknown."""
    with (KLASS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return [r for r in csv.DictReader(stream, delimiter=";") if r["kommunenummer"] != "9999"]


TODAY = {row["kommunenummer"]: row["navn"] for row in klass("codes_at_2026-01-01")}
SINCE_2017 = klass("codes_since_2017")
SPLIT = {
    "1507": ("1508", "1580"),
    "1613": ("5055", "5056", "5059"),
    "1850": ("1806", "1875"),
    "5012": ("5055", "5056", "5059"),
}


def in_use(row: dict[str, str], day: dt.date) -> bool:
    until = row["gyldig_til"] or "9999-12-31"
    return row["gyldig_fra"] <= day.isoformat() < until


def test_the_municipalities_of_today_are_the_357_of_statistics_norway() -> None:
    history = read_history()
    assert len(TODAY) == 357
    assert history.valid(NEW_YEAR[2026]) == set(TODAY)
    for code, name in TODAY.items():
        assert current(code) == code
        # Statistics Norway adds names in other official languages.
        assert history.name(code) in (name, name.split(" - ")[0])


def test_every_code_since_2017_is_resolved_or_asked_about() -> None:
    codes = {row["kommunenummer"] for row in SINCE_2017}
    assert len(codes) == 835
    asked: dict[str, tuple[str, ...]] = {}
    reached = set()
    for code in codes:
        try:
            reached.add(current(code))
        except AmbiguousCode as split:
            asked[code] = split.candidates
            assert all(f"{end} {read_history().name(end)}" in str(split) for end in asked[code])
    assert asked == SPLIT
    assert reached == set(TODAY)


@pytest.mark.parametrize("year", NEW_YEAR)
def test_every_code_is_itself_while_it_is_in_use_and_only_then(year: int) -> None:
    history, day = read_history(), NEW_YEAR[year]
    valid = {row["kommunenummer"] for row in SINCE_2017 if in_use(row, day)}
    assert history.valid(day) == valid
    for code in valid:
        assert history.current(code, day) == code


@pytest.mark.parametrize("year", NEW_YEAR)
def test_looking_back_and_looking_ahead_agree(year: int) -> None:
    history, day = read_history(), NEW_YEAR[year]
    made_of: dict[str, tuple[str, ...]] = {}
    partly: dict[str, str] = {}
    for code in TODAY:
        try:
            made_of[code] = history.earlier(code, day)
        except AmbiguousCode as split:
            partly[code] = split.code
    for old in history.valid(day):
        if old in SPLIT:
            assert all(partly[end] in SPLIT for end in SPLIT[old])
        elif history.current(old) not in partly:
            assert old in made_of[history.current(old)]
    found = [old for codes in made_of.values() for old in codes]
    assert len(found) == len(set(found)) and all(made_of.values())
    assert set(found) <= history.valid(day) - set(SPLIT)


def labels_of_07459() -> dict[str, str]:
    path = KLASS.parent / "ssb" / "recorded" / "07459-metadata.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    return dict(table["dimension"]["Region"]["category"]["label"])


@pytest.mark.parametrize("code", [c for c in labels_of_07459() if len(c) == 4])
def test_the_years_are_those_statistics_norway_writes_beside_the_name(code: str) -> None:
    label = labels_of_07459()[code]
    name, _, years = label.partition(" (")
    first, _, last = years.rstrip(")").partition("-")
    history = read_history()
    assert history.name(history.current(code)) == name
    assert (code in history.valid(NEW_YEAR[2026])) == (not years)
    for year in range(max(2017, int(first or 0)), 2027) if years else ():
        assert (code in history.valid(NEW_YEAR[year])) == (year <= int(last))


@pytest.mark.parametrize(
    ("code", "year", "codes"),
    [
        ("3236", 2019, ("0532",)),
        ("3236", 2023, ("3053",)),
        ("3301", 2019, ("0602", "0625", "0711")),
        ("1580", 2019, ("1534",)),
        ("1508", 2019, ("1504", "1523", "1529", "1546")),
        ("0301", 2017, ("0301",)),
    ],
)
def test_knows_what_a_municipality_was_made_of(
    code: str, year: int, codes: tuple[str, ...]
) -> None:
    assert read_history().earlier(code, NEW_YEAR[year]) == codes


@pytest.mark.parametrize(
    ("code", "year", "split"),
    [("1508", 2022, "1507"), ("1580", 2020, "1507"), ("1806", 2019, "1850")],
)
def test_never_shares_out_what_was_split_later(code: str, year: int, split: str) -> None:
    with pytest.raises(AmbiguousCode) as caught:
        read_history().earlier(code, NEW_YEAR[year])
    assert caught.value.code == split and code in caught.value.candidates


OLD = {"3301": "0602", "3305": "3007", "3310": "0612"}
EXTRA = {
    "organisering": ("kommunenummer;tema;svar;kilde", "{};vakt;Ingen;Skjema"),
    "mandat": ("kommunenummer;alternativ;tillatt;begrunnelse", "{};3;ja;Sak"),
    "vekter": ("kommunenummer;kriterium;vekt", "{};saarbarhet;2"),
    "kommunedata": (
        "kommunenummer;år;størrelse;verdi;enhet;kilde;oppdatert;hentet;status",
        "{};2022;innbyggere;9000;personer;SSB;;;endelig",
    ),
}


def test_a_code_of_another_year_is_accepted_in_every_table(analysis: Analysis) -> None:
    """One table has today's codes, the others those of 2019 or 2022, and nothing differs."""
    for table, text in analysis.tables.items():
        for code, current_code in zip(CODES, OLD, strict=True):
            text = text.replace(code, current_code if table == "kommuner" else OLD[current_code])
        analysis.write(f"{table}.csv", text)
    for table, (header, row) in EXTRA.items():
        analysis.write(f"{table}.csv", "\n".join([header, *map(row.format, OLD.values()), ""]))
    analysis.write(
        "vurderinger.csv", analysis.tables["vurderinger"] + "3;ansatte;0612;2;Fordi;Sak\n"
    )
    analysis.write("tekst/3007/mindretall.md", "Vi er uenige.")
    areas = [
        {
            "type": "Feature",
            "properties": {"kommunenummer": code},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[9, 60], [10, 60], [10, 61], [9, 60]]],
            },
        }
        for code in OLD.values()
    ]
    analysis.write("kart.geojson", json.dumps({"type": "FeatureCollection", "features": areas}))
    dataset = analysis.load()
    frames = {
        name: getattr(dataset, name)["kommunenummer"]
        for name in ("budget", "staff", "applications", "organisation", "mandate", "weights",
                     "official")
    }  # fmt: skip
    assert all(set(codes) == set(OLD) for codes in frames.values())
    assert set(dataset.judgements["kommunenummer"]) == {"", "3310"}
    assert list(dataset.texts) == [("3305", "mindretall")]
    assert dataset.borders is not None
    assert [f["properties"]["kommunenummer"] for f in dataset.borders["features"]] == list(OLD)


@pytest.mark.parametrize("table", ["budsjett", "bemanning", "applikasjoner"])
@pytest.mark.parametrize("code", SPLIT)
def test_a_split_municipality_is_asked_about_where_it_stands(
    analysis: Analysis, table: str, code: str
) -> None:
    analysis.change(table, f"\n{CODES[0]};", f"\n{code};")
    message = analysis.errors()[0]
    assert message.startswith(
        f"inputs/x/{table}.csv:2: kommunenummer: Kommunen med nummer «{code}»"
    )
    assert all(candidate in message for candidate in SPLIT[code])
    assert message.endswith("Skriv nummeret til kommunen raden gjelder")


def test_the_shipped_history_is_the_one_analyses_are_read_with() -> None:
    assert read_history(SHARED / "kommunenummer.csv") == read_history()
