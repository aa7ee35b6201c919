"""What is taken into use is in the files afterwards, all of it or nothing, and nothing else is."""

from __future__ import annotations

import csv
import datetime as dt
import multiprocessing
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import CannotTry, Dataset, InputProblems, Trial, load, tried
from analysis.dataset.changing import folder_lock
from analysis.workshop import CannotSave, Conflicts, Saved, save
from analysis.workshop import saving as saving_module
from tests.examples import examples

EXAMPLE = Path("inputs/ringeriksregionen")
# A workshop that is open leaves a lock.
_HIDDEN = shutil.ignore_patterns(".*")
WHEN = dt.datetime(2026, 6, 12, 10, 30)
CITED = "verksted 12. juni 2026"
DECIDED = {"who": "arbeidsgruppen", "why": "Dette ble vi enige om", "when": WHEN}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy: Path = shutil.copytree(EXAMPLE, tmp_path / "ringeriksregionen", ignore=_HIDDEN)
    return copy


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def lines(folder: Path, name: str) -> list[str]:
    return (folder / name).read_text("utf-8-sig").splitlines()


def log(folder: Path) -> list[dict[str, str]]:
    with (folder / "verkstedlogg.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def said(dataset: Dataset) -> dict[str, Any]:
    """What a trial can change, as values."""

    def cells(table: str, key: list[str], value: str) -> dict[tuple[str, ...], Any]:
        frame = dataset.frame(table)
        rows = zip(map(tuple, frame[key].to_numpy().tolist()), frame[value], strict=True)
        return {place: cell for place, cell in rows if not pd.isna(cell)}

    chosen = dataset.settings
    return {
        "weights": cells("vekter", ["kommunenummer", "kriterium"], "vekt"),
        "judgements": cells("vurderinger", ["kommunenummer", "alternativ", "kriterium"], "omfang"),
        "mandate": cells("mandat", ["kommunenummer", "alternativ"], "tillatt"),
        "key": {part: share for part, share in chosen.fordeling.items() if share},
        "others": chosen.model_copy(update={"fordeling": {}, "nokkel_bestemt": False}),
        "assumptions": {
            name: (one.anslag, one.minst, one.kroneverdi, one.enhet, one.retning, one.navn)
            for name, one in dataset.shared.assumptions.items()
        },
    }


SHOWN = load(EXAMPLE)
CODES = [str(code) for code in SHOWN.municipalities.index]
CRITERIA = [c.id for c in SHOWN.shared.criteria]
JUDGED = [c.id for c in SHOWN.shared.criteria if not c.computed]
ALTERNATIVES = [str(a.id) for a in SHOWN.shared.alternatives if a.id != "0"]
WEIGHT = st.floats(0, 1e6).filter(lambda w: w == 0 or w > 1e-9)


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Trials of every kind that can be tried on the example."""
    whose = st.sampled_from(["", *CODES])
    sets = st.dictionaries(st.sampled_from(CRITERIA), WEIGHT, min_size=1)
    parts = draw(st.lists(st.integers(0, 5), min_size=4, max_size=4))
    key = {
        part: share / sum(parts)
        for part, share in zip(("lik", "innbyggere", "brukere", "ansatte"), parts, strict=True)
        if share
    } if any(parts) else None  # fmt: skip
    assumptions = {}
    for name in draw(st.lists(st.sampled_from(sorted(SHOWN.shared.assumptions)), max_size=3)):
        ends = SHOWN.shared.assumptions[name].name
        assumptions[name] = draw(st.floats(ends.lower, min(ends.upper, ends.lower + 10)))
    return Trial(
        weights={
            code: weights
            for code, weights in draw(st.dictionaries(whose, sets, max_size=3)).items()
            if sum(weights.values()) > 0
        },
        judgements=draw(
            st.dictionaries(
                st.tuples(whose, st.sampled_from(ALTERNATIVES), st.sampled_from(JUDGED)),
                st.integers(-4, 4).map(float),
                max_size=5,
            )
        ),
        key=key,
        mandate=draw(
            st.dictionaries(
                st.tuples(st.sampled_from(CODES), st.sampled_from(ALTERNATIVES)),
                st.sampled_from(["ja", "avklares"]),
                max_size=3,
            )
        ),
        host=draw(st.sampled_from([None, "", "3305"])),
        company=draw(st.sampled_from([None, "", *SHOWN.companies["selskap"]])),
        assumptions=assumptions,
    )


@examples(0.4)
@given(st.lists(trials(), min_size=1, max_size=2))
def test_what_is_saved_is_what_was_tried(sequence: list[Trial]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(shutil.copytree(EXAMPLE, Path(place) / "ringeriksregionen", ignore=_HIDDEN))
        shown = load(folder)
        for number, trial in enumerate(sequence):
            before = contents(folder)
            expected = said(tried(shown, trial))
            decided = {**DECIDED, "when": WHEN + dt.timedelta(minutes=number)}
            saved = save(folder, shown, trial, **decided)
            there = load(folder)
            assert said(there) == said(saved.dataset) == expected
            assert there.settings.nokkel_bestemt or trial.key is None
            _only_what_was_said_is_written(before, contents(folder), saved)
            again = save(folder, there, trial, **decided)
            assert again.edits == () and again.kept is None
            shown = there


def _only_what_was_said_is_written(
    before: dict[str, bytes], after: dict[str, bytes], saved: Saved
) -> None:
    changed = {name for name in after if before.get(name) != after[name]}
    told = {edit.file for edit in saved.edits}
    assert changed == (told | {"verkstedlogg.csv"} if told else set())
    for name in changed & before.keys():
        old, new = (one[name].decode("utf-8-sig").splitlines() for one in (before, after))
        gone = [(n, line) for n, line in enumerate(old, 1) if line not in new]
        about = [edit for edit in saved.edits if edit.file == name]
        if name.endswith(".toml"):
            assert [line for line in old if line.startswith("#")] == [
                line for line in new if line.startswith("#")
            ]
            written = {edit.column for edit in about} | {"kilder", "kvalitet", "eier"}
            assert {line.split(" = ")[0] for _, line in gone} <= written
        elif name == "vekter.csv":  # whole sets, and a first reason adds its column
            assert {line.split(";")[0] for n, line in gone if n > 1} <= {e.key[0] for e in about}
        else:
            assert {n for n, _ in gone} <= {edit.line for edit in about}
        assert saved.kept and (saved.kept / name).read_bytes() == before[name]


def test_rows_say_who_decided_when_and_why(folder: Path) -> None:
    trial = Trial(
        weights={"3312": {"ansatte": 3.0, "lokal_styring": 2.0}},
        judgements={("", "2", "ansatte"): 3.0, ("3312", "3", "ansatte"): -2.0},
        mandate={("3316", "5"): "nei"},
        assumptions={"innkjop_pris": 0.05, "utflytting_andel": 0.7},
    )
    shown = load(folder)
    saved = save(folder, shown, trial, who="3312", why="Vi  er\nenige", when=WHEN)
    there = load(folder)
    own = there.weights[there.weights["kommunenummer"] == "3312"]
    assert set(own["begrunnelse"]) == {"Vi er enige"} and set(own["kilde"]) == {CITED}
    others = there.weights[there.weights["kommunenummer"] != "3312"]
    assert set(others["begrunnelse"]) == {""} == set(others["kilde"])
    rows = there.judgements.set_index(["kommunenummer", "alternativ", "kriterium"])
    for place in trial.judgements:
        assert tuple(rows.loc[place, ["begrunnelse", "kilde"]]) == ("Vi er enige", CITED)
    mandate = there.mandate.set_index(["kommunenummer", "alternativ"])
    assert mandate.loc[("3316", "5"), "begrunnelse"] == f"Vi er enige ({CITED})"
    price = there.shared.assumptions["innkjop_pris"]
    earlier = shown.shared.assumptions["innkjop_pris"]
    assert price.kilder == (f"{CITED}: Vi er enige", *earlier.kilder)
    assert (price.eier, price.kvalitet) == ("Lier", "anslag")
    assert set(there.confirmed) == {"innkjop_pris", "utflytting_andel"}
    written = log(folder)
    assert len(written) == len(saved.edits)
    assert {(row["hvem"], row["hvorfor"], row["tid"]) for row in written} == {
        ("Lier", "Vi er enige", "2026-06-12 10:30:00")
    }
    told = {(row["fil"], row["felt"]): (row["før"], row["etter"]) for row in written}
    assert told["vekter.csv", "3312, ansatte, vekt"] == ("", "3")
    assert told["vurderinger.csv", "felles, 2, ansatte, omfang"] == ("1", "3")
    assert told["mandat.csv", "3316, 5, tillatt"] == ("avklares", "nei")
    assert told["forutsetninger.toml", "innkjop_pris, anslag"][1].startswith("'-")
    assert not [p for p in there.problems if "verkstedlogg" in p.file]
    assert "verkstedlogg.csv" not in there.hashes


def test_a_judgement_may_have_a_reason_of_its_own(folder: Path) -> None:
    own, other = ("3312", "3", "ansatte"), ("", "2", "ansatte")
    trial = Trial(judgements={own: -2.0, other: 3.0})
    reasons = {own: "=Lang vei", other: " "}
    with pytest.raises(CannotSave, match="Skriv hvorfor"):
        save(folder, load(folder), trial, **DECIDED | {"why": ""}, reasons=reasons)
    there = save(folder, load(folder), trial, **DECIDED, reasons=reasons).dataset
    rows = there.judgements.set_index(["kommunenummer", "alternativ", "kriterium"])["begrunnelse"]
    assert (rows[own], rows[other]) == ("=Lang vei", DECIDED["why"])
    assert {row["felt"][:4]: row["hvorfor"] for row in log(folder)} == {
        "3312": "'=Lang vei", "fell": DECIDED["why"]
    }  # fmt: skip
    trial, reasons = Trial(judgements={own: -3.0}), {own: "Enda lengre vei"}
    there = save(folder, there, trial, **DECIDED | {"why": ""}, reasons=reasons).dataset
    assert said(there)["judgements"][own] == -3.0


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


def test_a_host_can_be_settled_and_let_go_without_a_trace(folder: Path) -> None:
    before = contents(folder)["utredning.toml"]
    shown = save(folder, load(folder), Trial(host="3305"), **DECIDED).dataset
    assert shown.settings.vert == "3305"
    assert 'vert = "3305"' in lines(folder, "utredning.toml")
    assert save(folder, shown, Trial(host=""), **DECIDED).dataset.settings.vert is None
    assert contents(folder)["utredning.toml"] == before


def _edited(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_bytes().decode()
    assert old in text
    (folder / name).write_bytes(text.replace(old, new, 1).encode())


def test_what_somebody_wrote_meanwhile_is_told_and_not_written_over(folder: Path) -> None:
    shown = load(folder)
    _edited(folder, "vekter.csv", "3310;saarbarhet;26", "3310;saarbarhet;27")
    _edited(folder, "utredning.toml", "lik = 0.3", "lik = 0.2")
    _edited(folder, "utredning.toml", "innbyggere = 0.7", "innbyggere = 0.8")
    _edited(folder, "mandat.csv", "3316;5;avklares", "3316;5;ja")
    before = contents(folder)
    trial = Trial(
        weights={"3310": {"saarbarhet": 30.0, "ansatte": 3.0}},
        key={"lik": 0.2, "brukere": 0.8},
        mandate={("3316", "5"): "nei"},
        judgements={("3312", "3", "ansatte"): -2.0},
    )
    with pytest.raises(Conflicts) as found:
        save(folder, shown, trial, **DECIDED)
    assert [str(conflict) for conflict in found.value.conflicts] == [
        "vekter.csv:15: 3310, saarbarhet, vekt: Her står det nå «27», ikke «26». "
        "Dere ville ha «30»",
        "mandat.csv:29: 3316, 5, tillatt: Her står det nå «ja», ikke «avklares». "
        "Dere ville ha «nei»",
        "utredning.toml:54: fordeling, innbyggere: Her står det nå «0,8», ikke «0,7». "
        "Dere ville ha «0»",
    ]
    assert contents(folder) == before and not (folder / "tidligere").exists()
    seen = found.value.conflicts
    with pytest.raises(Conflicts) as rest:
        save(folder, shown, trial, **DECIDED, accept=seen[1:])
    assert rest.value.conflicts == seen[:1] and contents(folder) == before
    _edited(folder, "vekter.csv", "3310;saarbarhet;27", "3310;saarbarhet;28")
    with pytest.raises(Conflicts, match="«28»"):
        save(folder, shown, trial, **DECIDED, accept=seen)
    expected = said(tried(load(folder), trial))
    saved = save(folder, load(folder), trial, **DECIDED)
    assert said(saved.dataset) == expected


def test_conflicts_that_are_accepted_are_written_over(folder: Path) -> None:
    shown = load(folder)
    save(folder, shown, Trial(judgements={("3312", "3", "ansatte"): 1.0}), **DECIDED)
    mine = Trial(judgements={("3312", "3", "ansatte"): -2.0})
    with pytest.raises(Conflicts, match=r"vurderinger.csv:\d+: 3312, 3, ansatte, omfang") as found:
        save(folder, shown, mine, **DECIDED)
    saved = save(folder, shown, mine, **DECIDED, accept=found.value.conflicts)
    assert said(saved.dataset) == said(tried(shown, mine))
    assert [(row["før"], row["etter"]) for row in log(folder) if "omfang" in row["felt"]] == [
        ("", "1"), ("1", "-2")
    ]  # fmt: skip


def test_a_weight_added_to_a_set_meanwhile_is_a_conflict_of_the_set(folder: Path) -> None:
    shown = load(folder)
    with (folder / "vekter.csv").open("a", encoding="utf-8") as file:
        file.write("3312;ansatte;9\n")
    before = contents(folder)
    with pytest.raises(Conflicts, match="3312, ansatte, vekt: Her står det nå «9», ikke ingenting"):
        save(folder, shown, Trial(weights={"3312": {"lokal_styring": 1.0}}), **DECIDED)
    assert contents(folder) == before


def test_the_same_said_by_two_is_no_conflict(folder: Path) -> None:
    shown, trial = load(folder), Trial(weights={"3312": {"ansatte": 1.0}}, host="3305")
    save(folder, shown, trial, **DECIDED)
    assert save(folder, shown, trial, **DECIDED).edits == ()


def test_files_with_a_feil_afterwards_are_put_back(folder: Path) -> None:
    _edited(folder, "mandat.csv", "3305;3;ja", "3305;3;nei")
    before = contents(folder)
    with pytest.raises(InputProblems, match="er bestemt som vert"):
        save(folder, load(folder), Trial(host="3305", key={"lik": 1.0}), **DECIDED)
    assert contents(folder) == before
    assert list((folder / "tidligere").iterdir()) == []


@pytest.mark.parametrize(
    ("trial", "decided", "reason"),
    [
        (Trial(leaving=("3310",)), {}, "ikt rapport ringeriksregionen --uten 3310"),
        (Trial(judgements={("", "2", "ansatte"): 1.5}), {}, "et helt tall fra −4 til"),
        (Trial(host="3305"), {"who": "Kari Nordmann"}, "en kommune eller en rolle"),
        (Trial(host="3305"), {"who": ""}, "en kommune eller en rolle"),
        (Trial(host="3305"), {"why": " \n"}, "Skriv hvorfor"),
    ],
)
def test_what_cannot_be_saved_is_told(
    folder: Path, trial: Trial, decided: dict[str, Any], reason: str
) -> None:
    before = contents(folder)
    with pytest.raises(CannotSave, match=reason):
        save(folder, load(folder), trial, **DECIDED | decided)
    assert contents(folder) == before


def test_what_cannot_be_tried_any_more_is_told(folder: Path) -> None:
    shown = load(folder)
    name = str(shown.companies["selskap"].iloc[0])
    _edited(folder, "selskaper.csv", name, "Et annet selskap")
    with pytest.raises(CannotTry, match="Finner ikke selskap"):
        save(folder, shown, Trial(company=name), **DECIDED)


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


@pytest.mark.parametrize("who", ["Hole", "3310", "arbeidsgruppen", "IKT-lederne"])
def test_a_municipality_or_a_role_decides(folder: Path, who: str) -> None:
    save(folder, load(folder), Trial(host="3305"), **DECIDED | {"who": who})
    assert log(folder)[0]["hvem"] == who.replace("3310", "Hole")


def test_a_setting_written_in_another_way_is_refused(folder: Path) -> None:
    (folder / "forutsetninger.toml").write_text(
        '[[forutsetning]]\nid = "innkjop_pris"\nbekreftet = true\nkilder = ["a"]\neier = "b"\n'
        "anslag.p10 = 0.0\nanslag.p50 = 0.01\nanslag.p90 = 0.02\n"
    )
    with pytest.raises(CannotSave, match="forutsetninger.toml er skrevet på en måte"):
        save(folder, load(folder), Trial(assumptions={"innkjop_pris": 0.05}), **DECIDED)


def test_a_file_that_is_open_elsewhere_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    replace = os.replace

    def refuse(source: Any, target: Any) -> None:
        if Path(target).name == "vekter.csv":
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotSave, match="^vekter.csv kan ikke skrives. Lukk filen i Excel"):
        save(folder, load(folder), Trial(weights={"": {"ansatte": 1.0}}, host="3305"), **DECIDED)
    assert contents(folder) == before


def _save_one(folder: str, code: str, trial: Trial, ready: Any, told: Any) -> None:
    shown = load(folder)
    ready.wait()
    try:
        save(Path(folder), shown, trial, who=code, why=f"Sagt av {code}", when=WHEN)
        told.put((code, ""))
    except Conflicts as conflicts:
        told.put((code, str(conflicts)))


def _at_once(folder: Path, chosen: dict[str, Trial]) -> dict[str, str]:
    context = multiprocessing.get_context("fork")
    ready, told = context.Barrier(len(chosen)), context.Queue()
    processes = [
        context.Process(target=_save_one, args=(str(folder), code, trial, ready, told))
        for code, trial in chosen.items()
    ]
    for process in processes:
        process.start()
    answers = dict(told.get(timeout=120) for _ in processes)
    for process in processes:
        process.join()
    return answers


def test_four_at_once_lose_nothing(folder: Path) -> None:
    chosen = {
        code: Trial(
            weights={code: {"ansatte": 1.0 + n, "lokal_styring": 2.0}},
            judgements={(code, "3", criterion): float(n) for criterion in JUDGED},
        )
        for n, code in enumerate(CODES[:4])
    }
    assert set(_at_once(folder, chosen).values()) == {""}
    expected = SHOWN
    for trial in chosen.values():
        expected = tried(expected, trial)
    assert said(load(folder)) == said(expected)
    assert {row["hvem"] for row in log(folder)} == set(SHOWN.municipalities["navn"][:4])
    assert len(list((folder / "tidligere").iterdir())) == 4


def test_of_four_that_want_the_same_cell_one_is_saved_and_the_others_are_told(folder: Path) -> None:
    chosen = {
        code: Trial(weights={"": {"ansatte": 1.0 + n, "lokal_styring": 2.0}}, host=code)
        for n, code in enumerate(CODES[:4])
    }
    answers = _at_once(folder, chosen)
    (first,) = (code for code, conflicts in answers.items() if not conflicts)
    assert said(load(folder)) == said(tried(SHOWN, chosen[first]))
    for code in set(answers) - {first}:
        assert f"vert: Her står det nå «{first}», ikke ingenting" in answers[code]


def test_one_who_waits_in_vain_is_told_who_saves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        saving_module, "folder_lock", lambda place, who: folder_lock(place, who, wait=0)
    )
    with folder_lock(folder, "Hole"), pytest.raises(Exception, match=r"^Hole \(fra kl"):
        save(folder, load(folder), Trial(host="3305"), **DECIDED)


_WRITES = os.O_WRONLY | os.O_RDWR
_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"}


def _killed_at(folder: Path, shown: Dataset, trial: Trial, step: int) -> bool:
    """Save in a process that is gone at a step that writes; whether it came to that step."""
    process = os.fork()
    if not process:
        left = iter(range(step, -1, -1))

        def count(event: str, given: tuple[Any, ...]) -> None:
            writes = event == "open" and isinstance(given[2], int) and given[2] & _WRITES
            if (writes or event in _STEPS) and next(left) == 0:
                os._exit(9)

        try:
            sys.addaudithook(count)
            save(folder, shown, trial, **DECIDED)
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9)
    return code == 9


@pytest.mark.parametrize("apart", [4, pytest.param(1, marks=pytest.mark.thorough)])
def test_killed_at_any_step_nothing_is_lost(tmp_path: Path, apart: int) -> None:
    trial = Trial(
        weights={"3312": {"ansatte": 2.0}}, host="3305", assumptions={"innkjop_pris": 0.05}
    )
    first = Trial(judgements={("3312", "3", "ansatte"): -2.0})
    original = Path(shutil.copytree(EXAMPLE, tmp_path / "original", ignore=_HIDDEN))
    saved_before = save(original, load(original), first, **DECIDED).dataset
    before, after = said(saved_before), said(tried(saved_before, trial))
    found = []
    for step in range(0, 200, apart):
        folder = Path(shutil.copytree(original, tmp_path / f"{step}"))
        killed = _killed_at(folder, saved_before, trial, step)
        # The next one to save puts back what was half done, and saves.
        next_one = Trial(key={"lik": 1.0})
        shown = save(folder, saved_before, next_one, **DECIDED).dataset
        state = {**said(shown), "key": before["key"]}
        assert state in (before, after)
        found.append(state == after)
        assert [row["felt"] for row in log(folder)][-1] == "nokkel_bestemt"
        assert ("vert" in [row["felt"] for row in log(folder)]) == found[-1]
        assert not list(folder.glob(".*"))
        if not killed:
            break
    assert len(found) > 20 / apart and found == sorted(found) and found[-1] and not found[-4]
