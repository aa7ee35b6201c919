"""Official figures from Statistics Norway: asked for, checked, kept and turned into rows.

`fetch` brings the answers of one year, `official` turns them into the rows of ``kommunedata.csv``,
and `update` works out which files change. Nothing is written before all of it is known.
"""
