from dataclasses import replace

import pytest

from analysis.dataset.problems import Problem, Severity
from analysis.model import cost_by_quality
from analysis.report.chapters.basis import data_quality, gaps, grounds, sources
from analysis.report.press import Stack
from tests.report import texts


def test_heading_and_table_follow_the_quality_of_the_rows(view, changed, dataset):
    illustrative = grounds.what_figures_rest_on(view("3310"))
    assert texts.headings(illustrative)[0] == (
        "Hva tallene bygger på: illustrative tall, som ikke sier hva vurderingen blir"
    )
    accounts = {
        name: getattr(dataset, name).assign(kvalitet="regnskap")
        for name in ("municipalities", "budget", "staff", "applications", "companies")
    }
    shown = grounds.what_figures_rest_on(changed("3310", **accounts))
    assert texts.headings(shown)[0] == "Hva tallene bygger på"
    assert "llustrativ" not in texts.everything(shown)


def test_shares_by_quality_add_up(changed, dataset):
    budget = dataset.budget.copy()
    own = budget["kommunenummer"] == "3310"
    budget.loc[own & (budget["kostnadsgruppe"] == "lisens"), "kvalitet"] = "regnskap"
    amounts = cost_by_quality(budget, dataset.municipalities.index).loc["3310"]
    licence = budget.loc[own & (budget["kostnadsgruppe"] == "lisens"), "beløp"].sum()
    assert amounts["regnskap"] == pytest.approx(licence)
    every = amounts[["regnskap", "rapportert", "anslag", "illustrativ"]].sum()
    assert every == pytest.approx(budget.loc[own, "beløp"].sum())


def test_own_gap_is_told_in_words_and_others_are_not(view, dataset):
    (year,) = set(dataset.budget["år"])
    own = texts.everything(gaps.missing(view("3236")))
    assert f"Beløp mangler (konsulent, {year})." in own
    notebook = replace(view(""), names_shielded=True)
    assert "budsjett.csv linje 15" in texts.everything(gaps.missing(notebook))
    assert f"konsulent, {year}" not in texts.everything(gaps.missing(view("3310")))
    assert f"konsulent, {year}" in texts.everything(gaps.missing(view("")))


def test_warnings_of_one_kind_become_one_question_in_a_report(view):
    told = texts.prose(Stack(*gaps.to_answer(view("3310"))))
    assert "Fire avtaler har en sluttdato før vedtaket. Er de forlenget?" in told
    every = texts.tables(gaps.questions(view("3310")))[0]
    assert len(every["rows"]) == 4


def with_problem(view, problem):
    return replace(
        view, figures=replace(view.figures, dataset=replace(view.dataset, problems=(problem,)))
    )


def test_shielded_rows_are_not_named_in_gaps_or_questions(view, dataset):
    rows = dataset.applications
    row = rows[rows["skjermes"] == "ja"].iloc[0]
    line = int(row["source"].split(":")[1])
    code, system = row["kommunenummer"], row["system"]
    for severity, tell in (
        (Severity.MISSING, gaps.missing),
        (Severity.WARNING, gaps.questions),
    ):
        problem = Problem("x/applikasjoner.csv", line, "brukere", "Er det riktig?", severity)
        shown = texts.everything(tell(with_problem(view(code), problem)))
        assert "En skjermet rad" in shown
        assert system not in shown
        assert f"linje {line}" not in shown
        open_view = replace(with_problem(view(code), problem), names_shielded=True)
        assert system in texts.everything(tell(open_view))


def test_question_that_quotes_a_shielded_name_is_left_out(view, dataset):
    rows = dataset.applications
    shielded = rows.loc[rows["skjermes"] == "ja", "system"].iloc[0]
    message = f"«{shielded.upper()}» heter «{shielded}» på linje 9. Er det samme system?"
    problem = Problem("x/applikasjoner.csv", None, "system", message, Severity.WARNING)
    assert texts.tables(gaps.questions(with_problem(view(""), problem))) == []


def test_advice_to_those_who_fill_in_is_left_out(view):
    message = "3310 Hole har ingen rad for drift i 2022. Skriv 0 hvis kommunen ikke har kostnaden"
    problem = Problem("x/budsjett.csv", None, "kostnadsgruppe", message, Severity.MISSING)
    shown = texts.tables(gaps.missing(with_problem(view("3310"), problem)))[0]
    assert [row[1] for row in shown["rows"]] == ["Hole har ingen rad for drift i 2022."]


def test_nothing_missing_is_said(view):
    one = view("3310")
    clean = replace(one, figures=replace(one.figures, dataset=replace(one.dataset, problems=())))
    assert texts.prose(gaps.missing(clean)) == "Ingen opplysninger mangler."
    assert texts.tables(gaps.questions(clean)) == []
    assert gaps.to_answer(clean) == []


def test_unknown_assumption_is_listed_as_such(changed, dataset):
    known = dataset.shared.assumptions["innkjop_pris"]
    unknown = known.model_copy(update={"anslag": "ukjent"})
    shared = replace(
        dataset.shared, assumptions={**dataset.shared.assumptions, "innkjop_pris": unknown}
    )
    shown = grounds.assumptions_appendix(changed("", shared=shared))
    cells = texts.rows(texts.tables(shown)[0])[f"{known.navn} (innkjop_pris)"]
    assert cells[:3] == ["–", "ikke tallfestet", "–"]


def test_appendix_has_every_assumption_with_what_its_ends_mean(view):
    table = texts.tables(grounds.assumptions_appendix(view("")))[0]
    given = view("").dataset.shared.assumptions
    assert len(table["rows"]) == len(given) > len(view("").assumptions) > 40
    assert len(table["columns"]) == 7
    cells = texts.rows(table)
    assert cells["Prisreduksjon ved felles innkjøp (innkjop_pris)"][:5] == [
        "−1", "3,3", "8", "prosent", "8 av 10",
    ]  # fmt: skip
    # The expected value of a crooked interval is not the middle of it.
    expected = given["innkjop_pris"].value("forventet")
    assert round(100 * expected, 1) == 3.3 and given["innkjop_pris"].anslag.points[1] == 0.03
    assert cells["Arbeidsdager i året (arbeidsdager)"][4] == "hele"


def test_the_method_follows_the_settings_and_the_secretarys_words(view, changed, dataset):
    own, joint = (texts.prose(grounds.what_figures_rest_on(view(code))) for code in ("3310", ""))
    assert "rente på 4 prosent" in own and "Samfunnsøkonomien" not in own
    assert dataset.shared.explanations["okonomier"].tekst in joint
    assert dataset.shared.explanations["ukjente_tall"].tekst in own
    settings = dataset.settings.model_copy(update={"kalkulasjonsrente": 0.035})
    other = grounds.what_figures_rest_on(changed("", settings=settings))
    assert "rente på 3,5 prosent" in texts.prose(other)


def test_sources_credit_ssb_and_the_map_only_where_used(view, changed, dataset):
    text = texts.prose(sources.source_list(view("3310")))
    assert "CC BY 4.0" in text
    assert "Kommunegrensene på kartet" in text
    assert "Statistikk fra Statistisk sentralbyrå" in text
    tables = {
        name: getattr(dataset, name).assign(kilde="<i>Regnskap</i>")
        for name in ("municipalities", "organisation")
    }
    tables["official"] = dataset.official.iloc[:0]
    other = sources.source_list(changed("3310", borders=None, **tables))
    assert "kommunegrensene" not in texts.prose(other).lower()
    assert "Statistikk fra" not in texts.prose(other)
    assert r"\<i\>Regnskap\<\/i\>" in texts.everything(other).replace("\\\\", "\\")


def test_collected_counts_rows_and_what_waits(view, changed, dataset):
    every = texts.rows(data_quality.collected(view("")).payload())
    assert every["Hole"][:2] == ["5", "6"] and every["Hole"][-2:] == ["2", "4"]
    staff = dataset.staff[dataset.staff["kommunenummer"] != "3310"]
    budget = dataset.budget[dataset.budget["kommunenummer"] != "3310"]
    lacking = texts.rows(data_quality.collected(changed("", staff=staff, budget=budget)).payload())
    assert lacking["Hole"][:2] == ["0", "0"] and lacking["Hole"][5] == "mangler"


def test_small_assumptions_keep_the_digits_that_tell(view):
    cells = texts.rows(texts.tables(grounds.assumptions_appendix(view("")))[0])
    names = {name.split("(")[-1].rstrip(")"): row[:3] for name, row in cells.items()}
    assert names["integrasjon_arsverk"] == ["0,01", "0,05", "0,1"]
    assert names["flytting_arsverk"][::2] == ["0,03", "0,2"]
    for name, row in names.items():
        assumption = view("").dataset.shared.assumptions[name]
        if assumption.known and not all(point == 0 for point in assumption.anslag.points):
            assert set(row) != {"0,0"}


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.035, "0,035"), (0.5, "0,5"), (0.996, "1,0"), (12.04, "12,0"), (1.96, "2,0"),
     (-0.04, "−0,04"), (3.0, "3"), (0.0, "0")],
)  # fmt: skip
def test_two_figures_that_tell(value, text):
    assert grounds._fewest_digits(value) == text


CITED = "arbeidsgruppens forutsetninger"


def test_the_groups_own_assumptions_are_cited(view, changed):
    shared = view("").dataset.shared
    places = {name: f"forutsetninger.toml:{n}" for n, name in enumerate(shared.assumptions, 2)}
    hashes = {**view("").dataset.hashes, "forutsetninger.toml": "0"}
    own = changed("", shared=replace(shared, assumption_sources=places), hashes=hashes)
    assert texts.tables(grounds.assumptions_appendix(own))[0]["source"] == CITED
    assert texts.tables(grounds.what_figures_rest_on(own))[-1]["source"] == CITED


def test_published_sources_are_listed_with_their_addresses(view):
    text = texts.prose(sources.source_list(view("")))
    assert "Kartverket 2018–2019: " in text and "Difi 2018: " in text
    assert "kartverket.no/kommunereform" in text
