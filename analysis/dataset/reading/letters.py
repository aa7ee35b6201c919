"""Whose letters a text has that is not UTF-8: those of Windows, MS-DOS or an old Macintosh."""

from __future__ import annotations

import re

_WINDOWS = "cp1252"
# As Excel's own menu calls them: «CSV (MS-DOS)» and «CSV (Macintosh)».
_OTHERS = {"cp850": "MS-DOS", "cp865": "MS-DOS", "mac_roman": "Macintosh"}
_NORWEGIAN = re.compile("[æøåÆØÅ]")
# Where such a letter can stand: in a word, not big after small.
_IN_PLACE = re.compile(
    "(?<=[A-Za-zæøåÆØÅéü])[æøå]|[æøå](?=[A-Za-zæøå])|(?<![a-zæøåé])[ÆØÅ](?=[A-Za-zæøåÆØÅ])"
    "|(?<=[A-ZÆØÅ])[ÆØÅ]"
)
_COMMON = "éèêüöäÉÜÖÄ§«»–—’‘“”…\u00a0"


def foreign_letters(data: bytes) -> str:
    """Return «MS-DOS» or «Macintosh» where the letters are theirs; "" for those of Windows.

    Only where every letter beyond ASCII is Norwegian that way and none is as Windows has them.

    Parameters
    ----------
    data : bytes
        A text that is not UTF-8.
    """
    if _NORWEGIAN.search(data.decode(_WINDOWS, errors="replace")):
        return ""
    for encoding, name in _OTHERS.items():
        text = data.decode(encoding, errors="replace")
        left = re.sub(rf"[\x00-\x7f{_COMMON}]", "", _IN_PLACE.sub("", text))
        if not left and _NORWEGIAN.search(text):
            return name
    return ""
