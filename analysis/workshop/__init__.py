"""The workshop: a page on the local network where the group tries changes and sees what follows.

`session` holds what is on the table, `telling` puts an answer into the reports' words, `server`
lets in whoever may ask and tells everybody the same, and `page` is what a browser gets. `here`
shows it in a notebook. `saving` takes what was tried into use: the files of the analysis changed
cell by cell, with who, when and why, held against what was shown when it was decided.
"""

from analysis.workshop.edits import Edit
from analysis.workshop.here import Here
from analysis.workshop.saving import CannotSave, Conflicts, Saved, save
from analysis.workshop.server import serve

__all__ = ["CannotSave", "Conflicts", "Edit", "Here", "Saved", "save", "serve"]
