"""Somebody who reads all that may be published, and knows the program, tries to find out more."""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.dataset import Dataset
from analysis.dataset.shielding import LEAST, told_staff
from analysis.dataset.tables import FUNCTIONS
from analysis.decision import Evaluation, evaluate
from analysis.decision.criteria import staff, vulnerability
from analysis.model.assumptions import scenario_draws
from analysis.report.tables import run_tables
from analysis.report.tables.results import output_tables
from analysis.run.notebook_engine import run_notebook
from analysis.run.reports import JOINT_REPORT
from analysis.run.run import Run, compute, hand_over, work_out_all
from tests.golden.rendered import TOLD, path_of, rendered, with_few_draws

MATRIX = "title: Årsverk, med antall personer i parentes"
MOST_PERSONS = 6
REPORTS = [
    pytest.param(path, code, marks=[] if code in ("", "3310") else [pytest.mark.thorough])
    for path, code in TOLD
    if not path.stem[0].isdigit()
]
Told = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass
class Possible:
    """What a shielded function may be: persons, and the ends of person-years for each."""

    fte: dict[float, tuple[float, float]] = field(default_factory=dict)

    def found(self, persons: float, ends: tuple[float, float]) -> None:
        low, high = self.fte.get(persons, ends)
        self.fte[persons] = min(low, ends[0]), max(high, ends[1])

    @property
    def kept(self) -> bool:
        """Whether it is as little known as docs/inndata.md promises."""
        persons = {number for number in self.fte if number > 0}
        wide = [self.fte[number][1] - self.fte[number][0] for number in persons]
        return len(persons) > 1 and max(persons) >= 2 and min(wide) >= LEAST - 1e-9


@dataclass(frozen=True)
class Attacker:
    """Knows every input but the cells that are not shown, and how the reports are made."""

    dataset: Dataset
    evaluation: Evaluation
    matrix: str
    tables: Mapping[str, pd.DataFrame]
    told: Told

    def possible(self, code: str) -> dict[str, Possible]:
        """What each shielded function of a municipality may be."""
        cells = self._cells(code)
        shown = {name: cell for name, cell in cells.items() if cell}
        hidden = [name for name in FUNCTIONS if name not in shown]
        own = self.dataset.staff[self.dataset.staff["kommunenummer"] == code]
        found = {name: Possible() for name in own.loc[own["skjermes"] == "ja", "funksjon"]}
        for numbers in product(range(MOST_PERSONS + 1), repeat=len(hidden)):
            persons = {name: cell[1] for name, cell in shown.items()}
            persons |= dict(zip(hidden, map(float, numbers), strict=True))
            tried = self._tried(code, persons, shown)
            if tried is None or not self._gives_what_is_told(code, tried):
                continue
            for name, possible in found.items():
                if ends := self._ends(name, code, persons, shown):
                    possible.found(persons[name], ends)
        return found

    def _cells(self, code: str) -> dict[str, tuple[float, float] | None]:
        """Person-years and persons of each function in the joint report; None where not shown."""
        name = self.dataset.municipalities.at[code, "navn"]
        lines = self.matrix.split(MATRIX)[1].splitlines()
        row = next(line for line in lines if line.startswith(f"{name} | "))
        read = [re.fullmatch(r"([\d,]+) \((\d+)\)", cell) for cell in row.split(" | ")[1:]]
        values = [m and (float(m[1].replace(",", ".")), float(m[2])) for m in read]
        return dict(zip(FUNCTIONS, values, strict=True))

    def _key_figure(self, code: str, name: str) -> float:
        rows = self.tables["nokkeltall"]
        own = (rows["kommunenummer"] == code) & (rows["størrelse"] == name)
        return float(rows.loc[own, "verdi"].iloc[0])

    def _tried(self, code: str, persons: dict[str, float], shown: dict) -> pd.DataFrame | None:
        """The staff with other persons there, and the same person-years; None where impossible."""
        rest = self._key_figure(code, "arsverk") - sum(cell[0] for cell in shown.values())
        hidden = [name for name in persons if name not in shown]
        room = sum(persons[name] for name in hidden)
        if hidden and (rest > room + 1e-9 or not room):
            return None
        tried = self.dataset.staff.copy()
        for name in hidden:
            row = (tried["kommunenummer"] == code) & (tried["funksjon"] == name)
            tried.loc[row, ["årsverk", "personer"]] = rest * persons[name] / room, persons[name]
        return tried

    def _gives_what_is_told(self, code: str, tried: pd.DataFrame) -> bool:
        """Whether the program would tell of that staff what it has told.

        kriterieverdier.csv has the days without any digits lost, so it says no less than the pages.
        """
        told = self.told(tried)
        own = told[told["kommunenummer"] == code].set_index("funksjon")
        if (own["personer"] <= 1).sum() != self._key_figure(code, "alene"):
            return False
        region = self.evaluation.money.region
        row = self.evaluation.codes.index(code)
        everybody = region.staff_persons.copy()
        everybody[row] = own["personer"].reindex(list(FUNCTIONS))
        region = replace(region, staff_persons=everybody)
        shared, kroner = self.dataset.shared, self.dataset.settings.kroneverdi
        draws = scenario_draws(shared.assumptions, shared.price_index, kroner)
        days = self.tables["kriterieverdier"].query("kriterium == 'saarbarhet' and grense == 'lav'")
        days = days[days["kommunenummer"] == code].set_index("alternativ")["verdi"]
        return all(
            np.isclose(
                vulnerability(
                    staff(region, a, self.evaluation.money.results[a.id].setting, draws)[0], draws
                )[0, row].mean(),
                days[a.id],
            )
            for a in shared.alternatives
            if np.isfinite(days[a.id])
        )

    def _ends(
        self, name: str, code: str, persons: dict[str, float], shown: dict
    ) -> tuple[float, float] | None:
        """The least and most person-years of a function with those persons.

        The costs of an alternative give the sum over the functions it takes over, as the page about
        who may get another employer does, unless it would part what is told together.
        """
        now = self.told(self.dataset.staff)
        now = now[now["kommunenummer"] == code].set_index("funksjon")
        sums = [([1.0] * len(FUNCTIONS), self._key_figure(code, "arsverk"))]
        for alternative in self.dataset.shared.alternatives:
            taken = [function in alternative.funksjoner for function in FUNCTIONS]
            inside = now["skjult"].reindex(list(FUNCTIONS))[taken]
            costs = alternative.tiltak.organisasjon or alternative.tiltak.tjenestepris
            if costs and inside.sum() in (0, now["skjult"].sum()):
                chosen = now.loc[list(np.array(FUNCTIONS)[taken]), "årsverk"]
                sums.append(([float(one) for one in taken], chosen.sum()))
        bounds = [
            (max(0.0, shown[f][0] - 0.05), shown[f][0] + 0.05) if f in shown else (0.0, persons[f])
            for f in FUNCTIONS
        ]
        ends = []
        for sign in (1.0, -1.0):
            goal = [sign * (function == name) for function in FUNCTIONS]
            weights, totals = zip(*sums, strict=True)
            solved = linprog(goal, A_eq=weights, b_eq=totals, bounds=bounds)
            if not solved.success:
                return None
            ends.append(sign * solved.fun)
        return ends[0], ends[1]


SHIELDING = ("3310", "3236", "3316", "3312", "3314")


def attacker(dataset: Dataset, evaluation: Evaluation, matrix: str, told: Told) -> Attacker:
    return Attacker(
        dataset, evaluation, matrix, output_tables(dataset, evaluation, "forventet"), told
    )


@pytest.fixture(scope="module")
def matrix() -> str:
    joint = next(path for path, _ in TOLD if path.stem == JOINT_REPORT)
    return path_of(joint, "").read_text("utf-8")


@pytest.mark.parametrize("code", SHIELDING)
def test_nobody_finds_out_more_than_is_promised(code, dataset, evaluation, matrix):
    found = attacker(dataset, evaluation, matrix, told_staff).possible(code)
    own = dataset.staff.query("kommunenummer == @code").set_index("funksjon")
    assert set(found) == {"sikkerhet"}
    for name, possible in found.items():
        low, high = possible.fte[own.at[name, "personer"]]
        assert low <= own.at[name, "årsverk"] <= high  # what is true is among what is possible
        assert possible.kept, possible


def test_the_attacker_does_find_what_is_only_hidden_on_the_page(dataset, monkeypatch):
    """Two cells of a page are not enough where figures are worked out from the rows."""

    def as_it_is(staff: pd.DataFrame) -> pd.DataFrame:
        return staff.assign(skjult=False)

    monkeypatch.setattr("analysis.dataset.dataset.told_staff", as_it_is)
    row = "Hole | 0,5 (1) | 1,2 (2) | 1,1 (2) | vises ikke | vises ikke | 0,0 (0)"
    open_rows = replace(dataset)
    found = attacker(open_rows, evaluate(open_rows), f"{MATRIX}\n{row}", as_it_is).possible("3310")
    assert set(found["sikkerhet"].fte) == {1.0}
    assert found["sikkerhet"].fte[1.0] == pytest.approx((0.1, 0.3))
    assert not found["sikkerhet"].kept


@pytest.fixture(scope="module")
def swapped(tmp_path_factory) -> Run:
    """The example, where what is hidden in each municipality is the other way around."""
    folder = with_few_draws(tmp_path_factory.mktemp("inputs"))
    path = folder / "bemanning.csv"
    lines = path.read_text("utf-8").splitlines()
    hidden = [
        at
        for at, line in enumerate(lines)
        if line[:4] in SHIELDING and line.split(";")[1] in ("brukerstøtte", "sikkerhet")
    ]
    for one, other in zip(hidden[::2], hidden[1::2], strict=True):
        first, second = lines[one].split(";"), lines[other].split(";")
        first[2:4], second[2:4] = second[2:4], first[2:4]
        lines[one], lines[other] = ";".join(first), ";".join(second)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    rename_shielded_systems(folder / "applikasjoner.csv")
    return compute(folder, "forventet")


def rename_shielded_systems(path: Path) -> None:
    """Give every system that is shielded anywhere another name, and vendors of no other too."""
    heading, *lines = path.read_text("utf-8").splitlines()
    rows = [line.split(";") for line in lines]
    at = {name: heading.split(";").index(name) for name in ("system", "leverandør", "skjermes")}
    for name in ("system", "leverandør"):
        shielded = {row[at[name]] for row in rows if row[at["skjermes"]] == "ja"}
        if name == "leverandør":
            shielded -= {row[at[name]] for row in rows if row[at["skjermes"]] != "ja"}
        for row in rows:
            if row[at[name]] in shielded:
                row[at[name]] = codecs.encode(row[at[name]], "rot13")
    path.write_text("\n".join([heading, *map(";".join, rows)]) + "\n", "utf-8")


@pytest.mark.parametrize(("path", "code"), REPORTS, ids=lambda value: getattr(value, "stem", value))
def test_a_report_is_the_same_whatever_is_shielded(path, code, swapped, tmp_path):
    """Word for word and line for line, alternative texts and drawings too."""
    work_out_all(swapped)
    hand_over(swapped)
    given = {"analyse": swapped.dataset.name, "scenario": "forventet", "kjoring": swapped.identity}
    executed = run_notebook(path, given | ({"kommunenummer": code} if code else {}), tmp_path)
    assert rendered(executed) == path_of(path, code).read_text("utf-8")


def test_the_tables_are_the_same_whatever_is_shielded(swapped, computed):
    run = computed("forventet")
    assert not swapped.dataset.staff.equals(run.dataset.staff)
    assert not swapped.dataset.hidden_systems & run.dataset.hidden_systems
    before, after = run_tables(run), run_tables(swapped)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name], obj=name)


def test_no_table_names_a_shielded_system(computed):
    run = computed("forventet")
    for name, frame in run_tables(run).items():
        cells = set(frame.select_dtypes(exclude="number").to_numpy(str).ravel())
        assert not cells & run.dataset.hidden_systems, name
