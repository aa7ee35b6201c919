"""Who may ask the server: by what name, from what page, and with what token."""

from __future__ import annotations

import hmac
import secrets
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL = ("localhost", "127.0.0.1", "[::1]")
# The frame is Jupyter's own, on this machine.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*"
)


@dataclass
class Access:
    """Who may ask.

    Attributes
    ----------
    hosts : frozenset of str
        Names this machine is asked by, without port.
    token : str
        What the address must hold where others on the network may ask; else empty.
    """

    hosts: frozenset[str] = frozenset(LOCAL)
    token: str = ""

    @classmethod
    def on_network(cls) -> Access:
        """For everybody on the local network who has a token that is made for it."""
        name = socket.gethostname().lower()
        names = {*LOCAL, own_address(), name, f"{name}.local"}
        return cls(frozenset(names), secrets.token_urlsafe(24))

    def host(self, header: str) -> bool:
        """Whether the server is asked by its own name, and not by one another site has made."""
        return _name_of(f"//{header}") in self.hosts

    def origin(self, header: str | None, host: str) -> bool:
        """Whether a page of our own asks."""
        return header is not None and urlsplit(header).netloc == host and self.host(host)

    def known(self, given: str | None) -> bool:
        """Whether the token is right, or none is asked for."""
        return not self.token or hmac.compare_digest(self.token.encode(), (given or "").encode())


def _name_of(address: str) -> str:
    netloc = urlsplit(address).netloc
    name = netloc.rpartition(":")[0] if ":" in netloc.rpartition("]")[2] else netloc
    return name.lower()


def own_address() -> str:
    """Find the machine's address on the local network; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
