"""Whether each municipality's name goes with its number."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.dataset.kommunenummer import History
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, TableData


def ask_about_names(municipalities: TableData, history: History | None, log: ProblemLog) -> None:
    """Ask where the number is another municipality's, so that no report is about the wrong one.

    Parameters
    ----------
    municipalities : TableData
        ``kommuner`` as read.
    history : History or None
        What every municipality is called; None asks nothing.
    log : ProblemLog
        Where it is asked.
    """
    for line, message in doubtful_names(municipalities, history) if history else ():
        log.warning(municipalities.file, line, "navn", message)


def doubtful_names(municipalities: TableData, history: History) -> Iterator[tuple[int, str]]:
    """Yield the line and a question for each name that does not go with its number."""
    for code, name, line in municipalities.rows("kommunenummer", "navn", LINE):
        official = history.name(code)
        if not (code and name and official) or history.is_called(code, name):
            continue
        others = history.codes_named(name)
        if others:
            whose = f"{name} er {listed(others, 'eller')}. Er navn og nummer byttet?"
        else:
            whose = f"«{name}» er ikke et navn på kommunen. Er navnet eller nummeret feil?"
        yield line, f"{code} heter {official}; {whose}"
