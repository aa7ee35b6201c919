"""The workshop: a page on the local network where the group tries changes and sees what follows.

`session` holds what is on the table, `telling` puts an answer into the reports' words, `server`
lets in whoever may ask and tells everybody the same, and `page` is what a browser gets.
"""

from analysis.workshop.server import serve

__all__ = ["serve"]
