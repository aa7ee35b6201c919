"""What docs/ says the example says is what it says."""

import re
from pathlib import Path

import pytest

from analysis.decision.conclusion import Strength
from analysis.decision.draws.variations import VariationKind
from analysis.places import ROOT, find_analysis
from analysis.report.findings import drivers, tipping, verdict
from analysis.report.findings.variations import differs, unsettled
from analysis.report.view import View
from analysis.run.run import compute

PAGE = (ROOT / "docs" / "hvor-sikkert.md").read_text("utf-8")


def quotes(heading: str) -> list[str]:
    """The quoted paragraphs of a section."""
    section = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    return [line[2:] for line in section.splitlines() if line.startswith("> ")]


@pytest.fixture(scope="module")
def run(shared_work):
    """A run with as many draws as the reports have."""
    run = compute(find_analysis("ringeriksregionen"), "forventet")
    run.__dict__["robustness"] = shared_work.of("every-draw", lambda: run.robustness)
    return run


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("En klar konklusjon: Lier", "3312"),
        ("En konklusjon som henger på verten: Øvre Eiker", "3314"),
        ("En uklar konklusjon: Hole", "3310"),
    ],
)
def test_the_examples_of_conclusions_are_those_of_the_reports(run, heading, code):
    view = View.of(run, code)
    told = [verdict.answer(view), verdict.how_sure(view), tipping.in_full(view)]
    plain = [text.replace("\u00a0", " ").replace("\\", "") for text in told]
    found = quotes(heading)
    assert len(found) >= 2
    assert found == plain[: len(found)]


@pytest.mark.thorough
def test_what_is_said_about_the_examples_is_so(run):
    lier, eiker, hole, jevnaker = (View.of(run, c) for c in ("3312", "3314", "3310", "3236"))
    of_hundred = {v.code: round(100 * v.conclusion.shares["2"]) for v in (lier, eiker)}
    assert f"- **{of_hundred['3312']} av 100** er ikke" in PAGE
    assert f"i {of_hundred['3314']} av 100 slik rapporten er regnet" in PAGE
    every = {v.kind: v for v in lier.conclusion.variations}[VariationKind.ALL_WEIGHTS]
    assert f"alternativ 2 først i {round(100 * every.share)} av 100" in PAGE
    assert (every.leader, every.strength) == ("2", Strength.BEST)
    assert not any(differs(lier, v) for v in unsettled(lier))
    # What is worth knowing in Hole, the weights apart, and whose gap decides where.
    assert drivers.unknowns(hole)[0][0] == "vurderinger:informasjonssikkerhet"
    assert drivers.political(hole) > drivers.unknowns(hole)[0][1]
    assert hole.conclusion.missing == () and jevnaker.conclusion.missing == ("3236",)
    (weakens,) = [v for v in unsettled(eiker) if v.share < 0.9]
    assert weakens.value == "3314" and eiker.conclusion.weakened_by == weakens


def test_every_link_in_the_docs_leads_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (Path(page).parent / target).exists(), (page.name, target)


def test_the_plan_names_rooms_that_are_there():
    """Every module or room in the table of where a sentence stands, is where the plan says."""
    page = (ROOT / "docs" / "arkitektur.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) > 40
    for row in rows:
        for name in re.findall(r"`([\w/.]+)`", row.split("|")[2]):
            assert (ROOT / "analysis" / "report" / name).is_file(), name
