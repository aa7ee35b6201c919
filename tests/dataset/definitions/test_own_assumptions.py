"""``forutsetninger.toml`` of one analysis: what the group has taken a stand on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dataset.analysis_folder import SHARED, Analysis

from analysis.dataset import InputProblems, load
from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST, EVERY_NAME
from analysis.dataset.definitions.own_assumptions import OWN_HELP, OwnAssumption

FILE = "forutsetninger.toml"
SHOWN = f"inputs/x/{FILE}"
WHOLE = """
[[forutsetning]]
id = "fravaer"
navn = "Fravær hos oss"
enhet = "andel"
anslag = { min = 0.1, sannsynlig = 0.2, maks = 0.3 }
retning = "lav"
kilder = ["Lønnssystemet 2021"]
kvalitet = "regnskap"
eier = "HR i Sandnes"
gyldig_til = 2030-01-01
"""
CONFIRMED = '\n[[forutsetning]]\nid = "innkjop_pris"\nbekreftet = true\n'


def test_without_the_file_every_assumption_is_a_proposal(analysis: Analysis) -> None:
    dataset = analysis.load()
    given = dataset.shared.assumptions
    assert dataset.confirmed == ()
    assert dataset.unconfirmed == tuple(name for name in EVERY_NAME if name in given)
    assert set(dataset.unconfirmed) >= set(ASSUMPTION_LIST)
    assert {place.rpartition(":")[0] for place in dataset.shared.assumption_sources.values()} == {
        f"felles/{FILE}"
    }


def test_one_of_its_own_stands_in_place_of_the_proposal(analysis: Analysis) -> None:
    before = analysis.load()
    analysis.write(FILE, CONFIRMED + WHOLE)
    dataset = analysis.load()
    own = dataset.shared.assumptions["fravaer"]
    assert (own.navn, own.anslag.points[1], own.value("ugunstig")) == (
        "Fravær hos oss",
        0.2,
        0.3,
    )
    assert type(own) is type(before.shared.assumptions["fravaer"])
    assert dataset.shared.assumption_sources["fravaer"] == f"{FILE}:6"
    assert dataset.confirmed == ("innkjop_pris", "fravaer")  # as the closed list has them
    left = [name for name in before.unconfirmed if name not in ("fravaer", "innkjop_pris")]
    assert dataset.unconfirmed == tuple(left)
    others = {n: a for n, a in dataset.shared.assumptions.items() if n != "fravaer"}
    assert others == {n: a for n, a in before.shared.assumptions.items() if n != "fravaer"}
    assert FILE in dataset.hashes and dataset.problems == ()


def test_a_confirmed_proposal_takes_what_it_leaves_out(analysis: Analysis) -> None:
    proposal = analysis.load().shared.assumptions["innkjop_pris"]
    analysis.write(FILE, CONFIRMED + "gyldig_til = 2040-01-01\n")
    assert analysis.load().shared.assumptions["innkjop_pris"] == proposal.model_copy(
        update={"gyldig_til": proposal.gyldig_til.replace(2040, 1, 1)}
    )
    number = 'anslag = "ukjent"\nkilder = ["møte"]\neier = "oss"\n'
    analysis.write(FILE, CONFIRMED + number)
    own = analysis.load().shared.assumptions["innkjop_pris"]
    assert (own.known, own.kilder, own.navn) == (False, ("møte",), proposal.navn)


def test_what_has_no_proposal_may_be_given_whole(analysis: Analysis, tmp_path: Path) -> None:
    cost = WHOLE.replace("fravaer", "etablering_as").replace('"andel"', '"kr per bruker"')
    cost = cost.replace("0.1", "100").replace("0.2", "200").replace("0.3", "300")
    felles = shutil.copytree(SHARED, tmp_path / "annet")
    path = felles / FILE
    blocks = path.read_text(encoding="utf-8").split("[[forutsetning]]")
    path.write_text("[[forutsetning]]".join(b for b in blocks if '"etablering_as"' not in b))
    analysis.write(FILE, cost + "kroneverdi = 2022\n")
    dataset = load(analysis.folder, felles)
    assert dataset.shared.assumptions["etablering_as"].anslag.points == (100, 200, 300)
    assert "etablering_as" in dataset.confirmed
    analysis.write(FILE, CONFIRMED.replace("innkjop_pris", "etablering_as"))
    with pytest.raises(InputProblems) as caught:
        load(analysis.folder, felles)
    assert [str(p) for p in caught.value.problems] == [
        f"{SHOWN}:2: etablering_as.bekreftet: Det er ikke noe forslag til denne forutsetningen å "
        "bekrefte. Slett linjen, og oppgi alle nøklene"
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (WHOLE.replace("fravaer", "fravær"), "2: fravær: Modellen kjenner ikke denne "
         "forutsetningen. Mente du «fravaer»?"),
        (CONFIRMED.replace("innkjop_pris", "inkjop_pris"), "2: inkjop_pris: Modellen kjenner ikke "
         "denne forutsetningen. Mente du «innkjop_pris»?"),
        (WHOLE.replace('"andel"', '"prosent"'),
         "2: fravaer.enhet: «prosent» er feil. Skriv «andel»"),
        (WHOLE.replace("maks = 0.3", "maks = 3.0"), "2: fravaer.anslag: 0.1 / 0.2 / 3.0 er utenfor "
         "området. Verdiene må ligge mellom 0 og 1 (andel)"),
        (WHOLE.replace("maks = 0.3", "maks = 0.15"), "2: fravaer.anslag: 0.1 / 0.2 / 0.15 står "
         "ikke i stigende rekkefølge. Skriv lav, midtre og høy verdi"),
        (WHOLE.replace('kilder = ["Lønnssystemet 2021"]\n', ""), "2: fravaer: Mangler kilder. Legg "
         "til det som mangler, eller skriv bekreftet = true for å bruke forslagets"),
        (WHOLE.replace('["Lønnssystemet 2021"]', '[""]'),
         "2: fravaer.kilder.0: Teksten er tom. Skriv en tekst"),
        (WHOLE.replace("eier =", "eigar ="), "2: fravaer: Mangler eier. Legg til det som mangler, "
         "eller skriv bekreftet = true for å bruke forslagets"),
        (CONFIRMED.replace("bekreftet", "bekrefta"), "2: innkjop_pris.bekrefta: Nøkkelen er "
         "ukjent. Mente du «bekreftet»?"),
        (CONFIRMED.replace("true", "false"), "2: innkjop_pris.bekreftet: Skriv bekreftet = true, "
         "eller slett linjen"),
        (CONFIRMED + 'anslag = "ukjent"\neier = "oss"\n', "2: innkjop_pris.kilder: Nøkkelen "
         "mangler, og anslag er deres egen. Skriv for eksempel kilder = [\"arbeidsgruppens "
         "anslag, møte 3. mars\"]"),
        (CONFIRMED.replace("innkjop_pris", "vaktordning") + 'anslag = "ukjent"\neier = "oss"\n'
         'kilder = ["oss"]\n', "2: vaktordning.kroneverdi: Nøkkelen mangler, og anslag er deres "
         "egen. Skriv for eksempel kroneverdi = 2022"),
        (CONFIRMED.replace("true", "1"), "2: innkjop_pris.bekreftet: Skriv bekreftet = true, "
         "eller slett linjen"),
        ("[[forutsetning]]\nid = [1]\n", "1: [1]: Modellen kjenner ikke denne forutsetningen. "
         f"Velg mellom {', '.join(EVERY_NAME)}"),
        (CONFIRMED + CONFIRMED, "6: id: «innkjop_pris» står to ganger. Slett den ene"),
        ("[[forutsetning]]\nbekreftet = true\n", "1: id: Nøkkelen mangler. Skriv hvilken "
         'forutsetning det er, som id = "innkjop_pris"'),
        ('id = "fravaer"\n', "1: id: Nøkkelen hører til en forutsetning. Skriv linjen "
         "[[forutsetning]] over den"),
        ('[forutsetning]\nid = "fravaer"\n', "1: forutsetning: Skriv linjen [[forutsetning]], med "
         "to hakeparenteser, over hver forutsetning"),
        ('forutsetning = ["fravaer"]\n', "1: forutsetning: Skriv linjen [[forutsetning]], med "
         "to hakeparenteser, over hver forutsetning"),
        ("[[forutsetninger]]\n", "1: forutsetninger: Nøkkelen er ukjent. Mente du "
         "«forutsetning»?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_on_its_own_line(analysis: Analysis, written: str, said: str) -> None:
    analysis.write(FILE, written)
    assert f"{SHOWN}:{said}" in analysis.errors()


def test_all_that_is_wrong_is_told_at_once(analysis: Analysis) -> None:
    wrong = WHOLE.replace("eier =", "eigar =").replace('"lav"', '"ned"')
    analysis.write(FILE, wrong + CONFIRMED.replace("true", "1.5") + "retning = 1\n")
    assert [error.split(": ")[1] for error in analysis.errors()] == [
        "fravaer",
        "fravaer.eigar",
        "fravaer.retning",
        "innkjop_pris.bekreftet",
        "innkjop_pris.eier",
        "innkjop_pris.kilder",
        "innkjop_pris.retning",
    ]


def test_a_heading_may_have_a_comment(analysis: Analysis) -> None:
    analysis.write(FILE, CONFIRMED.replace("]]", "]]  # møte 2") + WHOLE.replace("0.3", "3.0"))
    assert [error.split(": ")[0] for error in analysis.errors()] == [f"{SHOWN}:6"]


def test_one_out_of_date_is_told_where_it_stands(analysis: Analysis) -> None:
    analysis.write(FILE, WHOLE.replace("2030", "2020"))
    assert analysis.notes("advarsel") == [
        f"{SHOWN}:2: fravaer: Forutsetningen gjaldt til 01.01.2020, før vedtaksdatoen "
        "30.06.2022. Gå gjennom den, og rett gyldig_til"
    ]


def test_every_key_is_explained() -> None:
    assert set(OWN_HELP) == set(OwnAssumption.model_fields)
