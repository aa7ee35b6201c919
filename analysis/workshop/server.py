"""The server of the page: lets in whoever may ask, and carries what is said."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from tornado import httpserver, netutil, web, websocket

from analysis.dataset import Dataset
from analysis.workshop.access import POLICY, Access, own_address
from analysis.workshop.gathering import Seat, Workshop
from analysis.workshop.session import Refused

_FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "verksted.js": ("verksted.js", "text/javascript; charset=utf-8"),
    "verksted.css": ("verksted.css", "text/css; charset=utf-8"),
}
# Letters a page may send at a time.
_LONGEST = 20_000


def _cookie(host: str) -> str:
    """One for each port, since browsers send them to all ports of a machine."""
    return f"verksted{host.rpartition(':')[2]}"


class _Guarded(web.RequestHandler):
    """Refuses whoever may not ask, and tells the browser what the page may do."""

    def initialize(self, workshop: Workshop, access: Access) -> None:
        self.workshop, self.access = workshop, access

    def set_default_headers(self) -> None:
        for name, value in (
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "no-store"),
        ):
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        if not self.access.host(self.request.host):
            raise web.HTTPError(403)
        given = self.get_query_argument("adgang", None)
        if given is not None and self.access.token and self.access.known(given):
            # The page itself, and no redirect: a link from elsewhere would not bring the cookie.
            self.set_cookie(
                _cookie(self.request.host), given, httponly=True, samesite="Strict", path="/"
            )
        elif not self.access.known(self.get_cookie(_cookie(self.request.host))):
            raise web.HTTPError(403)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            "Denne adressen slipper ikke inn her. Bruk hele adressen som står der verkstedet ble "
            "startet."
            if status_code == 403
            else "Finner ikke siden."
        )


class _File(_Guarded):
    """The page and what belongs to it; nothing else is read from the disk."""

    def get(self, name: str) -> None:
        if name == "favicon.ico":
            self.set_status(204)
            return
        if name not in _FILES:
            raise web.HTTPError(404)
        file, kind = _FILES[name]
        self.set_header("Content-Type", kind)
        self.finish((resources.files(__package__) / "page" / file).read_bytes())


class Viewer(websocket.WebSocketHandler):
    """One open page."""

    def initialize(self, workshop: Workshop, access: Access) -> None:
        """Take a seat that is not at the table yet."""
        self.workshop, self.access, self.seat = workshop, access, Seat(self.send)

    def check_origin(self, origin: str) -> bool:
        """Only our own page, by our own name, and with the token where there is one."""
        own = self.access.origin(origin, self.request.host)
        return own and self.access.known(self.get_cookie(_cookie(self.request.host)))

    def prepare(self) -> None:
        """Refuse whoever is not our own page; a request without an origin is not."""
        if not self.check_origin(self.request.headers.get("Origin") or ""):
            raise web.HTTPError(403)

    def open(self, *args: str, **kwargs: str) -> None:
        """Tell the page all there is."""
        # The answer is not to wait until the page has received what came before it.
        self.set_nodelay(True)
        self.workshop.seats.add(self.seat)
        self.send({"grunnlag": self.workshop.described})
        self.workshop.tell()

    def on_close(self) -> None:
        """Forget the page, and its draft."""
        self.workshop.seats.discard(self.seat)
        self.workshop.tell()

    def on_message(self, message: str | bytes) -> None:
        """Do what the page asks for, or say why not."""
        try:
            if len(message) > _LONGEST:
                raise Refused("Det er for mye tekst på en gang.")
            found = json.loads(message)
            if not isinstance(found, dict):
                raise Refused("Siden sendte noe som ikke kan leses. Last den på nytt.")
            if found.get("hva") == "lagre":
                self.workshop.take_into_use(self.seat, found)
            else:
                self.workshop.change(self.seat, found)
        except Refused as refused:
            self.send({"feil": str(refused)})
            self.seat.tell(self.workshop.state(self.seat), anew=True)
        except (ValueError, RecursionError):
            self.send({"feil": "Siden sendte noe som ikke kan leses. Last den på nytt."})

    def send(self, message: dict[str, Any]) -> None:
        """Send one message; a page that has gone is forgotten."""
        try:
            self.write_message(json.dumps(message))
        except websocket.WebSocketClosedError:
            self.workshop.seats.discard(self.seat)


@dataclass
class Served:
    """A server that runs.

    Attributes
    ----------
    workshop : Workshop
    address : str
        What to open in a browser, with the token where there is one.
    """

    workshop: Workshop
    address: str
    _server: httpserver.HTTPServer = field(repr=False)

    async def stop(self) -> None:
        """Close every page and end."""
        self._server.stop()
        await self._server.close_all_connections()
        await self.workshop.stop()


def serve(dataset: Dataset, *, shared: bool = False, port: int = 0) -> Served:
    """Serve a data set's workshop; called in the event loop.

    Parameters
    ----------
    dataset : Dataset
    shared : bool
        Whether others on the local network may ask, with a token; else only this machine.
    port : int
        0 for any that is free.

    Raises
    ------
    OSError
        Where the port is taken.
    """
    workshop = Workshop(dataset)
    access = Access.on_network() if shared else Access()
    given = {"workshop": workshop, "access": access}
    application = web.Application(
        [(r"/strom", Viewer, given), (r"/([a-z.]*)", _File, given)],
        websocket_ping_interval=20,
        websocket_max_message_size=10 * _LONGEST,
    )
    sockets = netutil.bind_sockets(port, "" if shared else "127.0.0.1", family=socket.AF_INET)
    server = httpserver.HTTPServer(application)
    server.add_sockets(sockets)
    taken = sockets[0].getsockname()[1]
    workshop.start()
    name = own_address() if shared else "127.0.0.1"
    query = f"?adgang={access.token}" if access.token else ""
    return Served(workshop, f"http://{name}:{taken}/{query}", server)
