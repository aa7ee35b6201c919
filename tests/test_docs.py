"""What docs/ says the example says is what it says."""

import re
from pathlib import Path

import pytest

from analysis.decision.draws.variations import VariationKind
from analysis.places import ROOT, find_analysis
from analysis.report.findings import drivers, verdict
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
        ("En klar konklusjon: Jevnaker", "3236"),
        ("En konklusjon som henger på nøkkelen: Hole", "3310"),
        ("En konklusjon som henger på en vurdering: Modum", "3316"),
    ],
)
def test_the_examples_of_conclusions_are_those_of_the_reports(run, heading, code):
    view = View.of(run, code)
    told = [verdict.answer(view), verdict.how_sure(view)]
    plain = [text.replace("\u00a0", " ").replace("\\", "") for text in told]
    found = quotes(heading)
    assert found == plain


@pytest.mark.thorough
def test_what_is_said_about_the_examples_is_so(run):
    jevnaker, hole, modum, joint = (View.of(run, c) for c in ("3236", "3310", "3316", ""))
    of_hundred = {v.code: round(100 * v.conclusion.shares["2"]) for v in (jevnaker, hole)}
    assert f"- **{of_hundred['3236']} av 100** er ikke" in PAGE
    assert f"i {of_hundred['3310']} av 100 slik rapporten er regnet" in PAGE
    found = jevnaker.conclusion
    others = [(v.leader, v.strength) for v in found.variations if v.kind.unsettled]
    assert set(others) == {(found.most_often, found.strength)}
    assert jevnaker.conclusion.missing == ()
    assert hole.conclusion.weakened_by.kind is VariationKind.KEY
    assert drivers.unknowns(modum)[0][0] == "vurderinger:informasjonssikkerhet"
    together = {v.kind: v for v in modum.conclusion.variations}[VariationKind.TIED]
    assert together.share > modum.conclusion.shares["2"]
    assert list(modum.conclusion.shares)[:2] == ["2", "0+"]
    ways = [way.first[-1] for way in joint.reckonings]
    assert f"{ways.count(('2',))} av {len(ways)} måter" in PAGE
    assert ways[-1] == ("0+",)
    assert len({joint.recommendation.of(code).own_best for code in joint.codes}) == 1


def test_every_link_in_the_docs_leads_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (Path(page).parent / target).exists(), (page.name, target)


def test_each_decision_has_a_number_of_its_own():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert numbers == [f"{n:04}" for n in range(1, len(pages) + 1)]
    for page in pages:
        assert page.read_text("utf-8").startswith(f"# {page.name[:4]} "), page.name


def test_the_plan_names_rooms_that_are_there():
    """Every module or room in the table of where a sentence stands, is where the plan says."""
    page = (ROOT / "docs" / "arkitektur.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and "`" in line]
    assert len(rows) > 40
    for row in rows:
        for name in re.findall(r"`([\w/.]+)`", row.split("|")[2]):
            assert (ROOT / "analysis" / "report" / name).is_file(), name
