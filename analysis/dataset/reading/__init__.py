"""From files to values."""
