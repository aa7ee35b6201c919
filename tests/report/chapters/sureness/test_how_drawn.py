"""How the draws are made is told from the settings they are made from."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.dataset.definitions.assumptions import Bounds
from analysis.decision.conclusion import Strength, Variation
from analysis.decision.draws.sampling import Sampler
from analysis.decision.draws.variations import VariationKind as Kind
from analysis.report.chapters.sureness import how_drawn
from analysis.report.view import View
from tests.report.computed import concluding
from tests.report.texts import rows


def plain(text):
    return text.replace("\u00a0", " ")


def steering(view, **values):
    """The view with assumptions that have these, not drawn or evaluated anew."""
    given = view.dataset.shared.assumptions
    new = {n: given[n].model_copy(update={"anslag": v}) for n, v in values.items()}
    shared = replace(view.dataset.shared, assumptions={**given, **new})
    figures = replace(view.figures, dataset=replace(view.dataset, shared=shared))
    figures.__dict__["robustness"] = view.robustness
    return View(figures, view.scenario, view.code)


def always(value):
    return Bounds(min=value, sannsynlig=value, maks=value)


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.5, "5 av 10 vurderinger flyttes ett trinn opp eller ned."),
        (0.2, "2 av 10 vurderinger flyttes ett trinn opp eller ned."),
        (0.05, "5 av 100 vurderinger flyttes ett trinn opp eller ned."),
    ],
)
def test_the_chance_of_a_step_is_the_samplers(view, chance, said):
    one = steering(view("3310"), vurdering_usikkerhet=always(chance))
    assert Sampler.build(one.dataset, np.ones((1, 2)) / 2, 0).step_chance == pytest.approx(chance)
    assert said in plain(how_drawn.how(one))


def test_judgements_that_are_not_moved_are_not_said_to_be(view):
    assert "flyttes" not in how_drawn.how(steering(view("3310"), vurdering_usikkerhet=always(0.0)))


def test_weights_nobody_knows_the_spread_of_are_all_as_likely(view):
    assert "rundt dem gruppen har satt" in how_drawn.how(view("3310"))
    one = steering(view("3310"), vekt_konsentrasjon="ukjent")
    assert Sampler.build(one.dataset, np.ones((1, 2)) / 2, 0).concentration is None
    told = how_drawn.how(one)
    assert "Alle vekter er like sannsynlige" in told and "rundt" not in told


def test_the_error_of_the_draws_covers_the_whole_matrix(view):
    one = view("3310")
    # 500 draws: 1.96 · √(p (1 − p) / 500) for the p nearest a half.
    shares = one.robustness.acceptability[one.r]
    nearest = shares.flat[np.nanargmin(np.abs(shares - 0.5))]
    error = np.ceil(196.0 * np.sqrt(nearest * (1 - nearest) / 500))
    assert f"mer enn om lag {error:.0f} av 100." in plain(how_drawn.error(one))


def test_every_way_of_drawing_is_a_row_beside_the_reported_one(view):
    one = concluding(view("3316"), ("2",), Strength.CLEAR, share=0.95)
    varied = (
        Variation(Kind.HOST, "3314", "2", 0.78, Strength.BEST),
        Variation(Kind.COMPANY, "A *IKT*", "3", 0.0, Strength.UNDECIDED),
        Variation(Kind.KEY, "alt likt", "2", 0.6, Strength.AHEAD),
        Variation(Kind.JUDGEMENT_CHANCE, 0.2, "2", 0.96, Strength.CLEAR),
        Variation(Kind.WEIGHT_SPREAD, 20.0, "2", 0.91, Strength.CLEAR),
        Variation(Kind.WEIGHT_SPREAD, 200.0, "2", 0.97, Strength.CLEAR),
        Variation(Kind.TIED, "", "2", 0.98, Strength.CLEAR),
        Variation(Kind.ALL_WEIGHTS, "", "3", 0.31, Strength.BEST),
    )
    one.__dict__["conclusion"] = replace(one.conclusion, variations=varied)
    found = rows(how_drawn.variations(one).payload())
    assert {plain(name): cells for name, cells in found.items()} == {
        "Slik rapporten er regnet": ["2", "95", "klart best ut"],
        "Øvre Eiker som vert": ["2", "78", "best ut"],
        "A *IKT* som selskap": ["3", "0", how_drawn.said(Strength.UNDECIDED)],
        "Nøkkelen «alt likt»": ["2", "60", "noe foran"],
        "2 av 10 vurderinger flyttes": ["2", "96", "klart best ut"],
        "Vektene trekkes lenger fra gruppens egne": ["2", "91", "klart best ut"],
        "Vektene trekkes nærmere gruppens egne": ["2", "97", "klart best ut"],
        "Like alternativer vurderes for høyt eller lavt sammen": ["2", "98", "klart best ut"],
        "Alle vekter er like sannsynlige": ["3", "31", "best ut"],
    }


@pytest.mark.parametrize("code", ["", "3310", "3312"])
def test_the_example_has_every_way_of_drawing_in_the_table(view, code):
    one = view(code)
    table = rows(how_drawn.variations(one).payload())
    assert len(table) == 1 + len(one.conclusion.variations)
    hosts = [v for v in one.conclusion.variations if v.kind is Kind.HOST]
    assert hosts and all(f"{one.names[host.value]} som vert" in table for host in hosts)
