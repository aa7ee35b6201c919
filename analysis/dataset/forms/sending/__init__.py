"""Make a municipality's form: what is asked, why, and what is known already.

What the sheets hold is agreed on in `forms.sheets`.
"""

from analysis.dataset.forms.sending.front_page import Sending
from analysis.dataset.forms.sending.workbook import make_form

__all__ = ["Sending", "make_form"]
