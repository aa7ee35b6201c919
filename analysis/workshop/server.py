"""The server of the page: who may ask, what everybody is told, and answers that refine."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from tornado import httpserver, netutil, web, websocket

from analysis.dataset import CannotTry, Dataset, Trial
from analysis.decision.live import Live
from analysis.workshop.described import described
from analysis.workshop.session import Refused, Session, differences
from analysis.workshop.telling import told

LOCAL = ("localhost", "127.0.0.1", "[::1]")
# The frame is Jupyter's own, on this machine.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self' http://localhost:* http://127.0.0.1:*"
)
_COOKIE = "verksted"
_FILES = {
    "": ("index.html", "text/html; charset=utf-8"),
    "verksted.js": ("verksted.js", "text/javascript; charset=utf-8"),
    "verksted.css": ("verksted.css", "text/css; charset=utf-8"),
}
# Letters a page may send at a time.
_LONGEST = 20_000


class Workshop:
    """One analysis on the table, and everybody who looks at it.

    All of it but the reckoning runs in the event loop; what is asked while a reckoning goes on is
    answered next, and only the last of it.

    Parameters
    ----------
    dataset : Dataset
    """

    def __init__(self, dataset: Dataset) -> None:
        self.session = Session(dataset)
        self.described = described(dataset)
        self.viewers: set[Viewer] = set()
        self.answers: dict[str, dict[str, Any]] = {}
        self._live = Live(dataset)
        self._thread = ThreadPoolExecutor(1, "verksted")
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to answer; called in the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._answer())
        self._changed.set()

    async def stop(self) -> None:
        """End, when what is being reckoned is done."""
        if self._task is not None:
            self._task.cancel()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def change(self, viewer: Viewer, message: Mapping[str, Any]) -> None:
        """Do what a viewer asks for, and tell everybody.

        Raises
        ------
        Refused
            Where it cannot be done.
        """
        what = message.get("hva")
        if what == "kladd":
            viewer.draft(self.session, message)
        elif what == "vis":
            viewer.show(self, message)
        else:
            self.session.change(message, asyncio.get_running_loop().time())
        self.tell()
        self._changed.set()

    def wanted(self) -> list[Trial]:
        """What anybody looks at now, what is on the table first."""
        seen = {
            repr(t): t for t in [self.session.trial, *(v.trial(self.session) for v in self.viewers)]
        }
        return list(seen.values())

    def tell(self) -> None:
        """Send everybody the state as it is."""
        for viewer in self.viewers:
            viewer.send(self.state(viewer))

    def state(self, viewer: Viewer) -> dict[str, Any]:
        """What one viewer is told."""
        session, trial = self.session, viewer.trial(self.session)
        return {
            "nummer": session.number,
            "forsøk": _as_json(trial, session.reasons),
            "kladd": viewer.code if viewer.weights is not None else None,
            "endringer": differences(session),
            "kan_angre": session.can_undo,
            "navngitte": [
                {"navn": name, "svar": self.answers.get(repr(named))}
                for name, named in session.named.items()
            ],
            "seere": len(self.viewers),
            "svar": self.answers.get(repr(trial)),
        }

    async def _answer(self) -> None:
        """Answer whatever is wanted, first roughly and then with more draws, until stopped."""
        loop = asyncio.get_running_loop()
        while True:
            await self._changed.wait()
            self._changed.clear()
            for trial in self.wanted():
                place = repr(trial)
                if place not in self.answers or not self.answers[place]["ferdig"]:
                    await self._ask(loop, trial)
                if self._changed.is_set():
                    break

    async def _ask(self, loop: asyncio.AbstractEventLoop, trial: Trial) -> None:
        more = True
        while more and not self._changed.is_set():
            try:
                answer = await loop.run_in_executor(self._thread, self._reckon, trial)
            except CannotTry:
                return
            kept = {repr(each) for each in (*self.wanted(), *self.session.named.values())}
            kept.add(repr(Trial()))
            self.answers = {p: a for p, a in self.answers.items() if p in kept}
            self.answers[repr(trial)] = answer
            self.tell()
            more = not answer["ferdig"] and await loop.run_in_executor(
                self._thread, self._live.refine, trial
            )

    def _reckon(self, trial: Trial) -> dict[str, Any]:
        return told(self._live.ask(trial))


def _as_json(trial: Trial, reasons: Mapping[tuple[str, str, str], str]) -> dict[str, Any]:
    return {
        "vekter": trial.weights,
        "vurderinger": [
            {
                "kommune": code,
                "alternativ": alternative,
                "kriterium": criterion,
                "verdi": value,
                "begrunnelse": reasons.get((code, alternative, criterion), ""),
            }
            for (code, alternative, criterion), value in trial.judgements.items()
        ],
        "nøkkel": trial.key,
        "mandat": {";".join(place): answer for place, answer in trial.mandate.items()},
        "uten": trial.leaving,
        "vert": trial.host,
        "selskap": trial.company,
        "forutsetninger": trial.assumptions,
    }


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

    def host(self, header: str) -> bool:
        """Whether the server is asked by its own name, and not by one another site has made."""
        return _name_of(f"//{header}") in self.hosts

    def origin(self, header: str | None, host: str) -> bool:
        """Whether a page of our own asks."""
        return header is not None and urlsplit(header).netloc == host and self.host(host)

    def known(self, given: str | None) -> bool:
        """Whether the token is right, or none is asked for."""
        return not self.token or hmac.compare_digest(self.token, given or "")


def _name_of(address: str) -> str:
    netloc = urlsplit(address).netloc
    name = netloc.rpartition(":")[0] if ":" in netloc.rpartition("]")[2] else netloc
    return name.lower()


class _Guarded(web.RequestHandler):
    """Refuses whoever may not ask, and tells the browser what the page may do."""

    def initialize(self, workshop: Workshop, access: Access) -> None:
        self.workshop, self.access = workshop, access

    def set_default_headers(self) -> None:
        for name, value in (
            ("Content-Security-Policy", _POLICY),
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
            self.set_cookie(_COOKIE, self.access.token, httponly=True, samesite="Strict", path="/")
            rest = {k: v for k, v in self.request.query_arguments.items() if k != "adgang"}
            kept = "&".join(f"{k}={v[0].decode()}" for k, v in rest.items() if k in ("kommune",))
            self.redirect(self.request.path + (f"?{kept}" if kept else ""))
        elif not self.access.known(self.get_cookie(_COOKIE)):
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

    code: str
    weights: dict[str, float] | None

    def initialize(self, workshop: Workshop, access: Access) -> None:
        """Begin without a draft."""
        self.workshop, self.access = workshop, access
        self.code, self.weights = "", None

    def check_origin(self, origin: str) -> bool:
        """Only our own page, by our own name, and with the token where there is one."""
        own = self.access.origin(origin, self.request.host)
        return own and self.access.known(self.get_cookie(_COOKIE))

    def prepare(self) -> None:
        """Refuse whoever is not our own page; a request without an origin is not."""
        if not self.check_origin(self.request.headers.get("Origin") or ""):
            raise web.HTTPError(403)

    def open(self, *args: str, **kwargs: str) -> None:
        """Tell the page all there is."""
        self.workshop.viewers.add(self)
        self.send({"grunnlag": self.workshop.described})
        self.workshop.tell()

    def on_close(self) -> None:
        """Forget the page, and its draft."""
        self.workshop.viewers.discard(self)
        self.workshop.tell()

    def on_message(self, message: str | bytes) -> None:
        """Do what the page asks for, or say why not."""
        try:
            if len(message) > _LONGEST:
                raise Refused("Det er for mye tekst på en gang.")
            found = json.loads(message)
            if not isinstance(found, dict):
                raise Refused("Siden sendte noe som ikke kan leses. Last den på nytt.")
            self.workshop.change(self, found)
        except Refused as refused:
            self.send({"feil": str(refused)})
            self.send(self.workshop.state(self))
        except ValueError:
            self.send({"feil": "Siden sendte noe som ikke kan leses. Last den på nytt."})

    def trial(self, session: Session) -> Trial:
        """What this page looks at: what is on the table, with its own draft."""
        if self.weights is None:
            return session.trial
        return session.with_draft(self.code, self.weights)

    def draft(self, session: Session, message: Mapping[str, Any]) -> None:
        """Set weights that nobody else sees yet; None gives them up."""
        given = message.get("verdier")
        if given is None:
            self.weights = None
            return
        own = Session(session.dataset, session.trial)
        own.change({"hva": "vekter", **{k: message.get(k) for k in ("kommune", "verdier")}}, 0.0)
        self.code = str(message.get("kommune"))
        self.weights = dict(own.trial.weights[self.code])

    def show(self, workshop: Workshop, message: Mapping[str, Any]) -> None:
        """Put the draft on the table."""
        if self.weights is None:
            raise Refused("Det er ingen kladd å vise.")
        now = asyncio.get_running_loop().time()
        workshop.session.change(
            {"hva": "vekter", "kommune": self.code, "verdier": self.weights}, now
        )
        self.weights = None

    def send(self, message: dict[str, Any]) -> None:
        """Send one message; a page that has gone is forgotten."""
        try:
            self.write_message(json.dumps(message, ensure_ascii=False))
        except websocket.WebSocketClosedError:
            self.workshop.viewers.discard(self)


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
        for viewer in list(self.workshop.viewers):
            viewer.close(1001)
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
    names = {*LOCAL, *(_own_names() if shared else ())}
    access = Access(frozenset(names), secrets.token_urlsafe(24) if shared else "")
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
    name = _address() if shared else "127.0.0.1"
    query = f"?adgang={access.token}" if access.token else ""
    return Served(workshop, f"http://{name}:{taken}/{query}", server)


def _own_names() -> set[str]:
    return {_address(), socket.gethostname().lower(), f"{socket.gethostname().lower()}.local"}


def _address() -> str:
    """Find the machine's address on the local network; nothing is sent for it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
