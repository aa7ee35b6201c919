"""Which municipality a text tells of: «3310 Hole», «Hole kommune», 3310."""

from __future__ import annotations

import re

from analysis.dataset.forms.registered import Registered
from analysis.dataset.kommunenummer import AmbiguousCode, UnknownCode
from analysis.dataset.notation import name_key

_CODE = re.compile(r"(?<![0-9])([0-9]{4})(?![0-9])")


def municipality_in(text: str, registered: Registered) -> str:
    """Return the code of the one municipality of the analysis that a text tells of, or "".

    A text with both a number and a name tells of one only where they agree.
    """
    named = _by_name(text, registered)
    numbered = _by_number(text, registered)
    found = named | numbered if not (named and numbered) else named & numbered
    return found.pop() if len(found) == 1 else ""


def _by_number(text: str, registered: Registered) -> set[str]:
    found = set()
    for code in _CODE.findall(text):
        try:
            found.add(registered.history.current(code))
        except (AmbiguousCode, UnknownCode):
            continue
    return found & set(registered.names)


def _by_name(text: str, registered: Registered) -> set[str]:
    words = [name_key(word) for word in re.split(r"[^\w]+", text.replace("_", " ")) if word]
    joined = f" {' '.join(words)} "
    found = {}
    for code, name in registered.names.items():
        own = " ".join(name_key(word) for word in re.split(r"[^\w]+", name) if word)
        if own and f" {own} " in joined:
            found[code] = own
    # «Øvre Eiker» tells nothing of «Eiker».
    return {
        code
        for code, own in found.items()
        if not any(own != other and own in other for other in found.values())
    }
