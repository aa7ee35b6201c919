"""Read the forms that come back, and say what they would change before anything is written.

An import is a plan first: all troubles, changes and questions at once.
"""

from analysis.dataset.forms.receiving.change_list import change_lines, changes_table, count_changes
from analysis.dataset.forms.receiving.find_forms import find_forms, is_lock_file
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.form_problems import SheetLog
from analysis.dataset.forms.receiving.front_page import Identity
from analysis.dataset.forms.receiving.import_plan import Import, ReadFile, plan_import
from analysis.dataset.forms.receiving.open_file import open_form
from analysis.dataset.forms.receiving.read_sheet import FormRow, SheetAnswers, each_once
from analysis.dataset.forms.receiving.rounds import has_record, not_answered

__all__ = [
    "Form",
    "FormRow",
    "Identity",
    "Import",
    "ReadFile",
    "SheetAnswers",
    "SheetLog",
    "change_lines",
    "changes_table",
    "count_changes",
    "each_once",
    "find_forms",
    "has_record",
    "is_lock_file",
    "not_answered",
    "open_form",
    "plan_import",
]
