"""Colours, type and labels of figures."""

import os
import subprocess
import sys
import textwrap
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont

from analysis.places import ROOT
from analysis.report.language.numbers import NBSP
from analysis.report.press import style

# Machado, Oliveira and Fernandes 2009, full strength, on linear colour.
COLOUR_BLIND = {
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "normal": np.eye(3).tolist(),
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour: str, sight: str = "normal") -> np.ndarray:
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(COLOUR_BLIND[sight]) @ linear, 0, 1)
    x, y, z = np.cbrt(TO_XYZ @ seen / np.array([0.9505, 1.0, 1.089]) + 1e-9)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


ALTERNATIVES = [style.alternative_colour(index) for index in range(7)]


def test_alternatives_are_seven_different_greys() -> None:
    lightness = sorted(lab(colour)[0] for colour in ALTERNATIVES)
    assert np.diff(lightness).min() > 6


@pytest.mark.parametrize("sight", COLOUR_BLIND)
def test_alternatives_differ_for_every_eye(sight: str) -> None:
    for one, other in combinations(ALTERNATIVES, 2):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) > 15, (one, other)


def test_own_municipality_stands_out_in_grey() -> None:
    own, other = style.municipality_colours(["0001", "0002"], own="0001")
    assert lab(other)[0] - lab(own)[0] > 40


def test_each_alternative_keeps_its_colour_and_mark() -> None:
    assert len(set(ALTERNATIVES)) == 7
    assert len({style.alternative_marker(index) for index in range(7)}) == 7
    assert style.alternative_colour(7) == style.alternative_colour(0)


def test_figures_use_the_fonts_that_ship_with_the_package() -> None:
    for weight, slant in (("normal", "normal"), ("semibold", "normal"), ("normal", "italic")):
        found = findfont(FontProperties(family=style.FONT_FAMILY, weight=weight, style=slant))
        assert str(style.FONT_FOLDER) in found
    semibold = findfont(FontProperties(family=style.FONT_FAMILY, weight="semibold"))
    assert semibold.endswith("SourceSans3-SemiBold.ttf")


def test_the_fonts_come_with_their_licence_and_stay_small() -> None:
    assert "SIL OPEN FONT LICENSE" in (style.FONT_FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in style.FONT_FOLDER.iterdir()) < 1_500_000


def test_figures_are_made_at_the_size_they_are_printed() -> None:
    fig, _ = style.new_figure(6, width="50%")
    assert fig.get_figwidth() * 2.54 == pytest.approx(style.FULL_WIDTH_CM / 2)
    assert fig.get_figheight() * 2.54 == pytest.approx(6)
    assert min(mpl.rcParams[key] for key in ("font.size", "xtick.labelsize")) >= style.SMALLEST_PT


def test_labels_do_not_cover_each_other_or_the_points() -> None:
    fig, axes = style.new_figure(8)
    xs, ys = [0.0, 0.02, 0.5, 0.98], [0.5, 0.52, 0.5, 0.5]
    axes.plot(xs, ys, "o")
    axes.set(xlim=(-0.1, 1.1), ylim=(0, 1))
    labels = style.label_points(axes, xs, ys, ["Alternativ A", "Alternativ B", "C", "Lengst ute"])
    boxes = [label.get_window_extent() for label in labels]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    inside = axes.get_window_extent()
    assert all(inside.x0 <= box.x0 and box.x1 <= inside.x1 for box in boxes)
    assert len(axes.texts) == 4


def test_names_of_points_at_one_place_are_told_apart() -> None:
    fig, axes = style.new_figure(5.4)
    xs, ys = [0.0, 1.0, 3.0, -90.0, -110.0], [66.0, 69.5, 69.0, 65.0, 69.0]
    axes.plot(xs, ys, "o")
    axes.set(xlim=(-250, 1200), ylim=(60, 85))
    axes.axhline(66.0)
    axes.axvline(0.0)
    names = ["0 Som i dag", "0+ Som i dag +", "4 Eksisterende selskap", "1 Felles drift", "5 Nytt"]
    labels = style.label_points(axes, xs, ys, names)
    boxes = [label.get_window_extent() for label in labels]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_axes_count_in_norwegian() -> None:
    fig, axes = style.new_figure(5)
    axes.plot([-2000, 2000], [0, 1])
    style.number_axis(axes.xaxis)
    fig.canvas.draw()
    shown = [label.get_text() for label in axes.get_xticklabels()]
    assert f"−2{NBSP}000" in shown
    assert f"1{NBSP}000" in shown


def test_a_dollar_sign_in_a_name_is_not_mathematics() -> None:
    fig, axes = style.new_figure(5)
    axes.set_title("a$\\frac$b")
    fig.canvas.draw()
    assert axes.title.get_parse_math() is False


DRAWN = """
    import hashlib, io
    from matplotlib import font_manager
    theirs = font_manager.FontEntry(
        "/machine/SourceSans3.ttf", "Source Sans 3", "normal", "normal", 400, "normal", "scalable"
    )
    font_manager.fontManager.ttflist.insert(0, theirs)
    from analysis.report.press import style

    figure, axes = style.new_figure()
    axes.plot([0, 1, 2], [0, 3, 1])
    axes.bar([0, 1], [1, 2])
    axes.set_title("Måned _x_ $5")
    for end in ("svg", "png"):
        drawn = io.BytesIO()
        figure.savefig(drawn, format=end, metadata={"Date": None} if end == "svg" else None)
        print(end, hashlib.sha256(drawn.getvalue()).hexdigest())
"""


YELLOW = """
    figure.facecolor: yellow
    savefig.facecolor: yellow
    savefig.dpi: 31
    savefig.bbox: tight
    font.size: 22
    axes.grid: True
    axes.xmargin: 0.4
    lines.linewidth: 6
    lines.linestyle: --
    xtick.direction: in
    axes.formatter.use_locale: True
    path.sketch: 1, 100, 2
    timezone: Asia/Tokyo
"""
TEX = "text.usetex: True\nfont.family: serif\n"


def drawn(tmp_path: Path, settings: str = "", where: str = "MPLCONFIGDIR") -> str:
    folder = tmp_path / (where or "here")
    folder.mkdir()
    (folder / "matplotlibrc").write_text(textwrap.dedent(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DRAWN)],
        cwd=tmp_path if where else folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
        | ({where: str(folder)} if where else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr.count("Traceback"), done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("settings", "where"),
    [(YELLOW, "MPLCONFIGDIR"), (TEX, "MPLCONFIGDIR"), (YELLOW, "MATPLOTLIBRC"), (YELLOW, "")],
    ids=["yellow", "tex", "by file", "here"],
)
def test_the_users_own_settings_change_no_figure(settings, where, tmp_path, plain) -> None:
    assert plain.startswith("svg ")
    assert drawn(tmp_path, settings, where) == plain


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> str:
    return drawn(tmp_path_factory.mktemp("uten"))


@pytest.mark.parametrize(
    ("weight", "slant", "cut"),
    [
        ("regular", "normal", "Regular"),
        ("regular", "italic", "Italic"),
        ("semibold", "normal", "SemiBold"),
        ("semibold", "italic", "SemiBoldItalic"),
    ],
)
def test_each_weight_has_its_own_cut(weight: str, slant: str, cut: str) -> None:
    asked = FontProperties(family=style.FONT_FAMILY, weight=weight, style=slant)
    assert Path(findfont(asked)).stem == f"SourceSans3-{cut}"
