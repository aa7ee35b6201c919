from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset import FRAMES, Dataset, load
from analysis.dataset.definitions.shared import Shared
from analysis.dataset.tables.schema import TABLES
from analysis.dataset.without import without
from analysis.decision.change.input_changes import Kind, RowChange, input_changes
from analysis.decision.change.swapping import causes_of
from tests.later_figures import carry_on, change, copy_example


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Dataset]:
    """The example, and the example four years later."""
    root = tmp_path_factory.mktemp("years")
    first, later = copy_example(root / "først"), copy_example(root / "senere")
    carry_on(later)
    return load(first), load(later)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[Analysis], None]], tuple[RowChange, ...]]:
    """What differs when a small analysis is changed."""

    def of(spoil: Callable[[Analysis], None]) -> tuple[RowChange, ...]:
        before, after = Analysis(tmp_path / "a" / "x"), Analysis(tmp_path / "b" / "x")
        spoil(after)
        return input_changes(before.load(), after.load())

    return of


def told(changes: tuple[RowChange, ...]) -> list[tuple[object, ...]]:
    return [
        (c.file, c.code, c.row, str(c.kind), [(x.column, x.before, x.after) for x in c.cells])
        for c in changes
    ]


def test_every_table_and_every_shared_definition_is_compared() -> None:
    assert set(FRAMES) == {table.name for table in TABLES}
    frames = {field.name for field in fields(Dataset) if "DataFrame" in str(field.type)}
    assert set(FRAMES.values()) == frames
    compared = {"alternatives", "legal_forms", "groups", "criteria", "assumptions"}
    compared |= {"experience", "price_index", "risks", "explanations", "limits"}
    limits = {"cost_ceiling", "outlier_ratio", "name_similarity", "fewest_buyers", "periods"}
    limits |= {"cost_frame", "months_to_agreement", "years_to_evaluation"}
    aside = {"most_important", "assumption_sources"}  # no figure rests on them
    assert {field.name for field in fields(Shared)} == compared | limits | aside


def test_the_same_inputs_differ_in_nothing(changed) -> None:
    assert changed(lambda _: None) == ()


def test_an_empty_list_is_none_and_not_missing(changed) -> None:
    def bill(analysis: Analysis) -> None:
        path = analysis.folder / "utredning.toml"
        text = path.read_text(encoding="utf-8")
        analysis.write("utredning.toml", f'direkte_kostnader = ["lisens", "drift"]\n{text}')

    (one,) = changed(bill)
    assert [(x.column, x.before, x.after) for x in one.cells] == [
        ("direkte_kostnader", "ingen", "lisens; drift")
    ]


def test_other_periods_to_try_are_told(dataset) -> None:
    fewer = replace(dataset, shared=replace(dataset.shared, periods=(5, 20)))
    assert told(input_changes(dataset, fewer)) == [
        ("felles/alternativer.toml", "", "", "endret", [("perioder", "5; 8; 10; 15", "5; 20")])
    ]


def test_the_order_of_rows_is_no_change_of_values(changed) -> None:
    def turn(analysis: Analysis) -> None:
        head, *rows = analysis.tables["budsjett"].strip().split("\n")
        analysis.rows("budsjett", *reversed(rows))

    assert told(changed(turn)) == [("budsjett.csv", "", "", "endret", [])]


def test_a_changed_cell_is_told_with_key_and_place(changed) -> None:
    (one,) = changed(lambda a: a.change("budsjett", "1101;2022;lønn;900,5", "1101;2022;lønn;"))
    assert (one.file, one.code, one.row, one.kind) == (
        "budsjett.csv",
        "1101",
        "2022, lønn",
        "endret",
    )
    assert [(c.column, c.before, c.after) for c in one.cells] == [("beløp", 900.5, None)]
    assert one.sources == ("budsjett.csv:2", "budsjett.csv:2")


def test_a_new_budget_year_is_a_change_and_not_a_loss(changed) -> None:
    def later(analysis: Analysis) -> None:
        analysis.change("budsjett", ";2022;", ";2023;", count=-1)

    changes = changed(later)
    assert {c.kind for c in changes} == {Kind.CHANGED}
    assert all(
        (x.column, x.before, x.after) == ("år", 2022.0, 2023.0) for c in changes for x in c.cells
    )


def test_a_year_more_is_told_beside_the_year_before(changed) -> None:
    """The old row stays in the file, as it does when a form is taken in."""
    (one,) = changed(lambda a: a.append("budsjett", "1101;2023;lønn;950;Regnskap;regnskap"))
    assert (one.kind, one.row) == (Kind.CHANGED, "2023, lønn")
    assert [(x.column, x.before, x.after) for x in one.cells][:2] == [
        ("år", 2022.0, 2023.0),
        ("beløp", 900.5, 950.0),
    ]
    assert all(one.sources) and one.sources[0] != one.sources[1]


def test_an_older_year_is_new(changed) -> None:
    changes = changed(lambda a: a.append("budsjett", "1101;2021;lønn;850;Regnskap;regnskap"))
    assert [(c.kind, c.row) for c in changes] == [(Kind.NEW, "2021, lønn")]


def test_the_latest_of_two_new_years_is_the_one_that_replaces(changed) -> None:
    def later(analysis: Analysis) -> None:
        row = "1101;{};lønn;{};Regnskap;regnskap"
        analysis.change("budsjett", row.format(2022, "900,5"), row.format(2024, "950"))
        analysis.append("budsjett", row.format(2023, "920"))

    changes = changed(later)
    assert [(c.kind, c.row) for c in changes] == [
        (Kind.CHANGED, "2024, lønn"),
        (Kind.NEW, "2023, lønn"),
    ]


def test_new_removed_and_renamed_systems(changed) -> None:
    def spoil(analysis: Analysis) -> None:
        # All who have it write it anew: one spelling among others would be joined with theirs.
        for code in ("1101", "1108"):
            analysis.change("applikasjoner", f"{code};helse;Journal;", f"{code};helse;JOURNAL;")
        analysis.change("applikasjoner", "1106;helse;Journal;", "1106;helse;Annet;")

    changes = [c for c in changed(spoil) if c.file == "applikasjoner.csv"]
    assert [(c.code, c.kind, c.row) for c in changes] == [
        ("1101", Kind.CHANGED, "helse, JOURNAL"),
        ("1106", Kind.NEW, "helse, Annet"),
        ("1108", Kind.CHANGED, "helse, JOURNAL"),
        ("1106", Kind.REMOVED, "helse, Journal"),
    ]
    assert [(x.column, x.before, x.after) for x in changes[0].cells] == [
        ("system", "Journal", "JOURNAL")
    ]


def test_rows_without_a_key_are_matched_by_theme(tmp_path: Path) -> None:
    head = "kommunenummer;tema;svar;kilde"
    before, after = Analysis(tmp_path / "a" / "x"), Analysis(tmp_path / "b" / "x")
    before.write("organisering.csv", f"{head}\n1101;annet;En;x\n1101;annet;To;x\n1101;vakt;Nei;x\n")
    after.write("organisering.csv", f"{head}\n1101;annet;To;x\n1101;annet;Tre;x\n")
    changes = input_changes(before.load(), after.load())
    assert told(changes) == [
        ("organisering.csv", "1101", "annet", "endret", [("svar", "En", "Tre")]),
        ("organisering.csv", "1101", "vakt", "fjernet",
         [("kommunenummer", "1101", None), ("tema", "vakt", None), ("svar", "Nei", None),
          ("kilde", "x", None)]),
    ]  # fmt: skip


def test_settings_are_told_key_by_key(changed) -> None:
    def spoil(analysis: Analysis) -> None:
        text = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
        text = text.replace("lik = 0.3", "brukere = 0.3").replace(
            "startverdi = 7", "startverdi = 8"
        )
        analysis.write(
            "utredning.toml", text + '[[nokkel]]\nnavn = "Etter folk"\ninnbyggere = 1.0\n'
        )

    (one,) = changed(spoil)
    found = {c.column: (c.before, c.after) for c in one.cells}
    assert found["fordeling.lik"] == (0.3, 0.0)
    assert found["fordeling.brukere"] == (0.0, 0.3)
    assert found["startverdi"] == (7, 8)
    assert found["nokkel.Etter folk.innbyggere"] == (None, 1.0)


def test_texts_and_map_are_told_as_files(changed) -> None:
    changes = changed(lambda a: a.write("tekst/1101/mindretall.md", "Nei takk."))
    assert told(changes) == [("tekst/1101/mindretall.md", "1101", "", "ny", [])]


@pytest.mark.thorough
def test_the_map_is_another_only_for_who_is_in_both(years: tuple[Dataset, Dataset]) -> None:
    one = years[0]
    smaller = without(one, ["3310"])
    assert "kart.geojson" not in {change.file for change in input_changes(one, smaller)}
    assert one.borders is not None
    moved = {"type": "Polygon", "coordinates": [[[10, 60], [10, 61], [11, 61], [10, 60]]]}
    features = [area | {"geometry": moved} for area in one.borders["features"]]
    found = input_changes(one, replace(one, borders=one.borders | {"features": features}))
    assert told(found) == [("kart.geojson", "", "", "endret", [])]
    (gone,) = input_changes(one, replace(one, borders=None))
    assert (gone.file, gone.kind) == ("kart.geojson", Kind.REMOVED)


def test_what_moves_no_value_is_told_as_a_file(changed) -> None:
    changes = changed(lambda a: a.change("budsjett", "900,5", "900,50"))
    assert told(changes) == [("budsjett.csv", "", "", "endret", [])]


def test_a_shielded_row_is_marked_whether_it_was_or_is(years: tuple[Dataset, Dataset]) -> None:
    before, after = years
    rows = after.staff.assign(skjermes="nei")
    changes = input_changes(before, replace(after, staff=rows))
    hidden = set(before.staff.loc[before.staff["skjermes"] == "ja", "kommunenummer"])
    assert {c.code for c in changes if c.shielded and c.file == "bemanning.csv"} == hidden


def test_what_is_told_together_is_marked_together(dataset: Dataset) -> None:
    """The companion too, the system's other owners and aliases, and no line says which."""
    staff, systems = dataset.staff.copy(), dataset.applications.copy()
    companion = (staff["kommunenummer"] == "3310") & (staff["funksjon"] == "brukerstøtte")
    staff.loc[companion, "personer"] = 3.0
    alias = dataset.system_names["system"].iloc[0]
    owners = systems["system"] == alias
    systems.loc[owners, "årskostnad"] += 1.0
    systems.loc[owners.idxmax(), "skjermes"] = "ja"
    names = dataset.system_names.assign(leverandør="En annen")
    after = replace(dataset, staff=staff, applications=systems, system_names=names)
    changes = [change for change in input_changes(dataset, after) if change.cells]
    assert owners.sum() > 1 and len(changes) == 1 + owners.sum() + (names["system"] == alias).sum()
    assert all(change.shielded for change in changes)
    assert all(change.sources == (change.file,) * 2 for change in changes)


@pytest.mark.parametrize("first", [True, False])
def test_what_one_report_shields_is_not_named_from_the_other(dataset: Dataset, first: bool) -> None:
    """Open in one report and gone from the other, which shields the system of somebody else."""
    systems = dataset.applications
    name = systems.loc[systems["skjermes"] == "ja", "system"].value_counts().index[0]
    owner, other = systems.index[systems["system"] == name][:2]
    shielding = systems.drop(index=owner)
    everything_open = systems.assign(skjermes="nei")
    everything_open.loc[other, "årskostnad"] = 1.0
    pair = [replace(dataset, applications=rows) for rows in (everything_open, shielding)]
    changes = input_changes(*(pair if first else pair[::-1]))
    about = [change for change in changes if name in change.row]
    assert {str(change.kind) for change in about} >= {"fjernet" if first else "ny", "endret"}
    assert all(change.shielded for change in about)


def test_the_years_between_are_told_file_by_file(years: tuple[Dataset, Dataset]) -> None:
    changes = input_changes(*years)
    files = {change.file for change in changes}
    assert files == {
        "utredning.toml", "kommuner.csv", "budsjett.csv", "bemanning.csv", "applikasjoner.csv",
        "mandat.csv", "vurderinger.csv", "vekter.csv", "selskaper.csv", "tekst/bakgrunn.md",
        "felles/forutsetninger.toml", "felles/kriterier.toml", "felles/prisindeks.csv",
    }  # fmt: skip
    assert sum(c.file == "kommuner.csv" for c in changes) == 6
    assert sum(c.file == "budsjett.csv" and c.kind is Kind.CHANGED for c in changes) == 30
    apps = [c.kind for c in changes if c.file == "applikasjoner.csv"]
    assert (apps.count(Kind.NEW), apps.count(Kind.REMOVED)) == (1, 3)


def test_an_estimate_is_one_value_with_its_ends(years: tuple[Dataset, Dataset]) -> None:
    changes = [c for c in input_changes(*years) if c.stem == "forutsetninger"]
    (cell,) = changes[0].cells
    assert (changes[0].row, cell.column) == ("innkjop_pris", "anslag")
    assert (cell.before, cell.after) == (
        "0,03 (p10 −0,01, p90 0,08)",
        "0,05 (p10 −0,01, p90 0,1)",
    )


def test_an_estimate_that_becomes_unknown(tmp_path: Path) -> None:
    first, later = copy_example(tmp_path / "a"), copy_example(tmp_path / "b")
    path = later.parent / "felles" / "forutsetninger.toml"
    change(path, "{ p10 = -0.01, p50 = 0.03, p90 = 0.08 }", '"ukjent"')
    (one,) = input_changes(load(first), load(later))
    assert [x.after for x in one.cells] == ["ukjent"]


def test_an_assumption_is_told_in_the_file_it_stands_in(tmp_path: Path) -> None:
    own = """[[forutsetning]]
id = "innkjop_pris"
bekreftet = true
anslag = { p10 = 0.0, p50 = 0.02, p90 = 0.04 }
kilder = ["møte"]
eier = "oss"

[[forutsetning]]
id = "vaktordning"
bekreftet = true
"""
    first, later = copy_example(tmp_path / "a"), copy_example(tmp_path / "b")
    (later / "forutsetninger.toml").write_text(own, encoding="utf-8")
    before, after = load(first), load(later)
    absence = after.shared.assumptions["fravaer"].model_copy(update={"navn": "Nytt navn"})
    given = {**after.shared.assumptions, "fravaer": absence}
    after = replace(after, shared=replace(after.shared, assumptions=given))
    theirs, ours = input_changes(before, after)
    assert (theirs.file, theirs.row) == ("felles/forutsetninger.toml", "fravaer")
    assert (ours.file, ours.row, ours.kind) == (
        "forutsetninger.toml", "innkjop_pris", Kind.CHANGED,
    )  # fmt: skip
    assert {cell.column for cell in ours.cells} == {"anslag", "kilder", "eier"}
    assert ours.sources == (
        before.shared.assumption_sources["innkjop_pris"],
        "forutsetninger.toml:1",
    )
    (gone,) = [c for c in input_changes(after, before) if c.row == "innkjop_pris"]
    assert (gone.file, gone.kind) == ("forutsetninger.toml", Kind.CHANGED)
    (later / "forutsetninger.toml").write_text(own.partition("\n\n")[2], encoding="utf-8")
    told_as_file = [c for c in input_changes(before, load(later)) if not c.cells]
    assert [(c.file, c.kind) for c in told_as_file] == [("forutsetninger.toml", Kind.NEW)]


def test_an_estimate_of_prices_is_told_as_a_setting_and_moves_the_index(changed) -> None:
    def estimate(analysis: Analysis) -> None:
        text = (analysis.folder / "utredning.toml").read_text(encoding="utf-8")
        last = max(int(year) for year in analysis.load().shared.price_index["år"])
        analysis.write("utredning.toml", f"{text}[prisanslag]\n{last + 1} = 0.03\n")

    (one,) = changed(estimate)
    assert one.file == "utredning.toml"
    assert [(c.column[:11], c.before, c.after) for c in one.cells] == [("prisanslag.", None, 0.03)]
    assert causes_of(one) == {"prisindeks"}


def test_every_change_back_is_the_change_turned(years: tuple[Dataset, Dataset]) -> None:
    there, back = input_changes(*years), input_changes(*years[::-1])
    turned = {Kind.NEW: Kind.REMOVED, Kind.REMOVED: Kind.NEW, Kind.CHANGED: Kind.CHANGED}
    one = sorted((c.file, c.code, str(turned[c.kind]), len(c.cells)) for c in there)
    assert one == sorted((c.file, c.code, str(c.kind), len(c.cells)) for c in back)
