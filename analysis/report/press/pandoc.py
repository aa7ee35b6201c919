"""Pandoc, started once and asked many times: to start it takes longer than what it is asked for."""

from __future__ import annotations

import atexit
import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from analysis.report.press.payload import ReportError

_LOOP = Path(__file__).with_name("pandoc.lua")
_TIMEOUT_SECONDS = 60


class _Pandoc:
    """One process, for one question at a time; started when first asked, and when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, script: Path, given: Any) -> Any:
        request = json.dumps({"file": str(script), "given": given}) + "\n"
        with self._lock:
            answer = self._answer(request.encode("ascii"))
        if "fault" in answer:
            raise ReportError(f"Teksten lot seg ikke omforme: {answer['fault']}")
        return answer.get("made")

    def _answer(self, request: bytes) -> dict[str, Any]:
        try:
            process = self._running()
            assert process.stdin and process.stdout
            # One that never ends is ended, and then its answer is empty.
            watch = threading.Timer(_TIMEOUT_SECONDS, process.kill)
            watch.start()
            try:
                process.stdin.write(request)
                process.stdin.flush()
                line = process.stdout.readline()
            finally:
                watch.cancel()
            found: dict[str, Any] = json.loads(line)
            return found
        except (OSError, ValueError) as error:
            self.end()
            return {"fault": f"pandoc svarte ikke ({error})"}

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            import pypandoc

            self.end()
            command = [str(pypandoc.get_pandoc_path()), "lua", str(_LOOP)]
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self._process

    def end(self) -> None:
        """Let the process go, and wait for it."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


_PANDOC = _Pandoc()
atexit.register(_PANDOC.end)


def ask_pandoc(script: Path, given: Any) -> Any:
    """Let a Lua file work on something in pandoc, and return what it makes; both are plain JSON.

    Raises
    ------
    ReportError
        If pandoc fails.
    """
    return _PANDOC.ask(script, given)
