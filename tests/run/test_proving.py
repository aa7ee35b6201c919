"""A change tried in a notebook is a fresh run of the changed inputs; a fault is one line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import CannotTry
from analysis.places import ROOT
from analysis.report import View
from analysis.run import Run, prove
from analysis.run.run import compute

# A municipality with weights of its own, one without, and all together.
CODES = ("3310", "3312", "")


@pytest.fixture(scope="module")
def run(computed: Callable[[str], Run]) -> Run:
    return computed("forventet")


@pytest.fixture(scope="module")
def view(run: Run) -> Callable[[str], View]:
    return lambda code="": View.of(run, code, names_shielded=True)


def weights(view: View, code: str = "") -> dict[str, float]:
    """The weights of a row, in per cent."""
    found = view.evaluation
    row = found.scores.weights[found.row(code)]
    return dict(zip(found.criteria, (100.0 * row).tolist(), strict=True))


def rewritten(file: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    rows = change(list(csv.DictReader(file.read_text("utf-8-sig").splitlines(), delimiter=";")))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new), "utf-8")


def with_all_of_it(few_draws: Path, inputs: Path, common: dict[str, float]) -> Path:
    """The example with everything `ALL` tries written into its files."""
    for folder in (few_draws, few_draws.parent / "felles"):
        copytree(folder, inputs / folder.name)
    own = inputs / few_draws.name
    rewritten(
        own / "vekter.csv",
        lambda rows: [
            row
            if row["kommunenummer"]
            else {**row, "vekt": f"{common[row['kriterium']]:.15f}".replace(".", ",")}
            for row in rows
        ],
    )
    rewritten(
        own / "vurderinger.csv",
        lambda rows: [
            {**row, "omfang": "3"}
            if (row["alternativ"], row["kriterium"], row["kommunenummer"])
            == ("2", "tjenestekvalitet", "")
            else row
            for row in rows
        ],
    )
    rewritten(
        own / "mandat.csv",
        lambda rows: [
            {**row, "tillatt": "nei"}
            if (row["kommunenummer"], row["alternativ"]) == ("3310", "2")
            else row
            for row in rows
        ],
    )
    settings = own / "utredning.toml"
    replaced(
        settings, '# vert = "3305"', 'vert = "3305"\nselskap = "Eksempeldrift AS (illustrativ)"'
    )
    replaced(settings, "\nlik = 0.3\n", "\nlik = 0.0\n")
    replaced(settings, "\ninnbyggere = 0.7\n", "\ninnbyggere = 1.0\n")
    replaced(
        inputs / "felles" / "forutsetninger.toml",
        "anslag = { p10 = -0.01, p50 = 0.03, p90 = 0.08 }",
        "anslag = { p10 = -0.01, p50 = 0.05, p90 = 0.08 }",
    )
    return own


ALL = {
    "vekter": {"lokal_styring": 20, "Ansatte": 10},
    "vurderinger": {("2", "tjenestekvalitet"): 3},
    "nøkkel": "innbyggere",
    "uten": ["Lier"],
    "vert": "Ringerike",
    "selskap": "Eksempeldrift AS (illustrativ)",
    "mandat": {("3310", "2"): "nei"},
    "forutsetninger": {"innkjop_pris": 0.05},
}


@pytest.fixture(scope="module")
def tried(view: Callable[[str], View]) -> View:
    return prove(view(""), **ALL)


@pytest.fixture(scope="module")
def fresh(tried: View, few_draws: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = with_all_of_it(few_draws, tmp_path_factory.mktemp("endret"), weights(tried))
    return compute(folder, "forventet", ["3312"])


def test_what_is_tried_is_the_evaluation_of_the_changed_inputs(tried: View, fresh: Run) -> None:
    own, other = tried.evaluation, fresh.evaluation
    for field in fields(other.scores):
        np.testing.assert_allclose(
            getattr(own.scores, field.name), getattr(other.scores, field.name), err_msg=field.name
        )
    assert list(own.money.results) == list(other.money.results)
    for name, result in other.money.results.items():
        np.testing.assert_allclose(own.money.results[name].npv, result.npv)
        np.testing.assert_allclose(own.money.results[name].budget_effect, result.budget_effect)
    for candidates in ("hosts", "companies"):
        sides = (getattr(side.money, candidates) for side in (own, other))
        assert len({tuple(each.name for each in side) for side in sides}) == 1


@pytest.mark.thorough
def test_and_so_is_how_sure_it_is_and_who_goes_together(tried: View, fresh: Run) -> None:
    np.testing.assert_allclose(tried.robustness.first, fresh.robustness.first)
    np.testing.assert_allclose(tried.robustness.npv, fresh.robustness.npv)
    told = View.of(fresh, names_shielded=True)
    assert tried.recommendation == told.recommendation
    assert tried.conclusion.shares == told.conclusion.shares
    for alternative, outlook in told.cooperations.items():
        own = tried.cooperation(alternative)
        np.testing.assert_allclose(own.total(own.group), outlook.total(outlook.group))


def test_the_view_is_of_the_same_place_and_nothing_is_written(
    view: Callable[[str], View], run: Run
) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    folder = run.dataset.folder.parent
    before, inputs = files(), run.dataset.frame("vekter").copy()
    start = view("3310").in_scenario("ugunstig")
    found = prove(start, vekter={"lokal_styring": 20})
    assert (found.code, found.scenario, found.names_shielded) == ("3310", "ugunstig", True)
    assert files() == before
    assert run.dataset.frame("vekter").equals(inputs)
    assert start.tried == "" and prove(start) is start


def test_weights_are_of_the_set_that_applies(view: Callable[[str], View]) -> None:
    own, common = view("3310"), view("3312")
    assert weights(own, "3310") != weights(own, "3312") == weights(own)
    for start, others in ((own, ("", "3312")), (common, ("", "3310"))):
        found = prove(start, vekter={"lokal_styring": 20})
        assert weights(found, start.code)["lokal_styring"] == pytest.approx(20)
        assert all(weights(found, code) == weights(start, code) for code in others)
    joint = prove(view(""), vekter={"lokal_styring": 20})
    assert weights(joint)["lokal_styring"] == pytest.approx(20)
    assert weights(joint, "3312") == weights(joint)
    assert weights(joint, "3310") == weights(own, "3310")


CRITERIA = ("netto_naaverdi", "saarbarhet", "lokal_styring", "ansatte")


@examples(0.5)
@given(
    code=st.sampled_from(CODES),
    asked=st.dictionaries(st.sampled_from(CRITERIA), st.floats(0, 25), min_size=1),
)
def test_the_others_share_the_rest_as_they_did(view, code: str, asked: dict[str, float]) -> None:
    before = weights(view(code), code)
    after = weights(prove(view(code), vekter=asked), code)
    assert sum(after.values()) == pytest.approx(100)
    assert {name: after[name] for name in asked} == pytest.approx(asked)
    others = [name for name in before if name not in asked]
    scale = sum(after[name] for name in others) / sum(before[name] for name in others)
    assert [after[n] for n in others] == pytest.approx([scale * before[n] for n in others])


def test_all_of_the_weight_may_be_given_away(view: Callable[[str], View]) -> None:
    found = weights(prove(view(""), vekter={"lokal_styring": 60, "ansatte": 40}))
    assert {name: round(w, 9) for name, w in found.items() if w} == {
        "lokal_styring": 60, "ansatte": 40,
    }  # fmt: skip


def test_names_do_as_well_as_ids(view: Callable[[str], View]) -> None:
    by_id = prove(
        view("3310"), vurderinger={("2", "tjenestekvalitet"): 3}, mandat={("3312", "3"): "nei"},
        uten=["3236"], nøkkel="ansatte", forutsetninger={"innkjop_pris": 0.05},
    )  # fmt: skip
    by_name = prove(
        view("3310"), vurderinger={("felles ressurser", "Tjenestekvalitet"): 3},
        mandat={("Lier", "Vertskommune"): "nei"}, uten="jevnaker", nøkkel="årsverk",
        forutsetninger={"Prisreduksjon ved felles innkjøp": 0.05},
    )  # fmt: skip
    assert by_id.tried == by_name.tried
    for table in ("vurderinger", "mandat"):
        assert by_id.dataset.frame(table).equals(by_name.dataset.frame(table))
    assert by_id.codes == by_name.codes and "3236" not in by_id.codes
    assert by_id.dataset.settings.fordeling == by_name.dataset.settings.fordeling


def test_the_view_says_what_is_tried(tried: View, view: Callable[[str], View]) -> None:
    assert tried.tried == (
        "lokal styring veier 20 prosent og ansatte 10 prosent; tjenestekvalitet i alternativ 2 er "
        "vurdert til +3; felles kostnader deles etter innbyggere; Lier er ikke med; Ringerike er "
        "vert; Eksempeldrift AS (illustrativ) er selskapet; Hole kan ikke velge alternativ 2; "
        "prisreduksjon ved felles innkjøp er 5 prosent"
    )
    twice = prove(
        prove(view("3310"), vekter={"ansatte": 12.5, "lokal_styring": 0}),
        nøkkel={"lik": 0.3, "innbyggere": 0.7}, vert="", selskap="",
        vurderinger={("3", "ansatte"): -2.5}, forutsetninger={"arbeidsdager": 220},
    )  # fmt: skip
    assert twice.tried == (
        "ansatte veier 12,5 prosent og lokal styring 0 prosent for Hole; deretter ansatte i "
        "alternativ 3 er vurdert til −2,5 for Hole; felles kostnader deles 30\u00a0% likt og "
        "70\u00a0% etter innbyggere; ingen er bestemt som vert; ikke noe selskap er bestemt; "
        "arbeidsdager i året er 220 dager per år"
    )
    source = twice.of_municipality("3312").in_scenario("gunstig").cite("vekter.csv:3")
    assert source.endswith(f". Utprøving: {twice.tried}")
    assert twice.banner and twice.banner.startswith(f"Utprøving: {twice.tried}. Tallene er ill")


def test_what_the_guide_says_can_be_tried_can_be(view: Callable[[str], View]) -> None:
    guide = (ROOT / "docs" / "notatboker.md").read_text("utf-8")
    examples = re.findall(r"`(?:ny = )?(prove\(view, [^`…]*\))`", guide)
    assert len(examples) > 8
    for code in examples:
        assert eval(code, {"prove": prove, "view": view("")}).tried, code


MUNICIPALITIES = "3305 Ringerike, 3310 Hole, 3236 Jevnaker, 3316 Modum, 3312 Lier, 3314 Øvre Eiker."


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"vekter": {"lokal_stying": 20}},
         "Finner ikke kriteriet «lokal_stying». Mente du «lokal_styring»?"),
        ({"vekter": {"Lokal stryring": 20}},
         "Finner ikke kriteriet «Lokal stryring». Mente du «Lokal styring»?"),
        ({"vekter": {"lokal_styring": 60, "ansatte": 60}},
         "Vektene blir til sammen 120 prosent. De kan ikke bli mer enn 100."),
        ({"vekter": {"lokal_styring": -1}}, "Vekten på lokal styring må være 0 eller mer."),
        ({"vekter": {"lokal_styring": "20"}},
         "Vekten på lokal_styring må være et tall, ikke «20»."),
        ({"vekter": {"lokal_styring": float("nan")}},
         "Vekten på lokal_styring må være et tall, ikke «nan»."),
        ({"vekter": {"lokal_styring": 20, "Lokal styring": 10}},
         "Vekten på Lokal styring er oppgitt to ganger."),
        ({"vekter": 20}, 'vekter kan ikke leses. Skriv det slik: vekter={"lokal_styring": 20}'),
        ({"vurderinger": {("7", "ansatte"): 1}},
         "Finner ikke alternativet «7». De er: 0 Som i dag, 0+ Som i dag +, 1 Felles drift, "
         "2 Felles ressurser, 3 Vertskommune, 4 Eksisterende selskap, 5 Nytt selskap."),
        ({"vurderinger": {("0", "ansatte"): 1}},
         "Alternativ 0 er å fortsette som i dag. De andre vurderes mot det."),
        ({"vurderinger": {("2", "ansatte"): 5}}, "En vurdering er et tall fra −4 til +4."),
        ({"vurderinger": {("2", "netto_naaverdi"): 2}},
         "Netto nåverdi regnes ut og kan ikke vurderes."),
        ({"vurderinger": {"ansatte": 2}}, "vurderinger kan ikke leses. Skriv det slik: "
         'vurderinger={("2", "tjenestekvalitet"): 3}'),
        ({"uten": ["Lierr"]}, "Finner ikke kommunen «Lierr». Mente du «Lier»?"),
        ({"uten": ["3321"]}, f"Finner ikke kommunen «3321». De er: {MUNICIPALITIES}"),
        ({"uten": ["Hole"]}, "Tabellene gjelder Hole, som derfor ikke kan tas ut. Bruk "
         'view.of_municipality("") for å se de andre samlet.'),
        ({"nøkkel": "inbyggere"}, "Finner ikke nøkkelen «inbyggere». Mente du «innbyggere»?"),
        ({"nøkkel": {"lik": 0.3, "innbyggere": 0.6}},
         "Andelene blir til sammen 0,9. Rett dem så summen blir 1."),
        ({"nøkkel": 3}, "nøkkel kan ikke leses. Skriv det slik: nøkkel=\"innbyggere\" eller "
         'nøkkel={"lik": 0.3, "innbyggere": 0.7}'),
        ({"uten": 3.5}, "uten kan ikke leses. Skriv det slik: uten=[\"kommunens navn\"]"),
        ({"nokkel": "innbyggere"}, "prove kjenner ikke «nokkel». Mente du «nøkkel»?"),
        ({"xyz": 1}, "prove kjenner ikke «xyz». Det den kan prøve, er vekter, vurderinger, "
         "nøkkel, uten, vert, selskap, mandat, forutsetninger."),
        ({"vert": "Ringrike"}, "Finner ikke kommunen «Ringrike». Mente du «Ringerike»?"),
        ({"selskap": "Eksempeldrift"},
         "Finner ikke selskapet «Eksempeldrift». Mente du «Eksempeldrift AS (illustrativ)»?"),
        ({"mandat": {("3310", "2"): "kanskje"}},
         "Mandatet er ja, nei eller avklares, ikke «kanskje»."),
        ({"forutsetninger": {"inkjop_pris": 0.05}},
         "Finner ikke forutsetningen «inkjop_pris». Mente du «innkjop_pris»?"),
        ({"forutsetninger": {"zzzz": 1}},
         "Finner ikke forutsetningen «zzzz». Navnene står i forutsetninger.toml."),
        ({"forutsetninger": {"innkjop_pris": 5}},
         "Prisreduksjon ved felles innkjøp må være fra -1 til 1 andel."),
    ],
)  # fmt: skip
def test_a_fault_is_one_plain_line(view, asked: dict[str, object], said: str) -> None:
    with pytest.raises(CannotTry) as caught:
        prove(view("3310"), **asked)
    assert caught.value._render_traceback_() == [said]


def test_nobody_is_left_out_and_no_company_chosen_where_there_is_none(view) -> None:
    own = view("3310")
    assert prove(own, uten=None) is own
    dataset = replace(own.dataset, companies=own.dataset.companies.iloc[:0])
    without = replace(own, figures=replace(own.figures, dataset=dataset))
    with pytest.raises(CannotTry) as caught:
        prove(without, selskap="Noe AS")
    assert str(caught.value) == "Finner ikke selskapet «Noe AS». Utredningen har ingen."


def test_weights_that_leave_nowhere_for_the_rest_are_refused(view) -> None:
    only = prove(view(""), vekter={"lokal_styring": 100})
    with pytest.raises(CannotTry, match="til sammen 40 prosent, og ingen andre kriterier har vekt"):
        prove(only, vekter={"lokal_styring": 40})
    every = {criterion.id: 5 for criterion in only.criteria}
    with pytest.raises(CannotTry, match="til sammen 55 prosent, .* som til sammen blir 100"):
        prove(view(""), vekter=every)


def test_every_fault_is_told_at_once(view, run: Run) -> None:
    with pytest.raises(CannotTry) as caught:
        prove(view(""), vekter={"a": 1}, uten=["x"], vert="y", nøkkel="z")
    assert len(caught.value.reasons) == 4
    with pytest.raises(CannotTry, match="Det første prove trenger, er en view"):
        prove(run, uten=["Lier"])


def test_a_host_that_is_settled_can_be_taken_out(view) -> None:
    settled = prove(view(""), vert="Lier")
    with_others = prove(settled, uten=["Lier"], vert="Hole")
    assert with_others.host("3") == "3310"
    assert replace(settled).host("3") == "3312"
