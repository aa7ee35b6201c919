"""Those the settings name: the host, and who has left for good."""

import pytest
from dataset.analysis_folder import SETTINGS, SHARED, Analysis

from analysis.dataset import load, without

KNOWN = "Skriv et av dem: 1101 Eigersund, 1106 Haugesund, 1108 Sandnes"


def leave(analysis: Analysis, *lines: str) -> None:
    given = "\n".join(["startverdi = 7", *lines])
    analysis.write("utredning.toml", SETTINGS.replace("startverdi = 7", given))


def test_one_who_has_left_is_as_if_left_out(analysis: Analysis) -> None:
    files = {path: path.read_bytes() for path in analysis.folder.glob("*.csv")}
    tried = without(analysis.load(), ["1108"])
    leave(analysis, 'uten = ["1108"]')
    gone = analysis.load()
    assert gone.withdrawn == {"1108": "Sandnes"}
    for name in ("municipalities", "budget", "staff", "applications"):
        assert getattr(gone, name).equals(getattr(tried, name))
        assert len(getattr(gone, name)) > 0
    assert {path: path.read_bytes() for path in files} == files


def test_to_leave_out_one_who_has_left_changes_nothing(analysis: Analysis) -> None:
    leave(analysis, 'uten = ["1108"]')
    gone = analysis.load()
    assert without(gone, ["1108"]) is gone
    assert list(without(gone, ["1106", "1108"]).withdrawn) == ["1106", "1108"]


def test_nothing_is_asked_of_or_compared_with_one_who_has_left(analysis: Analysis) -> None:
    analysis.rows("budsjett", *(line for line in analysis.tables["budsjett"].splitlines()[1:]
                                if not line.startswith("1108")))  # fmt: skip
    analysis.change("kommuner", "1108;Sandnes;40000", "1108;Sandnes;")
    assert any("Sandnes" in note for note in analysis.notes("mangel"))
    leave(analysis, 'uten = ["1108"]')
    assert analysis.own_problems() == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('uten = ["9999"]', f"uten: «9999» er ikke kommunenummeret til noen av kommunene i "
         f"utredningen. {KNOWN}"),
        ('uten = ["1101", "1106", "1108"]', "uten: Alle kommunene er tatt ut, og da er det "
         "ingen å lage rapporter for. La minst én kommune stå utenfor listen"),
        ("uten = [1108]", "uten: «1108» kan ikke brukes. Skriv en liste med kommunenumre i "
         'anførselstegn, for eksempel uten = ["3305"]'),
        ('uten = "1108"', "uten: «1108» kan ikke brukes. Skriv en liste med kommunenumre i "
         'anførselstegn, for eksempel uten = ["3305"]'),
        ('vert = "1108"\nuten = ["1108"]', "vert: Sandnes er tatt ut med uten og kan ikke være "
         "vert. Slett linjen vert, eller skriv en kommune som er med"),
    ],
)  # fmt: skip
def test_what_cannot_be_left_out(analysis: Analysis, line: str, said: str) -> None:
    leave(analysis, line)
    assert analysis.errors() == [f"{(analysis.folder / 'utredning.toml').as_posix()}:6: {said}"]


def test_every_check_of_a_whole_analysis_passes_without_one(analysis: Analysis) -> None:
    leave(analysis, 'uten = ["1101"]', 'vert = "1106"')
    assert load(analysis.folder, SHARED).municipalities.index.tolist() == ["1106", "1108"]
