"""Words that the commands share."""

import shutil


def command() -> str:
    """Name of the command as the user can type it here."""
    return "ikt" if shutil.which("ikt") else ".venv/bin/ikt"
