from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from dataset.ssb.server import Server, running

from analysis.dataset.ssb.settings import SourceSettings


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server on this machine, asked directly whatever proxy the machine has."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as server:
        yield server


@pytest.fixture
def settings(server: Server) -> Callable[..., SourceSettings]:
    """Settings that point to the server, with some of them changed."""

    def make(**changed: object) -> SourceSettings:
        given = {
            "statistikkbanken": f"{server.address}/api/pxwebapi/v2/",
            "klass": f"{server.address}/api/klass/v1/",
            "kall_per_minutt": 30,
            "tidsgrense": 600.0,
            "forsok": 3,
            "lengste_ventetid": 90.0,
            "antall_aar": 5,
        }
        return SourceSettings.model_validate(given | changed)

    return make
