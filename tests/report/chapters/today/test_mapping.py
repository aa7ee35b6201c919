import numpy as np
import pytest

from analysis.report.chapters.today import mapping, spending
from tests.report import texts


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("3236", "Den samlede IKT-kostnaden i Jevnaker er ikke kjent"),
        ("3305", "Ringerike bruker {own} kroner per innbygger på IKT"),
        ("", "IKT koster {least}–{most} kroner per innbygger i året"),
    ],
)
def test_heading_states_the_finding(view, dataset, code, heading):
    each = per_inhabitant(dataset)
    amounts = {"own": each.get(code, 0.0), "least": each.min(), "most": each.max()}
    told = heading.format_map({name: f"{x:,.0f}" for name, x in amounts.items()})
    assert texts.headings(mapping.comparison(view(code)))[0] == told.replace(",", "\u00a0")


def per_inhabitant(dataset):
    """Kroner per inhabitant where every cost group is known."""
    cost = dataset.budget.groupby("kommunenummer")["beløp"].sum(min_count=5)
    return cost.dropna() * 1000 / dataset.municipalities["innbyggere"].loc[cost.dropna().index]


def test_one_budget_row_changes_heading_text_and_figure(changed, dataset):
    budget = dataset.budget.copy()
    row = (budget["kommunenummer"] == "3312") & (budget["kostnadsgruppe"] == "lisens")
    budget.loc[row, "beløp"] *= 3
    shown = mapping.comparison(changed("3312", budget=budget))
    licence = dataset.budget.loc[row, "beløp"].item()
    people = dataset.municipalities["innbyggere"]["3312"]
    raised = per_inhabitant(dataset)["3312"] + 2 * licence * 1000 / people
    assert f"Lier bruker {raised:,.0f} kroner".replace(",", "\u00a0") in texts.headings(shown)[0]
    (figure,) = [part for part in texts.parts(shown) if part["type"] == "figure"]
    assert f"Lier {raised:,.0f}".replace(",", " ") in figure["alt"].replace("\u00a0", " ")


def test_unknown_cost_is_shown_as_missing_and_said(view):
    shown = mapping.comparison(view("3236"))
    assert "kan ikke regnes ut for Jevnaker" in texts.prose(shown)
    assert "Jevnaker mangler" in texts.everything(shown)


def test_gap_to_the_others_is_their_median_times_our_inhabitants(view, dataset):
    shown = texts.prose(mapping.comparison(view("3310")))
    each = per_inhabitant(dataset)
    median = each.drop("3310").median()
    assert f"De andre bruker typisk {median:,.0f} kroner (medianen).".replace(",", " ") in shown
    gap = (each["3310"] - median) * dataset.municipalities["innbyggere"]["3310"] / 1e6
    assert f"om lag {gap:.2g} millioner kroner mer i året".replace(".", ",") in shown


def test_no_budget_at_all_still_gives_a_page(changed, dataset):
    shown = mapping.comparison(changed("3310", budget=dataset.budget.iloc[:0]))
    assert texts.headings(shown) == ["IKT-kostnaden er ikke kjent for noen av kommunene"]
    groups = spending.cost_groups(changed("", budget=dataset.budget.iloc[:0]))
    assert texts.headings(groups) == ["Hva IKT-pengene går til"]
    assert "Ingen av kommunene har oppgitt beløp" in texts.prose(groups)


def test_zero_everywhere_is_no_winner(changed, dataset):
    budget = dataset.budget.assign(beløp=0.0)
    assert texts.headings(spending.cost_groups(changed("3310", budget=budget))) == [
        "Hva IKT-pengene går til"
    ]
    assert texts.headings(mapping.comparison(changed("3310", budget=budget)))[0] == (
        "Hole bruker 0 kroner per innbygger på IKT"
    )


def test_names_stand_as_they_are(changed, dataset):
    hostile = "<b>Bo</b> *x* # $y$"
    municipalities = dataset.municipalities.copy()
    municipalities.loc["3310", "navn"] = hostile
    shown = mapping.comparison(changed("3310", municipalities=municipalities))
    assert texts.headings(shown)[0].startswith(hostile)
    lacking = mapping.comparison(
        changed("3310", municipalities=municipalities, budget=without_hole(dataset))
    )
    text = next(part["markdown"] for part in texts.parts(lacking) if part["type"] == "prose")
    assert r"\<b\>Bo\<\/b\> \*x\* \# \$y\$" in text


def without_hole(dataset):
    return dataset.budget[dataset.budget["kommunenummer"] != "3310"]


def test_a_table_of_all_stands_in_the_joint_report_alone(view):
    assert not texts.tables(mapping.comparison(view("3310")))
    assert texts.tables(mapping.comparison(view("")))[0]["highlight"] is None


def test_one_municipality_alone_has_nobody_to_compare_with(changed, dataset):
    def alone(frame):
        return frame[frame["kommunenummer"].isin(["3310", ""])]

    tables = {
        name: alone(getattr(dataset, name))
        for name in (
            "budget", "staff", "applications", "organisation", "mandate", "judgements", "weights",
        )
    }  # fmt: skip
    shown = changed("3310", municipalities=dataset.municipalities.loc[["3310"]], **tables)
    own = f"{per_inhabitant(dataset)['3310']:,.0f}".replace(",", "\u00a0")
    assert texts.headings(mapping.comparison(shown)) == [
        f"Hole bruker {own} kroner per innbygger på IKT"
    ]
    assert "andre" not in texts.prose(mapping.comparison(shown))
    assert not np.isnan(shown.today["kostnad"]["3310"])
