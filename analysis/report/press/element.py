"""What every element of a report has in common: one payload, shown on screen and on paper."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from analysis.report.press.payload import MIME, Payload
from analysis.report.press.screen import render


class Element(ABC):
    """Part of a report, returned by a notebook cell.

    The payload (plain JSON) is all that screen and paper are made from, so that both say
    the same.
    """

    @abstractmethod
    def payload(self) -> Payload:
        """Return the element as plain JSON, with its kind under ``type``."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Give Jupyter the element for the screen (html) and for the paper (json)."""
        payload = self.payload()
        return {"text/html": render([payload]), MIME: payload}
