"""What is taken into use is in the files afterwards, and nothing else is."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import CannotTry, Trial, load, tried
from analysis.workshop import CannotSave, Conflicts, Saved, save
from tests.examples import examples
from tests.workshop.files import (
    ALTERNATIVES,
    CITED,
    CODES,
    CRITERIA,
    DECIDED,
    JUDGED,
    SHOWN,
    WHEN,
    contents,
    copy_of_example,
    edited,
    lines,
    log,
    said,
)

OWN = ("3316", "1", "lokal_styring")
OWN_JUDGEMENTS = [place for place in said(SHOWN)["judgements"] if place[0]]
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
        }
        | draw(st.dictionaries(st.sampled_from(CODES), st.just({}), max_size=2)),
        judgements=draw(
            st.dictionaries(
                st.tuples(whose, st.sampled_from(ALTERNATIVES), st.sampled_from(JUDGED)),
                st.integers(-4, 4).map(float),
                max_size=5,
            )
        )
        | draw(st.dictionaries(st.sampled_from(OWN_JUDGEMENTS), st.none(), max_size=2)),
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
        folder = copy_of_example(Path(place) / "ringeriksregionen")
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
        assert saved.kept and (saved.kept / name).read_bytes() == before[name]
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


def test_what_is_a_municipalitys_own_can_be_taken_away_again(folder: Path) -> None:
    before, trial = contents(folder), Trial(weights={"3310": {}}, judgements={OWN: None})
    shown = load(folder)
    saved = save(folder, shown, trial, **DECIDED)
    assert not [line for line in lines(folder, "vekter.csv") if line.startswith("3310;")]
    gone = set(before["vurderinger.csv"].decode("utf-8-sig").splitlines())
    gone -= set(lines(folder, "vurderinger.csv"))
    assert len(gone) == 1 and gone.pop().startswith(f"{OWN[1]};{OWN[2]};{OWN[0]};")
    assert saved.kept and (saved.kept / "vekter.csv").read_bytes() == before["vekter.csv"]
    told = {row["felt"]: (row["før"], row["etter"]) for row in log(folder)}
    assert told["3310, saarbarhet, vekt"] == ("26", "")
    assert told[f"{', '.join(OWN)}, omfang"][1] == ""
    (folder / "vekter.csv").write_bytes(before["vekter.csv"])
    edited(folder, "vekter.csv", "3310;saarbarhet;26", "3310;saarbarhet;27")
    with pytest.raises(Conflicts, match="«27», ikke «26». Dere ville ha ingenting"):
        save(folder, shown, trial, **DECIDED)


def test_one_who_leaves_is_in_the_settings_and_keeps_its_rows(folder: Path) -> None:
    before, shown = contents(folder), load(folder)
    there = save(folder, shown, Trial(leaving=("3312",)), **DECIDED).dataset
    assert there.withdrawn == {"3312": "Lier"} == load(folder).withdrawn
    assert 'uten = ["3312"]' in lines(folder, "utredning.toml")
    changed = {name for name, data in contents(folder).items() if before.get(name) != data}
    assert changed == {"utredning.toml", "verkstedlogg.csv"}
    assert save(folder, shown, Trial(leaving=("3312",)), **DECIDED).edits == ()
    with pytest.raises(Conflicts, match="uten: Her står det nå «3312», ikke ingenting"):
        save(folder, shown, Trial(leaving=("3310",)), **DECIDED)
    save(folder, there, Trial(leaving=("3310",)), **DECIDED)
    assert 'uten = ["3310", "3312"]' in lines(folder, "utredning.toml")
    edited(folder, "utredning.toml", 'uten = ["3310", "3312"]', "uten = []")
    assert set(load(folder).municipalities.index) == set(CODES)


def test_a_host_can_be_settled_and_let_go_without_a_trace(folder: Path) -> None:
    before = contents(folder)["utredning.toml"]
    shown = save(folder, load(folder), Trial(host="3305"), **DECIDED).dataset
    assert shown.settings.vert == "3305"
    assert 'vert = "3305"' in lines(folder, "utredning.toml")
    assert save(folder, shown, Trial(host=""), **DECIDED).dataset.settings.vert is None
    assert contents(folder)["utredning.toml"] == before


@pytest.mark.parametrize(
    ("trial", "decided", "reason"),
    [
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
    edited(folder, "selskaper.csv", name, "Et annet selskap")
    with pytest.raises(CannotTry, match="Finner ikke selskap"):
        save(folder, shown, Trial(company=name), **DECIDED)


@pytest.mark.parametrize("who", ["Hole", "3310", "arbeidsgruppen", "IKT-lederne"])
def test_a_municipality_or_a_role_decides(folder: Path, who: str) -> None:
    save(folder, load(folder), Trial(host="3305"), **DECIDED | {"who": who})
    assert log(folder)[0]["hvem"] == who.replace("3310", "Hole")
