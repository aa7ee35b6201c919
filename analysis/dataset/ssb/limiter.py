"""No more questions in a minute than a source allows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_MINUTE = 60.0


class Limiter:
    """Lets calls through, and holds the next one back until a minute has room for it.

    Parameters
    ----------
    calls : int
        Most calls in any 60 seconds.
    clock, sleep : callable
        Seconds that never go back, and a pause of so many seconds.
    """

    def __init__(
        self,
        calls: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._latest: deque[float] = deque(maxlen=calls)

    def wait(self) -> None:
        """Return when one more call may be made, and count it."""
        if len(self._latest) == self._latest.maxlen:
            while (pause := self._latest[0] + _MINUTE - self._clock()) > 0:
                self._sleep(pause)
        self._latest.append(self._clock())
