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

# Most of the money lies in one kind from this share of the cost.
MOST_OF_COST = 0.5
# An area with less of the cost than this is too small to make the heading.
NOTABLE_AREA_SHARE = 0.02
# An alternative that moves fewer systems than this over the whole period needs no plan for it.
SYSTEMS_WORTH_A_PLAN = 0.5
# Points closer than this, of 100, are told as the same: they rest on judgements.
SAME_POINTS = 1.0
# A one-time cost under this, in 1000 kr, is told as none.
NO_ONE_TIME_COST = 0.5
# Two first places are level within this many standard errors of their difference.
LEVEL_ERRORS = 2.0
# A share of the draws is told ± this many standard errors: 95 per cent.
TOLD_ERRORS = 1.96
# A turn of a weight within this part of what is usually drawn to either side is «liten».
SMALL_TURN = 0.5
# A part of the uncertainty under this is not told, and under the next not worth finding out.
TOLD_UNCERTAINTY = 0.01
WORTH_KNOWING = 0.05
# An assumption that moves the lead by less than this, in points, is told only where it turns it.
DRAWN_POINTS = 0.1
# A weight this much higher or lower than the mean, in parts of it, is «mer på» and «mindre på».
NOTABLE_WEIGHT = 0.1
# Who would choose an alternative is told from this share of the draws.
CHOSEN_SHARE = 0.05
# The smallest part of a change from last time that is told: kroner per inhabitant or 1000 kr,
# and points.
CHANGED_AMOUNT = 0.5
CHANGED_POINTS = 0.05
# What an alternative does here: less than this is «som i dag», in days a year without staff, and
# in functions.
SURE_DAYS = 0.5
SURE_COUNT = 0.5
# In 1000 kr: less is printed as 0, and is no change.
ROUNDS_TO_ZERO = 0.5
# Cost that moves less than this share over the whole period «holder seg om lag uendret».
UNCHANGED_SHARE = 0.02
# Cost of one quality: «alt er …» from this share on, and «det meste …» from MOST_OF_COST on.
ALL_COST = 0.999
# Figures from fewer municipalities than this are not held against their median.
ENOUGH_MUNICIPALITIES = 3
# Criteria whose effects have a correlation from this on «følger hverandre tett».
OVERLAP = 0.8
# A risk «må ha tiltak» from this product of how likely and how grave it is, 1–3 each.
SERIOUS_RISK = 6
