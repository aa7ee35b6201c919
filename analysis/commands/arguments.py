"""Arguments that the commands share."""

from argparse import ArgumentParser


def add_analysis(parser: ArgumentParser) -> None:
    """Add the analysis, by name or folder."""
    parser.add_argument(
        "analysis",
        metavar="ANALYSE",
        help="utredningen: et navn (min-region) eller en mappe (inputs/min-region)",
    )


def add_codes(parser: ArgumentParser, flag: str, dest: str, meaning: str) -> None:
    """Add a flag that takes one or more municipality codes and may be given more than once."""
    parser.add_argument(
        flag, metavar="KODE", dest=dest, nargs="+", action="extend", default=[], help=meaning
    )
