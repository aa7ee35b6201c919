import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import places
from analysis.places import UnknownName, find_analysis, find_report, report_name, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ringerike", "ringerike"),
        ("Øvre Eiker", "ovre-eiker"),
        ("Nærøysund", "naeroysund"),
        ("Ålesund", "alesund"),
        (unicodedata.normalize("NFD", "Ålesund"), "alesund"),
        ("Kárášjohka – Karasjok", "karasjohka-karasjok"),
        ("  Bø (Vesterålen) ", "bo-vesteralen"),
    ],
)
def test_slug(name, expected):
    assert slug(name) == expected


@given(st.text())
def test_slug_is_safe_in_a_file_name_and_stable(name):
    result = slug(name)
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in result)
    assert "--" not in result and result == result.strip("-")
    assert slug(result) == result


def test_a_slug_has_at_most_80_characters():
    assert slug("a" * 300) == "a" * 80
    assert slug("a" * 79 + " b") == "a" * 79


def test_a_name_without_letters_leaves_the_number():
    assert report_name("3314", "Øvre Eiker") == "3314-ovre-eiker"
    assert report_name("3314", "…") == "3314"


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name in ("felles", "fjordregionen", "Øyregionen"):
        (tmp_path / "inputs" / name).mkdir(parents=True)
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "given",
    ["fjordregionen", "inputs/fjordregionen", "inputs/fjordregionen/", "./inputs/fjordregionen"],
)
def test_an_analysis_is_named_or_given_as_a_folder(project, given):
    assert find_analysis(given).as_posix() == "inputs/fjordregionen"


def test_an_absolute_folder_is_shown_as_a_user_would_write_it(project, monkeypatch):
    folder = project / "inputs" / "fjordregionen"
    assert find_analysis(str(folder)).as_posix() == "inputs/fjordregionen"
    monkeypatch.chdir(folder)
    assert find_analysis(".") == folder


def test_an_analysis_may_lie_anywhere(project, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("annet sted")
    assert find_analysis(str(elsewhere)) == elsewhere


def test_the_project_is_found_from_another_folder(project, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("notebooks"))
    assert find_analysis("inputs/fjordregionen") == project / "inputs/fjordregionen"


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("fjordregion", "Mente du «fjordregionen»?"),
        ("inputs/Fjordregionene", "Mente du «fjordregionen»?"),
        ("oyregionen", "Mente du «Øyregionen»?"),
        ("qqq", "Utredningene i inputs/ er: fjordregionen, Øyregionen."),
        ("felles", "Utredningene i inputs/ er: fjordregionen, Øyregionen."),
        ("inputs/felles", "Utredningene i inputs/ er"),
        ("", "Utredningene i inputs/ er"),
        (".", "Utredningene i inputs/ er"),
        ("..", "Utredningene i inputs/ er"),
        ("inputs", "Utredningene i inputs/ er"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_ones(project, given, answer):
    with pytest.raises(UnknownName, match=f"«{given}»") as refused:
        find_analysis(given)
    assert answer in str(refused.value)


def test_a_report_is_found_by_folder_or_by_name(tmp_path, monkeypatch):
    for name in ("rapport-forst", "rapport-sene"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("analysis.places.reports_folder", lambda: tmp_path)
    assert find_report("rapport-forst") == Path("rapport-forst")
    assert find_report((tmp_path / "rapport-forst").as_posix()) == Path("rapport-forst")
    for wrong in ("", "rapport-1999"):
        with pytest.raises(UnknownName, match="ligger rapportene rapport-forst, rapport-sene"):
            find_report(wrong)
    with pytest.raises(UnknownName, match="er en fil. Oppgi mappen"):
        find_report((tmp_path / "rapport-forst" / "manifest.json").as_posix())
