"""Excel forms: one to each municipality, and the answers back into the csv files.

`sending` makes them, `receiving` reads them back; what both agree on lies here.
"""

from analysis.dataset.forms.registered import Registered, read_registered

__all__ = ["Registered", "read_registered"]
