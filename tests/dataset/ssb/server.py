"""A server on this machine that answers as Statistics Norway does, and fails as it may fail."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

RECORDED = Path(__file__).with_name("recorded")
LONGEST_URL = 4000
HTML = b"<!DOCTYPE html><html><title>404</title></html>"

Fault = Callable[["Handler"], None]


def recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))


def selected(table: dict[str, Any], selection: dict[str, list[str]]) -> dict[str, Any]:
    """The part of a recorded answer that a question asks for, cell by cell."""
    positions = []
    dimensions = {}
    for id in table["id"]:
        category = table["dimension"][id]["category"]
        chosen = selection[id]
        positions.append([category["index"][code] for code in chosen])
        cut = {**category, "index": {code: place for place, code in enumerate(chosen)}}
        cut["label"] = {code: category["label"][code] for code in chosen}
        dimensions[id] = {**table["dimension"][id], "category": cut}
    size = len(table["value"])
    cells = np.arange(size).reshape(table["size"])[np.ix_(*positions)].ravel().tolist()
    status = {
        str(new): table["status"][str(old)]
        for new, old in enumerate(cells)
        if str(old) in table.get("status", {})
    }
    values = [table["value"][cell] for cell in cells]
    sizes = [len(chosen) for chosen in positions]
    answer = {**table, "size": sizes, "dimension": dimensions, "value": values}
    answer.pop("status", None)
    return answer | ({"status": status} if status else {})


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_: Any) -> None:
        pass

    def send(
        self, status: int, body: bytes, kind: str = "application/json", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, status: int, content: Any) -> None:
        self.send(status, json.dumps(content, ensure_ascii=False).encode())

    def refuse(self, status: int, title: str) -> None:
        self.answer(status, {"type": "Parameter error", "title": title, "status": status})

    def do_GET(self) -> None:  # noqa: N802
        self.handle_any(None)

    def do_POST(self) -> None:  # noqa: N802
        length = int(self.headers["Content-Length"])
        self.handle_any(json.loads(self.rfile.read(length)))

    def handle_any(self, body: Any) -> None:
        self.server.requests.append((self.command, self.path, body))
        for part, faults in self.server.faults.items():
            if part in self.path and faults:
                fault = faults.pop(0) if len(faults) > 1 else faults[0]
                fault(self)
                return
        if len(self.path) > LONGEST_URL:
            self.send(404, HTML, "text/html")
            return
        parts = urlsplit(self.path).path.strip("/").split("/")
        if parts[-1] == "changes.json":
            self.answer(200, self.server.changed("klass-131-changes"))
        elif parts[-1] in ("metadata", "data") and (RECORDED / f"{parts[-2]}.json").is_file():
            self.table(parts[-2], parts[-1], body)
        else:
            self.refuse(404, "Non-existent table")

    def table(self, number: str, what: str, body: Any) -> None:
        if what == "metadata":
            self.answer(200, self.server.changed(f"{number}-metadata"))
            return
        whole = self.server.changed(number)
        selection = {s["variableCode"]: s["valueCodes"] for s in body["selection"]}
        for id in whole["id"]:
            if id not in selection:
                self.refuse(400, "Missing selection for mandantory variable")
                return
            if not set(selection[id]) <= set(whole["dimension"][id]["category"]["index"]):
                self.refuse(400, "Non-existent value")
                return
        self.answer(200, self.server.spoilt.get(number, lambda a: a)(selected(whole, selection)))


class Server(ThreadingHTTPServer):
    """The server, with what it was asked, and what it is told to do wrong.

    ``faults`` are by part of the path; the last one of a list is repeated. ``changes`` alter what
    is recorded, and ``spoilt`` what is answered of a table.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[tuple[str, str, Any]] = []
        self.faults: dict[str, list[Fault]] = {}
        self.changes: dict[str, Callable[[Any], Any]] = {}
        self.spoilt: dict[str, Callable[[Any], Any]] = {}

    def changed(self, name: str) -> Any:
        content = recorded(name)
        return self.changes[name](content) if name in self.changes else content

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
