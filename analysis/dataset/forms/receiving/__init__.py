"""Read the forms that come back, and put the answers in the csv files."""
