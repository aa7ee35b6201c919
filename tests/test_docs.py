"""What docs/ says the example says is what it says."""

import re
from pathlib import Path

import pytest

from analysis.places import ROOT, find_analysis
from analysis.report import verdict
from analysis.report.view import View
from analysis.run import compute

PAGE = (ROOT / "docs" / "hvor-sikkert.md").read_text("utf-8")


def quotes(heading: str) -> list[str]:
    """The quoted paragraphs of a section."""
    section = PAGE.split(f"## {heading}")[1].split("\n## ")[0]
    return [line[2:] for line in section.splitlines() if line.startswith("> ")]


@pytest.fixture(scope="module")
def run():
    return compute(find_analysis("ringeriksregionen"), "sannsynlig")


@pytest.mark.parametrize(
    ("heading", "code"),
    [("En klar konklusjon: Øvre Eiker", "3314"), ("En uklar konklusjon: Hole", "3310")],
)
def test_the_examples_of_conclusions_are_those_of_the_reports(run, heading, code):
    view = View.of(run, code)
    told = [verdict.answer(view), verdict.how_sure(view), verdict.what_changes_it(view)]
    plain = [text.replace("\u00a0", " ").replace("\\", "") for text in told]
    found = quotes(heading)
    assert len(found) >= 2
    assert found == plain[: len(found)]


def test_every_link_in_the_docs_leads_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("**/*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (Path(page).parent / target).exists(), (page.name, target)
