"""A municipality's own weights and judgements: from its form to the csv files."""

from __future__ import annotations

from typing import Any

import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import (
    about_a_criterion_since_gone,
    asked,
    before_a_criterion,
    cell,
    edit,
    form,
    reviewed,
    take_in,
    told,
    weigh,
    without_basis,
    written,
)
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from analysis.dataset.forms.receiving.change_list import change_lines
from analysis.dataset.forms.receiving.import_plan import Import
from analysis.dataset.forms.scale import SCALE
from analysis.dataset.notation import MINUS
from analysis.dataset.tables import COMPUTED_CRITERIA, JUDGED_CRITERIA

CRITERIA = (*COMPUTED_CRITERIA, *JUDGED_CRITERIA)
SET = {name: 100 - 9 * number for number, name in enumerate(CRITERIA)}
SOURCE = "skjema fra Eigersund"
HEADINGS = "kommunenummer;kriterium;vekt\n"


def common_and_own(analysis: Analysis, own: dict[str, Any]) -> None:
    rows = [f";{name};{number}" for number, name in enumerate(CRITERIA, 1)]
    rows += [f"1101;{name};{weight}" for name, weight in own.items()]
    analysis.write("vekter.csv", HEADINGS + "".join(f"{row}\n" for row in rows))


def keep(analysis: Analysis, plan: Import) -> None:
    """Write what a plan would."""
    for file in plan.merged.values():
        file.path.write_bytes(file.after)


def weights_of(plan: Import, code: str = "1101") -> dict[str, str]:
    rows = written(plan, "vekter")
    return {row["kriterium"]: row["vekt"] for row in rows if row["kommunenummer"] == code}


def without_weights(book: Workbook) -> None:
    """Make a form one from before there was a sheet for weights."""
    del book["Vekter"]
    front = book["Veiledning"]
    front.delete_rows(next(c.row for c in front["A"] if c.value == "Vekter"))


def test_a_set_of_weights_becomes_the_municipalitys_own_rows(analysis: Analysis) -> None:
    common_and_own(analysis, {})
    plan = take_in(analysis, edit(form(analysis), lambda book: weigh(book, SET)))
    assert told(plan, "feil") == [] and asked(plan) == []
    assert weights_of(plan) == {name: str(weight) for name, weight in SET.items()}
    assert weights_of(plan, "") == {name: str(n) for n, name in enumerate(CRITERIA, 1)}
    lines = change_lines(plan)
    assert lines[:2] == ["1101 Eigersund (eigersund.xlsx): 11 rader lagt til", "  vekter.csv"]
    assert lines[2].startswith("    lagt til  netto_naaverdi: vekt 100")
    keep(analysis, plan)
    own = analysis.load().weights
    own = own[own["kommunenummer"] == "1101"].set_index("kriterium")
    assert own["vekt"].to_dict() == SET


def test_weights_say_why_and_where_they_are_from(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        weigh(book, SET)
        cell(book["Vekter"], "ansatte", "begrunnelse").value = "Vi er få"
        cell(book["Vekter"], "saarbarhet", "kilde").value = "Formannskapet 12.6."

    plan = take_in(analysis, edit(form(analysis), fill))
    rows = {row["kriterium"]: row for row in written(plan, "vekter")}
    assert [row["kilde"] for row in rows.values()].count(SOURCE) == 10
    assert rows["ansatte"]["begrunnelse"] == "Vi er få"
    assert rows["saarbarhet"]["kilde"] == "Formannskapet 12.6."
    assert told(plan, "mangel") == [] and told(plan, "feil") == []


def test_a_form_from_before_weights_said_why_keeps_what_is_there(analysis: Analysis) -> None:
    rows = [f"1101;{name};{weight};Sagt før;Møte\n" for name, weight in SET.items()]
    analysis.write("vekter.csv", "kommunenummer;kriterium;vekt;begrunnelse;kilde\n" + "".join(rows))

    def fill(book: Workbook) -> None:
        page = book["Vekter"]
        for name in ("begrunnelse", "kilde"):
            page.delete_cols(cell(page, "ansatte", name).column)
        weigh(book, {"ansatte": 11})

    after = written(take_in(analysis, edit(form(analysis), fill)), "vekter")
    assert {row["begrunnelse"] for row in after} == {"Sagt før"}
    assert [row["kriterium"] for row in after if row["kilde"] == SOURCE] == ["ansatte"]


def test_empty_sheets_change_nothing_and_lack_nothing(analysis: Analysis) -> None:
    def all_but_the_two(book: Workbook) -> None:
        reviewed(book)
        for name in ("Vekter", "Vurderinger"):
            cell(book["Veiledning"], name, "Sett over").value = None

    plan = take_in(analysis, edit(form(analysis), all_but_the_two))
    assert plan.changes == () and plan.problems == ()


def test_answers_in_a_sheet_nobody_has_gone_through_are_told(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        reviewed(book)
        cell(book["Veiledning"], "Vekter", "Sett over").value = None
        weigh(book, SET)

    assert told(take_in(analysis, edit(form(analysis), fill)), "advarsel") == [
        "eigersund.xlsx: Vekter er ikke merket som sett over. Svarene der kan være gamle"
    ]


def test_half_a_set_is_asked_about_and_not_written(analysis: Analysis) -> None:
    part = {name: weight for name, weight in SET.items() if name not in ("ansatte", "saarbarhet")}
    plan = take_in(analysis, edit(form(analysis), lambda book: weigh(book, part)))
    assert told(plan, "feil") == [
        "eigersund.xlsx Vekter!F11: vekt: 2 av 11 kriterier mangler vekt: Sårbarhet og Ansatte. "
        "Vektene hører sammen og tas inn samlet. Gi også disse en vekt, med 0 for det som ikke "
        "skal telle, eller tøm alle, så gjelder de felles vektene"
    ]
    assert plan.changes == () and plan.merged == {}


def test_half_a_set_that_was_sent_so_is_no_question(analysis: Analysis) -> None:
    """A criterion without a row counts nothing; that is the analysis' own matter."""
    common_and_own(analysis, {"ansatte": 3, "saarbarhet": 7})
    path = edit(form(analysis), reviewed)
    plan = take_in(analysis, path)
    assert plan.changes == () and plan.problems == ()
    edit(path, lambda book: weigh(book, {"ansatte": 4}))
    assert "9 av 11 kriterier mangler vekt" in told(take_in(analysis, path), "feil")[0]


def test_a_set_that_is_emptied_is_removed_whole_and_asked_about(analysis: Analysis) -> None:
    common_and_own(analysis, {"ansatte": 3, "saarbarhet": 7})
    path = edit(form(analysis), lambda book: weigh(book, dict.fromkeys(CRITERIA)))
    # What has come since the form was made is of the same set.
    common_and_own(analysis, {"ansatte": 3, "saarbarhet": 7, "reversibilitet": 2})
    plan = take_in(analysis, path)
    assert weights_of(plan) == {}
    assert len(weights_of(plan, "")) == len(CRITERIA)
    assert asked(plan)[-1] == (
        "eigersund.xlsx Vekter: Arket har ingen svar, og alle radene til 1101 Eigersund i "
        "vekter.csv (3) blir fjernet"
    )


def test_a_set_is_never_a_mixture_of_two(analysis: Analysis) -> None:
    """The municipality has changed one weight, and the analysis another one since."""
    common_and_own(analysis, SET)
    path = edit(form(analysis), lambda book: weigh(book, {"ansatte": 55}))
    common_and_own(analysis, SET | {"saarbarhet": 1})
    plan = take_in(analysis, path)
    assert weights_of(plan) == {n: str(w) for n, w in (SET | {"ansatte": 55}).items()}
    assert asked(plan) == [
        "eigersund.xlsx Vekter!F11: vekt (saarbarhet): Skjemaet har 82, men vekter.csv er endret "
        "fra 82 til 1 etter at skjemaet ble laget. Svaret i skjemaet går foran"
    ]


def test_an_untouched_set_yields_to_a_newer_one(analysis: Analysis) -> None:
    common_and_own(analysis, SET)
    path = form(analysis)
    common_and_own(analysis, dict.fromkeys(CRITERIA, 5))
    plan = take_in(analysis, path)
    assert plan.changes == () and asked(plan) == []


def test_a_set_the_analysis_has_got_since_is_asked_about(analysis: Analysis) -> None:
    path = edit(form(analysis), lambda book: weigh(book, SET))
    common_and_own(analysis, dict.fromkeys(CRITERIA, 5))
    plan = take_in(analysis, path)
    assert weights_of(plan) == {name: str(weight) for name, weight in SET.items()}
    assert len(asked(plan)) == len(CRITERIA)
    assert (
        "eigersund.xlsx Vekter!F9: vekt (netto_naaverdi): Skjemaet har 100, men vekter.csv er "
        "endret fra tom til 5 etter at skjemaet ble laget. Svaret i skjemaet går foran"
    ) in asked(plan)


@pytest.mark.parametrize(
    ("highest", "said"),
    [(100, ""), (26, "Den høyeste vekten er 26."), (800, "Den høyeste vekten er 800.")],
)
def test_another_scale_than_the_one_asked_for_is_asked_about(
    analysis: Analysis, highest: float, said: str
) -> None:
    def fill(book: Workbook) -> None:
        reviewed(book)
        weigh(book, dict.fromkeys(CRITERIA, 20) | {"ansatte": highest})

    questions = told(take_in(analysis, edit(form(analysis), fill)), "advarsel")
    assert len(questions) == bool(said)
    assert all(f"Vekter!F18: vekt: {said}" in question for question in questions)


def test_a_scale_that_was_there_from_before_can_be_kept(analysis: Analysis) -> None:
    common_and_own(analysis, dict.fromkeys(CRITERIA, 20) | {"ansatte": 26})
    path = edit(form(analysis), reviewed)
    edit(path, lambda book: weigh(book, {"saarbarhet": 12}))
    plan = take_in(analysis, path)
    assert told(plan, "advarsel") == [] and weights_of(plan)["saarbarhet"] == "12"


def test_the_sum_and_the_shares_are_never_read(analysis: Analysis) -> None:
    def spoil(book: Workbook) -> None:
        weigh(book, SET)
        page = book["Vekter"]
        formulas = [c for cells in page.iter_rows() for c in cells if c.data_type == "f"]
        assert len(formulas) == 2 + len(CRITERIA)
        for found in formulas:
            found.value = "=1/0"

    plan = take_in(analysis, edit(form(analysis), spoil))
    assert told(plan, "feil") == []
    assert weights_of(plan) == {name: str(weight) for name, weight in SET.items()}


def test_a_form_from_before_there_were_weights_is_read_as_before(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        without_weights(book)
        cell(book["Budsjett"], "drift", "beløp").value = 950
        cell(book["Vurderinger"], "ansatte", "omfang").value = -2  # as it was answered then

    common_and_own(analysis, SET)
    plan = take_in(analysis, edit(form(analysis), fill))
    assert told(plan, "feil") == []
    assert sorted(plan.merged) == ["budsjett", "vurderinger"]
    assert written(plan, "vurderinger")[-1]["omfang"] == "-2"


def test_a_form_from_before_a_criterion_came(analysis: Analysis) -> None:
    analysis.append("vurderinger", "1;ansatte;1101;3;Egen;Møte")
    path = edit(form(analysis), lambda book: before_a_criterion(book, "ansatte"))
    edit(path, reviewed)
    plan = take_in(analysis, path)
    assert told(plan, "feil") == [] and plan.changes == ()  # its own row stands
    (older,) = told(plan, "advarsel")
    assert older == (
        "eigersund.xlsx Vurderinger: Skjemaet er laget før kriteriet «Ansatte» kom med. Der "
        "gjelder det utredningen har"
    )
    rest = {name: weight for name, weight in SET.items() if name != "ansatte"}
    plan = take_in(analysis, edit(path, lambda book: weigh(book, rest)))
    assert plan.changes == ()
    assert told(plan, "feil") == [
        "eigersund.xlsx Vekter: Skjemaet er laget før kriteriet «Ansatte» kom med. Vektene hører "
        "sammen og tas inn samlet. Lag et nytt skjema med ikt skjema, kopier vektene dit, og spør "
        "kommunen hva det nye skal telle"
    ]


def test_a_form_with_a_criterion_that_is_gone(analysis: Analysis) -> None:
    def old(book: Workbook) -> None:
        """«Ansatte» is asked for under another id, and has since come anew."""
        about_a_criterion_since_gone(book, "ansatte", "Trivsel")

    path = edit(form(analysis), old)
    edit(path, reviewed)
    assert told(take_in(analysis, path), "feil") == []
    edit(path, lambda book: weigh(book, {"gammelt": 10}))
    edit(path, lambda book: _judge(book, "gammelt", "stor fordel (+3)"))
    plan = take_in(analysis, path)
    assert plan.changes == ()
    gone = [text for text in told(plan, "advarsel") if "ikke lenger et kriterium" in text]
    assert gone == [
        f"eigersund.xlsx {place}: «Trivsel» er ikke lenger et kriterium i utredningen. Svaret tas "
        "ikke inn"
        for place in ("Vekter!F18", "Vurderinger!H12")
    ]


def test_a_criterion_is_known_by_its_name_too(analysis: Analysis) -> None:
    def named(book: Workbook) -> None:
        weigh(book, SET)
        cell(book["Vekter"], "saarbarhet", "kriterium").value = "Sårbarhet"

    plan = take_in(analysis, edit(form(analysis), named))
    assert weights_of(plan)["saarbarhet"] == "82"


def _judge(book: Workbook, row: str, extent: Any, reason: str | None = None) -> None:
    cell(book["Vurderinger"], row, "omfang").value = extent
    cell(book["Vurderinger"], row, "begrunnelse").value = reason


def test_a_judgement_is_from_the_form_where_nothing_else_is_said(analysis: Analysis) -> None:
    analysis.append("vurderinger", "0+;ansatte;1101;3;Egen;Møte i mai")

    def kept(extent: Any, source: str | None = "Møte i mai") -> str:
        def change(book: Workbook) -> None:
            _judge(book, "ansatte", extent, "Egen")
            cell(book["Vurderinger"], "ansatte", "kilde").value = source

        plan = take_in(analysis, edit(form(analysis), change))
        return written(plan, "vurderinger")[-1]["kilde"] if plan.changes else ""

    assert kept("stor fordel (+3)") == ""  # as it was sent
    assert kept("liten ulempe (−1)") == SOURCE  # the meeting in May said something else
    assert kept("liten ulempe (−1)", "Rådet") == "Rådet"
    assert kept("stor fordel (+3)", "Rådet") == "Rådet"
    assert kept("liten ulempe (−1)", None) == SOURCE


def test_a_form_of_unknown_origin_taken_in_again_changes_nothing(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        without_basis(book)
        weigh(book, SET)
        _judge(book, "ansatte", "liten ulempe (−1)", "Få")

    path = edit(form(analysis), fill)
    plan = take_in(analysis, path)
    assert len(plan.changes) == len(SET) + 1
    keep(analysis, plan)
    assert take_in(analysis, path).changes == ()


EXTENTS = st.sampled_from(list(SCALE)).flatmap(
    lambda value: st.tuples(
        st.just(value),
        st.sampled_from(
            [
                value, SCALE[value], SCALE[value].upper(), SCALE[value].partition(" (")[0],
                f"{value:+d}", f"{value}".replace("-", MINUS), f" {SCALE[value]}\n",
                SCALE[value].replace(MINUS, "-"),
            ]
        ),
    )
)  # fmt: skip
WEIGHT = st.integers(0, 100) | st.decimals(0, 1000, places=2).map(float)
# What a spreadsheet, a csv file or an archive of xml could take for something else.
REASONS = st.text("aæÅč =+-@;,|\"'\n\t<&>#{}%—–−1€𝄞", max_size=12)


@given(
    st.fixed_dictionaries(dict.fromkeys(CRITERIA, WEIGHT)).filter(lambda w: any(w.values())),
    st.dictionaries(st.sampled_from(JUDGED_CRITERIA), st.tuples(EXTENTS, REASONS)),
)
def test_what_is_answered_is_what_the_analysis_has(
    tmp_path_factory: pytest.TempPathFactory,
    weights: dict[str, float],
    judged: dict[str, tuple[tuple[int, Any], str]],
) -> None:
    """Also with texts a spreadsheet takes for formulas; and once more changes nothing."""
    analysis = Analysis(tmp_path_factory.mktemp("inputs") / "x")

    def fill(book: Workbook) -> None:
        weigh(book, weights)
        for criterion, ((_, typed), reason) in judged.items():
            _judge(book, criterion, typed, reason)
            found = cell(book["Vurderinger"], criterion, "begrunnelse")
            found.data_type = "s"

    path = edit(form(analysis), fill)
    plan = take_in(analysis, path)
    assert told(plan, "feil") == []
    keep(analysis, plan)
    data = analysis.load()
    own = data.weights.set_index("kriterium")
    assert own["vekt"].to_dict() == pytest.approx(weights)
    rows = data.judgements[data.judgements["kommunenummer"] == "1101"].set_index("kriterium")
    assert rows["omfang"].to_dict() == {name: value for name, ((value, _), _) in judged.items()}
    assert {name: " ".join(reason.split()) for name, (_, reason) in judged.items()} == {
        name: " ".join(reason.split()) for name, reason in rows["begrunnelse"].items()
    }
    assert take_in(analysis, path).changes == ()
