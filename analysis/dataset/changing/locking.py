"""One at a time in a folder."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from analysis.file_lock import Held, file_lock

LOCK = ".opptatt"


class FolderBusy(Exception):
    """Somebody else is writing in the folder; the text says who."""


@contextmanager
def folder_lock(folder: Path, who: str, *, wait: float = 10.0) -> Iterator[None]:
    """Keep others out of a folder while something is read and written there.

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
    """
    told = f"{who} (fra kl. {dt.datetime.now():%H.%M}, prosess {os.getpid()})"
    with ExitStack() as held:
        try:
            held.enter_context(file_lock(folder / LOCK, told, wait=wait))
        except Held as other:
            raise FolderBusy(
                f"{other.text or 'Noen andre'} skriver i {folder.as_posix()} nå. Vent, og prøv "
                "igjen."
            ) from None
        yield
