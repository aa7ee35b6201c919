"""`ikt ny`: begin a new analysis."""

import argparse
import sys
from typing import Any

from analysis.commands.common import OK, WRONG_USE


def add(commands: Any) -> None:
    """Add the command's parser."""
    new = commands.add_parser(
        "ny",
        help="begynn en ny utredning",
        description="Lag en mappe i inputs/ med alle filene en utredning trenger.",
    )
    new.add_argument("name", metavar="NAVN", help="navnet på mappen, for eksempel min-region")
    new.set_defaults(command=run)


def run(given: argparse.Namespace) -> int:
    """Create the folder."""
    from analysis.dataset import HELP_FILE, InputProblems, create
    from analysis.dataset.definitions import OWN_ASSUMPTIONS
    from analysis.places import inputs_folder, shown

    try:
        folder = create(given.name, shown(inputs_folder()))
    except InputProblems as refused:
        print("\n".join(map(str, refused.problems)), file=sys.stderr)
        return WRONG_USE
    print(
        f"Laget {folder.as_posix()}. Begynn med å lese {HELP_FILE} der. Før dere bruker svarene, "
        f"tar dere stilling til forutsetningene i {OWN_ASSUMPTIONS}."
    )
    return OK
