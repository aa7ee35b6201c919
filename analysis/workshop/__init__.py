"""The workshop: a page on the local network where the group tries changes and sees what follows.

`session` holds what is on the table, `telling` puts an answer into the reports' words.
"""
