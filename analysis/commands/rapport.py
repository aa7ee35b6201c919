"""`ikt rapport`: write all reports."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.commands.common import FAULT, OK, add_analysis, add_codes
from analysis.places import MANIFEST, find_report, shown

if TYPE_CHECKING:
    from analysis.run import Earlier, Receipt


def add(commands: Any) -> None:
    """Add the command's parser."""
    report = commands.add_parser(
        "rapport",
        help="skriv alle rapportene til reports/",
        description="Skriv fellesrapporten, en rapport for hver kommune, tabeller og notatbøker.",
    )
    add_analysis(report)
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
    report.set_defaults(command=run, closing="Ingen rapporter er skrevet.")


def run(given: argparse.Namespace) -> int:
    """Write the reports and say what was written, or that they stand as they would become."""
    if not given.afresh and (receipt := _standing(given)):
        print("\n".join(_nothing_to_do(receipt, given.analysis)))
        return OK
    from analysis.run import Bar, count_problems, write_reports

    with Bar() as progress:
        outcome = write_reports(
            given.analysis,
            given.scenario,
            progress=progress,
            municipalities=given.municipalities,
            leaving=given.leaving,
            earlier=_earlier(given.previous),
            afresh=given.afresh,
        )
    print(
        "\n".join([*outcome.lines(), *_problems(count_problems(outcome.problems), given.analysis)])
    )
    return FAULT if outcome.failed else OK


def _standing(given: argparse.Namespace) -> "Receipt | None":
    """Return the receipt of the very same request, if all it wrote stands as it was written."""
    from analysis.run import Shelf, asked

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
    return [f"{counted}. Les dem med: ikt sjekk {analysis}"] if counted else []


def _earlier(report: str | None) -> "Earlier | None":
    if not report:
        return None
    # Heavy to import, and seldom asked for.
    from analysis.comparison import earlier_report

    return earlier_report(report)
