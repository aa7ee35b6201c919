"""Whether each municipality's name goes with its number."""

from __future__ import annotations

from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.kommunenummer import History
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE


def ask_about_names(inputs: Inputs, history: History | None, log: ProblemLog) -> None:
    """Ask where the number is another municipality's, so that no report is about the wrong one.

    Parameters
    ----------
    inputs : Inputs
        What was read.
    history : History or None
        What every municipality is called; None asks nothing.
    log : ProblemLog
        Where it is asked.
    """
    if history is None:
        return
    for code, name, line in inputs.rows("kommuner", "kommunenummer", "navn", LINE):
        official = history.name(code)
        if not (code and name and official) or history.is_called(code, name):
            continue
        others = history.codes_named(name)
        if others:
            whose = f"{name} er {listed(others, 'eller')}. Er navn og nummer byttet?"
        else:
            whose = f"«{name}» er ikke et navn på kommunen. Er navnet eller nummeret feil?"
        message = f"{code} heter {official}; {whose}"
        log.warning(inputs.file("kommuner"), line, "navn", message)
