"""Small regions for the tests: two municipalities worked by hand, and generated ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from analysis.dataset import Dataset
from analysis.dataset.definitions.alternatives import Alternative
from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST
from analysis.dataset.definitions.assumptions import Bounds
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.definitions.shared import Shared
from analysis.dataset.definitions.shared_loader import load_shared_definitions
from analysis.dataset.problems import ProblemLog
from analysis.dataset.tables.categories import COST_GROUPS, FUNCTIONS, JUDGED_CRITERIA
from analysis.decision.evaluation import _money
from analysis.decision.gates import open_gates
from analysis.decision.results import Result
from analysis.model.outcome import Company, Setting
from analysis.model.region import Applications, Region

ROOT = Path(__file__).parents[2]
FELLES = ROOT / "inputs" / "felles"
DECISION_YEAR = 2022

# The costs of an alternative that are not effects: see the invariants of zero effect.
ONE_TIME_AND_GOVERNANCE = {"styring", "etablering", "omstilling"}
OTHER_COSTS = (
    "gjenvaerende_andel",
    "felles_stillinger",
    "vaktordning",
    "vertspaaslag",
    "bestiller_arsverk",
    "selskapsmargin",
)
EFFECTS = (
    "innkjop_pris",
    "drift_per_dobling",
    "organisasjon_per_dobling",
    "konsulent_pris",
    "volum_felles",
    "vakt_i_dag",
    "felleskostnad_lonn",
    "utstyr_unngaatt",
)


@cache
def felles() -> Shared:
    """The definitions that ship, with a price index of two years."""
    log = ProblemLog()
    shared = load_shared_definitions(FELLES, log)
    assert shared is not None
    assert not log.problems, log.problems
    index = pd.DataFrame({"år": [2021, 2022], "indeks": [100.0, 105.0], "kilde": "prøve"})
    return replace(shared, price_index=index)


def with_values(shared: Shared, **values: float) -> Shared:
    """The same definitions with some assumptions set to one value, with no smallest amount."""
    assumptions = dict(shared.assumptions)
    for name, value in values.items():
        point = Bounds(min=value, sannsynlig=value, maks=value)
        assumptions[name] = assumptions[name].model_copy(update={"anslag": point, "minst": 0.0})
    return replace(shared, assumptions=assumptions)


def drawn_at(shared: Shared, **values: float) -> Shared:
    """The same definitions as one draw has them: the smallest amounts stay."""
    alone = with_values(shared, **values).assumptions
    kept = {
        name: one.model_copy(update={"minst": shared.assumptions[name].minst})
        for name, one in alone.items()
    }
    return replace(shared, assumptions=kept)


def unknown(shared: Shared, *names: str) -> Shared:
    """The same definitions with some assumptions unknown."""
    assumptions = dict(shared.assumptions)
    for name in names:
        assumptions[name] = assumptions[name].model_copy(update={"anslag": "ukjent"})
    return replace(shared, assumptions=assumptions)


def draws(floors: Mapping[str, float] | None = None, **values: float) -> dict[str, np.ndarray]:
    """One draw of every assumption: 0 but for the given, with these smallest amounts."""
    least = floors or {}
    assert {*values, *least} <= set(ASSUMPTION_LIST)
    drawn = {name: np.full((1, 1, 1), values.get(name, 0.0)) for name in ASSUMPTION_LIST}
    return drawn | {f"{name}:minst": np.full((1, 1, 1), low) for name, low in least.items()}


def applications(*rows: dict[str, object]) -> Applications:
    """Applications from rows with municipality, system, kind, driftsform, cost, …"""
    systems = sorted({str(row["system"]) for row in rows})
    kinds = sorted({str(row["kind"]) for row in rows if row.get("kind")})
    return Applications(
        municipality=np.array([row["m"] for row in rows], dtype=np.int64),
        system=np.array([systems.index(str(row["system"])) for row in rows], dtype=np.int64),
        kind=np.array(
            [kinds.index(str(row["kind"])) if row.get("kind") else -1 for row in rows],
            dtype=np.int64,
        ),
        local=np.array([row.get("run", "sky") == "lokal" for row in rows], dtype=bool),
        external=np.array([row.get("run", "sky") == "ekstern" for row in rows], dtype=bool),
        cost=np.array([row.get("cost", 0.0) for row in rows], dtype=float),
        operating_cost=np.array([row.get("operating", np.nan) for row in rows], dtype=float),
        users=np.array([row.get("users", 0.0) for row in rows], dtype=float),
        end=np.array([row.get("end", 0.0) for row in rows], dtype=float),
    )


def two(
    apps: Applications | None = None,
    *,
    users: tuple[float, float] = (1000.0, 1000.0),
    fte: tuple[tuple[float, ...], tuple[float, ...]] = ((1.0,) * 6, (1.0,) * 6),
    on_duty: tuple[bool, bool] = (False, False),
    **budget: tuple[float, float],
) -> Region:
    """Two municipalities A and B; budgets in 1000 kr as ``lisens=(1000, 500)``, others 0."""
    table = np.zeros((2, len(COST_GROUPS)))
    for group, amounts in budget.items():
        table[:, COST_GROUPS.index(group)] = amounts
    return Region(
        codes=("A", "B"),
        inhabitants=np.array([10_000.0, 10_000.0]),
        users=np.array(users),
        total_fte=np.array([500.0, 500.0]),
        budget=table,
        staff_fte=np.array(fte),
        staff_persons=np.ceil(np.array(fte)),
        on_duty=np.array(on_duty, dtype=float),
        applications=apps if apps is not None else applications(),
    )


def bundle(alternative_id: str = "1", **given: object) -> Alternative:
    """An alternative with full effect from year 1 and one-time costs in year 0."""
    text = dict.fromkeys(("navn", "kortnavn", "beskrivelse"), "prøve")
    start: dict[str, object] = {"innfasing": [0.0, 1.0], "fordeler": [], "ulemper": []}
    return Alternative.model_validate({"id": alternative_id, **text, **start, **given})


def both(
    shares: tuple[float, float] = (0.5, 0.5),
    host: int | None = None,
    company: Company | None = None,
    *,
    wages: tuple[float, float] | None = None,
    direct: tuple[str, ...] = (),
) -> Setting:
    """Both municipalities take part; pooled salaries are divided like the rest if not told."""
    key = np.array(shares)
    salaries = key if wages is None else np.array(wages)
    return Setting(np.array([True, True]), key, salaries, direct, host, company)


@dataclass(frozen=True, repr=False, eq=False)
class SmallDataset(Dataset):
    """A data set that hypothesis can show in a few lines."""

    def __repr__(self) -> str:
        parts = (self.municipalities, self.budget, self.staff, self.applications)
        return "\n".join(part.to_csv(sep=";") for part in parts)

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """What hypothesis shows of a failing case; without it, every definition there is."""
        printer.text(repr(self))


def make_dataset(
    municipalities: pd.DataFrame,
    budget: pd.DataFrame,
    staff: pd.DataFrame,
    apps: pd.DataFrame,
    *,
    shared: Shared | None = None,
    companies: pd.DataFrame | None = None,
    mandate: pd.DataFrame | None = None,
    judgements: pd.DataFrame | None = None,
    weights: pd.DataFrame | None = None,
    **settings: object,
) -> Dataset:
    """A data set as the loader would return it."""
    given = {
        "tittel": "Prøve",
        "dato": dt.date(2022, 6, 1),
        "vedtaksdato": dt.date(DECISION_YEAR, 6, 30),
        "kroneverdi": 2022,
        "fordeling": {"lik": 0.3, "innbyggere": 0.7},
    }
    empty = {
        "mandate": ("kommunenummer", "alternativ", "tillatt"),
        "judgements": ("alternativ", "kriterium", "kommunenummer", "omfang"),
        "weights": ("kommunenummer", "kriterium", "vekt"),
    }
    tables = {"mandate": mandate, "judgements": judgements, "weights": weights}
    frames = {
        name: pd.DataFrame(columns=list(empty[name])) if frame is None else frame
        for name, frame in tables.items()
    }
    return SmallDataset(
        folder=Path("prøve"),
        name="prøve",
        settings=Settings.model_validate(given | settings),
        shared=shared if shared is not None else felles(),
        municipalities=municipalities,
        budget=budget,
        staff=staff.assign(skjermes=staff.get("skjermes", "nei")),
        applications=apps,
        organisation=pd.DataFrame(),
        companies=companies if companies is not None else company_table(),
        texts={},
        borders=None,
        problems=(),
        hashes={},
        **frames,
    )


def alike(*codes: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Municipalities, budget and staff of municipalities that are alike in everything."""
    municipalities = pd.DataFrame(
        {"navn": codes, "innbyggere": 5000.0, "årsverk_totalt": 300.0, "ikt_brukere": 400.0},
        index=pd.Index(codes, name="kommunenummer"),
    )
    budget = pd.DataFrame(
        [(code, DECISION_YEAR, group, 3000.0) for code in codes for group in COST_GROUPS],
        columns=["kommunenummer", "år", "kostnadsgruppe", "beløp"],
    )
    staff = pd.DataFrame(
        [(code, name, 1.0, 1.0, "nei") for code in codes for name in FUNCTIONS],
        columns=["kommunenummer", "funksjon", "årsverk", "personer", "vakt"],
    )
    return municipalities, budget, staff


def application_rows(*rows: tuple[str, str]) -> pd.DataFrame:
    """Cloud applications of one type from (kommunenummer, system), 100 000 kr a year each."""
    return pd.DataFrame(
        {
            "kommunenummer": [code for code, _ in rows],
            "system": [system for _, system in rows],
            "systemtype": "fag",
            "driftsform": "sky",
            "årskostnad": 100.0,
            "driftskostnad": np.nan,
            "brukere": [30.0 * (i + 1) for i in range(len(rows))],
            "avtaleslutt": [dt.date(DECISION_YEAR, 12, 31)] * len(rows),
        }
    ).astype({"brukere": float})


def company_table(
    price: float = 5000.0, entry: float = 1000.0, persons: float = 4.0
) -> pd.DataFrame:
    """One existing company."""
    row = {"selskap": "Prøve IKS", "form": "IKS", "pris_per_bruker": price, "inngangspris": entry}
    return pd.DataFrame([row | dict.fromkeys(FUNCTIONS, persons)])


def all_judgements(value: float = 1.0) -> pd.DataFrame:
    """The same judgement for every alternative but 0, by all."""
    ids = [a.id for a in felles().alternatives if a.id != "0"]
    rows = [(a, k, "", value) for a in ids for k in JUDGED_CRITERIA]
    return pd.DataFrame(rows, columns=["alternativ", "kriterium", "kommunenummer", "omfang"])


def results(dataset: Dataset) -> Mapping[str, Result]:
    """Money of every alternative, unknown cells at their low end."""
    codes = tuple(dataset.municipalities.index)
    gates = open_gates(dataset.mandate, codes, dataset.shared, dataset.companies)
    return _money(dataset, gates, "low").results


SYSTEMS = np.array(["Arkiv", "Barn", "Eiendom", "Helse", "Kart"])
ENDS = np.array([None, *(dt.date(y, 12, 31) for y in (2020, 2022, 2024, 2035))], dtype=object)


@st.composite
def regions(draw: st.DrawFn, most: int = 5) -> Dataset:
    """Generated data sets: 2–5 municipalities, 0–12 applications, whole and half amounts."""
    count = draw(st.integers(2, most))
    number = draw(st.integers(0, 12))
    pick = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    codes = [f"{9901 + i}" for i in range(count)]
    users = pick.integers(50, 4000, count).astype(float)
    municipalities = pd.DataFrame(
        {
            "navn": codes,
            "innbyggere": pick.integers(500, 40_000, count).astype(float),
            "årsverk_totalt": users * 0.75,
            "ikt_brukere": users,
        },
        index=pd.Index(codes, name="kommunenummer"),
    )
    groups, functions = len(COST_GROUPS), len(FUNCTIONS)
    budget = pd.DataFrame(
        {
            "kommunenummer": np.repeat(codes, groups),
            "år": DECISION_YEAR,
            "kostnadsgruppe": np.tile(COST_GROUPS, count),
            "beløp": pick.integers(0, 8000, count * groups)
            * pick.choice([0.0, 0.5], count * groups, p=[0.1, 0.9]),
        }
    )
    persons = pick.integers(0, 6, count * functions).astype(float)
    staff = pd.DataFrame(
        {
            "kommunenummer": np.repeat(codes, functions),
            "funksjon": np.tile(FUNCTIONS, count),
            "årsverk": persons * pick.choice([0.25, 0.5, 1.0], count * functions),
            "personer": persons,
            "vakt": pick.choice(["ja", "nei"], count * functions, p=[0.1, 0.9]),
        }
    )
    apps = pd.DataFrame(
        {
            "kommunenummer": pick.choice(codes, number),
            "system": pick.choice(SYSTEMS, number),
            "systemtype": pick.choice(["", "annet", "fag", "sak"], number),
            "driftsform": pick.choice(["lokal", "sky", "ekstern", "felles"], number),
            "årskostnad": pick.integers(0, 900, number).astype(float),
            "driftskostnad": pick.choice([np.nan, 0.0, 40.0, 120.0], number),
            "brukere": pick.integers(0, 500, number).astype(float),
            "avtaleslutt": pick.choice(ENDS, number),
        }
    ).drop_duplicates(["kommunenummer", "system"])
    return make_dataset(municipalities, budget, staff, apps, judgements=all_judgements())
