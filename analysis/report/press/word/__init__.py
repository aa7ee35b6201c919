"""Reports for Word: accessible docx, in our own look or in a municipality's own template."""

from analysis.report.press.word.document import write_word

__all__ = ["write_word"]
