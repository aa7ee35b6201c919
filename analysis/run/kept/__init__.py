"""What is kept from one run to the next, so that nothing is done twice: figures and receipts.

It lies in the user's own cache folder, readable by nobody else, and nothing there can run.
"""

from analysis.run.kept.receipt import Receipt, Request
from analysis.run.kept.shelf import Shelf
from analysis.run.kept.worked_out import WorkedOut

__all__ = ["Receipt", "Request", "Shelf", "WorkedOut"]
