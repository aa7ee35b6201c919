"""Elements: what they hold, and how they look on the screen."""

import base64
import datetime
import json

import numpy as np
import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib import pyplot as plt

from analysis.report.language import numbers
from analysis.report.press import (
    MIME,
    Box,
    Contents,
    Cover,
    Element,
    Figure,
    Heading,
    PageBreak,
    Stack,
    Table,
    Text,
    UserText,
    style,
)
from tests.report.press.test_markup import HOSTILE

NBSP = numbers.NBSP


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Navn": ["Ås", "Bø", "Vik"],
            "Beløp (1000 kr)": [1234.5, np.nan, -0.2],
            "Poeng": [1, None, "utenfor mandat"],
        },
        index=["0001", "0002", "0003"],
    ).astype({"Poeng": object})


def figure(**options: str) -> Figure:
    fig, axes = style.new_figure(5)
    axes.plot([0, 1], [0, 1])
    return Figure(fig, **{"alt": "En stigende linje.", "title": "Det stiger", **options})


def test_cells_are_printed_text() -> None:
    table = Table(frame(), "Tittel", formats={"Beløp (1000 kr)": numbers.whole}).payload()
    assert table["rows"] == [
        ["Ås", f"1{NBSP}235", "1"],
        ["Bø", "mangler", "–"],
        ["Vik", "0", "utenfor mandat"],
    ]
    assert [column["right"] for column in table["columns"]] == [False, True, True]
    assert table["columns"][1]["name"] == f"Beløp (1000{NBSP}kr)"
    assert json.loads(json.dumps(table)) == table


def test_columns_without_a_format() -> None:
    data = pd.DataFrame({"a": [1000, 2], "b": [0.25, 3.0], "c": ["x", "y"], "d": [True, False]})
    table = Table(data, "T").payload()
    assert table["rows"][0] == [f"1{NBSP}000", "0,3", "x", "True"]
    assert [column["right"] for column in table["columns"]] == [True, True, False, False]


def test_amounts_that_are_written_out_stand_as_numbers_do() -> None:
    data = pd.DataFrame(
        {
            "Samlet (1000 kr)": ["−955 til −420", "mangler"],
            "Best i (av 100)": ["0", "100"],
            "Holder": ["57 ± 3", "nei"],
            "Spenn": ["2 % til 5 %", "–"],
            "Betaler (tjener)": ["1 860 (−523)", "< 1"],
            "Kommunenummer": ["3310", "3312"],
            "År": ["fra 2023 til 2026", "2023"],
            "Hvem (navn)": ["alle seks", "Hole"],
            "Vår del": [float("nan"), None],
        }
    )
    table = Table(data, "T", formats={"Vår del": numbers.signed}).payload()
    assert [column["right"] for column in table["columns"]] == [*[True] * 5, *[False] * 3, True]


def test_cells_without_an_amount_do_not_move_a_column_of_amounts() -> None:
    data = pd.DataFrame({"Drift": ["1,0 (1)", "vises ikke", "mangler"]})
    assert [column["right"] for column in Table(data, "T").payload()["columns"]] == [True]


def test_the_highlighted_row_is_found_by_its_label() -> None:
    table = Table(frame(), "T", highlight="0002")
    assert table.payload()["highlight"] == 1
    assert table._repr_mimebundle_()["text/html"].count("font-weight:600;background") == 1


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"title": " "}, "tittel"),
        ({"formats": {"Ukjent": str}}, "Ukjent"),
        ({"highlight": "9"}, "«9»"),
        ({"widths": (1, 2)}, "bredde"),
    ],
)
def test_a_table_that_does_not_hang_together_is_refused(
    options: dict[str, object], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Table(frame(), **{"title": "T", **options})  # type: ignore[arg-type]


def test_a_table_needs_columns_with_names_of_their_own() -> None:
    with pytest.raises(ValueError, match="ingen kolonner"):
        Table(pd.DataFrame(index=[1]), "T")
    with pytest.raises(ValueError, match="samme navn"):
        Table(pd.DataFrame([[1, 2]], columns=["a", "a"]), "T")


def test_the_screen_table_is_semantic_and_escaped() -> None:
    data = pd.DataFrame({HOSTILE: [HOSTILE], "tall": [1]})
    html = Table(data, HOSTILE, source=HOSTILE, note=HOSTILE)._repr_mimebundle_()["text/html"]
    assert "<caption" in html
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 1
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 5


def test_every_element_has_a_screen_and_a_paper_side() -> None:
    elements: list[Element] = [
        Text("a"), UserText("b"), Heading("c"), Cover("d"), PageBreak(), Contents(), Box("e", "f"),
        Table(frame(), "g"), figure(), Stack(Text("h"), None, Heading("i", 2)),
    ]  # fmt: skip
    for element in elements:
        bundle = element._repr_mimebundle_()
        assert isinstance(bundle["text/html"], str)
        assert json.loads(json.dumps(bundle[MIME])) == element.payload()


def test_a_stack_shows_its_elements_in_order() -> None:
    html = Stack(Heading("Én"), Text("to"), Heading("Tre", 2))._repr_mimebundle_()["text/html"]
    assert html == "<h3>Én</h3>\n<p>to</p>\n<h4>Tre</h4>"


def test_a_stack_gives_its_tables_and_figures() -> None:
    first, second, drawn = Table(frame(), "Én"), Table(frame(), "To"), figure()
    stack = Stack(Text("Først."), first, None, Stack(drawn, Stack(second)))
    assert stack[1] is first and [*stack] == [stack[0], first, stack[2]]
    assert stack.tables == [first, second] and stack.figures == [drawn]
    assert stack.tables[1].frame["Navn"].tolist() == ["Ås", "Bø", "Vik"]


def test_a_figure_can_be_drawn_on_without_changing_what_is_shown() -> None:
    element = figure()
    before = element.payload()
    (axes,) = element.figure.axes
    axes.set_title("Min egen")
    shown = DisplayFormatter().format(element.figure)[0]
    assert shown["image/png"].startswith(b"\x89PNG") and element.payload() == before
    assert not plt.get_fignums()


def test_a_stack_takes_elements_only() -> None:
    with pytest.raises(TypeError, match="str"):
        Stack("tekst")  # type: ignore[arg-type]


def test_cover_texts_are_escaped_on_screen() -> None:
    cover = Cover(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    html = cover._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 6


def test_the_cover_writes_its_date_in_norwegian() -> None:
    cover = Cover("T", date=datetime.date(2022, 6, 1)).payload()
    assert (cover["date"], cover["iso_date"]) == ("1. juni 2022", "2022-06-01")
    assert Cover("T", date="våren 2022").payload()["iso_date"] == ""


@pytest.mark.parametrize("make", [lambda: Heading(" "), lambda: Heading("a", 7), lambda: Cover("")])
def test_empty_headings_and_covers_are_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match="."):
        make()


def test_a_figure_without_alternative_text_is_refused() -> None:
    with pytest.raises(ValueError, match="alternativ tekst"):
        figure(alt="  ")


def test_a_figure_with_small_print_is_refused() -> None:
    with pytest.raises(ValueError, match="punkt på trykk"):
        figure(width="50%")
    fig, axes = style.new_figure(5, width="50%")
    axes.set_xlabel("Kroner")
    assert Figure(fig, "Et kart.", width="50%").payload()["width"] == 50
    fig, axes = style.new_figure(5)
    axes.text(0, 0, "liten", fontsize=7)
    with pytest.raises(ValueError, match="liten"):
        Figure(fig, "Et kart.")


def test_a_pyplot_figure_is_closed() -> None:
    fig, _ = plt.subplots(figsize=(16.4 / 2.54, 3))
    Figure(fig, "Tom.")
    assert not plt.fignum_exists(fig.number)  # type: ignore[attr-defined]


def test_the_same_figure_gives_the_same_svg_without_a_date() -> None:
    first, second = figure().svg, figure().svg
    assert first == second
    assert first.startswith("<svg")
    assert "date" not in first.lower()


def test_the_screen_figure_carries_its_alternative_text() -> None:
    html = figure(alt=HOSTILE)._repr_mimebundle_()["text/html"]
    assert "<script" not in html
    assert 'alt="&lt;script&gt;' in html
    data = html.split("base64,")[1].split('"')[0]
    assert base64.b64decode(data).startswith(b"<svg")


@pytest.mark.parametrize(("level", "tag"), [(1, "h3"), (2, "h4"), (4, "h6"), (6, "h6")])
def test_headings_on_screen_stand_below_the_notebooks_own(level: int, tag: str) -> None:
    shown = Heading("Kapittel", level, id="kap")._repr_mimebundle_()["text/html"]
    assert f"<{tag}" in shown
    assert f"Kapittel</{tag}>" in shown


@pytest.mark.parametrize("odd", ["a\rb", "a\x00b", "a\tb", "漢", "\ue000", "\ud800", "a\r\nb"])
def test_odd_signs_in_a_figure_do_not_stop_it(odd: str) -> None:
    fig, axes = style.new_figure(5)
    axes.barh([odd, "Ås"], [1, 2])
    axes.set_title(odd)
    style.direct_label(axes, 1, 1, odd)
    style.label_points(axes, [1], [0.5], [odd])
    assert Figure(fig, "En figur.").svg.startswith("<svg")


def test_what_the_fonts_lack_is_a_square_in_figures() -> None:
    assert style.printable("Ås 漢\x07\r\nb\u200d").startswith("Ås □ \nb")


def test_running_text_under_a_heading_with_brackets_stands_to_the_left() -> None:
    form = ["5", "Eierne hefter for sin del", "Ett års varsel", None]
    table = Table(pd.DataFrame({"Hva": list("abcd"), "Selskap (IKS)*": form}), "Rettsformer")
    assert [column["right"] for column in table.payload()["columns"]] == [False, False]
