"""What the `ikt` command answers with."""

OK, FAULT, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
