import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.dataset import load
from analysis.dataset.notation import norwegian_date
from analysis.decision.change.changes import Changes, compare
from analysis.decision.change.input_changes import Cell, Kind
from analysis.decision.conclusion import Strength
from analysis.report.chapters.change import changes as chapter
from analysis.report.language.numbers import decimal, whole
from analysis.report.press import Cover, Stack
from analysis.report.press.exporter import export
from analysis.report.view import View
from tests.later_figures import KRONER, LATER, Case, carry_on, case_of, copy_example
from tests.report.reading import faults, reader
from tests.report.texts import everything, headings, prose, rows, tables

pytestmark = pytest.mark.thorough


@dataclass(frozen=True)
class Told:
    """Figures of a run, with what has moved since the previous report."""

    case: Case
    changes: Changes | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.case, name)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Case]:
    root = tmp_path_factory.mktemp("years")
    first, later = copy_example(root / "først"), copy_example(root / "senere")
    carry_on(later)
    return case_of(load(first)), case_of(load(later))


@pytest.fixture(scope="module")
def moved(cases: tuple[Case, Case]) -> Changes:
    return compare(*cases)


@pytest.fixture
def view(cases: tuple[Case, Case], moved: Changes) -> Callable[..., View]:
    """View of the later report, with the changes since the first or with others."""

    def of(code: str = "", changes: Changes | None = moved) -> View:
        return View(Told(cases[1], changes), "forventet", code)

    return of


def test_without_a_previous_report_there_is_no_chapter(view) -> None:
    assert chapter.chapter(view(changes=None)).payload() == Stack().payload()


def test_nothing_new_is_said_in_one_sentence(cases, view) -> None:
    told = chapter.chapter(view("3310", compare(cases[1], replace(cases[1]))))
    assert headings(told) == ["Endringer siden forrige rapport: ingen ting er endret"]
    assert f"de samme som i rapporten fra 01.09.{LATER}" in prose(told) and not tables(told)


def test_results_before_and_now(view, moved) -> None:
    table = rows(tables(chapter.chapter(view("3310")))[0])
    before = moved.result("3310", "3", "netto nåverdi")["før"]
    assert table["3 Vertskommune"][0] == f"{before:,.0f}".replace(",", " ").replace("-", "−")
    assert table["0 Som i dag"][:4] == ["0", "0", "0", "0"]
    place = moved.result("3310", "3", "poeng")
    assert re.fullmatch(r"\d+,\d \(\d(–\d)?\)", table["3 Vertskommune"][4])
    assert number(table["3 Vertskommune"][4].split(" (")[0]) == pytest.approx(
        place["før"], abs=0.051
    )


def test_the_causes_sum_to_the_change(view) -> None:
    for code in ("", "3310"):
        table = rows(tables(chapter.chapter(view(code)))[1])
        total = table.pop("I alt")
        for column, shown in enumerate(total):
            parts = [number(cells[column]) for cells in table.values()]
            assert sum(parts) == pytest.approx(number(shown), abs=len(parts) / 2)
        assert "Samspill" in table and "Budsjettene" in table


def number(cell: str) -> float:
    return float(cell.replace(" ", "").replace("−", "-").replace(",", "."))


def test_a_municipality_is_told_all_results_of_the_alternatives_in_front(view, moved) -> None:
    first, second = moved.conclusions["3310"][1].leaders
    shown = tables(chapter.chapter(view("3310")))[1]
    heads = [column["name"].split(" (")[0] for column in shown["columns"]]
    measures = ("nåverdi", "økonomiplan", "poeng")
    assert heads[1:5] == ["IKT-kostnad i dag", *(f"{first}: {name}" for name in measures)]
    assert heads[5:] == [f"{second}: nåverdi", f"{second}: poeng"]
    told = moved.result("3310", first, "økonomiplan")["endring"]
    assert number(rows(shown)["I alt"][2]) == pytest.approx(told, abs=0.5)


def test_its_own_rows_are_told_and_the_shielded_ones_not_named(cases, view, moved) -> None:
    own = tables(chapter.chapter(view("3310")))[-1]
    assert own["title"] == "Egne tall som er endret"
    people = [case.dataset.municipalities["innbyggere"]["3310"] for case in cases]
    assert rows(own)["Kommuner: innbyggere"] == [
        whole(one).replace("\u00a0", " ") for one in people
    ]
    licences = [
        case.dataset.budget.query("kommunenummer == '3310' and kostnadsgruppe == 'lisens'")["beløp"]
        for case in cases
    ]
    assert rows(own)[f"Budsjett: {LATER}, lisens, beløp"] == [
        decimal(one.item(), 1).removesuffix(",0").replace("\u00a0", " ") for one in licences
    ]
    assert not any("_" in name for name in rows(own))
    (counted,) = [head for head in headings(chapter.chapter(view("3310"))) if "fra Hole er" in head]
    shown = int(own["note"].partition(" endringer")[0].rpartition(" ")[2])
    assert counted == f"{shown} tall fra Hole er endret"
    assert rows(own)["Bemanning: skjermet rad"] == ["vises ikke", "vises ikke"]
    assert "Tabellen viser" in own["note"]
    sources = tuple(
        replace(c, cells=(Cell("kilde", "a", "b"),), kind=Kind.CHANGED, shielded=False)
        for c in moved.inputs
    )
    only = prose(chapter.chapter(view("3310", replace(moved, inputs=sources))))
    assert "Bare hvor tallene er hentet, og hvor sikre de er, er endret i radene fra Hole." in only
    unmoved = replace(moved, inputs=tuple(c for c in moved.inputs if c.code != "3310"))
    assert "Ingen av tallene fra Hole er endret." in prose(chapter.chapter(view("3310", unmoved)))


def test_the_case_tells_the_answer_before_and_now_in_a_paragraph(view, moved) -> None:
    date = norwegian_date(moved.before.date)
    then, _ = moved.conclusions["3310"]
    other = replace(then, strength=next(s for s in Strength if s is not then.strength))
    firmer = replace(moved, conclusions={**moved.conclusions, "3310": (then, other)})
    told = prose(chapter.briefly(view("3310", firmer)))
    assert told.startswith(f"**Siden forrige rapport.** Svaret i rapporten fra {date} var at ")
    assert "Nå er det at" in told
    same = replace(moved, conclusions={**moved.conclusions, "3310": (then, then)})
    assert prose(chapter.briefly(view("3310", same))) == (
        f"**Siden forrige rapport.** Svaret er det samme som i rapporten fra {date}."
    )
    joined = replace(moved, joined=("3310",))
    assert prose(chapter.briefly(view("3310", joined))) == ""
    assert prose(chapter.briefly(view("3310", None))) == ""


def test_another_host_is_told_with_what_alone_brings_it(view, moved) -> None:
    run = moved.runs["3"]
    assert run.before != run.now and run.alone
    text = prose(chapter.chapter(view()))
    assert f"er {moved.names[run.now]} regnet som vert nå" in text
    assert "Når bare bemanningen byttes, blir" in text


def test_amounts_that_stand_are_counted(view, moved) -> None:
    rows_, every = moved.standing["selskaper"]
    assert 0 < rows_ < every
    told = f"I selskaper.csv har {rows_} av {every} rader samme beløp"
    assert told in prose(chapter.chapter(view("3310")))


def test_what_moved_nothing_is_named_under_the_table(view) -> None:
    note = tables(chapter.chapter(view()))[1]["note"]
    assert "uten å flytte tallene her" in note and "prisindeksen" in note


def test_an_alternative_outside_the_mandate_has_no_figures_and_no_causes(view) -> None:
    first, second = tables(chapter.chapter(view("3312")))[:2]
    assert rows(first)["5 Nytt selskap"][0] == rows(first)["5 Nytt selskap"][4] == "–"
    assert not any(column["name"].startswith("5") for column in second["columns"])


def test_the_joint_report_tells_municipalities_and_inputs(view, moved) -> None:
    told = chapter.chapter(view())
    by_title = {table["title"]: table for table in tables(told)}
    own = rows(by_title["IKT-kostnad i dag og svar for hver kommune, før og nå"])
    assert set(own) == {*(moved.names[code] for code in moved.codes)}
    assert own["Jevnaker"][:2] == ["mangler", "mangler"]
    assert "budsjettene (30 rader)" in prose(told)
    agreed = rows(by_title["Innstillinger, vekter og forutsetninger som er endret"])
    assert agreed["Kroneverdi"] == [str(KRONER), str(LATER)]
    assert agreed["Vekt, sårbarhet"] == ["17", "25"]
    assert agreed["Prisreduksjon ved felles innkjøp"][1] == "0,05 (p10 −0,01, p90 0,1)"


def test_no_shielded_row_is_named(view) -> None:
    for code in ("", "3305", "3310"):
        assert "Nytt system" not in everything(chapter.chapter(view(code)))
    for code in ("", "3310"):
        assert "sikkerhet, " not in everything(chapter.chapter(view(code)))


def test_a_municipality_that_is_new_is_told_so(view, moved) -> None:
    told = chapter.chapter(view("3310", replace(moved, joined=("3310",))))
    assert headings(told) == ["Endringer siden forrige rapport: Hole var ikke med"]
    assert not tables(told)


def test_money_that_cannot_be_compared_leaves_answers_and_inputs(view, moved) -> None:
    bare = replace(
        moved, results=moved.results.iloc[:0], causes=(), turning={}, years_without_index=(LATER,)
    )
    told = chapter.chapter(view("", bare))
    assert f"prisindeksen mangler {LATER}" in prose(told)
    titles = [table["title"] for table in tables(told)]
    assert "Resultatene før og nå" not in titles
    assert "budsjettene (30 rader)" in prose(told)


@pytest.mark.parametrize(
    ("then", "now", "finding"),
    [
        (("2", Strength.BEST), ("3", Strength.BEST), ": svaret for Hole er et annet"),
        (("2", Strength.AHEAD), ("2", Strength.CLEAR), "er det samme, men sikrere"),
        (("2", Strength.CLEAR), ("2", Strength.BEST), "er det samme, men mindre sikkert"),
        (("2", Strength.BEST), ("2", Strength.BEST), "rapport: svaret for Hole er det samme"),
    ],
)  # fmt: skip
def test_the_finding_follows_the_answers(view, moved, then, now, finding) -> None:
    pair = tuple(SimpleNamespace(leaders=(a,), strength=s) for a, s in (then, now))
    told = chapter.chapter(
        view("3310", replace(moved, conclusions=moved.conclusions | {"3310": pair}))
    )
    assert headings(told)[0].endswith(finding)


@pytest.mark.parametrize(
    ("alone", "sentence"),
    [((), "Ingen av endringene er nok til det alene."),
     (("vekter",), "Vektene er nok til det alene."),
     (("vekter", "budsjett"), "Hver av disse er nok til det alene: vektene og budsjettene.")],
)  # fmt: skip
def test_what_alone_would_have_changed_the_order(view, moved, alone, sentence) -> None:
    told = chapter.chapter(view("3310", replace(moved, turning={"3310": alone})))
    assert f"Rekkefølgen øverst er en annen. {sentence}" in prose(told)


def test_a_municipality_has_two_pages_and_all_is_accessible(view, moved, tmp_path) -> None:
    from nbformat import v4

    for code, pages in (("3312", 2), ("", 4)):
        parts = (Cover("Prøve"), chapter.chapter(view(code)))
        outputs = [v4.new_output("execute_result", data=p._repr_mimebundle_()) for p in parts]
        pdf = export(v4.new_notebook(cells=[v4.new_code_cell("", outputs=outputs)]))
        assert len(reader(pdf).pages) <= pages
        assert faults(pdf, tmp_path) == []
