"""What an input file is: its columns, the categories of its cells, and what identifies a row.

One `InputTable` a file; everything that reads, checks, documents or asks for a table uses the same.
"""

from analysis.dataset.tables.categories import (
    ALTERNATIVE_IDS,
    COMPUTED_CRITERIA,
    COST_GROUPS,
    FUNCTIONS,
    JUDGED_CRITERIA,
    KEY_COLUMNS,
    SCENARIOS,
)
from analysis.dataset.tables.columns import CODE, YEAR, InputColumn, InputTable
from analysis.dataset.tables.decision_tables import JUDGEMENTS, MANDATE, RISKS, WEIGHTS
from analysis.dataset.tables.mapping_tables import (
    APPLICATIONS,
    BUDGET,
    MUNICIPALITIES,
    NAME_ANSWERS,
    ORGANISATION,
    STAFF,
    SYSTEM_NAMES,
)
from analysis.dataset.tables.official_table import (
    ADMINISTRATION,
    FINAL,
    INHABITANTS,
    MAN_YEARS,
    OFFICIAL,
    PUBLISHED,
    REVISED,
    UNITS,
    UNREVISED,
    impossible,
    official_values,
)
from analysis.dataset.tables.schema import EXPERIENCE, PRICE_INDEX, TABLES
from analysis.dataset.tables.words import HEADINGS, column_called, said_for

__all__ = [
    "ADMINISTRATION",
    "ALTERNATIVE_IDS",
    "APPLICATIONS",
    "BUDGET",
    "CODE",
    "COMPUTED_CRITERIA",
    "COST_GROUPS",
    "InputColumn",
    "EXPERIENCE",
    "FINAL",
    "FUNCTIONS",
    "HEADINGS",
    "INHABITANTS",
    "JUDGED_CRITERIA",
    "JUDGEMENTS",
    "KEY_COLUMNS",
    "MANDATE",
    "MAN_YEARS",
    "MUNICIPALITIES",
    "NAME_ANSWERS",
    "OFFICIAL",
    "ORGANISATION",
    "PRICE_INDEX",
    "RISKS",
    "PUBLISHED",
    "REVISED",
    "SCENARIOS",
    "STAFF",
    "SYSTEM_NAMES",
    "TABLES",
    "InputTable",
    "UNITS",
    "UNREVISED",
    "WEIGHTS",
    "YEAR",
    "column_called",
    "impossible",
    "official_values",
    "said_for",
]
