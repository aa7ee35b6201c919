"""`ikt sammenlign`: what has moved between two reports, and why."""

import argparse
from pathlib import Path
from typing import Any

from analysis.commands.common import OK, add_codes

_REPORT_HELP = "en mappe som «ikt rapport» har skrevet, eller navnet på en i reports/"


def add(commands: Any) -> None:
    """Add the command's parser."""
    parser = commands.add_parser(
        "sammenlign",
        help="vis hva som har endret seg fra én rapport til den neste, og hvorfor",
        description=(
            "Vis hva som er endret i inndata, hva det gjorde med resultatene, og hvor mye hver "
            "årsak betyr. Alt skrives også til en csv-fil."
        ),
    )
    parser.add_argument("before", metavar="RAPPORT-A", help=f"forrige rapport: {_REPORT_HELP}")
    parser.add_argument("after", metavar="RAPPORT-B", help=f"den nye rapporten: {_REPORT_HELP}")
    add_codes(
        parser,
        "--kommune",
        "municipalities",
        "vis resultatene for disse kommunene i sin helhet, i tillegg til alle samlet",
    )
    parser.add_argument(
        "--ut",
        metavar="FIL",
        dest="out",
        help="csv-filen som skrives; uten dette RAPPORT-B-endringer.csv ved siden av RAPPORT-B",
    )
    parser.set_defaults(command=run, closing="Ingen sammenligning er skrevet.")


def run(given: argparse.Namespace) -> int:
    """Compare, show, and write the csv file."""
    from analysis.comparison import compare_reports
    from analysis.dataset.changing import write_csv
    from analysis.places import UnknownName, find_report, shown
    from analysis.report.findings.changes_text import changes_text
    from analysis.report.tables import changes_table

    before, after = find_report(given.before), find_report(given.after)
    path = Path(given.out) if given.out else after.with_name(f"{after.name}-endringer.csv")
    if path.is_dir():
        raise UnknownName(f"{given.out} er en mappe. Oppgi en fil, for eksempel endringer.csv.")
    if not path.parent.is_dir():
        raise UnknownName(f"Mappen {path.parent.as_posix()} finnes ikke. Lag den først.")
    changes = compare_reports(before, after)
    if unknown := [code for code in given.municipalities if code not in changes.codes]:
        known = ", ".join(f"{code} {name}" for code, name in changes.names.items() if code)
        raise UnknownName(f"«{unknown[0]}» er ikke med i noen av rapportene. De har: {known}.")
    print(changes_text(changes, [*dict.fromkeys(given.municipalities)]))
    write_csv(changes_table(changes), path)
    print(f"\nAlt står i {shown(path).as_posix()}.")
    return OK
