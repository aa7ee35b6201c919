"""The model once more, written from docs/metode.md and docs/inndata.md alone.

It shares no line with `analysis`: it reads the input files itself and reckons with plain loops over
numbers, so that a formula misread in one of the two does not hide in both. Slow and short on
purpose; where the two differ, one of them is not what the method says.

`reading` reads a folder, `assumptions` gives every assumption one value, `unknown` fills the empty
cells, `scope` finds what an alternative works on, `costs` reckons the kroner, `points` the rest.
"""

from second_model.answers import answers

__all__ = ["answers"]
