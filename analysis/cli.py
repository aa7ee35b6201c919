"""The `ikt` command.

Exit codes: 0 when all is well, 1 for errors in the inputs or a report that was not written,
2 for wrong use, 130 when interrupted.
"""

import argparse
from collections.abc import Callable, Sequence

from analysis.commands import (
    importer,
    kommunedata,
    ny,
    rapport,
    sammenlign,
    sjekk,
    skjema,
    verksted,
)
from analysis.commands.common import INTERRUPTED, OK
from analysis.commands.faults import tell, tell_fault
from analysis.commands.parser import Parser, norwegian
from analysis.commands.streams import heard

COMMANDS = (rapport, sjekk, verksted, ny, skjema, importer, kommunedata, sammenlign)

_DESCRIPTION = "Utredning av IKT-samarbeid mellom kommuner: fra kartlegging til rapporter."
_EPILOG = "Skriv «ikt KOMMANDO --help» for hjelp til en kommando."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    with heard():
        return _main(arguments)


def _main(arguments: Sequence[str] | None) -> int:
    with norwegian():
        try:
            given = _parser().parse_args(arguments)
        except SystemExit as leave:
            return int(leave.code or OK)
    try:
        command: Callable[[argparse.Namespace], int] = given.command
        return command(given)
    except KeyboardInterrupt:
        return tell(INTERRUPTED, "\nAvbrutt. Det som sto der fra før, er ikke rørt.")
    except Exception as fault:
        return tell_fault(fault, given)


def _parser() -> Parser:
    parser = Parser(prog="ikt", description=_DESCRIPTION, epilog=_EPILOG)
    commands = parser.add_subparsers(
        title="kommandoer", metavar="KOMMANDO", required=True, parser_class=Parser
    )
    for command in COMMANDS:
        command.add(commands)
    return parser
