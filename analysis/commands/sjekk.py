"""`ikt sjekk`: look for errors and gaps in the inputs."""

import argparse
import sys
from typing import Any

from analysis.commands.common import OK, add_analysis


def add(commands: Any) -> None:
    """Add the command's parser."""
    check = commands.add_parser(
        "sjekk",
        help="se etter feil og mangler i inndata",
        description="Les inndata og vis alle feil, mangler og advarsler. Skriver ingen rapporter.",
    )
    add_analysis(check)
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
    found = count_problems(dataset.problems) or "Ingen mangler og ingen advarsler"
    print(f"{dataset.folder.as_posix()}: ingen feil, rapportene kan skrives. {found}.")
    return OK
