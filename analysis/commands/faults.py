"""Says in Norwegian what stopped a command."""

import argparse
import errno
import os
import sys
import traceback
from pathlib import Path

from analysis.commands.common import FAULT, WRONG_USE
from analysis.places import shown

_IN_USE = (
    "Rapportene kan ikke byttes ut, for disse filene er åpne i et annet program. Lukk dem og kjør "
    "igjen. Ingenting er skrevet."
)
_FULL = "Disken er full. Det som sto der fra før, er ikke rørt."
_NO_ACCESS = (
    "Får ikke skrevet eller lest {}. Er filen åpen i et annet program, eller mangler du tilgang?"
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
    errno.ENOENT: "Finner ikke {}. Er filen flyttet eller slettet, henter dere den fra en kopi.",
    errno.EISDIR: "{} er en mappe, men skulle vært en fil. Flytt den eller gi den et annet navn.",
    errno.ENAMETOOLONG: "Navnet er for langt for disken: {}. Gi et kortere navn.",
}
_LONGEST = 120  # characters shown of a path


def tell(code: int, text: str) -> int:
    """Print on stderr, and return the exit code."""
    print(text, file=sys.stderr)
    return code


def tell_fault(fault: Exception, given: argparse.Namespace) -> int:
    """Say in Norwegian what went wrong; what we did not foresee is written to a log."""
    from analysis.dataset import InputProblems
    from analysis.dataset.changing import FolderBusy
    from analysis.places import UnknownName
    from analysis.run import InUse, Occupied

    if isinstance(fault, InputProblems):
        closing = getattr(given, "closing", "")
        return tell(FAULT, "\n\n".join(filter(None, [str(fault), closing])))
    if isinstance(fault, UnknownName):
        return tell(WRONG_USE, str(fault))
    if isinstance(fault, FolderBusy):
        return tell(FAULT, str(fault))
    if isinstance(fault, Occupied):
        process = f" (prosess {fault.pid})" if fault.pid else ""
        name = fault.target.name
        return tell(FAULT, f"En annen kjøring skriver {name} nå{process}. Vent til den er ferdig.")
    if isinstance(fault, InUse):
        files = "\n".join(f"  {shown(file).as_posix()}" for file in fault.files)
        return tell(FAULT, f"{_IN_USE}\n{files}")
    if isinstance(fault, OSError) and (words := _DISK.get(fault.errno or 0)):
        code = WRONG_USE if fault.errno == errno.ENAMETOOLONG else FAULT
        return tell(code, words.format(_shown(fault)))
    return tell(
        FAULT, f"Noe gikk galt som programmet ikke var forberedt på.{_logged(fault, given)}"
    )


def _shown(fault: OSError) -> str:
    """The file that a fault is about, as a user would write it."""
    path = shown(Path(os.fsdecode(fault.filename or ""))).as_posix()
    return path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"


def _logged(fault: Exception, given: argparse.Namespace) -> str:
    from analysis.run import write_log

    analysis = getattr(given, "analysis", "")
    details = "".join(traceback.format_exception(fault))
    try:
        path = write_log(Path(analysis).resolve().name if analysis else "", details)
    except OSError:
        return ""
    return f" Det som sto der fra før, er ikke rørt. Detaljer: {path.as_posix() if path else ''}"
