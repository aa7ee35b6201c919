"""The only Norwegian grammar: numbers, counts, lists, amounts, spans and shares in words.

Nothing here knows what is told about.
"""

from analysis.report.language.amounts import in_words, plain
from analysis.report.language.shares import hundredths, of_draws, often, together
from analysis.report.language.spans import dashed, span, with_span

__all__ = [
    "dashed",
    "hundredths",
    "in_words",
    "numbers",
    "of_draws",
    "often",
    "plain",
    "span",
    "shares",
    "together",
    "with_span",
    "words",
]
