"""What a report says its figures come from."""

import pytest

from analysis.report.chapters.basis import comparisons, grounds, sources
from analysis.report.chapters.duties import experience
from analysis.report.chapters.today import background
from analysis.report.press import Stack
from tests.dates import later_than
from tests.report import texts


@pytest.mark.parametrize("code", ["", "3310", "3316"])
def test_no_source_is_from_after_the_report(view, code):
    one = view(code)
    shown = Stack(
        background.chapter(one),
        experience.chapter(one),
        grounds.what_figures_rest_on(one),
        comparisons.against_official(one),
        sources.source_list(one),
    )
    assert later_than(one.dataset.settings.dato, texts.everything(shown)) == []
