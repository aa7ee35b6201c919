"""Figures that look strange beside the others, beside last year or beside official figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dataset.analysis_folder import CODES, SHARED, Analysis

from analysis.dataset.checks.outliers import costs_per_user
from analysis.dataset.definitions.shared_loader import load_shared_definitions
from analysis.dataset.problems import ProblemLog

HEADER = "kommunenummer;år;størrelse;verdi;enhet;kilde;oppdatert;hentet;status"


def official(analysis: Analysis, *rows: str) -> None:
    lines = [HEADER, *(f"{row};SSB tabell;15.06.2023;20.06.2023;endelig" for row in rows), ""]
    analysis.write("kommunedata.csv", "\n".join(lines))


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("2800", "lisenskostnaden per bruker er 3,1 ganger medianen for kommunene (2\u00a0800 mot "
                 "900 kroner). Stemmer det?"),
        ("900000", "lisenskostnaden per bruker er 1000 ganger medianen for kommunene (900000 mot "
                   "900 kroner). Stemmer det?"),
        ("180", "lisenskostnaden per bruker er 20 prosent av medianen for kommunene (180 mot 900 "
                "kroner). Stemmer det?"),
        ("0", "lisenskostnaden per bruker er 0 prosent av medianen for kommunene (0 mot 900 "
              "kroner). Stemmer det?"),
        ("2700", ""),
        ("300,2", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_cost_per_user_is_held_against_the_median(
    analysis: Analysis, amount: str, told: str
) -> None:
    analysis.change("budsjett", "1101;2022;lisens;900,5", f"1101;2022;lisens;{amount}")
    analysis.change("applikasjoner", "sky;100;", "sky;0;")
    expected = [f"inputs/x/budsjett.csv:3: beløp: {told}"] if told else []
    if amount == "900000":
        assert "er over grensen" in analysis.errors()[0]
        return
    assert analysis.notes("advarsel") == expected


def test_one_wrong_figure_does_not_make_the_right_ones_look_strange(analysis: Analysis) -> None:
    analysis.change("budsjett", "1101;2022;drift;900,5", "1101;2022;drift;90")
    (note,) = analysis.notes("advarsel")
    assert note.startswith(
        "inputs/x/budsjett.csv:4: beløp: driftskostnaden per bruker er 10 prosen"
    )


def test_staff_per_user_is_held_against_the_median(analysis: Analysis) -> None:
    analysis.change("bemanning", "1101;ledelse;15,5;17", "1101;ledelse;200;210")
    analysis.change("budsjett", "1101;2022;lønn;900,5", "1101;2022;lønn;2700")
    assert analysis.notes("advarsel") == [
        "inputs/x/bemanning.csv: årsverk: 1101 Eigersund har 277,5 IKT-årsverk per 1000 brukere, "
        "som er 3,6 ganger medianen for kommunene (76,5). Stemmer det?"
    ]
    analysis.change("bemanning", "1101;drift;15,5;17", "1101;drift;;17")
    assert analysis.notes("advarsel") == []  # a sum with an unknown part is not compared


def test_costs_of_different_years_are_compared_in_the_same_kroner(analysis: Analysis) -> None:
    """Two of three have answered for a new year; the third is not dearer for being older."""
    for code, amount in (("1106", "2500"), ("1108", "5000")):
        analysis.append("budsjett", f"{code};2024;drift;{amount};Regnskap;regnskap")
    costs = costs_per_user(
        analysis.load().budget, analysis.load().municipalities, analysis.load().shared.price_index
    )["drift"]
    # 1101: 900,5 in 2022 kroner, and the index is 106,7 in 2022 and 116,08 in 2024.
    assert costs.round(1).tolist() == [979.7, 1250.0, 1250.0]
    analysis.change("budsjett", "1101;2022;drift;900,5", "1101;2022;drift;90")
    assert (
        "driftskostnaden per bruker er 8 prosent av medianen for kommunene (98 mot 1\u00a0250 "
        "kroner, målt i 2024-kroner)"
    ) in analysis.notes("advarsel")[0]


def test_more_users_of_a_system_than_of_ikt_are_asked_about(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "sky;100;500;", "sky;100;1000;")
    assert analysis.notes("advarsel") == []
    analysis.change("applikasjoner", "sky;100;1000;", "sky;100;1001;")
    assert analysis.notes("advarsel") == [
        "inputs/x/applikasjoner.csv:2: brukere: 1\u00a0001 brukere er flere enn de 1\u00a0000 som "
        "bruker IKT i kommunen (kommuner, ikt_brukere). Er elever eller innbyggere regnet med?"
    ]


def test_salaries_and_staff_have_to_fit_together(analysis: Analysis) -> None:
    analysis.change("budsjett", "1101;2022;lønn;900,5", "1101;2022;lønn;2000")
    assert analysis.notes("advarsel") == [
        "inputs/x/budsjett.csv:2: beløp: lønnskostnaden er 22 tusen kroner per IKT-årsverk i "
        "bemanning, som er 1,6 ganger medianen for kommunene (13). Hører lønn og årsverk sammen?"
    ]


def last_year(analysis: Analysis, group: str, amount: str, year: int = 2021) -> None:
    analysis.append("budsjett", f"1101;{year};{group};{amount};Regnskap;regnskap")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        # The price index is 100 in 2021 and 106,7 in 2022.
        ("400", "2,1 ganger det den var i 2021 (900 mot 427 tusen kroner, målt i 2022-kroner)"),
        ("2000", "42 prosent av det den var i 2021 (900 mot 2\u00a0134 tusen kroner, målt i "
                 "2022-kroner)"),
        ("563", ""),  # 900,5 / (563 · 1,067) = 1,499
        ("562", "1,5 ganger det den var i 2021 (900 mot 600 tusen kroner, målt i 2022-kroner)"),
        ("844", ""),
        ("", ""),
        ("0", ""),
    ],
)  # fmt: skip
def test_a_cost_is_held_against_last_years_in_kroner_of_one_value(
    analysis: Analysis, amount: str, told: str
) -> None:
    last_year(analysis, "drift", amount)
    expected = (
        [f"inputs/x/budsjett.csv:4: beløp: driftskostnaden er {told}. Stemmer det?"] if told else []
    )
    assert analysis.notes("advarsel") == expected


def test_a_small_change_is_not_asked_about(analysis: Analysis) -> None:
    for code in CODES:
        analysis.tables["budsjett"] = "\n".join(
            f"{code};2022;utstyr;100;Regnskap;regnskap"
            if line.startswith(f"{code};2022;utstyr")
            else line
            for line in analysis.tables["budsjett"].split("\n")
        )
    last_year(analysis, "utstyr", "20")  # nearly five times as much, but 2 per cent of the whole
    assert analysis.notes("advarsel") == []
    last_year(analysis, "lønn", "100")
    assert len(analysis.notes("advarsel")) == 1


def test_only_the_two_last_years_are_compared(analysis: Analysis) -> None:
    last_year(analysis, "drift", "850")
    last_year(analysis, "drift", "1", 2020)
    (analysis.folder / "kommunedata.csv").unlink(missing_ok=True)
    assert any("2020" in error for error in analysis.errors())  # the index has no 2020


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["1101;2022;innbyggere;10000;personer"], ""),
        (
            ["1101;2021;innbyggere;10000;personer", "1101;2022;innbyggere;10100;personer"],
            "10\u00a0000 er SSBs tall for 2021. SSB har 10\u00a0100 innbyggere 1. januar 2022. "
            "Skal tallet være nyere?",
        ),
        (
            ["1101;2022;innbyggere;10100;personer"],
            "10\u00a0000 er et annet tall enn SSBs, som er 10\u00a0100 innbyggere 1. januar 2022. "
            "Hva er riktig?",
        ),
        (["1101;2022;innbyggere;10000;personer", "1101;2023;innbyggere;10100;personer"], ""),
        (
            ["1101;2022;innbyggere;9900;personer", "1101;2023;innbyggere;10000;personer"],
            "10\u00a0000 er SSBs tall for 2023, men utredningen er datert 2022. Skal datoen "
            "endres?",
        ),
        (["1101;2023;innbyggere;10100;personer"], ""),
    ],
)
def test_inhabitants_are_held_against_what_was_known_when_the_report_is_dated(
    analysis: Analysis, rows: list[str], told: str
) -> None:
    official(analysis, *rows)
    expected = [f"inputs/x/kommuner.csv:2: innbyggere: {told}"] if told else []
    assert analysis.notes("advarsel") == expected


@pytest.mark.parametrize(("posts", "asked"), [("880", True), ("870", False), ("560,4", False),
                                              ("560,3", True)])  # fmt: skip
def test_person_years_are_held_against_the_register(
    analysis: Analysis, posts: str, asked: bool
) -> None:
    official(analysis, f"1101;2021;årsverk;{posts};årsverk")
    told = (
        f"inputs/x/kommuner.csv:2: årsverk_totalt: 700,5 årsverk er langt fra SSBs tall, {posts} "
        "avtalte årsverk i 2021. SSB teller i november og tar med kommunale foretak. Er det "
        "forklaringen?"
    )
    assert analysis.notes("advarsel") == ([told] if asked else [])


@pytest.mark.parametrize(
    ("base", "share"),
    [(4000, "112,6"), (4502, "100"), (4503, ""), (45025, ""), (46000, "9,8")],
)
def test_the_share_of_administration_has_a_wide_sane_range(
    analysis: Analysis, base: int, share: str
) -> None:
    official(analysis, f"1101;2022;administrasjon_brutto;{base};1000 kr")
    told = (
        f"inputs/x/budsjett.csv: beløp: 1101 Eigersund har IKT-kostnader som svarer til {share} "
        "prosent av det kommunen brukte på administrasjon i 2022 (KOSTRA). Det som ventes, er fra "
        "10 til 100 prosent. Stemmer budsjettet?"
    )
    assert analysis.notes("advarsel") == ([told] if share else [])


def test_an_unknown_part_can_only_show_that_a_cost_is_too_high(analysis: Analysis) -> None:
    analysis.change("budsjett", "1101;2022;drift;900,5", "1101;2022;drift;")
    official(analysis, "1101;2022;administrasjon_brutto;99000;1000 kr")
    assert analysis.notes("advarsel") == []
    official(analysis, "1101;2022;administrasjon_brutto;3000;1000 kr")
    assert "svarer til 120,1 prosent" in analysis.notes("advarsel")[0]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        # Accounts are newer only where they are the only ones; 106,7/100 from 2021 to 2022.
        ("1101;2021;administrasjon_brutto;4000;1000 kr",
         "105,5 prosent av det kommunen brukte på administrasjon i 2021 (KOSTRA, regnet om til "
         "2022-kroner)"),
        ("1101;2023;administrasjon_brutto;4000;1000 kr",
         "117,4 prosent av det kommunen brukte på administrasjon i 2023 (KOSTRA, regnet om til "
         "2022-kroner)"),
    ],
)  # fmt: skip
def test_accounts_of_another_year_are_turned_into_the_budgets_kroner(
    analysis: Analysis, row: str, told: str
) -> None:
    official(analysis, row)
    (note,) = analysis.notes("advarsel")
    assert told in note
    official(analysis, row, "1101;2022;administrasjon_brutto;9000;1000 kr")
    assert analysis.notes("advarsel") == []


@pytest.mark.parametrize("row", [
    "1101;2015;administrasjon_brutto;1;1000 kr",  # before the price index
    "1101;2022;administrasjon_netto;1;1000 kr",
    "1101;2022;administrasjon_brutto;0;1000 kr",
    "1106;2022;administrasjon_brutto;0;1000 kr",
])  # fmt: skip
def test_another_value_quantity_or_base_of_zero_is_not_compared(
    analysis: Analysis, row: str
) -> None:
    official(analysis, row)
    assert analysis.notes("advarsel") == []


def test_a_unit_that_is_not_the_quantitys_is_refused(analysis: Analysis) -> None:
    official(analysis, "1101;2022;administrasjon_brutto;40117000;personer")
    assert analysis.errors() == [
        "inputs/x/kommunedata.csv:2: enhet: «personer» er ikke enheten for administrasjon_brutto. "
        "Oppgi tallet i 1000 kr"
    ]


def test_the_same_figure_twice_and_a_strange_municipality_are_refused(analysis: Analysis) -> None:
    row = "1101;2022;innbyggere;10000;personer"
    official(analysis, row, row, "0301;2022;innbyggere;1;personer")
    errors = analysis.errors()
    assert "«1101, 2022, innbyggere» står også på linje 2" in errors[0]
    assert "«0301» står ikke i kommuner" in errors[1]


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ("[sporsmaal]", "[spoersmaal]", "sporsmaal", "Mangler. Skriv [sporsmaal] med endring_fra"),
        ("endring_fra_aaret_foer = 1.5", "endring_fra_aaret_foer = 1",
         "sporsmaal.endring_fra_aaret_foer", "er utenfor området. Oppgi et tall som er større enn"),
        ("minste_andel = 0.05", "minste_andel = 5", "sporsmaal.minste_andel", "høyst 1"),
        ("lonn_per_arsverk = 1.5", "", "sporsmaal.lonn_per_arsverk", "Nøkkelen mangler"),
        ("arsverk_mot_ssb = 1.25", "arsverk_mot_ss = 1.25", "sporsmaal.arsverk_mot_ss",
         "Mente du «arsverk_mot_ssb»?"),
        ("[0.1, 1.0]", "[1.0, 0.1]", "sporsmaal.andel_av_administrasjon",
         "Skriv den laveste først"),
        ("[0.1, 1.0]", "0.5", "sporsmaal.andel_av_administrasjon", "en liste i hakeparenteser"),
    ],
)  # fmt: skip
def test_limits_that_make_no_sense_are_told(
    tmp_path: Path, old: str, new: str, column: str, said: str
) -> None:
    folder = Path(shutil.copytree(SHARED, tmp_path / "felles"))
    path = folder / "alternativer.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    log = ProblemLog()
    load_shared_definitions(folder, log)
    assert any(p.column == column and said in p.message for p in log.problems), log.problems
