"""How the draws are made is told from the settings they are made from."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.dataset.definitions.assumptions import Bounds, Quantiles
from analysis.decision.draws.sampling import Sampler
from analysis.report.chapters.sureness import how_drawn
from analysis.report.view import View


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
        (0.5, "Annenhver vurdering flyttes ett trinn opp eller ned."),
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


def test_how_often_assumptions_stay_inside_is_what_the_sampler_does(view):
    one = view("3310")
    sampler = Sampler.build(one.dataset, np.ones((1, 2)) / 2, 0)
    drawn = sampler.values(sampler.block(0, 4096))
    low, _, high = sampler.ends.T
    inside = ((drawn >= low) & (drawn <= high)).mean(axis=0)
    assert inside.min() == pytest.approx(0.8, abs=0.01) and inside.max() == 1.0
    assert "innenfor spennet sitt i minst åtte av ti tilfeller, ellers utenfor" in how_drawn.how(
        one
    )
    bounded = {
        name: Bounds(min=a.anslag.p10, sannsynlig=a.anslag.p50, maks=a.anslag.p90)
        for name, a in one.dataset.shared.assumptions.items()
        if isinstance(a.anslag, Quantiles)
    }
    told = how_drawn.how(steering(one, **bounded))
    assert "trekkes innenfor spennet sitt." in told and "utenfor" not in told


def test_missing_numbers_are_said_to_be_drawn_and_whose_they_are(view):
    told = how_drawn.how(view("3310"))
    assert "Tall som mangler fra Jevnaker, trekkes mellom" in told
    assert "ytterpunktene" not in told
    # A cell that is bounded is drawn between its own ends for its owner too.
    assert "ytterpunktene" not in how_drawn.how(view("3236"))


def test_what_nothing_bounds_is_drawn_between_the_anchors(view, changed):
    applications = view("").dataset.applications
    unlisted = changed("3310", applications=applications[applications["kommunenummer"] != "3310"])
    assert "trekkes mellom de faste ytterpunktene sine" in how_drawn.how(unlisted)
    judged = view("").dataset.judgements
    other = changed(
        "3310", judgements=judged.assign(omfang=judged["omfang"].where(judged.index > 15))
    )
    assert "trekkes mellom de faste ytterpunktene sine" in how_drawn.how(other)


def test_nothing_missing_is_not_mentioned(view, changed):
    budget = view("").dataset.budget
    other = changed("3310", budget=budget.assign(beløp=budget["beløp"].fillna(500.0)))
    assert "mangler" not in how_drawn.how(other)


def test_the_error_of_the_draws_covers_the_whole_matrix(view):
    one = view("3310")
    # 500 draws: 1.96 · √(p (1 − p) / 500) for the p nearest a half.
    shares = one.robustness.acceptability[one.r]
    nearest = shares.flat[np.nanargmin(np.abs(shares - 0.5))]
    error = np.ceil(196.0 * np.sqrt(nearest * (1 - nearest) / 500))
    assert f"mer enn om lag {error:.0f} av 100." in plain(how_drawn.error(one))
