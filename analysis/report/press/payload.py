"""What an element is once it is made: plain JSON, which screen and paper write from."""

from __future__ import annotations

from typing import Any

MIME = "application/vnd.ikt+json"
Payload = dict[str, Any]


class ReportError(Exception):
    """A report cannot be made; the message says in Norwegian what is at fault."""
