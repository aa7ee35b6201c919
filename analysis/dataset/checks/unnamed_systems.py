"""Systems nobody has named: each is one of its own, never the same as another's."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.notation import UNNAMED, is_no_name, short
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE


def name_unnamed(inputs: Inputs, log: ProblemLog) -> Inputs:
    """Give each system that is called «-», «ukjent» or «diverse» a name no other has.

    Parameters
    ----------
    inputs : Inputs
        What was read.
    log : ProblemLog
        Where each is told as a mangel.
    """
    apps = inputs.tables["applikasjoner"]
    named, met = [], Counter[str]()
    for code, system, line in apps.rows("kommunenummer", "system", LINE):
        if system and is_no_name(system):
            met[code] += 1
            number = f" {met[code]}" if met[code] > 1 else ""
            own = f"{UNNAMED}{number} ({inputs.names.get(code, code)})"
            message = f"«{short(system)}» er ikke et navn, og systemet heter «{own}» i rapportene"
            log.missing(apps.file, line, "system", message)
            system = own
        named.append(system)
    if not met:
        return inputs
    apps = replace(apps, columns={**apps.columns, "system": named})
    return replace(inputs, tables={**inputs.tables, apps.table.name: apps})
