"""What costs time is worked out once for all the processes that run the tests."""

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any


class SharedWork:
    """Worked out by the first process that asks, and read by the others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def of(self, name: str, work_out: Callable[[], Any]) -> Any:
        """Return what is stored under a name, a copy of its own for each process."""
        path = self.folder / f"{name}.pickle"
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                path.write_bytes(pickle.dumps(work_out()))
        return pickle.loads(path.read_bytes())
