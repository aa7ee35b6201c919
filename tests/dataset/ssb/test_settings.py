from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dataset.analysis_folder import SHARED

from analysis.dataset.problems import InputProblems
from analysis.dataset.ssb.settings import FILE, read_source_settings


def test_the_shipped_settings_ask_statistics_norway_as_it_wants_to_be_asked() -> None:
    settings = read_source_settings(SHARED, {})
    assert settings.statistikkbanken == "https://data.ssb.no/api/pxwebapi/v2/"
    assert settings.klass == "https://data.ssb.no/api/klass/v1/"
    assert settings.kall_per_minutt == 30


def test_the_environment_overrides_an_address() -> None:
    settings = read_source_settings(SHARED, {"IKT_KLASS": "http://127.0.0.1:1/", "IKT_ANNET": "x"})
    assert settings.klass == "http://127.0.0.1:1/"
    assert settings.statistikkbanken == read_source_settings(SHARED, {}).statistikkbanken


def problems(folder: Path, environment: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        read_source_settings(folder, environment or {})
    return [str(p).removeprefix(f"{folder.as_posix()}/") for p in caught.value.problems]


def test_all_faults_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    shutil.copy(SHARED / FILE, tmp_path)
    path = tmp_path / FILE
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("kall_per_minutt = 30", "kall_per_minutt = 60"),
        ('"https://data.ssb.no/api/klass/v1/"', '"data.ssb.no"'),
        ("antall_aar = 5", "antall_år_ = 5"),
    ):
        assert old in text
        text = text.replace(old, new if "år_" not in new else '"antall_år" = 5')
    path.write_text(text, encoding="utf-8")
    found = problems(tmp_path)
    assert found == [
        "kommunedata.toml: antall_aar: Nøkkelen mangler. Legg den til",
        "kommunedata.toml:7: klass: «data.ssb.no» er ikke en adresse som kan brukes. Skriv en "
        "adresse som begynner med https:// eller http:// og slutter med /",
        "kommunedata.toml:10: kall_per_minutt: «60» er utenfor området. Oppgi et tall som er "
        "høyst 30",
        "kommunedata.toml:22: antall_år: Nøkkelen er ukjent. Mente du «antall_aar»?",
    ]


@pytest.mark.parametrize("address", ["ssb", "ftp://ssb/", "https://data.ssb.no", "https:///x/"])
def test_a_bad_override_is_told_by_its_own_name(address: str) -> None:
    (found,) = problems(SHARED, {"IKT_STATISTIKKBANKEN": address})
    assert found.startswith(f"IKT_STATISTIKKBANKEN: «{address}» er ikke en adresse")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path) == [
        "kommunedata.toml: Filen mangler. Hent den på nytt; den følger med programmet"
    ]
