"""Excel forms: one to each municipality, and the answers back into the csv files."""
