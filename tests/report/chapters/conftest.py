import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text


def only_texts(fig: Figure) -> str:
    """An SVG with the texts of a figure, as the drawing has them, and nothing drawn."""
    texts = (text.get_text() for text in fig.findobj(Text) if text.get_visible())
    return f"<svg>{''.join(f'<!-- {text} -->' for text in texts)}</svg>"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave chapters told of changed inputs to `make test-alt`: each is evaluated anew.

    What each chapter says of the example, in every wording it has there, is tested every time.
    """
    for item in items:
        if "changed" in getattr(item, "fixturenames", ()) and "/report/chapters/" in item.nodeid:
            item.add_marker(pytest.mark.thorough)


@pytest.fixture
def drawn() -> None:
    """Have the figures drawn, where the drawing is what is tested."""


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no figures: that takes most of the time, and is tested where whole reports are made."""
    if "drawn" not in request.fixturenames and not request.node.get_closest_marker("thorough"):
        monkeypatch.setattr("analysis.report.press.figure._draw", only_texts)
        monkeypatch.setattr("analysis.report.press.figure._refuse_small_text", lambda *_: None)
