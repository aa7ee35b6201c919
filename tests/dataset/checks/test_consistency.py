"""What must hold across tables, what is missing, and what looks wrong."""

from __future__ import annotations

import math

import pytest
from dataset.analysis_folder import CODES, SETTINGS, Analysis

from analysis.dataset.tables.categories import COST_GROUPS, FUNCTIONS


def test_a_complete_analysis_has_nothing_to_tell(analysis: Analysis) -> None:
    assert analysis.load().problems == ()


def test_headings_alone_are_no_analysis(analysis: Analysis) -> None:
    for table in analysis.tables:
        analysis.rows(table)
    assert analysis.errors() == [
        "inputs/x/kommuner.csv: Filen har ingen kommuner. Legg inn én rad for hver kommune"
    ]


def test_a_refused_code_in_kommuner_is_told_once(analysis: Analysis) -> None:
    analysis.change("kommuner", "1101", "11O1")
    assert len(analysis.errors()) == 1


@pytest.mark.parametrize("name", ["kommuner", "budsjett", "bemanning", "applikasjoner"])
def test_a_required_file_is_missed(analysis: Analysis, name: str) -> None:
    (analysis.folder / f"{name}.csv").unlink()
    analysis.write("liste.txt", "x")
    assert analysis.errors() == [
        f"inputs/x/{name}.csv: Filen mangler. Lag {name}.csv eller {name}.xlsx; "
        "kolonnene står i docs/inndata.md"
    ]


@pytest.mark.parametrize(
    ("other", "hint"),
    [
        ("budsjet.csv", "Fant «budsjet.csv»; skal den hete budsjett.csv?"),
        ("Budsjett.xlsx", "Fant «Budsjett.xlsx»; skal den hete budsjett.xlsx?"),
        ("budsjett.ods", "Fant «budsjett.ods»; lagre den som budsjett.csv eller budsjett.xlsx"),
    ],
)
def test_a_file_with_nearly_the_right_name_is_pointed_at(
    analysis: Analysis, other: str, hint: str
) -> None:
    (analysis.folder / "budsjett.csv").rename(analysis.folder / other)
    assert analysis.errors() == [f"inputs/x/budsjett.csv: Filen mangler. {hint}"]


def test_an_unknown_file_is_a_warning(analysis: Analysis) -> None:
    analysis.write("vekt.csv", "x")
    assert analysis.notes("advarsel") == [
        "inputs/x/vekt.csv: Ukjent fil, som ikke brukes. Mente du «vekter.csv»?"
    ]


def test_alternative_0_is_always_0(analysis: Analysis) -> None:
    analysis.append("vurderinger", "0;ansatte;;0;x;y", "0;reversibilitet;1101;−1;x;y")
    assert analysis.errors() == [
        "inputs/x/vurderinger.csv:45: omfang: Alternativ 0 er det de andre måles mot, "
        "men har omfang -1. Skriv 0"
    ]


def test_weights_need_a_sum(analysis: Analysis) -> None:
    head = "kommunenummer;kriterium;vekt\n"
    analysis.write(
        "vekter.csv", f"{head};ansatte;0\n1101;ansatte;0\n1101;saarbarhet;0\n;reversibilitet;2\n"
    )
    assert analysis.errors() == [
        "inputs/x/vekter.csv:3: vekt: Vektene til 1101 Eigersund blir til sammen 0. "
        "Gi minst ett kriterium en vekt over 0"
    ]
    analysis.write("vekter.csv", f"{head};ansatte;-1\n;sarbarhet;1\n")
    assert analysis.errors()[0].endswith("«-1» er negativt. Oppgi et tall, for eksempel 15")
    assert "Mente du «Sårbarhet»?" in analysis.errors()[1]


def test_the_same_judgement_twice_is_refused(analysis: Analysis) -> None:
    analysis.append(
        "vurderinger", "3;ansatte;;2;x;y", "3;ansatte;1101;2;x;y", "3;ansatte;1101;1;x;y"
    )
    assert analysis.errors() == [
        "inputs/x/vurderinger.csv:44: «3, ansatte» står også på linje 28. "
        "Slå sammen de to radene, eller rett den som er feil",
        "inputs/x/vurderinger.csv:46: «3, ansatte, 1101» står også på linje 45. "
        "Slå sammen de to radene, eller rett den som er feil",
    ]


def test_missing_is_unknown_and_not_zero(analysis: Analysis) -> None:
    analysis.change("budsjett", "1101;2022;lisens;900,5", "1101;2022;lisens;")
    analysis.change("bemanning", "15,5;17;nei;Skjema", ";;;")
    dataset = analysis.load()
    assert math.isnan(dataset.budget["beløp"].iloc[1])
    assert math.isnan(dataset.staff["personer"].iloc[0])
    assert analysis.notes("mangel") == [
        "inputs/x/bemanning.csv:2: kilde: Cellen er tom og vises som «mangler»",
        "inputs/x/bemanning.csv:2: personer: Cellen er tom og regnes som ukjent",
        "inputs/x/bemanning.csv:2: vakt: Cellen er tom og regnes som ukjent",
        "inputs/x/bemanning.csv:2: årsverk: Cellen er tom og regnes som ukjent",
        "inputs/x/budsjett.csv:3: beløp: Cellen er tom og regnes som ukjent",
    ]


def test_a_municipality_without_rows_is_missed(analysis: Analysis) -> None:
    for table in ("budsjett", "bemanning", "applikasjoner"):
        header, *rows = analysis.tables[table].splitlines()
        analysis.rows(table, *(row for row in rows if not row.startswith("1106")))
    assert analysis.notes("mangel") == [
        "inputs/x/applikasjoner.csv: 1106 Haugesund har ingen rader, og systemene er ukjente",
        "inputs/x/bemanning.csv: 1106 Haugesund har ingen rader, og bemanningen er ukjent",
        "inputs/x/budsjett.csv: 1106 Haugesund har ingen rader, og kostnadene er ukjente",
    ]


def test_a_missing_group_or_function_is_told(analysis: Analysis) -> None:
    analysis.change("budsjett", "1101;2022;drift", "1101;2021;drift")
    rows = [f"1101;{name};1;2;nei;x;anslag" for name in FUNCTIONS[:3]]
    rows += [f"{code};{name};1;2;nei;x;anslag" for code in CODES[1:] for name in FUNCTIONS]
    analysis.rows("bemanning", *rows)
    assert analysis.notes("mangel") == [
        "inputs/x/bemanning.csv: funksjon: 1101 Eigersund har ingen rad for sikkerhet, fagsystem "
        "og "
        "digitalisering. Skriv 0 hvis ingen har oppgaven",
        "inputs/x/budsjett.csv: kostnadsgruppe: 1101 Eigersund har ingen rad for drift i 2022. "
        "Skriv 0 hvis kommunen ikke har kostnaden",
    ]


def test_open_contracts_and_types_are_counted(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "31.12.2025", "")
    analysis.change("applikasjoner", "regnskap;journal\n1106", "regnskap;\n1106")
    assert [note.split(": ", 2)[2] for note in analysis.notes("mangel")] == [
        "1101 Eigersund har 1 av 1 system uten avtaleslutt; "
        "forutsetningen om ukjent avtaleslutt brukes for dem",
        "1101 Eigersund har 1 av 1 system uten systemtype; "
        "de regnes ikke som mulige å samle i ett system",
    ]


def test_judgements_that_lack_are_named(analysis: Analysis) -> None:
    analysis.change("vurderinger", "5;ansatte;;", "5;ansatte;1101;")
    analysis.change("vurderinger", "4;ansatte;;1;Fordi;Møte\n", "")
    assert [note.split(": ", 2)[2] for note in analysis.notes("mangel")] == [
        "Alternativ 4 er ikke vurdert på ansatte for alle kommunene. Legg til en rad",
        "Alternativ 5 er ikke vurdert på ansatte for 1106, 1108. Legg til en rad",
    ]
    (analysis.folder / "vurderinger.csv").unlink()
    assert len(analysis.notes("mangel")) == 1


def test_no_company_means_one_alternative_cannot_be_computed(analysis: Analysis) -> None:
    (analysis.folder / "selskaper.csv").unlink()
    assert "kjøp fra et eksisterende selskap kan ikke regnes ut" in analysis.notes("mangel")[0]


def test_a_refused_cell_is_not_told_as_missing_too(analysis: Analysis) -> None:
    from analysis.dataset import InputProblems

    analysis.change("bemanning", "1101;sikkerhet", "1101;sikker")
    with pytest.raises(InputProblems) as caught:
        analysis.load()
    own = [p for p in caught.value.problems if p.file.endswith("bemanning.csv")]
    assert len(own) == 1


def test_shielding_that_costs_the_number_of_persons_is_told(analysis: Analysis) -> None:
    header, *rows = analysis.tables["bemanning"].splitlines()
    rows = [f"{row};{'ja' if row.startswith('1101;sikkerhet') else 'nei'}" for row in rows]
    # Everybody has as many persons in every function, so two cells would not hide one.
    analysis.write("bemanning.csv", "\n".join([f"{header};skjermes", *rows]))
    (told,) = analysis.notes("advarsel")
    assert told.startswith("inputs/x/bemanning.csv: skjermes: 1101 Eigersund skjermer rader")
    rows = [row.replace(";17;", ";22;") if "1101;brukerstøtte" in row else row for row in rows]
    analysis.write("bemanning.csv", "\n".join([f"{header};skjermes", *rows]))
    assert analysis.notes("advarsel") == []


def test_what_looks_wrong_is_asked_about(analysis: Analysis) -> None:
    analysis.change("budsjett", "1101;2022;drift;900,5", "1101;2022;drift;4000")
    analysis.change("applikasjoner", "sky;100;500;31.12.2025", "sky;950,5;500;30.06.2021")
    analysis.change("bemanning", "15,5;17", "700,5;701")
    analysis.change("kommuner", ";1000;", ";10001;")
    assert analysis.notes("advarsel") == [
        "inputs/x/applikasjoner.csv: årskostnad: 1101 Eigersund oppgir applikasjoner for "
        "950 tusen kroner, men bare 900 til lisens i budsjettet. Hva er riktig?",
        "inputs/x/applikasjoner.csv:2: avtaleslutt: 30.06.2021 er før vedtaksdatoen 30.06.2022. "
        "Er avtalen forlenget?",
        "inputs/x/bemanning.csv: årsverk: 1101 Eigersund har 778 årsverk til IKT, "
        "men bare 700,5 i hele kommunen. Hva er riktig?",
        "inputs/x/budsjett.csv:2: beløp: lønnskostnaden er 1 tusen kroner per IKT-årsverk i "
        "bemanning, som er 10 prosent av medianen for kommunene (12). Hører lønn og årsverk "
        "sammen?",
        *(
            f"inputs/x/budsjett.csv:{line}: beløp: {cost} per bruker er 10 prosent av medianen "
            "for kommunene (90 mot 900 kroner). Stemmer det?"
            for line, cost in (
                (2, "lønnskostnaden"),
                (3, "lisenskostnaden"),
                (5, "konsulentkostnaden"),
                (6, "utstyrskostnaden"),
            )
        ),
        "inputs/x/kommuner.csv:2: ikt_brukere: 10\u00a0001 er mer enn innbyggertallet 10\u00a0000. "
        "Er det riktig?",
    ]


def test_nobody_is_without_users(analysis: Analysis) -> None:
    analysis.change("kommuner", ";1000;", ";0;")
    assert analysis.errors() == [
        "inputs/x/kommuner.csv:2: ikt_brukere: «0» er for lite. Oppgi et helt tall over 0, for "
        "eksempel 1100, eller la cellen stå tom"
    ]
    analysis.change("kommuner", ";0;", ";;")
    assert analysis.notes("advarsel") == []


def test_hosted_applications_lie_in_operation(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "sky;100;", "ekstern;2000;")
    assert analysis.notes("advarsel") == [
        "inputs/x/applikasjoner.csv: årskostnad: 1101 Eigersund oppgir applikasjoner med ekstern "
        "drift for 2\u00a0000 tusen kroner, men bare 900 til drift i budsjettet. Hva er riktig?"
    ]


def test_two_municipalities_have_no_outlier(analysis: Analysis) -> None:
    for table in analysis.tables:
        header, *rows = analysis.tables[table].splitlines()
        analysis.rows(table, *(row for row in rows if not row.startswith("1108")))
    analysis.change("budsjett", "1101;2022;drift;900,5", "1101;2022;drift;90000")
    assert analysis.notes("advarsel") == []


def test_assumptions_out_of_date_are_told(analysis: Analysis) -> None:
    settings = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
    analysis.write("utredning.toml", settings.replace("2022-06-30", "2099-06-30"))
    notes = [str(p) for p in analysis.load().problems if "forutsetninger.toml" in p.file]
    assert notes and all("før vedtaksdatoen 30.06.2099" in note for note in notes)


NOBODY = (
    "Ingen av kommunene har oppgitt tallet. Fyll det inn, eller velg andre andeler under "
    "[fordeling] og [lonnsfordeling] i utredning.toml"
)


def test_a_size_that_nobody_gives_is_told_where_it_is_needed(analysis: Analysis) -> None:
    """Wages are shared by users where nothing else is said."""
    settings = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
    for size in (1, 2, 4):
        analysis.change("kommuner", f";{size * 700},5;{size * 1000};", ";;;")
    assert analysis.errors() == [f"inputs/x/kommuner.csv: ikt_brukere: {NOBODY}"]
    analysis.write("utredning.toml", f"{settings}\n[lonnsfordeling]\nansatte = 1.0\n")
    assert analysis.errors() == [f"inputs/x/kommuner.csv: årsverk_totalt: {NOBODY}"]
    analysis.write("utredning.toml", f"{settings}\n[lonnsfordeling]\ninnbyggere = 1.0\n")
    assert analysis.load().municipalities["ikt_brukere"].isna().all()
    settings = settings.replace("innbyggere = 0.7", "ansatte = 0.7")
    analysis.write("utredning.toml", f"{settings}\n[lonnsfordeling]\nlik = 1.0\n")
    assert analysis.errors() == [f"inputs/x/kommuner.csv: årsverk_totalt: {NOBODY}"]


def test_nobody_can_have_0_of_what_the_pool_is_shared_by(analysis: Analysis) -> None:
    analysis.change("kommuner", ";700,5;1000;", ";0;1000;")
    assert (analysis.load().municipalities["årsverk_totalt"] == 0).sum() == 1
    settings = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
    for key in ("fordeling", "lonnsfordeling"):
        written = settings.replace("innbyggere = 0.7", "ansatte = 0.7")
        if key == "lonnsfordeling":
            written = f"{settings}\n[lonnsfordeling]\nansatte = 1.0\n"
        analysis.write("utredning.toml", written)
        (error,) = analysis.errors()
        assert error.startswith("inputs/x/kommuner.csv:2: årsverk_totalt: 0 kan ikke brukes, fordi")


def test_a_municipality_behind_the_newest_year_is_told(analysis: Analysis) -> None:
    analysis.append("budsjett", *(f"1106;2024;{group};1;x;anslag" for group in COST_GROUPS))
    behind = [note for note in analysis.notes("mangel") if ": år: " in note]
    assert behind == [
        f"inputs/x/budsjett.csv: år: {who} har ikke tall for 2024; tallene for 2022 brukes"
        for who in ("1101 Eigersund", "1108 Sandnes")
    ]


def test_gaps_in_years_that_are_not_used_are_not_told(analysis: Analysis) -> None:
    analysis.append(
        "budsjett", "1101;2021;lønn;;;regnskap", "1106;2021;lønn;;;regnskap", "1106;2021;drift;;x;"
    )
    assert analysis.notes("mangel") == []
    analysis.change("budsjett", "1101;2022;lønn;900,5", "1101;2022;lønn;")
    assert analysis.notes("mangel") == [
        "inputs/x/budsjett.csv:2: beløp: Cellen er tom og regnes som ukjent"
    ]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("1638", "«1638», som nå er 5059, står ikke i kommuner. Legg kommunen til der"),
        ("5059", "«5059» står ikke i kommuner. Legg kommunen til der"),
    ],
)
def test_an_unknown_code_is_told_as_it_is_written(
    analysis: Analysis, written: str, told: str
) -> None:
    analysis.append("budsjett", f"{written};2022;lønn;1;x;anslag")
    (error,) = analysis.errors()
    assert f"inputs/x/budsjett.csv:17: kommunenummer: {told}" in error
    analysis.append("budsjett", f"{written};2022;drift;1;x;anslag")
    assert " (og på 1 linje til) står ikke i kommuner" in analysis.errors()[0].replace(",", "")


def test_older_codes_that_make_rows_the_same_are_named(analysis: Analysis) -> None:
    analysis.append("kommuner", "5059;Orkland;18000;1;1;x;anslag")
    analysis.append("budsjett", "1638;2022;lønn;1;x;anslag", "5016;2022;lønn;2;x;anslag")
    (error,) = analysis.errors()
    assert error.startswith(
        "inputs/x/budsjett.csv:18: «5059, 2022, lønn» står også på linje 17 («5016» og «1638» er "
        "eldre numre for kommunen). Slå sammen"
    )


def test_an_unknown_code_is_told_once_for_each_file(analysis: Analysis) -> None:
    header, first, *_ = analysis.tables["kommuner"].splitlines()
    analysis.write("kommuner.csv", f"{header}\n{first}\n")
    errors = analysis.errors()
    assert len(errors) == 6  # two codes in each of budsjett, bemanning and applikasjoner
    assert errors[-2].startswith(
        "inputs/x/budsjett.csv:7: kommunenummer: «1106» (og på 4 linjer til) står ikke i kommuner. "
    )


@pytest.mark.parametrize("answer", ["ja", "avklares"])
def test_today_cannot_be_outside_the_mandate(analysis: Analysis, answer: str) -> None:
    header = "kommunenummer;alternativ;tillatt;begrunnelse"
    analysis.write("mandat.csv", f"{header}\n1101;0;{answer};Sak\n1101;3;nei;Sak\n")
    assert len(analysis.load().mandate) == 2
    analysis.write("mandat.csv", f"{header}\n1101;0;nei;Sak\n")
    assert analysis.errors() == [
        "inputs/x/mandat.csv:2: tillatt: Alternativ 0 er å fortsette som i dag og kan ikke være "
        "utenfor mandatet. Skriv ja, eller slett raden"
    ]


def test_a_host_or_company_that_is_settled_must_be_there(analysis: Analysis) -> None:
    analysis.write("utredning.toml", f'vert = "9999"\nselskap = "Ikke her"\n{SETTINGS}')
    host, company = analysis.errors()
    assert host.startswith("inputs/x/utredning.toml:1: vert: «9999» er ikke kommunenummeret")
    assert all(code in host for code in CODES)
    assert company.startswith("inputs/x/utredning.toml:2: selskap: «Ikke her» står ikke i")


def test_who_is_settled_as_host_may_not_stand_outside(analysis: Analysis) -> None:
    analysis.write("utredning.toml", f'vert = "{CODES[0]}"\n{SETTINGS}')
    assert analysis.load().settings.vert == CODES[0]
    analysis.write(
        "mandat.csv", f"kommunenummer;alternativ;tillatt;begrunnelse\n{CODES[0]};3;nei;\n"
    )
    assert [error.split(". ")[-1] for error in analysis.errors()] == [
        "Skriv ja, eller slett linjen vert i utredning.toml"
    ]
