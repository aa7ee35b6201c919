"""`ikt rapport`: write all reports."""

import argparse
from typing import Any

from analysis.commands.common import FAULT, OK, add_analysis, add_codes, command


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
    report.set_defaults(command=run, closing="Ingen rapporter er skrevet.")


def run(given: argparse.Namespace) -> int:
    """Write the reports and say what was written."""
    from analysis.comparison import earlier_report
    from analysis.run import Bar, count_problems, write_reports

    with Bar() as progress:
        outcome = write_reports(
            given.analysis,
            given.scenario,
            progress=progress,
            municipalities=given.municipalities,
            leaving=given.leaving,
            earlier=earlier_report(given.previous) if given.previous else None,
        )
    print("\n".join(outcome.lines()))
    if problems := count_problems(outcome.problems):
        print(f"{problems}. Les dem med: {command()} sjekk {given.analysis}")
    return FAULT if outcome.failed else OK
