"""`ikt sjekk`: look for errors and gaps in the inputs."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from analysis.commands.common import OK, add_analysis
from analysis.places import typed

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def add(commands: Any) -> None:
    """Add the command's parser."""
    check = commands.add_parser(
        "sjekk",
        help="se etter feil og mangler i inndata",
        description="Les inndata og vis alle feil, mangler og advarsler. Skriver ingen rapporter.",
    )
    add_analysis(check)
    check.add_argument(
        "--navneforslag",
        dest="name_proposals",
        action="store_true",
        help="skriv en fil med navn som kan være samme system, og svar ja eller nei der",
    )
    check.set_defaults(command=run)


def run(given: argparse.Namespace) -> int:
    """Read the inputs and tell what was found."""
    from analysis.dataset import explain, load
    from analysis.places import find_analysis
    from analysis.run import count_problems

    dataset = load(find_analysis(given.analysis))
    if dataset.problems:
        print(explain(dataset.problems), file=sys.stderr)
        print()
    if dataset.withdrawn:
        print(_withdrawn(dataset))
    if proposals := _proposals(dataset):
        print(proposals)
    if names := _names(dataset, given):
        print(names)
    found = count_problems(dataset.problems) or "Ingen mangler og ingen advarsler"
    print(f"{dataset.folder.as_posix()}: ingen feil, rapportene kan skrives. {found}.")
    return OK


def _withdrawn(dataset: "Dataset") -> str:
    """Who has left for good, and what that means for their rows."""
    from analysis.dataset.notation import listed

    who = listed([f"{code} {name}".strip() for code, name in dataset.withdrawn.items()])
    return f"Tatt ut med uten i utredning.toml: {who}. Radene deres blir stående og brukes ikke."


def _names(dataset: "Dataset", given: argparse.Namespace) -> str:
    """How many names may be the same system, and where to answer; empty where none may."""
    from analysis.dataset import proposals_file, propose
    from analysis.dataset.changing import csv_bytes, folder_lock, require_inside, write_whole

    path = proposals_file(dataset.folder)
    if not given.name_proposals:
        found = len(propose(dataset, with_answers=False))
        ask = f"Få dem i en fil dere svarer i: ikt sjekk {typed(given.analysis)} --navneforslag"
        return f"{_may_be(found)}. {ask}" if found else ""
    with folder_lock(dataset.folder, "Kommandoen ikt sjekk"):
        proposals = propose(dataset)
        if proposals.empty:
            return "Ingen navn er så like at de bør vurderes."
        require_inside(dataset.folder, path)
        path.parent.mkdir(exist_ok=True)
        write_whole(path, csv_bytes(proposals))
    return (
        f"{_may_be(len(proposals))}: {path.as_posix()}. Skriv ja under svar når det er samme "
        "system, og nei når det er to. Ta svarene inn med: "
        f"ikt importer {typed(given.analysis)} {typed(path)}"
    )


def _may_be(count: int) -> str:
    return f"{count} navn kan være samme system som et annet"


def _proposals(dataset: "Dataset") -> str:
    """How many assumptions the group has taken no stand on, and which to begin with."""
    from analysis.dataset.definitions import OWN_ASSUMPTIONS

    given, left = dataset.shared.assumptions, dataset.unconfirmed
    if not left:
        return ""
    first = [f"  {given[n].navn} ({n})" for n in dataset.shared.most_important if n in left]
    file = (dataset.folder / OWN_ASSUMPTIONS).as_posix()
    told = (
        f"{len(left)} av {len(given)} forutsetninger er forslag i verktøyet, ikke bekreftet av "
        f"arbeidsgruppen. Bekreft dem, eller oppgi egne, i {file}."
    )
    begin = ["Disse betyr mest å ta stilling til, den viktigste først:", *first] if first else []
    return "\n".join([told, *begin])
