from pathlib import Path

import pytest
from toys import ikt


def test_a_new_analysis_is_told_with_what_to_do_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ikt(tmp_path, "ny", "min-region") == 0
    assert capsys.readouterr().out == (
        "Laget inputs/min-region. Begynn med å lese LESMEG.md der. Før dere bruker svarene, tar "
        "dere stilling til forutsetningene i forutsetninger.toml.\n"
    )
    steps = (tmp_path / "inputs/min-region/LESMEG.md").read_text(encoding="utf-8")
    assert "6. Ta stilling til forutsetningene i `forutsetninger.toml`" in steps
    assert ikt(tmp_path, "ny", "min-region") == 2
    assert "finnes fra før" in capsys.readouterr().err
