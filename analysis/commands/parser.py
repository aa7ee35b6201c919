"""The command line in Norwegian: argparse with its own phrases translated."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

_PHRASES = {
    "usage: ": "bruk: ",
    "positional arguments": "argumenter",
    "options": "valg",
    "subcommands": "kommandoer",
    "%(heading)s:": "%(heading)s:",
    "show this help message and exit": "vis denne hjelpen",
    "show program's version number and exit": "vis versjonen",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "dette mangler: %s",
    "unrecognized arguments: %s": "ukjent: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r finnes ikke. Velg mellom: %(choices)s"
    ),
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "%(value)r finnes ikke. Mente du %(closest)r? Velg mellom: %(choices)s"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "%(parser_name)r finnes ikke. Velg mellom: %(choices)s"
    ),
    "expected one argument": "det må stå én verdi etter",
    "expected at least one argument": "det må stå minst én verdi etter",
    "expected at most one argument": "det kan stå høyst én verdi etter",
    "ignored explicit argument %r": "tar ingen verdi, men fikk %r",
    "not allowed with argument %s": "kan ikke brukes sammen med %s",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s er ikke entydig, det kan være %(matches)s"
    ),
    "%(prog)s: error: %(message)s\n": "%(prog)s: feil: %(message)s\n",
}


class _Help(argparse.HelpFormatter):
    """Help with room for the longest command beside what it does."""

    def add_argument(self, action: argparse.Action) -> None:
        """Add an argument; argparse forgets that commands are indented under their heading."""
        super().add_argument(action)
        if isinstance(action.choices, dict):
            self._action_max_length += 2 * self._indent_increment


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Norwegian. Use its methods inside `norwegian()`."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(allow_abbrev=False, formatter_class=_Help, **arguments)

    def error(self, message: str) -> NoReturn:
        """Show the usage and the error, and where help is, and exit with 2."""
        self.print_usage()
        self.exit(2, f"feil: {message}\nSkriv «{self.prog} --help» for hjelp.\n")

    def print_usage(self, file: Any = None) -> None:
        """Print the usage line on stderr, where the error it belongs to is printed."""
        import sys

        super().print_usage(file or sys.stderr)


@contextmanager
def norwegian() -> Iterator[None]:
    """Let argparse find its phrases here. It offers no other way than gettext's global state."""
    before = vars(argparse)["_"], vars(argparse)["ngettext"]
    vars(argparse)["_"] = lambda text: _PHRASES.get(text, text)
    vars(argparse)["ngettext"] = lambda one, many, n: (
        "det må stå %s verdi etter" if n == 1 else "det må stå %s verdier etter"
    )
    try:
        yield
    finally:
        vars(argparse)["_"], vars(argparse)["ngettext"] = before
