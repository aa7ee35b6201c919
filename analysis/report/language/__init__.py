"""The only Norwegian grammar: numbers, counts, lists, amounts, spans and shares in words.

Nothing here knows what is told about.
"""

from analysis.report.language.amounts import in_words, plain
from analysis.report.language.shares import of_draws, together
from analysis.report.language.spans import between, dashed, is_interval

__all__ = [
    "between",
    "dashed",
    "in_words",
    "is_interval",
    "numbers",
    "of_draws",
    "plain",
    "together",
    "words",
]
