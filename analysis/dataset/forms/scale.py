"""The pluss-minus scale in words, and an answer in words read as a number."""

from __future__ import annotations

from analysis.dataset.notation import MINUS, one_line

_DEGREES = ("liten", "middels", "stor", "meget stor")
# The best first, as a list in a cell is read; the word first, for a cell that begins with a sign is
# taken for a formula.
SCALE = (
    {size: f"{_DEGREES[size - 1]} fordel (+{size})" for size in (4, 3, 2, 1)}
    | {0: "som i dag (0)"}
    | {-size: f"{_DEGREES[size - 1]} ulempe ({MINUS}{size})" for size in (1, 2, 3, 4)}
)


def in_words(value: float) -> str:
    """Return a judgement as the list in a form has it.

    Examples
    --------
    >>> in_words(3.0)
    'stor fordel (+3)'
    """
    return SCALE[int(value)]


def without_words(text: str) -> str:
    """Return an answer from the list as a number in text, also without its sign; else the text.

    Examples
    --------
    >>> without_words("Stor fordel (+3)"), without_words("liten ulempe"), without_words("bra")
    ('3', '-1', 'bra')
    """
    said = one_line(text).casefold().replace("-", MINUS)
    for value, words in SCALE.items():
        if said in (words, words.partition(" (")[0]):
            return str(value)
    return text
