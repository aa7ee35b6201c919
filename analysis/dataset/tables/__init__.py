"""What an input file is."""
