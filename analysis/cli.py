"""The `ikt` command.

Exit codes: 0 when all is well, 1 for errors in the inputs or a report that was not written,
2 for wrong use, 130 when interrupted.
"""

import argparse
import errno
import shutil
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.arguments import Parser, norwegian

OK, FAULT, WRONG_USE, INTERRUPTED = 0, 1, 2, 130

_DESCRIPTION = "Utredning av IKT-samarbeid mellom kommuner: fra kartlegging til rapporter."
_ANALYSIS_HELP = (
    "utredningen: et navn (ringeriksregionen) eller en mappe (inputs/ringeriksregionen)"
)
_EPILOG = "Skriv «ikt KOMMANDO --help» for hjelp til en kommando."
_FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
_NO_ACCESS = {errno.EACCES, errno.EPERM, errno.EROFS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
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
    report = commands.add_parser(
        "rapport",
        help="skriv alle rapportene til reports/",
        description="Skriv fellesrapporten, en rapport for hver kommune, tabeller og notatbøker.",
    )
    report.add_argument("analysis", metavar="ANALYSE", help=_ANALYSIS_HELP)
    report.add_argument(
        "--scenario",
        metavar="SCENARIO",
        default="sannsynlig",
        help="sannsynlig (standard), ugunstig eller gunstig",
    )
    report.add_argument(
        "--kommune",
        metavar="KODE",
        dest="municipalities",
        nargs="+",
        action="extend",
        default=[],
        help="skriv kommunerapport bare for disse kommunenumrene; de andre blir stående",
    )
    report.set_defaults(command=_report)
    check = commands.add_parser(
        "sjekk",
        help="se etter feil og mangler i inndata",
        description="Les inndata og vis alle feil, mangler og advarsler. Skriver ingen rapporter.",
    )
    check.add_argument("analysis", metavar="ANALYSE", help=_ANALYSIS_HELP)
    check.set_defaults(command=_check)
    new = commands.add_parser(
        "ny",
        help="begynn en ny utredning",
        description="Lag en mappe i inputs/ med alle filene en utredning trenger.",
    )
    new.add_argument("name", metavar="NAVN", help="navnet på mappa, for eksempel min-region")
    new.set_defaults(command=_new)
    return parser


def _report(given: argparse.Namespace) -> int:
    from analysis.outcome import count_problems
    from analysis.progress import Bar
    from analysis.run import write_reports

    with Bar() as progress:
        outcome = write_reports(
            given.analysis,
            given.scenario,
            progress=progress,
            municipalities=given.municipalities,
        )
    print("\n".join(outcome.lines()))
    if problems := count_problems(outcome.problems):
        print(f"{problems}. Les dem med: {_command()} sjekk {given.analysis}")
    return FAULT if outcome.failed else OK


def _check(given: argparse.Namespace) -> int:
    from analysis.dataset import load
    from analysis.dataset.problems import explain
    from analysis.outcome import count_problems
    from analysis.places import find_analysis

    dataset = load(find_analysis(given.analysis))
    if dataset.problems:
        print(explain(dataset.problems), file=sys.stderr)
        print()
    found = count_problems(dataset.problems) or "Ingen mangler og ingen advarsler"
    print(f"{dataset.folder.as_posix()}: ingen feil, rapportene kan skrives. {found}.")
    return OK


def _new(given: argparse.Namespace) -> int:
    from analysis.dataset.problems import InputProblems
    from analysis.dataset.template import HELP_FILE, create
    from analysis.places import inputs_folder, shown

    try:
        folder = create(given.name, shown(inputs_folder()))
    except InputProblems as refused:
        return _tell(WRONG_USE, "\n".join(map(str, refused.problems)))
    print(f"Laget {folder.as_posix()}. Begynn med å lese {HELP_FILE} der.")
    return OK


def _tell(code: int, text: str) -> int:
    print(text, file=sys.stderr)
    return code


def _tell_fault(fault: Exception, given: argparse.Namespace) -> int:
    """Say in Norwegian what went wrong; what we did not foresee is written to a log."""
    from analysis.dataset.problems import InputProblems
    from analysis.places import UnknownName
    from analysis.staging import Occupied

    if isinstance(fault, InputProblems):
        closing = "\n\nIngen rapporter er skrevet." if given.command is _report else ""
        return _tell(FAULT, f"{fault}{closing}")
    if isinstance(fault, UnknownName):
        return _tell(WRONG_USE, str(fault))
    if isinstance(fault, Occupied):
        process = f" (prosess {fault.pid})" if fault.pid else ""
        name = fault.target.name
        return _tell(FAULT, f"En annen kjøring skriver {name} nå{process}. Vent til den er ferdig.")
    if isinstance(fault, OSError) and fault.errno in _FULL_DISK:
        return _tell(FAULT, "Disken er full. Det som sto der fra før, er ikke rørt.")
    if isinstance(fault, OSError) and fault.errno in _NO_ACCESS:
        return _tell(
            FAULT,
            f"Får ikke skrevet eller lest {fault.filename}. Er fila åpen i et annet program, eller "
            "mangler du tilgang?",
        )
    return _tell(FAULT, f"Noe gikk galt som programmet ikke var forberedt på.{_logged(given)}")


def _logged(given: argparse.Namespace) -> str:
    from analysis.outcome import write_log

    analysis = getattr(given, "analysis", "")
    try:
        path = write_log(Path(analysis).resolve().name if analysis else "", traceback.format_exc())
    except OSError:
        return ""
    return f" Det som sto der fra før, er ikke rørt. Detaljer: {path.as_posix() if path else ''}"


def _command() -> str:
    """Name of the command as the user can type it here."""
    return "ikt" if shutil.which("ikt") else ".venv/bin/ikt"
