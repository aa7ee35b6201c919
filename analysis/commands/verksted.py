"""`ikt verksted`: a page where the group tries changes and sees what follows."""

import argparse
import asyncio
import contextlib
import signal
import sys
import webbrowser
from typing import TYPE_CHECKING, Any

from analysis.commands.common import FAULT, OK, add_analysis

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_NETWORK = (
    "Alle på samme nettverk som har hele adressen, kan se og endre det samme som dere. Trafikken "
    "er ikke kryptert (http), så bruk et nettverk dere stoler på."
)


def add(commands: Any) -> None:
    """Add the command's parser."""
    workshop = commands.add_parser(
        "verksted",
        help="prøv vekter, vurderinger, nøkkel og deltakere sammen på en skjerm",
        description="Åpner en side i nettleseren der gruppen kan prøve noe annet og se hva som "
        "følger. Siden finnes bare på denne maskinen så lenge kommandoen kjører.",
    )
    add_analysis(workshop)
    workshop.add_argument(
        "--del",
        dest="shared",
        action="store_true",
        help="la andre på samme nettverk åpne siden med en hemmelig adresse",
    )
    workshop.add_argument(
        "--port",
        type=int,
        default=0,
        metavar="TALL",
        help="porten siden svarer på; ellers en ledig",
    )
    workshop.add_argument(
        "--ikke-åpne",
        dest="closed",
        action="store_true",
        help="skriv adressen uten å åpne nettleseren",
    )
    workshop.set_defaults(command=run)


def run(given: argparse.Namespace) -> int:
    """Serve the page until somebody stops it."""
    from analysis.places import find_analysis
    from analysis.run import Occupied, locked, workshop_lock
    from analysis.workshop import ready

    dataset = ready(find_analysis(given.analysis))
    try:
        with locked(workshop_lock(dataset.folder)) as tell:
            return asyncio.run(_serve(dataset, given, tell))
    except Occupied as other:
        print(
            f"Verkstedet for {dataset.name} er allerede åpent: {other.pid}\nBruk den siden, eller "
            "stopp verkstedet der det ble startet (Ctrl+C).",
            file=sys.stderr,
        )
        return FAULT


async def _serve(dataset: "Dataset", given: argparse.Namespace, tell: Any) -> int:
    from analysis.workshop import serve

    try:
        served = serve(dataset, shared=given.shared, port=given.port)
    except OSError:
        print(f"Port {given.port} er opptatt. Velg en annen, eller utelat --port.", file=sys.stderr)
        return FAULT
    tell(served.address)
    print(f"Verkstedet er åpent: {served.address}")
    print(_NETWORK if given.shared else "Bare denne maskinen kan åpne siden.")
    print("Stopp med Ctrl+C. Det som ikke er tatt i bruk, er da borte.", flush=True)
    if not given.closed:
        webbrowser.open(served.address)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows has no handlers in the loop; there Ctrl+C ends `asyncio.run`.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    await served.stop()
    return OK
