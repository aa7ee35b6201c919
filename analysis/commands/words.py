"""Words that the commands share."""

import shutil

ANALYSIS_HELP = "utredningen: et navn (ringeriksregionen) eller en mappe (inputs/ringeriksregionen)"


def command() -> str:
    """Name of the command as the user can type it here."""
    return "ikt" if shutil.which("ikt") else ".venv/bin/ikt"
