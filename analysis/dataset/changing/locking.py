"""One at a time in a folder, who first mends what one that was killed has left."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.dataset.changing.inside import require_inside
from analysis.dataset.changing.interrupted import recover
from analysis.dataset.changing.whole_file import sweep
from analysis.file_lock import Held, file_lock

LOCK = ".opptatt"


class FolderBusy(Exception):
    """Somebody else is writing in the folder; the text says who."""


@contextmanager
def folder_lock(folder: Path, who: str, *, wait: float = 10.0) -> Iterator[list[str]]:
    """Keep others out of a folder while something is read and written there.

    Yields what there is to tell of a saving that was cut short and has been mended.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    who : str
        Told to those who wait in vain: «Hole», «ikt importer».
    wait : float
        Seconds to go on trying.

    Raises
    ------
    FolderBusy
        If somebody else has it all the time.
    InputProblems
        If a link leads out of the folder, or a mark left there names what is not its own.
    """
    require_inside(folder, folder / LOCK)
    now = dt.datetime.now()
    told = f"{who} (fra kl. {now:%H.%M}, prosess {os.getpid()})"
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(folder / LOCK, told, wait=wait))
        except Held as other:
            raise FolderBusy(
                f"{other.text or 'Noen andre'} skriver i {folder.as_posix()} nå. Vent, og prøv "
                "igjen."
            ) from None
        sweep(folder)
        yield recover(folder, now)
