"""The workshop, where municipalities try weights, judgements and key together and see what follows.

`save` takes what was tried into use: the files of the analysis changed cell by cell, with who, when
and why, held against what was shown when it was decided.
"""

from analysis.workshop.edits import Edit
from analysis.workshop.saving import CannotSave, Conflicts, Saved, save

__all__ = ["CannotSave", "Conflicts", "Edit", "Saved", "save"]
