from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from analysis.dataset import load
from analysis.decision.change.changes import Changes, compare
from analysis.decision.conclusion import Strength
from analysis.report.chapters.change import changes as chapter
from analysis.report.elements import Cover, Stack
from analysis.report.exporter import export
from analysis.report.view import View
from tests.later_figures import Case, carry_to_2026, case_of, copy_example
from tests.report.chapters.told import everything, headings, prose, rows, tables
from tests.report.reading import faults, reader


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
    first, later = copy_example(root / "2022"), copy_example(root / "2026")
    carry_to_2026(later)
    return case_of(load(first)), case_of(load(later))


@pytest.fixture(scope="module")
def moved(cases: tuple[Case, Case]) -> Changes:
    return compare(*cases)


@pytest.fixture
def view(cases: tuple[Case, Case], moved: Changes) -> Callable[..., View]:
    """View of the later report, with the changes since the first or with others."""

    def of(code: str = "", changes: Changes | None = moved) -> View:
        return View(Told(cases[1], changes), "sannsynlig", code)

    return of


def test_without_a_previous_report_there_is_no_chapter(view) -> None:
    assert chapter.chapter(view(changes=None)).payload() == Stack().payload()


def test_nothing_new_is_said_in_one_sentence(cases, view) -> None:
    told = chapter.chapter(view("3310", compare(cases[1], replace(cases[1]))))
    assert headings(told) == ["Ingen ting er endret siden forrige rapport"]
    assert "de samme som i rapporten fra 01.09.2026" in prose(told) and not tables(told)


def test_results_before_and_now(view, moved) -> None:
    table = rows(tables(chapter.chapter(view("3310")))[0])
    before = moved.result("3310", "3", "netto nåverdi")["før"]
    assert table["3 Vertskommune"][0] == f"{before:,.0f}".replace(",", " ").replace("-", "−")
    assert table["0 Som i dag"][:4] == ["0", "0", "0", "0"]
    assert table["3 Vertskommune"][4].endswith(("(1)", "(2)", "(1–2)"))


def test_the_causes_sum_to_the_change(view) -> None:
    for code in ("", "3310"):
        table = rows(tables(chapter.chapter(view(code)))[1])
        total = table.pop("I alt")
        for column, shown in enumerate(total):
            parts = [whole(cells[column]) for cells in table.values()]
            assert sum(parts) == pytest.approx(whole(shown), abs=len(parts) / 2)
        assert "Samspill" in table and "Budsjettene" in table


def whole(cell: str) -> int:
    return int(cell.replace(" ", "").replace("−", "-"))


def test_what_moved_no_present_value_is_named_under_the_table(view) -> None:
    note = tables(chapter.chapter(view("3310")))[1]["note"]
    assert "uten å flytte nåverdien" in note and "vektene" in note and "kroneverdien" in note


def test_an_alternative_outside_the_mandate_has_no_figures_and_no_causes(view) -> None:
    first, second = tables(chapter.chapter(view("3312")))[:2]
    assert rows(first)["5 Nytt selskap"][0] == rows(first)["5 Nytt selskap"][4] == "–"
    assert [column["name"] for column in second["columns"]] == ["Årsak", "0+", "1", "2", "3", "4"]


def test_the_joint_report_tells_municipalities_and_inputs(view, moved) -> None:
    told = chapter.chapter(view())
    by_title = {table["title"]: table for table in tables(told)}
    own = rows(by_title["IKT-kostnad i dag og svar for hver kommune, før og nå"])
    assert set(own) == {*(moved.names[code] for code in moved.codes)}
    assert own["Jevnaker"][:2] == ["mangler", "mangler"]
    files = rows(by_title["Rader som er endret i hver fil"])
    assert files["budsjett.csv"] == ["0", "0", "30"]
    agreed = rows(by_title["Innstillinger, vekter og forutsetninger som er endret"])
    assert agreed["Kroneverdi"] == ["2022", "2026"]
    assert agreed["Vekt, sårbarhet"] == ["15", "25"]
    assert agreed["Prisreduksjon ved felles innkjøp"][1] == "0,05 (p10 −0,01, p90 0,1)"
    assert "tekst/bakgrunn.md" in prose(told)


def test_no_row_is_named_and_no_shielded_one(view) -> None:
    for code in ("", "3305", "3310"):
        text = everything(chapter.chapter(view(code)))
        assert "Nytt system" not in text and "sikkerhet, " not in text


def test_a_municipality_that_is_new_is_told_so(view, moved) -> None:
    told = chapter.chapter(view("3310", replace(moved, joined=("3310",))))
    assert headings(told) == ["Hole var ikke med i forrige rapport"]
    assert not tables(told)


def test_money_that_cannot_be_compared_leaves_answers_and_inputs(view, moved) -> None:
    bare = replace(
        moved, results=moved.results.iloc[:0], causes=(), turning={}, years_without_index=(2026,)
    )
    told = chapter.chapter(view("", bare))
    assert "prisindeksen mangler 2026" in prose(told)
    titles = [table["title"] for table in tables(told)]
    assert "Resultatene før og nå" not in titles and "Rader som er endret i hver fil" in titles


@pytest.mark.parametrize(
    ("then", "now", "finding"),
    [
        (("2", Strength.BEST), ("3", Strength.BEST), "er et annet enn i forrige rapport"),
        (("2", Strength.AHEAD), ("2", Strength.CLEAR), "som i forrige rapport, men sikrere"),
        (("2", Strength.CLEAR), ("2", Strength.BEST), "forrige rapport, men mindre sikkert"),
        (("2", Strength.BEST), ("2", Strength.BEST), "er det samme som i forrige rapport"),
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


def test_a_municipal_page_is_one_page_and_accessible(view, moved, tmp_path) -> None:
    from nbformat import v4

    for code, pages in (("3312", 1), ("", 3)):
        parts = (Cover("Prøve"), chapter.chapter(view(code)))
        outputs = [v4.new_output("execute_result", data=p._repr_mimebundle_()) for p in parts]
        pdf = export(v4.new_notebook(cells=[v4.new_code_cell("", outputs=outputs)]))
        assert len(reader(pdf).pages) <= pages
        assert faults(pdf, tmp_path) == []
