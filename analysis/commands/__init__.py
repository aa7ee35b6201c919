"""The commands of `ikt`, one module each: arguments in, words and an exit code out."""

__all__ = [
    "common",
    "faults",
    "importer",
    "kommunedata",
    "ny",
    "parser",
    "rapport",
    "sammenlign",
    "sjekk",
    "skjema",
    "streams",
    "verksted",
]
