"""Where a wording changes: every limit between «klart», «noe», «om lag det samme» and the like.

A reader may dispute each of them, so they stand together, each with what it decides. What a figure
is worked out from is no wording, and stands in `inputs/`.
"""

# Shares of the draws in which the first is first: «klart best», «best», «noe foran».
CLEAR_SHARE = 0.9
BEST_SHARE = 0.7
AHEAD_SHARE = 0.5
# An alternative that is first this often is named as one the figures do not rule out.
NAMED_SHARE = 0.1
# What is missing decides where it moves this share of the first places from end to end.
MISSING_SHARE = 0.1
# Net present values closer than this per inhabitant and year are told as about the same.
SAME_KRONER_PER_YEAR = 1.0

# Systems. Most of the money lies in one kind from this share of the cost.
MOST_OF_COST = 0.5
# An area with less of the cost than this is too small to make the heading.
NOTABLE_AREA_SHARE = 0.02
# An alternative that moves fewer systems than this over the whole period needs no plan for it.
SYSTEMS_WORTH_A_PLAN = 0.5
# Alternatives where some group gains in a smaller share of the draws are told together.
SELDOM_SHARE = 0.1
