"""Forms filled in and saved in LibreOffice; see libreoffice/fill_in.py for how they were made."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import take_in, told

from analysis.dataset.changing.replacing import replace_files
from analysis.dataset.forms.receiving.change_list import changes_table, count_changes

FORM = Path(__file__).parent / "libreoffice" / "1101-eigersund-2023.xlsx"
WEIGHING = FORM.with_stem(f"{FORM.stem}-vekter")


@pytest.mark.parametrize("form", [FORM, WEIGHING], ids=lambda form: form.stem)
def test_the_form_was_saved_by_libreoffice(form: Path) -> None:
    with zipfile.ZipFile(form) as archive:
        assert b"LibreOffice/7.4" in archive.read("docProps/app.xml")


def test_the_answers_are_taken_in_and_can_be_reported_on(analysis: Analysis) -> None:
    plan = take_in(analysis, FORM)
    assert told(plan, "feil") == []
    assert plan.to_confirm == ()
    assert count_changes(plan.changes) == "9 rader lagt til, 3 endret"
    kept = replace_files(
        analysis.folder, plan.merged.values(), changes_table(plan), dt.datetime(2023, 9, 1)
    )
    assert (kept / "budsjett.csv").read_text(encoding="utf-8") == analysis.tables["budsjett"]

    data = analysis.load()
    size = data.municipalities.loc["1101"]
    assert (size["innbyggere"], size["kilde"]) == (15012, "SSB 07459")
    budget = data.budget[(data.budget["kommunenummer"] == "1101") & (data.budget["år"] == 2023)]
    assert dict(zip(budget["kostnadsgruppe"], budget["beløp"], strict=True)) == {
        "lønn": 1010.5, "lisens": 1200, "drift": 640, "konsulent": 850, "utstyr": 455,
    }  # fmt: skip
    staff = data.staff.set_index(["kommunenummer", "funksjon"]).loc[("1101", "sikkerhet")]
    assert (staff["årsverk"], staff["personer"], staff["skjermes"]) == (0.5, 1, "ja")
    own = data.applications[data.applications["kommunenummer"] == "1101"].set_index("system")
    assert own.loc["Journal", "avtaleslutt"] == dt.date(2027, 12, 31)
    assert own.loc["Arkivet =2", ["årskostnad", "brukere"]].tolist() == [80.25, 300]
    assert own.loc["Arkivet =2", "avtaleslutt"] == dt.date(2026, 6, 30)
    answer = data.organisation.iloc[0]
    assert (answer["tema"], answer["svar"]) == ("organisering", "IKT ligger i stab. To ansatte.")
    assert data.mandate.iloc[0][["kommunenummer", "alternativ", "tillatt"]].tolist() == [
        "1101", "5", "nei",
    ]  # fmt: skip
    judged = data.judgements[data.judgements["kommunenummer"] == "1101"].iloc[0]
    assert (judged["alternativ"], judged["omfang"]) == ("0+", -2)


def test_weights_and_judgements_are_taken_in(analysis: Analysis) -> None:
    plan = take_in(analysis, WEIGHING)
    assert told(plan, "feil") == []
    assert plan.to_confirm == ()
    assert count_changes(plan.changes) == "13 rader lagt til"
    replace_files(
        analysis.folder, plan.merged.values(), changes_table(plan), dt.datetime(2023, 9, 1)
    )
    data = analysis.load()
    weights = dict(zip(data.weights["kriterium"], data.weights["vekt"], strict=True))
    assert len(weights) == 11
    assert (weights["saarbarhet"], weights["informasjonssikkerhet"]) == (100, 82.5)
    judged = data.judgements[data.judgements["kommunenummer"] == "1101"]
    assert judged[["alternativ", "kriterium", "omfang", "begrunnelse"]].to_numpy().tolist() == [
        ["0+", "lokal_styring", -2, "Andre bestemmer. Det er = mindre."],
        ["0+", "ansatte", 0, ""],
    ]


@pytest.mark.parametrize("form", [FORM, WEIGHING], ids=lambda form: form.stem)
def test_taking_it_in_again_changes_nothing(analysis: Analysis, form: Path) -> None:
    plan = take_in(analysis, form)
    replace_files(
        analysis.folder, plan.merged.values(), changes_table(plan), dt.datetime(2023, 9, 1)
    )
    again = take_in(analysis, form)
    assert again.changes == () and again.to_confirm == () and not again.wrong
