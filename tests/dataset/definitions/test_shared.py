"""Every mistake in the three toml files of inputs/felles is told with file, line and key."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
from dataset.definitions.shared_files import (
    ALT,
    ASSUME,
    CRIT,
    FELLES,
    change,
    entry_line,
    load,
)

from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST
from analysis.dataset.definitions.shared import price_factor
from analysis.dataset.tables.categories import ALTERNATIVE_IDS, COMPUTED_CRITERIA, JUDGED_CRITERIA


def test_what_ships_is_without_problems() -> None:
    shared, problems = load(FELLES)
    assert not problems
    assert shared is not None
    assert tuple(a.id for a in shared.alternatives) == ALTERNATIVE_IDS
    assert {c.id for c in shared.criteria} == {*COMPUTED_CRITERIA, *JUDGED_CRITERIA}
    assert set(shared.assumptions) == set(ASSUMPTION_LIST)
    assert shared.alternative("3").vert
    assert shared.criterion("saarbarhet").computed
    assert shared.cost_ceiling > 0


def test_no_saving_is_promised_by_what_ships() -> None:
    shared, _ = load(FELLES)
    assert shared is not None
    for name in ("innkjop_pris", "drift_per_dobling", "organisasjon_per_dobling", "konsulent_pris"):
        assert shared.assumptions[name].value("ugunstig") <= 0, name


ENTRY_MISTAKES = [
    # (file, table, entry, pattern, replacement, key, message)
    (ALT, "alternativ", "1", "^innfasing", "innfassing", "1.innfassing", "Mente du «innfasing»"),
    (ALT, "alternativ", "1", '^navn = ".*"', "", "1.navn", "mangler"),
    (ALT, "alternativ", "1", '^navn = ".*"', 'navn = ""', "1.navn", "tom"),
    (ALT, "alternativ", "1", r"\[0.3, 0.5, 0.2\]", "[0.3, 0.5]", "1.engangsprofil", "bli 1"),
    (
        ALT,
        "alternativ",
        "1",
        r"\[0.0, 0.25, 0.75, 1.0\]",
        "[0.0, 0.9, 0.5]",
        "1.innfasing",
        "stige",
    ),
    (ALT, "alternativ", "1", r"\[0.0, 0.25, 0.75, 1.0\]", "[0.0, 1.5]", "1.innfasing.1", "høyst 1"),
    (ALT, "alternativ", "1", "konvergens = true", 'konvergens = "ja"', "1.konvergens", "true"),
    (
        ALT,
        "alternativ",
        "1",
        '"oppgavefellesskap"',
        '"oppgavefelleskap"',
        "1.rettsformer",
        "Mente du",
    ),
    (
        ALT,
        "alternativ",
        "1",
        '"innkjop_pris"',
        '"inkjop_pris"',
        "1.tiltak",
        "Mente du «innkjop_pris»",
    ),
    (ALT, "alternativ", "1", "^innkjop =", "innkjøp =", "1.tiltak", "linjen"),
    (ALT, "alternativ", "2", r'\["sikkerhet",', '["vakt",', "2.funksjoner.0", "Velg mellom"),
    (ALT, "alternativ", "3", r'\["lønn",', '["lonn",', "3.felles_kasse.0", "Velg mellom"),
    (ALT, "alternativ", "5", '^id = "5"', 'id = "6"', "6.id", "Velg mellom"),
    (ALT, "rettsform", "iks", "^ansvar = .*", "", "iks.ansvar", "mangler"),
    (
        ALT,
        "rettsform",
        "iks",
        "maa_kontrolleres = true",
        "maa_kontrolleres = 1",
        "iks.maa_kont",
        "true",
    ),
    (
        ASSUME,
        "forutsetning",
        "fravaer",
        '^id = "fravaer"',
        'id = "fraver"',
        "fraver",
        "Mente du «fravaer»",
    ),
    (
        ASSUME,
        "forutsetning",
        "fravaer",
        'enhet = "andel"',
        'enhet = "prosent"',
        "fravaer.enhet",
        "«andel»",
    ),
    (ASSUME, "forutsetning", "fravaer", "p50 = 0.18", "p50 = 0.5", "fravaer.anslag", "stigende"),
    (ASSUME, "forutsetning", "fravaer", "p90 = 0.24", "p90 = 24.0", "fravaer.anslag", "utenfor"),
    (ASSUME, "forutsetning", "fravaer", "p90 = 0.24", 'p90 = "mye"', "fravaer.anslag", ""),
    (ASSUME, "forutsetning", "fravaer", "p10 = 0.14", "min = 0.14", "fravaer.anslag", ""),
    (
        ASSUME,
        "forutsetning",
        "fravaer",
        "anslag = .*}",
        'anslag = "vet ikke"',
        "fravaer.anslag",
        "",
    ),
    (
        ASSUME,
        "forutsetning",
        "fravaer",
        'retning = "lav"',
        'retning = "ned"',
        "fravaer.retning",
        "høy, lav",
    ),
    (ASSUME, "forutsetning", "fravaer", "kilder = .*", "kilder = []", "fravaer.kilder", "tom"),
    (ASSUME, "forutsetning", "fravaer", "kilder = .*", "", "fravaer.kilder", "mangler"),
    (
        ASSUME,
        "forutsetning",
        "fravaer",
        'kvalitet = "anslag"',
        'kvalitet = "illustrativ"',
        "fravaer.kvalitet",
        "anslag",
    ),
    (
        ASSUME,
        "forutsetning",
        "fravaer",
        "gyldig_til = .*",
        'gyldig_til = "2027"',
        "fravaer.gyldig_til",
        "dato",
    ),
    (
        ASSUME,
        "forutsetning",
        "vaktordning",
        "kroneverdi = 2022\n",
        "",
        "vaktordning.kroneverdi",
        "Mangler",
    ),
    # A smallest amount is for what grows with size alone.
    (ASSUME, "forutsetning", "fravaer", "^retning", "minst = 0.1\nretning", "fravaer.minst", "per"),
    (ASSUME, "forutsetning", "vaktordning", "minst = 300", "minst = -1", "vaktordning.minst", "0"),
    (ASSUME, "forutsetning", "vaktordning", "kr per bruker per år", "1000 kr per år",
     "vaktordning.enhet", "«kr per bruker per år»"),
    # Each lever names all it rests on.
    (ALT, "alternativ", "3", ', vakt_i_dag = "vakt_i_dag"', "",
     "3.tiltak.ressurser.vakt_i_dag", "mangler"),
    (ALT, "alternativ", "4", ', folger_drift = "pris_folger_drift"', "",
     "4.tiltak.tjenestepris.folger_drift", "mangler"),
    (ALT, "alternativ", "4", '"utstyr_unngaatt"', '"utstyr_unngått"',
     "4.tiltak", "Mente du «utstyr_unngaatt»"),
    (ALT, "alternativ", "4", '"felleskostnad_lonn"', '"felleskostnad_lønn"',
     "4.tiltak", "Mente du «felleskostnad_lonn»"),
    (
        CRIT,
        "kriterium",
        "ansatte",
        '^id = "ansatte"',
        'id = "ansatt"',
        "ansatt",
        "Mente du «ansatte»",
    ),
    (
        CRIT,
        "kriterium",
        "ansatte",
        'gruppe = ".*"',
        'gruppe = "gjennomføring"',
        "ansatte.gruppe",
        "gjennomforing",
    ),
    (
        CRIT,
        "kriterium",
        "ansatte",
        'retning = "høy"',
        'retning = "lav"',
        "ansatte.retning",
        "verst og best",
    ),
    (CRIT, "kriterium", "ansatte", "verst = -4", "verst = 4", "ansatte.retning", "verst og best"),
    (CRIT, "kriterium", "ansatte", "verst = -4", "verst = nan", "ansatte.", ""),
    (
        CRIT,
        "kriterium",
        "ansatte",
        "begrunnelse_best = .*",
        "",
        "ansatte.begrunnelse_best",
        "mangler",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "table", "entry", "old", "new", "key", "message"),
    ENTRY_MISTAKES,
    ids=[f"{m[0][:4]}-{m[2]}-{m[5]}-{i}" for i, m in enumerate(ENTRY_MISTAKES)],
)
def test_a_mistake_in_an_entry(
    folder: Path, file: str, table: str, entry: str, old: str, new: str, key: str, message: str
) -> None:
    line = change(folder, file, table, entry, old, new)
    _, problems = load(folder)
    told = [p for p in problems if (p.column or "").startswith(key)] or problems
    assert told, "nothing was told"
    assert told[0].file == (folder / file).as_posix()
    if message == "linjen":  # a syntax error stands on its own line
        assert told[0].line is not None and told[0].line > line
    else:
        assert (told[0].line, message in told[0].message) == (line, True), told[0]
        assert (told[0].column or "").startswith(key)
    assert "Traceback" not in str(told[0])
    assert "pydantic" not in str(told[0]).lower()


@pytest.mark.parametrize("file", [ALT, CRIT, ASSUME])
def test_a_file_that_cannot_be_read(folder: Path, file: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    for broken, message in (
        (None, "Filen mangler"),
        (text.encode("latin-1", errors="replace"), "UTF-8"),
        ((text + "\nnavn = Grønn\n").encode(), "kan ikke leses"),
        (b"\x00\x01\x02", "kan ikke leses"),
    ):
        path.unlink(missing_ok=True)
        if broken is not None:
            path.write_bytes(broken)
        shared, problems = load(folder)
        assert shared is None
        assert [p.file for p in problems] == [path.as_posix()]
        assert message in problems[0].message
        assert problems[0].line is not None or message in ("Filen mangler", "UTF-8")


@pytest.mark.parametrize(
    ("file", "table"),
    [
        *((ALT, table) for table in ("alternativ", "rettsform")),
        *((CRIT, table) for table in ("gruppe", "kriterium")),
        (ASSUME, "forutsetning"),
    ],
)
def test_a_file_without_entries(folder: Path, file: str, table: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8").replace(f"[{table}", f"[{table}er")
    path.write_text(text, encoding="utf-8")
    _, problems = load(folder)
    told = {(p.column, p.message.split(".")[0]) for p in problems if p.file == path.as_posix()}
    assert (table, f"Filen har ingen [[{table}]]") in told
    assert (f"{table}er", "Nøkkelen er ukjent") in told


def test_a_missing_entry_and_one_given_twice(folder: Path) -> None:
    for file, table, gone, twice in (
        (ALT, "alternativ", "4", "2"),
        (CRIT, "kriterium", "ansatte", "saarbarhet"),
        (ASSUME, "forutsetning", "fravaer", "vaktordning"),
    ):
        path = folder / file
        blocks = re.split(r"(?=^\[\[)", path.read_text(encoding="utf-8"), flags=re.M)
        kept = [b for b in blocks if not b.startswith(f'[[{table}]]\nid = "{gone}"')]
        again = [b for b in blocks if b.startswith(f'[[{table}]]\nid = "{twice}"')]
        assert len(kept) == len(blocks) - 1 and len(again) == 1
        text = "".join([*kept, *again])
        path.write_text(text, encoding="utf-8")
        _, problems = load(folder)
        told = [str(p) for p in problems if p.file == path.as_posix()]
        assert len(told) == 2, told
        assert any(gone in line and "mangler" in line for line in told)
        last = text.rindex(f"[[{table}]]")
        line = text[:last].count("\n") + 1
        assert any(f":{line}: id: «{twice}» står to ganger" in message for message in told)


def test_all_problems_are_told_at_once(folder: Path) -> None:
    change(folder, ALT, "alternativ", "2", "engangsprofil = .*", "engangsprofil = [0.5]")
    change(folder, ALT, "alternativ", "3", '"innkjop_pris"', '"innkjop"')
    change(folder, ASSUME, "forutsetning", "fravaer", 'enhet = ".*"', 'enhet = "dager"')
    change(folder, CRIT, "kriterium", "ansatte", 'retning = ".*"', 'retning = "lav"')
    _, problems = load(folder)
    assert [(Path(p.file).name, p.column) for p in problems] == [
        (ALT, "2.engangsprofil"),
        (ALT, "3.tiltak"),
        (ASSUME, "fravaer.enhet"),
        (CRIT, "ansatte.retning"),
    ]


@pytest.mark.parametrize("name", ASSUMPTION_LIST)
def test_any_assumption_may_be_unknown(folder: Path, name: str) -> None:
    change(folder, ASSUME, "forutsetning", name, "^anslag = .*", 'anslag = "ukjent"')
    shared, problems = load(folder)
    assert not problems
    assert shared is not None
    assert not shared.assumptions[name].known
    assert shared.assumptions[name].value("ugunstig") == 0.0


def test_dates_are_dates(folder: Path) -> None:
    shared, _ = load(folder)
    assert shared is not None
    assert isinstance(shared.assumptions["fravaer"].gyldig_til, dt.date)


def test_price_factor() -> None:
    index = pd.DataFrame({"år": [2021, 2022], "indeks": [100.0, 106.7]})
    assert price_factor(index, 2021, 2022) == pytest.approx(1.067)
    assert price_factor(index, 2022, 2021) == pytest.approx(1 / 1.067)
    assert price_factor(index, 2030, 2030) == 1.0
    with pytest.raises(KeyError, match="2030"):
        price_factor(index, 2030, 2022)


def test_a_mistake_is_told_once_and_without_the_words_of_the_library(folder: Path) -> None:
    for old, new in (("p90 = 0.24", 'p90 = "mye"'), ("p10 = 0.14", "min = 0.14")):
        change(folder, ASSUME, "forutsetning", "fravaer", old, new)
        _, problems = load(folder)
        assert [p.column for p in problems] == ["fravaer.anslag"]
        assert "min = 1, sannsynlig = 2, maks = 3" in problems[0].message
    change(folder, ALT, "rettsform", "iks", "^ansvar = .*", "")
    assert [p.column for p in load(folder)[1]] == ["iks.ansvar", "fravaer.anslag"]


def test_every_assumption_has_its_place() -> None:
    shared, _ = load(FELLES)
    assert shared is not None
    text = (FELLES / ASSUME).read_text(encoding="utf-8")
    assert shared.assumption_sources == {
        name: f"felles/{ASSUME}:{entry_line(text, 'forutsetning', name)}"
        for name in shared.assumptions
    }
