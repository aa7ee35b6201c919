"""Read the forms that come back, and say what they would change before anything is written.

An import is a plan first: all troubles, changes and questions at once.
"""

from analysis.dataset.forms.receiving.change_list import change_lines, changes_table, count_changes
from analysis.dataset.forms.receiving.import_plan import Import, plan_import
from analysis.dataset.forms.receiving.open_file import is_lock_file

__all__ = [
    "Import",
    "change_lines",
    "changes_table",
    "count_changes",
    "is_lock_file",
    "plan_import",
]
