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

# What an alternative does here: less than this is «som i dag», in days a year without staff, in
# functions or systems, and in the share of what systems cost.
SURE_DAYS = 0.5
SURE_COUNT = 0.5
SURE_SHARE = 0.01
# «Koster mest» and the like are told where the lead is this share of the largest figure.
CLEAR_LEAD = 0.05
# In 1000 kr: less is printed as 0, and is no change.
ROUNDS_TO_ZERO = 0.5
# The sharing key «betyr lite» under this, kroner per inhabitant and year.
KEY_MATTERS = 5.0
# Cost that moves less than this share over the whole period «holder seg om lag uendret».
UNCHANGED_SHARE = 0.02
# Cost of one quality: «er …» from the first of these shares on, «det meste er …» from the second.
ALL_COST = 0.999
MOST_COST = 0.5
# From this many plans of others with a known outcome on, it is told how many were exceeded.
ENOUGH_PLANS = 3
# Figures from fewer municipalities than this are not held against their median.
ENOUGH_MUNICIPALITIES = 3
