"""What each alternative does to cost, staff and applications: pure functions of arrays.

Arrays carry the axes *draws* (scenarios or random draws) × *municipalities* × *years*; money is
in 1000 kr, excl. VAT, in fixed prices of the analysis' ``kroneverdi``; year 0 is the year of the
decision and running effects begin in year 1.
"""
