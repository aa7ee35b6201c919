from dataclasses import replace

import pandas as pd

from analysis.report.chapters.duties import experience
from tests.report.texts import headings, rows, tables


def with_rows(view, frame):
    shared = replace(view.dataset.shared, experience=frame)
    dataset = replace(view.dataset, shared=shared)
    return replace(view, figures=replace(view.figures, dataset=dataset))


def one_row(frame, **values):
    return pd.concat([frame, frame.iloc[[0]].assign(**values)], ignore_index=True)


def test_at_most_eight_rows_one_per_cooperation(view):
    for code in ("", "3310", "3312", "3236"):
        table = tables(experience.chapter(view(code)))[0]
        named = [row[0].rsplit(",", 1)[0] for row in table["rows"]]
        assert len(named) == len(set(named)) <= 8


def test_rows_only_for_an_alternative_outside_the_mandate_are_left_out(view):
    table = tables(experience.chapter(view("3312")))[0]
    assert all(row[-1] not in ("5", "0", "") for row in table["rows"])


def test_plan_and_outcome_stand_beside_each_other(view):
    table = rows(tables(experience.chapter(view("3310")))[0])
    plan, outcome = next(cells[:2] for cells in table.values() if cells[0] != "–")
    assert (plan, outcome) == ("30 mill. kroner", "20 mill. kroner")


def test_the_finding_counts_plans_with_outcome(view):
    frame = view("").dataset.shared.experience
    assert headings(experience.chapter(view("")))[0].startswith("Én av ")
    without = frame.assign(planlagt=float("nan"))
    assert headings(experience.chapter(with_rows(view(""), without)))[0].startswith("Ingen av ")
    both = frame.dropna(subset=["planlagt", "faktisk"])
    three = pd.concat([both.assign(planlagt=10.0, samarbeid=name) for name in "ABC"])
    chapter = experience.chapter(with_rows(view(""), three))
    assert headings(chapter)[0] == "Tre av tre erfaringer viser både plan og resultat"


def test_every_row_that_tells_something_stands_with_its_source(view):
    frame = view("").dataset.shared.experience
    shown = experience.full(view("")).payload()["rows"]
    crosses = (frame["område"] != "") & frame["faktisk"].isna() & (frame["samarbeidsform"] != "")
    told = frame[~crosses & (frame["alternativ"] != "")]
    assert set(told["beskrivelse"]) <= {row[3] for row in shown}
    assert all(row[-1] for row in shown)


def test_nothing_to_tell(view):
    empty = with_rows(view("3310"), view("").dataset.shared.experience.iloc[:0])
    assert headings(experience.chapter(empty)) == ["Erfaringer fra andre er ikke samlet"]
    assert experience.full(empty) is None


def test_hostile_text_in_a_case_stays_text(view):
    frame = one_row(
        view("").dataset.shared.experience,
        samarbeid="<b>A</b> *x*",
        beskrivelse="<script>",
        tema="uttreden",
        enhet="måneder",
        faktisk=12.0,
    )
    html = experience.full(with_rows(view(""), frame))._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "<b>" not in html
