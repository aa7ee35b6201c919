"""Make the forms."""
