"""Mistakes in what a legal form costs and in when effects begin."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dataset.definitions.shared_files import (
    ALT,
    ASSUME,
    change,
    load,
)

from analysis.dataset.definitions.assumption_list import OPTIONAL_NAMES

OWN_COST = """
[[forutsetning]]
id = "etablering_as"
navn = "Kapital i et aksjeselskap"
enhet = "kr per bruker"
kroneverdi = 2022
anslag = { p10 = 5000, p50 = 9000, p90 = 16000 }
retning = "lav"
kilder = ["arbeidsgruppens anslag"]
kvalitet = "anslag"
eier = "arbeidsgruppen"
gyldig_til = 2027-12-31
"""


def test_what_one_legal_form_costs_may_be_added_and_left_out(folder: Path) -> None:
    assert not set(OPTIONAL_NAMES) & set(load(folder)[0].assumptions)
    path = folder / ASSUME
    path.write_text(path.read_text(encoding="utf-8") + OWN_COST, encoding="utf-8")
    shared, problems = load(folder)
    assert not problems
    company = shared.alternative("5")
    assert company.form_assumptions(shared.assumptions) == ("etablering_as",)
    own = company.in_form("as", shared.assumptions)
    assert own.tiltak.etablering.kapital == "etablering_as"
    assert own.tiltak.styring == company.tiltak.styring
    assert company.in_form("iks", shared.assumptions).tiltak == company.tiltak
    assert company.in_form("", shared.assumptions) is company


@pytest.mark.parametrize(
    ("alternative", "written", "said"),
    [
        ("5", '{ id = "ask", styring = "styring_as" }',
         "«ask» er ikke en av alternativets rettsformer. Mente du «as»?"),
        ("5", '{ id = "as", styring = "styring_ass" }',
         "«styring_ass» er ikke en forutsetning. Mente du «styring_as»?"),
        ("5", '{ id = "as" }, { id = "as" }', "«as» står to ganger. Slett den ene"),
        ("3", '{ id = "vertskommune", styring = "styring_as" }',
         "Kan ikke brukes der en vert eller et selskap velges. Slett den"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_cost_of_a_legal_form(
    folder: Path, alternative: str, written: str, said: str
) -> None:
    change(folder, ALT, "alternativ", alternative, r"^rettsformer = (.*)$",
           rf"rettsformer = \1\nformkostnader = [{written}]")  # fmt: skip
    path = folder / ALT
    text = re.sub(r"formkostnader = \[\n(.*\n)*?\]\n", "", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    _, problems = load(folder)
    assert [(p.column, p.message) for p in problems][:1] == [(f"{alternative}.formkostnader", said)]


def test_a_form_cannot_change_a_lever_that_is_not_pulled(folder: Path) -> None:
    change(folder, ALT, "alternativ", "5", "^styring = .*$", "")
    _, problems = load(folder)
    assert {p.message for p in problems} == {
        f"Alternativet har ikke tiltaket styring. Slett styring for «{form}»"
        for form in ("iks", "as")
    }


def test_running_effects_begin_in_year_1(folder: Path) -> None:
    change(folder, ALT, "alternativ", "2", "^innfasing = .*", "innfasing = [0.5, 1.0]")
    assert [p.column for p in load(folder)[1]] == ["2.innfasing"]
