"""`ikt rapport`: write all reports."""

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.commands.common import FAULT, OK, add_analysis, add_codes
from analysis.commands.faults import tell, tell_fault
from analysis.places import MANIFEST, UnknownName, analyses, find_report, shown, typed

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from analysis.run import Bar, Cluster, Earlier, Outcome, Receipt


def add(commands: Any) -> None:
    """Add the command's parser."""
    report = commands.add_parser(
        "rapport",
        help="skriv alle rapportene til reports/",
        description="Skriv fellesrapporten, en rapport for hver kommune, tabeller og notatbøker.",
    )
    add_analysis(report, optional=True)
    report.add_argument(
        "--alle",
        action="store_true",
        dest="every",
        help="skriv rapportene for alle utredningene i inputs/",
    )
    report.add_argument(
        "--scenario",
        metavar="SCENARIO",
        default="forventet",
        help="forventet (standard), ugunstig eller gunstig",
    )
    add_codes(
        report,
        "--kommune",
        "municipalities",
        "skriv kommunerapport bare for disse kommunenumrene; de andre blir stående",
    )
    add_codes(
        report,
        "--uten",
        "leaving",
        "regn som om disse kommunene hadde trukket seg; skrives til en egen mappe",
    )
    report.add_argument(
        "--forrige",
        metavar="MAPPE",
        dest="previous",
        help="en tidligere rapport: rapportene får et kapittel om hva som er endret siden den",
    )
    report.add_argument(
        "--på-nytt",
        action="store_true",
        dest="afresh",
        help="regn og skriv alt på nytt, også det som er som det skal være",
    )
    report.add_argument(
        "--klynge",
        metavar="ADRESSE",
        dest="cluster",
        help="la arbeidere på andre maskiner skrive, gjennom dask.distributed: tcp://maskin:8786",
    )
    report.set_defaults(command=run, closing="Ingen rapporter er skrevet.")


def run(given: argparse.Namespace) -> int:
    """Write the reports and say what was written, or that they stand as they would become."""
    _refuse_contradictions(given)
    if given.every:
        return _write_every(given)
    if receipt := _standing(given):
        print("\n".join(_nothing_to_do(receipt, given.analysis)))
        return OK
    from analysis.run import Bar

    with _cluster(given) as cluster, Bar() as progress:
        outcome = _write(given, cluster, progress)
    print("\n".join([*outcome.lines(), *_problems(outcome.counted(), given.analysis)]))
    return FAULT if outcome.failed else OK


def _refuse_contradictions(given: argparse.Namespace) -> None:
    if given.every == bool(given.analysis):
        raise UnknownName("Oppgi en utredning, eller --alle for alle i inputs/.")
    own = {"--kommune": given.municipalities, "--uten": given.leaving, "--forrige": given.previous}
    if given.every and (used := [flag for flag, value in own.items() if value]):
        raise UnknownName(
            f"{' og '.join(used)} gjelder én utredning. Oppgi hvilken i stedet for --alle."
        )


def _write_every(given: argparse.Namespace) -> int:
    """Write the reports of every analysis; what stops one never stops the others."""
    names = analyses()
    if not names:
        raise UnknownName("Det er ingen utredninger i inputs/ ennå. Start en med: ikt ny NAVN")
    every = [argparse.Namespace(**{**vars(given), "analysis": name}) for name in names]
    receipts = [(one, _standing(one)) for one in every]
    lines = [
        f"Uendret: {one.analysis}, i {shown(Path(receipt.folder)).as_posix()}"
        for one, receipt in receipts
        if receipt
    ]
    to_do = [one for one, receipt in receipts if not receipt]
    written, stopped = _write_each(to_do) if to_do else ([], [])
    lines += [line for outcome in written for line in outcome.in_short()]
    lines += [f"Ikke skrevet: {one.analysis}, se nedenfor" for one, _ in stopped]
    print("\n".join(lines), flush=True)
    for one, why in stopped:
        tell(FAULT, f"\n{one.analysis}:")
        tell_fault(why, one)
    return FAULT if stopped or any(outcome.failed for outcome in written) else OK


def _write_each(
    every: list[argparse.Namespace],
) -> "tuple[list[Outcome], list[tuple[argparse.Namespace, Exception]]]":
    """Write one analysis after another; return what was written and what was stopped, and why."""
    from analysis.run import Bar

    written, stopped = [], []
    with _cluster(every[0]) as cluster, Bar() as progress:
        for number, one in enumerate(every, start=1):
            progress.stage(f"{number} av {len(every)}: {one.analysis}")
            try:
                written.append(_write(one, cluster, progress))
            except Exception as why:
                stopped.append((one, why))
    return written, stopped


def _cluster(given: argparse.Namespace) -> "AbstractContextManager[Cluster | None]":
    """The cluster to write on; without one, each analysis has processes of its own here.

    So memory does not grow with how many there are.
    """
    from analysis.run import Cluster

    return Cluster(given.cluster) if given.cluster else nullcontext()


def _write(given: argparse.Namespace, cluster: "Cluster | None", progress: "Bar") -> "Outcome":
    from analysis.run import write_reports

    return write_reports(
        given.analysis,
        given.scenario,
        progress=progress,
        municipalities=given.municipalities,
        leaving=given.leaving,
        earlier=_earlier(given.previous),
        afresh=given.afresh,
        workers=cluster,
    )


def _standing(given: argparse.Namespace) -> "Receipt | None":
    """Return the receipt of the very same request, if all it wrote stands as it was written."""
    from analysis.run import Shelf, asked

    if given.afresh:
        return None
    earlier = find_report(given.previous) / MANIFEST if given.previous else None
    identity = earlier.read_text(encoding="utf-8") if earlier and earlier.is_file() else ""
    request = asked(
        given.analysis,
        given.scenario,
        municipalities=given.municipalities,
        leaving=given.leaving,
        earlier=identity,
    )
    receipt = request.receipt(Shelf.of_user())
    return receipt if receipt and receipt.as_written() == set(receipt.files) else None


def _nothing_to_do(receipt: "Receipt", analysis: str) -> list[str]:
    return [
        f"Ingenting er endret siden rapportene i {shown(Path(receipt.folder)).as_posix()} ble "
        "skrevet. De står som de var.",
        "Vil du skrive dem likevel, legg til --på-nytt.",
        *_problems(receipt.closing, analysis),
    ]


def _problems(counted: str, analysis: str) -> list[str]:
    return [f"{counted}. Les dem med: ikt sjekk {typed(analysis)}"] if counted else []


def _earlier(report: str | None) -> "Earlier | None":
    if not report:
        return None
    # Heavy to import, and seldom asked for.
    from analysis.comparison import earlier_report

    return earlier_report(report)
