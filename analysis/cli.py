"""The `ikt` command.

Exit codes: 0 when all is well, 1 for errors in the inputs or a report that was not written,
2 for wrong use, 130 when interrupted.
"""

import argparse
import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

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
from analysis.commands.common import FAULT, INTERRUPTED, OK, WRONG_USE
from analysis.commands.parser import Parser, norwegian
from analysis.commands.streams import heard
from analysis.places import shown

COMMANDS = (rapport, sjekk, verksted, ny, skjema, importer, kommunedata, sammenlign)

_DESCRIPTION = "Utredning av IKT-samarbeid mellom kommuner: fra kartlegging til rapporter."
_EPILOG = "Skriv «ikt KOMMANDO --help» for hjelp til en kommando."
_IN_USE = (
    "Rapportene kan ikke byttes ut, for disse filene er åpne i et annet program. Lukk dem og kjør "
    "igjen. Ingenting er skrevet."
)
_FULL = "Disken er full. Det som sto der fra før, er ikke rørt."
_NO_ACCESS = (
    "Får ikke skrevet eller lest {}. Er fila åpen i et annet program, eller mangler du tilgang?"
)
_NOT_A_FOLDER = (
    "{} er en fil, men skulle vært en mappe. Flytt den eller gi den et annet navn, og kjør igjen."
)
# What a disk can say no to.
_DISK = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _NO_ACCESS,
    errno.EPERM: _NO_ACCESS,
    errno.EROFS: _NO_ACCESS,
    errno.ELOOP: _NO_ACCESS,
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EEXIST: _NOT_A_FOLDER,
    errno.EISDIR: "{} er en mappe, men skulle vært en fil. Flytt den eller gi den et annet navn.",
    errno.ENAMETOOLONG: "Navnet er for langt for disken: {}. Gi et kortere navn.",
}
_LONGEST = 120  # characters shown of a path


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
        return _tell(INTERRUPTED, "\nAvbrutt. Det som sto der fra før, er ikke rørt.")
    except Exception as fault:
        return _tell_fault(fault, given)


def _parser() -> Parser:
    parser = Parser(prog="ikt", description=_DESCRIPTION, epilog=_EPILOG)
    commands = parser.add_subparsers(
        title="kommandoer", metavar="KOMMANDO", required=True, parser_class=Parser
    )
    for command in COMMANDS:
        command.add(commands)
    return parser


def _tell(code: int, text: str) -> int:
    print(text, file=sys.stderr)
    return code


def _tell_fault(fault: Exception, given: argparse.Namespace) -> int:
    """Say in Norwegian what went wrong; what we did not foresee is written to a log."""
    from analysis.dataset import InputProblems
    from analysis.dataset.changing import FolderBusy
    from analysis.places import UnknownName
    from analysis.run import InUse, Occupied

    if isinstance(fault, InputProblems):
        closing = getattr(given, "closing", "")
        return _tell(FAULT, "\n\n".join(filter(None, [str(fault), closing])))
    if isinstance(fault, UnknownName):
        return _tell(WRONG_USE, str(fault))
    if isinstance(fault, FolderBusy):
        return _tell(FAULT, str(fault))
    if isinstance(fault, Occupied):
        process = f" (prosess {fault.pid})" if fault.pid else ""
        name = fault.target.name
        return _tell(FAULT, f"En annen kjøring skriver {name} nå{process}. Vent til den er ferdig.")
    if isinstance(fault, InUse):
        files = "\n".join(f"  {shown(file).as_posix()}" for file in fault.files)
        return _tell(FAULT, f"{_IN_USE}\n{files}")
    if isinstance(fault, OSError) and (words := _DISK.get(fault.errno or 0)):
        code = WRONG_USE if fault.errno == errno.ENAMETOOLONG else FAULT
        return _tell(code, words.format(_shown(fault)))
    return _tell(FAULT, f"Noe gikk galt som programmet ikke var forberedt på.{_logged(given)}")


def _shown(fault: OSError) -> str:
    """The file that a fault is about, as a user would write it."""
    path = shown(Path(os.fsdecode(fault.filename or ""))).as_posix()
    return path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"


def _logged(given: argparse.Namespace) -> str:
    from analysis.run import write_log

    analysis = getattr(given, "analysis", "")
    try:
        path = write_log(Path(analysis).resolve().name if analysis else "", traceback.format_exc())
    except OSError:
        return ""
    return f" Det som sto der fra før, er ikke rørt. Detaljer: {path.as_posix() if path else ''}"
