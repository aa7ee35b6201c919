"""One run: read the inputs and compute once, so that every report tells the same figures."""

import functools
import hashlib
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from analysis.places import UnknownName, did_you_mean, find_analysis
from analysis.run.cell_faults import answer_faults
from analysis.run.kept import Shelf, WorkedOut
from analysis.run.manifest import code_version, versions

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.decision import CrossCheck, Evaluation, Reckoning, Recommendation
    from analysis.decision.change.changes import Changes
    from analysis.decision.draws import Robustness
    from analysis.decision.owned_problems import OwnedProblem
    from analysis.decision.participation import Participation
    from analysis.decision.systems import Systems

Value = TypeVar("Value")

# What a run works out when first asked for; one that reports are made of has all of it.
# The workers take what is slow, or needs libraries that they have imported already.
SLOW = ("robustness", "participation", "crosscheck")
WORKED_OUT = (
    *SLOW,
    "reckonings",
    "recommendation",
    "systems",
    "owned_problems",
    "changes",
)


class Earlier(Protocol):
    """A report written before, that a run is compared with."""

    @property
    def identity(self) -> str:
        """What tells it from other reports."""

    def changes_to(self, run: "Run") -> "Changes":
        """Compare it with a run that is not written yet."""


@dataclass(frozen=True)
class Run:
    """The figures that every notebook of a run shares.

    Attributes
    ----------
    dataset : Dataset
        The inputs, checked.
    evaluation : Evaluation
        What model and decision make of them, for all scenarios.
    scenario : str
        The scenario the reports tell about.
    earlier : Earlier or None
        The report this one is compared with.
    kept : WorkedOut or None
        Where what takes long to work out is kept, if the figures are those of the inputs as they
        stand in the files.
    """

    dataset: "Dataset"
    evaluation: "Evaluation"
    scenario: str
    earlier: Earlier | None = None
    kept: WorkedOut | None = field(default=None, compare=False, repr=False)

    @functools.cached_property
    def identity(self) -> str:
        """What the figures follow from, as 16 hexadecimal digits: inputs, scenario and code."""
        parts = self._inputs + ([self.earlier.identity] if self.earlier else [])
        text = "\n".join([code_version(), self.scenario, *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def _inputs(self) -> list[str]:
        hashes = [f"{name}={digest}" for name, digest in sorted(self.dataset.hashes.items())]
        return [*hashes, *(f"uten {code}" for code in self.dataset.withdrawn)]

    def _once(self, name: str, work: Callable[[], Value]) -> Value:
        """What is kept from a run with the same inputs, code and libraries, else worked out."""
        if self.kept is None:
            return work()
        return self.kept.once(f"{name} {code_version()} {versions()} {self._inputs}", work)

    @functools.cached_property
    def robustness(self) -> "Robustness":
        """How sure the ranking is; worked out once, and stored with the run."""
        from analysis.decision.draws import assess

        return self._once(
            "robustness", lambda: assess(self.dataset, self.evaluation, tell=_heard("robustness"))
        )

    @functools.cached_property
    def crosscheck(self) -> "CrossCheck":
        """The ranking by other methods on the same values and weights."""
        from analysis.decision import cross_check

        return self._once(
            f"crosscheck {self.scenario}", lambda: cross_check(self.evaluation, self.scenario)
        )

    @functools.cached_property
    def reckonings(self) -> "tuple[Reckoning, ...]":
        """Who is first under every reasonable way to reckon."""
        from analysis.decision import reckonings

        return self._once(
            f"reckonings {self.scenario}",
            lambda: reckonings(self.dataset, self.evaluation, self.robustness, self.crosscheck),
        )

    @functools.cached_property
    def recommendation(self) -> "Recommendation":
        """What the figures let the working group recommend for all."""
        from analysis.decision import recommend

        return recommend(self.evaluation, self.robustness)

    @functools.cached_property
    def participation(self) -> "Participation":
        """Who goes together with whom, and who pays what."""
        from analysis.decision.participation import assess_participation

        return self._once(
            "participation",
            lambda: assess_participation(
                self.dataset, self.evaluation, tell=_heard("participation")
            ),
        )

    @functools.cached_property
    def systems(self) -> "Systems":
        """What the municipalities have in common, can buy together and must move."""
        from analysis.decision.systems import assess_systems

        return assess_systems(self.dataset, self.evaluation)

    @functools.cached_property
    def owned_problems(self) -> "tuple[OwnedProblem, ...]":
        """Whose each gap and question in the inputs is."""
        from analysis.decision.owned_problems import owned_problems

        return owned_problems(self.dataset)

    @functools.cached_property
    def changes(self) -> "Changes | None":
        """What has moved since the previous report; None where there is none."""
        return self.earlier.changes_to(self) if self.earlier else None

    def municipality(self, kommunenummer: str = "") -> str:
        """Return the kommunenummer if it takes part; empty means the first in `kommuner`.

        Raises
        ------
        UnknownName
            When no municipality of the analysis has it.
        """
        from analysis.dataset import known_municipality

        first = str(self.dataset.municipalities.index[0])
        return known_municipality(self.dataset, kommunenummer or first)

    def municipality_or_all(self, kommunenummer: str = "") -> str:
        """Return the kommunenummer if it takes part; empty means all together and stays empty.

        Raises
        ------
        UnknownName
            When no municipality of the analysis has it.
        """
        return self.municipality(kommunenummer) if kommunenummer else ""


def open_run(analyse: str, scenario: str = "forventet", kjoring: str = "") -> Run:
    """Return the figures for a notebook.

    Parameters
    ----------
    analyse : str
        An analysis's name or folder.
    scenario : str
        forventet, ugunstig or gunstig.
    kjoring : str
        Identity of the run that is meant. Empty: what the inputs give here and now.

    Raises
    ------
    UnknownName
        When the analysis, the scenario or the run does not exist.
    InputProblems
        When the inputs have errors.
    """
    answer_faults()
    check_scenario(scenario)
    handed = _HANDED.get(kjoring)
    if handed and (handed.dataset.name, handed.scenario) == (Path(analyse).name, scenario):
        return handed
    run = compute(find_analysis(analyse), scenario)
    if kjoring not in ("", run.identity):
        raise UnknownName(
            f"Kjøringen «{kjoring}» av {analyse} med scenarioet {scenario} er ikke tatt vare på. "
            'Sett kjoring = "" for å lese inndata og regne på nytt.'
        )
    return run


# The run that the notebooks of this process are about, by its identity.
_HANDED: dict[str, Run] = {}


def hand_over(run: Run) -> None:
    """Let the notebooks of this process that name a run have it as it is."""
    _HANDED.clear()
    _HANDED[run.identity] = run


def check_scenario(scenario: str) -> None:
    """Raise `UnknownName` if there is no such scenario."""
    from analysis.dataset.tables import SCENARIOS

    if scenario not in SCENARIOS:
        hint = did_you_mean(scenario, SCENARIOS) or f". De er: {', '.join(SCENARIOS)}."
        raise UnknownName(f"Finner ikke scenarioet «{scenario}»{hint}")


def compute(
    folder: Path,
    scenario: str,
    leaving: Sequence[str] = (),
    earlier: Earlier | None = None,
    afresh: bool = False,
) -> Run:
    """Read an analysis folder and compute what every report needs.

    Parameters
    ----------
    folder : Path
        The analysis.
    scenario : str
        forventet, ugunstig or gunstig.
    leaving : sequence of str
        Municipalities to leave out, as if they had withdrawn.
    earlier : Earlier, optional
        The report to compare with.
    afresh : bool
        Whether all is worked out anew, also what is kept from an earlier run.

    Raises
    ------
    UnknownName
        When a municipality to leave out is not there.
    InputProblems
        When the inputs have errors.
    """
    from analysis.dataset import CannotLeaveOut, load, without
    from analysis.decision import evaluate

    try:
        dataset = without(load(folder), leaving)
    except CannotLeaveOut as refused:
        raise UnknownName(f"{refused}.") from refused
    kept = WorkedOut(Shelf.of_user(), afresh)
    return Run(dataset, evaluate(dataset), scenario, earlier, kept)


# Who is told how far a part that takes time has come: its name, how many are done, of how many.
HEARING: ContextVar[Callable[[str, int, int], None]] = ContextVar("HEARING")


def _heard(name: str) -> Callable[[int, int], None]:
    tell = HEARING.get(None)
    return functools.partial(tell, name) if tell else lambda done, total: None


def work_out(name: str, run: Run) -> Any:
    """Return one of what a run works out (`WORKED_OUT`)."""
    return getattr(run, name)


def work_out_all(run: Run) -> None:
    """Work out all that a run's notebooks ask for, so that it is done once."""
    for name in WORKED_OUT:
        work_out(name, run)
