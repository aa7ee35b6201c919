"""The checked inputs of one analysis, and how they are loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset.changing import read_whole
from analysis.dataset.checks import (
    Inputs,
    apply_system_names,
    ask_about_names,
    check_consistency,
    check_coverage,
    check_duplicates,
    check_plausibility,
    check_price_years,
    check_settled,
    name_unnamed,
    warn_expired_assumptions,
)
from analysis.dataset.definitions import (
    EVERY_NAME,
    OWN_ASSUMPTIONS,
    Shared,
    extended_index,
    load_shared_definitions,
    with_levels,
    with_own_assumptions,
)
from analysis.dataset.definitions.settings import FILE as SETTINGS_FILE
from analysis.dataset.definitions.settings import Settings, read_settings
from analysis.dataset.kommunenummer import SHIPPED, History, read_history
from analysis.dataset.problems import InputProblems, Problem, ProblemLog
from analysis.dataset.reading import LINE, SOURCE, Context, TableData, read_table
from analysis.dataset.reading.folder_files import hashes, tell_unread
from analysis.dataset.reading.texts import read_borders, read_texts
from analysis.dataset.shielding import hidden_rows, hidden_systems, names_any, told_staff
from analysis.dataset.tables import (
    ALTERNATIVE_IDS,
    EXPERIENCE,
    OFFICIAL,
    PRICE_INDEX,
    RISKS,
    SYSTEM_NAMES,
    TABLES,
    InputTable,
)
from analysis.places import SHARED_FOLDER, UnknownName, did_you_mean, find_shared

# The attribute of `Dataset` that holds each input table.
FRAMES = {
    "kommuner": "municipalities",
    "budsjett": "budget",
    "bemanning": "staff",
    "applikasjoner": "applications",
    "systemnavn": "system_names",
    "organisering": "organisation",
    "mandat": "mandate",
    "vurderinger": "judgements",
    "vekter": "weights",
    "selskaper": "companies",
    "risiko": "risks",
    "kommunedata": "official",
}


@dataclass(frozen=True, eq=False)
class Dataset:
    """All inputs of one analysis, checked.

    Frames have the columns of their file (Norwegian names) and ``source`` ("budsjett.csv:12"),
    in the file's order. Every kommunenummer is the current one. Numbers are float with NaN for
    unknown, ``år`` in the budget int, dates ``datetime.date`` or None, the rest str with "" for
    empty. A file that is not there gives a frame without rows.

    Attributes
    ----------
    folder : Path
        As the user gave it.
    name : str
        Name of the folder.
    settings : Settings
        ``utredning.toml``.
    shared : Shared
        ``inputs/felles/``.
    municipalities : DataFrame
        ``kommuner``, indexed by kommunenummer.
    budget, staff, applications, organisation, mandate, judgements, weights, companies : DataFrame
        The other tables.
    texts : mapping
        The group's own texts by (kommunenummer or "", name).
    borders : dict or None
        ``kart.geojson``.
    problems : tuple of Problem
        Mangler and advarsler; a feil raises instead.
    hashes : mapping of str to str
        sha256 of each file read; those of ``inputs/felles/`` start with ``felles/``.
    official : DataFrame
        ``kommunedata``: figures from Statistics Norway.
    system_names : DataFrame
        ``systemnavn``, already applied to the applications.
    risks : DataFrame
        ``risiko``, the group's own; see `risks_of`.
    templates : mapping of str to bytes
        Word documents that reports take their look from, by kommunenummer or "".
    withdrawn : mapping of str to str
        Names by kommunenummer of those left out, as if they had withdrawn; sorted.
    confirmed : tuple of str
        Ids of the assumptions the group has taken a stand on, in the order of the closed list.
    shielded_elsewhere : frozenset of str
        Systems that may not be named because somebody who is not among the rows has shielded them.
    """

    folder: Path
    name: str
    settings: Settings
    shared: Shared
    municipalities: pd.DataFrame
    budget: pd.DataFrame
    staff: pd.DataFrame
    applications: pd.DataFrame
    organisation: pd.DataFrame
    mandate: pd.DataFrame
    judgements: pd.DataFrame
    weights: pd.DataFrame
    companies: pd.DataFrame
    texts: Mapping[tuple[str, str], str]
    borders: dict[str, Any] | None
    problems: tuple[Problem, ...]
    hashes: Mapping[str, str]
    official: pd.DataFrame = field(default_factory=lambda: _no_rows(OFFICIAL))
    system_names: pd.DataFrame = field(default_factory=lambda: _no_rows(SYSTEM_NAMES))
    risks: pd.DataFrame = field(default_factory=lambda: _no_rows(RISKS))
    templates: Mapping[str, bytes] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    confirmed: tuple[str, ...] = ()
    shielded_elsewhere: frozenset[str] = frozenset()

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Ids of the assumptions that are the tool's proposals, in the order of the closed list."""
        given = self.shared.assumptions
        return tuple(n for n in EVERY_NAME if n in given and n not in self.confirmed)

    @cached_property
    def told_staff(self) -> pd.DataFrame:
        """The staff as every figure is worked out from it, see `shielding.told_staff`."""
        return told_staff(self.staff)

    @property
    def offers(self) -> pd.DataFrame:
        """The companies reckoned with: the one that is settled, or all."""
        settled = self.companies["selskap"] == self.settings.selskap
        return self.companies[settled] if settled.any() else self.companies

    @cached_property
    def hidden_systems(self) -> frozenset[str]:
        """Every spelling of the systems that may not be named."""
        return hidden_systems(self.applications, self.system_names, self.shielded_elsewhere)

    def names_hidden(self, text: str) -> bool:
        """Whether a text names a system that may not be named."""
        return names_any(text, self.hidden_systems)

    def hiding(self, systems: Iterable[str]) -> Dataset:
        """The same inputs, where these systems may not be named either."""
        return replace(self, shielded_elsewhere=self.shielded_elsewhere.union(systems))

    @cached_property
    def hidden_rows(self) -> frozenset[str]:
        """Where the rows stand that may not be told one by one («bemanning.csv:12»)."""
        return hidden_rows(self.staff, self.applications, self.system_names, self.hidden_systems)

    def frame(self, table: str) -> pd.DataFrame:
        """Rows of an input table by its name, «budsjett».

        Raises
        ------
        UnknownName
            When there is no such table.
        """
        if table not in FRAMES:
            hint = did_you_mean(table, FRAMES) or f". De er: {', '.join(FRAMES)}."
            raise UnknownName(f"Det er ingen tabell som heter «{table}»{hint}")
        rows: pd.DataFrame = getattr(self, FRAMES[table])
        return rows

    def risks_of(self, alternative: str) -> tuple[pd.DataFrame, bool]:
        """What may go wrong in an alternative, and whether the rows are the group's own.

        An alternative the group has no rows for has the proposals of ``inputs/felles/``.
        """
        own, proposed = (
            rows[rows["alternativ"] == alternative] for rows in (self.risks, self.shared.risks)
        )
        return (own, True) if len(own) else (proposed, False)

    def with_frames(self, frames: Mapping[str, pd.DataFrame]) -> Dataset:
        """The same inputs with other rows in some of the tables, by their names."""
        changed: dict[str, Any] = {FRAMES[table]: rows for table, rows in frames.items()}
        return replace(self, **changed)


def known_municipality(dataset: Dataset, kommunenummer: str) -> str:
    """Return the kommunenummer of one who takes part.

    Raises
    ------
    UnknownName
        When nobody has it.
    """
    names = dataset.municipalities["navn"]
    if kommunenummer in names.index:
        return kommunenummer
    known = ", ".join(f"{code} {name}" for code, name in names.items())
    raise UnknownName(
        f"«{kommunenummer}» er ikke kommunenummeret til noen av kommunene i {dataset.name}. "
        f"De er: {known}."
    )


def read_everybody(folder: Path, shared: Path | None, former: Collection[str]) -> Dataset:
    """Read and check the inputs with the rows of those who have left; see `loading.load`.

    Raises
    ------
    InputProblems
        With every problem, if there is at least one feil.
    """
    _require_folder(folder)
    return read_whole(folder, lambda: _read(folder, shared or find_shared(folder), former))


def _read(folder: Path, shared_folder: Path, former: Collection[str]) -> Dataset:
    log = ProblemLog()
    history = _read_history(shared_folder, log)
    settings = read_settings(folder, log)
    definitions, price_file = _read_shared(shared_folder, history, log)
    confirmed: tuple[str, ...] = ()
    if definitions is not None:
        definitions, confirmed = with_own_assumptions(folder, definitions, log)
        if settings is not None and not log.has_errors(price_file):
            definitions = _with_estimates(definitions, settings, folder, log)
    context = replace(reading_context(history, definitions), former=frozenset(former))
    tables = {table.name: read_table(folder, table, context, log) for table in TABLES}
    inputs = Inputs(tables, settings, definitions, price_file, folder)
    texts, templates = read_texts(folder, inputs.names, history, log)
    borders = read_borders(folder, inputs.of_those_in.names, history, log)
    tell_unread(folder, (SETTINGS_FILE, OWN_ASSUMPTIONS), log)
    ask_about_names(inputs.tables["kommuner"], history, log)
    inputs = name_unnamed(inputs, log)
    check_consistency(inputs, log)
    check_settled(inputs, log)
    inputs = apply_system_names(inputs, log)
    _check_those_in(inputs.of_those_in, log)
    # Who has left is asked for nothing; a feil is told, for it stands in the file.
    log.forget_about(inputs.withdrawn, inputs.called_withdrawn, set(inputs.rows_of_withdrawn))
    warn_expired_assumptions(inputs, {"": folder, SHARED_FOLDER: shared_folder}, log)
    log.raise_if_errors()
    assert inputs.settings is not None and inputs.shared is not None  # else there was a feil
    frames: dict[str, Any] = {
        FRAMES[name]: data.frame_without_lines for name, data in inputs.tables.items()
    }
    frames["municipalities"] = frames["municipalities"].set_index("kommunenummer")
    return Dataset(
        folder=folder,
        name=folder.resolve().name,
        settings=inputs.settings,
        shared=inputs.shared,
        **frames,
        texts=texts,
        templates=templates,
        borders=borders,
        problems=log.problems,
        hashes=hashes(folder, "") | hashes(shared_folder, f"{SHARED_FOLDER}/"),
        confirmed=confirmed,
    )


def _check_those_in(inputs: Inputs, log: ProblemLog) -> None:
    """Ask and tell about those who take part; the rest are not waited for or compared with."""
    check_price_years(inputs, log)
    check_coverage(inputs, log)
    check_plausibility(inputs, log)


def _no_rows(table: InputTable) -> pd.DataFrame:
    return pd.DataFrame(columns=[*(column.name for column in table.columns), SOURCE])


def _require_folder(folder: Path) -> None:
    """Raise if the analysis has no folder, with the nearest name."""
    if folder.is_dir() and folder.resolve().name != SHARED_FOLDER:
        return
    siblings = sorted(
        path.name
        for path in (folder.parent.iterdir() if folder.parent.is_dir() else ())
        if path.is_dir() and path.name != SHARED_FOLDER and not path.name.startswith(".")
    )
    hint = did_you_mean(folder.name, siblings)
    if not hint:
        hint = (
            f". Utredninger her: {', '.join(siblings)}" if siblings else ". Lag den med ikt ny NAVN"
        )
    what = "Mappen er ikke en utredning" if folder.exists() else "Mappen finnes ikke"
    raise InputProblems([Problem(folder.as_posix(), None, None, f"{what}{hint}")])


def reading_context(history: History | None, shared: Shared | None) -> Context:
    """Return what the cells of an analysis are held against."""
    if shared is None:
        return Context(history, float("inf"))
    return Context(history, shared.cost_ceiling, shared.names)


def _read_history(shared: Path, log: ProblemLog) -> History | None:
    path = shared / SHIPPED.name
    try:
        return read_history(path)
    except OSError:
        log.error(
            path.as_posix(),
            None,
            None,
            "Filen mangler. Hent den på nytt; den følger med programmet",
        )
    except ValueError as trouble:
        log.error(
            path.as_posix(), None, None, f"{trouble}. Hent filen på nytt; den følger med programmet"
        )
    return None


def _read_shared(
    folder: Path, history: History | None, log: ProblemLog
) -> tuple[Shared | None, str]:
    """Return what is shared, and the file of the price index as the user knows it."""
    definitions = load_shared_definitions(folder, log)
    context = Context(history, float("inf"))
    experience = read_table(folder, EXPERIENCE, context, log)
    _check_experience(experience, log)
    index = read_table(folder, PRICE_INDEX, context, log)
    risks = read_table(folder, replace(RISKS, required=True), context, log)
    for table in (index, risks):
        check_duplicates(table, log)
    index = with_levels(index, log)
    if definitions is None:
        return None, index.file
    shared = replace(
        definitions,
        experience=experience.frame_without_lines,
        price_index=index.frame_without_lines,
        risks=risks.frame_without_lines,
    )
    return shared, index.file


def _with_estimates(shared: Shared, settings: Settings, folder: Path, log: ProblemLog) -> Shared:
    """Return what is shared with the years of prices the group has estimated."""
    file = folder / SETTINGS_FILE
    index = extended_index(shared.price_index, settings.prisanslag, file, log)
    return replace(shared, price_index=index)


def _check_experience(experience: TableData, log: ProblemLog) -> None:
    for listed, line in experience.rows("alternativ", LINE):
        for alternative in listed.split():
            if alternative not in ALTERNATIVE_IDS:
                log.error(
                    experience.file,
                    line,
                    "alternativ",
                    f"«{alternative}» er ikke et alternativ. Skriv ett eller flere av "
                    f"{' '.join(ALTERNATIVE_IDS)}, skilt med mellomrom",
                )
