"""The chapters of the reports: each function takes a view and returns what is shown."""
