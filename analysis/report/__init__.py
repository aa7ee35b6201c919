"""From figures to a reader: what a report sees (`view`), and from where (`standpoint`).

The rooms below: the only Norwegian grammar (`language`), elements and how they are printed
(`press`), csv tables (`tables`), conclusions in words (`findings`) and the chapters.
"""

from analysis.report.standpoint import ILLUSTRATIVE, illustrative
from analysis.report.view import View

__all__ = ["ILLUSTRATIVE", "View", "illustrative"]
